"""Hanweb jpage portals: records inside a script element, a proxy that answers windows, or pages alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.site import Answer, Asked, Site, attachment, body, metas, not_found, page

_PER_PAGE = 3
_GROUP = 2
_PROXY = "/module/web/jpage/dataproxy.jsp"
_END = b"<datastore><recordset></recordset></datastore>"
_LAYOUTS = ("plain", "word", "framed", "docx")


def sites() -> list[Site]:
    """One host that answers windows, one that honours only `page`."""
    return [
        _site("replica-jpage", "白沙县（复制站）", 33718, reports("白沙县教育局", range(2019, 2025)), windows=True),
        _site(
            "replica-jpage-pages",
            "阜河区（复制站）",
            52010,
            reports("富阳区卫生健康局", range(2017, 2025)),
            windows=False,
        ),
    ]


def _site(name: str, title: str, column: int, listed: Sequence[Published], *, windows: bool) -> Site:
    found = sorted((r for r in listed if r.year >= 2019), key=lambda r: -r.year)
    found += reports(title.partition("（")[0] + "司法局", range(2019, 2025))
    portal = _Portal(column, found, windows=windows)
    return Site(name, title, "hanweb_jpage", f"/col/col{column}/index.html", portal.answer, found)


class _Portal:
    def __init__(self, column: int, found: Sequence[Published], *, windows: bool) -> None:
        self._column, self._windows = column, windows
        self._details: dict[str, Answer] = {}
        self._records = [self._record(number, report) for number, report in enumerate(found, 1)]

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n", type="text/plain")
        if asked.path == f"/col/col{self._column}/index.html":
            return self._index()
        if asked.path == _PROXY:
            return self._proxy({**asked.query, **asked.form})
        return self._details.get(asked.path) or not_found()

    def _index(self) -> Answer:
        first = self._records[: _PER_PAGE * _GROUP]
        group = f"{_PROXY}?page=1&appid=1&webid=1&path=/&columnid={self._column}&unitid=777&webname=x&permissiontype=0"
        return page(
            "<html><head><meta charset=utf-8>"
            '<meta name="ColumnName" content="政府信息公开年报"><title>年报</title></head><body>'
            '<a href="/">首页</a> <a href="javascript:void(0)">返回</a>'
            f'<div id="777"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>'
            f"<recordset>{''.join(first)}</recordset></datastore></script></div>"
            f"<script>var param_777={{columnid:{self._column},unitid:'777'}};"
            f"$('#777').jpage({{totalRecord:{len(self._records)},perPage:{_PER_PAGE},groupSize:{_GROUP},"
            f"proxyUrl:'{_PROXY}'}});</script></body></html>"
        )

    def _proxy(self, query: dict[str, str]) -> Answer:
        if self._windows and "startrecord" in query:
            start, end = int(query["startrecord"]), int(query["endrecord"])
            chosen = self._records[start - 1 : end]
        elif self._windows:
            chosen = self._records[:_PER_PAGE]  # this build knows no pages and begins anew
        else:
            at = (int(query.get("page", "1")) - 1) * _PER_PAGE
            chosen = self._records[at : at + _PER_PAGE]
        if not chosen:
            return Answer(_END, type="text/xml")
        text = f"<datastore><totalrecord>{len(self._records)}</totalrecord><recordset>{''.join(chosen)}</recordset></datastore>"
        return Answer(text.encode(), type="text/xml;charset=UTF-8")

    def _record(self, number: int, report: Published) -> str:
        year, month, day = (str(int(part)) for part in report.date.split("-"))
        address = f"/art/{year}/{month}/{day}/art_{self._column}_{90000 + number}.html"
        self._details |= _detail(address, number, report)
        return (
            f"<record><![CDATA[<li><a href='{address}' title='{escape(report.title)}' target=\"_blank\">{report.title[:12]}…</a>"
            f"<span>{report.date[:5]}\n {report.date[5:]}</span></li>]]></record>"
        )


def _detail(address: str, number: int, report: Published) -> dict[str, Answer]:
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    made: dict[str, Answer] = {}
    link = ""
    if layout == "docx":
        content, _ = attachment(report, "docx")
        file = f"/attach/0/{number:032x}.docx"
        made[file] = Answer(content, type="application/octet-stream")
        link = f'<p><a href="{file}">{escape(report.title)}.docx</a></p>'
    made[address] = page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head><body>"
        f'<div class="sp_title">{escape(report.title)}</div>'
        f'<div class="sp_time"><font>发布日期：{report.date}</font><font>信息来源：{report.agency}</font></div>'
        f'<div id="zoom"><!--ZJEG_RSS.content.begin-->{body(report, layout)}{link}<!--ZJEG_RSS.content.end--></div>'
        "</body></html>"
    )
    return made
