"""`nianbao parse`: read documents without touching any archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from archive.as_json import report_object
from archive.cli.files import read_files, read_together
from archive.cli.options import Complaint, plain_errors
from archive.cli.printing import print_json
from archive.cli.summary import print_report
from archive.models import Hints


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (several files: a list).")
@click.option(
    "--together", is_flag=True, help="The files are one report: a page and its attachments, pictures of pages."
)
@click.option("--title", help="The title of the link that led here; used where the document has none.")
@click.option("--agency", help="The publishing body; used where the document names none.")
@click.option("--url", help="Where the document was found.")
@plain_errors
def parse(
    files: tuple[Path, ...], as_json: bool, together: bool, title: str | None, agency: str | None, url: str | None
) -> None:
    """Read reports and print what they say.

    No archive is touched, and each document is read in a process of its own, within two minutes (more for
    the pages of a scan) and three gigabytes. A document that cannot be read, or is no annual report, is told
    as a finding; `-` reads one from standard input.

    \b
    Examples:
      nianbao parse report.html
      nianbao parse --together page.html tables.docx
      nianbao parse --json report.pdf | jq '.cells[] | select(.value > 0)'
    """
    hints = Hints(link_title=title, agency=agency, url=url)
    complaints: list[str] = []
    objects: list[dict[str, Any]] = []
    read = [(files[0], read_together(files, hints))] if together else read_files(files, hints)
    for path, report in read:
        if isinstance(report, Complaint):
            complaints.append(str(report))
            continue
        objects.append(report_object(report))
        if not as_json:
            if len(files) > 1 and not together:
                click.echo(f"== {click.format_filename(path)}")
            print_report(objects[-1])
    if as_json and objects:
        print_json(objects[0] if len(files) == 1 or together else objects)
    for complaint in complaints:
        click.echo(f"nianbao: {complaint}", err=True)
    if complaints:
        sys.exit(2)
