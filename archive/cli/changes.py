"""`nianbao changes`: what was edited after it was published, and what is gone."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from archive.cli.moments import Moment
from archive.cli.options import archive_option, format_option, heard_or_not, plain_errors, view
from archive.cli.printing import print_rows
from archive.cli.scope import require_portal
from archive.counted import counted
from archive.database import ledger, queries
from archive.database.census import Scope
from archive.database.ledger import Asked, Edit, Gone
from archive.edits import Change, Value
from archive.findings.visible import visible

_COLUMNS = ("report_id", "url", "after", "seen", "kind", "item", "old", "new", "release")
_KINDS = ("cell", "text", "field", "file", "other", "gone", "back")


@click.command()
@click.argument("report", required=False)
@click.option("--since", type=Moment(), help="Only what was seen since then: 2027-02-01, or 7d.")
@click.option("--before", type=Moment(), help="Only what was seen before then.")
@click.option("--portal", help="Only reports of this portal.")
@click.option("--kind", type=click.Choice(_KINDS), multiple=True, help="Only these; may be given several times.")
@format_option
@archive_option
@plain_errors
def changes(
    report: str | None,
    since: str | None,
    before: str | None,
    portal: str | None,
    kind: tuple[str, ...],
    output: str,
    archive: Path,
) -> None:
    """Show what agencies edited after publication: cell by cell, the text word by word, files; and what is gone.

    An edit was made between the last look at the old content and the first at the new one; both are told, in UTC.
    Versions are compared as one release of the parser reads both, so that no difference is ours: what a newer
    release reads otherwise is told by `nianbao releases diff`. Of a text [-these words-] gave way to {+those+}.

    A report is gone when its address failed over two weeks at least, in three of four tries; what blocked us or did
    not answer is no failure of the report.

    \b
    Examples:
      nianbao changes --since 7d
      nianbao changes 秀洲区卫生健康局:2020
      nianbao changes --since 2027-02-01 --kind cell --format csv
    """
    connection = view(archive)
    key = queries.find_report(connection, report) if report else None
    require_portal(connection, Scope(None, None, portal, None, None))
    asked = Asked(since, before, key, portal)
    edits, lost = ledger.edits(connection, asked), ledger.gone(connection, asked)
    if output != "table":
        print_rows(_COLUMNS, _rows(edits, lost, kind), output)
        return
    with heard_or_not():
        told = sum(_print_edit(edit, kind) for edit in edits)
        told += sum(_print_gone(one) for one in lost if not kind or _kind(one) in kind)
        if not told:
            click.echo("no changes", err=True)
    sys.stdout.flush()


def _rows(edits: Iterable[Edit], lost: Iterable[Gone], kinds: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for edit in edits:
        for change in _wanted(edit, kinds):
            yield (edit.report, edit.url, edit.after, edit.seen, *change, edit.release)
    for one in lost:
        if not kinds or _kind(one) in kinds:
            moment = one.back_at or one.judged_at
            yield (one.report_id, one.url, one.since, moment, _kind(one), "address", None, None, None)


def _wanted(edit: Edit, kinds: tuple[str, ...]) -> list[Change]:
    return [change for change in edit.changes if not kinds or change.kind in kinds]


def _kind(one: Gone) -> str:
    return "back" if one.back_at else "gone"


def _print_edit(edit: Edit, kinds: tuple[str, ...]) -> bool:
    shown = _wanted(edit, kinds)
    if not shown and (kinds or edit.changes):
        return False
    click.echo(f"{visible(edit.report)}  between {_second(edit.after)} and {_second(edit.seen)}")
    click.echo(f"  {visible(edit.url)}")
    for change in shown:
        click.echo(f"  {change.kind:<6}{visible(_told(change))}")
    if edit.release is None:
        click.echo("  one of the two could not be read: their figures and texts are not compared")
    return True


def _print_gone(one: Gone) -> bool:
    tries = f"{one.failures} of {counted(one.tries, 'try', 'tries')} failed"
    click.echo(f"{visible(one.report_id or '')}  gone since {_second(one.since)}: {tries}")
    if one.back_at:
        click.echo(f"  back since {_second(one.back_at)}")
    click.echo(f"  {visible(one.url)}")
    return True


def _told(change: Change) -> str:
    if change.kind == "text":
        was = f"[-{change.old}-]" if change.old else ""
        return f"{change.item}: {was}{{+{change.new}+}}" if change.new else f"{change.item}: {was}"
    if change.kind == "file":
        how = "added" if change.old is None else "gone" if change.new is None else "replaced"
        return f"{how}: {change.item}"
    if change.kind == "other":
        return "something outside the form, the sections and the facts that are read"
    return f"{change.item}: {_shown(change.old)} → {_shown(change.new)}"


def _shown(value: Value) -> str:
    return "(not printed)" if value is None else "(blank)" if value == "" else str(value)


def _second(moment: str) -> str:
    return f"{moment[:10]} {moment[11:19]}"
