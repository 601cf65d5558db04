"""`nianbao withhold` and `withheld`: bytes that must go by law, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from sqlite3 import Connection

import click

from archive.cli.confirming import confirm, yes_option
from archive.cli.options import Complaint, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries
from archive.clock import now
from archive.correction_lines import BadCorrection, checked_text
from archive.counted import counted
from archive.database import queries
from archive.database import withheld as stones
from archive.database.scrubbing import scrub
from archive.database.withheld import Tombstone
from archive.database.withholding import Reach, Seen, digests_meant, digests_of_report, reach
from archive.database.withholding import withhold as withhold_in
from archive.findings.visible import visible
from archive.keeper import write_now
from archive.rechecking import recheck_now

_OWN = ("archive.db", "archive.db-wal", "archive.db-shm", "blobs", "cache", "writers")
_MOST_SHOWN = 20
_COLUMNS = ("digest", "at", "because", "author", "media_type", "size", "captures", "reports", "url")


@click.command()
@click.argument("wanted", metavar="DIGEST|REPORT")
@click.option("--because", required=True, metavar="TEXT", help="Why it must go: stands where it was, for all to read.")
@click.option("--author", metavar="NAME", help="Who decided it.")
@click.option("--keep-figures", is_flag=True, help="Keep the numbers that were read, without any text.")
@yes_option
@archive_option
@plain_errors
def withhold(wanted: str, because: str, author: str | None, keep_figures: bool, yes: bool, archive: Path) -> None:
    """Remove the bytes of a document that must lawfully go, and all that was read from them; leave a tombstone.

    DIGEST is the SHA-256 of a document, or the beginning of it (`nianbao show` names it), REPORT a key, an
    `agency:year` or the URL of a page: all documents of it. With a document go those that say the same under other
    bytes. What will be touched is listed, and you are asked.

    The file is written over and removed, the readings are emptied, and archive.db is written anew, so that nothing of
    the text is left in the archive's folder. The captures stay as they are, the chain that proves them too, and the
    report is `withheld`. Fetched again, the same document is not kept again. Backups, exports and copies made before
    are out of reach. docs/withholding.md says what else is.

    \b
    Example:
      nianbao withhold 9f2c51d0 --because "page 4 names an applicant" --author "the archive's editors"
    """
    connection = view(archive)
    stone = Tombstone("", _line("because", because), author and _line("author", author), now())
    meant = _meant(connection, wanted)
    touched = reach(connection, meant)
    before = stones.digests(connection) & set(touched.digests)
    _tell(touched, before)
    connection.close()
    confirm(_question(touched, before), yes=yes)
    touched = write_now(archive, lambda c: withhold_in(c, meant, stone, keep_figures=keep_figures))
    recheck_now(archive, again := view(archive))
    again.close()
    scrub(archive)
    for digest in touched.digests:
        click.echo(f"withheld  {digest}")
    _tell_out_of_reach(archive)


def _meant(connection: Connection, wanted: str) -> list[str]:
    return digests_meant(connection, wanted.lower()) or digests_of_report(
        connection, queries.find_report(connection, wanted)
    )


def _line(name: str, told: str) -> str:
    try:
        return checked_text(name, " ".join(told.split()))
    except BadCorrection as error:
        raise Complaint(str(error)) from error


def _question(touched: Reach, before: Iterable[str]) -> str:
    if set(touched.digests) <= set(before):
        return "all of it was withheld before; remove what may be left of it?"
    return f"remove {counted(len(touched.documents), 'document')} for good?"


def _tell(touched: Reach, before: frozenset[str]) -> None:
    """What will be touched, and what near it will not."""
    _tell_documents(touched.documents, before)
    captures = sum(one.captures for one in touched.documents)
    said = f"seen in {counted(captures, 'capture')}, read as {counted(len(touched.versions), 'version')} of"
    click.echo(f"{said} {counted(len(touched.reports), 'report')}", err=True)
    for _, key in touched.reports[:_MOST_SHOWN]:
        click.echo(f"  {visible(key)}", err=True)
    if touched.others:
        click.echo("seen at the same addresses, saying something else, and not touched:", err=True)
        _tell_documents(touched.others, frozenset())


def _tell_documents(documents: list[Seen], before: frozenset[str]) -> None:
    for one in documents[:_MOST_SHOWN]:
        said = ", withheld before" if one.digest in before else ""
        click.echo(f"  {one.digest}  {one.media_type}, {one.size:,} bytes{said}  {visible(one.url)}", err=True)
    if len(documents) > _MOST_SHOWN:
        click.echo(f"  and {len(documents) - _MOST_SHOWN} more", err=True)


def _tell_out_of_reach(archive: Path) -> None:
    others = sorted(path.name for path in archive.iterdir() if path.name not in _OWN)
    if others:
        click.echo(f"not looked into, though in the archive's folder: {', '.join(map(visible, others))}", err=True)
    click.echo(
        "out of reach: backups, exports and copies made before; the addresses and link titles of captures", err=True
    )


@click.command()
@format_option
@archive_option
@plain_errors
def withheld(output: str, archive: Path) -> None:
    """List the documents that were withheld: why, by whom, when, and the reports they were of.

    \b
    Examples:
      nianbao withheld
      nianbao withheld --format csv
    """
    found = stones.listed(view(archive))
    print_dictionaries(found, _COLUMNS, output)
    if not found and output == "table":
        click.echo("nothing was withheld", err=True)
