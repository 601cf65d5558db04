"""A TRS portal: static directories, a 0-based pager by script, relative links, a list written by script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.replicas.articles import document
from crawler.replicas.figures import Published, reports
from crawler.replicas.places import FEW, Scale, front, joined
from crawler.replicas.shelf import Row, among_others, rows, sheets
from crawler.replicas.site import Answer, Site, attachment, body, framed, page, pages

_PER_PAGE = 5
_COLUMN = "/zwgk/zfxxgknb/"
_LAYOUTS = ("plain", "word", "pdf", "framed", "docx", "word")


def sites(scale: Scale = FEW) -> list[Site]:
    """Agencies over several pages, and a department list that exists only in a script."""
    place = "青屿市"
    fixed = [*reports("秀洲区卫生健康局", range(2018, 2025)), *reports("青屿市统计局", range(2019, 2025))]
    departments = reports("青屿市档案局", range(2021, 2025))
    both = joined([*(r for r in fixed if r.year >= 2019), *departments], place, scale)
    listed = [report for report in both if report not in departments]
    table = front(place, _COLUMN)
    for number, report in enumerate((*listed, *departments), 1):
        table |= _detail(number, report)
    parts = sheets(among_others(place, rows(listed, _in_column)), _PER_PAGE)
    for at, part in enumerate(parts):
        table[_COLUMN + (f"index_{at}.html" if at else "")] = _list(part, len(parts), at)
    table[f"{_COLUMN}bm/"] = _written(rows(departments, lambda n, r: _in_column(len(listed) + n, r)))
    return [Site("replica-trs", f"{place}（复制站）", "trs", "/", pages(table), [*listed, *departments])]


def _in_column(number: int, report: Published) -> str:
    return _COLUMN + _address(number, report)


def _address(number: int, report: Published) -> str:
    year, month, day = report.date.split("-")
    return f"{year}{month}/t{year}{month}{day}_{4000 + number}.html"


def _list(part: Sequence[Row], count: int, at: int) -> Answer:
    menu = '<div class=menu><a href="/zwgk/zfxxgknb/bm/">部门</a></div>' if at == 0 else ""
    lines = "".join(
        f'<li><a href="{_relative(row.address)}" title="{escape(row.title)}">{row.title[:14]}...</a><span>{row.date}</span></li>'
        for row in part
    )
    return framed(
        "政府信息公开年报",
        f'{menu}<ul class=list>{lines}</ul><script>createPageHTML({count}, {at}, "index", "html");</script>',
        '<meta name="ColumnName" content="政府信息公开年报">',
    )


def _relative(address: str) -> str:
    return f"./{address.removeprefix(_COLUMN)}" if address.startswith(_COLUMN) else address


def _written(listed: Sequence[Row]) -> Answer:
    script = "".join(
        f'url = ".{_relative(row.address)}"; title = "{row.title}"; FILENUM=""; document.writeln("{row.date} 10:00");\n'
        for row in listed
    )
    return framed("部门年报", f"<div id=list></div><script>{script}</script>")


def _detail(number: int, report: Published) -> dict[str, Answer]:
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    address = _in_column(number, report)
    made: dict[str, Answer] = {}
    link = ""
    if layout in ("pdf", "docx"):
        name = f"P0{report.date.replace('-', '')}{number:011d}.{layout}"
        content, media_type = attachment(report, layout)
        made[address.rpartition("/")[0] + "/" + name] = Answer(content, type=media_type)
        link = f'<div class=fj>附件：<a href="./{name}">{escape(report.title)}</a></div>'
    info = f"<div class=info><span>来源：{report.agency}</span><span>发布时间：{report.date} 09:30</span></div>"
    made[address] = document(
        report,
        f"<h1>{escape(report.title)}</h1>{info}<div class=TRS_Editor><style>.a{{}}</style>{body(report, layout)}</div>{link}",
    )
    if number % 7 == 3:  # as old sites have it
        text = made[address].body.decode()
        old = text.replace(
            "<meta charset=utf-8>", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        made[address] = page(old, charset="gb18030")
    return made
