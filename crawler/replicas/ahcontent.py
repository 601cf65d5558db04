"""Anhui Content portals: page numbers in the path, a list for each unit, files that are called like pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.lines import Line, detail, lines, screens
from crawler.replicas.places import Scale, front, published
from crawler.replicas.site import Answer, Site, attachment, body, metas, page, pages

_PER_PAGE = 6


def sites(scale: Scale) -> list[Site]:
    """A list for each unit with a pager that says how many pages there are, and one list of reports with twins."""
    return [_units(scale), _twins(scale)]


def _units(scale: Scale) -> Site:
    place, index = "桐岭市", "/XxgkContent/showList/1/11500/page_1.html"
    listed = published(place, scale)
    table = front(place, index, label="政府信息公开工作年度报告")
    links = ""
    for at, agency in enumerate(dict.fromkeys(r.agency for r in listed)):
        unit = f"/XxgkContent/showList/{20 + at}/11500/page_"
        own, trap = [r for r in listed if r.agency == agency], f"{place}陷阱局" if at == 1 else ""
        for number, report in enumerate(own, 1):
            table |= detail(number, report, _show(at, number, report), partial(_file, at, number), _frame)
        made = lines(own, partial(_show, at), trap)
        table |= _list(unit, made, agency, linked=False)
        links += f'<li><a href="{unit}1.html">{agency}</a></li>'
    table[index] = page(_page("政府信息公开年报", f"<ul class=units>{links}</ul>"))
    return Site("replica-ahcontent", f"{place}（复制站）", "ahcontent", index, pages(table), listed)


def _show(unit: int, number: int, _: Published) -> str:
    return f"/XxgkAnnualReport/show/{unit + 1}{number:02d}.html"


def _file(unit: int, number: int, kind: str) -> str:
    return f"/group1/M00/{unit}/{number}.{kind}"


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
        shown = f"<p>发布时间：{report.date} 来源：{report.agency} 字体：[大 中 小]</p>"
        text = _frame(escape(report.title), shown + printed + link)
        table[f"{prefix}/show/{number}.html"] = page(
            f"<html><head><meta charset=utf-8>{metas(report)}</head>{text}</html>"
        )
    made = lines(listed, lambda n, _: f"{prefix}/show/{n}.html", f"{place}陷阱局")
    table |= _list(stem, made, "政府信息公开年报", linked=True, twins=True)
    return Site("replica-ahcontent-twins", f"{place}（复制站）", "ahcontent", f"{stem}1.html", pages(table), listed)


def _list(stem: str, listed: Sequence[Line], title: str, *, linked: bool, twins: bool = False) -> dict[str, Answer]:
    found, made = screens(listed, _PER_PAGE), {}
    for at, shown in enumerate(found, 1):
        rows = "".join(_row(line, twins=twins) for line in shown)
        nearby = range(1, min(at + 2, len(found)) + 1)
        pager = (
            "".join(f'<a href="{stem}{n}.html">{n}</a> ' for n in nearby) if linked else f"<i>共 {len(found)} 页</i>"
        )
        made[f"{stem}{at}.html"] = page(
            _page(title, f'<section class="m-tglist"><ul>{rows}</ul></section><div>{pager}</div>')
        )
    return made


def _row(line: Line, *, twins: bool) -> str:
    twin = line.address.replace("/show/", "/download/")
    link = f' <a href="{twin}">下载</a>' if twins and twin != line.address else ""
    return f'<li><a href="{line.address}" title="{escape(line.title)}">{escape(line.cut)}</a>{link}<span>{line.date}</span></li>'


def _page(title: str, inner: str) -> str:
    crumbs = '<div class="crumb"><a href="/">网站首页</a> &gt; <a href="/zwgk/">政府信息公开</a></div>'
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{crumbs}{inner}</body></html>"


def _frame(title: str, text: str) -> str:
    return f'<body><h2>{title}</h2><div class="g-detailbox">{text}</div></body>'
