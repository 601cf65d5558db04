"""What differs between two versions of a report: its cells, its text, its facts, its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from archive.models import Cell, Number, Report
from archive.word_diff import differing

Value = Number | str | None
Kind = Literal["cell", "text", "field", "file", "other"]
MOST_LETTERS = 2_000  # of a stretch of text as it is kept
_FACTS = ("title", "published", "published_meta")


class Change(NamedTuple):
    """One difference. `item` is a cell's id, a section's key, a fact's, or a file's address.

    `old` and `new` are numbers, or texts as printed; None where there is nothing, "" where there is a blank.
    Of a file they are digests.
    """

    kind: Kind
    item: str
    old: Value
    new: Value


def changes(before: Report, after: Report) -> Iterator[Change]:
    """What differs between two readings, by one release of the parser, of two versions of a report."""
    yield from _pairs("cell", {c.id: _shown(c) for c in before.cells}, {c.id: _shown(c) for c in after.cells})
    yield from _pairs("field", _facts(before), _facts(after))
    yield from _texts(before, after)


def file_changes(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> Iterator[Change]:
    """Files added, gone or replaced; by address their digest, and the digest of what they say."""
    for url in sorted(before.keys() | after.keys()):
        old, new = before.get(url), after.get(url)
        if old is None or new is None or old[1] != new[1]:
            yield Change("file", url, old and old[0], new and new[0])


def _shown(cell: Cell) -> Value:
    return cell.value if cell.state == "number" else cell.text.strip()


def _facts(report: Report) -> dict[str, Value]:
    own = {name: getattr(report, name) for name in _FACTS if getattr(report, name)}
    return own | {field.key: field.value for field in report.fields}


def _pairs(kind: Kind, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Change]:
    for item in sorted(before.keys() | after.keys()):
        if before.get(item) != after.get(item):
            yield Change(kind, item, before.get(item), after.get(item))


def _texts(before: Report, after: Report) -> Iterator[Change]:
    old, new = _sections(before), _sections(after)
    for key in dict.fromkeys([*old, *new]):
        for was, is_now in differing(old.get(key, ""), new.get(key, "")):
            yield Change("text", key, was[:MOST_LETTERS] or None, is_now[:MOST_LETTERS] or None)


def _sections(report: Report) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in report.sections:
        text = f"{section.heading or ''}\n{section.text}"
        found[section.key] = f"{found[section.key]}\n{text}" if section.key in found else text
    return found
