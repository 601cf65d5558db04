"""The current reading of a report as rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.database import terms, texts
from archive.database.cell_rows import Row, by_table
from archive.models import Claim, Finding, Report, Section

_TABLES = ("application", "disclosure_cell", "review_row", "statistic", "field", "finding", "claim")
_MESSAGE = 5  # of the columns of a finding


def rewrite(connection: sqlite3.Connection, number: int, report: Report | None, *, fresh: bool = False) -> None:
    """Replace all rows of a report by those of its current reading; a `fresh` one has none yet."""
    for table in () if fresh else _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))  # noqa: S608 - names above
    texts.renew(connection, number, report)
    if report is None:
        return
    cells = by_table(report.cells)
    findings = [(*row, None) for row in finding_rows(report.findings)]
    known = terms.numbers(connection, {*_names(cells), *_said(findings), *_spoken(report.claims)})
    for table, (names, rows) in cells.items():
        marks = ", ".join("?" * (len(rows[0]) + 1))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - names above
            [(number, *map(known.__getitem__, row[:names]), *row[names:]) for row in rows],
        )
    connection.executemany(
        "INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?)",
        [(number, f.key, f.value, json.dumps(f.place)) for f in report.fields],
    )
    write_findings(connection, number, findings, known)
    write_claims(connection, number, report, known)


def _names(cells: Mapping[str, tuple[int, list[Row]]]) -> Iterator[str]:
    return (word for names, rows in cells.values() for row in rows for word in row[:names])


def _said(findings: Iterable[Row]) -> Iterator[str]:
    return (row[_MESSAGE] for row in findings if row[1] == "pass")


def _spoken(claims: Iterable[Claim]) -> Iterator[str]:
    return (word for claim in claims for word in (claim.quantity, claim.place.section))


def write_findings(
    connection: sqlite3.Connection, number: int, rows: Sequence[Row], known: Mapping[str, int] | None = None
) -> None:
    """Write the findings of a report, each with its stage, numbered from 1; none may stand there.

    `known` are the numbers of their words, where they have been looked up.
    """
    known = terms.numbers(connection, _said(rows)) if known is None else known
    connection.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, position, *row[:_MESSAGE], _number(row, known), *row[_MESSAGE + 1 :])
            for position, row in enumerate(rows, 1)
        ],
    )


def _number(finding: Row, known: Mapping[str, int]) -> int | str:
    """The message of a finding: what many say by its number, what tells of this report as it is."""
    message: str = finding[_MESSAGE]
    return known[message] if finding[1] == "pass" else message


def write_claims(
    connection: sqlite3.Connection, number: int, report: Report, known: Mapping[str, int] | None = None
) -> None:
    """Write the claims of a report, numbered from 0 as claims name others; none may stand there.

    Its sections must stand there already: what a claim quotes of them is not written again.
    """
    claims = report.claims
    numbers = terms.numbers(connection, _spoken(claims)) if known is None else known
    connection.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, position, *_claim(claim, report.sections, numbers)) for position, claim in enumerate(claims)],
    )


def _claim(claim: Claim, sections: Sequence[Section], known: Mapping[str, int]) -> tuple[Any, ...]:
    section, line, start, end, place = claim.place
    spot = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    compared = json.dumps(claim.compared) if claim.compared else None
    told = (known[claim.quantity], claim.kind, claim.value, claim.unit, claim.status)
    return (*told, *_quoted(claim, sections), known[section], line, start, end, spot, compared)


def _quoted(claim: Claim, sections: Sequence[Section]) -> tuple[str | None, int | None, int | None, int | None]:
    """The sentence of a claim: itself, or its section's position, its first letter (from 1) and how many it has."""
    for position, section in enumerate(sections, 1):
        if section.key == claim.place.section and "\0" not in section.text:  # where text ends for SQLite
            start = section.text.find(claim.sentence)
            if start >= 0:
                return None, position, start + 1, len(claim.sentence)
    return claim.sentence, None, None, None


def finding_rows(findings: Iterable[Finding]) -> Iterator[tuple[Any, ...]]:
    """The columns of every finding that is no pass, and one row for all passes of a rule."""
    passed: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.status == "pass":
            passed[finding.check].append(finding)
            continue
        yield (
            finding.check,
            finding.status,
            finding.severity,
            json.dumps(finding.cells),
            json.dumps(finding.suspects),
            finding.message,
            finding.verdict,
            finding.proposed,
        )
    for rule, held in passed.items():
        message = held[0].message if len(held) == 1 else f"holds {len(held)} times: {held[0].message}"
        yield rule, "pass", held[0].severity, None, None, message, None, None
