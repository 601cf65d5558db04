"""A city's page of one year that links departments and counties by their names, and a county's portal with copies."""

from __future__ import annotations

from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.places import NEIGHBOURS, Scale, front, published
from crawler.replicas.site import Answer, Site, attachment, body, framed, metas, pages

_CITY, _COUNTY = "福州市", "平潭县"
_OTHERS = ("闽侯县", "罗源县", "闽清县", "永泰县", "连江县")
_COLUMN = "/zfxxgknb/"
_LAYOUTS = ("plain", "word", "framed")
_NAME = "replica-rollup-county"  # of the county's own portal
_BY_ITSELF = 1  # the department whose links lead to its own page of all years


def sites(scale: Scale) -> list[Site]:
    """The city's portal and the county's."""
    return [_city(scale), _county(scale)]


def _of_county(scale: Scale) -> list[Published]:
    bodies = [f"{_COUNTY}人民政府", f"{_COUNTY}统计局"][: scale.bodies]
    return [report for agency in bodies for report in reports(agency, scale.years)]


def _city(scale: Scale) -> Site:
    """Of each year a page; the county's own reports are linked at home in even years and copied in odd ones."""
    departments = published(_CITY, scale)
    counties = [r for place in _OTHERS[: scale.bodies // 2] for r in reports(f"{place}人民政府", scale.years)]
    copies = [r for r in _of_county(scale) if r.agency.endswith("政府")]
    organs = list(dict.fromkeys(r.agency for r in departments))
    table = front(_CITY, _COLUMN)
    years = "".join(f'<li><a href="{_COLUMN}{year}n/">{year}年</a></li>' for year in reversed(scale.years))
    table[_COLUMN] = framed("政府信息公开年报", f"<ul>{years}</ul>")
    own = [r for r in departments if organs.index(r.agency) == _BY_ITSELF]
    table |= _own_page(own)
    for year in scale.years:
        mine = [r for r in departments if r.year == year]
        theirs = [r for r in (*copies, *counties) if r.year == year]
        table |= _year(year, mine, theirs, own)
    return Site("replica-rollup", f"{_CITY}（复制站）", "static", "/", pages(table), [*departments, *counties])


def _year(year: int, mine: list[Published], theirs: list[Published], own: list[Published]) -> dict[str, Answer]:
    """The page of one year and the reports that stand below it."""
    folder = f"{_COLUMN}{year}n/"
    made: dict[str, Answer] = {}
    lines = []
    for number, report in enumerate((*mine, *theirs)):
        short = report.agency.removeprefix(_CITY).removesuffix("人民政府")
        address = f"{folder}{number:03d}.html"
        if report in own:
            address = "/bm/own/"
        elif report.agency.startswith(_COUNTY) and year % 2 == 0:
            address = f"http://{_NAME}.replica{_at_home(report)}"
        else:
            made[address] = _printed(report, number, by_hint=number == 0)
        lines.append(f'<li><a href="{address}">{short}</a></li>')
    lines.append(f'<li><a href="/private/{year}.html">{_CITY}监察局{year}年政府信息公开工作年度报告</a></li>')  # a trap
    neighbours = "".join(f'<li><a href="/nei/{i}.html">{title}</a></li>' for i, title in enumerate(NEIGHBOURS))
    friends = f'<p>友情链接：<a href="http://{_NAME}.replica/">{_COUNTY}</a> </p>'
    made[folder] = framed(f"{year}年", f"<h3>市直部门、县（市）区</h3><ul>{''.join(lines)}{neighbours}</ul>{friends}")
    return made


def _printed(report: Published, number: int, *, by_hint: bool) -> Answer:
    """A report where it stands; with `by_hint` its title names no body, so that only the link does."""
    title = f"{report.year}年政府信息公开工作年度报告" if by_hint else report.title
    text = body(report, _LAYOUTS[number % len(_LAYOUTS)])
    if by_hint:
        text = text.replace(report.agency, "本机关")
    shown = f"<h1>{escape(title)}</h1><p>发布时间：{report.date}</p><div class=content>{text}</div>"
    return framed(title, shown, "" if by_hint else metas(report))


def _own_page(listed: list[Published]) -> dict[str, Answer]:
    """A department's page: titles with its short name, reports as files and pages."""
    made: dict[str, Answer] = {}
    rows = ""
    for number, report in enumerate(listed):
        address = f"/bm/own/{report.year}.html"
        title = report.title.removeprefix(_CITY)
        rows += f'<li><a href="{address}">{escape(title)}</a><span>{report.date}</span></li>'
        link = ""
        if number % 2:
            made[f"/bm/own/{report.year}.docx"] = Answer(*_file(report))
            link = f'<p>附件：<a href="{report.year}.docx">{escape(title)}</a></p>'
        text = body(report, "docx" if number % 2 else "plain")
        shown = f"<h1>{escape(title)}</h1><p>发布时间：{report.date}</p><div class=content>{text}{link}</div>"
        made[address] = framed(title, shown)
    made["/bm/own/"] = framed(f"{listed[0].agency}年报" if listed else "年报", f"<ul>{rows}</ul>")
    return made


def _file(report: Published) -> tuple[bytes, int, str]:
    content, media_type = attachment(report, "docx")
    return content, 200, media_type


def _county(scale: Scale) -> Site:
    """The county's portal: a list with whole titles."""
    listed = _of_county(scale)
    table = front(_COUNTY, "/nb/", label="年报专栏", way=None)
    rows = ""
    for number, report in enumerate(listed):
        table[_at_home(report)] = _printed(report, number, by_hint=False)
        rows += f'<li><a href="{_at_home(report)}">{escape(report.title)}</a><span>{report.date}</span></li>'
    table["/nb/"] = framed("政府信息公开年报", f"<ul>{rows}</ul>")
    return Site(_NAME, f"{_COUNTY}（复制站）", "static", "/nb/", pages(table), listed)


def _at_home(report: Published) -> str:
    return f"/nb/{report.year}-{sum(map(ord, report.agency))}.html"
