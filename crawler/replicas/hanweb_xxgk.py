"""Hanweb xxgk portals: one page an agency and year behind a tree, and a catalogue whose rows come by POST."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.lines import LAYOUTS, Line, detail, lines, screens
from crawler.replicas.places import NEIGHBOURS, Scale, front, published
from crawler.replicas.site import Answer, Asked, Site, attachment, body, not_found, page, pages

_MODULE = "/module/xxgk"
_ANNUAL = f"{_MODULE}/xxgkAnnualReport.jsp"
_PER_PAGE = 8


def sites(scale: Scale) -> list[Site]:
    """Reports printed one agency and year a page, and reports listed by the codes of a catalogue."""
    return [_annual(scale), _catalogue(scale)]


def _annual(scale: Scale) -> Site:
    place = "雁回市"
    listed = published(place, scale)
    areas = {
        agency: f"1137{at:04d}00431249{at}W" for at, agency in enumerate(dict.fromkeys(r.agency for r in listed), 1)
    }
    first = next(iter(areas.values()))
    newest = max(r.year for r in listed)
    portal = _Annual(place, listed, areas)
    index = f"{_ANNUAL}?area={first}&fbtime={newest}"
    portal.table |= front(place, f"{_ANNUAL}?area={first}", label="政府信息公开年报")
    return Site("replica-xxgk", f"{place}（复制站）", "hanweb_xxgk", index, portal.answer, listed)


class _Annual:
    """Answers `xxgkAnnualReport.jsp`, of the newest year where none is named, and the tree of agencies."""

    def __init__(self, place: str, listed: Sequence[Published], areas: dict[str, str]) -> None:
        self.table: dict[str, Answer] = {}
        self._place, self._areas = place, areas
        self._years = sorted({r.year for r in listed}, reverse=True)
        self._reports = {(areas[r.agency], r.year): (n, r) for n, r in enumerate(listed, 1)}
        for number, report in enumerate(listed, 1):
            if LAYOUTS[number % len(LAYOUTS)] in ("pdf", "docx"):
                content, media_type = attachment(report, LAYOUTS[number % len(LAYOUTS)])
                self.table[_file(number)] = Answer(content, type=media_type)

    def answer(self, asked: Asked) -> Answer:
        if asked.path == f"{_MODULE}/tree.jsp":
            return self._tree()
        if asked.path == _ANNUAL:
            year = asked.query.get("fbtime") or str(self._years[0])
            return self._page(asked.query.get("area", ""), int(year))
        return pages(self.table)(asked)

    def _tree(self) -> Answer:
        calls = "".join(
            f"d.add({at},1,'{agency.removeprefix(self._place)}',\"xxgkAnnualReport.jsp?area={area}\");\n"
            if at % 2
            else f"d.add({at},1,'{agency}','xxgkAnnualReport.jsp?area={area}');\n"
            for at, (agency, area) in enumerate(self._areas.items(), 2)
        )
        silent = f"d.add(99,1,'{self._place}新设局','xxgkAnnualReport.jsp?area=11370000SILENT');"
        return page(
            f"<html><body><script>d = new dTree('d');d.add(0,-1,'{self._place}');d.add(1,0,'部门');\n{calls}{silent}</script></body></html>"
        )

    def _page(self, area: str, year: int) -> Answer:
        options = "".join(f'<option value="{y}">{y}年</option>' for y in self._years)
        menu = "".join(f'<li><a href="/other/{n}.html">{title}</a></li>' for n, title in enumerate(NEIGHBOURS))
        menu += f'<li><a href="/private/2023.html">{self._place}陷阱局2023年政府信息公开工作年度报告</a></li>'
        known = self._reports.get((area, year))
        return page(
            f'<html><head><meta charset=utf-8><title>政府信息公开年报</title></head><body><iframe src="tree.jsp?area="></iframe>'
            f"<select onchange=\"location.href='xxgkAnnualReport.jsp?area={area}&amp;fbtime='+this.value\">{options}</select>"
            f'<ul class="side">{menu}</ul><div id="zoom">{_printed(*known) if known else "<p>暂无数据</p>"}</div></body></html>'
        )


def _printed(number: int, report: Published) -> str:
    layout = LAYOUTS[number % len(LAYOUTS)]
    link = f'<p><a href="{_file(number)}">{escape(report.title)}</a></p>' if layout in ("pdf", "docx") else ""
    head = f"<h1>{escape(report.title)}</h1><p>发布时间：{report.date}</p><p>点击收听年报语音朗读</p>"
    return head + body(report, layout) + link


def _file(number: int) -> str:
    layout = LAYOUTS[number % len(LAYOUTS)]
    return f"/attach/0/{number:016x}.{layout}"


def _catalogue(scale: Scale) -> Site:
    place, index = "墨溪县", "/col/col12565/index.html"
    listed = published(place, scale)
    table = front(place, index, label="年报专栏", way=None)
    for number, report in enumerate(listed, 1):
        table |= detail(number, report, _art(number, report), partial(_attached, number), _frame)
    search = f"{_MODULE}/search.jsp?standardXxgk=0&isAllList=1&infotypeId='+a+'&area=002276772"
    table[index] = page(
        f'<html><head><meta charset=utf-8><title>信息公开目录</title></head><body><a href="/">首页</a>'
        f'<iframe src="{_MODULE}/tree.jsp?area=002276772&amp;divid=div12565"></iframe><div id="div12565"></div>'
        f"<script>function show(a){{loadDynamic('{search}', 'div12565', '0','0','950','2','','');}}</script></body></html>"
    )
    table[f"{_MODULE}/tree.jsp"] = page(
        '<html><body><a href="javascript:void(0)" onclick="funclick(\'A01\')">机构职能(3)</a>'
        '<a href="javascript:void(0)" onclick="funclick(\'A0212\')">政府信息公开年报(12)</a></body></html>'
    )
    found = screens(lines(listed, _art, f"{place}陷阱局"), _PER_PAGE)
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path != f"{_MODULE}/search.jsp":
            return fixed(asked)
        wanted = {"infotypeId": "A0212", "jdid": "2", "area": "002276772", "divid": "div12565"}
        if asked.method != "POST" or not asked.headers.get("referer", "").endswith(index):
            return not_found()
        if {**asked.form, **wanted} != asked.form:
            return page("<table></table>")
        return _rows(found, int(asked.query.get("currpage", "1")))

    return Site("replica-xxgk-catalogue", f"{place}（复制站）", "hanweb_xxgk", index, answer, listed)


def _rows(found: Sequence[Sequence[Line]], number: int) -> Answer:
    rows = "".join(
        f'<tr class="tr_main_value_{"odd" if at % 2 else "even"}"><td>{at}</td>'
        f'<td><a href="{x.address}" title="{escape(x.title)}" target="_blank">{escape(x.cut)}</a></td><td>{x.date}</td></tr>'
        for at, x in enumerate(found[number - 1] if number <= len(found) else (), 1)
    )
    pager = f'<tr><td align="right">&nbsp;&nbsp;共{len(found)}页&nbsp;<a href="javascript:next()">下一页</a></td></tr>'
    return page(f"<table>{rows}{pager}</table>")


def _art(number: int, report: Published) -> str:
    year, month, day = (int(part) for part in report.date.split("-"))
    return f"/art/{year}/{month}/{day}/art_12565_{800 + number}.html"


def _attached(number: int, kind: str) -> str:
    return f"/attach/0/{number:032x}.{kind}"


def _frame(title: str, text: str) -> str:
    return f'<body><p>索引号：002276772/2023-00012</p><div class="bt_title">{title}</div><div class="bt_content">{text}</div></body>'
