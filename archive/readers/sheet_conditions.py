"""Conditional formats of a sheet that may hide a figure, or show another one, where their condition holds."""

from __future__ import annotations

from typing import Any

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS, MOST_ROWS
from archive.numbers import UNTOLD, read_value
from archive.readers.sheet_addresses import range_of
from archive.readers.sheet_colours import Colours
from archive.readers.sheet_page import Page, Range
from archive.readers.sheet_styles import Change, Style, read_change

_MOST_CHECKS = 5_000_000  # cells times rules; a report has some hundred
_SHEET = (0, 0, MOST_ROWS - 1, MOST_COLUMNS - 1)
_PARTLY = ("dataBar", "iconSet")


def is_figure(text: str) -> bool:
    """Whether a cell's text would be read as a figure, or as one that is not given."""
    return bool(text) and read_value(text).state != "text"


class Conditions:
    """The rules of one sheet. Whether a condition holds is not computed: what it covers is in doubt."""

    def __init__(self, changes: list[Change], colours: Colours) -> None:
        """`changes` are what rules name by number."""
        self._changes, self._colours = changes, colours
        self._figures: dict[int, dict[int, Style]] = {}
        self._rules: list[tuple[Range, Change]] = []

    def figure(self, row: int, column: int, style: Style) -> None:
        """Remember the style of a cell that shows a figure."""
        self._figures.setdefault(row, {})[column] = style

    def add(self, element: Any) -> None:
        """Take the rules of an element `conditionalFormatting`, of either generation."""
        stated = element.get("sqref") or next((e.text for e in element.iterfind("{*}sqref") if e.text), "")
        changes = {change for rule in element.iterfind("{*}cfRule") if (change := self._change(rule)) != Change()}
        ranges = [_range(one) for one in stated.split()] if changes else ()
        self._rules += ((one, change) for one in ranges for change in changes)

    def settle(self, page: Page) -> None:
        """Make the figures untold that a rule may hide or change."""
        checks = 0
        height = 1 + max(self._figures, default=-1)
        width = 1 + max((max(row) for row in self._figures.values()), default=-1)
        for (top, left, bottom, right), change in self._rules:
            rows, columns = range(top, min(bottom + 1, height)), range(left, min(right + 1, width))
            checks += 1 + len(rows) * (1 + len(columns))
            if checks > _MOST_CHECKS:
                raise UnreadableDocument(f"the sheet {page.name} has more conditional formats than a report ever has")
            for y in rows:
                styles = self._figures.get(y, {})
                for x in columns if styles else ():
                    if x in styles and change.may_hide(styles[x]):
                        page.texts[y][x] = UNTOLD

    def _change(self, rule: Any) -> Change:
        own = rule.find("{*}dxf")
        if own is not None:
            return read_change(own, self._colours)
        number = rule.get("dxfId", "")
        if number.isdecimal() and len(number) < 9 and int(number) < len(self._changes):
            return self._changes[int(number)]
        hides = any(e.get("showValue") in ("0", "false") for name in _PARTLY for e in rule.iterfind(f"{{*}}{name}"))
        grounds = tuple(colour for e in rule.iter("{*}color", "{*}fillColor") if (colour := self._colours.of(e)))
        return Change(hides=hides, grounds=grounds or None)


def _range(stated: str) -> Range:
    """The cells of a range; of one that is none, all of the sheet."""
    try:
        return range_of(stated)
    except UnreadableDocument:
        return _SHEET
