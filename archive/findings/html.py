"""Checked reports as one page: to be looked at, printed, or sent to whoever must mend the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from archive.findings.checked import Checked
from archive.findings.rules import told_rule
from archive.findings.tables import Grid, grids
from archive.findings.told import FEW, Said, against, outcome, told
from archive.findings.words import Words
from archive.page_templates import page_template

_FACTS = {"title": "title", "agency": "body", "year": "year", "template": "form"}
LANGUAGES = {"en": "en", "zh": "zh-CN"}  # as pages and SARIF name them


@dataclass(frozen=True, slots=True)
class _Report:
    """One report of the page; `anchors` numbers the cells of its tables, by which findings link to them."""

    number: int
    checked: Checked
    outcome: str
    facts: list[tuple[str, object]]
    said: Sequence[Said]
    grids: tuple[Grid, ...]
    anchors: dict[str, int]

    def numbered(self, status: str) -> list[tuple[int, Said]]:
        return [(number, one) for number, one in enumerate(self.said, 1) if one.status == status]


def page(reports: Iterable[Checked], complaints: Sequence[str], words: Words) -> str:
    """The page: how each report came out, then each with what fails, what is in doubt, what holds, and its tables.

    One file without scripts and without anything from elsewhere; text of documents is escaped, and what would not be
    seen in it is shown. `complaints` say what could not be looked at.
    """
    return page_template("archive.findings").render(
        reports=[_report(number, one, words) for number, one in enumerate(reports, 1)],
        complaints=complaints,
        words=words,
        few=FEW,
        language=LANGUAGES[words.language],
        rules=partial(told_rule, language=words.language),
        version=version("nianbao"),
    )


def _report(number: int, checked: Checked, words: Words) -> _Report:
    said = told(checked, words)
    tables = tuple(grids(checked, said))
    cells = [cell.cell for grid in tables for row in grid.rows for cell in row.cells if cell]
    return _Report(
        number,
        checked,
        outcome(checked, words),
        list(_facts(checked, words)),
        said,
        tables,
        {cell: i for i, cell in enumerate(cells, 1)},
    )


def _facts(checked: Checked, words: Words) -> Iterator[tuple[str, object]]:
    for key, word in _FACTS.items():
        if value := checked.reading.get(key):
            yield word, words.form(value) if key == "template" else value
    if said := against(checked, words):
        yield "against", said
