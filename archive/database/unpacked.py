"""The current reading of a report as rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from archive.models import Cell, Claim, Finding, Number, Report

_TABLES = ("application", "disclosure_cell", "review_row", "statistic", "field", "section", "finding", "claim")
APPLICANTS = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
]
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


def rewrite(connection: sqlite3.Connection, number: int, report: Report | None) -> None:
    """Replace all rows of a report by those of its current reading."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))  # noqa: S608 - names above
    if report is None:
        return
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        groups[cell.id.partition(".")[0]].append(cell)
    _applications(connection, number, groups["applications"])
    _disclosure(connection, number, groups["disclosure"])
    _review(connection, number, groups["review"])
    connection.executemany(
        "INSERT INTO statistic VALUES (?, ?, ?, ?, ?, ?)",
        [(number, c.id, c.value, c.text, c.unit, c.state) for c in groups["stats"]],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?)",
        [(number, f.key, f.value, json.dumps(f.place)) for f in report.fields],
    )
    connection.executemany(
        "INSERT INTO section VALUES (?, ?, ?, ?, ?)",
        [(number, i, s.key, s.heading, s.text) for i, s in enumerate(report.sections, 1)],
    )
    connection.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'document')",
        [(number, i, *row) for i, row in enumerate(finding_rows(report.findings), 1)],
    )
    write_claims(connection, number, report.claims)


def write_claims(connection: sqlite3.Connection, number: int, claims: Iterable[Claim]) -> None:
    """Write the claims of a report in place of those that stood there, numbered from 0 as claims name others."""
    connection.execute("DELETE FROM claim WHERE report = ?", (number,))
    connection.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, position, *_claim(claim)) for position, claim in enumerate(claims)],
    )


def _claim(claim: Claim) -> tuple[Any, ...]:
    place = json.dumps(claim.place._asdict(), ensure_ascii=False)
    compared = json.dumps(claim.compared) if claim.compared else None
    return (claim.quantity, claim.kind, claim.value, claim.unit, claim.status, claim.sentence, place, compared)


def _applications(connection: sqlite3.Connection, number: int, cells: list[Cell]) -> None:
    rows: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        row, _, column = cell.id.removesuffix("]").partition("[")
        rows[row][column] = cell
    marks = ", ".join("?" * (len(APPLICANTS) + 3))
    connection.executemany(
        f"INSERT INTO application VALUES ({marks})",  # noqa: S608
        [(number, row, *_values(found, APPLICANTS), _states(found)) for row, found in rows.items()],
    )


def _review(connection: sqlite3.Connection, number: int, cells: list[Cell]) -> None:
    routes: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        route, _, outcome = cell.id.rpartition(".")
        routes[route][outcome] = cell
    marks = ", ".join("?" * (len(OUTCOMES) + 3))
    connection.executemany(
        f"INSERT INTO review_row VALUES ({marks})",  # noqa: S608
        [(number, route, *_values(found, OUTCOMES), _states(found)) for route, found in routes.items()],
    )


def _disclosure(connection: sqlite3.Connection, number: int, cells: list[Cell]) -> None:
    rows = []
    for cell in cells:
        row, _, column = cell.id.rpartition(".")
        rows.append((number, row, column, cell.value, cell.text, cell.unit, cell.state))
    connection.executemany("INSERT INTO disclosure_cell VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


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
