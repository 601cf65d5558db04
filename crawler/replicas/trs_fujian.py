"""A TRS portal of Fujian: the first rows stand in the page, the rest only in the search's JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from crawler.replicas.places import Scale, front, published
from crawler.replicas.shelf import Row, shelve
from crawler.replicas.site import Answer, Asked, Site, not_found, page, pages
from crawler.replicas.trs_lists import dressed

_COLUMN = "/zwgk/zfxxgk/zfxxgknb/"
_SIZE = 10
_CHANNEL, _SEARCH = "1813", "200210"
_GONE = b'<meta http-equiv="refresh" content="0;URL=../" />'


def sites(scale: Scale) -> list[Site]:
    """One county; one listed document has been deleted and leaves a stub."""
    place = "柏溪县"
    table = front(place, f"{_COLUMN}nlist.htm", head='<meta name="SiteId" content="4"><link href="/trt_ui_v2.css">')
    listed = published(place, scale)
    rows = shelve(table, listed, dressed(_COLUMN, "htm"))
    gone = Row(f"{_COLUMN}202301/t20230105_1.htm", f"{place}撤销局2022年政府信息公开工作年度报告", "2023-01-05")
    table[gone.address] = Answer(_GONE)
    rows.append(gone)
    first = _page(rows)
    rest = pages(table | {_COLUMN: first, f"{_COLUMN}nlist.htm": first})

    def answer(asked: Asked) -> Answer:
        return _found(asked, rows) if asked.path == "/fjdzapp/search" else rest(asked)

    return [Site("replica-trs-fujian", f"{place}（复制站）", "trs", f"{_COLUMN}nlist.htm", answer, listed)]


def _found(asked: Asked, rows: Sequence[Row]) -> Answer:
    """What the search finds: ten rows a page, whatever size is asked for, and nothing for a stranger."""
    form = asked.form
    if asked.method != "POST" or "referer" not in asked.headers or form.get("channelid") != _SEARCH:
        return not_found()
    chosen = rows if form.get("classsql") == f"chnlid={_CHANNEL}" else ()
    start = (int(form.get("page", "1")) - 1) * _SIZE
    data = [
        {
            "doctitle": row.title,
            "chnldocurl": f"http://{asked.headers['host']}{row.address}",
            "docpuburl": "",
            "docreltime": f"{row.date} 10:00:00",
            "chnlid": _CHANNEL,
        }
        for row in chosen[start : start + _SIZE]
    ]
    answer = {"pageCount": -(-len(chosen) // _SIZE), "data": data}
    return Answer(json.dumps(answer, ensure_ascii=False).encode(), type="application/json;charset=UTF-8")


def _page(rows: Sequence[Row]) -> Answer:
    static = "".join(
        f'<dl><dd><a href=".{row.address.removeprefix(_COLUMN.rstrip("/"))}" title="{escape(row.title)}">{row.title}</a>'
        f"</dd><dd>{row.date}</dd></dl>"
        if row.address.startswith(_COLUMN)
        else f'<dl><dd><a href="{row.address}">{row.title}</a></dd><dd>{row.date}</dd></dl>'
        for row in rows[:_SIZE]
    )
    script = (
        f"var SiteInfo = {{itpSiteId: 21, searchId: {_SEARCH}}};</script><script>"
        'require(["list2.trsapi", "tools"], function(listModel) { listModel({ quickMode: "动静结合", maxStaticIndex: 1,'
        f' listArgs: {{ channelid: SiteInfo.searchId, classsql: "" || "chnlid={_CHANNEL}",'
        ' sortfield: "-docorderpri,-docreltime" },'
        f" pagebar: {{ prepage: {_SIZE}, recordCount: '{len(rows)}', pgTemp: \"bar.html\" }} }}); }});"
    )
    return page(
        "<!DOCTYPE html><html ms-controller=windowRoot><head><meta charset=utf-8>"
        '<meta name="ColumnName" content="政府信息公开年报">'
        f'<meta name="ChnlId" content="{_CHANNEL}"><title>年报</title></head><body>'
        f'<div class=menu><a href="{_COLUMN}nlist.htm">政府信息公开年报</a></div>'
        f'<div ms-visible="showStatic">{static}</div>'
        '<div ms-visible="!showStatic"><dl ms-repeat="list"><dd><a ms-attr-href="el.chnldocurl"></a></dd></dl></div>'
        f"<script>{script}</script></body></html>"
    )
