"""NFCMS portals: folders of posts by level and year, a pager by script, and a list filled from a JSON service."""

from __future__ import annotations

import json

from crawler.replicas.articles import Look, among_others, article, framed, li, rows
from crawler.replicas.figures import Published
from crawler.replicas.places import FEW, Scale, front, published
from crawler.replicas.shelf import Row, sheets
from crawler.replicas.site import Answer, Asked, Site, pages

_LAYOUTS = ("plain", "word", "pdf", "framed", "docx", "xlsx")
_MARKS = "<script>window.NFCMS_SITE_ID=755999;</script>"
_LOOK = Look(
    '<h1 class="content_title">{title}</h1><p>发布时间：{date} 来源：<span id="laiyuan">{source}</span></p>'
    '<div id="zoomcon" class="content_article">{body}</div>',
    _MARKS,
)
_MOST = 30  # rows the service gives at a time, whatever is asked for


def sites(scale: Scale = FEW) -> list[Site]:
    """Folders of departments by year, one folder with a pager by script, and one from the service."""
    return [_folders(scale), _scripted(scale), _served(scale)]


def _articles(listed: list[Published], folder: str, first: int) -> dict[str, Answer]:
    table: dict[str, Answer] = {}
    for number, report in enumerate(listed, 1):
        post = first + number
        layout = _LAYOUTS[number % len(_LAYOUTS)]
        file = f"/attachment/0/{post // 1000}/{post}/{number}"
        table |= article(f"{folder}content/post_{post}.html", report, layout, _LOOK, file)
        table[f"{folder}content/mpost_{post}.html"] = framed(report.title, "<p>手机版</p>", _MARKS)
    return table


def _folders(scale: Scale) -> Site:
    """A folder that leads to levels, a level to years, a year to pages linked one after another."""
    place, column = "番山区", "/zwgk/zfxxgk/zfxxgknb/"
    listed = published(place, scale)
    table = front(place, column, way="/zwgk/zfxxgk/", head=_MARKS)
    years = ""
    for year in sorted({report.year for report in listed}, reverse=True):
        folder, own = f"{column}bm/mb{year}/", [report for report in listed if report.year == year]
        years += f'<li><a href="{folder}">{year}年</a></li>'
        table |= _articles(own, folder, year * 1000)
        made = rows(own, lambda n, r, folder=folder: f"{folder}content/post_{r.year * 1000 + n}.html")  # type: ignore[misc]
        table |= _linked(folder, among_others(place, made) if year == listed[0].year else made)
    twin = '<li><a href="{column}jd/">镇街</a></li>'.replace("{column}", column)
    table[column] = framed("政府信息公开年报", f'<ul><li><a href="{column}bm/">部门</a></li>{twin}</ul>', _MARKS)
    table[f"{column}jd/"] = framed("镇街年报", "<p>暂无内容</p>")
    table[f"{column}bm/"] = framed("部门年报", f"<ul>{years}</ul>", _MARKS)
    return Site("replica-nfcms", f"{place}（复制站）", "nfcms", column, pages(table), listed)


def _linked(folder: str, made: list[Row]) -> dict[str, Answer]:
    """List pages `index.html`, `index_2.html` …; the first posts stand there as mobile twins, too."""
    parts = sheets(made, 4)
    table = {}
    for at, part in enumerate(parts, 1):
        following = f'<a href="index_{at + 1}.html">下一页</a>' if at < len(parts) else ""
        twins = [Row(row.address.replace("/post_", "/mpost_"), row.title, row.date) for row in part if at == 1]
        inner = f'<ul>{li(part)}</ul><ul class="phone">{li(twins)}</ul><div class=page>{following}</div>'
        table[folder if at == 1 else f"{folder}index_{at}.html"] = framed("部门年报", inner, _MARKS)
    return table


def _scripted(scale: Scale) -> Site:
    """A slug without words, and a pager of which only the call says how many pages there are."""
    place, folder = "汕湾市", "/swqt/tsbk/"
    listed = published(place, scale)
    made = among_others(place, rows(listed, lambda n, _: f"{folder}content/post_{9000 + n}.html"))
    parts = sheets(made, 5)
    table = {**front(place, folder, label="政府信息公开年度报告", way=None), **_articles(listed, folder, 9000)}
    for at, part in enumerate(parts, 1):
        pager = f'<div id=page></div><script>createPageHTML({len(parts)}, {at}, "index", "html");</script>'
        named = '<meta name="ColumnName" content="政府信息公开年度报告">'
        inner = framed("政府信息公开年度报告", f"<ul>{li(part)}</ul>{pager}", named + _MARKS)
        table[folder if at == 1 else f"{folder}index_{at}.html"] = inner
    return Site("replica-nfcms-script", f"{place}（复制站）", "nfcms", folder, pages(table), listed)


def _served(scale: Scale) -> Site:
    """A column whose rows come from a service by form POST."""
    place, column = "佛岭县", "/flzwgk/ndbg/"
    listed = published(place, scale)
    made = among_others(place, rows(listed, lambda n, _: f"{column}content/post_{1970000 + n}.html"))
    script = (
        "$.ajax({type:'POST',url:'/postlist/json',dataType:'json',"
        "data:{cat_id:'5821',offset:0,limit:6},success:function(r){show(r.data.list)}});"
    )
    table = {
        **front(place, column, label="年报", way="/flzwgk/"),
        **_articles(listed, column, 1970000),
        column: framed("政府信息公开年报", f"<ul id=list></ul><script>{script}</script>", _MARKS),
    }
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path != "/postlist/json":
            return fixed(asked)
        if asked.method != "POST" or asked.form.get("cat_id") != "5821":
            return Answer(b'{"errcode":1,"data":{}}', type="application/json")
        start, size = int(asked.form["offset"]), min(int(asked.form["limit"]), _MOST)
        chosen = [
            {
                "id": n,
                "title": row.title,
                "url": "",
                "post_url": row.address,
                "display_publish_time": f"{row.date} 09:00:00",
            }
            for n, row in enumerate(made[start : start + size], start)
        ]
        told = {"errcode": 0, "data": {"total": len(made), "list": chosen}}
        return Answer(json.dumps(told, ensure_ascii=False).encode(), type="application/json")

    return Site("replica-nfcms-service", f"{place}（复制站）", "nfcms", column, answer, listed)
