"""Tables whose cells, or whose rows, stand as paragraphs: put together again by the labels of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from archive.binding.rows import exact_key
from archive.indicators import UNIT_WORDS, indicator_keys, statistic_head
from archive.labels import marked_table, normal, split_number, split_unit, vocabulary
from archive.models import Block, GridCell, Paragraph, Place, Table
from archive.numbers import UNITS, read_value
from archive.route_above import headed
from archive.sections import heading_key
from archive.template import statistic_groups

Kind = Literal["caption", "head", "label", "value", "either"]
Cells = list[tuple[Kind, str]]
_LONGEST = 160  # characters of a paragraph that may be a row
_ENOUGH = 4  # rows of a form without any head
_MANY = 15  # digits: the figures of section four, whose row has no label
_GLUED = re.compile(r"(.*\D)(\d[\d\s]*)", re.DOTALL)
_BELOW_GROUP = ("commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org")
_MARKS = ("信息内容", "申请人情况")
PAGE_NUMBER = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.{0,12}")
_PARTS = re.compile(r"[\s|]+")
_ABOUT = re.compile(rf"约?\d[\d,，]*[余多](?:{'|'.join(UNITS)})?")  # stands where figures stand, and is none


@dataclass
class _Run:
    """Paragraphs without any text between them, as the rows they make."""

    rows: list[list[GridCell]] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)  # of each row: caption, head, or value for a row with figures
    labelled: int = 0  # rows with a label and a figure
    open: bool = False  # whether the last row may go on

    def add(self, kind: Kind, text: str, place: Place) -> None:
        """Append a cell to the last row, or begin a row with it."""
        last = self.kinds[-1] if self.open and self.kinds else None
        if kind == "either":
            kind = "head" if last == "head" else "label"
        goes_on = last is not None and self._goes_on(last, kind, text)
        if not goes_on:
            self.rows.append([])
            self.kinds.append("value" if kind == "label" else kind)
        row = self.rows[-1]
        if kind == "value" and row and _is_words(row[-1].text):
            self.labelled += self.kinds[-1] == "value"
        row.append(GridCell(text, place, len(row), 1, len(self.rows) - 1, 1))
        self.open = kind != "caption"

    def completes(self, text: str) -> bool:
        """Whether a text is the rest of the label of the last row of figures, as a page break leaves it."""
        if not self.rows or len(text) >= _LONGEST:
            return False
        rows = [row for row, kind in zip(self.rows, self.kinds, strict=True) if kind == "value"]
        labels = [cell.text for cell in rows[-1] if _is_words(cell.text)] if rows else []
        return bool(labels) and exact_key(labels[-1] + text) is not None

    def _goes_on(self, last: Kind, kind: Kind, text: str) -> bool:
        row = self.rows[-1]
        if last == "head":
            begins = _is_below_group(text) and not _is_below_group(row[-1].text)
            return kind == "head" and not begins and normal(text) != "信息内容"
        if kind == "label":
            return all(_kind(cell.text) in ("label", "either") for cell in row)
        return kind == "value"


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """The tables of a document in reading order, those made of paragraphs among them."""
    run, number = _Run(), 0
    was_form = after_table = False
    for block in headed(blocks):
        if isinstance(block, Paragraph) and PAGE_NUMBER.fullmatch(block.text.strip()):
            continue
        cells = _cells(block.text) if isinstance(block, Paragraph) else []
        for kind, text in cells:
            run.add(kind, text, block.place)
        if not cells and isinstance(block, Paragraph) and run.completes(block.text):
            cells = [("label", block.text)]
            run.open = False
            run.add("label", block.text, block.place)
        if cells:
            continue
        if made := _table(run, number + 1, goes_on=was_form or (after_table and _is_figures(run))):
            number += 1
            was_form = True
            yield made
        if run.rows:
            run = _Run()
        if isinstance(block, Table):
            was_form = False
            yield block
        after_table = isinstance(block, Table)
    if made := _table(run, number + 1, goes_on=was_form or (after_table and _is_figures(run))):
        yield made


def _table(run: _Run, number: int, *, goes_on: bool) -> Table | None:
    """The rows of a run as a table; prose names a row of a form here and there, with a figure behind it."""
    has_head = any(kind in ("head", "caption") for kind in run.kinds) and "value" in run.kinds
    if not run.rows or not (has_head or goes_on or run.labelled >= _ENOUGH):
        return None
    return Table(tuple(map(tuple, run.rows)), aligned=False, place={"table": number})


def _is_figures(run: _Run) -> bool:
    """Whether a row of nothing but figures goes on with the table above; a page number is one figure."""
    figures = "".join(cell.text for cell in run.rows[0]) if run.rows else ""
    return run.kinds[:1] == ["value"] and figures.isdecimal() and len(figures) >= _MANY


def _cells(text: str) -> Cells:
    """The cells a paragraph holds; none where it is prose."""
    if len(text) > _LONGEST:
        return []
    parts = [part for part in _PARTS.split(text.strip()) if part]
    kind = _kind(text)
    if kind and not (len(parts) > 1 and read_value(text).state == "unreadable"):  # several figures of a row
        return [(kind, text)]
    if len(parts) > 1 and (cells := _row(parts)):
        return cells
    glued = _GLUED.fullmatch(text.strip())
    if glued and _kind(glued[1]) == "label":
        return [("label", glued[1]), ("value", glued[2])]
    return []


def _row(parts: Sequence[str]) -> Cells:
    """Cells set apart by blanks; a label may have blanks of its own."""
    cells: Cells = []
    while parts:
        for end in range(len(parts), 0, -1):
            kind = _kind("".join(parts[:end])) if end == 1 or not parts[end - 1].isdigit() else None
            if kind and (end == 1 or kind in ("label", "head", "caption")):
                cells.append((kind, " ".join(parts[:end])))
                parts = parts[end:]
                break
        else:
            return []
    return cells


def _is_words(text: str) -> bool:
    return read_value(text).state == "text" and not _ABOUT.fullmatch(normal(text))


@lru_cache(maxsize=4096)
def _kind(text: str) -> Kind | None:
    """What a cell with this text is in a form, if in any."""
    if read_value(text).state in ("number", "not_applicable", "unreadable") or _ABOUT.fullmatch(normal(text)):
        return "value"
    label = normal(text)
    if not label:
        return None
    words = vocabulary()
    number, core = split_number(label)
    if label in words.captions or core in words.captions:
        return "caption"
    if core in words.applicants and core in words.rows:  # 总计, 其他
        return "label" if number else "either"
    keys = indicator_keys(text)
    if exact_key(text) or (keys and not (heading_key(text) and statistic_groups().issuperset(keys))):
        return "label"
    if label in UNIT_WORDS:
        return "value"
    return "head" if _is_head(label, core) else None


def _is_below_group(text: str) -> bool:
    """Whether it heads a column of organizations, which stands in the second row of a head."""
    return vocabulary().applicants.get(normal(text)) in _BELOW_GROUP


def _is_head(label: str, core: str) -> bool:
    words = vocabulary()
    if (
        split_unit(label)[0] in words.heads
        or core in words.applicants
        or core in words.routes
        or core in words.outcomes
    ):
        return True
    return (marked_table(label) is not None and (label in _MARKS or label.startswith("（"))) or statistic_head(
        label
    ) is not None
