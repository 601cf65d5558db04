"""The portal list: one validated row a portal."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args
from urllib.parse import urlsplit

from archive.charset import decode
from archive.files import NotReadable, read_bytes
from crawler.addresses import is_same_site
from crawler.errors import BadPortal
from crawler.focus import is_home

Render = Literal["auto", "never", "always"]
COLUMNS = ("name", "title", "division", "level", "family", "index_url", "params", "render", "note")
FURTHER = ("report_url", "verified_on")  # columns a list may have besides
FAMILIES = [
    "trs",
    "hanweb_jpage",
    "hanweb_jpaas",
    "hanweb_xxgk",
    "gkmlpt",
    "nfcms",
    "ucap",
    "vsb",
    "longxun",
    "ahcontent",
    "truecms",
    "epoint",
    "easysite",
    "static",
]
LEVELS = ("ministry", "province", "prefecture", "county", "township", "")
NAMES = "lower-case letters, digits and hyphens"
PACKAGED = "spiders/portals.csv"
_SPACE = re.compile(r"\s")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[1-9][0-9]{0,6}")
_NAME = re.compile(r"[a-z0-9-]+")
_DIVISION = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


@dataclass(frozen=True)
class Portal:
    """One row: where a portal lists its reports and which family reads that list; "" for one its pages must tell.

    `report_url` is the address of a report known to be there, `verified_on` the day (YYYY-MM-DD) on which somebody
    last saw the row lead to reports; both are empty where nobody knows.
    """

    name: str
    title: str
    family: str
    index_url: str
    division: str = ""
    level: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    render: Render = "auto"
    note: str = ""
    report_url: str = ""
    verified_on: str = ""

    @property
    def is_to_be_told(self) -> bool:
        """Whether each page tells its family: none is known, or only the home page is and the list may be another's."""
        return not self.family or (is_home(self.index_url) and not self.params)

    @property
    def is_untitled(self) -> bool:
        """Whether nobody has said what it is: its title is but its host."""
        return self.title == urlsplit(self.index_url).hostname

    @property
    def row(self) -> tuple[str, ...]:
        """The nine columns of the contract, as text."""
        params = ";".join(f"{key}={value}" for key, value in self.params.items())
        return (
            self.name,
            self.title,
            self.division,
            self.level,
            self.family,
            self.index_url,
            params,
            self.render,
            self.note,
        )

    @property
    def whole_row(self) -> tuple[str, ...]:
        """The nine columns and the further ones, as text."""
        return (*self.row, self.report_url, self.verified_on)


def packaged() -> list[Portal]:
    """The portals that ship with nianbao."""
    return list(read(_packaged_text(), PACKAGED))


def _packaged_text() -> str:
    return (resources.files("spiders") / "portals.csv").read_text("utf-8")


def from_file(path: Path) -> list[Portal]:
    """The portals of a person's own list."""
    return list(read(_text_of(path), str(path)))


def problems(path: Path | None) -> list[str]:
    """What is wrong with each bad row of a list, the packaged one without a path."""
    if path is None:
        packaged()
        return []
    rows = list(_rows(_text_of(path), str(path)))
    return [str(row) for _, row in rows if isinstance(row, BadPortal)] + list(_twins(rows))


def _twins(rows: Iterable[tuple[str, Portal | BadPortal]]) -> Iterator[str]:
    """The rows whose list another row has already: a crawl reads it once, for the first."""
    first: dict[str, str] = {}
    for where, row in rows:
        if isinstance(row, Portal) and first.setdefault(row.index_url, row.name) != row.name:
            yield f"{where}, column index_url: {row.index_url} is already the list of {first[row.index_url]!r}"


def located(path: Path | None) -> list[tuple[str, Portal]]:
    """The portals of a list, the packaged one without a path, each with its list and row as messages name them."""
    text, source = (_text_of(path), str(path)) if path else (_packaged_text(), PACKAGED)
    return [(where, row) for where, row in _rows(text, source) if isinstance(row, Portal)]


def _text_of(path: Path) -> str:
    try:
        return decode(read_bytes(path))
    except NotReadable as error:
        msg = f"{path}: {error}"
        raise BadPortal(msg) from error


def read(text: str, source: str) -> Iterator[Portal]:
    """Portals from CSV text; raises BadPortal naming source, row and column. Columns nobody knows are ignored."""
    for _, row in _rows(text, source):
        if isinstance(row, BadPortal):
            raise row
        yield row


def _rows(text: str, source: str) -> Iterator[tuple[str, Portal | BadPortal]]:
    """Each row with its place in the list, as a portal, or what is wrong with it."""
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    header = _header(rows, source)
    seen: dict[str, int] = {}
    try:
        for row in rows:
            line = rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            where = f"{source}, row {line}"
            try:
                portal = _portal(header, row, where)
            except BadPortal as error:
                yield where, error
                continue
            if portal.name in seen:
                yield where, BadPortal(f"{where}, column name: {portal.name!r} is already in row {seen[portal.name]}")
                continue
            seen[portal.name] = line
            yield where, portal
    except csv.Error as error:
        where = f"{source}, row {rows.line_num}"
        yield where, BadPortal(f"{where}: {error}")


