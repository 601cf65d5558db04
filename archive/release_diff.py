"""What two releases of the parser read otherwise in the same version of a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, get_args

from archive.models import Number

OfCell = Literal["changed", "found", "lost", "readable", "unreadable"]
Kind = Literal[OfCell, "finding added", "finding gone", "fact", "other", "damaged"]
OF_CELLS: tuple[OfCell, ...] = get_args(OfCell)
_FACTS = ("title", "agency", "year", "template", "published", "published_meta", "media_type")
_LISTS = ("fields", "sections", "leftovers", "claims")
_UNTOLD = ("unreadable", "text")  # states of a cell that holds something, but no value
Value = Number | str | None


class Difference(NamedTuple):
    """One difference. `item` is a cell's id, a check's, a fact's name, or that of a part of the report.

    Of a cell `old` and `new` are its value or, where it has none, the text as printed or `blank`; None where there is
    no such cell. Of a finding they are what it says. Of a part only that it differs is told. `rule` is how a cell was
    bound, as far as that can be told.
    """

    kind: Kind
    item: str
    old: Value
    new: Value
    rule: str | None = None


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[Difference]:
    """What differs between two report objects (`archive.as_json`) of one version; None: it could not be read.

    `changed` is a cell with another value or unit, or where it has none, another text; `found` and `lost` one only one
    of them has; `readable` and `unreadable` one whose value could be told by only one of them.
    """
    if before is None or after is None:
        if before is not after:
            said = ("not read", None) if before is None else (None, "not read")
            yield Difference("readable" if before is None else "unreadable", "document", *said)
        return
    yield from _cells(before, after)
    yield from _findings(before, after)
    for name in _FACTS:
        if before.get(name) != after.get(name):
            yield Difference("fact", name, before.get(name), after.get(name))
    for name in _LISTS:
        if before.get(name, []) != after.get(name, []):
            yield Difference("other", name, None, None)


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = ({cell["id"]: cell for cell in one["cells"]} for one in (before, after))
    moved = False
    for item in dict.fromkeys([*old, *new]):
        was, now = old.get(item), new.get(item)
        if was and now and _said(was) == _said(now):
            moved |= (was["place"], was["text"]) != (now["place"], now["text"])
            continue
        yield Difference(_kind(was, now), item, was and _shown(was), now and _shown(now))
    if moved:
        yield Difference("other", "places", None, None)


def _kind(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> OfCell:
    if was is None:
        return "found"
    if now is None:
        return "lost"
    untold = was["state"] in _UNTOLD, now["state"] in _UNTOLD
    if untold[0] == untold[1]:
        return "changed"
    return "readable" if untold[0] else "unreadable"


def _said(cell: Mapping[str, Any]) -> tuple[Any, ...]:
    return cell["state"], cell["value"], cell["unit"], None if cell["state"] == "number" else cell["text"].strip()


def _shown(cell: Mapping[str, Any]) -> Value:
    if cell["state"] == "number":
        unit = cell["unit"]
        number: Number = cell["value"]
        return f"{number}{unit}" if unit else number
    return str(cell["text"].strip() or cell["state"])


def _findings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = (Counter(_told(f) for f in one["findings"] if f["status"] != "pass") for one in (before, after))
    for check, said, _ in (old - new).elements():
        yield Difference("finding gone", check, said, None, check)
    for check, said, _ in (new - old).elements():
        yield Difference("finding added", check, None, said, check)


def _told(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    """A finding as something that can be counted; its cells are part of what it says."""
    where = json.dumps([finding["cells"], finding["suspects"], finding["verdict"], finding["proposed"]])
    return finding["check"], f"{finding['status']}: {finding['message']}", where
