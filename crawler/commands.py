"""`nianbao crawl`, `portals` and `demo`. Scrapy is loaded when a command runs, not for `--help`."""

from __future__ import annotations

import sys
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import click

from archive.cli.lazy import LazyCommands
from archive.cli.options import Complaint, Seconds, Years, archive_option, format_option, plain_errors
from archive.cli.places import place_options
from archive.cli.printing import print_rows
from archive.counted import counted
from crawler.choosing import EVERY, Choice, announce, choice, family_option
from crawler.portals import (
    COLUMNS,
    FURTHER,
    Portal,
    from_file,
    of_address,
    packaged,
    problems,
    require_address,
    select,
)
from crawler.revisiting import REVISITS

if TYPE_CHECKING:
    from crawler.session import Session


def readable_families() -> list[str]:
    """The families there is a reader for: the modules of the package spiders."""
    modules = iter_modules([str(Path(__file__).parent.parent / "spiders")])
    return sorted(module.name for module in modules if not module.name.startswith("_"))


_SHOWN = ("name", "title", "division", "level", "family", "index_url")
portals_option = click.option(
    "--portals",
    "portal_list",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Another portal list than the packaged one.",
)


def known_portals(portal_list: Path | None) -> list[Portal]:
    """The portals of a list."""
    from crawler.errors import CrawlError

    try:
        return from_file(portal_list) if portal_list else packaged()
    except CrawlError as error:
        raise Complaint(str(error)) from error


def given(
    things: tuple[str, ...], portal_list: Path | None, family: str | None, wanted: Choice = EVERY
) -> list[Portal]:
    """The portals a command line means: names of rows, or addresses, whose family their pages tell if none is given.

    Of the rows those `wanted`; without names and addresses all of these.
    """
    from crawler.errors import CrawlError

    addresses = [thing for thing in things if "://" in thing]
    names = [thing for thing in things if "://" not in thing]
    try:
        rows = select(known_portals(portal_list), names) if names or not addresses else []
        if not things:
            rows = known_portals(portal_list)
    except CrawlError as error:
        raise Complaint(str(error)) from error
    if family and (names or not things):
        rows = [row for row in rows if row.family == family]
    if addresses and not wanted.is_any:
        msg = "--province, --division and --level choose rows of the portal list; an address is none"
        raise Complaint(msg)
    return [*wanted.among(rows), *(_of_address(address, family or "") for address in addresses)]


def to_crawl(things: tuple[str, ...], portal_list: Path | None, family: str | None, wanted: Choice) -> list[Portal]:
    """As `given`, which must mean some portal."""
    portals = given(things, portal_list, family, wanted)
    if not portals:
        msg = "no portal to crawl"
        raise Complaint(msg)
    return portals


def _of_address(address: str, family: str) -> Portal:
    from crawler.errors import CrawlError

    try:
        return of_address(require_address(address), family)
    except CrawlError as error:
        raise Complaint(str(error)) from error


@click.command()
@click.argument("things", nargs=-1, metavar="[NAME or URL]...")
@portals_option
@click.option(
    "--family",
    type=click.Choice(readable_families()),
    help="How the given URLs list their reports, or only rows of this family.  [default: told by their pages]",
)
@place_options("portals")
@click.option("--years", type=Years(), help="Only reports of these years: 2020, 2019-2023, 2019-.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N reports a portal.")
@click.option(
    "--delay",
    type=Seconds(min=0, max=3600),
    metavar="S",
    help="Seconds between two requests of a host.  [default: 1; 0 on loopback]",
)
@click.option(
    "--timeout",
    type=Seconds(min=0.1, max=3600),
    metavar="S",
    help="Seconds to wait for an answer.  [default: 60]",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1, max=9_999_999),
    metavar="N",
    help="At most N requests for a portal; a row may say its own.  [default: 5000]",
)
@click.option(
    "--revisit",
    type=click.Choice(REVISITS),
    default="due",
    show_default=True,
    help="Which reports that are kept already are asked for again: those due by their age, all, none.",
)
@click.option("--dry-run", is_flag=True, help="Read the lists and print what would be fetched; no report is.")
@archive_option
@plain_errors
def crawl(
    things: tuple[str, ...],
    portal_list: Path | None,
    family: str | None,
    years: tuple[int, int] | None,
    archive: Path,
    **asked: Any,
) -> None:
    """Crawl portals: find their reports, keep them, read them.

    NAME is a row of the portal list. Without names and addresses all rows are crawled, of the packaged list some
    hundreds; --province, --division and --level choose among them. A run that was stopped is gone on with by the
    next one. The lists are read every time; a report that is kept is asked for again when it is due: one of this
    spring weekly, of last year monthly, an older one yearly, sooner after a change.

    Exit status 1 when a portal ended in error or the crawl was stopped. A crawl with --years, --limit or --dry-run
    proves of no report that it is absent (`nianbao missing`): leave them out for that.

    Beyond this machine, set NIANBAO_CONTACT to an e-mail address or web page by which the portals'
    operators can reach you.

    \b
    Examples:
      nianbao crawl jingshan-health
      nianbao crawl --province 浙江 --level county --years 2020-2024
      nianbao crawl --portals mine.csv
      nianbao crawl --portals mine.csv --revisit all
      nianbao crawl http://www.example.gov.cn/ --dry-run
      nianbao crawl http://www.example.gov.cn/zwgk/zfxxgknb/ --family trs
    """
    from crawler.crawl import run
    from crawler.errors import CrawlError
    from crawler.session import Options

    places = {name: asked.pop(name) for name in ("province", "division", "level")}
    portals = to_crawl(things, portal_list, family, choice(**places))
    if not things and portal_list is None:
        announce(portals, narrowed=any((family, *places.values())))
    first, last = years or (None, None)
    options = Options(first, last, **asked, portal_list=portal_list)
    try:
        session, text = run(archive, portals, options)
    except CrawlError as error:
        raise Complaint(str(error)) from error
    _print(session, text)
    if any(not t.finished or t.status != "done" for t in session.tally.portals.values()):
        sys.exit(1)


