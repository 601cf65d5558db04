"""What the line right above a table says of it: that it is of another year, or of another body, than the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.agencies import is_short_for
from archive.labels import normal
from archive.models import Cell, Document, Paragraph, Place, Table

_LONGEST = 60  # characters; what is longer is prose
_YEAR = re.compile(r"(20\d{2})年(?!\d{1,2}月)")  # no day, such as that of publication
_BEFORE = re.compile(r"上一?年度?(?:数据|情况|统计)|去年")
_OF_BODY = re.compile(
    r"^(?:附[件表录]?[\d一二三四五]*|(?:填报|报送|编制)?(?:单位|部门|机构))[:：]"
    r"([\u4e00-\u9fff]{2,30}?(?:局|委员会|委|办公室|办|厅|院|所|中心|镇|乡|街道|人民政府))"
)
_Where = tuple[object, object, object]


def foreign_tables(
    documents: Sequence[Document], cells: Iterable[Cell], agency: str | None, year: int | None
) -> Iterator[tuple[list[str], str]]:
    """The cells of each table whose caption speaks of something else than `agency` and `year`, and what it says."""
    doubts: dict[_Where, str] = {}
    for number, document in enumerate(documents, 1):
        for above, table in pairwise(document.blocks):
            if isinstance(above, Paragraph) and isinstance(table, Table) and (said := _says(above.text, agency, year)):
                doubts[_where(table.place, number)] = said
    if not doubts:
        return
    names: dict[_Where, list[str]] = {}
    for cell in cells:
        names.setdefault(_where(cell.place, 1), []).append(cell.id)
    yield from ((names[where], said) for where, said in doubts.items() if where in names)


def _where(place: Place, document: int) -> _Where:
    return place.get("document", document), place.get("member"), place.get("table")


def _says(text: str, agency: str | None, year: int | None) -> str:
    line = normal(text)
    if len(line) > _LONGEST or "。" in line:
        return ""
    years = set(map(int, _YEAR.findall(line)))
    if year and years and year not in years:
        return f"the line above the table speaks of {max(years)}, the report is of {year}"
    if _BEFORE.search(line):
        return f"the line above the table speaks of the year before: {line}"
    named = _OF_BODY.search(line)
    if named and agency and not is_short_for(named[1], agency):
        return f"the line above the table names {named[1]}, the report is of {agency}"
    return ""
