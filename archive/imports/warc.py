"""A WARC file as captures: answers with their requests and what is told of them, documents, revisits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from archive.captures import Outcome
from archive.imports import ours
from archive.imports.found import Found, Gone, Portal, Refers, Trouble
from archive.imports.framing import Record, records
from archive.imports.likely import may_be_report
from archive.imports.messages import Message, agrees, message
from archive.imports.moments import moment

Event = Found | Portal | Gone | Trouble
_OUTCOMES: dict[int, Outcome] = {
    401: "blocked",
    403: "blocked",
    412: "blocked",
    429: "blocked",
    404: "missing",
    410: "missing",
}
_MOST_REMEMBERED = 200_000  # requests and words on answers that have not come yet


def captures(stream: IO[bytes], source: dict[str, Any]) -> Iterator[Event]:
    """The captures of a WARC in order, and what is wrong with it; `source` says of each where it is from."""
    reading = _Reading(source)
    for record in records(stream):
        if isinstance(record, Trouble):
            yield record
        else:
            yield from reading.take(record)
    yield from reading.rest()
    if not reading.any:
        yield Trouble("there is no record in it", is_damage=True)


class _Reading:
    """An answer waits for the record behind it: often its request, or what is told of it."""

    def __init__(self, source: dict[str, Any]) -> None:
        self._source = source
        self._waiting: Found | None = None
        self._requests: dict[str, Message] = {}
        self._told: dict[str, ours.Told] = {}
        self._folded: set[str] = set()
        self.any = False

    def take(self, record: Record) -> Iterator[Event]:
        self.any = True
        if record.block is None:
            yield Trouble(f"the record at byte {record.offset} is too large: {record.length:,} bytes", is_damage=True)
            return
        if record.told("WARC-Segment-Number") not in ("", "1") or record.sort == "continuation":
            yield Trouble(
                f"the record at byte {record.offset} is a later part of another, and left out", is_damage=True
            )
        elif record.sort == "request":
            self._request(record)
        elif record.sort == "metadata":
            yield from self._metadata(record)
        elif record.sort in ("response", "resource", "revisit") and _is_kept(record):
            yield from self.rest()
            yield from self._answer(record)

    def rest(self) -> Iterator[Event]:
        """The answer that waits, as it is."""
        if self._waiting is not None:
            yield self._waiting
        self._waiting = None

    def _request(self, record: Record) -> None:
        asked = message(record.block or b"")
        answer = record.told("WARC-Concurrent-To")
        if self._waiting and answer == self._waiting.source["record"]:
            _add_request(self._waiting, asked)
        elif len(self._requests) < _MOST_REMEMBERED:
            self._requests[answer or record.target] = asked
            self._requests[record.told("WARC-Record-ID")] = asked

    def _metadata(self, record: Record) -> Iterator[Event]:
        fields = ours.warc_fields(record.block or b"")
        if portal := ours.portal(fields):
            yield portal
        elif told := ours.told(fields):
            yield from self._own(told)
        elif self._waiting and fields.get("via") and _is_of(record, self._waiting):
            self._waiting.found_on = fields["via"][:2000]

    def _own(self, told: ours.Told) -> Iterator[Event]:
        if told.withheld:
            yield Gone(told.row["url"], told.row["digest"])
        elif told.main and len(self._told) < _MOST_REMEMBERED:
            self._told[told.main] = told
            self._folded.update(told.folded)

    def _answer(self, record: Record) -> Iterator[Event]:
        name = record.told("WARC-Record-ID")
        if name in self._folded:  # a redirect that is told with the answer it led to
            self._folded.discard(name)
            return
        found = _found(record, dict(self._source))
        asked = self._requests.pop(name, None) or self._requests.pop(record.told("WARC-Concurrent-To"), None)
        asked = asked or self._requests.pop(record.target, None)
        if asked:
            _add_request(found, asked)
        if told := self._told.pop(name, None):
            _as_told(found, told)
            yield found
            return
        self._waiting = found


def _is_kept(record: Record) -> bool:
    return record.target.lower().startswith(("http:", "https:", "file:", "urn:", "ftp:"))


def _is_of(record: Record, found: Found) -> bool:
    return found.source["record"] in (record.told("WARC-Concurrent-To"), record.told("WARC-Refers-To"))


def _found(record: Record, source: dict[str, Any]) -> Found:
    block = record.block or b""
    at, doubts = moment(record.told("WARC-Date"))
    source |= {"record": record.told("WARC-Record-ID"), "offset": record.offset}
    payload = record.told("WARC-Payload-Digest")[:200] or None
    found = Found(record.target[:8000], at, block, source=source, doubts=doubts, payload=payload)
    if (
        record.told("WARC-Truncated") and record.sort != "revisit"
    ):  # of a revisit it says that the body stands elsewhere
        doubts.append(f"the file says that it was cut off ({record.told('WARC-Truncated')[:40]})")
    if record.told("WARC-Segment-Number"):
        doubts.append("it is the first part of several")
    is_http = "msgtype" in record.told("Content-Type") or block[:5].upper() == b"HTTP/"
    answer = message(block) if block and is_http and record.sort != "resource" else None
    if answer:
        _add_answer(found, answer, record)
    if record.sort == "revisit":
        _refer(found, record)
    else:
        doubts += _contradictions(record, block, answer)
        if found.outcome == "stored":
            stated = answer.header("content-type") if answer else record.told("Content-Type")
            found.is_report = may_be_report(found.body or b"", stated)
    return found


def _add_answer(found: Found, answer: Message, record: Record) -> None:
    found.body, found.status = answer.body, answer.status
    found.doubts += answer.doubts
    found.wire |= {
        "method": "GET",
        "status": answer.status,
        "protocol": answer.first.partition(" ")[0][:20],
        "response_headers": answer.headers,
        "remote": record.told("WARC-IP-Address")[:60],
        "wire_size": len(answer.plain),
    }
    found.outcome, found.reason = _outcome(answer)
    if found.status and 300 <= found.status < 400 and found.status != 304:
        found.kind = "redirect"


def _outcome(answer: Message) -> tuple[Outcome, str | None]:
    status = answer.status
    if status is None:
        return "failed", "the answer has no status"
    if status < 400:
        return "stored", None
    return _OUTCOMES.get(status, "failed"), f"HTTP {status}"


def _add_request(found: Found, asked: Message) -> None:
    found.wire |= {"method": asked.method or "GET", "request_headers": asked.headers}
    if found.found_on is None and (referer := asked.header("referer")):
        found.found_on = referer[:2000]


def _refer(found: Found, record: Record) -> None:
    found.refers = Refers(
        record.told("WARC-Refers-To") or None,
        record.told("WARC-Refers-To-Target-URI").removeprefix("<").removesuffix(">") or record.target,
        record.told("WARC-Refers-To-Date") or None,
        record.told("WARC-Payload-Digest") or None,
    )
    found.body = None
    if found.outcome == "stored":
        found.outcome = "unchanged"
    if found.status == 304:
        found.wire["received"] = {"digest": _EMPTY, "size": 0}


_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no bytes


def _contradictions(record: Record, block: bytes, answer: Message | None) -> Iterator[str]:
    """The digests of a record that are not those of its bytes."""
    if (stated := record.told("WARC-Block-Digest")) and agrees(stated, block) is False:
        yield f"its bytes are not those of its block digest {stated[:80]}"
    stated = record.told("WARC-Payload-Digest")
    bodies = (answer.raw, answer.plain, answer.body) if answer else (block,)
    if stated and agrees(stated, *bodies) is False:
        yield f"its body is not that of its payload digest {stated[:80]}"


def _as_told(found: Found, told: ours.Told) -> None:
    """Take over from our own metadata what a record cannot say."""
    found.own, found.page, found.hints, found.is_report = told.row, told.page, told.hints, told.is_report
    found.source |= {"capture": told.row["id"], "crawl": told.row["crawl"]}
