"""What every kind of archive tells of the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its position in the list, what is stated of it, and its CRC-32 if there is one."""

    number: int
    name: str
    size: int
    is_encrypted: bool = False
    is_link: bool = False
    checksum: int | None = None


class Archive(Protocol):
    """An opened archive. `notes` are sentences on what may be missing from it."""

    notes: tuple[str, ...]

    def __enter__(self) -> Self:
        """Opened; every error is an UnreadableDocument."""

    def __exit__(self, *_: object) -> None:
        """Closed."""

    def members(self) -> list[Member]:
        """The files, without folders, in the order of the archive."""

    def read(self, member: Member, most: int) -> bytes:
        """The first `most` bytes of a file."""
