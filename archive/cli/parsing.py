"""`nianbao parse`: read documents without touching any archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.as_json import report_object
from archive.blobs import digest_of
from archive.cli.options import Complaint, plain_errors
from archive.cli.printing import print_json
from archive.cli.summary import print_report
from archive.errors import UnreadableDocument
from archive.media import sniff
from archive.models import Finding, Hints, Report
from archive.parser import parse as parse_documents
from archive.readers.registry import read


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (several files: a list).")
@click.option("--title", help="The title of the link that led here; used where the document has none.")
@click.option("--agency", help="The publishing body; used where the document names none.")
@click.option("--url", help="Where the document was found.")
@plain_errors
def parse(files: tuple[Path, ...], as_json: bool, title: str | None, agency: str | None, url: str | None) -> None:
    """Read reports and print what they say.

    No archive is touched. A document that cannot be read, or is no annual report, is told as a finding.

    \b
    Examples:
      nianbao parse report.html
      nianbao parse --json report.pdf | jq '.cells[] | select(.value > 0)'
    """
    hints = Hints(link_title=title, agency=agency, url=url)
    reports = [read_file(path, hints) for path in files]
    if as_json:
        objects = [report_object(report) for report in reports]
        print_json(objects[0] if len(objects) == 1 else objects)
        return
    for path, report in zip(files, reports, strict=True):
        if len(files) > 1:
            click.echo(f"== {path}")
        print_report(report_object(report))


def read_file(path: Path, hints: Hints) -> Report:
    """The report in a file; a file that is not there is bad input, one that cannot be read a finding."""
    try:
        body = path.read_bytes()
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise Complaint(msg) from error
    media_type, digest = sniff(body), digest_of(body)
    try:
        return parse_documents([read(body, media_type)], hints, digest=digest)
    except UnreadableDocument as error:
        finding = Finding("D0", "unknown", "hard", (), f"this document cannot be read: {error}")
        return Report(None, None, None, None, None, None, media_type, digest, findings=(finding,))
