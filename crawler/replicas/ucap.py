"""UCAP portals: lists that count from 1 in columns of a year, a list file pulled in by a shell, and a JSON API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from html import escape

from crawler.replicas.articles import document
from crawler.replicas.figures import Published
from crawler.replicas.places import Scale, front, published
from crawler.replicas.shelf import Dress, Row, sheets, shelve
from crawler.replicas.site import Answer, Asked, Site, not_found, page, pages

_LAYOUTS = ("word", "pdf", "plain", "framed", "docx")
_SIZE = 15
_HEAD = '<meta name="template,templategroup,version" content="9,default,5.1">'


def sites(scale: Scale) -> list[Site]:
    """One portal a way to list."""
    return [_years(scale), _pulled(scale), _api(scale)]


def _hex(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _dressed(folder: str) -> Dress:
    """Pages `folder/YYYYMM/HEX.shtml`, files in a folder named like the page."""
    return Dress(
        lambda number, date: f"{folder}{date[:4]}{date[5:7]}/{_hex(f'{folder}{number}')}.shtml",
        lambda at, number, kind: f"{at.removesuffix('.shtml')}/files/{_hex(f'{at}{number}')}.{kind}",
        _detail,
        _LAYOUTS,
    )


def _detail(report: Published, inner: str, file: str) -> Answer:
    link = f'<p><a href="{file}">{escape(report.title)}</a></p>' if file else ""
    return document(
        report,
        f"<h2><UCAPTITLE>{escape(report.title)}</UCAPTITLE></h2>"
        "<div class=xxgkml-content><label><font>索 引 号：</font></label>"
        f"<div class=display-block>K45899617/{report.year}-00226</div>"
        f"<label><font>发布日期：</font></label><div class=display-block>{report.date}</div></div>"
        f"<div id=zoomcon><UCAPCONTENT>{inner}{link}</UCAPCONTENT></div>",
    )


def _framed(inner: str, head: str = "") -> Answer:
    return page(
        '<!DOCTYPE html><html><head><meta charset=utf-8><meta name="ColumnName" content="政府信息公开年报">'
        f"{_HEAD}{head}<title>年报</title></head><body>{inner}</body></html>"
    )


def _items(rows: Sequence[Row]) -> str:
    return "".join(
        f'<li><a title="{escape(row.title)}" href="{row.address}" target="_blank">{row.title[:16]}...</a>'
        f'<span class="time">{row.date}</span></li>'
        for row in rows
    )


def _paged(table: dict[str, Answer], rows: Sequence[Row], folder: str, stem: str, size: int) -> None:
    """The pages of a list; the pager states pages, the number of this one, and all rows."""
    parts = sheets(rows, size)
    for at, part in enumerate(parts, 1):
        pager = f"createPageHTML('page_div', {len(parts)}, {at}, '{stem}', 'shtml', {len(rows)});"
        name = f"{stem}_{at}.shtml" if at > 1 else f"{stem}.shtml"
        table[folder + name] = _framed(
            f'<ul class="infolist">{_items(part)}</ul><div id=page_div></div><script>{pager}</script>'
        )


def _years(scale: Scale) -> Site:
    """Each year has a column with a slug of its own; the folder itself answers 404."""
    place, column = "石浦县", "/spxrmzf/C116872/nav_list.shtml"
    table = front(place, column, label="公开年报", way="/spxrmzf/zwgk/xxgk.shtml")
    listed = published(place, scale)
    links = ""
    for year in sorted({report.year for report in listed}, reverse=True):
        folder = f"/spxrmzf/bmnb{year}/"
        rows = shelve(table, [report for report in listed if report.year == year], _dressed(folder))
        _paged(table, rows, folder, "list", 6)
        links += f'<li><a href="{folder}list.shtml">{year}年度</a></li>'
    table[column] = _framed(f"<ul>{links}</ul>")
    return Site("replica-ucap-years", f"{place}（复制站）", "ucap", column, pages(table), listed)


def _pulled(scale: Scale) -> Site:
    """The column is a shell; the list is another file, and articles have numbers."""
    place, folder = "杏山区", "/xsq/xxgknb/"
    table = front(place, f"{folder}xxgk_lists.shtml", label="年度报告", way=None, head=_HEAD)
    listed = published(place, scale)
    dress = Dress(
        lambda number, date: f"/xsq/c100092/{date[:4]}{date[5:7]}/c0{number % 4 + 1}_{868000 + number}.shtml",
        lambda at, _, kind: f"{at.removesuffix('.shtml')}/files/{_hex(at)}.{kind}",
        _detail,
        _LAYOUTS,
    )
    _paged(table, shelve(table, listed, dress), f"{folder}bm/", "xxgk_list", 10)
    pull = "<div id=list></div><script>$('#list').load(\"bm/xxgk_list.shtml\");</script>"
    table[f"{folder}xxgk_lists.shtml"] = _framed(pull)
    return Site("replica-ucap-shell", f"{place}（复制站）", "ucap", f"{folder}xxgk_lists.shtml", pages(table), listed)


def _api(scale: Scale) -> Site:
    """The list exists only as JSON, fifteen rows a page, whatever size is asked for."""
    place = "芦湾县"
    channel = _hex(place)
    column = f"/luwanxianrenminzhengfu/{channel}/zwgk_zc.shtml"
    table = front(place, column)
    listed = published(place, scale)
    rows = shelve(table, listed, _dressed(f"/luwanxianrenminzhengfu/{channel}/"))
    script = f"var listUrl = '/common/search/{channel}'; render(listUrl, 'infolist');"
    table[column] = _framed(
        f"<div id=app></div><script>{script}</script>", f'<meta name="channelId" content="{channel}">'
    )
    rest = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path != f"/common/search/{channel}":
            return rest(asked)
        return _found(asked, rows) if asked.query.get("_isJson") == "true" else not_found()

    return Site("replica-ucap-api", f"{place}（复制站）", "ucap", column, answer, listed)


def _found(asked: Asked, rows: Sequence[Row]) -> Answer:
    at = max(int(asked.query.get("page", "1")), 1)
    results = [
        {
            "title": escape(f"<p style='text-align:center'>{row.title}</p>"),
            "url": row.address,
            "publishedTimeStr": f"{row.date} 09:30:00",
            "channelName": "政府信息公开年报",
            "domainMetaList": [{"resultList": [{"key": "refno", "value": ""}]}],
        }
        for row in rows[(at - 1) * _SIZE :][:_SIZE]
    ]
    data = {"total": len(rows), "page": at, "rows": _SIZE, "results": results}
    return Answer(json.dumps({"data": data}, ensure_ascii=False).encode(), type="application/json;charset=UTF-8")
