"""What stands behind a replica's list: the reports' pages with their files, the neighbours, and a trap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crawler.replicas.figures import Published
from crawler.replicas.places import NEIGHBOURS
from crawler.replicas.site import Answer, attachment, body, framed

FILES = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class Row:
    """A line of a list: where it leads, its title and its date."""

    address: str
    title: str
    date: str

    @property
    def cut(self) -> str:
        """The title as lists show it: its beginning."""
        return self.title if len(self.title) < 20 else f"{self.title[:16]}..."


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
    made = rows(listed, lambda number, report: dress.address(number, report.date))
    for number, report in enumerate(listed, 1):
        address = dress.address(number, report.date)
        layout = dress.layouts[number % len(dress.layouts)]
        file = ""
        if layout in FILES:
            content, media_type = attachment(report, layout)
            file = dress.file(address, number, layout)
            table[file] = Answer(content, type=media_type)
        table[address] = dress.page(report, body(report, layout), file)
    beside = _others(f"{listed[0].agency[:2]}县", lambda n, day: dress.address(len(listed) + n, day))
    table |= {row.address: framed(row.title, "<p>略。</p>") for row in beside if not row.address.startswith("/private")}
    return sorted([*made, *beside], key=lambda row: row.date, reverse=True)


def rows(listed: Iterable[Published], address: Callable[[int, Published], str]) -> list[Row]:
    """The lines of a list, newest first; `address` says where the report of a number is."""
    made = [Row(address(number, report), report.title, report.date) for number, report in enumerate(listed, 1)]
    return sorted(made, key=lambda row: row.date, reverse=True)


def among_others(place: str, made: Sequence[Row]) -> list[Row]:
    """The lines with the neighbours of annual reports among them, and one below a path that robots.txt forbids."""
    others = _others(place, lambda n, _: f"/other/{n}.html")
    step = max(len(made) // len(others), 1)
    mixed = list(made)
    for at, other in enumerate(others):
        mixed.insert(min(at * (step + 1), len(mixed)), other)
    return mixed


def _others(place: str, address: Callable[[int, str], str]) -> list[Row]:
    """Documents that are no reports, and a report robots.txt forbids."""
    days = [f"{2018 + n % 7}-0{n % 9 + 1}-11" for n in range(len(NEIGHBOURS))]
    made = [Row(address(n, day), title, day) for n, (title, day) in enumerate(zip(NEIGHBOURS, days, strict=True), 2)]
    trap = f"{place}陷阱局2023年政府信息公开工作年度报告"
    return [*made, Row(f"/private{address(1, '2024-01-09')}", trap, "2024-01-09")]


def sheets(made: Sequence[Row], size: int) -> list[Sequence[Row]]:
    """The rows by pages; a list without rows has one page.

    >>> [len(sheet) for sheet in sheets([Row("/1", "一", "2024-01-01")] * 5, 2)]
    [2, 2, 1]
    """
    return [made[start : start + size] for start in range(0, len(made), size)] or [()]
