"""`nianbao copies`: whose words a report says again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click

from archive.cli.options import Complaint, Measure, Year, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_rows
from archive.cli.progress import progress
from archive.copies.kinds import Kind
from archive.copies.partners import partners
from archive.copies.remains import remains
from archive.copies.search import LEAST_SHARE, Copy, search
from archive.database import queries
from archive.database.narratives import Narratives

_COLUMNS = ("report", "kind", "share", "source", "first", "share_of_source", "sentences", "sections", "remains")
_SENTENCE_COLUMNS = (
    "report",
    "source",
    "kind",
    "share",
    "section",
    "likeness",
    "remains",
    "sentence",
    "source_sentence",
)


@click.command()
@click.argument("report", required=False)
@click.option("--agency", metavar="A", help="Only copies in reports of bodies with this in their name.")
@click.option("--year", type=Year(), metavar="Y", help="Only copies in reports of this year.")
@click.option("--section", metavar="KEY", help="Compare one section alone, such as overview or problems.")
@click.option(
    "--min-share",
    type=Measure(LEAST_SHARE, 1),
    default=0.8,
    show_default=True,
    metavar="S",
    help="The least share (0.5 to 1) of a report's narrative that stands in the other one.",
)
@click.option(
    "--across-bodies/--across-years",
    default=None,
    help="Only what is copied from other bodies, or only from other years of the same body; without it both.",
)
@format_option
@archive_option
@plain_errors
def copies(
    report: str | None,
    agency: str | None,
    year: int | None,
    section: str | None,
    min_share: float,
    across_bodies: bool | None,
    output: str,
    archive: Path,
) -> None:
    """Find reports that say again what an earlier one said, with figures, names and years changed or not.

    Each line is a report and the earlier one it has most in common with: of its own body (same_body_years), or of
    another (across_bodies). With REPORT, all its partners, earlier and later, sentence by sentence.

    What the law makes all say, or one body in a hundred (and at least 25), is not counted; figures and own names are
    not compared.
    `first` is the first report of the chain. `remains` are names and years of the source that were left standing.

    \b
    Examples:
      nianbao copies
      nianbao copies --across-bodies --year 2023 --format csv > copied.csv
      nianbao copies 秀洲区卫生健康局:2020 --min-share 0.6
    """
    connection = view(archive)
    library = Narratives(connection, progress())
    if section and not library.has_section(section):
        raise Complaint(f"no section of any report is called {section!r}; docs/reading.md lists their names")
    kinds: dict[bool | None, Kind | None] = {None: None, True: "across_bodies", False: "same_body_years"}
    wanted = _Wanted(agency, year, kinds[across_bodies])
    if report:
        number = library.number(queries.find_report(connection, report))
        found = filter(wanted.has, partners(library, number, min_share, section))
        count = print_rows(_SENTENCE_COLUMNS, (row for copy in found for row in _sentences(copy)), output)
    else:
        count = print_rows(_COLUMNS, _summaries(search(library, min_share, section), wanted), output)
    if not count and output == "table":
        click.echo("no copies", err=True)


class _Wanted(NamedTuple):
    """Which copies are asked for."""

    agency: str | None
    year: int | None
    kind: Kind | None

    def has(self, copy: Copy) -> bool:
        """Whether this is one of them."""
        return (
            self.kind in (None, copy.kind)
            and self.year in (None, copy.text.year)
            and (self.agency is None or self.agency in copy.text.agency)
        )


def _summaries(copies: Iterable[Copy], wanted: _Wanted) -> Iterator[tuple[Any, ...]]:
    firsts: dict[str, str] = {}  # the first of the chain that a report continues
    for copy in copies:
        name, source = copy.text.report, copy.source.report
        first = firsts.setdefault(name, firsts.get(source, source))
        if wanted.has(copy):
            pairs = copy.common.pairs
            sections = dict.fromkeys(pair.sentence.section for pair in pairs)
            left = dict.fromkeys(filter(None, (remains(pair, copy.text, copy.source) for pair in pairs)))
            share, of_source = round(copy.common.share, 3), round(copy.common.share_of_source, 3)
            yield name, copy.kind, share, source, first, of_source, len(pairs), " ".join(sections), " ".join(left)


def _sentences(copy: Copy) -> Iterator[tuple[Any, ...]]:
    share = round(copy.common.share, 3)
    for pair in copy.common.pairs:
        left = remains(pair, copy.text, copy.source)
        said = (pair.sentence.section, round(pair.likeness, 3), left, pair.sentence.text, pair.source.text)
        yield copy.text.report, copy.source.report, copy.kind, share, *said
