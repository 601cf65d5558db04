"""Longxun portals: lists that `label/8888` turns, given the site's own template, and reports printed by year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.lines import LAYOUTS, Line, detail, lines, screens
from crawler.replicas.places import NEIGHBOURS, Scale, front, published
from crawler.replicas.site import Answer, Asked, Site, attachment, body, not_found, page, pages

_LABEL = "/zwgk/site/label/8888"
_TEMPLATE = "/yunlu/xxgk/publicInfoList_newest2020"
_PER_PAGE = 5


def sites(scale: Scale) -> list[Site]:
    """A list for each agency whose later pages come by script, and agencies whose pages print a year at a time."""
    return [_listed(scale), _timed(scale)]


def _by_agency(listed: Sequence[Published], first: int) -> dict[int, list[Published]]:
    agencies = dict.fromkeys(r.agency for r in listed)
    return {first + at: [r for r in listed if r.agency == agency] for at, agency in enumerate(agencies)}


def _listed(scale: Scale) -> Site:
    place, index = "云麓市", "/zwgk/public/column/7070?type=3"
    listed = published(place, scale)
    portal = _Lists(place, _by_agency(listed, 7070))
    portal.table |= front(place, index, label="政府信息公开年度报告")
    return Site("replica-longxun", f"{place}（复制站）", "longxun", index, portal.answer, listed)


class _Lists:
    def __init__(self, place: str, agencies: dict[int, list[Published]]) -> None:
        self.table: dict[str, Answer] = {}
        self._agencies = agencies
        self._screens: dict[int, list[Sequence[Line]]] = {}
        for agency, own in agencies.items():
            for number, report in enumerate(own, 1):
                where = _content(agency, number, report)
                self.table |= detail(number, report, where, partial(_file, agency, number), _frame)
            trap = f"{place}陷阱局" if agency % 10 == 1 else ""
            self._screens[agency] = screens(lines(own, partial(_content, agency), trap), _PER_PAGE)

    def answer(self, asked: Asked) -> Answer:
        if asked.path == _LABEL:
            return self._label(asked)
        _, _, agency = asked.path.partition("/zwgk/public/column/")
        if agency.isdecimal() and int(agency) in self._agencies:
            return self._column(int(agency)) if asked.query.get("type") == "3" else page("<html>机构职能</html>")
        return pages(self.table)(asked)

    def _label(self, asked: Asked) -> Answer:
        wanted = {"labelName": "publicInfoList", "siteId": "11492841", "file": _TEMPLATE, "type": "3"}
        agency = int(asked.query.get("organId", "0"))
        if {**asked.query, **wanted} != asked.query or "/public/column/" not in asked.headers.get("referer", ""):
            return not_found()
        found, number = self._screens[agency], int(asked.query.get("pageIndex", "1"))
        shown = _rows(found[number - 1]) if number <= len(found) else "<li>暂无相关信息</li>"
        return page(f"<ul>{shown}</ul>{_pager(len(found), number)}")

    def _column(self, agency: int) -> Answer:
        tree = "".join(
            f'<li><a href="/zwgk/public/column/{other}?type=4&amp;action=list">{own[0].agency}</a></li>'
            for other, own in self._agencies.items()
        )
        found = self._screens[agency]
        asked = (
            f'$.get("{_LABEL}?IsAjax=1&dataType=html&_=" + Math.random(), {{labelName:"publicInfoList", siteId:"11492841", '
            f'pageSize:"{_PER_PAGE}", pageIndex: page, action:"list", isDate:"true", dateFormat:"yyyy-MM-dd", length:"80", '
            f'organId:"{agency}", type:"3", catId:"", cId:"", result:"暂无相关信息", file:"{_TEMPLATE}"}}, show)'
        )
        return page(
            f"<html><head><meta charset=utf-8><title>{self._agencies[agency][0].agency}</title></head><body>"
            f'<!--StartLabelHtml_linkList_0--><div class="tree"><ul>{tree}</ul></div><ul>{_rows(found[0])}</ul>'
            f"{_pager(len(found), 1)}<script>function turn(page) {{ {asked}; }}</script></body></html>"
        )


def _pager(pages_: int, number: int) -> str:
    return f"<script>Ls.pagination({{pageCount: {pages_}, pageIndex: {number}}});</script>"


def _content(agency: int, number: int, _: Published) -> str:
    return f"/zwgk/public/{agency}/{3700 + number}.html"


def _file(agency: int, number: int, kind: str) -> str:
    return f"/group6/M00/0A/{agency}{number:04d}.{kind}"


def _rows(shown: Sequence[Line]) -> str:
    return "".join(
        f'<li><a class="title" href="{x.address}" title="{escape(x.title)}">{escape(x.cut)}</a>'
        f'<span class="date">{x.date}</span></li>'
        for x in shown
    )


def _frame(title: str, text: str) -> str:
    info = (
        "<table class=table_suoyin><tr><th>索<span></span>引<span></span>号：</th><td>003/2023-00012</td></tr></table>"
    )
    return f'<body>{info}<h1 class="newstitle">{title}</h1><div id="zoom" class="j-fontContent">{text}</div></body>'


def _timed(scale: Scale) -> Site:
    place, index = "芦洲县", "/public/column/491?type=3&nav=5&sub=3"
    listed = published(place, scale)
    portal = _Years(place, _by_agency(listed, 491))
    portal.table |= front(place, index, label="年报专栏", way=None)
    return Site("replica-longxun-years", f"{place}（复制站）", "longxun", index, portal.answer, listed)


class _Years:
    def __init__(self, place: str, agencies: dict[int, list[Published]]) -> None:
        self.table: dict[str, Answer] = {}
        self._place, self._agencies = place, agencies
        for agency, own in agencies.items():
            for number, report in enumerate(own, 1):
                if (layout := LAYOUTS[number % len(LAYOUTS)]) in ("pdf", "docx"):
                    content, media_type = attachment(report, layout)
                    self.table[_file(agency, number, layout)] = Answer(content, type=media_type)

    def answer(self, asked: Asked) -> Answer:
        agency = asked.path.rpartition("/public/column/")[2]
        if not agency.isdecimal() or int(agency) not in self._agencies or asked.query.get("type") != "3":
            return pages(self.table)(asked)
        own = list(enumerate(self._agencies[int(agency)], 1))
        year = asked.query.get("timeFrame") or str(own[-1][1].year)
        return self._page(int(agency), next((pair for pair in own if str(pair[1].year) == year), None))

    def _page(self, agency: int, known: tuple[int, Published] | None) -> Answer:
        own = self._agencies[agency]
        options = "".join(f'<option value="{r.year}">{r.year}年</option>' for r in reversed(own))
        tree = "".join(
            f'<a href="/public/column/{other}?type=3&nav=5&sub=3">{r[0].agency}</a> '
            for other, r in self._agencies.items()
        )
        side = "".join(f'<li><a href="/other/{n}.html">{title}</a></li>' for n, title in enumerate(NEIGHBOURS))
        side += f'<li><a href="/private/2023.html">{self._place}陷阱局2023年政府信息公开工作年度报告</a></li>'
        return page(
            f"<html><head><meta charset=utf-8><title>{own[0].agency}</title></head><body><div>{tree}</div><select id=year>{options}</select>"
            f"<script>$('#year').change(function () {{ location.href = '/public/column/{agency}?type=3&nav=5&sub=3&timeFrame=' + this.value"
            f" + '&hasContent=true'; }});</script><ul>{side}</ul><div id=zoom>{_printed(agency, *known) if known else '暂无'}</div></body></html>"
        )


def _printed(agency: int, number: int, report: Published) -> str:
    layout = LAYOUTS[number % len(LAYOUTS)]
    link = f'<p><a href="{_file(agency, number, layout)}">附件</a></p>' if layout in ("pdf", "docx") else ""
    return f"<h1>{escape(report.title)}</h1><p>发布时间：{report.date}</p>{body(report, layout)}{link}"
