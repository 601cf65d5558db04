"""Anhui Content portals: page numbers in the path, a list for each unit, files that are called like pages."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.replicas.articles import Look, article, li
from crawler.replicas.places import Scale, by_agency, front, published
from crawler.replicas.shelf import Row, among_others, rows, sheets
from crawler.replicas.site import Answer, Site, attachment, body, framed, pages

_PER_PAGE = 6
_CRUMBS = '<div class="crumb"><a href="/">网站首页</a> &gt; <a href="/zwgk/">政府信息公开</a></div>'
_LAYOUTS = ("plain", "pdf", "word", "docx", "framed")
_LOOK = Look(
    '<h2>{title}</h2><div class="g-detailbox"><p>发布时间：{date} 来源：{source} 字体：[大 中 小]</p>{body}</div>'
)


def sites(scale: Scale) -> list[Site]:
    """A list for each unit with a pager that says how many pages there are, and one list of reports with twins."""
    return [_units(scale), _twins(scale)]


def _units(scale: Scale) -> Site:
    place, index = "桐岭市", "/XxgkContent/showList/1/11500/page_1.html"
    listed = published(place, scale)
    table = front(place, index, label="政府信息公开工作年度报告")
    links = ""
    for at, (agency, own) in enumerate(by_agency(listed).items()):
        unit, show = (
            f"/XxgkContent/showList/{20 + at}/11500/page_",
            f"/XxgkAnnualReport/show/{at + 1}{{:02d}}.html".format,
        )
        for number, report in enumerate(own, 1):
            file = f"/group1/M00/{at}/{number}.{{}}".format
            table |= article(show(number), report, _LAYOUTS[number % len(_LAYOUTS)], _LOOK, file)
        made = rows(own, lambda n, _, show=show: show(n))  # type: ignore[misc]
        made = among_others(place, made) if at == 1 else made
        table |= _list(unit, made, agency, linked=False)
        links += f'<li><a href="{unit}1.html">{agency}</a></li>'
    table[index] = framed("政府信息公开年报", f"<ul class=units>{links}</ul>")
    return Site("replica-ahcontent", f"{place}（复制站）", "ahcontent", index, pages(table), listed)


def _twins(scale: Scale) -> Site:
    place, stem = "清澜县", "/openness/OpennessContent/showList/9/45712/page_"
    listed = published(place, scale)
    table = front(place, f"{stem}1.html", label="年报专栏", way=None)
    prefix = "/openness/OpennessAnnualReport"
    for number, report in enumerate(listed, 1):
        content, media_type = attachment(report, "pdf" if number % 2 else "docx")
        table[f"{prefix}/download/{number}.html"] = Answer(content, type=media_type)
        printed = body(report, ("plain", "word", "none")[number % 3])
        link = f'<div class="m-file-download"><a href="{prefix}/download/{number}.html">下载</a></div>'
        table[f"{prefix}/show/{number}.html"] = _LOOK.answer(report, printed + link)
    made = among_others(place, rows(listed, lambda n, _: f"{prefix}/show/{n}.html"))
    table |= _list(stem, made, "政府信息公开年报", linked=True, twins=True)
    return Site("replica-ahcontent-twins", f"{place}（复制站）", "ahcontent", f"{stem}1.html", pages(table), listed)


def _list(stem: str, listed: Sequence[Row], title: str, *, linked: bool, twins: bool = False) -> dict[str, Answer]:
    found, made = sheets(listed, _PER_PAGE), {}
    for at, shown in enumerate(found, 1):
        lines = "".join(_line(row, twins=twins) for row in shown)
        nearby = range(1, min(at + 2, len(found)) + 1)
        pager = (
            "".join(f'<a href="{stem}{n}.html">{n}</a> ' for n in nearby) if linked else f"<i>共 {len(found)} 页</i>"
        )
        inner = f'<section class="m-tglist"><ul>{lines}</ul></section><div>{pager}</div>'
        made[f"{stem}{at}.html"] = framed(title, _CRUMBS + inner)
    return made


def _line(row: Row, *, twins: bool) -> str:
    twin = row.address.replace("/show/", "/download/")
    link = f' <a href="{twin}">下载</a>' if twins and twin != row.address else ""
    return li([row], f'<li><a href="{{address}}" title="{{title}}">{{short}}</a>{link}<span>{{date}}</span></li>')
