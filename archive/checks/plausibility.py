"""Whether figures of section two can be meant as they stand: whose rules they are, in which unit, what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from archive.body_kinds import kind_of
from archive.labels import normal
from archive.models import Cell, Finding, Report

_RULES = "disclosure.rules."
_AMOUNTS = ("disclosure.fees.amount", "stats.fees_collected")  # in 万元 by their heads
_MOST_MONEY = 1_000_000  # 万元; ten billion yuan is more than any bureau collects in fees
_DECISIONS = ".decisions"
_ITEMS = ("项", "个")
_MANY = 10  # so many decisions as items, in two rows, are no chance
_LONGEST = 60  # characters of a name
_REGION = re.compile(r"[省县旗州盟]|市(?!场)|(?<!自治)区")  # a department of the State Council has none in its name
_COUNTY = re.compile(r"(?:县|旗|(?<!自治)区)(?:人民)?政府")  # of a 市 nobody can tell by its name what it may issue


def plausibility(report: Report) -> Iterator[Finding]:
    """D3: rules of a body that may issue none. U1: yuan in a cell of ten thousands. U2: items for decisions."""
    cells = {cell.id: cell for cell in report.cells}
    rules = [cell.id for cell in report.cells if cell.id.startswith(_RULES) and cell.value]
    if rules and may_issue_no_rules(report.agency or ""):
        message = f"{report.agency} may issue no rules (规章): normative documents, or rules of others, are counted"
        yield Finding("D3", "unknown", "soft", tuple(rules), message)
    for cell in (cells[key] for key in _AMOUNTS if key in cells):
        if said := _strange_amount(cell, report.agency or ""):
            yield Finding("U1", "unknown", "soft", (cell.id,), said)
    yield from _items(cells)


def _strange_amount(cell: Cell, agency: str) -> str:
    """What is strange in an amount of fees; nothing where it may well be in ten thousands of yuan."""
    if cell.unit == "元" and cell.value:
        return f"{cell.text} is in 元, the column in 万元"
    if cell.value and cell.value >= _MOST_MONEY and may_issue_no_rules(agency):
        return f"{cell.text} 万元 in fees is more than such a body collects: is it in 元?"
    return ""


def _items(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    decisions = [cell for key, cell in cells.items() if key.endswith(_DECISIONS) and cell.value]
    if counted := [cell for cell in decisions if cell.unit in _ITEMS]:
        units = ", ".join(cell.text for cell in counted)
        message = f"decisions are counted in the unit of items: {units}"
        yield Finding("U2", "unknown", "soft", tuple(cell.id for cell in counted), message)
    copied = [cell for cell in decisions if _is_copied(cell, cells)]
    if len(copied) > 1 and len(copied) == len([c for c in decisions if _last_year(c, cells)]):
        names = tuple(cell.id for cell in copied)
        message = "every row prints last year's items again as its decisions: are these items, or decisions?"
        yield Finding("U2", "unknown", "soft", names, message)


def _last_year(decisions: Cell, cells: Mapping[str, Cell]) -> Cell | None:
    return cells.get(decisions.id.removesuffix(_DECISIONS) + ".items_prev")


def _is_copied(decisions: Cell, cells: Mapping[str, Cell]) -> bool:
    """Whether a row prints the same in its first and its third column, and no change between them."""
    before, change = _last_year(decisions, cells), cells.get(decisions.id.removesuffix(_DECISIONS) + ".items_change")
    same = before is not None and before.value == decisions.value and (decisions.value or 0) >= _MANY
    return same and change is not None and not change.value


@lru_cache(maxsize=1024)
def may_issue_no_rules(agency: str) -> bool:
    """Whether a body is surely none that may issue 规章, by its name alone.

    >>> may_issue_no_rules("甲市乙区教育局"), may_issue_no_rules("甲县丙镇人民政府")
    (True, True)
    >>> may_issue_no_rules("甲市人民政府"), may_issue_no_rules("国家市场监督管理总局")
    (False, False)
    """
    name = normal(agency)[:_LONGEST]
    kind = kind_of(name)
    if kind in ("government", "government_office"):
        return bool(_COUNTY.search(name))
    return kind == "township" or (kind == "department" and bool(_REGION.search(name)))
