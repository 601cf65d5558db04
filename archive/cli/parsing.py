"""`nianbao parse`: read documents without touching any archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from archive.as_json import report_object
from archive.blobs import digest_of
from archive.cli.options import Complaint, plain_errors
from archive.cli.printing import print_json
from archive.cli.summary import print_report
from archive.errors import UnreadableDocument
from archive.files import MOST_BYTES, NotReadable, read_bytes
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

    No archive is touched. A document that cannot be read, or is no annual report, is told as a finding;
    `-` reads one from standard input.

    \b
    Examples:
      nianbao parse report.html
      nianbao parse --json report.pdf | jq '.cells[] | select(.value > 0)'
    """
    hints = Hints(link_title=title, agency=agency, url=url)
    complaints: list[str] = []
    objects: list[dict[str, Any]] = []
    for path in files:
        try:
            objects.append(report_object(read_file(path, hints)))
        except Complaint as error:
            complaints.append(str(error))
            continue
        if not as_json:
            if len(files) > 1:
                click.echo(f"== {click.format_filename(path)}")
            print_report(objects[-1])
    if as_json and objects:
        print_json(objects[0] if len(files) == 1 else objects)
    for complaint in complaints:
        click.echo(f"nianbao: {complaint}", err=True)
    if complaints:
        sys.exit(2)


def read_file(path: Path, hints: Hints) -> Report:
    """The report in a file; a file that is not there is bad input, one that cannot be read a finding."""
    try:
        body = sys.stdin.buffer.read(MOST_BYTES) if str(path) == "-" else read_bytes(path)
    except NotReadable as error:
        msg = f"{click.format_filename(path)}: {error}"
        raise Complaint(msg) from error
    media_type, digest = sniff(body), digest_of(body)
    try:
        return parse_documents([read(body, media_type)], hints, digest=digest)
    except UnreadableDocument as error:
        finding = Finding("D0", "unknown", "hard", (), f"this document cannot be read: {error}")
        return Report(None, None, None, None, None, None, media_type, digest, findings=(finding,))
