"""Versions of reports and what each parser release made of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from archive.bodies import Body, body_of, is_body, report_key, scope_of, version_key
from archive.clock import now
from archive.database import body_rows, dates, edits, speaking, standing, withheld
from archive.database.packing import pack
from archive.database.speaker import speaker
from archive.jobs import Job, Result, Source
from archive.models import Hints, Report
from archive.placed_names import told_apart
from archive.readers.registry import has_reader
from archive.titles import read_title

_NOBODY = Body("", "", None, None, "other")
_FACTS = ("template", "title", "agency", "year", "published", "published_meta")

# The files of a page: as they came, and one that could not be fetched this time as it was when last it could; one that
# is missing, too, until it has been for two weeks: one 404 says little of a file. A file that several pages of a crawl
# have is asked for with the first of them.
_FILES = """
SELECT CASE WHEN own.outcome IN ('stored', 'unchanged') THEN own.capture ELSE revisit.capture END AS file
FROM request JOIN request own ON own.id = coalesce(request.detail ->> '$.same', request.id)
LEFT JOIN revisit ON revisit.fingerprint = own.fingerprint
WHERE request.parent = ? AND request.kind = 'attachment' AND file IS NOT NULL
    AND (own.outcome <> 'missing' OR lost_at IS NULL OR lost_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-14 days'))
ORDER BY request.id"""


def unread_jobs(connection: sqlite3.Connection, limit: int, after: int = 0) -> list[tuple[int, Job]]:
    """Reports whose page and attachments are all fetched and which wait to be read, with their request id."""
    rows = connection.execute(
        "SELECT request.id, request.capture, request.detail, capture.portal, portal.division, portal.index_url,"
        "       portal.title, capture.url, capture.link_title, capture.captured_at"
        " FROM request JOIN capture ON capture.id = request.capture"
        " LEFT JOIN portal ON portal.name = capture.portal"
        " WHERE request.unread = 1 AND request.id > ? AND NOT EXISTS ("
        "    SELECT 1 FROM request child JOIN request own ON own.id = coalesce(child.detail ->> '$.same', child.id)"
        "    WHERE child.parent = request.id AND own.outcome IS NULL)"
        " ORDER BY request.id LIMIT ?",
        (after, limit),
    ).fetchall()
    return [(row[0], _job(connection, row)) for row in rows]


def _job(connection: sqlite3.Connection, row: Sequence[Any]) -> Job:
    request, page, detail, portal, division, index_url, portal_title, url, link_title, captured_at = row
    known = json.loads(detail)
    children = connection.execute(_FILES, (request,)).fetchall()
    sources = tuple(_source(connection, c) for c in (page, *(child[0] for child in children)))
    hints = Hints(link_title=link_title, agency=known.get("agency"), url=url, year=known.get("year"))
    return Job(sources, hints, portal, url, scope_of(division, index_url, portal_title), captured_at)


def _source(connection: sqlite3.Connection, capture: str) -> Source:
    row = connection.execute("SELECT digest, media_type FROM capture WHERE id = ?", (capture,)).fetchone()
    return Source(capture, *row)


def recognise(connection: sqlite3.Connection, job: Job) -> str | None:
    """The version whose documents are, byte for byte, those of a job: it need not be read again."""
    rows = connection.execute(
        "SELECT vc.version FROM version_capture vc JOIN capture ON capture.id = vc.capture"
        " WHERE capture.digest = ? AND vc.position = 0 AND capture.url = ?",
        (job.sources[0].digest, job.url),
    ).fetchall()
    wanted = {(position, source.digest) for position, source in enumerate(job.sources)}
    for (version,) in rows:
        found = connection.execute(
            "SELECT DISTINCT vc.position, capture.digest FROM version_capture vc"
            " JOIN capture ON capture.id = vc.capture WHERE vc.version = ?",
            (version,),
        )
        if set(found) == wanted:
            return str(version)
    return None


def see_again(connection: sqlite3.Connection, job: Job, version: str) -> None:
    """Record that a known version was seen in the captures of a job."""
    _note_captures(connection, job, version, ())
    row = connection.execute(
        "SELECT report.id, report.version FROM version JOIN report ON report.id = version.report WHERE version.id = ?",
        (version,),
    ).fetchone()
    if row is None:
        return
    edits.renew(connection, row[0])
    speaking.move(connection, row[0], job.url)
    if row[1] != version and speaker(connection, row[0]).version == version:  # it was set back to what it had been
        speaking.make_current(connection, row[0], (version, None), None, job.url)
        standing.renew(connection, version, {row[0]})


def _note_captures(connection: sqlite3.Connection, job: Job, version: str, contents: Sequence[str]) -> None:
    """Write down which captures a version was seen in; `contents` are the digests of what they say, where known."""
    told = dict(enumerate(contents)) or dict(
        connection.execute(
            "SELECT position, max(content) FROM version_capture WHERE version = ? GROUP BY 1", (version,)
        )
    )
    connection.execute("UPDATE version SET last_seen = max(last_seen, ?) WHERE id = ?", (job.seen_at, version))
    for position, source in enumerate(job.sources):
        connection.execute(
            "INSERT OR IGNORE INTO version_capture (capture, version, position, content) VALUES (?, ?, ?, ?)",
            (source.capture, version, position, (told.get(position) or "")[:32] or None),
        )


def _note_dates(connection: sqlite3.Connection, job: Job, version: str, told: str | None) -> None:
    """Write down what the page of a job says of its dates, beside what other releases read there."""
    at = (job.sources[0].capture, version)
    (known,) = connection.execute("SELECT dates FROM version_capture WHERE capture = ? AND version = ?", at).fetchone()
    if (both := dates.joined(known, told)) != known:
        connection.execute("UPDATE version_capture SET dates = ? WHERE capture = ? AND version = ?", (both, *at))


def store(connection: sqlite3.Connection, job: Job, result: Result, release: str) -> str | None:
    """Record a reading: version, captures it was seen in, and the report's public rows. The report's key."""
    report = result.report
    agency, year = _identity(connection, job, report)
    body = body_of(agency, job.scope) if agency else None
    version = job.version or _version(connection, body, year, result.contents)
    known = connection.execute("SELECT report FROM version WHERE id = ?", (version,)).fetchone()
    if known is None:
        connection.execute("INSERT INTO version VALUES (?, NULL, ?, ?)", (version, job.seen_at, job.seen_at))
    _note_captures(connection, job, version, result.contents)
    why = withheld.follow(connection, [source.digest for source in job.sources], result.contents)
    told = result if why is None else Result(result.contents, None, withheld_because(why))
    if job.sources:
        _note_dates(connection, job, version, dates.noted(told.report, release))
    _store_reading(connection, version, release, told, "withheld" if why else _status(result))
    if not _is_a_report(result, job):
        return None
    if known and known[0] and (report is None or body_rows.is_known_better(connection, known[0], body, year)):
        number = int(known[0])  # what this release cannot read is still the report it was
    else:
        number = _report(connection, job, body or _NOBODY, year, report_key(body.key if body else "", year, version))
    made = speaking.make_current(connection, number, (version, release), told.report, job.url)
    if known and known[0] and known[0] != number:
        speaking.withdraw(connection, known[0])
    edits.renew(connection, number)
    standing.renew(connection, version, {number, known[0] if known else None})
    return made


def _version(connection: sqlite3.Connection, body: Body | None, year: int | None, contents: tuple[str, ...]) -> str:
    """The key of content; what towns of one name in two counties say alike is one version of each."""
    version = version_key(body.name if body else None, year, contents)
    if body is None or not body.division:
        return version
    elsewhere = connection.execute(
        "SELECT 1 FROM version JOIN report ON report.id = version.report JOIN body ON body.id = report.body"
        " WHERE version.id = ? AND body.level = 'township' AND body.division <> ?",
        (version, body.division),
    ).fetchone()
    return version_key(body.key, year, contents) if elsewhere else version


def _identity(connection: sqlite3.Connection, job: Job, report: Report | None) -> tuple[str | None, int | None]:
    """Whose report of which year: by the document, by what was known of it before, by its source, by its portal."""
    agency, year = (report.agency, report.year) if report else (None, None)
    if report is None:
        title = read_title(job.hints.link_title or "")
        agency, year = title.agency or job.hints.agency, title.year or job.hints.year
    source = next((field.value for field in report.fields if field.key == "source"), None) if report else None
    row = connection.execute("SELECT title FROM portal WHERE name = ?", (job.portal,)).fetchone()
    told = next((name for name in (source, row and row[0]) if name and is_body(name)), None)
    named = told_apart(agency, job.hints.agency) if agency else job.hints.agency
    return named or told or job.portal or job.scope, year


def withheld_because(why: str) -> str:
    """What is told in place of what was read."""
    return f"withheld: {why}"


def _status(result: Result) -> str:
    report = result.report
    if report is None or (report.template is None and not report.sections):
        return "unread"
    incomplete = any(f.check in ("C1", "C3", "T1", "T2") and f.status != "pass" for f in report.findings)
    untold = not {"unreadable", "text"}.isdisjoint({cell.state for cell in report.cells})
    return "partial" if incomplete or untold else "read"


def _is_a_report(result: Result, job: Job) -> bool:
    """A document that is none is kept, but makes no report; one that could not be read may be one.

    A program or a film is none, unless a portal or a person said so.
    """
    if result.report is None:
        return job.portal is not None or job.is_told or any(has_reader(source.media_type) for source in job.sources)
    return not any(f.check == "T0" for f in result.report.findings)


def _store_reading(connection: sqlite3.Connection, version: str, release: str, result: Result, status: str) -> None:
    report = result.report
    if status == "withheld" and connection.execute("SELECT 1 FROM reading WHERE version = ?", (version,)).fetchone():
        return  # what may stay of it does
    packed = result.packed or (pack(report) if report is not None else None)
    connection.execute(
        "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            release,
            now(),
            *(getattr(report, name, None) for name in _FACTS),
            status,
            result.problem,
            packed,
        ),
    )


def _report(connection: sqlite3.Connection, job: Job, body: Body, year: int | None, key: str) -> int:
    body_rows.keep(connection, body, job.portal)
    connection.execute(
        "INSERT OR IGNORE INTO report (key, body, year, portal, url, status) VALUES (?, ?, ?, ?, ?, 'unread')",
        (key, body.key, year, job.portal, job.url),
    )
    number, portal = connection.execute("SELECT id, portal FROM report WHERE key = ?", (key,)).fetchone()
    if body_rows.homelier(connection, body, portal, job.portal) != portal:
        connection.execute("UPDATE report SET portal = ?, url = ? WHERE id = ?", (job.portal, job.url, number))
    return int(number)


def mark_read(connection: sqlite3.Connection, request: int) -> None:
    """Note that a request's report waits no longer."""
    connection.execute("UPDATE request SET unread = 0 WHERE id = ?", (request,))
