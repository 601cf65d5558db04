"""TrueCMS portals: the first rows in the page, windows of the rest by JSONP, each server with its own largest window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from crawler.replicas.articles import Look, among_others, article, framed, li, rows
from crawler.replicas.figures import Published
from crawler.replicas.places import FEW, Scale, front, published
from crawler.replicas.shelf import Row
from crawler.replicas.site import Answer, Asked, Site, not_found, pages

_LAYOUTS = ("plain", "word", "docx", "framed", "pdf")
_LINE = '<li><a href="{address}" target="_blank">{title}</a><span>{date}</span></li>'
_LOOK = Look(
    "<table class=xl><tr><td>索引号</td><td>014{date}</td><td>发布机构</td><td>{source}</td></tr>"
    "<tr><td>标题</td><td>{title}</td><td>发布日期</td><td>{date}</td></tr></table>"
    "<h1>{title}</h1><div id=zoom class=pages_content>{body}</div>"
)


@dataclass(frozen=True)
class _Build:
    """How one deployment differs: the sizes its page asks for, the largest window it answers, and how it says no."""

    api: str = "/truecms/messageController/getMessage.do"
    per_page: int = 4
    group: int = 1
    largest: int = 50
    refuses: bool = False
    hidden: bool = False


def sites(scale: Scale = FEW) -> list[Site]:
    """A host whose windows are wide, and one that refuses its own page's windows, by agencies."""
    return [
        _wide("replica-truecms", "临海县", published("临海县", scale)),
        _narrow("replica-truecms-narrow", "云港区", published("云港区", scale)),
    ]


def _wide(name: str, place: str, listed: list[Published]) -> Site:
    column = _Column("/lhxrmzf/xxgknb", _Build(), listed, among_others(place, []))
    return _site(name, place, [column], {**front(place, column.address, way="/lhxrmzf/xxgk/")}, column.address, listed)


def _narrow(name: str, place: str, listed: list[Published]) -> Site:
    build = _Build("/TrueCMS/messageController/getMessage.do", 10, 3, 20, refuses=True, hidden=True)
    agencies = list(dict.fromkeys(report.agency for report in listed))
    columns = []
    for number, agency in enumerate(agencies, 1):
        own = [report for report in listed if report.agency == agency]
        columns.append(_Column(f"/ygq{number}/ndbgzl", build, own, among_others(place, []) if number == 1 else []))
    index = "/ygqrmzf/qsjd/qsjd.html"
    links = "".join(f'<li><a href="{c.address}">{agency}</a></li>' for c, agency in zip(columns, agencies, strict=True))
    table = {index: framed("年报专栏", f"<h3>年报专栏</h3><ul>{links}</ul>")}
    table |= front(place, index, label="年报专栏", way=None)
    return _site(name, place, columns, table, index, listed)


def _site(
    name: str, place: str, columns: list[_Column], table: dict[str, Answer], index: str, listed: list[Published]
) -> Site:
    for column in columns:
        table |= column.table
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        own = (column.window(asked) for column in columns if asked.query.get("columnId") == column.id)
        return next(own, None) or fixed(asked)

    return Site(name, f"{place}（复制站）", "truecms", index, answer, listed)


class _Column:
    """One column: its page with the first rows, and the windows of its API."""

    def __init__(self, folder: str, build: _Build, listed: list[Published], others: list[Row]) -> None:
        self.id = str(uuid5(NAMESPACE_URL, folder))
        self._folder, self._build = folder, build
        self.address = f"{folder}/{folder.rpartition('/')[2]}.html"
        made = rows(listed, self._article)
        self._rows = [*made[:1], *others, *made[1:]]
        self.table = {self.address: self._page()}
        for number, report in enumerate(listed, 1):
            self.table |= article(
                self._article(number, report),
                report,
                _LAYOUTS[number % len(_LAYOUTS)],
                _LOOK,
                f"/upload/{self.id}{number}",
            )

    def _article(self, number: int, report: Published) -> str:
        return f"{self._folder}/content/{uuid5(NAMESPACE_URL, f'{number} {report.title}')}.html"

    def _page(self) -> Answer:
        build = self._build
        first = self._rows[: 3 if build.hidden else build.per_page * build.group]
        config = (
            f"$('#list').jpage({{proxyUrl:'{build.api}',ajaxParam:{{columnId:'{self.id}'}},"
            f"perPage:{build.per_page},groupSize:{build.group},totalRecord:{len(self._rows)}}});"
        )
        inline = f'<ul id="initData" style="display:none">{li(first)}</ul>' if build.hidden else ""
        script = "" if build.hidden else f"var data = '{self._store(first)}';"
        return framed("政府信息公开年报", f"<div id=list></div>{inline}<script>{script}{config}</script>")

    def _store(self, chosen: list[Row]) -> str:
        records = "".join(f"<record><![CDATA[{li([row], _LINE)}]]></record>" for row in chosen)
        return f"<datastore><totalrecord>{len(self._rows)}</totalrecord><recordset>{records}</recordset></datastore>"

    def window(self, asked: Asked) -> Answer | None:
        """A window of rows; too wide a one is empty or refused, as is whoever does not come from the column."""
        if asked.path != self._build.api:
            return None
        start, end = (int(asked.query.get(name, "0")) for name in ("startrecord", "endrecord"))
        if not asked.headers.get("referer", "").endswith(self.address):
            return not_found()
        too_wide = end - start + 1 > self._build.largest
        if too_wide and self._build.refuses:
            return not_found()
        told = json.dumps({"result": self._store([] if too_wide else self._rows[start - 1 : end])}, ensure_ascii=False)
        told = told.replace("</", "<\\/")
        return Answer(f";{asked.query.get('callback', 'cb')}({told})".encode(), type="text/javascript;charset=utf-8")
