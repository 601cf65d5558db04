"""Small tables for tests of one behaviour: rows of texts, or of (text, colspan, rowspan)."""

from archive.parser import parse
from archive.readers.registry import read
from tests.archive.layouts import Item, html_table

TITLE = "甲市乙局2023年政府信息公开工作年度报告"
RULES_2021 = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
LICENSING_2019 = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
COLUMNS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)


def report_of(*tables):
    """The report read from a page with these tables."""
    return parse([read(page_of(*tables))])


def page_of(*tables):
    """A page with these tables; a cell is a text or (text, colspan, rowspan)."""
    made = "\n".join(html_table([list(map(item, row)) for row in rows]) for rows in tables)
    return f"<!doctype html><html><body><h1>{TITLE}</h1>{made}<p>六、其他需要报告的事项</p></body></html>".encode()


def report_of_html(table):
    """The report read from a page with a table in HTML."""
    return parse([read(f"<!doctype html><html><body><h1>{TITLE}</h1>{table}</body></html>".encode())])


def report_of_text(*lines):
    """The report read from a text with these lines below its title."""
    return parse([read("\n".join((TITLE, "", *lines)).encode())])


def item(cell):
    return Item(cell) if isinstance(cell, str) else Item(*cell)


def values(report):
    """Cell id -> value."""
    return {cell.id: cell.value for cell in report.cells}


def states(report):
    """Cell id -> state."""
    return {cell.id: cell.state for cell in report.cells}
