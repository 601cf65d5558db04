"""Epoint portals: shells around a JSON list; one site takes the fields as they are, one inside `params`."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from crawler.replicas.articles import Look, among_others, article, framed, rows
from crawler.replicas.figures import Published
from crawler.replicas.places import FEW, Scale, front, published
from crawler.replicas.shelf import Row
from crawler.replicas.site import Answer, Asked, Site, pages

_GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
_MOST = 8  # rows of an answer, however many are asked for
_LAYOUTS = ("word", "plain", "pdf", "framed", "xlsx")
_LOOK = Look(
    "<h1 class=title>{title}</h1><div class=detail><span>时间发布：{date}</span> <span id=laiyuan>{source}</span></div>"
    '<div id="ivs_content" class="infocontent">{body}</div>'
)


def sites(scale: Scale = FEW) -> list[Site]:
    """One list of all reports below `/EWB-FRONT`, and one list a department."""
    return [_whole(scale), _departments(scale)]


def _whole(scale: Scale) -> Site:
    place, category = "徐河市", "003009"
    listed = published(place, scale)
    service = _Service("/EWB-FRONT", wrapped=False)
    service.lists[category, ""] = among_others(place, rows(listed, _address("/zwgk/003/003009")))
    shell = "/dynamic/zwgk/govInfoPub.html"
    table = {
        **_articles(listed, "/zwgk/003/003009"),
        **front(place, f"{shell}?categorynum={category}", way="/zwgk/"),
        shell: _shell("/js/webBuilderCommon.js", ""),
        "/js/webBuilderCommon.js": _script(
            f'var siteInfo = {{"siteGuid":"{_GUID}","siteName":"{place}","projectName":"/EWB-FRONT"}};'
        ),
    }
    return Site(
        "replica-epoint",
        f"{place}（复制站）",
        "epoint",
        f"{shell}?categorynum={category}",
        service.over(table),
        listed,
    )


def _departments(scale: Scale) -> Site:
    place, category = "营水市", "002005002"
    listed = published(place, scale)
    service = _Service("/EWB_YS_Mid", wrapped=True)
    shell, folder = "/dynamic/zw/openlist.html", "/zwgk/002005/002005002"
    menu = ""
    for number, agency in enumerate(dict.fromkeys(report.agency for report in listed), 1):
        code = f"{number:03d}"
        own = [row for row in rows(listed, _address(folder)) if row.title.startswith(agency)]
        service.lists[category, code] = among_others(place, own) if number == 1 else own
        menu += f'<li><a href="{shell}?categorynum={category}&amp;deptcode={code}">{agency}</a></li>'
    service.lists[category, ""] = []
    table = {
        **_articles(listed, folder),
        **front(place, f"{shell}?categorynum={category}", label="年报专栏", way=None),
        shell: _shell("../../js/ajaxReq.js?v=2", menu),
        "/js/ajaxReq.js": _script(
            f"var projectName = '/EWB_YS_Mid', siteGuid = '{_GUID}';"
            "function ask(url, fields) { return post(url, JSON.stringify({token: '', params: fields})); }"
        ),
    }
    index = f"{shell}?categorynum={category}"
    return Site("replica-epoint-departments", f"{place}（复制站）", "epoint", index, service.over(table), listed)


def _address(folder: str) -> Any:
    def address(number: int, report: Published) -> str:
        return f"{folder}/{report.date.replace('-', '')}/{uuid5(NAMESPACE_URL, f'{number} {report.title}')}.html"

    return address


def _articles(listed: list[Published], folder: str) -> dict[str, Answer]:
    table: dict[str, Answer] = {}
    for number, report in enumerate(listed, 1):
        table |= article(_address(folder)(number, report), report, _LAYOUTS[number % len(_LAYOUTS)], _LOOK)
    return table


def _shell(script: str, menu: str) -> Answer:
    inner = f'<ul class=menu>{menu}</ul><ul id="infolist"></ul><div id="pager"></div><script src="{script}"></script>'
    return framed("政府信息公开", inner + '<script src="/js/list.js"></script>')


def _script(text: str) -> Answer:
    return Answer(text.encode(), type="application/javascript")


class _Service:
    """The list service of a project: by category and department, pages from 0."""

    def __init__(self, project: str, *, wrapped: bool) -> None:
        self._path, self._wrapped = f"{project}/rest/lightfrontaction/getgovinfolist", wrapped
        self.lists: dict[tuple[str, str], list[Row]] = {}

    def over(self, table: dict[str, Answer]) -> Any:
        """The whole site: the service, else its fixed pages."""
        fixed = pages(table)

        def answer(asked: Asked) -> Answer:
            return self._answer(asked) if asked.path == self._path else fixed(asked)

        return answer

    def _answer(self, asked: Asked) -> Answer:
        try:
            sent = json.loads(asked.body)
        except ValueError:
            return Answer(b"{}", 405, "application/json")
        fields = sent.get("params", {}) if self._wrapped else sent
        if asked.method != "POST" or fields.get("siteGuid") != _GUID:
            return _json({"custom": "", "status": {"code": "0", "text": "参数错误"}})
        chosen = self.lists.get((fields.get("categorynum"), fields.get("deptcode")), [])
        start = int(fields["pageIndex"]) * _MOST
        data = [
            {
                "infourl": row.address,
                "title": row.title if len(row.title) < 20 else f"{row.title[:18]}...",
                "realtitle": row.title,
                "infodate": f"{row.date} 00:00:00",
                "handsdate": "",
                "visiturl": "",
                "linkurl": "",
            }
            for row in chosen[start : start + _MOST]
        ]
        return _json({"custom": {"total": str(len(chosen)), "data": data}, "status": {"code": "1"}})


def _json(answer: dict[str, Any]) -> Answer:
    return Answer(json.dumps(answer, ensure_ascii=False).encode(), type="application/json;charset=utf-8")
