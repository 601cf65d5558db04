"""EasySite portals: pages named by `tagname`, or asked for at `/eportal/ui` by the numbers of page and module."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.replicas.articles import document
from crawler.replicas.figures import Published
from crawler.replicas.places import Scale, front, published
from crawler.replicas.shelf import Dress, Row, sheets, shelve
from crawler.replicas.site import Answer, Asked, Site, not_found, page, pages

_LAYOUTS = ("plain", "docx", "framed", "pdf", "word")
_UI = "/eportal/ui"
_HEAD = '<script src="/eportal/uiFramework/commonResource/js/counting.js"></script>'
_PAGE, _MODULE = "363148", "3b3662a6db7145c0ae55d1ff51a3b21b"


def sites(scale: Scale) -> list[Site]:
    """A portal of static pages and a dynamic one."""
    return [_static(scale), _dynamic(scale)]


def _dressed(folder: str) -> Dress:
    """Pages are folders of their own; files lie among the portal's resources."""
    return Dress(
        lambda number, _: f"{folder}{1545000 + number}/index.html",
        lambda _, number, kind: f"/web/-/resource/cms/article/{number}/{number:020d}.{kind}",
        _detail,
        _LAYOUTS,
    )


def _detail(report: Published, inner: str, file: str) -> Answer:
    link = f'<p><a href="{file}">{escape(report.title)}</a></p>' if file else ""
    return document(
        report,
        f"<div class=easysite-news-title><h2>{escape(report.title)}</h2></div>"
        f"<p class=easysite-news-describe>来源：{report.agency} 更新时间：{report.date} 10:46</p>"
        f"<div class=easysite-news-text id=easysiteText>{inner}{link}</div>",
    )


def _framed(rows: Sequence[Row], pager: str) -> Answer:
    lines = "".join(
        f'<tr><td><a href="{row.address}" title="{escape(row.title)}" istitle="true">{row.title[:15]}...</a>'
        f'<span class="hui12">{row.date}</span></td></tr>'
        for row in rows
    )
    return page(
        '<!DOCTYPE html><html><head><meta charset=utf-8><meta name="ColumnName" content="政府信息公开年报"></head><body>'
        f'<input type=hidden id=eprotalCurrentPageId value="{_PAGE}"><input type=hidden id=eprotalCurrentSiteId value="7"><table>{lines}</table>{pager}</body></html>'
    )


def _static(scale: Scale) -> Site:
    """Page N is named `3b3662a6-N.html`; the pager's links have addresses only for scripts."""
    place, folder = "银杏县", "/web/zwgk/gknb/"
    table = front(place, f"{folder}index.html", label="信息公开年报", way="/web/zwgk/index.html", head=_HEAD)
    listed = published(place, scale)
    parts = sheets(shelve(table, listed, _dressed(folder)), 10)
    for k, part in enumerate(parts, 1):
        name = f"{folder}{_MODULE[:8]}-{k + 1}.html"
        link = f'<a class=hand tagname="{name}" onclick="queryArticleByCondition(this,\'{name}\')">下一页</a>'
        field = f'<input type=hidden name=article_paging_list_hidden moduleid="{_MODULE}" totalpage="{len(parts)}">'
        path = f"{folder}{_MODULE[:8]}-{k}.html" if k > 1 else f"{folder}index.html"
        table[path] = _framed(part, (link if k < len(parts) else "") + field)
    return Site("replica-easysite", f"{place}（复制站）", "easysite", f"{folder}index.html", pages(table), listed)


def _dynamic(scale: Scale) -> Site:
    """Every list is `/eportal/ui`; further pages want the module, and whoever asks to come from the list."""
    place, column = "枫桥县", f"{_UI}?pageId={_PAGE}"
    table = front(place, column, label="年报", way="/zwgk/index.html", head=_HEAD)
    listed = published(place, scale)
    parts = sheets(shelve(table, listed, _dressed("/zwgk/gknb/")), 12)
    rest = pages(table)
    field = f'<input type=hidden name=article_paging_list_hidden moduleid="{_MODULE}" totalpage="{len(parts)}">'

    def answer(asked: Asked) -> Answer:
        if asked.path != _UI:
            return rest(asked)
        at = int(asked.query.get("currentPage", "1"))
        stranger = at > 1 and (asked.query.get("moduleId") != _MODULE or "referer" not in asked.headers)
        if stranger or asked.query.get("pageId") != _PAGE or at > len(parts):
            return not_found()
        return _framed(parts[at - 1], field)

    return Site("replica-easysite-ui", f"{place}（复制站）", "easysite", column, answer, listed)
