"""`nianbao export warc` and `wacz`: captures as web archives that other programs replay."""

from __future__ import annotations

import sys
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.blobs import Blobs
from archive.cli.exporting import choice_options, moment, target
from archive.cli.options import Complaint, plain_errors
from archive.cli.progress import progress
from archive.cli.scope import require_portal
from archive.counted import counted
from archive.database import kept, queries
from archive.database.census import Scope
from archive.database.kept import Chosen
from archive.export.wacz import export as export_wacz
from archive.export.warc import Summary
from archive.export.warc import export as export_warc
from archive.findings.visible import visible


@click.command()
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="Begin another, numbered file after so much.")
@click.option("--crawl", help="Only captures of this crawl or import, by its id.")
@choice_options
@target("FILE")
@plain_errors
def warc(output: Path, max_size: int | None, force: bool, archive: Path, **asked: Any) -> None:
    """Write captures as WARC 1.1: every request and answer as it went over the wire, redirects and revisits too.

    FILE ends with .warc.gz, or with .warc where nothing is to be packed. What was blocked or failed is in it; of
    bytes that were withheld only that they were.

    Exit status 1 when bytes of a capture are not in the archive as they were stored: it is written without them.

    \b
    Examples:
      nianbao export warc all.warc.gz
      nianbao export warc 2023.warc.gz --year 2023 --max-size 1000
    """
    _require(output, archive, (".warc", ".warc.gz"))
    most = max_size and max_size * 1_000_000
    with moment(archive) as connection:
        chosen, blobs = _chosen(connection, **asked), Blobs(archive / "blobs")
        _tell(export_warc(connection, blobs, chosen, output, most=most, force=force, moved=progress()), output)


@click.command()
@click.option("--title", help="What the collection is called.")
@click.option("--text", is_flag=True, help="Put what each report says beside its page, to be searched.")
@click.option("--crawl", help="Only captures of this crawl or import, by its id.")
@choice_options
@target("FILE")
@plain_errors
def wacz(output: Path, title: str | None, text: bool, force: bool, archive: Path, **asked: Any) -> None:
    """Write captures as one WACZ 1.1.1 file: WARC, index, and the page of every report with its title.

    ReplayWeb.page opens it as it is; pywb by `wb-manager add --unpack-wacz`.

    Exit status 1 when bytes of a capture are not in the archive as they were stored: it is written without them.

    \b
    Examples:
      nianbao export wacz all.wacz
      nianbao export wacz xiuzhou.wacz --body 秀洲区卫生健康局 --text
    """
    _require(output, archive, (".wacz",))
    name = title or "Annual reports on open government information"
    with moment(archive) as connection:
        chosen, blobs = _chosen(connection, **asked), Blobs(archive / "blobs")
        _tell(export_wacz(connection, blobs, chosen, output, name, text=text, force=force, moved=progress()), output)


def _require(file: Path, archive: Path, endings: tuple[str, ...]) -> None:
    """Raise Complaint for a name that says another format, or leads into the archive."""
    if not file.name.endswith(endings):
        msg = f"{file.name} does not end with {' or '.join(endings)}, by which programs know the format"
        raise Complaint(msg)
    if archive.resolve() in file.resolve().parents:
        msg = f"{file} is inside the archive; an export goes elsewhere"
        raise Complaint(msg)


def _chosen(
    connection: Connection,
    crawl: str | None,
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
) -> Chosen:
    """The captures that are meant; raises Complaint where there are none."""
    require_portal(connection, Scope(portal=portal))
    if crawl is not None and not kept.crawl(connection, crawl):
        msg = f"there is no crawl {visible(crawl[:80])!r} in this archive; the table `crawls` lists them"
        raise Complaint(msg)
    key = queries.find_body(connection, body) if body is not None else None
    chosen = Chosen(crawl, portal, key, *(years or (None, None)))
    if not kept.count(connection, chosen):
        msg = "the archive has no capture that is meant; nothing was written"
        raise Complaint(msg)
    return chosen


def _tell(summary: Summary, file: Path) -> None:
    several = f"{counted(len(summary.files), 'file')} ({summary.files[0]} …)" if len(summary.files) > 1 else file
    more = [f"{summary.revisits} of them revisits"] if summary.revisits else []
    more += [f"{summary.withheld} withheld"] if summary.withheld else []
    click.echo(f"{', '.join([counted(summary.captures, 'capture'), *more])}: {several}")
    for lost in summary.lost:
        click.echo(f"nianbao: written without its bytes: capture {lost}", err=True)
    if summary.lost:
        sys.exit(1)
