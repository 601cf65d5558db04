"""Plain lists: next-page links, year folders, and titles that only a pattern tells from others."""

from __future__ import annotations

from html import escape

from crawler.replicas.articles import Look, article, li
from crawler.replicas.figures import Published, reports
from crawler.replicas.places import FEW, Scale, front, joined, published
from crawler.replicas.shelf import among_others, rows, sheets
from crawler.replicas.site import Answer, Site, framed, pages

_PER_PAGE = 4
_LAYOUTS = ("framed", "plain", "docx", "word", "pdf")


_LOOK = Look(
    '<h2>{title}</h2><p class=src>日期：{date} 来源：{source}</p><div class="article">{body}</div>',
)


def sites(scale: Scale = FEW) -> list[Site]:
    """A paged list, a column of year folders, and one that holds reports twice and links mirrors."""
    return [_paged(scale), _years(scale), _doubled(scale)]


def _detail(address: str, number: int, report: Published) -> dict[str, Answer]:
    return article(address, report, _LAYOUTS[number % len(_LAYOUTS)], _LOOK)


def _paged(scale: Scale) -> Site:
    place, column = "利通区", "/zfxxgknb/list.html"
    fixed = [*reports("利通区卫生健康局", range(2020, 2025)), *reports("利通区水务局", range(2019, 2025))]
    listed = joined(fixed, place, scale)
    table = front(place, column, label="年报专栏", way=None)
    for number, report in enumerate(listed, 1):
        table |= _detail(_numbered(number, report), number, report)
    parts = sheets(among_others(place, rows(listed, _numbered)), _PER_PAGE)
    for at, part in enumerate(parts, 1):
        following = f'<a href="list_{at + 1}.html">下一页</a>' if at < len(parts) else "<span>下一页</span>"
        lines = li(part, '<li><a href="{address}">{title}</a><i>[{date}]</i></li>')
        path = column if at == 1 else f"/zfxxgknb/list_{at}.html"
        table[path] = framed("年报专栏", f"<ul>{lines}</ul><div>{following}</div>")
    return Site("replica-static", f"{place}（复制站）", "static", column, pages(table), listed)


def _numbered(number: int, report: Published) -> str:
    return f"/zfxxgknb/{report.year + 1}/{number:05d}.html"


def _years(scale: Scale) -> Site:
    place, column = "平湖市", "/gknb/"
    fixed = [*reports("平湖市卫生健康局", range(2021, 2025)), *reports("平湖市林业局", range(2021, 2025))]
    listed = joined(fixed, place, scale)
    table = front(place, column)
    folders = ""
    for year in sorted({r.year for r in listed}):
        lines = ""
        for number, report in ((n, r) for n, r in enumerate(listed, 1) if r.year == year):
            table |= _detail(f"{column}{year}n/{number:04d}.html", number, report)
            lines += f'<li><a href="{number:04d}.html">{escape(report.title)}</a></li>'
        table[f"{column}{year}n/"] = framed(f"{year}年", f"<ul>{lines}</ul>")
        folders += f'<a href="{year}n/">{year}年</a> '
    table[column] = framed("政府信息公开年报", f"<h3>政府信息公开年报</h3>{folders}")
    return Site("replica-years", f"{place}（复制站）", "static", column, pages(table), listed)


def _doubled(scale: Scale) -> Site:
    """A column that lists the newest year's reports again in a folder, at other addresses, and mirrors of older ones."""
    place, column = "禾泽县", "/zfxxgknb/"
    listed = published(place, scale)
    table = front(place, column, label="信息公开年报")
    lines = copies = ""
    for number, report in enumerate(listed, 1):
        address, twin = f"{column}{number:05d}.html", f"{column}bm/{90_000 + number}.html"
        table |= _detail(address, number, report)
        lines += f'<li><a href="{address}">{escape(report.title)}</a><i>{report.date}</i></li>'
        if report.year == max(scale.years):
            table |= _detail(twin, number, report)
            copies += f'<li><a href="{twin}">{escape(report.title)}</a><i>{report.date}</i></li>'
        elif report.year == min(scale.years):
            mirror = f"http://hezexian.example.com/{number:05d}.html"
            lines += f'<li><a href="{mirror}">{escape(report.title)}</a><i>{report.date}</i></li>'
    table[f"{column}bm/"] = framed("部门年报", f"<ul>{copies}</ul>")
    table[column] = framed("信息公开年报", f"<p><a href=bm/>部门</a></p><ul>{lines}</ul>")
    return Site("replica-doubled", f"{place}（复制站）", "static", column, pages(table), listed)


def bare() -> Site:
    """A list whose titles are bare years: only the pattern of its row tells reports from others."""
    listed = reports("云岭乡人民政府", range(2019, 2025))
    table: dict[str, Answer] = {}
    lines = '<li><a href="/gk/other/1.html">机构职能</a></li>'
    for number, report in enumerate(listed, 1):
        address = f"/gk/nb-{report.year}-{number}.html"
        table |= _detail(address, number, report)
        lines += f'<li><a href="{address}">{report.year}年度</a></li>'
    table["/gk/nb.html"] = framed("年报", f"<ul>{lines}</ul>")
    return Site(
        "replica-pattern",
        "云岭乡（复制站）",
        "static",
        "/gk/nb.html",
        pages(table),
        listed,
        params=r"pattern=/gk/nb-\d{4}-\d+\.html$",
    )
