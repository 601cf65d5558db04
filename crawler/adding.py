"""`nianbao portals add`: the rows of sites that were looked at, appended to a person's own list."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.options import Complaint, plain_errors
from archive.cli.places import LEVELS, Place
from crawler.addresses import is_same_site
from crawler.finding import place_of
from crawler.portal_commands import addresses, delay_option, lines_of, looked, told_of
from crawler.portals import COLUMNS, FURTHER, NAMES, Portal, from_file, is_name

if TYPE_CHECKING:
    from crawler.glancing import Look


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--portals",
    "portal_list",
    type=click.Path(dir_okay=False, path_type=Path),
    default="portals.csv",
    show_default=True,
    help="The portal list to add to; made where it is not there.",
)
@click.option("--name", help="The row's name.  [default: from the host]")
@click.option("--title", help="The row's title.  [default: what the site calls itself]")
@click.option(
    "--division",
    type=Place(),
    metavar="CODE",
    help="The place, a code or name.  [default: by the site's code, else by the title]",
)
@click.option("--level", type=click.Choice(LEVELS), help="The level.  [default: by the site's code, else by the title]")
@delay_option
@plain_errors
def add(urls: tuple[str, ...], portal_list: Path, delay: float | None, **stated: str | None) -> None:
    """Look at sites as `detect` does and append their rows to a portal list.

    `-` reads addresses from standard input. Exit status 2 when the row of an address was not added.

    \b
    Examples:
      nianbao portals add http://www.example.gov.cn/
      nianbao portals add http://www.example.gov.cn/zwgk/zfxxgknb/ --portals mine.csv --name example
      nianbao portals add http://www.example.gov.cn/ http://www.example.com/ --division 海盐县
    """
    given = {key: value for key, value in stated.items() if value}
    asked = addresses(urls)
    known = _known(portal_list)
    _require(given, asked, known)
    fresh = [url for url in asked if not _has(portal_list, known, url)]
    added = [_added(look, portal_list, known, given) for look in (looked(fresh, delay) if fresh else ())]
    if len(fresh) < len(asked) or not all(added):
        sys.exit(2)


def _known(path: Path) -> list[Portal]:
    from crawler.errors import CrawlError

    try:
        return from_file(path) if path.exists() else []
    except CrawlError as error:
        raise Complaint(str(error)) from error


def _require(given: dict[str, str], asked: Sequence[str], known: Sequence[Portal]) -> None:
    """Complain of what cannot become a row, before anything is fetched."""
    name = given.get("name")
    if len(asked) > 1 and (name or "title" in given):
        msg = "--name and --title are of one row; give one URL with them"
        raise Complaint(msg)
    if name and not is_name(name):
        msg = f"--name {name!r} is not {NAMES}"
        raise Complaint(msg)
    if name and name in {row.name for row in known}:
        msg = f"the list has a row {name!r} already"
        raise Complaint(msg)


def _has(path: Path, known: Sequence[Portal], url: str) -> bool:
    """Whether a list has a column already, and say so."""
    twin = next((row for row in known if row.index_url == url), None)
    if twin:
        click.echo(f"nianbao: {path} has this column already, in the row {twin.name!r}: {url}", err=True)
    return twin is not None


def _added(look: Look, path: Path, known: list[Portal], given: dict[str, str]) -> bool:
    """Append what a look found, and show it; whether there was something new."""
    url = look.portal.index_url
    if look.found is None:
        why = f"{url}: no list of annual reports was found ({look.why_not}); nothing was added"
        click.echo(f"nianbao: {why}", err=True)
        return False
    if _has(path, known, look.found.row.index_url):
        return False
    row = _row(look.found.row, given, {row.name for row in known})
    _append(path, row, look.found.example)
    known.append(row)
    told = told_of(look) | {"row": dict(zip(COLUMNS, row.row, strict=True))}
    click.echo("\n".join(lines_of(told)))
    click.echo(f"\nAdded to {path}; crawl it by: nianbao crawl {row.name} --portals {path}", err=True)
    return True


def _row(row: Portal, given: dict[str, str], taken: set[str]) -> Portal:
    """The row as it is written: what a person stated goes before what was seen."""
    if "title" in given:
        division, level = place_of(given["title"])
        row = replace(row, division=row.division or division, level=row.level or level)
    row = replace(row, **given)  # type: ignore[arg-type]
    names = (row.name, *(f"{row.name}-{number}" for number in range(2, len(taken) + 3)))
    return replace(row, name=next(one for one in names if one not in taken))


def _append(path: Path, row: Portal, example: str) -> None:
    """Add a row under the columns the list has; a new list gets all of them."""
    header: tuple[str, ...] = (*COLUMNS, *FURTHER)
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = tuple(next(csv.reader(file)))
    known = example if is_same_site(example, row.index_url) else ""  # a list may lead to other sites' reports, too
    row = replace(row, report_url=known, verified_on=datetime.now(UTC).date().isoformat())
    cells = dict(zip((*COLUMNS, *FURTHER), row.whole_row, strict=True))
    new = not path.exists()
    ends_open = not new and path.stat().st_size > 0 and path.read_bytes()[-1:] not in (b"\n", b"\r")
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if ends_open:
            file.write("\n")
        if new:
            writer.writerow(header)
        writer.writerow([cells.get(name.strip().lower(), "") for name in header])
