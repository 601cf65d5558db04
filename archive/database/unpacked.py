"""The current reading of a report as rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from archive.database import terms, texts
from archive.models import Cell, Claim, Finding, Number, Report, Section

Row = tuple[Any, ...]
_TABLES = ("application", "disclosure_cell", "review_row", "statistic", "field", "finding", "claim")
APPLICANTS = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
]
_MESSAGE = 5  # of the columns of a finding
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


def rewrite(connection: sqlite3.Connection, number: int, report: Report | None) -> None:
    """Replace all rows of a report by those of its current reading."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))  # noqa: S608 - names above
    texts.renew(connection, number, report)
    if report is None:
        return
    cells = _by_table(report.cells)
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


def _by_table(cells: Iterable[Cell]) -> dict[str, tuple[int, list[Row]]]:
    """Cells as rows of each table there are some of, with how many of the first values of a row are words."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[_parts(cell.id)[0]].append(cell)
    made = {
        "application": (1, _rows(groups["applications"], APPLICANTS)),
        "disclosure_cell": (2, [(*_parts(c.id)[1:], *_told(c)) for c in groups["disclosure"]]),
        "review_row": (1, _rows(groups["review"], OUTCOMES)),
        "statistic": (1, [(c.id, *_told(c)) for c in groups["stats"]]),
    }
    return {table: rows for table, rows in made.items() if rows[1]}


@lru_cache(maxsize=8192)
def _parts(cell: str) -> tuple[str, str, str]:
    """The section of a cell, its row and its column.

    >>> _parts("applications.new[total]"), _parts("disclosure.fees.amount")
    (('applications', 'applications.new', 'total'), ('disclosure', 'disclosure.fees', 'amount'))
    """
    row, _, column = cell.removesuffix("]").partition("[") if "[" in cell else cell.rpartition(".")
    return cell.partition(".")[0], row, column


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
    """Write the claims of a report in place of those that stood there, numbered from 0 as claims name others.

    Its sections must stand there already: what a claim quotes of them is not written again.
    """
    connection.execute("DELETE FROM claim WHERE report = ?", (number,))
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


def _rows(cells: list[Cell], columns: Sequence[str]) -> list[Row]:
    """Cells by row: its name, a value for each of some columns, the states of those that hold no number as JSON."""
    place = {column: position for position, column in enumerate(columns)}
    rows: dict[str, list[Number | None]] = {}
    states: dict[str, dict[str, str]] = {}
    for cell in cells:
        _, row, column = _parts(cell.id)
        if row not in rows:
            rows[row] = [None] * len(columns)
        if column in place:
            rows[row][place[column]] = cell.value
        if cell.state != "number":
            states.setdefault(row, {})[column] = cell.state
    return [(row, *found, json.dumps(states[row]) if row in states else None) for row, found in rows.items()]


def _told(cell: Cell) -> Row:
    return cell.value, _text(cell), cell.unit, _state(cell)


def _text(cell: Cell) -> str | None:
    """The text of a cell; None where it is its number and no more."""
    return None if type(cell.value) is int and cell.text == str(cell.value) else cell.text


def _state(cell: Cell) -> str | None:
    return None if cell.state == "number" else cell.state


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
