"""What a repair is made of: single steps, each said before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.keeper import Keeper, Write


@dataclass(frozen=True, slots=True)
class Step:
    """Something to put right, what it is about, and how; without `act` it is only told and left as it is.

    `is_loss` where something is not what was stored and cannot be put right here.
    """

    what: str
    where: str
    act: Callable[[Keeper], object] | None = None
    is_loss: bool = False


def written(write: Write, keeper: Keeper) -> None:
    """A change of the database, on the disk when this returns."""
    future = keeper.write(write)
    keeper.flush()
    future.result()
