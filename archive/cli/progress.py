"""How far a long command has come, for a person who watches."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click


def progress() -> Callable[[int, int], None] | None:
    """What to call with how much is done of how much; None where nobody watches standard error."""
    return _moved if sys.stderr.isatty() else None


def _moved(done: int, of: int) -> None:
    click.echo(f"\r{done}/{of}", nl=done == of, err=True)
