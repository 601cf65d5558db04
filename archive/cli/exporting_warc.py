"""`nianbao export warc` and `wacz`: captures as web archives that other programs replay."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import click

from archive.blobs import Blobs
from archive.cli.options import Complaint, Years, archive_option, plain_errors, require_name, view
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

Command = TypeVar("Command", bound=Callable[..., Any])


def _choice(command: Command) -> Command:
    for option in (
        click.option("--year", "years", type=Years(), metavar="A-B", help="Only reports of these years."),
        click.option("--body", help="Only reports of this body, by its key or name."),
        click.option("--portal", help="Only captures of this portal."),
        click.option("--crawl", help="Only captures of this crawl or import, by its id."),
        click.option("--force", is_flag=True, help="Write over a file that is there."),
        click.argument("file", type=click.Path(dir_okay=False, path_type=Path)),
    ):
        command = option(command)
    return command


@click.command()
@_choice
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="Begin another, numbered file after so much.")
@archive_option
@plain_errors
def warc(file: Path, max_size: int | None, force: bool, archive: Path, **asked: Any) -> None:
    """Write captures as WARC 1.1: every request and answer as it went over the wire, redirects and revisits too.

    FILE ends with .warc.gz, or with .warc where nothing is to be packed. What was blocked or failed is in it; of
    bytes that were withheld only that they were.

    Exit status 1 when bytes of a capture are not in the archive as they were stored: it is written without them.

    \b
    Examples:
      nianbao export warc all.warc.gz
      nianbao export warc 2023.warc.gz --year 2023 --max-size 1000
    """
    if not file.name.endswith((".warc", ".warc.gz")):
        msg = f"{file.name} is no name of a WARC file: let it end with .warc.gz, or with .warc"
        raise Complaint(msg)
    connection, chosen = _asked(file, archive, asked)
    most = max_size and max_size * 1_000_000
    blobs = Blobs(archive / "blobs")
    _tell(export_warc(connection, blobs, chosen, file, most=most, force=force, moved=progress()), file)


@click.command()
@_choice
@click.option("--title", help="What the collection is called.")
@click.option("--text", is_flag=True, help="Put what each report says beside its page, to be searched.")
@archive_option
@plain_errors
def wacz(file: Path, title: str | None, text: bool, force: bool, archive: Path, **asked: Any) -> None:
    """Write captures as one WACZ 1.1.1 file: WARC, index, and the page of every report with its title.

    ReplayWeb.page opens it as it is; pywb by `wb-manager add --unpack-wacz`.

    Exit status 1 when bytes of a capture are not in the archive as they were stored: it is written without them.

    \b
    Examples:
      nianbao export wacz all.wacz
      nianbao export wacz xiuzhou.wacz --body 秀洲区卫生健康局 --text
    """
    if not file.name.endswith(".wacz"):
        msg = f"{file.name} is no name of a WACZ file: let it end with .wacz"
        raise Complaint(msg)
    connection, chosen = _asked(file, archive, asked)
    name = title or "Annual reports on open government information"
    blobs = Blobs(archive / "blobs")
    _tell(export_wacz(connection, blobs, chosen, file, name, text=text, force=force, moved=progress()), file)


def _asked(file: Path, archive: Path, asked: dict[str, Any]) -> tuple[Connection, Chosen]:
    """The archive, and what of it is meant; raises Complaint where that is nothing."""
    require_name(file)
    if archive.resolve() in file.resolve().parents:
        msg = f"{file} is inside the archive; an export goes elsewhere"
        raise Complaint(msg)
    connection = view(archive)
    require_portal(connection, Scope(portal=asked["portal"]))
    if asked["crawl"] and not kept.crawl(connection, asked["crawl"]):
        msg = f"there is no crawl {visible(asked['crawl'][:80])!r} in this archive; the table `crawls` lists them"
        raise Complaint(msg)
    body = queries.find_body(connection, asked["body"]) if asked["body"] else None
    first, last = asked["years"] or (None, None)
    chosen = Chosen(asked["crawl"], asked["portal"], body, first, last)
    if not kept.count(connection, chosen):
        msg = "the archive has no capture that is meant; nothing was written"
        raise Complaint(msg)
    return connection, chosen


def _tell(summary: Summary, file: Path) -> None:
    several = f"{counted(len(summary.files), 'file')} ({summary.files[0]} …)" if len(summary.files) > 1 else file
    more = [f"{summary.revisits} of them revisits"] if summary.revisits else []
    more += [f"{summary.withheld} withheld"] if summary.withheld else []
    click.echo(f"{', '.join([counted(summary.captures, 'capture'), *more])}: {several}")
    for lost in summary.lost:
        click.echo(f"nianbao: written without its bytes: capture {lost}", err=True)
    if summary.lost:
        sys.exit(1)
