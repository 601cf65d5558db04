"""Columns that are no plain lists: reports printed in the column, years in a select, frames, shells, merged columns."""

from __future__ import annotations

from crawler.replicas.articles import Look, among_others, article, framed, li, rows
from crawler.replicas.figures import Published
from crawler.replicas.places import FEW, Scale, front, published
from crawler.replicas.shelf import Row, sheets
from crawler.replicas.site import Answer, Asked, Site, not_found, pages

_LOOK = Look("<h1>{title}</h1><p>发布日期：{date} 来源：{source}</p><div class=article>{body}</div>")
_LAYOUTS = ("plain", "word", "framed")


def sites(scale: Scale = FEW) -> list[Site]:
    """One site a kind of column."""
    return [_printed(scale), _options(scale), _framed(scale), _merged(scale), _falling(scale)]


def _by_agency(listed: list[Published]) -> dict[str, list[Published]]:
    made: dict[str, list[Published]] = {}
    for report in sorted(listed, key=lambda report: -report.year):
        made.setdefault(report.agency, []).append(report)
    return made


def _inline(report: Published, before: str) -> Answer:
    """A column with a report printed in it."""
    answer = _LOOK.answer(report, next(iter(article("/", report, "plain", Look("{body}")).values())).body.decode())
    return Answer(answer.body.replace(b"<h1>", before.encode() + b"<h1>", 1))


def _printed(scale: Scale) -> Site:
    """Each agency's folder prints its newest report and links the others."""
    place, column = "水阳市", "/gk/ndbg/"
    listed = published(place, scale)
    table = front(place, column, way="/gk/")
    links = ""
    for number, (agency, own) in enumerate(_by_agency(listed).items(), 1):
        folder = f"{column}bm{number}/"
        links += f'<li><a href="{folder}">{agency}</a></li>'
        others = rows(own[1:], lambda _, r, folder=folder: f"{folder}{r.year}.html")  # type: ignore[misc]
        for at, report in enumerate(own[1:]):
            table |= article(f"{folder}{report.year}.html", report, _LAYOUTS[at % 3], _LOOK)
        others = among_others(place, others) if number == 1 else others
        table[folder] = _inline(own[0], f"<ul class=years>{li(others)}</ul>")
    table[column] = framed("政府信息公开年报", f"<ul>{links}</ul>")
    return Site("replica-printed", f"{place}（复制站）", "static", column, pages(table), listed)


def _options(scale: Scale) -> Site:
    """The years of an agency stand in a select: values of a parameter with one agency, addresses with the next."""
    place, column = "滇源市", "/ndbg/"
    listed = published(place, scale)
    table = front(place, column, label="年报", way=None)
    by_query: dict[tuple[str, str], Answer] = {}
    links = ""
    for number, own in enumerate(_by_agency(listed).values(), 1):
        folder = f"{column}{number}/"
        links += f'<li><a href="{folder}index.html">{own[0].agency}</a></li>'
        by_address = number % 2 == 0
        values = {r.year: f"{folder}{r.year}.html" if by_address else str(r.year) for r in own}
        options = "".join(f'<option value="{values[r.year]}">{r.year}年</option>' for r in own)
        change = "location=this.value" if by_address else "location.href='?nd='+this.value"
        select = f'<select onchange="{change}">{options}</select>'
        table[f"{folder}index.html"] = framed("政府信息公开年报", f"<p>请选择年份：{select}</p>")
        for report in own:
            shown = _inline(report, f"<p>{select}</p>")
            if by_address:
                table[f"{folder}{report.year}.html"] = shown
            else:
                by_query[f"{folder}index.html", str(report.year)] = shown
    trap = '<li><a href="/private/2023.html">滇源市陷阱局2023年政府信息公开工作年度报告</a></li>'
    table[column] = framed("政府信息公开年报", f"<ul>{links}{trap}</ul>")
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        year = asked.query.get("nd")
        return by_query.get((asked.path, year), not_found()) if year else fixed(asked)

    return Site("replica-options", f"{place}（复制站）", "static", column, answer, listed)


def _details(listed: list[Published], folder: str) -> dict[str, Answer]:
    table: dict[str, Answer] = {}
    for number, report in enumerate(listed, 1):
        table |= article(f"{folder}{number:05d}.html", report, _LAYOUTS[number % 3], _LOOK)
    return table


def _framed(scale: Scale) -> Site:
    """The column is a shell that sends on to a page that holds the list in a frame."""
    place, folder = "武川区", "/xxgk/nb/"
    listed = published(place, scale)
    made = among_others(place, rows(listed, lambda n, _: f"{folder}{n:05d}.html"))
    table = {**front(place, "/xxgknb/", label="年报专栏"), **_details(listed, folder)}
    table["/xxgknb/"] = _bare(f'<script>window.location.replace("{folder}index.html")</script>')
    frames = '<iframe src="/login.html"></iframe><iframe src="list_1.html" width=100%></iframe>'
    table[f"{folder}index.html"] = framed("政府信息公开年报", f"<h3>政府信息公开年报</h3>{frames}")
    parts = sheets(made, 5)
    for at, part in enumerate(parts, 1):
        following = f'<a href="list_{at + 1}.html">下一页</a>' if at < len(parts) else ""
        table[f"{folder}list_{at}.html"] = _bare(f"<ul>{li(part)}</ul>{following}")
    return Site("replica-framed", f"{place}（复制站）", "static", "/xxgknb/", pages(table), listed)


def _bare(inner: str) -> Answer:
    return Answer(f"<html><head><meta charset=utf-8></head><body>{inner}</body></html>".encode())


def _merged(scale: Scale) -> Site:
    """Two columns in one page, each with its newest lines and a link to the whole list."""
    place, column = "泉江市", "/zfxxgknb/"
    listed = published(place, scale)
    made = rows(listed, lambda n, _: f"{column}{n:05d}.html")
    half = len(made) // 2
    table = {**front(place, column), **_details(listed, column)}
    blocks = ""
    for name, slug, own in (("部门年报", "c101", made[:half]), ("乡镇街道年报", "c102", made[half:])):
        blocks += f'<div><div class=t><h3>{name}</h3><a href="/list/{slug}/">更多&gt;&gt;</a></div><ul>{li(own[:2])}</ul></div>'
        table[f"/list/{slug}/"] = framed(name, f"<ul>{li(among_others(place, own) if slug == 'c101' else own)}</ul>")
    table[column] = framed("政府信息公开年报", blocks)
    return Site("replica-merged", f"{place}（复制站）", "static", column, pages(table), listed)


def _falling(scale: Scale) -> Site:
    """A pager that leads from the last page into the news, which has pages without end."""
    place, column = "武晋区", "/gi_class/nb/"
    listed = published(place, scale)
    made = among_others(place, rows(listed, lambda n, _: f"/html/wjq/{n:05d}.html"))
    table = {**front(place, column), **_details(listed, "/html/wjq/")}
    parts = sheets(made, 6)
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path != column:
            return fixed(asked)
        number = int(asked.query.get("page", "1"))
        news = [
            Row(f"/news/{number * 10 + i}.html", f"{place}要闻第{number * 10 + i}条", "2024-05-01") for i in range(5)
        ]
        inner = li(parts[number - 1] if number <= len(parts) else news)
        title = "政府信息公开年报" if number <= len(parts) else f"{place}要闻"
        return framed(title, f'<ul>{inner}</ul><a href="?page={number + 1}">下一页</a>')

    return Site("replica-falling", f"{place}（复制站）", "static", column, answer, listed)
