"""`nianbao portals detect`, `add` and `inspect`: what a site is, and the row it makes."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.options import Complaint, Seconds, plain_errors
from archive.cli.printing import print_json
from archive.files import read_bytes
from crawler.addresses import is_same_site
from crawler.detection import NOTHING, by_address
from crawler.portals import COLUMNS, FURTHER, Portal, from_file, is_address, of_address

if TYPE_CHECKING:
    from crawler.glancing import Look

delay_option = click.option(
    "--delay",
    type=Seconds(min=0, max=3600),
    metavar="S",
    help="Seconds between two requests of a host.  [default: 1; 0 on loopback]",
)


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--address-only", is_flag=True, help="Fetch nothing: tell the family by the address alone.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, one an address.")
@delay_option
@plain_errors
def detect(urls: tuple[str, ...], address_only: bool, as_json: bool, delay: float | None) -> None:
    """Tell which CMS made a site and where it lists its annual reports, with what was seen.

    URL may be a home page, a column or a report; `-` reads addresses from standard input, one a line. The
    lists are fetched with the manners of a crawl, no report is. Exit status 1 when an address tells nothing.

    \b
    Examples:
      nianbao portals detect http://www.example.gov.cn/
      nianbao portals detect --address-only http://www.example.gov.cn/zwgk/nb/202301/t20230119_43.html
    """
    addresses = _addresses(urls)
    told = (
        [_by_address(url) for url in addresses] if address_only else [_told(look) for look in _looked(addresses, delay)]
    )
    if as_json:
        print_json(told)
    else:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in told))
    if any(not one["family"] for one in told):
        sys.exit(1)


@click.command()
@click.argument("url")
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
@delay_option
@plain_errors
def add(url: str, portal_list: Path, name: str | None, title: str | None, delay: float | None) -> None:
    """Look at a site as `detect` does and append its row to a portal list.

    \b
    Examples:
      nianbao portals add http://www.example.gov.cn/
      nianbao portals add http://www.example.gov.cn/zwgk/zfxxgknb/ --portals mine.csv --name example
    """
    (look,) = _looked([url], delay)
    if look.found is None:
        msg = f"{url}: no list of annual reports was found ({look.why_not}); nothing was added"
        raise Complaint(msg)
    known = from_file(portal_list) if portal_list.exists() else []
    twin = next((row for row in known if row.index_url == look.found.row.index_url), None)
    if twin:
        msg = f"{portal_list} has this column already, in the row {twin.name!r}"
        raise Complaint(msg)
    row = _named(look.found.row, name, title, {row.name for row in known})
    _append(portal_list, row, look.found.example)
    click.echo("\n".join(_lines(_told(look))))
    click.echo(f"\nAdded to {portal_list}; crawl it by: nianbao crawl {row.name} --portals {portal_list}", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address the page was saved from.")
@click.option("--family", default="", help="Read its list as this family does.  [default: told by the page]")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one object.")
@plain_errors
def inspect(file: Path, url: str, family: str, as_json: bool) -> None:
    """Show what a saved page is to a crawl: family, title, dates, source, body, and what its list leads to.

    \b
    Examples:
      nianbao portals inspect saved.html --url http://www.example.gov.cn/zwgk/nb/
      nianbao portals inspect saved.html --url http://www.example.gov.cn/zwgk/nb/ --json
    """
    from crawler.crawl import listings
    from crawler.inspecting import inspected

    if not is_address(url):
        msg = f"{url} is not an http or https address"
        raise Complaint(msg)
    known = listings()
    if family and family not in known:
        msg = f"there is no family {family!r}; there are {', '.join(sorted(known))}"
        raise Complaint(msg)
    page = inspected(read_bytes(file), url, known, family)
    if as_json:
        print_json(page)
    else:
        click.echo("\n".join(_page_lines(page)))


def _addresses(given: Iterable[str]) -> list[str]:
    """The addresses given, those on standard input for `-`; raises Complaint for what is none."""
    listed = [line for one in given for line in (sys.stdin.read().split() if one == "-" else [one])]
    for url in listed:
        if not is_address(url):
            msg = f"{url} is not an http or https address"
            raise Complaint(msg)
    return list(dict.fromkeys(listed))


def _looked(urls: list[str], delay: float | None) -> list[Look]:
    from crawler.errors import CrawlError
    from crawler.glancing import glance

    try:
        rows = [of_address(url) for url in urls]
        return glance([replace(row, name=f"{number}-{row.name}") for number, row in enumerate(rows, 1)], delay)
    except CrawlError as error:
        raise Complaint(str(error)) from error


def _by_address(url: str) -> dict[str, Any]:
    told = by_address(url)
    return {"asked": url, "family": told.family, "evidence": list(told.evidence) or ["the address has no mark"]}


def _told(look: Look) -> dict[str, Any]:
    """A look as the object that is printed."""
    asked = {"asked": look.portal.index_url}
    if look.found is None:
        marked = next((one for one in look.seen if one.family and one.evidence), None)
        evidence = list(marked.evidence) if marked else []
        return {**asked, "family": None, "status": look.status, "evidence": evidence, "reason": look.why_not}
    row, way = look.found.row, look.found.way
    evidence = list(dict.fromkeys(text for one in way for text in one.evidence if text != NOTHING)) or [NOTHING]
    return {
        **asked,
        "family": row.family,
        "status": look.status,
        "evidence": evidence,
        "way": [{"url": one.url, "title": one.title} for one in way],
        "reports": look.found.reports,
        "example": look.found.example,
        "others": list(look.found.others),
        "row": dict(zip(COLUMNS, row.row, strict=True)),
    }


def _lines(told: dict[str, Any]) -> list[str]:
    """The object in lines for people."""
    lines = [f"asked     {told['asked']}", f"family    {told['family'] or 'unknown'}"]
    lines += [f"  because {text}" for text in told["evidence"]]
    lines += [f"reason    {told['reason']}"] if told.get("reason") else []
    lines += [f"way       {one['title'] or '(where the look began)'}  {one['url']}" for one in told.get("way", ())]
    if "row" in told:
        lines.append(f"reports   {told['reports']} named, such as {told['example']}")
        lines += [f"also      {url}" for url in told["others"]]
        lines.append(f"render    {told['row']['render']}")
        lines.append(f"row       {','.join(told['row'].values())}")
    return lines


def _page_lines(page: dict[str, Any]) -> list[str]:
    facts = ("family", "answer", "reason", "title", "published", "published_meta", "source", "problem")
    lines = [f"{name:<15} {page[name]}" for name in facts if page.get(name)]
    lines += [f"{'because':<15} {text}" for text in page["evidence"]]
    lines.append(f"{'body':<15} {len(page['body'])} characters")
    lines += [f"{'attachment':<15} {one['name']}  {one['url']}" for one in page["attachments"]]
    lines += [f"{one['kind']:<15} {one['title']}  {one['date'] or ''}  {one['url']}" for one in page["entries"]]
    lines += [f"{'asks for':<15} {one['method']} {one['url']}" for one in page["asks"]]
    return lines


def _named(row: Portal, name: str | None, title: str | None, taken: set[str]) -> Portal:
    wanted = name or row.name
    names = [wanted] if name else [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))]
    free = next((one for one in names if one not in taken), None)
    if free is None:
        msg = f"the list has a row {name!r} already"
        raise Complaint(msg)
    return replace(row, name=free, title=title or row.title)


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
