"""The narratives of the archive's reports, as the search for copies asks for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from archive.copies.narrative import Text
from archive.errors import NoSuchReport

_STEP = 100  # texts between two words on how far it has come
_LAST = "9999"  # where no year or day is known


class Narratives:
    """The current reading of each report; only what tells reports apart is held, the words stay in the archive."""

    def __init__(self, connection: sqlite3.Connection, moved: Callable[[int, int], None] | None = None) -> None:
        """`moved` hears how many texts were handed out in an order, of how many in the two orders together."""
        self._connection = connection
        self._moved = moved
        self._done = 0
        self._heads: dict[int, tuple[Any, ...]] = {
            row[0]: row
            for row in connection.execute(
                "SELECT report.id, report.key, report.body, body.name, report.year, reading.published_on,"
                " reading.template FROM report JOIN body ON body.id = report.body"
                " JOIN reading ON reading.version = report.version AND reading.release = report.release"
                " WHERE report.status IN ('read', 'partial', 'unread')"
            )
        }

    def number(self, report: str) -> int:
        """The number of the report with this key; raises NoSuchReport where it has not been read."""
        found = next((number for number, row in self._heads.items() if row[1] == report), None)
        if found is None:
            msg = f"{report} has not been read; `nianbao show` says why"
            raise NoSuchReport(msg)
        return found

    def has_section(self, key: str) -> bool:
        """Whether any report of the archive has a section of this key."""
        return self._connection.execute("SELECT 1 FROM section WHERE key = ? LIMIT 1", (key,)).fetchone() is not None

    def by_body(self) -> Iterator[Text]:
        """All texts, those of one body together."""
        return self._each(sorted(self._heads.values(), key=itemgetter(2, 0)))

    def in_time(self) -> Iterator[Text]:
        """All texts by year, then by day of publication; what is not known comes last."""
        ordered = sorted(self._heads.values(), key=lambda row: (str(row[4] or _LAST), row[5] or _LAST, row[1]))
        return self._each(ordered)

    def _each(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Text]:
        for row in rows:
            yield self.text(row[0])
            self._done += 1
            if self._moved and (self._done % _STEP == 0 or self._done == 2 * len(rows)):
                self._moved(self._done, 2 * len(rows))

    def text(self, number: int) -> Text:
        """The narrative of one report; one that names no body is a body of its own."""
        _, key, body, agency, year, published, template = self._heads[number]
        found = self._connection.execute(
            "SELECT key, text FROM section WHERE report = ? AND position > 0 ORDER BY position", (number,)
        ).fetchall()
        return Text(number, key, body if agency else key, agency, year, published, template, tuple(found))
