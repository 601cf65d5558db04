"""How many of something, in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts; `many` where an s at the end does not do.

    >>> counted(1, "cell"), counted(3, "cell"), counted(1, "cell is", "cells are"), counted(2, "cell is", "cells are")
    ('1 cell', '3 cells', '1 cell is', '2 cells are')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
