"""`nianbao corrections`: what people corrected, how it stands, and how it is shared and taken back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.cli.corrected import SHORT, in_words
from archive.cli.options import Complaint, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries
from archive.clock import now, tomorrow
from archive.correction_lines import MOST_BYTES, BadCorrection, checked_text, in_order, line_of, read_lines
from archive.corrections import STANDINGS, Correction, disagreements, spoken
from archive.counted import counted
from archive.database import corrections as kept
from archive.database import queries
from archive.files import NotReadable, read_bytes
from archive.keeper import write_now
from archive.rechecking import recheck_now

_SHOWN = ["id", "standing", "report_id", "cell", "read", "corrected", "because", "author", "made_at"]
_MOST_TOLD = 100  # bad lines of a file
_MOST_BAD = 1000  # of a file that is read on


@click.group()
def corrections() -> None:
    """Figures corrected by people: list, share, take back."""


@corrections.command("list")
@click.argument("report", required=False)
@click.option("--standing", type=click.Choice(STANDINGS), help="Only those that stand like this.")
@format_option
@archive_option
@plain_errors
def list_(report: str | None, standing: str | None, output: str, archive: Path) -> None:
    """List the corrections of the archive or of one report, and how each stands today.

    \b
    in_force    the document says what it said when it was corrected
    superseded  a later correction of the cell says otherwise
    reopened    the document was changed and says something else in the cell: look again
    settled     the reading says by now what the correction says
    withdrawn   taken back
    orphaned    the report, or the cell in its form, is not there

    \b
    Examples:
      nianbao corrections list
      nianbao corrections list --standing reopened
      nianbao corrections list 秀洲区卫生健康局:2020 --format csv
    """
    connection = view(archive)
    found = kept.rows(connection, report=_key(connection, report), standing=standing)
    if output != "table":
        print_dictionaries(found, kept.COLUMNS, output)
        return
    print_dictionaries([_in_words(row) for row in found], _SHOWN, output)
    if not found:
        click.echo("no corrections", err=True)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "id": row["id"][:SHORT],
        "read": spoken(row["read"], row["read_state"]),
        "corrected": in_words(row),
    }


def _key(connection: Connection, report: str | None) -> str | None:
    """The key of the report a person means, which may be one that is not there but was corrected elsewhere."""
    if report is None or kept.rows(connection, report=report):
        return report
    return queries.find_report(connection, report)


@corrections.command()
@click.argument("report", required=False)
@archive_option
@plain_errors
def export(report: str | None, archive: Path) -> None:
    """Print the corrections of the archive or of one report as a file others can review and import.

    One correction a line, in JSON, always in the same order; docs/corrections.md says what stands in it.

    \b
    Examples:
      nianbao corrections export > corrections.jsonl
      nianbao corrections export 秀洲区卫生健康局:2020
    """
    connection = view(archive)
    key = _key(connection, report)
    found = kept.all_stands(connection) if key is None else {key: kept.stands(connection, key)}
    for one in in_order(s.correction for stands in found.values() for s in stands):
        click.echo(line_of(one))


@corrections.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@archive_option
@plain_errors
def import_(file: Path, archive: Path) -> None:
    """Take in corrections that were exported elsewhere; `-` reads standard input.

    What is known already stays as it is. Of reports that are not in the archive the corrections wait for
    them; one whose document is another report's here than the line says is refused. A correction that the file
    says was withdrawn is withdrawn here. Each line that is no correction is named, and the others are taken;
    exit status 2 then. After 1,000 such lines the file is not read on.

    \b
    Example:
      nianbao corrections import corrections.jsonl
    """
    connection = view(archive)
    good, bad, stopped = _sorted(connection, _body(file))
    outcomes = write_now(archive, lambda c: kept.take(c, good)) if good else []
    for one, outcome in zip(good, outcomes, strict=True):
        if outcome != "known":
            click.echo(f"{outcome:<10}{one.id[:SHORT]}  {one.report}  {one.cell}: {one.says}")
    if good:
        recheck_now(archive, connection)
    _tell_disagreements(connection, good)
    for number, problem in bad[:_MOST_TOLD]:
        click.echo(f"nianbao: {click.format_filename(file)}, line {number}: {problem}", err=True)
    if stopped:
        said = f"line {stopped}: {_MOST_BAD} lines so far are no corrections; what stands behind it was not read"
        click.echo(f"nianbao: {click.format_filename(file)}, {said}", err=True)
    told = f"{counted(outcomes.count('kept'), 'correction')} kept, {outcomes.count('known')} known before"
    told += f", {outcomes.count('withdrawn')} withdrawn" if "withdrawn" in outcomes else ""
    told += f", {counted(len(bad), 'line')} refused" if bad else ""
    click.echo(told, err=True)
    if bad:
        sys.exit(2)


def _sorted(
    connection: Connection, body: bytes
) -> tuple[list[Correction], list[tuple[int, BadCorrection]], int | None]:
    """The corrections of a file, its bad lines, and the number of the line at which it was given up, if it was."""
    good: list[Correction] = []
    bad: list[tuple[int, BadCorrection]] = []
    for number, one in read_lines(body, tomorrow()):
        if isinstance(one, BadCorrection):
            bad.append((number, one))
        elif problem := kept.problem(connection, one):
            bad.append((number, BadCorrection(problem)))
        else:
            good.append(one)
        if len(bad) >= _MOST_BAD:
            return good, bad, number
    return good, bad, None


def _body(file: Path) -> bytes:
    try:
        body = sys.stdin.buffer.read(MOST_BYTES + 1) if str(file) == "-" else read_bytes(file)
    except NotReadable as error:
        msg = f"{click.format_filename(file)}: {error}"
        raise Complaint(msg) from error
    if len(body) > MOST_BYTES:
        msg = f"{click.format_filename(file)}: larger than {MOST_BYTES // 1_000_000} MB; split it by lines"
        raise Complaint(msg)
    return body


def _tell_disagreements(connection: Connection, taken: Sequence[Correction]) -> None:
    """Name what people say against one another of a cell that was just imported."""
    ids = {one.id for one in taken}
    for key, stands in sorted(kept.all_stands(connection).items()) if taken else ():
        for one, other in disagreements(stands):
            if ids & {one.id, other.id}:
                said = f"{one.says} ({one.author or 'somebody'}) or {other.says} ({other.author or 'somebody'})"
                click.echo(f"nianbao: {key} {one.cell}: {said}; the later, {other.says}, counts", err=True)


@corrections.command()
@click.argument("correction", metavar="ID")
@click.option("--because", required=True, metavar="TEXT", help="What was wrong with it.")
@archive_option
@plain_errors
def withdraw(correction: str, because: str, archive: Path) -> None:
    """Take a correction back. It stays in the archive, with the reason, and counts no more.

    ID is that of `nianbao corrections list`, or the beginning of it.

    \b
    Example:
      nianbao corrections withdraw 8731327e --because "the scan was of another year"
    """
    connection = view(archive)
    found = kept.find(connection, correction)
    name = found["id"][:SHORT]
    if found["withdrawn_at"]:
        msg = f"correction {name} was withdrawn on {found['withdrawn_at'][:10]}: {found['withdrawn_because']}"
        raise Complaint(msg)
    try:
        reason = checked_text("because", " ".join(because.split()))
    except BadCorrection as error:
        raise Complaint(str(error)) from error
    moment = max(now(), found["made_at"])  # another's clock may be ahead
    write_now(archive, lambda c: kept.withdraw(c, found["id"], reason, moment))
    recheck_now(archive, connection)
    click.echo(f"{'withdrawn':<10}{name}  {found['report_id']}  {found['cell']}")
