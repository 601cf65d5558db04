"""What an export of ours told of a capture, checked: a file may say anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, get_args

from archive.captures import Outcome
from archive.export import warc_words as words
from archive.imports.found import Portal

_PORTAL = ("name", "title", "division", "level", "family", "index_url", "params", "render", "note")
_TEXTS = ("kind", "url", "final_url", "captured_at", "media_type", "digest", "version", "crawl", "id")
_PERHAPS = ("portal", "reason", "found_on", "link_title", "spider")
_HEX = re.compile(r"[0-9a-f]{64}")
_HEADERS = ("request_headers", "response_headers")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """A capture's row, its main record, the records of its redirects, and what its request knew."""

    row: dict[str, Any]
    main: str | None
    folded: tuple[str, ...]
    page: str | None
    hints: dict[str, Any]
    is_report: bool
    withheld: bool


def warc_fields(block: bytes) -> dict[str, str]:
    """The names (lower case) and values of a block of application/warc-fields."""
    lines = block.decode("utf-8", "replace").split("\n")[:1000]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def told(fields: dict[str, str]) -> Told | None:
    """What our metadata record says; None for another's, or one that is not as ours are."""
    said = _object(fields.get(words.FIELD, ""))
    row = said.get("row")
    if not isinstance(row, dict) or not _is_row(row):
        return None
    main, page, folded, hints = (said.get(name) for name in ("main", "page", "folded", "hints"))
    known = hints if isinstance(hints, dict) else {}
    agency, year = known.get("agency"), known.get("year")
    return Told(
        row,
        main if isinstance(main, str) else None,
        tuple(one for one in folded if isinstance(one, str)) if isinstance(folded, list) else (),
        page if isinstance(page, str) else None,
        ({"agency": agency} if _is_text(agency) else {}) | ({"year": year} if _is_year(year) else {}),
        said.get("report") is True,
        said.get("withheld") is True,
    )


def portal(fields: dict[str, str]) -> Portal | None:
    """The row of a portal our metadata record says; None where it says none."""
    said = _object(fields.get(words.PORTAL, ""))
    values = [said.get(name) or "" for name in _PORTAL]
    if not said.get("name") or not all(_is_text(value) for value in values):
        return None
    return Portal(tuple(values))


def _object(text: str) -> dict[str, Any]:
    try:
        made = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(made, dict):
        return {}
    kept: dict[str, Any] = json.loads(
        json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")
    )  # no half letters
    return kept


def _is_row(row: dict[str, Any]) -> bool:
    return (
        all(_is_text(row.get(name)) for name in _TEXTS)
        and all(row.get(name) is None or _is_text(row[name]) for name in _PERHAPS)
        and row.get("outcome") in get_args(Outcome)
        and (row.get("status") is None or _is_number(row["status"], 999))
        and _is_number(row.get("size"), 1 << 40)
        and isinstance(row.get("rendered"), bool)
        and _is_wire(row.get("wire"))
        and bool(_HEX.fullmatch(row["digest"]))
    )


def _is_wire(wire: object) -> bool:
    """Whether what is said to have gone over the wire has the shape that others of this program rely on."""
    if not isinstance(wire, dict) or not isinstance(wire.get("received", {}), dict):
        return False
    hops = wire.get("redirects", [])
    if not isinstance(hops, list) or not all(isinstance(hop, dict) for hop in hops):
        return False
    return all(_are_headers(hop.get(name, [])) for hop in (wire, *hops) for name in _HEADERS) and all(
        _is_number(hop.get("status", 302), 999) and _is_text(hop.get("url", "")) for hop in hops
    )


def _are_headers(pairs: object) -> bool:
    return isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in pairs
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) < _LONGEST


def _is_number(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_year(value: object) -> bool:
    return _is_number(value, 2200)
