"""What stands in a column of annual reports: the reports, newest first, their neighbours among them, and a trap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.places import NEIGHBOURS
from crawler.replicas.site import Answer, attachment, body, metas, page

LAYOUTS = ("plain", "pdf", "word", "docx", "framed")


@dataclass(frozen=True)
class Line:
    """A line of a list: what it is called, where it leads, its date."""

    title: str
    address: str
    date: str

    @property
    def cut(self) -> str:
        """The title as lists show it: its beginning."""
        return f"{self.title[:14]}…" if len(self.title) > 14 else self.title


def lines(reports: Iterable[Published], address: Callable[[int, Published], str], trap: str = "") -> list[Line]:
    """The lines of a column; `address` says where the report of a number is, `trap` names a body of a forbidden page."""
    numbered = list(enumerate(reports, 1))
    made = [Line(r.title, address(n, r), r.date) for n, r in sorted(numbered, key=lambda pair: -pair[1].year)]
    others = [Line(title, f"/other/{n}.html", "2023-02-01") for n, title in enumerate(NEIGHBOURS)]
    if trap:
        others.insert(2, Line(f"{trap}2023年政府信息公开工作年度报告", "/private/2023.html", "2024-01-20"))
    for at, other in enumerate(others):
        made.insert(min(at * 3 + 1, len(made)), other)
    return made


def screens(listed: Sequence[Line], size: int) -> list[Sequence[Line]]:
    """The pages of a list."""
    return [listed[at : at + size] for at in range(0, len(listed), size)] or [()]


def detail(
    number: int, report: Published, address: str, file: Callable[[str], str], frame: Callable[[str, str], str]
) -> dict[str, Answer]:
    """A report's page in one of the layouts, and its file: `file` is where one of an ending lies."""
    layout = LAYOUTS[number % len(LAYOUTS)]
    made: dict[str, Answer] = {}
    link = ""
    if layout in ("pdf", "docx"):
        content, media_type = attachment(report, layout)
        where = file(layout)
        made[where] = Answer(content, type=media_type)
        link = f'<p>附件：<a href="{escape(where)}">{escape(report.title)}.{layout}</a></p>'
    shown = f"<p>发布时间：{report.date} 来源：{report.agency} 字体：[大 中 小]</p>"
    text = frame(escape(report.title), shown + body(report, layout) + link)
    made[address] = page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head>{text}</html>"
    )
    return made
