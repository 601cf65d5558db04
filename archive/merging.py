"""Another archive taken into this one: step by step, each whole or not at all, so that it can be begun again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from sqlite3 import Connection
from typing import Any, Literal

from archive.database import withheld
from archive.database.merge import crawls, portals, reports, words
from archive.database.merge.crawls import Conflict
from archive.database.merge.source import Row, Source
from archive.errors import NotAsStored
from archive.keeper import Keeper

_VERSIONS = 50  # in one transaction
_ROWS = 1000  # of other tables
Moved = Callable[[int, int], None]
Kind = Literal["conflict", "damage", "kept"]


@dataclass
class Merge:
    """One other archive, on its way into the keeper's; `run` does all of it.

    `told` hears of each `conflict`, what both have otherwise, of each `damage`, what is not as it was stored there, and
    which of two rows of a portal was `kept`; nothing here is overwritten by the first two. `found` counts these,
    `taken` what was new here.
    """

    source: Source
    keeper: Keeper
    told: Callable[[Kind, Conflict], None]
    moved: Moved | None = None
    taken: Counter[str] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    _done: int = 0
    _of: int = 0

    def run(self) -> None:
        """Take in what this archive lacks; raises what keeps the keeper from storing."""
        self._of = self.source.count("capture") + self.source.count("version")
        self.taken["withheld document"] += self._write(words.honour, self.source)
        self._portals()
        whole = [crawl["id"] for crawl in self.source.rows("crawl", "1 ORDER BY id") if self._crawl(crawl)]
        for name in sorted({row["portal"] for table in ("listed", "visit") for row in self.source.rows(table)}):
            self._write(portals.listed, self.source, name, frozenset(whole))
        for crawl in whole:
            self._asked(crawl)
        self._write(portals.taken_over)
        self._versions()
        self._rest()
        self.taken["withheld document"] += self._write(words.honour_again)
        for table, count in self.source.refused.items():
            self._say("damage", Conflict(f"{count} of the rows of {table}", "hold what no archive of ours does"))

    def _write(self, write: Callable[..., Any], *given: Any) -> Any:
        """One transaction, on the disk when this returns; what `write` returned."""
        outcome = self.keeper.write(lambda connection: write(connection, *given))
        self.keeper.flush()
        return outcome.result()

    def _portals(self) -> None:
        for some in _some(self.source.rows("portal", "1 ORDER BY name"), _ROWS):
            for row, remark in zip(some, self._write(_each, portals.portal, some), strict=True):
                if remark:
                    self._say("kept", Conflict(f"portal {row['name']}", remark))

    def _crawl(self, crawl: Row) -> bool:
        """Take a crawl with its documents; whether it is the same one here."""
        state = self._write(crawls.compared, self.source, crawl)
        if isinstance(state, Conflict):
            self._say("conflict", state)
            return False
        if state == "new":
            self._write(crawls.begin, crawl)
            self.taken["crawl"] += 1
        here = self._write(crawls.length, crawl["id"])
        for some in crawls.links(self.source, crawl):
            self._documents(some)
            if new := [row for row in some if row["position"] > here]:
                self._write(crawls.add, crawl["id"], new)
                self.taken["capture"] += len(new)
            self._tell(len(some))
        problem = None if state == "behind" else self._write(crawls.close, self.source, crawl)
        if problem:
            self._say("damage", problem)
        return True

    def _documents(self, some: list[Row]) -> None:
        """The bytes of captures, onto the disk before any row names them."""
        gone = self._write(withheld.digests)
        for digest, size in {row["digest"]: row["size"] for row in some}.items():
            if digest in gone or digest in self.keeper.blobs:
                continue
            try:
                self.keeper.blobs.adopt(digest, self.source.blobs.path(digest), size)
                self.taken["document"] += 1
            except NotAsStored as error:
                self._say("damage", Conflict(f"document {digest}", str(error)))

    def _asked(self, crawl: str) -> None:
        for some in _some(self.source.rows("visit", "crawl = ? ORDER BY portal", (crawl,)), _ROWS):
            self._write(_each, portals.visit, some)
        for asked in portals.requests(self.source, crawl):
            self._write(portals.add_requests, asked)

    def _versions(self) -> None:
        for some in _some(self.source.rows("version", "1 ORDER BY id"), _VERSIONS):
            self.taken["version"] += self._write(self._take, some)
            self._tell(len(some))

    def _take(self, connection: Connection, some: list[Row]) -> int:
        return sum(reports.version(connection, self.source, row, self._report(row["report"])) for row in some)

    def _report(self, number: int | None) -> Row | None:
        return next(self.source.rows("report", "id = ?", (number,)), None) if number is not None else None

    def _rest(self) -> None:
        """Corrections, when to look again, and what is gone."""
        taken, refused = self._write(words.take_corrections, self.source)
        self.taken["correction"] += taken
        for one in refused:
            self._say("conflict", one)
        for some in _some(self.source.rows("revisit"), _ROWS):
            self._write(_each, portals.revisit, some)
        for some in _some(self.source.rows("gone"), _ROWS):
            self._write(_each, self._gone, some)

    def _gone(self, connection: Connection, row: Row) -> None:
        report = self._report(row["report"])
        portals.gone(connection, row, report["key"] if report else None)

    def _say(self, kind: Kind, one: Conflict) -> None:
        self.found[kind] += 1
        self.told(kind, one)

    def _tell(self, more: int) -> None:
        self._done += more
        if self.moved:
            self.moved(min(self._done, self._of), self._of)


def _some(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while some := list(islice(rows, size)):
        yield some


def _each(connection: Connection, take: Callable[[Connection, Row], Any], some: list[Row]) -> list[Any]:
    return [take(connection, row) for row in some]
