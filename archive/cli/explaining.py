"""`nianbao explain`: where a figure comes from, with a picture of the spot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from archive.blobs import Blobs, digest_of
from archive.cli.explained import print_cell_explained, print_report_explained
from archive.cli.files import is_path
from archive.cli.moments import at_option
from archive.cli.options import Complaint, archive_option, plain_errors, require_name, view
from archive.cli.printing import print_json
from archive.files import NotReadable, read_bytes
from archive.isolated import call
from archive.jobs import Job, Source
from archive.lineage import explanation
from archive.lineage.folders import save_folder
from archive.lineage.found import of_archive
from archive.lineage.names import find_cells
from archive.lineage.pictures import Pictures
from archive.lineage.retelling import Told, retell
from archive.lineage.subject import Subject
from archive.media import sniff
from archive.models import Hints


@click.command()
@click.argument("report", metavar="REPORT|FILE")
@click.argument("cells", nargs=-1, metavar="[CELL]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--picture", "where", type=click.Path(path_type=Path), help="Write the picture here; several, into this folder."
)
@click.option("--no-picture", is_flag=True, help="Make no picture.")
@click.option("--save", type=click.Path(path_type=Path), metavar="DIR", help="Write the documents as a test folder.")
@at_option
@archive_option
@plain_errors
def explain(
    report: str,
    cells: tuple[str, ...],
    as_json: bool,
    where: Path | None,
    no_picture: bool,
    save: Path | None,
    at: str | None,
    archive: Path,
) -> None:
    """Show where the figures of a report come from, and a picture of the spot each stands at.

    REPORT is a key from `nianbao reports`, an `agency:year` or the URL of its page; FILE a document of
    yours, in no archive. CELL is a name such as `applications.new[total]`, its beginning or end, or a
    pattern with `*`; without one the report as a whole is explained.

    The documents are read again as they are stored; nothing is fetched. Exit status 1 where that cannot be
    done, because the stored bytes are gone or differ: then what was read from them once is all there is. The
    picture of a cell is written to explain-REPORT-CELL.png in the current folder, or where --picture says.
    --save writes the documents with what was read from them to a new folder, as a test to be corrected by hand.

    \b
    Examples:
      nianbao explain 秀洲区卫生健康局:2020
      nianbao explain 秀洲区卫生健康局:2020 'applications.new[total]'
      nianbao explain 秀洲区卫生健康局:2020 'applications.new[total]' --at 2027-02-01
      nianbao explain scan.pdf '*carried_out*' --picture pictures/
      nianbao explain report.docx --save tests/reports/narrow-columns
    """
    require_name(report)
    if at and is_path(report):
        raise Complaint("--at looks back into an archive; a file is what it is")
    with ExitStack() as stack:
        subject = _of_file(Path(report), stack) if is_path(report) else of_archive(view(archive), report, archive, at)
        told = call(retell, subject.directory, subject.job)
        names = _named(cells, explanation.known_cells(subject, told), told)
        if save is not None:
            save_folder(save, subject, explanation.reading_of(subject, told))
        if not names:
            made = explanation.of_report(subject, told)
            print_json(made) if as_json else print_report_explained(made)
        else:
            pictures = Pictures(subject, told, None if no_picture else where, len(names), wanted=not no_picture)
            explained = [pictures.added(explanation.of_cell(subject, told, name)) for name in names]
            _print_cells(subject, explained, as_json=as_json)
        if save is not None:
            click.echo(f"saved to {click.format_filename(save)}", err=True)
        if subject.reading is not None and told.report is None:
            sys.exit(1)


def _named(wanted: Sequence[str], known: list[str], told: Told) -> list[str]:
    if wanted and not known:
        why = f"it cannot be read: {told.problem}" if told.report is None else "it holds no form"
        msg = f"there are no cells in this document: {why}"
        raise Complaint(msg)
    return list(dict.fromkeys(name for one in wanted for name in find_cells(one, known)))


def _print_cells(subject: Subject, explained: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json({"report": subject.name, "cells": explained})
        return
    click.echo(f"{'report':<11}{subject.name}")
    for one in explained:
        click.echo()
        print_cell_explained(one)


def _of_file(path: Path, stack: ExitStack) -> Subject:
    try:
        body = read_bytes(path)
    except NotReadable as error:
        msg = f"{click.format_filename(path)}: {error}"
        raise Complaint(msg) from error
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="nianbao-")))
    digest = digest_of(body)
    Blobs(folder / "blobs").keep([(digest, body)])
    capture = {"position": 0, "id": "", "url": click.format_filename(path), "size": len(body), "captured_at": None}
    job = Job((Source("", digest, sniff(body)),), Hints(), None, None, None, "")
    return Subject(path.name, folder, job, [capture])
