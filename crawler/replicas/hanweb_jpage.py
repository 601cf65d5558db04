"""Hanweb jpage portals: records inside a script element, a proxy that answers windows, or pages alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.replicas.articles import Look, article
from crawler.replicas.figures import Published, reports
from crawler.replicas.places import FEW, Scale, front, joined
from crawler.replicas.shelf import Row, among_others, rows
from crawler.replicas.site import Answer, Asked, Site, not_found, page

_PER_PAGE = 3
_GROUP = 2
_PROXY = "/module/web/jpage/dataproxy.jsp"
_END = b"<datastore><recordset></recordset></datastore>"
_LAYOUTS = ("plain", "word", "framed", "docx")
_MISNAMED = "application/octet-stream"
_LOOK = Look(
    '<div class="sp_title">{title}</div>'
    '<div class="sp_time"><font>发布日期：{date}</font><font>信息来源：{source}</font></div>'
    '<div id="zoom"><!--ZJEG_RSS.content.begin-->{body}<!--ZJEG_RSS.content.end--></div>'
)


def sites(scale: Scale = FEW) -> list[Site]:
    """One host that answers windows, one that honours only `page`."""
    return [
        _site("replica-jpage", "白沙县", 33718, reports("白沙县教育局", range(2019, 2025)), scale, windows=True),
        _site(
            "replica-jpage-pages", "阜河区", 52010, reports("富阳区卫生健康局", range(2017, 2025)), scale, windows=False
        ),
    ]


def _site(name: str, place: str, column: int, own: Sequence[Published], scale: Scale, *, windows: bool) -> Site:
    fixed = [*(r for r in own if r.year >= 2019), *reports(f"{place}司法局", range(2019, 2025))]
    found, index = joined(fixed, place, scale), f"/col/col{column}/index.html"
    portal = _Portal(place, column, found, windows=windows)
    portal.pages |= front(place, index, way="/col/col1/index.html" if windows else None)
    return Site(name, f"{place}（复制站）", "hanweb_jpage", index, portal.answer, found)


class _Portal:
    def __init__(self, place: str, column: int, found: Sequence[Published], *, windows: bool) -> None:
        self._column, self._windows = column, windows
        self.pages: dict[str, Answer] = {}
        for number, report in enumerate(found, 1):
            layout, file = _LAYOUTS[number % len(_LAYOUTS)], f"/attach/0/{number:032x}.{{}}".format
            self.pages |= article(self._address(number, report), report, layout, _LOOK, file)
        self.pages |= {path: Answer(a.body, type=_MISNAMED) for path, a in self.pages.items() if path.endswith(".docx")}
        self._records = [_record(row) for row in among_others(place, rows(found, self._address))]

    def _address(self, number: int, report: Published) -> str:
        year, month, day = (str(int(part)) for part in report.date.split("-"))
        return f"/art/{year}/{month}/{day}/art_{self._column}_{90000 + number}.html"

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n", type="text/plain")
        if asked.path == f"/col/col{self._column}/index.html":
            return self._index()
        if asked.path == _PROXY:
            return self._proxy({**asked.query, **asked.form})
        return self.pages.get(asked.path) or not_found()

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


def _record(row: Row) -> str:
    return (
        f"<record><![CDATA[<li><a href='{row.address}' title='{escape(row.title)}' target=\"_blank\">{row.title[:12]}…</a>"
        f"<span>{row.date[:5]}\n {row.date[5:]}</span></li>]]></record>"
    )
