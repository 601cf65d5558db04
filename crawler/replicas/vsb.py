"""Boda VSB portals: lists numbered downwards in a folder, dynamic lists, reports shown as PDF by a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

from crawler.replicas.articles import document
from crawler.replicas.figures import Published
from crawler.replicas.places import Scale, by_agency, front, published
from crawler.replicas.shelf import Dress, Row, sheets, shelve
from crawler.replicas.site import Answer, Asked, Site, page, pages

_LAYOUTS = ("plain", "pdf", "word", "docx", "framed")


def sites(scale: Scale) -> list[Site]:
    """A static portal and a dynamic one."""
    return [_static(scale), _dynamic(scale)]


def _file(_: str, number: int, kind: str) -> str:
    """PDFs lie below `/__local`, other files behind the download page."""
    if kind == "pdf":
        return f"/__local/A/B7/30/{number:032X}_{number * 7919:08X}_{number:04X}.pdf"
    return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1571&wbfileid={number:032X}"


def _detail(report: Published, inner: str, file: str) -> Answer:
    shown = link = ""
    if file.endswith(".pdf"):
        shown = f'<script>showVsbpdfIframe("{file}", "100%", "600", "0", "", "0");</script>'
    elif file:
        name = f"{report.title}{'.docx' if report.year % 2 else ''}"
        link = f'<ul style="list-style-type:none;"><li>附件【<a href="{escape(file)}">{name}</a>】已下载3次</li></ul>'
    return document(
        report,
        f"<form name=_newscontent_fromname><h1>{escape(report.title)}</h1><div>发布日期：{report.date} 点击：[]</div>"
        f"<table><tr><td>索引号</td><td>01/{report.year}-00031</td><td>发布机构</td><td>{report.agency}</td></tr></table>"
        f"<div id=vsb_content><div class=v_news_content>{shown or inner}</div></div>{link}</form>",
    )


def _lines(rows: Sequence[Row], up: str) -> str:
    return "".join(
        f'<li id="line_u8_{n}"><a href="{up}{row.address.removeprefix("/")}" target="_blank" title="{escape(row.title)}">'
        f"{row.title[:14]}...</a><span>{row.date}</span></li>"
        for n, row in enumerate(rows)
    )


def _framed(inner: str) -> Answer:
    return page(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>政府信息公开年报</title>"
        f'<script src="/_sitegray/_sitegray.js"></script></head><body>{inner}</body></html>'
    )


def _static(scale: Scale) -> Site:
    """The newest page is `gknb.htm`; behind it page k of N is `gknb/{N-k+1}.htm`."""
    place, column = "鹿角县", "/zfxxgk/gknb"
    table = front(place, f"{column}.htm", way="/zfxxgk.htm")
    listed = published(place, scale)
    dress = Dress(lambda number, _: f"/info/1648/{47200 + number}.htm", _file, _detail, _LAYOUTS)
    rows = shelve(table, listed, dress)
    parts = sheets(rows, 8)
    for k, part in enumerate(parts, 1):
        older = len(parts) - k
        path = f"{column}.htm" if k == 1 else f"{column}/{older + 1}.htm"
        following = f'<a href="{"gknb/" if k == 1 else ""}{older}.htm">下页</a>' if older else "<span>下页</span>"
        pager = f"<div class=p_pages>共{len(rows)}条 {k}/{len(parts)} <span class=p_next>{following}</span></div>"
        table[path] = _framed(f"<ul>{_lines(part, '../' if k == 1 else '../../')}</ul>{pager}")
    return Site("replica-vsb", f"{place}（复制站）", "vsb", f"{column}.htm", _by_query(table), listed)


def _dynamic(scale: Scale) -> Site:
    """Lists and pages are JSPs with numbers; each body has a node of its own, and only a script turns pages."""
    place, base = "桑坪县", "/xxgk/xxgk_list.jsp?urltype=tree.TreeTempUrl&wbtreeid="
    table = front(place, f"{base}5069", label="政府信息公开年报", way="/xxgk/")
    listed = published(place, scale)
    nodes = ""
    for node, (agency, own) in enumerate(by_agency(listed).items(), 5070):
        dress = _numbered(node)
        rows = shelve(table, own, dress)
        parts = sheets(rows, 6)
        for k, part in enumerate(parts, 1):
            pager = f"<td id=fanye218>共{len(rows)}条 {k}/{len(parts)}</td><a href=\"javascript:turn('a218p={k + 1}')\">下页</a>"
            turned = f"&a218t={len(parts)}&a218p={k}" if k > 1 else ""
            table[f"{base}{node}{turned}"] = _framed(f"<ul>{_lines(part, '/')}</ul>{pager}")
        nodes += f'<li><a href="{base}{node}">{agency}</a></li>'
    table[f"{base}5069"] = _framed(f"<ul>{nodes}</ul>")
    return Site("replica-vsb-jsp", f"{place}（复制站）", "vsb", f"{base}5069", _by_query(table), listed)


def _numbered(node: int) -> Dress:
    """Pages and files of a node."""

    def address(number: int, _: str) -> str:
        return f"/xxgk/xxgk_content.jsp?urltype=news.NewsContentUrl&wbtreeid={node}&wbnewsid={node * 100 + number}"

    return Dress(address, lambda at, number, kind: _file(at, node * 100 + number, kind), _detail, _LAYOUTS)


def _by_query(table: dict[str, Answer]) -> Callable[[Asked], Answer]:
    """A site whose pages are told by their queries too."""
    inner = pages(table)

    def answer(asked: Asked) -> Answer:
        full = f"{asked.path}?{urlencode(asked.query)}" if asked.query else asked.path
        return table.get(full) or inner(asked)

    return answer
