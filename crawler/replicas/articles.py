"""Reports as pages of a site, with their attachments, and the lists they stand in, for the families that share this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.places import NEIGHBOURS
from crawler.replicas.shelf import FILES, Row
from crawler.replicas.site import Answer, attachment, body, metas, page


@dataclass(frozen=True)
class Look:
    """How a family's pages look: what stands in the head, and the page with `{title}`, `{source}`, `{date}`, `{body}`."""

    article: str
    head: str = ""

    def answer(self, report: Published, inner: str) -> Answer:
        """The page of a report around its body."""
        filled = self.article
        for slot, text in (("{title}", escape(report.title)), ("{source}", report.agency), ("{date}", report.date)):
            filled = filled.replace(slot, text)
        return framed(report.title, filled.replace("{body}", inner), metas(report) + self.head)


def framed(title: str, inner: str, head: str = "") -> Answer:
    """A page of a site with its menu and foot."""
    return page(
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}<title>{escape(title)}</title></head><body>"
        f'<div class="nav"><a href="/">首页</a></div>{inner}<div class=foot>网站标识码0000000001</div></body></html>'
    )


def article(address: str, report: Published, layout: str, look: Look, file: str | None = None) -> dict[str, Answer]:
    """A report's page, and where the layout is a kind of file the file attached to it, at `file` without its ending."""
    if layout not in FILES:
        return {address: look.answer(report, body(report, layout))}
    content, media_type = attachment(report, layout)
    path = f"{file or address.rpartition('.')[0]}.{layout}"
    link = f'<p class=fj>附件：<a href="{path}">{escape(report.title)}.{layout}</a></p>'
    return {
        path: Answer(content, type=media_type),
        address: look.answer(report, body(report, layout) + link),
    }


def rows(listed: Iterable[Published], address: Callable[[int, Published], str]) -> list[Row]:
    """The lines of a list, newest first."""
    made = [Row(address(number, report), report.title, report.date) for number, report in enumerate(listed, 1)]
    return sorted(made, key=lambda row: row.date, reverse=True)


def among_others(place: str, made: Sequence[Row]) -> list[Row]:
    """The lines with the neighbours of annual reports among them, and one below a path that robots.txt forbids."""
    others = [Row(f"/other/{n}.html", title, "2023-03-01") for n, title in enumerate(NEIGHBOURS)]
    others.append(Row("/private/2023.html", f"{place}陷阱局2023年政府信息公开工作年度报告", "2024-01-15"))
    step = max(len(made) // len(others), 1)
    mixed = list(made)
    for at, other in enumerate(others):
        mixed.insert(min(at * (step + 1), len(mixed)), other)
    return mixed


def li(
    made: Iterable[Row], line: str = '<li><a href="{address}" title="{title}">{short}</a><span>{date}</span></li>'
) -> str:
    """Lines as HTML; `{short}` is the title cut as portals cut it."""
    text = ""
    for row in made:
        short = row.title if len(row.title) < 20 else f"{row.title[:18]}..."
        filled = line.replace("{address}", row.address).replace("{date}", row.date)
        text += filled.replace("{title}", escape(row.title)).replace("{short}", escape(short))
    return text