def _print(session: Session, summary: str) -> None:
    """What a dry run found to standard output, the summary to standard error."""
    for portal, title, address in session.found:
        click.echo(f"{portal}\t{title}\t{address}")
    click.echo(summary, err=True)


@click.group(
    commands=LazyCommands(
        {
            "add": "crawler.adding:add",
            "detect": "crawler.portal_commands:detect",
            "inspect": "crawler.portal_commands:inspect",
        }
    )
)
def portals() -> None:
    """The portal list: one row a portal."""


@portals.command("list")
@click.argument("word", required=False)
@place_options("portals")
@family_option
@portals_option
@format_option
@plain_errors
def list_(portal_list: Path | None, output: str, **wanted: str | None) -> None:
    """Show the portals, or those whose row contains WORD, and say how many there are.

    The table shows the columns that tell portals apart; csv has all, and is a portal list.

    \b
    Examples:
      nianbao portals list 卫生健康
      nianbao portals list --province 浙江 --level county
      nianbao portals list --family gkmlpt --format csv > mine.csv
    """
    shown = choice(**wanted).among(known_portals(portal_list))
    columns = _SHOWN if output == "table" else (*COLUMNS, *FURTHER)
    rows = (dict(zip((*COLUMNS, *FURTHER), row.whole_row, strict=True)) for row in shown)
    print_rows(columns, ([row[name] for name in columns] for row in rows), output)
    click.echo(counted(len(shown), "portal"), err=True)


@portals.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@place_options("portals")
@portals_option
@click.option("--live", is_flag=True, help="Look at each portal: does its row still lead to reports?")
@plain_errors
def check(names: tuple[str, ...], portal_list: Path | None, live: bool, **places: str | None) -> None:
    """Check a portal list: every row valid, every family there to read it, every host the government's.

    A host that is no government's is a warning: a list of your own may name any.

    With --live the lists of the portals are fetched, too (of those named or chosen, else of all), no report is. For a
    row that no longer leads to reports, its site is searched from the home page, and the row that would is proposed.
    A row works when its first page names reports; further pages are not read. A row whose address is one report's
    page is lost, too. Exit status 1 when a row does not work, 2 when no portal is meant.

    \b
    Examples:
      nianbao portals check --portals mine.csv
      nianbao portals check --live example-county --portals mine.csv
      nianbao portals check --live --division 330400
    """
    from crawler.crawl import families
    from crawler.doubting import doubts
    from crawler.errors import CrawlError

    try:
        if bad := problems(portal_list):
            raise Complaint("\nnianbao: ".join(bad))
        rows = known_portals(portal_list)
        families(rows)
    except CrawlError as error:
        raise Complaint(str(error)) from error
    for doubt in doubts(portal_list):
        click.echo(f"nianbao: warning: {doubt}", err=True)
    chosen = given(names, portal_list, None, choice(**places))
    if not chosen:
        msg = "no portal of the list is meant by these names and choices"
        raise Complaint(msg)
    click.echo(f"{counted(len(rows), 'portal')}, all rows valid", err=live)
    if live:
        from crawler.live import tell

        if not tell(chosen):
            sys.exit(1)


@click.command()
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    default="nianbao-demo",
    show_default=True,
    help="The archive to make.",
)
@plain_errors
def demo(archive: Path) -> None:
    """Crawl replica portals on this machine, for real: find, fetch, render, keep, read, check.

    Small servers on loopback speak the wire formats of the CMS families and serve generated reports.
    They are crawled twice; the second time nothing has changed.

    \b
    Example:
      nianbao demo
    """
    from crawler.demo import run_demo

    sys.exit(run_demo(archive))
