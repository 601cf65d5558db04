"""A place in a document, in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Literal

from archive.models import Place

Language = Literal["en", "zh"]
_SAID = ("page", "table", "row", "column", "line", "paragraph")
_PLAIN = re.compile(r"[^\W\d]\w*")  # the name of a sheet that Excel writes without quotation marks


def in_words(place: Place, language: Language = "en") -> str:
    """A place as a person says it, in English or Chinese.

    >>> in_words({"table": 2, "row": 4, "column": 9}), in_words({"table": 2, "row": 4, "column": 9}, "zh")
    ('table 2, row 4, column 9', '第2张表，第4行，第9列')
    >>> in_words({"sheet": "表二", "address": "B7", "member": "附件.xlsx", "document": 2})
    'document 2, member 附件.xlsx of the archive, 表二!B7'
    >>> in_words({"page": 3, "box": [72.0, 90.5, 100.25, 101.0], "confidence": 0.98})
    'page 3, box 72, 90.5 to 100.2, 101, recognised with confidence 0.98'
    """
    words = _words()[language]
    return words["between"].join(_parts(place, words)) or words["nowhere"]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("archive") / "lineage" / "places.toml").read_text("utf-8"))


def _parts(place: Place, words: dict[str, str]) -> Iterator[str]:
    yield from (words[key].format(place[key]) for key in ("document", "member", "script") if key in place)
    if "sheet" in place and "address" in place:
        yield f"{_sheet(str(place['sheet']))}!{place['address']}"
    elif "sheet" in place:
        yield words["sheet"].format(place["sheet"])
    elif "address" in place:
        yield str(place["address"])
    yield from (words[key].format(place[key]) for key in _SAID if key in place)
    box = place.get("box")
    if isinstance(box, list) and len(box) == 4:
        yield words["box"].format(*(f"{value:.1f}".removesuffix(".0") for value in box))
    if "confidence" in place:
        yield words["confidence"].format(place["confidence"])
    if place.get("readings"):
        yield words["readings"].format(place["readings"])
    yield from (words[key] for key in ("covered", "doubtful") if key in place)
    known = {"sheet", "address", "box", *words}
    yield from (words["other"].format(key, value) for key, value in place.items() if key not in known)


def _sheet(name: str) -> str:
    """The name of a sheet as a reference to its cell has it.

    >>> _sheet("表二"), _sheet("表 2")
    ('表二', "'表 2'")
    """
    return name if _PLAIN.fullmatch(name) else "'" + name.replace("'", "''") + "'"
