"""How far a long command has come, for a person who watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

Row = TypeVar("Row")
_EVERY = 0.2  # seconds between two looks at it


def progress() -> Callable[[int, int], None] | None:
    """What to call with how much is done of how much; None where nobody watches standard error."""
    return Progress() if sys.stderr.isatty() else None


class Progress:
    """One line on standard error: how much is done, how fast, and how long the rest takes at that pace."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """The time starts now."""
        self._clock = clock
        self._begun = clock()
        self._told = 0.0

    def __call__(self, done: int, of: int) -> None:
        """So many of so many are done."""
        moment = self._clock()
        if done < of and moment - self._told < _EVERY:
            return
        self._told = moment
        click.echo(f"\r{self.line(done, of, moment - self._begun):<60}", nl=done == of, err=True)

    @staticmethod
    def line(done: int, of: int, seconds: float) -> str:
        """The line after so many seconds.

        >>> Progress.line(500, 2000, 50.0)
        '500/2000  10.0/s  2:30 left'
        >>> Progress.line(0, 2000, 0.0), Progress.line(90, 90, 9000.0)
        ('0/2000', '90/90  36.0/h')
        """
        if not done or seconds <= 0:
            return f"{done}/{of}"
        pace = done / seconds
        told = f"{pace:.1f}/s" if pace >= 0.1 else f"{pace * 3600:.1f}/h"
        left = round((of - done) / pace)
        hours, minutes = divmod(left // 60, 60)
        rest = f"{hours}:{minutes:02}:{left % 60:02}" if hours else f"{minutes}:{left % 60:02}"
        return f"{done}/{of}  {told}" + (f"  {rest} left" if left else "")


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
