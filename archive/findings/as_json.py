"""Checked reports for programs."""

from __future__ import annotations

from typing import Any

from archive.findings.checked import Checked
from archive.findings.told import Said, Spot, told
from archive.findings.words import Words

_FACTS = ("title", "agency", "year", "template", "digest")


def checked_object(checked: Checked, words: Words) -> dict[str, Any]:
    """One report: its facts, its outcome, and its findings as `parse --json` has them.

    A finding that is no pass also has `where`: each of its cells with its name, text, place, and the place in words;
    where it points at a sentence this comes first, with its section, line and letter, and null for the cell.
    With `against` asked for, the key of the report of the year before, or null.
    """
    asked = {"against": checked.against} if checked.against or checked.sought else {}
    return (
        {"report": checked.name}
        | {key: checked.reading.get(key) for key in _FACTS}
        | {"outcome": checked.outcome, **asked}
        | {"findings": [_finding(said) for said in told(checked, words)]}
    )


def _finding(said: Said) -> dict[str, Any]:
    made = {**said.finding, "message": said.message}
    return made if said.status == "pass" else made | {"where": [*_sentences(said), *map(_spot, said.spots)]}


def _sentences(said: Said) -> list[dict[str, Any]]:
    """The sentence a finding points at, with the keys of a cell and those of its own."""
    if (one := said.sentence) is None:
        return []
    where = {"place": one.place, "place_in_words": one.address or None}
    own = {"section": one.section, "line": one.line, "letter": one.letter}
    return [{"cell": None, "name": one.name, "text": None, **where, **own}]


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "cell": spot.cell,
        "name": spot.name,
        "text": spot.text,
        "place": spot.place,
        "place_in_words": spot.address or None,
    } | ({"corrected": spot.corrected} if spot.corrected else {})
