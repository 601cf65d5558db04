"""`nianbao check`: are the figures of reports sound, before they are published or long after."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from archive.cli.against import Against
from archive.cli.files import is_path
from archive.cli.given import everything, given
from archive.cli.options import ArchivePath, Complaint, Year, archive_option, heard_or_not, plain_errors, view
from archive.cli.tally import Tally
from archive.cli.written import said, text, whole
from archive.findings.visible import visible
from archive.findings.words import Words
from archive.lineage.places import Language


@click.command()
@click.argument("things", nargs=-1, metavar="[FILE or REPORT]...")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "html", "sarif"]),
    default="text",
    show_default=True,
    help="For a terminal, for programs, as a page to look at or print, or for tools that take SARIF 2.1.0.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--lang", "language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="The language."
)
@click.option("--output", "into", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--strict", is_flag=True, help="What could not be told for certain counts as failed, too.")
@click.option(
    "--against",
    "earlier",
    type=ArchivePath(file_okay=False, path_type=Path),
    metavar="ARCHIVE",
    help="Check also against the same body's report of the year before in this archive.",
)
@click.option("--agency", metavar="NAME", help="With --against: the body, where the draft does not name it in full.")
@click.option(
    "--year", type=Year(), metavar="Y", help="With --against: the year reported on, where the draft names none."
)
@archive_option
@plain_errors
def check(
    things: tuple[str, ...],
    output: str,
    as_json: bool,
    language: Language,
    into: Path | None,
    strict: bool,
    earlier: Path | None,
    agency: str | None,
    year: int | None,
    archive: Path,
) -> None:
    """Check reports: files on disk, reports of the archive, or (without argument) all of these.

    Each finding names the cells it is about, what is printed in them and where they stand: table, row and
    column, the cell of a sheet, the page and box, or the line; those under suspicion come first. With --against
    also what must hold between two years is checked. `nianbao rules` lists the checks.

    Exit status 1 when a check fails, or when one of the things named could not be checked: it cannot be
    read, is no annual report, lacks a table of its form, its form is empty, or no sum of it is there as a
    whole. What could not be told for certain is printed as `unknown` and counts as failed only with
    --strict; so does a report of the year before that --against did not find. Exit status 2 when a file is
    not there. `-` reads a document from standard input.

    Of a whole archive only the reports with a failed check are printed as text; a last line counts all of
    them, and of several things named.

    \b
    Examples:
      nianbao check --strict draft.docx && echo ready
      nianbao check draft.xlsx --lang zh --against /srv/nianbao
      nianbao check draft.docx --lang zh --format html --output draft.html
      nianbao check 秀洲区卫生健康局:2020
      nianbao check
    """
    if (agency or year) and not (earlier and things and all(thing == "-" or is_path(thing) for thing in things)):
        msg = "--agency and --year tell whose a FILE is for --against; without both they say nothing"
        raise click.UsageError(msg)
    _keep_from_harm(into, things)
    words, complaints, tally = Words(language), list[str](), Tally(named=bool(things))
    checked = given(things, archive, complaints) if things else everything(view(archive))
    told = map(Against(earlier, agency, year).held, checked) if earlier else checked
    passing = tally.counting(replace(one, strict=strict) for one in told)
    if as_json or output != "text":
        _write(whole("json" if as_json else output, passing, complaints, words), into)
    else:
        _write(text((one for one in passing if things or one.fails or (strict and one.is_doubtful)), words), into)
    for _ in passing:
        pass  # whoever was to read it has gone: the exit status is of all
    _end(tally, words, complaints, counts=len(things) != 1 and not as_json and output == "text")


def _keep_from_harm(into: Path | None, things: Iterable[str]) -> None:
    """Raise Complaint where what is checked would be written over."""
    if into is not None and into.exists():
        for thing in things:
            if Path(thing).exists() and into.samefile(thing):
                msg = f"{click.format_filename(into)} is to be checked, and is not written to"
                raise Complaint(msg)


def _write(parts: Iterable[str], into: Path | None) -> None:
    """Print, or write to a file once all is there to be written."""
    if into is not None:
        into.write_text("".join(f"{part}\n" for part in parts), "utf-8")
        return
    with heard_or_not():
        for part in parts:
            click.echo(part)


def _end(tally: Tally, words: Words, complaints: Sequence[str], *, counts: bool) -> None:
    if counts:
        click.echo(tally.told(words), err=True)
    for complaint in said(complaints, words):
        click.echo(f"nianbao: {visible(complaint)}", err=True)
    if complaints or tally.failed:
        sys.exit(2 if complaints else 1)
