"""More time for slow pages: a reader says that it reads a page of a picture, and whoever waits goes on waiting."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def page_takes_time() -> None:
    """Tell whoever waits for this process that a slow page is next; without anybody waiting it does nothing."""
    for tell in _listeners:
        tell()


def whoever_waits(tell: Callable[[], None]) -> None:
    """Have `tell` called before each slow page, in place of what was called before."""
    _listeners[:] = [tell]
