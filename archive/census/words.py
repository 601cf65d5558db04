"""What the statuses of the census mean, the names of places, and what to try where a body could not be looked at."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from archive.divisions import of_code

_OPEN = 9999  # a last year that is none
MEANINGS: Mapping[str, str] = {
    "read": "the report is there and was read",
    "captured": "something is there, but no report of that year could be read from it",
    "blocked": "the portal refused us",
    "absent": "the list was read in full, after the report was due, and does not name it",
    "unread_list": "the list, or something it names, was not read in full",
    "unknown": "its page could not be had, it was not due yet, or nobody has looked",
}


def place_name(code: str | None) -> str:
    """The name of a province by the digits its code begins with; the digits where there is no such province.

    >>> place_name("33"), place_name("99"), place_name(None)
    ('浙江省', '99', '')
    """
    found = of_code(code) if code else None
    return found.name if found else code or ""


def years_asked(first: int | None, last: int | None) -> str:
    """A range of years as it is asked for; 0 and 9999 are open ends.

    >>> years_asked(2023, 2023), years_asked(2019, 2023), years_asked(2019, 9999), years_asked(0, 2023)
    ('2023', '2019-2023', '2019-', '-2023')
    """
    if first == last:
        return str(first)
    return f"{first or ''}-{last if last and last < _OPEN else ''}"


def next_step(cell: Mapping[str, Any], way: Mapping[str, Any] | None = None, archive: str | None = None) -> str:
    """The command to try for a body and year of which nothing can be said.

    `way` is how its portal was crawled (`ways`), `archive` the folder where it is not the usual one.

    >>> next_step({"status": "blocked", "portal": "jingshan-health", "url": None}, {"portal_list": "my list.csv"})
    "nianbao crawl --portals 'my list.csv' jingshan-health"
    >>> way = {"title": "a.gov.cn", "index_url": "http://a.gov.cn/nb/", "family": "trs", "portal_list": None}
    >>> next_step({"status": "unread_list", "portal": "a-gov-cn-nb", "url": None}, way, "kept")
    'nianbao crawl http://a.gov.cn/nb/ --family trs --archive kept'
    >>> next_step({"status": "unknown", "portal": None, "url": None, "agency": "甲局", "year": 2020})
    "nianbao add FILE --agency '甲局' --year 2020"
    """
    where = f" --archive {shlex.quote(archive)}" if archive else ""
    if cell["portal"] and (not cell["url"] or cell["status"] == "unread_list"):
        return f"nianbao crawl {_portal(cell['portal'], way or {})}{where}"
    url = f" --url {shlex.quote(cell['url'])}" if cell["url"] else ""
    return f"nianbao add FILE{url} --agency {shlex.quote(cell['agency'] or '')} --year {cell['year']}{where}"


def _portal(name: str, way: Mapping[str, Any]) -> str:
    """A portal as the crawl command takes it: by its row, or by the address somebody gave instead of one."""
    if way.get("portal_list"):
        return f"--portals {shlex.quote(way['portal_list'])} {shlex.quote(name)}"
    address = way.get("index_url") or ""
    if address and way.get("title") == urlsplit(address).hostname:
        return shlex.quote(address) + (f" --family {shlex.quote(way['family'])}" if way.get("family") else "")
    return shlex.quote(name)
