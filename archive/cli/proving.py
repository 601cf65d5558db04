"""`nianbao prove`: a proof of a report or a figure that others can check without this program."""

from __future__ import annotations

from pathlib import Path

import click

from archive.blobs import digest_of
from archive.cli.moments import at_option
from archive.cli.options import Complaint, archive_option, plain_errors, view
from archive.isolated import call
from archive.lineage import explanation
from archive.lineage.found import of_archive
from archive.lineage.names import find_cells
from archive.lineage.picture import picture
from archive.lineage.pictures import caption
from archive.lineage.retelling import Told, retell
from archive.lineage.subject import Subject
from archive.proofs import parts
from archive.proofs.bundle import Parts, proof


@click.command()
@click.argument("report", metavar="REPORT")
@click.argument("cell", required=False)
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.zip|DIR", help="Where to write the proof."
)
@click.option("--no-picture", is_flag=True, help="Put no picture of the spot into it.")
@at_option
@archive_option
@plain_errors
def prove(report: str, cell: str | None, output: Path, no_picture: bool, at: str | None, archive: Path) -> None:
    """Write a proof of a report, or of one figure of it, that anybody can check offline.

    It holds the documents as they were fetched, the records of their captures with the headers, the chain from
    there to the manifest of the crawl, the seals over that, the figure with its place, its rule and what was found
    about it, a picture of the spot where this machine has a browser, and a program of sixty lines that checks it
    with Python alone. docs/proofs.md describes the format, and what a proof does not prove.

    \b
    Examples:
      nianbao prove 秀洲区卫生健康局:2020 --output report.zip
      nianbao prove 秀洲区卫生健康局:2020 'applications.new[total]' --output figure.zip
      nianbao prove --at 2027-02-01 秀洲区卫生健康局:2020 --output before.zip
    """
    connection = view(archive)
    subject = of_archive(connection, report, archive, at)
    told = call(retell, subject.directory, subject.job)
    if told.report is None:
        raise Complaint(f"the documents cannot be read again: {told.problem}")
    made: Parts = {}
    if cell is None:
        explained = explanation.of_report(subject, told)
    else:
        names = find_cells(cell, explanation.known_cells(subject, told))
        if len(names) != 1:
            raise Complaint(f"{cell!r} names {len(names)} cells; a proof is of one")
        explained = explanation.of_cell(subject, told, names[0])
        made = {} if no_picture else _picture(subject, told, explained)
    files = proof(connection, subject, explained, made)
    parts.write(files, output)
    click.echo(
        f"{click.format_filename(output)}: {len(files)} files; the digest of the proof is "
        + digest_of(files["SHA256SUMS"])
    )


def _picture(subject: Subject, told: Told, cell: dict[str, object]) -> Parts:
    """The picture of the spot, or the page to be opened in a browser; nothing where there is no spot."""
    if not isinstance(place := cell["place"], dict):
        return {}
    made = picture(subject.directory, told, str(cell["id"]), place, caption(subject, cell))
    if made is None:
        return {}
    if made.png is not None:
        return {"picture.png": made.png}
    return {"picture.html": (made.html or "").encode("utf-8", "replace")}
