"""`nianbao correct`: a person's word on one figure, kept beside what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.as_json import report_from
from archive.checks.arithmetic import arithmetic
from archive.cli.corrected import SHORT
from archive.cli.options import Complaint, archive_option, plain_errors, view
from archive.clock import now
from archive.correction_lines import MOST_CHARACTERS, BadCorrection, checked, number
from archive.correction_sense import is_impossible, is_leap
from archive.corrections import Correction, Stand, correctable, corrected, printed, spoken, standings
from archive.database import corrections, lineage, queries
from archive.errors import ArchiveError
from archive.keeper import write_now
from archive.lineage.names import find_cells
from archive.models import Cell, Report, State
from archive.numbers import Value, read_value
from archive.rechecking import recheck_now

_WORDS: dict[str, State] = {"blank": "blank", "not_applicable": "not_applicable"}
_REMARK = re.compile(r"[(（\[【]")
_HOLDS = {"pass": "holds", "fail": "fails", "unknown": "cannot be told"}


@click.command(context_settings={"ignore_unknown_options": True})  # a VALUE may be below zero
@click.argument("report")
@click.argument("cell")
@click.argument("value")
@click.option("--because", required=True, metavar="TEXT", help="How you know: what whoever reviews it must see.")
@click.option("--author", metavar="NAME", help="Who says so.")
@archive_option
@plain_errors
def correct(report: str, cell: str, value: str, because: str, author: str | None, archive: Path) -> None:
    """Correct one figure of a report; what was read stays, with the correction beside it.

    REPORT is a key from `nianbao reports`, an `agency:year` or the URL of its page. CELL is a name such as
    `applications.new[total]`, or a part of it that only one cell has. VALUE is a number, with its unit only
    where the cell's is wrong; `blank` for a cell with nothing in it, or `/` for one that is not applicable.

    The correction is for the document as it is. It outlives every reread; when the document is changed
    and says something else in the cell, it is reopened: it no longer counts until somebody looks again.
    Printed are the figure before and after, and which sums hold with it.

    \b
    Examples:
      nianbao correct 秀洲区卫生健康局:2020 'applications.new[total]' 9 --because "page 3 of the scan says 9"
      nianbao correct 秀洲区卫生健康局:2020 procurement.amount 253.77695万元 --because "a letter of the bureau"
    """
    connection = view(archive)
    key = queries.find_report(connection, report)
    found = queries.report(connection, key)
    if not found["reading"]:
        msg = f"nothing was read for {key} yet; there is nothing to correct"
        raise ArchiveError(msg)
    read = report_from(found["reading"])
    name = _named(cell, correctable(read), key)
    there = next((one for one in read.cells if one.id == name), None)
    stated = _stated(value)
    if is_impossible(name, there, stated.number):
        msg = f"{name} counts things, and cannot be below 0"
        raise Complaint(msg)
    try:
        made = _made(connection, found, there, name, stated, because, author)
    except BadCorrection as error:
        raise Complaint(str(error)) from error
    stands = corrections.stands(connection, key)
    known = next((s.correction for s in stands if _says_again(s.correction, made)), None)
    if known is None:
        write_now(archive, lambda c: corrections.take(c, [made]))
    _print(read, stands, made, there.unit if there else None)
    click.echo(f"{'known as' if known else 'kept as':<11}{(known or made).id[:SHORT]}")
    if known is None:
        recheck_now(archive, connection)
    _warn([s for s in stands if s.correction.cell == name], made, there, is_known=known is not None)


def _named(wanted: str, known: list[str], report: str) -> str:
    if not known:
        msg = f"{report} holds no form of which a cell could be corrected"
        raise Complaint(msg)
    names = find_cells(wanted, known)
    if len(names) > 1:
        msg = f"a correction is of one cell, and {wanted!r} names {len(names)}"
        raise Complaint(msg)
    return names[0]


def _stated(value: str) -> Value:
    """What VALUE says."""
    if value in _WORDS:
        return Value(_WORDS[value], None, None)
    told = read_value(value)
    if told.state == "not_applicable" or (told.state == "number" and not _REMARK.search(value)):
        return told
    msg = f"VALUE is a number, `blank`, or `/` for not applicable, not {value[:40]!r}"
    raise Complaint(msg)


def _made(
    connection: Connection,
    found: dict[str, Any],
    cell: Cell | None,
    name: str,
    stated: Value,
    because: str,
    author: str | None,
) -> Correction:
    """The correction of a cell of a report as it is read today; BadCorrection where a person's words are none."""
    position = int(cell.place.get("document", 1)) - 1 if cell else 0  # type: ignore[arg-type]
    seen = [c["digest"] for c in lineage.captures(connection, found["version"]) if c["position"] == position]
    made = Correction(
        report=found["id"],
        agency=printed(found["agency"] or "")[: MOST_CHARACTERS["agency"]] or None,
        year=found["year"],
        url=_shared(found["url"]),
        cell=name,
        value=None if stated.number is None else number(stated.number, "VALUE"),
        state=stated.state,
        unit=stated.unit,
        because=" ".join(because.split()),
        author=author,
        made_at=now(),
        version=found["version"],
        digest=seen[0] if seen else found["digest"],
        printed=printed(cell.text) if cell else None,
        read=None if cell is None or cell.value is None else number(cell.value, "read"),
        read_state=cell.state if cell else None,
    )
    return checked(made)


