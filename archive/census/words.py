"""What the statuses of the census mean, the names of places, and what to try where a body could not be looked at."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from archive.divisions import of_code

MEANINGS: Mapping[str, str] = {
    "read": "the report is there and was read",
    "captured": "something is there, but no report of that year could be read from it",
    "blocked": "the portal refused us",
    "absent": "the list was read in full, after the report was due, and does not name it",
    "unread_list": "the list, or something it names, could not be read",
    "unknown": "its page could not be had, it was not due yet, or nobody has looked",
}


def place_name(code: str | None) -> str:
    """The name of a province by the digits its code begins with; the digits where there is no such province.

    >>> place_name("33"), place_name("99"), place_name(None)
    ('浙江省', '99', '')
    """
    found = of_code(code) if code else None
    return found.name if found else code or ""


def next_step(cell: Mapping[str, Any]) -> str:
    """The command to try for a body and year that could not be looked at.

    >>> next_step({"status": "blocked", "portal": "jingshan-health", "url": None})
    'nianbao crawl jingshan-health'
    >>> next_step({"status": "unknown", "portal": None, "url": None, "agency": "甲局", "year": 2020})
    "nianbao add FILE --agency '甲局' --year 2020"
    """
    if cell["portal"] and not cell["url"]:
        return f"nianbao crawl {shlex.quote(cell['portal'])}"
    url = f" --url {shlex.quote(cell['url'])}" if cell["url"] else ""
    return f"nianbao add FILE{url} --agency {shlex.quote(cell['agency'] or '')} --year {cell['year']}"
