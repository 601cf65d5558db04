"""Remarks behind the numbers of a picture: a thin bracket that was not seen closes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.readers.ocr.compared import Line
from archive.readers.ocr.figures import SURE

_UNCLOSED = re.compile(r"-?\d[\d,.]* ?[(（][^()（）]*[一-龥][^()（）]*$")  # a number and the beginning of a remark


def closed(lines: Sequence[Line]) -> list[Line]:
    """The lines of a cell with the bracket that closes the remark behind a number, where it was not seen; in doubt."""
    if not _UNCLOSED.match("".join(line.figure.text for line in lines)):
        return list(lines)
    last = lines[-1]
    text = f"{last.figure.text}）"
    return [*lines[:-1], replace(last, figure=replace(last.figure, text=text, sure=min(last.figure.sure, SURE / 2)))]
