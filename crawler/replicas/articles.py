"""Reports as pages of a site, with their attachments, and the lists they stand in, for the families that share this."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.shelf import FILES, Row
from crawler.replicas.site import Answer, attachment, body, framed, metas


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
        return document(report, filled.replace("{body}", inner), self.head)


def document(report: Published, inner: str, head: str = "") -> Answer:
    """The page of a report, with the metadata of the national standard."""
    return framed(report.title, inner, metas(report) + head)


def article(
    address: str, report: Published, layout: str, look: Look, file: Callable[[str], str] | None = None
) -> dict[str, Answer]:
    """A report's page, and where the layout is a kind of file the file attached to it: `file` is where one of a kind lies."""
    if layout not in FILES:
        return {address: look.answer(report, body(report, layout))}
    content, media_type = attachment(report, layout)
    path = file(layout) if file else f"{address.rpartition('.')[0]}.{layout}"
    link = f'<p class=fj>附件：<a href="{escape(path)}">{escape(report.title)}.{layout}</a></p>'
    return {
        path: Answer(content, type=media_type),
        address: look.answer(report, body(report, layout) + link),
    }


def li(
    made: Iterable[Row], line: str = '<li><a href="{address}" title="{title}">{short}</a><span>{date}</span></li>'
) -> str:
    """Lines as HTML; `{short}` is the title cut as portals cut it."""
    text = ""
    for row in made:
        filled = line.replace("{address}", row.address).replace("{date}", row.date)
        text += filled.replace("{title}", escape(row.title)).replace("{short}", escape(row.cut))
    return text
