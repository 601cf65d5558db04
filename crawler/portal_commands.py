"""`nianbao portals detect` and `inspect`: what a site or a saved page is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.options import Complaint, Seconds, plain_errors
from archive.cli.printing import print_json
from archive.files import read_bytes
from crawler.detection import NOTHING, by_address
from crawler.portals import COLUMNS, of_address, require_address

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
    asked = addresses(urls)
    told = [_by_address(url) for url in asked] if address_only else [told_of(look) for look in looked(asked, delay)]
    if as_json:
        print_json(told)
    else:
        click.echo("\n\n".join("\n".join(lines_of(one)) for one in told))
    if any(not one["family"] for one in told):
        sys.exit(1)


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

    addresses([url])
    known = listings()
    if family and family not in known:
        msg = f"there is no family {family!r}; there are {', '.join(sorted(known))}"
        raise Complaint(msg)
    page = inspected(read_bytes(file), url, known, family)
    if as_json:
        print_json(page)
    else:
        click.echo("\n".join(_page_lines(page)))


def addresses(given: Iterable[str]) -> list[str]:
    """The addresses given, those on standard input for `-`; raises Complaint for what is none."""
    from crawler.errors import CrawlError

    listed = [line for one in given for line in (sys.stdin.read().split() if one == "-" else [one])]
    try:
        return list(dict.fromkeys(map(require_address, listed)))
    except CrawlError as error:
        raise Complaint(str(error)) from error


def looked(urls: list[str], delay: float | None) -> list[Look]:
    """A look at each address."""
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


def told_of(look: Look) -> dict[str, Any]:
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


def lines_of(told: dict[str, Any]) -> list[str]:
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
