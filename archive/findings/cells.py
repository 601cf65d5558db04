"""What the cells of the forms are called in Chinese: section, row and column as the forms print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from archive.labels import spellings
from archive.template import STATISTICS, TEMPLATES, load

_REMARK = re.compile(r"（[^（）]*）$")
_NO_ID = re.compile(r"[\s'\"]")
_YEAR = re.compile(r"20\d{2}")
_SECTIONS = {"disclosure": "二、", "applications": "三、", "review": "四、", "stats": ""}
_OF_YEAR = re.compile(r"(20\d{2}|last):(.+)")  # a cell of the report of the year before
_LOCAL = "stats.local."


@lru_cache(maxsize=4096)
def chinese_name(cell_id: str, form: str | None = None) -> str:
    """The name of a cell, or of a whole row; an id that is of no form stays as it is.

    With `form`, the id of the report's form, the names are those this form prints. A message may have cut an id short:
    what is left of its column then counts where only one column begins so.

    >>> chinese_name("applications.results.denied.state_secret[total]"), chinese_name("disclosure.fees.amount")
    ('三、不予公开：属于国家秘密 · 总计', '二、行政事业性收费 · 本年收费金额')
    >>> chinese_name("review.litigation_direct.upheld"), chinese_name("stats.requests.received[2016]")
    ('四、行政诉讼（未经复议直接起诉） · 结果维持', '收到申请数 · 2016年')
    >>> chinese_name("disclosure.licensing.decisions", "t2021")
    '二、行政许可 · 本年处理决定数量'
    >>> chinese_name("2022:applications.carried_out[total]")
    '2022年度报告：三、结转下年度继续办理 · 总计'
    """
    if of_year := _OF_YEAR.fullmatch(cell_id):
        name = chinese_name(of_year[2], _form_of(of_year[1], form))
        return f"{_year(of_year[1])}度报告：{name}" if name != of_year[2] else cell_id
    section = cell_id.partition(".")[0]
    if section not in _SECTIONS or _NO_ID.search(cell_id):
        return cell_id
    row, column = _parted(section, cell_id, form)
    name = row_name(row, form)
    if name == row:
        return cell_id
    return f"{_SECTIONS[section]}{name}{f' · {column}' if column else ''}"


def _parted(section: str, cell_id: str, form: str | None) -> tuple[str, str]:
    """The row of an id, and what its column is called."""
    row, bracket, column = cell_id.partition("[")
    if bracket:
        column = column.removesuffix("]")
        names = column_names(section)
        cut_short = [name for name in names if not cell_id.endswith("]") and name.startswith(column)]
        return row, names.get(cut_short[0] if len(cut_short) == 1 else column) or _year(column)
    if section in ("disclosure", "review"):
        above, _, column = cell_id.rpartition(".")
        if column in column_names(section) and above in spellings()["routes" if section == "review" else "rows"]:
            return above, head_name(above, column, form)
    return cell_id, ""


def _year(column: str) -> str:
    return f"{column}年" if _YEAR.fullmatch(column) else "上年" if column == "last" else column


@lru_cache(maxsize=4)
def column_names(section: str) -> dict[str, str]:
    """What the columns of a section are called, by their keys."""
    table = {"disclosure": "heads", "applications": "applicants", "review": "outcomes", "stats": "statistic_heads"}
    return {key: words[0] for key, words in spellings()[table[section]].items()}


def row_name(row: str, form: str | None = None) -> str:
    """What a row is called; one inside a group with the group's name, for some names stand in several groups."""
    if row.startswith(_LOCAL):
        return row.removeprefix(_LOCAL)
    if row.startswith("review.litigation_") and row in spellings()["routes"]:
        return f"{_label('review.litigation')}（{_label(row)}）"
    if own := _own_names(row, form).get(row):
        return own
    name, group = _label(row), row.rpartition(".")[0]
    within = _label(group)
    if name == row or within == group or within.endswith("情况"):
        return name
    return f"{within}：{name}"


def head_name(row: str, column: str, form: str | None = None) -> str:
    """What a column of a row is called: by the form, else where its key alone does not say it by the cell."""
    own = _own_names(row, form).get(column) or spellings()["cell_heads"].get(f"{row}.{column}")
    return own or column_names(row.partition(".")[0]).get(column, column)


def _own_names(row: str, form: str | None) -> Mapping[str, str]:
    """The names of a form where it prints the row: one that came in from another form keeps its own."""
    known = load(form) if form in (*TEMPLATES, STATISTICS) else None
    return known.names if known and row in known.rows else {}


def _form_of(year: str, form: str | None) -> str | None:
    """The form of a year that has one of its own, else the form of the report beside it."""
    return next((name for name in TEMPLATES if year in map(str, load(name).reporting_years)), form)


def _label(row: str) -> str:
    """The official label of a row without its remark; the id where there is none."""
    known = spellings()
    words = next((known[table][row] for table in ("rows", "routes", "statistics") if row in known[table]), None)
    return _REMARK.sub("", words[0]) if words else row
