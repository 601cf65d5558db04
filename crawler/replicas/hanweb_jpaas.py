"""Hanweb jpaas portals: blocks whose pages only paramJson turns, refused without a Referer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from hashlib import md5
from html import escape

from crawler.replicas.figures import Published
from crawler.replicas.lines import Line, detail, lines, screens
from crawler.replicas.places import Scale, front, published
from crawler.replicas.site import Answer, Asked, Site, not_found, page, pages

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_DOWNLOAD = "/api-gateway/jpaas-web-server/front/document/download"
_HEAD = '<script src="/script/jpaas-publish-server.js"></script>'


def sites(scale: Scale) -> list[Site]:
    """One column that shows its first page, and a slug with a column for each agency that shows nothing."""
    return [_shown(scale), _nested(scale)]


def _shown(scale: Scale) -> Site:
    place, column = "碧澜市", "/col/col1487/index.html"
    listed = published(place, scale)
    portal = _Portal(front(place, column, head=_HEAD))
    portal.add_reports(listed, "/col/col1487")
    portal.blocks["1487", "信息列表"] = lines(listed, partial(_report, "/col/col1487"), trap=f"{place}陷阱局"), 9
    portal.blocks["1487", "推荐阅读"] = [Line("碧澜市召开会议", "/xw/art/2024/art_0.html", "2024-03-01")], 9
    menu = '<div class="crumbs"><a href="/">首页</a> <a href="/zwgk/">政府信息公开</a></div>'
    portal.table[column] = page(
        f'<html><head><meta charset=utf-8>{_HEAD}<meta name="ColumnName" content="政府信息公开年报"></head><body>{menu}'
        f'<div class="list">{portal.block("1487", "信息列表", shown=True)}</div>'
        f'<div class="side">{portal.block("1487", "推荐阅读", shown=False)}</div></body></html>'
    )
    return Site("replica-jpaas", f"{place}（复制站）", "hanweb_jpaas", column, portal.answer, listed)


def _nested(scale: Scale) -> Site:
    place, column = "霜岭县", "/zfxxgk/c1027/index.html"
    listed = published(place, scale)
    portal = _Portal(front(place, column, label="年报专栏", way=None, head=_HEAD))
    links = ""
    for at, agency in enumerate(dict.fromkeys(r.agency for r in listed)):
        folder, own = f"/zfxxgk/c1027/d{at}", [r for r in listed if r.agency == agency]
        portal.add_reports(own, folder)
        trap = f"{place}陷阱局" if at == 0 else ""
        portal.blocks[f"d{at}", "当前栏目list"] = lines(own, partial(_report, folder), trap=trap), 4
        portal.table[f"{folder}/index.html"] = page(
            f"<html><head><meta charset=utf-8>{_HEAD}<title>{agency}</title></head><body><a href=/>首页</a>"
            f"<div>{portal.block(f'd{at}', '当前栏目list', shown=False)}</div></body></html>"
        )
        links += f'<li><a href="d{at}/index.html">{agency.removeprefix(place)}</a></li>'
    portal.table[column] = page(
        f"<html><head><meta charset=utf-8>{_HEAD}<title>年报专栏</title></head><body><ul>{links}</ul></body></html>"
    )
    return Site("replica-jpaas-nested", f"{place}（复制站）", "hanweb_jpaas", column, portal.answer, listed)


def _hex(folder: str, number: int) -> str:
    return md5(f"{folder} {number}".encode(), usedforsecurity=False).hexdigest()


def _report(folder: str, number: int, report: Published) -> str:
    return f"{folder}/art/{report.year + 1}/art_{_hex(folder, number)}.html"


class _Portal:
    def __init__(self, table: dict[str, Answer]) -> None:
        self.table = table
        self.blocks: dict[tuple[str, str], tuple[list[Line], int]] = {}

    def answer(self, asked: Asked) -> Answer:
        if asked.path == _UNIT:
            return self._unit(asked)
        if asked.path == _DOWNLOAD:
            return self.table.get(f"{_DOWNLOAD}?fileUrl={asked.query.get('fileUrl')}") or not_found()
        return pages(self.table)(asked)

    def _unit(self, asked: Asked) -> Answer:
        if "/index.html" not in asked.headers.get("referer", ""):
            return Answer(b"", 403)
        known = self.blocks.get((asked.query.get("pageId", ""), asked.query.get("tagId", "")))
        if known is None or asked.query.get("parseType") != "bulidstatic":
            return Answer(json.dumps({"success": False, "code": "500", "data": None}).encode(), type="application/json")
        turn = json.loads(asked.query.get("paramJson", "{}"))  # a bare pageNo beside it counts for nothing
        number, size = int(turn.get("pageNo", 1)), int(turn.get("pageSize", known[1]))
        found = screens(known[0], size)
        html = f"<div><ul>{_rows(found[number - 1] if number <= len(found) else ())}</ul></div>"
        answer = {"success": True, "code": "200", "data": {"html": html}}
        return Answer(json.dumps(answer).encode(), type="application/json;charset=UTF-8")

    def block(self, column: str, tag: str, *, shown: bool) -> str:
        """A block as it stands in a page: its first lines where it shows them, and its pager."""
        listed, size = self.blocks[column, tag]
        first = _rows(screens(listed, size)[0]) if shown else ""
        query = {"webId": "3185", "pageId": column, "parseType": "bulidstatic", "pageType": "column"}
        query |= {"tagId": tag, "tplSetId": "8f2c"}
        text = escape(str(query).replace(": ", ":"), quote=True).replace("&#x27;", "'")
        count = f'rows="{size}" count="{len(listed)}" pageNo="1"'
        return f'<ul>{first}</ul><div class="pagination" unitUrl="{_UNIT}" {count} queryData="{text}"></div>'

    def add_reports(self, listed: Sequence[Published], folder: str) -> None:
        """The pages of reports below a folder."""
        for number, report in enumerate(listed, 1):
            made = detail(number, report, _report(folder, number, report), partial(_file, folder, number), _frame)
            self.table |= {path.partition("&")[0]: answer for path, answer in made.items()}


def _file(folder: str, number: int, kind: str) -> str:
    return f"{_DOWNLOAD}?fileUrl={_hex(folder, number)}.{kind}&fileName=2.{kind}"


def _rows(listed: Sequence[Line]) -> str:
    return "".join(
        f'<li class="clearfix"><a class="bt-left" href="{x.address}" title="{escape(x.title)}">{escape(x.cut)}</a>'
        f'<span class="bt-right">{x.date}</span></li>'
        for x in listed
    )


def _frame(title: str, text: str) -> str:
    return (
        f'<body><h1>{title}</h1><div class="article-content" id="zoom"><!--ZJEG_RSS.content.begin-->{text}'
        "<!--ZJEG_RSS.content.end--></div></body>"
    )
