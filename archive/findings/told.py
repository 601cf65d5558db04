"""Findings as they are told: the message, and every cell it names, with its place and what is printed there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.checks.spots import said_where
from archive.findings.cells import chinese_name
from archive.findings.checked import Checked
from archive.findings.translation import in_chinese
from archive.findings.words import Words
from archive.lineage.places import Language, in_words
from archive.models import Place

FEW = 6  # cells of a finding that are shown at once, beside its suspects
_VERDICTS = ("; may be quoted: ", "; do not quote: ")  # where the verdict begins in a message
_OF_YEAR = re.compile(r"(20\d{2}):(.+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell a finding names. `text` is what is printed there, `place` where; both None where it was not found.

    `corrected` is what a person says it holds, in words, empty where nobody does. `of_year` is
    set for a cell of the report of the year before, which stands in another document.
    """

    cell: str
    name: str
    text: str | None
    place: Place | None
    address: str
    is_suspect: bool
    of_year: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where in the text a finding points: section by key, line and letter (from 1); `name` is the section's.

    `place` is that of the line in the document, None where it was not kept, `address` the same in words.
    """

    section: str
    name: str
    line: int
    letter: int
    place: Place | None
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it is told; `spots` has the suspects first, then cells without a number, and noughts last.

    `short` is the message without the verdict, which people are told in words of its own: `verdict`, empty for none.
    """

    finding: Mapping[str, Any]
    message: str
    short: str
    verdict: str
    spots: tuple[Spot, ...]
    sentence: Sentence | None = None

    @property
    def check(self) -> str:
        """The id of the rule."""
        return str(self.finding["check"])

    @property
    def status(self) -> str:
        """How it came out."""
        return str(self.finding["status"])


def told(checked: Checked, words: Words) -> list[Said]:
    """All findings on a report, those that fail first, then those in doubt."""
    cells = _cells(checked)
    order = ("fail", "unknown", "pass", "not_assessable")
    findings = sorted(checked.findings, key=lambda f: order.index(f["status"]))
    return [_said(f, checked, cells, words) for f in findings]


def _said(finding: Mapping[str, Any], checked: Checked, cells: Mapping[str, Mapping[str, Any]], words: Words) -> Said:
    form = checked.reading.get("template")
    whole, verdict = str(finding["message"]), finding["verdict"]
    short = _without_verdict(whole) if verdict else whole
    # What is the agency's own may be quoted where it was published; a draft is mended.
    told_of = words.known("agency_draft" if verdict == "agency" and checked.is_draft else verdict) if verdict else ""
    return Said(
        finding,
        _in(words.language, whole, form),
        _in(words.language, short, form),
        told_of,
        tuple(_spots(finding, checked, cells, words)),
        _sentence(whole, checked, words),
    )


def _in(language: Language, message: str, form: str | None) -> str:
    """What a finding says; English where the catalogue has no Chinese for it."""
    return in_chinese(message, form) if language == "zh" else message


def _sentence(message: str, checked: Checked, words: Words) -> Sentence | None:
    """The sentence a message points at, where the report has such a section."""
    found = said_where(message)
    section = next((s for s in checked.reading.get("sections", ()) if found and s["key"] == found[0]), None)
    if found is None or section is None:
        return None
    place = next(iter(section.get("places", ())[found[1] - 1 : found[1]]), None) if found[1] > 0 else None
    address = in_words(place, words.language) if place else ""
    return Sentence(found[0], _in(words.language, found[0], None), found[1], found[2], place, address)


def _corrected(cell_id: str, checked: Checked, words: Words) -> str:
    if cell_id not in checked.corrections:
        return ""
    value, who = checked.corrections[cell_id]
    return words("corrected", text=_in(words.language, value, None), who=who or words("a_person"))


def _without_verdict(message: str) -> str:
    return next((head for mark in _VERDICTS for head, found, _ in [message.rpartition(mark)] if found), message)


def outcome(checked: Checked, words: Words) -> str:
    """How a report came out, in one sentence."""
    counts, key = checked.counts, str(checked.outcome)
    number = {"fails": counts.get("fail", 0), "doubtful": counts.get("unknown", 0), "sound": counts.get("pass", 0)}
    n = number.get(key, 0)
    if key == "doubtful":
        key = ("strict_" if checked.strict else "") + ("doubtful" if n else "not_compared")
    said = words(key, n)
    return said if checked.sought is None or key.endswith("not_compared") else words("also_not_compared", text=said)


def against(checked: Checked, words: Words) -> str:
    """The report of the year before, or why there is none; empty where none was asked for."""
    if checked.sought is None:
        return checked.against or ""
    key, texts = checked.sought
    return words(key, **texts)


def _cells(checked: Checked) -> dict[str, Mapping[str, Any]]:
    """The cells of a report by id, those of the year before with their year."""
    cells = {cell["id"]: cell for cell in checked.reading.get("cells", ())}
    if checked.last:
        cells |= {f"{checked.last['year']}:{cell['id']}": cell for cell in checked.last["cells"]}
    return cells


def _spots(
    finding: Mapping[str, Any], checked: Checked, cells: Mapping[str, Mapping[str, Any]], words: Words
) -> Iterator[Spot]:
    suspects, form = set(finding["suspects"]), checked.reading.get("template")
    named = dict.fromkeys((*finding["suspects"], *finding["cells"]))
    for key in sorted(named, key=lambda key: (key not in suspects, _rank(cells.get(key)))):
        cell = cells.get(key)
        text, place = (cell["text"], cell["place"]) if cell else (None, None)
        address = in_words(place, words.language) if place is not None else ""
        dated = _OF_YEAR.fullmatch(key)
        year = dated[1] if dated else ""
        if year and address:
            address = words("of_year", text=year, where=address)
        corrected = _corrected(key, checked, words)
        yield Spot(key, name_of(key, words, form), text, place, address, key in suspects, year, corrected)


def _rank(cell: Mapping[str, Any] | None) -> int:
    """Cells without a number first, noughts last: of the two dozen cells of a sum these say least."""
    if cell is None or cell["value"] is None:
        return 0
    return 1 if cell["value"] else 2


def name_of(cell_id: str, words: Words, form: str | None = None) -> str:
    """What a cell is called: its id, or its Chinese name on the form."""
    return chinese_name(cell_id, form) if words.language == "zh" else cell_id
