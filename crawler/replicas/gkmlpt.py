"""A gkmlpt catalogue below a path prefix, and NFCMS pages beside it."""

from __future__ import annotations

import json
from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.places import FEW, Scale, front, joined
from crawler.replicas.site import Answer, Asked, Site, attachment, body, metas, not_found, page

_PREFIX = "/hyzf"
_SID = "769033"
_COLUMN = 20765
_PER_PAGE = 4
_LAYOUTS = ("plain", "xlsx", "word", "pdf", "plain")


def sites(scale: Scale = FEW) -> list[Site]:
    """A town whose reports are listed by the API; every third one lies on the NFCMS portal."""
    fixed = [*reports("番禺区卫生健康局", range(2019, 2024)), *reports("河源镇人民政府", range(2020, 2025))]
    listed, index = joined(fixed, "河源镇", scale), f"{_PREFIX}/gkmlpt/index"
    catalogue = _Catalogue(listed)
    catalogue.pages |= front("河源镇", index, label="政府信息公开目录", way=None)
    return [Site("replica-gkmlpt", "河源镇（复制站）", "gkmlpt", index, catalogue.answer, listed)]


class _Catalogue:
    def __init__(self, listed: list[Published]) -> None:
        self.pages: dict[str, Answer] = {}
        self._articles = [self._article(number, report) for number, report in enumerate(listed, 1)]
        self._articles.append(
            {"id": 9999, "title": "2023年政府网站工作年度报表", "url": "/hyzf/content/post_9999.html", "attachment": []}
        )

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return not_found()
        if asked.path == f"{_PREFIX}/gkmlpt/index":
            return self._index()
        if asked.path == f"{_PREFIX}/gkmlpt/api/all/{_COLUMN}" and asked.query.get("sid") == _SID:
            return self._list(max(int(asked.query.get("page", "1")), 1))
        return self.pages.get(asked.path) or not_found()

    def _index(self) -> Answer:
        tree = [
            {"id": 1, "name": "政府信息公开指南", "parent": 0, "post_count": 1, "jump_url": "", "children": []},
            {
                "id": 2,
                "name": "法定主动公开内容",
                "parent": 0,
                "post_count": 0,
                "jump_url": "",
                "children": [
                    {"id": 3, "name": "机构职能", "parent": 2, "post_count": 2, "jump_url": "", "children": []},
                    {"id": 4, "name": "年报", "parent": 2, "post_count": 0, "jump_url": "/elsewhere", "children": []},
                ],
            },
            {"id": _COLUMN, "name": "政府信息公开年报", "parent": 0, "post_count": 11, "jump_url": "", "children": []},
        ]
        config = (
            f"window._CONFIG = {{ SITE_NAME: '河源镇', SID: '{_SID}', TREE: {json.dumps(tree, ensure_ascii=False)},"
            " SERVICE_AREA_ID: 1, DETAIL: {} };"
        )
        return page(
            f"<html><head><meta charset=utf-8><title>政府信息公开目录</title></head><body><div id=app></div>"
            f"<script>{config}</script></body></html>"
        )

    def _list(self, number: int) -> Answer:
        chosen = self._articles[(number - 1) * _PER_PAGE :][:_PER_PAGE]
        answer = {
            "classify": {"id": _COLUMN, "name": "政府信息公开年报", "post_count": len(self._articles)},
            "articles": chosen,
            "total": len(self._articles),
        }
        return Answer(json.dumps(answer, ensure_ascii=False).encode(), type="application/json")

    def _article(self, number: int, report: Published) -> dict[str, object]:
        post = 9103000 + number
        layout = _LAYOUTS[number % len(_LAYOUTS)]
        files = []
        if layout in ("xlsx", "pdf"):
            content, media_type = attachment(report, layout)
            path = f"/attachment/0/{post // 1000}/{1000 + number}/{post}.{layout}"
            self.pages[path] = Answer(content, type=media_type)
            files = [
                {"id": number, "name": f"{report.title}.{layout}", "type": "file", "mime": media_type, "url": path}
            ]
        nfcms = f"{_PREFIX}/zfxxgknb/content/post_{post}.html"
        catalogue = f"{_PREFIX}/gkmlpt/content/{post // 1_000_000}/{post // 1000}/post_{post}.html"
        own = number % 3 != 0
        self.pages[catalogue if own else nfcms] = (
            _catalogue_page(report, layout) if own else _nfcms_page(report, layout)
        )
        return {
            "id": post,
            "title": escape(report.title),
            "url": catalogue if own else "",
            "post_url": "" if own else nfcms,
            "publisher": report.agency,
            "created_at": f"{report.date} 10:00:00",
            "attachment": files,
        }


def _catalogue_page(report: Published, layout: str) -> Answer:
    return page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head><body>"
        f"<table class=xxgk-head><tr><td>索引号：</td><td>007/2021-0{report.year}</td><td>发布机构：</td><td>{report.agency}</td></tr>"
        f"<tr><td>名称：</td><td>{escape(report.title)}</td><td>发布日期：</td><td>{report.date}</td></tr></table>"
        f'<h1 class="title">{escape(report.title)}</h1><div class="article-content">{body(report, layout)}</div></body></html>'
    )


def _nfcms_page(report: Published, layout: str) -> Answer:
    return page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title>"
        "<script>window.NFCMS_SITE_ID='1';</script></head><body>"
        f'<h1 class="content_title">{escape(report.title)}</h1><div>发布时间：{report.date} 来源：<span id="laiyuan">'
        f'{report.agency}</span></div><div id="zoomcon" class="content_article">{body(report, layout)}</div></body></html>'
    )
