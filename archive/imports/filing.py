"""From what a file holds into the archive: one crawl a file, and nothing that is there already or was withheld."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, fields
from functools import partial
from sqlite3 import Connection
from typing import Any

from archive import __version__
from archive.blobs import digest_of
from archive.captures import Capture
from archive.clock import now
from archive.database import captures, frontier, imported
from archive.database.imported import Known
from archive.database.withheld import Tombstone
from archive.imports.found import Found, Gone, Portal, Trouble
from archive.imports.moments import moment
from archive.imports.revisits import Originals
from archive.keeper import Keeper
from archive.media import sniff
from archive.owner import new_run, owner

_AT_ONCE = 500  # captures on their way
_MOST_WAITING = 100_000  # revisits whose bytes have not come yet
_ROW = [one.name for one in fields(Capture) if one.name not in ("crawl", "wire", "digest", "size", "media_type")]


@dataclass
class Filing:
    """Takes in what one file holds. `end` closes its crawl; the counts are right after it.

    `options` are what the crawl says of the file, `titles` what is known of pages by their addresses.
    """

    keeper: Keeper
    view: Connection
    withheld: Mapping[str, Tombstone]
    options: Mapping[str, Any]
    titles: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    waiting: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is begun before something new is found."""
        self.run = new_run("import")
        self._begun = False
        self._on_the_way: list[Future[str]] = []
        self._requests: dict[str, int] = {}  # by the id a page had where it was exported
        self._originals = Originals(self.view, self.keeper.blobs)

    def take(self, event: Found | Portal | Gone) -> list[Trouble]:
        """Take one in; what is wrong with it."""
        if isinstance(event, Gone):
            self.counts["withheld"] += 1
            return []
        if isinstance(event, Portal):
            self.keeper.write(partial(_introduce, row=event.row))
            return []
        if event.refers is None:
            assert event.body is not None
            self._keep(event, event.body)
        elif not self._resolved(event):
            if len(self.waiting) < _MOST_WAITING:
                self.waiting.append(event)
            else:
                self._keep_unresolved(event)
        return [Trouble(f"{event.url[:200]}: {doubt}; kept") for doubt in event.doubts]

    def retry(self) -> None:
        """Look again for the bytes of revisits that came before them."""
        self.keeper.flush()
        self.waiting = [one for one in self.waiting if not self._resolved(one)]

    def end(self, status: str = "finished") -> list[Trouble]:
        """Close the crawl, if one was begun; revisits whose bytes nobody has are kept as such."""
        lost = [
            Trouble(f"{one.url[:200]}: the bytes this revisit refers to are neither here nor in the archive; noted")
            for one in self.waiting
        ]
        for one in self.waiting:
            self._keep_unresolved(one)
        self.waiting = []
        self._settle()
        if self._begun:
            self.keeper.write(lambda c: captures.end_crawl(c, self.run, status))
        self.keeper.flush()
        return lost

    def _keep(self, found: Found, body: bytes) -> None:
        known = Known(digest_of(body), len(body), sniff(body))
        self._originals.remember(found, known)
        if known.digest in self.withheld:
            self.counts["withheld"] += 1
            return
        self.keeper.keep(known.digest, body)
        self._write(found, known)

    def _keep_unresolved(self, found: Found) -> None:
        found.outcome, found.reason, found.is_report = "failed", "a revisit of bytes that are not known", False
        found.own = None
        self._keep(found, b"")

    def _resolved(self, found: Found) -> bool:
        """Whether the bytes of a revisit are known; it is taken in then."""
        known = self._originals.of(found)
        if known is None:
            return False
        if known.digest in self.withheld:
            self.counts["withheld"] += 1
        else:
            self._write(found, known)
        return True

    def _write(self, found: Found, known: Known) -> None:
        capture = self._capture(found, known)
        self._on_the_way.append(self.keeper.write(lambda c: self._record(c, capture, found)))
        if len(self._on_the_way) >= _AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        """Count what has become of the captures on their way."""
        self.keeper.flush()
        self.counts.update(future.result() for future in self._on_the_way)
        self._on_the_way = []

    def _capture(self, found: Found, known: Known) -> Capture:
        own = found.own
        if own and (own["digest"] != known.digest or moment(own["captured_at"])[0] != own["captured_at"]):
            found.doubts.append("what is told of it is not true of its bytes, and is not used")
            own = found.own = None
        source = dict(found.source) | ({"doubts": found.doubts} if found.doubts else {})
        if own:
            facts = {name: own.get(name) for name in _ROW}
            wire = own["wire"] | {"imported": source}
            return Capture(crawl=self.run, wire=wire, **known._asdict(), **facts)  # type: ignore[arg-type]
        return Capture(
            crawl=self.run,
            portal=None,
            kind=found.kind,
            url=found.url,
            final_url=found.final_url or found.url,
            captured_at=found.captured_at or now(),
            status=found.status,
            outcome=found.outcome,
            reason=found.reason,
            found_on=found.found_on,
            link_title=found.link_title or self.titles.get(found.url),
            spider="import",
            version=__version__,
            wire={key: value for key, value in found.wire.items() if value not in (None, "", [])}
            | {"imported": source},
            **known._asdict(),
        )

    def _record(self, connection: Connection, capture: Capture, found: Found) -> str:
        """Write a capture and its request; `known` where it is there already, else `new`."""
        known = (
            imported.same(connection, capture)
            if found.captured_at
            else imported.same_bytes(connection, capture.url, capture.digest)
        )
        if known:
            if found.own and found.is_report and (request := imported.request_of(connection, known)):
                self._requests[found.own["id"]] = request
            return "known"
        if not self._begun:
            captures.begin_crawl(connection, self.run, owner(), __version__, self.options)
        number = frontier.reserve(connection, 1)
        parent = self._requests.get(found.page or "")
        capture_id, kept = captures.add_capture(connection, capture)
        kind = "attachment" if parent else ("detail" if found.is_report else "imported")
        asked = json.dumps([capture.url, capture.captured_at, capture.digest, capture.rendered, capture_id])
        print_ = hashlib.blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        task = frontier.Task(number, self.run, "", "", kind, capture.url, print_, detail=found.hints, parent=parent)
        frontier.add(connection, task)
        frontier.finish(connection, number, kept.outcome, kept.reason, capture_id, unread=found.is_report)
        if parent:
            imported.read_anew(connection, parent)
        if found.own and found.is_report:
            self._requests[found.own["id"]] = number
        self._begun = True
        self.counts["to read"] += found.is_report
        return "new"


def _introduce(connection: Connection, row: tuple[str, ...]) -> None:
    """Keep the row of a portal the archive does not know; what it knows of one is its own."""
    if not imported.has_portal(connection, row[0]):
        frontier.save_portal(connection, row)
