"""Findings as they are told: the message, and every cell it names, with its place and what is printed there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.findings.cells import chinese_name
from archive.findings.checked import Checked
from archive.findings.translation import in_chinese
from archive.findings.words import Words
from archive.lineage.places import Language, in_words
from archive.models import Place

FEW = 6  # cells of a finding that are shown at once, beside its suspects
_OF_YEAR = re.compile(r"(20\d{2}):(.+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell a finding names. `text` is what is printed there, `place` where; both None where it was not found.

    `of_year` is set for a cell of the report of the year before, which stands in another document.
    """

    cell: str
    name: str
    text: str | None
    place: Place | None
    address: str
    is_suspect: bool
    of_year: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it is told; `spots` has the suspects first, then cells without a number, and noughts last."""

    finding: Mapping[str, Any]
    message: str
    spots: tuple[Spot, ...]

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
    return [Said(f, message(f, words.language), tuple(_spots(f, cells, words))) for f in findings]


def message(finding: Mapping[str, Any], language: Language) -> str:
    """What a finding says; English where the catalogue has no Chinese for it."""
    return in_chinese(finding["message"]) if language == "zh" else str(finding["message"])


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


def _spots(finding: Mapping[str, Any], cells: Mapping[str, Mapping[str, Any]], words: Words) -> Iterator[Spot]:
    suspects = set(finding["suspects"])
    named = dict.fromkeys((*finding["suspects"], *finding["cells"]))
    for key in sorted(named, key=lambda key: (key not in suspects, _rank(cells.get(key)))):
        cell = cells.get(key)
        place = cell["place"] if cell else None
        address = in_words(place, words.language) if place is not None else ""
        dated = _OF_YEAR.fullmatch(key)
        year = dated[1] if dated else ""
        if year and address:
            address = words("of_year", text=year, where=address)
        yield Spot(key, name_of(key, words), cell["text"] if cell else None, place, address, key in suspects, year)


def _rank(cell: Mapping[str, Any] | None) -> int:
    """Cells without a number first, noughts last: of the two dozen cells of a sum these say least."""
    if cell is None or cell["value"] is None:
        return 0
    return 1 if cell["value"] else 2


def name_of(cell_id: str, words: Words) -> str:
    """What a cell is called: its id, or its Chinese name."""
    return chinese_name(cell_id) if words.language == "zh" else cell_id
