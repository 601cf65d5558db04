"""TRS portals by the ways in which they list: year folders, catalogues, scripts, the search, a ministry's."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.replicas.articles import document
from crawler.replicas.figures import Published
from crawler.replicas.places import Scale, by_agency, front, published
from crawler.replicas.shelf import Dress, Row, sheets, shelve
from crawler.replicas.site import Answer, Asked, Site, not_found, page, pages

_HEAD = '<meta name="ColumnName" content="政府信息公开年报">'
_LAYOUTS = ("plain", "pdf", "word", "docx", "framed", "xlsx")
_EDITORS = ("<div class=TRS_Editor><style>.TRS_Editor P{margin:0}</style>", "<div class='trs_editor_view'>")


def sites(scale: Scale) -> list[Site]:
    """One portal a way to list."""
    return [_years(scale), _catalogue(scale), _written(scale), _searched(scale), _ministry(scale)]


def dressed(folder: str, ending: str = "html") -> Dress:
    """Pages `folder/YYYYMM/tYYYYMMDD_N`, files beside them."""

    def address(number: int, date: str) -> str:
        year, month, day = date.split("-")
        return f"{folder}{year}{month}/t{year}{month}{day}_{71000 + number}.{ending}"

    def file(at: str, number: int, kind: str) -> str:
        day = at.rpartition("/t")[2][:8]
        return f"{at.rpartition('/')[0]}/{'W' if kind == 'docx' else 'P'}0{day}{number:012d}.{kind}"

    return Dress(address, file, _detail, _LAYOUTS)


def _detail(report: Published, inner: str, file: str) -> Answer:
    name = file.rpartition("/")[2]
    link = f'<div class=fj>附件：<a href="./{name}">{escape(report.title)}</a></div>' if file else ""
    if file and report.year % 2:  # the link only in a script
        link = f"<span class=fj></span><script>var file_appendix='<a href=\"./{name}\">{report.title}</a>';</script>"
    return document(
        report,
        f"<a href=/>首页</a><h1>{escape(report.title)}</h1><ul><li>索 引 号：01/{report.year}-00{len(inner)}</li>"
        f"<li>发布机构：{report.agency}</li><li>发布日期：{report.date}</li></ul>"
        f"{_EDITORS[report.year % 2]}{inner}</div>{link}",
    )


def framed(inner: str, menu: str = "./index.html") -> Answer:
    """A list page with a menu that leads back to it."""
    return page(
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{_HEAD}<title>年报</title></head><body>"
        '<div class=CurrChnlCls><a href="/">首页</a> &gt; 政府信息公开</div>'
        f'<div class=menu><a href="{menu}">政府信息公开年报</a> <a href="/">人民政府</a></div>{inner}</body></html>'
    )


def _items(rows: Sequence[Row], folder: str) -> str:
    """Lines with cut titles and addresses from the folder."""
    return "".join(
        f'<li><a href="{_relative(row.address, folder)}" title="{escape(row.title)}">{row.title[:12]}...</a>'
        f"<span>[{row.date}]</span></li>"
        for row in rows
    )


def _relative(address: str, folder: str) -> str:
    return f"./{address.removeprefix(folder)}" if address.startswith(folder) else address


def _years(scale: Scale) -> Site:
    """A column of year folders, each with a pager of its own; a document is pinned on top of every page."""
    place, column = "澄湖市", "/ZWGK0/ZFXXGK152022/ZFXXGKNB152041/"
    table = front(place, column, label="年报专栏", way=None)
    listed = published(place, scale)
    rows = shelve(table, listed, dressed(column))
    years = sorted({report.date[:4] for report in listed})
    folders = ""
    for year in years:
        folder = f"{column}{year}n/"
        folders += f'<li><a href="./{year}n/">{int(year) - 1}年</a></li>'
        parts = sheets([row for row in rows if min(max(row.date[:4], years[0]), years[-1]) == year], 4)
        for at, part in enumerate(parts):
            pager = f'<script>createPageHTML({len(parts)}, {at}, 20, "index", "html");</script>'
            pinned = '<li><a href="/zt/1.html">专题专栏</a></li>'
            name = f"index_{at}.html" if at else ""
            table[folder + name] = framed(f"<ul>{pinned}{_items(part, folder)}</ul>{pager}")
    table[column] = framed(f"<ul>{folders}</ul>")
    return Site("replica-trs-years", f"{place}（复制站）", "trs", column, pages(table), listed)


def _catalogue(scale: Scale) -> Site:
    """A catalogue whose pages keep the number of their channel; the count stands in two variables."""
    place, folder, stem = "苍屿县", "/cyxrmzf/214/224/", "index_18036"
    table = front(place, f"{folder}{stem}.html")
    listed = published(place, scale)
    parts = sheets(shelve(table, listed, dressed("/cyxrmzf/", "shtml")), 10)
    for at, part in enumerate(parts):
        lines = "".join(
            f'<tr><td height="35"><a href="{row.address}" title="{escape(row.title)}">{row.title}</a></td>'
            f"<td>000014/{row.date[:4]}-35428</td><td>{row.date}</td></tr>"
            for row in part
        )
        pager = f"<script>var currentPage = {at};var prevPage = currentPage-1\nvar countPage = {len(parts)}//共多少页\n</script>"
        table[f"{folder}{stem}{f'_{at}' if at else ''}.html"] = framed(
            f"<table>{lines}</table>{pager}", f"./{stem}.html"
        )
    return Site("replica-trs-catalogue", f"{place}（复制站）", "trs", f"{folder}{stem}.html", pages(table), listed)


def _written(scale: Scale) -> Site:
    """A list no anchor of which stands in the page; the bodies have folders of their own."""
    place, column = "云浦区", "/xxgk/bmnb_33093/"
    table = front(place, column, label="政府信息公开年度报告", way="/xxgk/")
    listed = published(place, scale)
    folders = ""
    for number, (agency, own) in enumerate(by_agency(listed).items()):
        folder = f"{column}bm{number}_3974/"
        folders += f'document.write("<li><a href=\\"./bm{number}_3974/\\">{agency}</a></li>");\n'
        parts = sheets(shelve(table, own, dressed(folder, "htm")), 6)
        for at, part in enumerate(parts):
            items = "".join(
                f'url = "{_relative(row.address, folder)}"; title = "{row.title}"; FILENUM="";\n'
                f'document.writeln("{row.date} 10:00");\n'
                for row in part
            )
            script = f'<script>{items}\ncreatePage({len(parts)},{at},"index","htm");</script>'
            table[folder + (f"index_{at}.htm" if at else "")] = framed(f"<div id=list></div>{script}")
    table[column] = framed(f"<div id=bm></div><script>{folders}</script>")
    return Site("replica-trs-written", f"{place}（复制站）", "trs", column, pages(table), listed)


def _searched(scale: Scale) -> Site:
    """A list that is an answer of the search: pages by number, nothing without the channel."""
    place, address = "白鹭市", "/was5/web/search?channelid=203464&orderby=date"
    table = front(place, address, label="信息公开年报")
    listed = published(place, scale)
    parts = sheets(shelve(table, listed, dressed("/gkml/gknb/")), 7)
    rest = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path != "/was5/web/search":
            return rest(asked)
        at = int(asked.query.get("page", "1"))
        if asked.query.get("channelid") != "203464" or at > len(parts):
            return not_found()
        pager = f'<div>总页数：{len(parts)}</div><a href="javascript:turn({at + 1})">下一页</a>'
        return framed(f"<ul>{_items(parts[at - 1], '/was5/web/')}</ul>{pager}", escape(address))

    return Site("replica-trs-search", f"{place}（复制站）", "trs", address, answer, listed)


def _ministry(scale: Scale) -> Site:
    """Node paths: pages are `c…/content.html`, further list pages are linked in a hidden block, newest last."""
    place, folder = "临沙县", "/n6/n36/"
    table = front(place, f"{folder}index.html", label="政府信息公开工作年度报告", way="/n6/n40/")
    listed = published(place, scale)
    dress = Dress(
        lambda number, _: f"{folder}n{160 + number % 3}/c{91000 + number}/content.html",
        lambda at, number, kind: f"{at.rpartition('/')[0]}/part/{number}.{kind}",
        _detail,
        ("word", "plain", "framed"),
    )
    parts = sheets(shelve(table, listed, dress), 9)
    names = [f"index_2603340_{n}.html" for n in range(len(parts) - 1, 0, -1)]
    hidden = "".join(f'<a href="./{name}">{number}</a>' for number, name in enumerate(names, 2))
    for name, part in zip(["index.html", *names], parts, strict=True):
        table[folder + name] = framed(f'<ul>{_items(part, folder)}</ul><div style="display:none">{hidden}</div>')
    return Site("replica-trs-ministry", f"{place}（复制站）", "trs", f"{folder}index.html", pages(table), listed)
