"""Pagers that are a script's call or variable, as `pagers.toml` lists them: the address of the next page."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from urllib.parse import urljoin, urlsplit

from crawler.family import Ask, Page
from crawler.turning import number_of

_FILE = re.compile(r"(?P<stem>[A-Za-z][\w-]{0,60}?)(?:_(?P<number>\d{1,5}))?\.(?P<ending>\w{1,6})")


@lru_cache(maxsize=1)
def _pagers() -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads((resources.files("spiders") / "pagers.toml").read_text("utf-8"))
    return tuple(re.compile(row["pattern"]) for row in data["pager"])


def scripted_page(page: Page) -> Ask | None:
    """The page after this one, by a script that says how many there are; the first page's number tells the counting."""
    found = next(filter(None, (pager.search(page.text) for pager in _pagers())), None)
    if found is None:
        return None
    said = found.groupdict()
    pages = int(said["pages"]) if said.get("pages") else -(-int(said["total"]) // max(int(said["size"]), 1))
    name = urlsplit(page.url).path.rpartition("/")[2]
    here = _FILE.fullmatch(name)
    number = number_of(page)
    if number >= pages or (name and here is None):
        return None
    from_zero = page.state.get("from_zero", said.get("current") == "0")
    stem = said.get("stem") or page.state.get("stem") or (here["stem"] if here else "index")
    ending = said.get("ending") or (here["ending"] if here else "html")
    following = urljoin(page.url, f"{stem}_{number if from_zero else number + 1}.{ending}")
    return Ask(following, state={"from_zero": from_zero, "stem": stem})