def _header(rows: Iterator[list[str]], source: str) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(rows)]
    except csv.Error as error:
        msg = f"{source}, row 1: {error}"
        raise BadPortal(msg) from error
    except StopIteration:
        msg = f"{source}: the file is empty; its first row should be {','.join(COLUMNS)}"
        raise BadPortal(msg) from None
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        msg = f"{source}, row 1: there is no column {missing[0]!r}"
        raise BadPortal(msg)
    return header


def _portal(header: list[str], row: list[str], where: str) -> Portal:
    if len(row) != len(header):
        msg = f"{where}: {len(row)} cells under {len(header)} columns"
        raise BadPortal(msg)
    stated: Mapping[str, str] = dict(zip(header, row, strict=True))
    cells = {name: stated.get(name, "").strip() for name in (*COLUMNS, *FURTHER)}

    def require(column: str, good: bool, expected: str) -> None:
        if not good:
            msg = f"{where}, column {column}: {cells[column]!r} is not {expected}"
            raise BadPortal(msg)

    require("name", is_name(cells["name"]), NAMES)
    require("title", bool(cells["title"]), "a title")
    require("division", not cells["division"] or bool(_DIVISION.fullmatch(cells["division"])), "a GB/T 2260 code")
    require("level", cells["level"] in LEVELS, f"one of {', '.join(filter(None, LEVELS))}, or empty")
    require("family", cells["family"] in FAMILIES, f"one of {', '.join(FAMILIES)}")
    require("index_url", is_address(cells["index_url"]), "an http or https address")
    report = cells["report_url"]
    require("report_url", not report or is_address(report), "an http or https address, or empty")
    require("report_url", not report or is_same_site(report, cells["index_url"]), "an address of the site of index_url")
    require(
        "verified_on", not cells["verified_on"] or _is_day(cells["verified_on"]), "a day such as 2026-01-31, or empty"
    )
    render = cells["render"] or "auto"
    require("render", render in get_args(Render), "auto, never or always")
    params = _params(cells["params"])
    require("params", params is not None, "of the form key=value;key=value")
    require("params", _is_count((params or {}).get("budget", "1")), "with a budget of 1 to 9999999 requests")
    require("params", _is_pattern((params or {}).get("pattern", "")), "a valid pattern")
    return Portal(
        name=cells["name"],
        title=cells["title"],
        family=cells["family"],
        index_url=cells["index_url"],
        division=cells["division"],
        level=cells["level"],
        params=MappingProxyType(params or {}),
        render=render,  # type: ignore[arg-type]
        note=cells["note"],
        report_url=report,
        verified_on=cells["verified_on"],
    )


def is_name(text: str) -> bool:
    """Whether a row may bear a name."""
    return bool(_NAME.fullmatch(text))


def require_address(text: str) -> str:
    """An address a crawl can go to, as it is; raises BadPortal for what is none."""
    if is_address(text):
        return text
    meant = f"http://{text}"
    hint = f"; did you mean {meant}?" if "://" not in text and "." in text and is_address(meant) else ""
    msg = f"{text} is not an http or https address{hint}"
    raise BadPortal(msg)


def is_address(text: str) -> bool:
    """Whether a text is an http or https address a crawl can go to."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not _SPACE.search(text)
        return good and (parts.port or 1) > 0
    except ValueError:
        return False


def of_address(url: str, family: str = "") -> Portal:
    """A row for an address somebody gave; without a family its pages tell it."""
    parts = urlsplit(url)
    name = re.sub(r"[^a-z0-9]+", "-", f"{parts.netloc}{parts.path}".lower()).strip("-")[:80]
    return Portal(name=name, title=parts.hostname or name, family=family, index_url=url)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_count(text: str) -> bool:
    return bool(_COUNT.fullmatch(text))


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _params(text: str) -> dict[str, str] | None:
    made: dict[str, str] = {}
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        key, sign, value = piece.partition("=")
        if not sign or not key.strip():
            return None
        made[key.strip()] = value.strip()
    return made


def select(portals: Iterable[Portal], names: Iterable[str]) -> list[Portal]:
    """The portals of those names, in the order given; raises BadPortal for a name that is not there."""
    known = {portal.name: portal for portal in portals}
    chosen = []
    for name in names:
        if name not in known:
            if "." in name:
                require_address(name)
            near = [other for other in known if name in other or other in name][:5]
            hint = f"; near it: {', '.join(near)}" if near else "; `nianbao portals list` shows them all"
            msg = f"there is no portal {name!r}{hint}"
            raise BadPortal(msg)
        chosen.append(known[name])
    return chosen
