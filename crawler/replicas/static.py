"""Plain lists: next-page links, year folders, and titles that only a pattern tells from others."""

from __future__ import annotations

from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.site import Answer, Site, attachment, body, metas, page, pages

_PER_PAGE = 4
_LAYOUTS = ("framed", "plain", "docx", "word", "pdf")


def sites() -> list[Site]:
    """A paged list, a column of year folders, and a list whose titles are bare years."""
    return [_paged(), _years(), _bare()]


def _detail(address: str, number: int, report: Published) -> dict[str, Answer]:
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    made: dict[str, Answer] = {}
    link = ""
    if layout in ("docx", "pdf"):
        content, media_type = attachment(report, layout)
        path = address.removesuffix(".html") + f".{layout}"
        made[path] = Answer(content, type=media_type)
        link = f'<p>附件下载：<a href="{path}">{escape(report.title)}</a></p>'
    made[address] = page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head><body>"
        f"<h2>{escape(report.title)}</h2><p class=src>日期：{report.date} 来源：{report.agency}</p>"
        f'<div class="article">{body(report, layout)}{link}</div></body></html>'
    )
    return made


def _paged() -> Site:
    listed = [*reports("利通区卫生健康局", range(2020, 2025)), *reports("利通区水务局", range(2019, 2025))]
    table: dict[str, Answer] = {}
    rows = []
    for number, report in enumerate(listed, 1):
        address = f"/zfxxgknb/{report.year + 1}/{number:05d}.html"
        table |= _detail(address, number, report)
        rows.append(f'<li><a href="{address}">{escape(report.title)}</a><i>[{report.date}]</i></li>')
    count = -(-len(rows) // _PER_PAGE)
    for at in range(1, count + 1):
        path = "/zfxxgknb/list.html" if at == 1 else f"/zfxxgknb/list_{at}.html"
        following = f'<a href="list_{at + 1}.html">下一页</a>' if at < count else "<span>下一页</span>"
        chosen = "".join(rows[(at - 1) * _PER_PAGE :][:_PER_PAGE])
        table[path] = page(f"<html><meta charset=utf-8><body><ul>{chosen}</ul><div>{following}</div></body></html>")
    return Site("replica-static", "利通区（复制站）", "static", "/zfxxgknb/list.html", pages(table), listed)


def _years() -> Site:
    listed = [*reports("平湖市卫生健康局", range(2021, 2025)), *reports("平湖市林业局", range(2021, 2025))]
    table: dict[str, Answer] = {}
    folders = ""
    for year in sorted({r.year for r in listed}):
        rows = ""
        for number, report in ((n, r) for n, r in enumerate(listed, 1) if r.year == year):
            address = f"/gknb/{year}n/{number:04d}.html"
            table |= _detail(address, number, report)
            rows += f'<li><a href="{number:04d}.html">{escape(report.title)}</a></li>'
        table[f"/gknb/{year}n/"] = page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
        folders += f'<a href="{year}n/">{year}年</a> '
    table["/gknb/"] = page(f"<html><meta charset=utf-8><body><h3>政府信息公开年报</h3>{folders}</body></html>")
    return Site("replica-years", "平湖市（复制站）", "static", "/gknb/", pages(table), listed)


def _bare() -> Site:
    listed = reports("云岭乡人民政府", range(2019, 2025))
    table: dict[str, Answer] = {}
    rows = '<li><a href="/gk/other/1.html">机构职能</a></li>'
    for number, report in enumerate(listed, 1):
        address = f"/gk/nb-{report.year}-{number}.html"
        table |= _detail(address, number, report)
        rows += f'<li><a href="{address}">{report.year}年度</a></li>'
    table["/gk/nb.html"] = page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
    return Site(
        "replica-pattern",
        "云岭乡（复制站）",
        "static",
        "/gk/nb.html",
        pages(table),
        listed,
        params=r"pattern=/gk/nb-\d{4}-\d+\.html$",
    )
