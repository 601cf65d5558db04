"""What stands behind a replica's list: the reports' pages with their files, the neighbours, and a trap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.places import NEIGHBOURS
from crawler.replicas.site import Answer, attachment, body, metas, page

FILES = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class Row:
    """A line of a list: where it leads, its title and its date."""

    address: str
    title: str
    date: str


@dataclass(frozen=True)
class Dress:
    """How a family dresses a report.

    `address` gives the address of the nth page by its date, `file` that of a page's file by its kind,
    `page` the page of a report, given the body as HTML and its file's address or "". `layouts` are taken
    in turn.
    """

    address: Callable[[int, str], str]
    file: Callable[[str, int, str], str]
    page: Callable[[Published, str, str], Answer]
    layouts: Sequence[str]


def shelve(table: dict[str, Answer], listed: Sequence[Published], dress: Dress) -> list[Row]:
    """Put every page into the table; the rows of the list, newest first, with neighbours and a trap among them."""
    rows = []
    for number, report in enumerate(listed, 1):
        address = dress.address(number, report.date)
        layout = dress.layouts[number % len(dress.layouts)]
        file = ""
        if layout in FILES:
            content, media_type = attachment(report, layout)
            file = dress.file(address, number, layout)
            table[file] = Answer(content, type=media_type)
        table[address] = dress.page(report, body(report, layout), file)
        rows.append(Row(address, report.title, report.date))
    rows += _beside(table, listed[0], dress, len(listed) + 1)
    return sorted(rows, key=lambda row: row.date, reverse=True)


def document(report: Published, inner: str) -> Answer:
    """The page of a report, with the metadata of the national standard."""
    return page(
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head>"
        f"<body>{inner}</body></html>"
    )


def _beside(table: dict[str, Answer], report: Published, dress: Dress, first: int) -> list[Row]:
    """What stands in the same columns: documents that are no reports, and a report robots.txt forbids."""
    trap = report.agency[:2] + "县陷阱局2023年政府信息公开工作年度报告"
    rows = [Row(f"/private{dress.address(first, '2024-01-09')}", trap, "2024-01-09")]
    for number, title in enumerate(NEIGHBOURS, first + 1):
        date = f"{2018 + number % 7}-0{number % 9 + 1}-11"
        row = Row(dress.address(number, date), title, date)
        table[row.address] = page(f"<html><meta charset=utf-8><body><h1>{escape(title)}</h1><p>略。</p></body></html>")
        rows.append(row)
    return rows


def sheets(rows: Sequence[Row], size: int) -> list[Sequence[Row]]:
    """The rows by pages.

    >>> [len(sheet) for sheet in sheets([Row("/1", "一", "2024-01-01")] * 5, 2)]
    [2, 2, 1]
    """
    return [rows[start : start + size] for start in range(0, len(rows), size)]