def _shared(url: str | None) -> str | None:
    """The address of a report where it means something to others: the name of a file of one's own does not."""
    return printed(url) if url and url.startswith(("http://", "https://")) else None


def _says_again(one: Correction, other: Correction) -> bool:
    keys = ("cell", "value", "state", "unit", "because", "author", "version")
    return one.withdrawn_at is None and all(getattr(one, key) == getattr(other, key) for key in keys)


def _print(read: Report, stands: Sequence[Stand], made: Correction, unit: str | None) -> None:
    """The cell as read and as corrected, and the sums it stands in, before and after."""
    click.echo(f"{'report':<11}{made.report}")
    click.echo(f"{'cell':<11}{made.cell}")
    text = f", printed as {made.printed!r}" if made.printed is not None else ""
    click.echo(f"{'read':<11}{spoken(made.read, made.read_state, unit)}{text}")
    click.echo(f"{'corrected':<11}{spoken(made.value, made.state, made.unit or unit)}")
    others = [s.correction for s in stands if s.correction.id != made.id]
    after = corrected(read, standings([*others, made], made.version, read))
    for told in _sums(corrected(read, stands), after, made.cell):
        click.echo(f"{'sum':<11}{told}")


def _sums(before: Report, after: Report, cell: str) -> Iterator[str]:
    was = {(f.check, f.cells): f.status for f in arithmetic(before)}
    for finding in arithmetic(after):
        if cell in finding.cells and finding.status in _HOLDS:
            now_ = "" if was.get((finding.check, finding.cells)) == finding.status else "now "
            yield f"{finding.check} {now_}{_HOLDS[finding.status]}: {finding.message}"


def _warn(others: Sequence[Stand], made: Correction, there: Cell | None, *, is_known: bool) -> None:
    """Say what a person may not have meant: the figure is read like that, or somebody corrected it otherwise."""
    if is_known:
        click.echo("nianbao: this was said before, and is kept once", err=True)
    elif (made.value, made.state, made.unit) == (made.read, made.read_state, None):
        click.echo("nianbao: that is what was read; it is kept as a confirmation", err=True)
    if is_leap(there, made.value, made.unit):
        told = f"{made.says} is a thousand times what was read, or less than a thousandth of it: is the unit right?"
        click.echo(f"nianbao: {told}", err=True)
    for one in (s.correction for s in others if s.standing in ("in_force", "settled")):
        if one.says != made.says:
            told = (
                f"correction {one.id[:SHORT]} of {one.author or 'somebody'} says {one.says}; the one made last counts"
            )
            click.echo(f"nianbao: {told}", err=True)
