"""The current reading of a report as rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.database import terms, texts
from archive.models import Cell, Claim, Finding, Number, Report, Section

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
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        groups[cell.id.partition(".")[0]].append(cell)
    for table, rows in (
        ("application", _applications(groups["applications"])),
        ("disclosure_cell", _disclosure(groups["disclosure"])),
        ("review_row", _review(groups["review"])),
        ("statistic", [(c.id, c.value, _text(c), c.unit, _state(c)) for c in groups["stats"]]),
    ):
        _write(connection, table, number, rows, 2 if table == "disclosure_cell" else 1)
    connection.executemany(
        "INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?)",
        [(number, f.key, f.value, json.dumps(f.place)) for f in report.fields],
    )
    write_findings(connection, number, [(*row, None) for row in finding_rows(report.findings)])
    write_claims(connection, number, report)


def _write(connection: sqlite3.Connection, table: str, number: int, rows: list[tuple[Any, ...]], names: int) -> None:
    """Insert rows of a report whose first `names` values are words."""
    if not rows:
        return
    known = terms.numbers(connection, (word for row in rows for word in row[:names]))
    marks = ", ".join("?" * (len(rows[0]) + 1))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - names above
        [(number, *(known[word] for word in row[:names]), *row[names:]) for row in rows],
    )


def write_findings(connection: sqlite3.Connection, number: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the findings of a report, each with its stage, numbered from 1; none may stand there."""
    known = terms.numbers(connection, (row[_MESSAGE] for row in rows if row[1] == "pass"))
    connection.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, position, *row[:_MESSAGE], known.get(row[_MESSAGE], row[_MESSAGE]), *row[_MESSAGE + 1 :])
            for position, row in enumerate(rows, 1)
        ],
    )


def write_claims(connection: sqlite3.Connection, number: int, report: Report) -> None:
    """Write the claims of a report in place of those that stood there, numbered from 0 as claims name others.

    Its sections must stand there already: what a claim quotes of them is not written again.
    """
    connection.execute("DELETE FROM claim WHERE report = ?", (number,))
    claims = report.claims
    known = terms.numbers(connection, (word for claim in claims for word in (claim.quantity, claim.place.section)))
    connection.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, position, *_claim(claim, report.sections, known)) for position, claim in enumerate(claims)],
    )


def _claim(claim: Claim, sections: Sequence[Section], known: dict[str, int]) -> tuple[Any, ...]:
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


def _applications(cells: list[Cell]) -> list[tuple[Any, ...]]:
    rows: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        row, _, column = cell.id.removesuffix("]").partition("[")
        rows[row][column] = cell
    return [(row, *_values(found, APPLICANTS), _states(found)) for row, found in rows.items()]


def _review(cells: list[Cell]) -> list[tuple[Any, ...]]:
    routes: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        route, _, outcome = cell.id.rpartition(".")
        routes[route][outcome] = cell
    return [(route, *_values(found, OUTCOMES), _states(found)) for route, found in routes.items()]


def _disclosure(cells: list[Cell]) -> list[tuple[Any, ...]]:
    rows = []
    for cell in cells:
        row, _, column = cell.id.rpartition(".")
        rows.append((row, column, cell.value, _text(cell), cell.unit, _state(cell)))
    return rows


def _text(cell: Cell) -> str | None:
    """The text of a cell; None where it is its number and no more."""
    return None if type(cell.value) is int and cell.text == str(cell.value) else cell.text


def _state(cell: Cell) -> str | None:
    return None if cell.state == "number" else cell.state


def _values(found: dict[str, Cell], columns: list[str] | tuple[str, ...]) -> Iterator[Number | None]:
    return (found[column].value if column in found else None for column in columns)


def _states(found: dict[str, Cell]) -> str | None:
    """The states of the cells that hold no number, as JSON; None where all do."""
    states = {column: cell.state for column, cell in found.items() if cell.state != "number"}
    return json.dumps(states) if states else None


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
