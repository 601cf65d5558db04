"""What a crawl claims in its archive, so that crawls beside it keep away: portals, hosts, and numbers for requests."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.database import frontier, leases
from archive.database.connection import immediate, open_existing

IDS_AT_ONCE = 10_000
LONGEST_REST = 86_400.0  # seconds a host is left alone by later crawls, whatever it asks for


class Claims:
    """The leases and numbers of one crawl; each is on the disk when a method returns."""

    def __init__(self, directory: Path, owner: str) -> None:
        """Claims of `owner` in the archive that is there in `directory`."""
        self._connection = open_existing(directory, read_only=False).conn
        self._owner = owner
        self.numbers = self._numbers()  # for requests, which no other process at work in this archive uses

    def lease(self, name: str) -> tuple[bool, float]:
        """Take a lease; whether we hold it, and the Unix time before which the host wants no request."""
        with immediate(self._connection):
            return leases.acquire(self._connection, name, self._owner)

    def rest(self, host: str, seconds: float) -> None:
        """Keep it in the archive that a host is to be left alone for so long."""
        with immediate(self._connection):
            leases.rest(self._connection, f"host {host}", time.time() + min(seconds, LONGEST_REST))

    def renew(self) -> None:
        """Keep the leases while we are alive."""
        with immediate(self._connection):
            leases.renew(self._connection, self._owner)

    def release(self, next_at: Sequence[tuple[str, float]]) -> None:
        """Give all leases back; `next_at` says when each host may be asked again."""
        with immediate(self._connection):
            leases.release(self._connection, self._owner, next_at)

    def close(self) -> None:
        """Let the archive go."""
        self._connection.close()

    def _numbers(self) -> Iterator[int]:
        while True:
            with immediate(self._connection):
                first = frontier.reserve(self._connection, IDS_AT_ONCE)
            yield from range(first, first + IDS_AT_ONCE)
