"""What a replica portal is: a function from request to answer, and the reports it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from crawler.replicas.documents import html, pdf, sheet, word
from crawler.replicas.figures import Published

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """A request as a site sees it; `form` are the fields of a POST, `body` its bytes as sent."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What a site sends back."""

    body: bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Site:
    """One replica portal. `reports` are all a crawl must find there; `family` and `index` its registry row."""

    name: str
    title: str
    family: str
    index: str
    answer: Callable[[Asked], Answer]
    reports: Sequence[Published] = ()
    params: str = ""
    note: str = ""
    expects: str = "done"  # how a crawl of it must end
    needs_browser: bool = False


def page(text: str, status: int = 200, charset: str = "utf-8") -> Answer:
    """An HTML page; a charset other than UTF-8 is stated in the page alone, as old pages do."""
    stated = f"text/html; charset={charset}" if charset == "utf-8" else "text/html"
    return Answer(text.encode(charset, "xmlcharrefreplace"), status, stated)


def framed(title: str, inner: str, head: str = "") -> Answer:
    """A page of a site with its menu and foot."""
    return page(
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}<title>{escape(title)}</title></head><body>"
        f'<div class="nav"><a href="/">首页</a></div>{inner}<div class=foot>网站标识码0000000001</div></body></html>'
    )


def not_found() -> Answer:
    """An honest 404."""
    return page("<html><head><title>404</title></head><body><h1>404</h1></body></html>", 404)


def pages(
    table: Mapping[str, Answer], robots: str = "User-agent: *\nDisallow: /private/\n"
) -> Callable[[Asked], Answer]:
    """A site of fixed pages by path."""
    known = {"/robots.txt": Answer(robots.encode(), type="text/plain"), **table}

    def answer(asked: Asked) -> Answer:
        return known.get(asked.path) or not_found()

    return answer


def attachment(report: Published, kind: str) -> tuple[bytes, str]:
    """A report as a file of that kind, with its media type."""
    if kind == "pdf":
        return pdf.pdf(report), "application/pdf"
    if kind == "docx":
        return word.docx(report), DOCX
    return sheet.xlsx(report), XLSX


def metas(report: Published, source: str | None = None) -> str:
    """The metadata of the national website standard."""
    return (
        f'<meta name="ArticleTitle" content="{escape(report.title)}">\n'
        f'<meta name="PubDate" content="{report.date} 09:30">\n'
        f'<meta name="ContentSource" content="{escape(source or report.agency)}">\n'
        '<meta name="ColumnName" content="政府信息公开年报">'
    )


def body(report: Published, layout: str) -> str:
    """The report as an HTML fragment, or one sentence where an attachment holds it."""
    if layout in html.LAYOUTS:
        return html.fragment(report, layout)
    return f"<p>{escape(report.title)}见附件。</p>"
