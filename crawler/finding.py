"""From a look at a site to the row of its portal: the list pages a short crawl saw, and which of them is the column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.bodies import body_of
from archive.divisions import find, level_of, of_code
from crawler.portals import Portal

_MINISTRY = re.compile(r"bm\d{8}", re.IGNORECASE)
_SITE_CODE = re.compile(r"\d{10}")
_FRONT_PAGE = re.compile(r"^(?:网站)?(?:首页|主页)[\s_—|·-]{0,5}|[\s_—|·-]{0,5}(?:网站)?(?:首页|主页)$")
_WORDS_OF_SITES = re.compile(r"(?:(?:门户|官方|政务)?网站?|信息网|官网)$")


@dataclass(frozen=True)
class Seen:
    """A page of a list as a crawl read it; `named` counts the reports it names, `first` is one of them.

    `alone` says that the page is one report and names no others: it is no column.
    `site` and `site_code` are what the page says of its site (SiteName, SiteIDCode of the website standard).
    """

    portal: str
    url: str
    family: str
    evidence: tuple[str, ...] = ()
    column: bool = False
    named: int = 0
    alone: bool = False
    first: str = ""
    title: str | None = None
    found_on: str | None = None
    rendered: bool = False
    site: str = ""
    site_code: str = ""


@dataclass(frozen=True)
class Found:
    """The row of a portal, its report column known; `way` are the pages from the address given to that column.

    `others` are further columns of the site that name reports, `climbed` says that the address given is one report's.
    """

    row: Portal
    way: tuple[Seen, ...]
    reports: int
    example: str
    others: tuple[str, ...] = ()
    climbed: bool = False


def found(portal: Portal, seen: Sequence[Seen]) -> Found | None:
    """What a look at a portal found; None where no page names reports: one that is a report itself names none."""
    pages = {one.url: one for one in seen if one.portal == portal.name}
    named = [one for one in pages.values() if one.named and not one.alone]
    if not named:
        return None
    roots: dict[str, int] = {}
    for one in named:
        root = _column_above(one, pages)
        roots[root.url] = roots.get(root.url, 0) + one.named
    best = max(roots, key=lambda url: roots[url])
    column = pages[best]
    first = next(one for one in named if _column_above(one, pages).url == best)
    return Found(
        row=_row(portal, column, first, list(pages.values())),
        way=tuple(reversed(list(_chain(first, pages)))),
        reports=sum(one.named for one in named),
        example=first.first,
        others=tuple(url for url in roots if url != best),
        climbed=any(one.alone and one.found_on is None for one in pages.values()),
    )


def _chain(one: Seen, pages: dict[str, Seen]) -> list[Seen]:
    """A page and those that led to it, up to the one the look began with."""
    chain = [one]
    while (above := pages.get(chain[-1].found_on or "")) is not None and above not in chain:
        chain.append(above)
    return chain


def _column_above(one: Seen, pages: dict[str, Seen]) -> Seen:
    """The topmost column of annual reports a page lies in: of years and agencies the folder that holds them."""
    column = one
    for above in _chain(one, pages)[1:]:
        if not above.column or above.alone:
            break
        column = above
    return column


def _row(portal: Portal, column: Seen, first: Seen, pages: Sequence[Seen]) -> Portal:
    site = next((p.site for p in pages if p.site), "")
    code = next((p.site_code for p in pages if p.site_code), "")
    return replace(
        titled(portal, site, code),
        name=name_of(column.url),
        family=first.family,
        index_url=column.url,
        render="always" if column.rendered or first.rendered else portal.render,
    )


def titled(portal: Portal, site: str, site_code: str) -> Portal:
    """A portal by what its site says of itself: its name, and by its code, else by that name, division and level."""
    title = title_of(site) or portal.title
    by_code, by_title = division_of(site_code), place_of(title)
    division, level = by_code if any(by_code) else by_title
    return replace(portal, title=title, division=portal.division or division, level=portal.level or level)


def title_of(site: str) -> str:
    """What a site calls itself, without the words for a site.

    >>> title_of("海盐县人民政府门户网站"), title_of("首页-海盐县人民政府"), title_of("网站首页")
    ('海盐县人民政府', '海盐县人民政府', '')
    """
    return _WORDS_OF_SITES.sub("", _FRONT_PAGE.sub("", site))


def place_of(title: str) -> tuple[str, str]:
    """Division and level of the place or body a title names; empty where it does not tell.

    >>> place_of("海盐县人民政府"), place_of("海盐县卫生健康局"), place_of("中国·海盐"), place_of("财政部")
    (('330424', 'county'), ('330424', 'county'), ('330424', 'county'), ('', 'ministry'))
    >>> place_of("甲县人民政府"), place_of("127.0.0.1"), place_of("鼓楼区人民政府")
    (('', ''), ('', ''), ('', ''))
    """
    body = body_of(title)
    if body.division:
        return body.division, body.level or ""
    if body.level == "ministry" and body.kind == "department":
        return "", body.level
    place = find(title.removeprefix("中国").lstrip("·•. "))
    return (place.code, place.level) if place and place.stands else ("", "")


def division_of(site_code: str) -> tuple[str, str]:
    """Division and level by a site's code of the website standard; empty where it does not tell.

    >>> division_of("1304000009"), division_of("bm08000014"), division_of("x")
    (('130400', 'prefecture'), ('', 'ministry'), ('', ''))
    """
    if _MINISTRY.fullmatch(site_code):
        return "", "ministry"
    if not _SITE_CODE.fullmatch(site_code) or of_code(site_code[:6]) is None:
        return "", ""
    return site_code[:6], level_of(site_code[:6])


def name_of(url: str) -> str:
    """A name for the row of an address, from its host.

    >>> name_of("http://www.pingtan.gov.cn/zwgk/"), name_of("https://mzj.xz.gov.cn:8443/")
    ('pingtan', 'mzj-xz-8443')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removesuffix(".gov.cn")
    text = f"{host}-{parts.port}" if parts.port else host
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "portal"
