"""`nianbao export sqlite` and `export bag`: copies of the archive."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from archive.blobs import Blobs
from archive.cli.exporting import choice_options, chosen, moment, target
from archive.cli.exporting_package import write_package
from archive.cli.options import Complaint, plain_errors
from archive.cli.progress import Rows, progress
from archive.clock import now
from archive.database import exports, snapshot
from archive.database.exports import Choice
from archive.export import bag as bags
from archive.export import cells
from archive.export.bag import tag
from archive.export.delimited import Manner
from archive.export.origin import origin
from archive.export.package import Publication
from archive.export.placing import placed_file, placed_folder
from archive.export.tables import wanted


@click.command()
@click.option("--plain", is_flag=True, help="Only the public tables, as tables with keys and indexes, for any program.")
@choice_options
@target("FILE")
@plain_errors
def sqlite(
    output: Path,
    archive: Path,
    body: str | None,
    portal: str | None,
    years: tuple[int, int] | None,
    *,
    plain: bool,
    force: bool,
) -> None:
    """A copy of the database in one SQLite file, as it is at this moment, also while others write.

    With --plain the public tables are real tables and nothing else is in the file; the tables `columns` and `cells` say
    what is in them, `origin` where they are from.

    \b
    Examples:
      nianbao export sqlite copy.db
      nianbao export sqlite reports-2023.db --plain --year 2023
    """
    if not plain and (body, portal, years) != (None, None, None):
        msg = "a copy is of the whole archive; --body, --portal and --year go with --plain"
        raise Complaint(msg)
    with moment(archive) as connection, placed_file(output, archive, force=force) as path:
        if not plain:
            snapshot.copy(connection, path, progress())
        else:
            choice, moved = chosen(connection, body, portal, years), Rows()
            tables = [exports.with_its_counts(connection, table) for table in wanted(())]
            with snapshot.plain(path) as made:
                for table in tables:
                    rows = cells.rows(connection, table, choice)
                    made.add(table, moved.through(table.name, rows), [t.name for t in tables])
                made.tell(origin(connection, choice))
        size = path.stat().st_size
    click.echo(f"{output}: {size:,} bytes", err=True)


_TAGS = ("Source-Organization", "Organization-Address", "Contact-Name", "Contact-Email", "External-Identifier")


@click.command()
@click.option("--organization", metavar="NAME", help="Source-Organization: who gives it.")
@click.option("--address", metavar="TEXT", help="Organization-Address.")
@click.option("--contact-name", metavar="NAME", help="Contact-Name.")
@click.option("--contact-email", metavar="ADDRESS", help="Contact-Email.")
@click.option("--identifier", metavar="ID", help="External-Identifier: what you call it.")
@click.option("--description", metavar="TEXT", default=Publication().title, help="External-Description.")
@click.option("--license", metavar="NAME", help="Licence of the data package in it, as CC-BY-4.0.")
@click.option("--link", is_flag=True, help="Documents as hard links to the archive's, where the disk is the same.")
@target("DIR")
@plain_errors
def bag(
    output: Path,
    archive: Path,
    organization: str | None,
    address: str | None,
    contact_name: str | None,
    contact_email: str | None,
    identifier: str | None,
    description: str,
    license: str | None,  # noqa: A002 - click names it after the option
    *,
    link: bool,
    force: bool,
) -> None:
    """A BagIt bag for depositories in the folder DIR: the whole archive as of this moment, and its data package.

    In data/ are archive.db and blobs/, which together are an archive, and package/. Of what was withheld there is the
    tombstone. Every document is read and compared with its digest.

    \b
    Examples:
      nianbao export bag bag --organization "Open Reports" --contact-email archive@example.org
      nianbao export bag bag --link --force
    """
    values = (organization, address, contact_name, contact_email, identifier)
    info = [tag(label, value) for label, value in zip(_TAGS, values, strict=True) if value is not None]
    info += [tag("External-Description", description), ("Bagging-Date", now()[:10])]
    publication = Publication(description=description, license=license, organization=organization)
    with placed_folder(output, archive, force=force) as folder:
        count, size = _fill(folder, archive, info, publication, link=link)
    click.echo(f"{output}: {count:,} files, {size:,} bytes", err=True)


def _fill(
    folder: Path, archive: Path, info: list[tuple[str, str]], publication: Publication, *, link: bool
) -> tuple[int, int]:
    """Make the bag in a folder that is there; everything in it is of the moment of the database's copy."""
    data = folder / "data"
    (data / "package").mkdir(parents=True)
    with moment(archive) as connection:
        snapshot.copy(connection, data / "archive.db", progress())
    with moment(data) as connection:
        write_package(data / "package", connection, Choice(), Manner(gzipped=True), publication)
        told = origin(connection, Choice())
        wanted_documents, moved = exports.documents(connection), Rows().of("documents")
        made = bags.documents(folder, Blobs(archive / "blobs"), wanted_documents, link=link, moved=moved)
        first = list(bags.others(folder, data))
        return bags.close(folder, chain(first, made), [*info, ("Bag-Software-Agent", told["program"])])
