"""A TRS portal: static directories, a 0-based pager by script, relative links, a list written by script."""

from __future__ import annotations

from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.site import Answer, Site, attachment, body, metas, page, pages

_PER_PAGE = 5
_COLUMN = "/zwgk/zfxxgknb/"
_LAYOUTS = ("plain", "word", "pdf", "framed", "docx", "word")


def site() -> Site:
    """Two agencies over three pages, and a department list that exists only in a script."""
    listed = [*reports("秀洲区卫生健康局", range(2018, 2025)), *reports("青屿市统计局", range(2019, 2025))]
    listed = [r for r in listed if r.year >= 2019]
    departments = reports("青屿市档案局", range(2021, 2025))
    table: dict[str, Answer] = {"/": _home(), "/zwgk/": _disclosure()}
    numbered = list(enumerate((*listed, *departments), 1))
    for number, report in numbered:
        table |= _detail(number, report)
    rows = [_row(number, report) for number, report in numbered if report in listed]
    count = -(-len(rows) // _PER_PAGE)
    for at in range(count):
        name = "" if at == 0 else f"index_{at}.html"
        table[_COLUMN + name] = _list(rows[at * _PER_PAGE :][:_PER_PAGE], count, at)
    table[f"{_COLUMN}bm/"] = _written([(n, r) for n, r in numbered if r in departments])
    return Site("replica-trs", "青屿市（复制站）", "trs", "/", pages(table), [*listed, *departments])


def _frame(title: str, inner: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}<title>{escape(title)}</title></head><body>"
        '<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政府信息公开</a></div>'
        f"{inner}<div class=foot>网站标识码0000000001</div></body></html>"
    )


def _home() -> Answer:
    news = "".join(f'<li><a href="/xwzx/{i}.html">要闻第{i}条</a></li>' for i in range(8))
    return page(_frame("青屿市", f"<ul>{news}</ul>"))


def _disclosure() -> Answer:
    return page(
        _frame(
            "政府信息公开",
            '<ul><li><a href="/zwgk/zn/">政府信息公开指南</a></li><li><a href="/zwgk/zd/">政府信息公开制度</a></li>'
            '<li><a href="./zfxxgknb/">政府信息公开年报</a></li></ul>',
        )
    )


def _address(number: int, report: Published) -> str:
    year, month, day = report.date.split("-")
    return f"{year}{month}/t{year}{month}{day}_{4000 + number}.html"


def _row(number: int, report: Published) -> str:
    cut = report.title[:14] + "..."
    return (
        f'<li><a href="./{_address(number, report)}" title="{escape(report.title)}">{cut}</a>'
        f"<span>{report.date}</span></li>"
    )


def _list(rows: list[str], count: int, at: int) -> Answer:
    menu = '<div class=menu><a href="/zwgk/zfxxgknb/bm/">部门</a></div>' if at == 0 else ""
    neighbour = '<li><a href="./202001/t20200102_3999.html">关于做好2019年政府信息公开工作年度报告编制的通知</a></li>'
    pager = f'<script>createPageHTML({count}, {at}, "index", "html");</script>'
    return page(
        _frame(
            "政府信息公开年报",
            f"{menu}<ul class=list>{''.join(rows)}{neighbour if at == 0 else ''}</ul>{pager}",
            '<meta name="ColumnName" content="政府信息公开年报">',
        )
    )


def _written(items: list[tuple[int, Published]]) -> Answer:
    script = "".join(
        f'url = "../{_address(number, report)}"; title = "{report.title}"; FILENUM=""; '
        f'document.writeln("{report.date} 10:00");\n'
        for number, report in items
    )
    return page(_frame("部门年报", f"<div id=list></div><script>{script}</script>"))


def _detail(number: int, report: Published) -> dict[str, Answer]:
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    address = _COLUMN + _address(number, report)
    made: dict[str, Answer] = {}
    link = ""
    if layout in ("pdf", "docx"):
        name = f"P0{report.date.replace('-', '')}{number:011d}.{layout}"
        content, media_type = attachment(report, layout)
        made[address.rpartition("/")[0] + "/" + name] = Answer(content, type=media_type)
        link = f'<div class=fj>附件：<a href="./{name}">{escape(report.title)}</a></div>'
    info = f"<div class=info><span>来源：{report.agency}</span><span>发布时间：{report.date} 09:30</span></div>"
    text = _frame(
        report.title,
        f"<h1>{escape(report.title)}</h1>{info}<div class=TRS_Editor><style>.a{{}}</style>{body(report, layout)}</div>{link}",
        metas(report),
    )
    if number % 7 == 3:
        old = text.replace(
            "<meta charset=utf-8>", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        made[address] = page(old, charset="gb18030")
    else:
        made[address] = page(text)
    return made
