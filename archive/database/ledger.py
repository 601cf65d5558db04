"""What the ledger of edits says, for people: edits with their changes, and addresses that are gone or back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from archive.edits import Change


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a report at its address, made between two looks at it; `release` is the parser's that read both."""

    report: str
    agency: str
    year: int | None
    portal: str | None
    url: str
    after: str
    seen: str
    release: str | None
    changes: tuple[Change, ...]


class Gone(NamedTuple):
    """The address of a report that answers no more since a moment, and when it was back."""

    report_id: str | None
    agency: str | None
    year: int | None
    portal: str | None
    url: str
    since: str
    judged_at: str
    tries: int
    failures: int
    back_at: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the ledger is asked for; times as ISO 8601, `before` not included."""

    since: str | None = None
    before: str | None = None
    report: str | None = None
    portal: str | None = None


_EDITS = """
SELECT edit.report, edit.capture, report.key, body.name, report.year, report.portal, edit.url, edit.after, edit.seen,
       edit.release, change.kind, change.item, change.old, change.new
FROM edit JOIN report ON report.id = edit.report JOIN body ON body.id = report.body
LEFT JOIN change ON change.report = edit.report AND change.capture = edit.capture
WHERE edit.seen >= ifnull(:since, '') AND edit.seen < ifnull(:before, '~')
  AND (:report IS NULL OR report.key = :report) AND (:portal IS NULL OR report.portal = :portal)
ORDER BY edit.seen, edit.report, edit.capture, change.position"""
_GONE = """
SELECT report.key, body.name, report.year, gone.portal, gone.url, since, judged_at, tries, failures, back_at
FROM gone LEFT JOIN report ON report.id = gone.report LEFT JOIN body ON body.id = report.body
WHERE max(judged_at, ifnull(back_at, '')) >= ifnull(:since, '') AND since < ifnull(:before, '~')
  AND (:report IS NULL OR report.key = :report) AND (:portal IS NULL OR gone.portal = :portal)
ORDER BY since, gone.url"""


def edits(connection: sqlite3.Connection, asked: Asked) -> Iterator[Edit]:
    """The edits asked for, in the order in which they were seen."""
    rows = connection.execute(_EDITS, _values(asked))
    for _, of_one in groupby(rows, key=itemgetter(0, 1)):
        lines = list(of_one)
        changes = tuple(Change(*line[10:]) for line in lines if line[10] is not None)
        report, agency, year, portal, url, after, seen, release = lines[0][2:10]
        yield Edit(report, agency, year, portal, url, after, seen, release, changes)


def gone(connection: sqlite3.Connection, asked: Asked) -> Iterator[Gone]:
    """The addresses judged gone, or back, in the time asked for."""
    return (Gone(*row) for row in connection.execute(_GONE, _values(asked)))


def _values(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in ("since", "before", "report", "portal")}
