"""`nianbao reports`, `show`, `query`: look into the archive."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.cli.corrected import marked, print_corrections
from archive.cli.moments import at_option
from archive.cli.options import Seconds, Year, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries, print_json, print_rows
from archive.cli.summary import print_report
from archive.counted import counted
from archive.database import captures, corrections, ledger, queries, versions
from archive.database.asking import select
from archive.database.connection import open_existing
from archive.findings.visible import visible

_REPORT_COLUMNS = ["id", "agency", "year", "template", "status", "failed", "unknown", "published_on", "portal", "url"]


@click.command()
@click.argument("agency", required=False)
@click.option("--portal", help="Only reports of this portal.")
@click.option("--year", type=Year(), help="Only reports of this year.")
@click.option("--status", type=click.Choice(["read", "partial", "unread", "withheld"]), help="Only these.")
@click.option("--failing", is_flag=True, help="Only reports with a failed check.")
@format_option
@archive_option
@plain_errors
def reports(
    agency: str | None,
    portal: str | None,
    year: int | None,
    status: str | None,
    failing: bool,
    output: str,
    archive: Path,
) -> None:
    """List the reports of the archive with how their checks came out.

    AGENCY is a part of the body's name.

    \b
    Examples:
      nianbao reports
      nianbao reports 卫生健康局 --year 2020
      nianbao reports --failing --format csv > doubtful.csv
    """
    found = queries.reports(view(archive), agency=agency, portal=portal, year=year, status=status, failing=failing)
    print_dictionaries(found, _REPORT_COLUMNS, output)
    if not found and output == "table":
        click.echo("no reports", err=True)


@click.command()
@click.argument("report")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option("--wire", is_flag=True, help="REPORT is a capture's id: print the headers as they went over the wire.")
@at_option
@archive_option
@plain_errors
def show(report: str, as_json: bool, wire: bool, at: str | None, archive: Path) -> None:
    """Show one report: its figures, its checks, its corrections, and the captures it was read from.

    A figure that a correction in force replaces is printed as read, with the corrected one behind an arrow.

    REPORT is a key from `nianbao reports`, an `agency:year`, or the URL of its page. With --at it is shown as it had
    been seen until then, whatever it says today.

    \b
    Examples:
      nianbao show 秀洲区卫生健康局:2020
      nianbao show --json 秀洲区卫生健康局:2020 | jq .captures
      nianbao show --at 2027-02-01 秀洲区卫生健康局:2020
      nianbao show --wire 0bdf222843b1
    """
    connection = view(archive)
    if wire:
        print_json(captures.wire(connection, report))
        return
    key = queries.find_report(connection, report)
    found = versions.report_at(connection, key, at) if at else queries.report(connection, key)
    found["corrections"] = corrections.rows(connection, report=key, version=found["version"] if at else None)
    found["versions"] = versions.seen(connection, key)
    found |= _over_time(connection, key)
    if at:
        found |= _until(at, found)
    if as_json:
        print_json(found)
        return
    _print_report(found)
    _print_history(found)


def _until(at: str, found: dict[str, Any]) -> dict[str, Any]:
    """The moment a report is shown at, and what of its history had been seen until then."""
    return {
        "at": at,
        "versions": [
            {**one, "last_seen": min(one["last_seen"], at)} for one in found["versions"] if one["first_seen"] <= at
        ],
        "edits": [edit for edit in found["edits"] if edit["seen"] <= at],
        "gone": [
            {**one, "back_at": one["back_at"] if (one["back_at"] or at) <= at else None}
            for one in found["gone"]
            if one["since"] <= at
        ],
    }


def _print_report(found: dict[str, Any]) -> None:
    if at := found.get("at"):
        click.echo(f"as of      {at}: nothing seen later, and no checks beside other reports")
    for key in ("id", "status", "url", "portal"):
        click.echo(f"{key:<11}{visible(found[key] or '')}")
    if found["problem"]:
        click.echo(f"problem    {visible(found['problem'])}")
    if found["reading"]:
        print_report(marked(found["reading"], found["corrections"]))
    print_corrections(found["corrections"])
    for capture in found["captures"]:
        rendered = ", rendered" if capture["rendered"] else ""
        click.echo(f"captured   {capture['captured_at']}  {capture['media_type']}{rendered}  {capture['url']}")
        click.echo(f"           capture {capture['id']}  sha256 {capture['digest']}")


def _print_history(found: dict[str, Any]) -> None:
    """Versions where there are several, edits, and whether its address is gone."""
    for version in found["versions"] if len(found["versions"]) > 1 else ():
        shown = "  (shown)" if version["id"] == found["version"] else ""
        until = f"{version['first_seen'][:19]} to {version['last_seen'][:19]}"
        click.echo(f"version    {version['id'][:12]}  seen from {until}{shown}")
    for edit in found["edits"]:
        click.echo(
            f"edited     between {edit['after'][:19]} and {edit['seen'][:19]}: {counted(edit['changes'], 'change')}"
        )
    for gone in found["gone"]:
        back = f", back since {gone['back_at'][:19]}" if gone["back_at"] else ""
        click.echo(f"gone       since {gone['since'][:19]}{back}  {visible(gone['url'])}")
    if found["edits"]:
        click.echo(f"           nianbao changes {shlex.quote(found['id'])} shows them")


def _over_time(connection: Connection, key: str) -> dict[str, Any]:
    """When a report was edited, and since when its address is gone; `nianbao changes` says what was edited."""
    asked = ledger.Asked(report=key)
    edits = [
        {"after": edit.after, "seen": edit.seen, "url": edit.url, "changes": len(edit.changes)}
        for edit in ledger.edits(connection, asked)
    ]
    return {"edits": edits, "gone": [one._asdict() for one in ledger.gone(connection, asked)]}


@click.command()
@click.argument("statement", metavar="SQL")
@click.option("--timeout", type=Seconds(min=0.1), metavar="S", help="Give up after so many seconds.")
@format_option
@archive_option
@plain_errors
def query(statement: str, timeout: float | None, output: str, archive: Path) -> None:
    """Run an SQL query over the archive; it cannot change anything.

    docs/archive.md lists the tables. `-` reads the query from standard input.

    \b
    Examples:
      nianbao query "SELECT report_id, total FROM applications WHERE row = 'applications.new' ORDER BY total DESC"
      nianbao query "SELECT * FROM findings WHERE status = 'fail'" --format json
    """
    if statement == "-":
        statement = sys.stdin.read()
    columns, rows = select(open_existing(archive), statement, timeout)
    print_rows(columns, rows, output)
