"""How far a long command has come, for a person who watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

Row = TypeVar("Row")


def progress() -> Callable[[int, int], None] | None:
    """What to call with how much is done of how much; None where nobody watches standard error."""
    return _moved if sys.stderr.isatty() else None


def _moved(done: int, of: int) -> None:
    click.echo(f"\r{done}/{of}", nl=done == of, err=True)


class Rows:
    """How many rows of a table are written, told now and then to a person who watches standard error."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()

    def of(self, name: str) -> Callable[[], None]:
        """What to call for each row of a table."""
        return _Counted(name) if self._is_seen else _nobody_looks

    def through(self, name: str, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of a table, told as they pass."""
        moved = self.of(name)
        for row in rows:
            moved()
            yield row


class _Counted:
    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = 0
        self._next = time.monotonic() + 0.5

    def __call__(self) -> None:
        self._rows += 1
        if not self._rows % 256 and time.monotonic() > self._next:
            self._next = time.monotonic() + 0.5
            click.echo(f"\r\033[K{self._name}: {self._rows:,} rows", nl=False, err=True)


def _nobody_looks() -> None:
    pass
