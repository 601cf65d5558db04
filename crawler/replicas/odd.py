"""Hosts that make a crawler's life hard: scripts only, challenges, pages that are not there, neighbours and traps."""

from __future__ import annotations

import json
from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.places import NEIGHBOURS
from crawler.replicas.site import Answer, Asked, Site, body, metas, not_found, page, pages

_COOKIE = "__jsl_clearance_s"


def sites() -> list[Site]:
    """One host a trouble."""
    return [_scripted(), _challenge(), _closed(), _soft_404(), _neighbours()]


def _plain_detail(report: Published) -> Answer:
    return page(
        f"<html><head><meta charset=utf-8>{metas(report)}<title>{escape(report.title)}</title></head><body>"
        f"<h1>{escape(report.title)}</h1><p>时间：{report.date}</p><div class=content>{body(report, 'plain')}</div></body></html>"
    )


def _rows(listed: list[Published], folder: str) -> str:
    return "".join(f'<li><a href="{folder}{r.year}.html">{escape(r.title)}</a><b>{r.date}</b></li>' for r in listed)


def _scripted() -> Site:
    """List and pages exist only after scripts have run."""
    listed = reports("松林区审计局", range(2021, 2025))
    shell = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>信息公开</title></head><body><div id=app></div>"
        '<script src="/app.js"></script></body></html>'
    )
    script = (
        "fetch('/api' + location.pathname + '.json').then(r => r.json()).then(d => {"
        "document.getElementById('app').innerHTML = d.html; document.title = d.title;});"
    )
    items = {"/xxgknb": {"title": "年报", "html": f"<ul>{_rows(listed, '/xxgknb/')}</ul>"}}
    for report in listed:
        text = f"<h1>{escape(report.title)}</h1><p>发布日期：{report.date}</p><div>{body(report, 'word')}</div>"
        items[f"/xxgknb/{report.year}.html"] = {"title": report.title, "html": text}
    table = {path: page(shell) for path in items}
    table["/app.js"] = Answer(script.encode(), type="text/javascript")
    for path, item in items.items():
        table[f"/api{path}.json"] = Answer(json.dumps(item).encode(), type="application/json")
    robots = "User-agent: *\nDisallow: /private/\n"
    return Site(
        "replica-scripted",
        "松林区（复制站）",
        "static",
        "/xxgknb",
        pages(table, robots),
        listed,
        needs_browser=True,
    )


def _challenge() -> Site:
    """Answers 521 until the page's script has set a cookie: an ordinary browser passes."""
    listed = reports("临江县气象局", range(2022, 2025))
    table = {f"/nb/{r.year}.html": _plain_detail(r) for r in listed}
    table["/nb/"] = page(f"<html><meta charset=utf-8><body><ul>{_rows(listed, '/nb/')}</ul></body></html>")
    inner = pages(table)

    def answer(asked: Asked) -> Answer:
        if asked.path == "/robots.txt" or f"{_COOKIE}=1" in asked.headers.get("cookie", ""):
            return inner(asked)
        script = (
            f"<script>document.cookie='{_COOKIE}=1;path=/';location.href=location.pathname+location.search</script>"
        )
        return Answer(script.encode(), 521, headers=(("Set-Cookie", "__jsluid_s=abc; path=/"),))

    return Site("replica-challenge", "临江县（复制站）", "static", "/nb/", answer, listed, needs_browser=True)


def _closed() -> Site:
    """Answers a challenge whatever is done."""

    def answer(asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return not_found()
        text = (
            "<html><head><meta id=x content='{qqqq' r='m'><script r='m'>$_ts={};</script>"
            "<script src='/a.b1.js' r='m'></script></head><body></body></html>"
        )
        return Answer(text.encode(), 412)

    return Site("replica-closed", "关山市（复制站）", "trs", "/zwgk/zfxxgknb/", answer, expects="blocked")


def _soft_404() -> Site:
    """Reports that are listed but gone, each in another disguise."""
    listed = reports("古渡镇人民政府", range(2019, 2025))
    table = {f"/nb/{r.year}.html": _plain_detail(r) for r in listed[3:]}
    table["/nb/2019.html"] = page("<html><body><p>对不起，您访问的页面不存在！</p></body></html>")
    table["/nb/2020.html"] = page('<meta http-equiv="refresh" content="0;URL=../" />')
    table["/nb/"] = page(f"<html><meta charset=utf-8><body><ul>{_rows(listed, '/nb/')}</ul></body></html>")
    return Site("replica-gone", "古渡镇（复制站）", "static", "/nb/", pages(table), listed[3:])


def _neighbours() -> Site:
    """One column with everything that looks like a report and is none, and a trap robots.txt forbids."""
    listed = reports("红石区绩效考核办公室", range(2021, 2025))
    table = {f"/nb/{r.year}.html": _plain_detail(r) for r in listed}
    rows = _rows(listed, "/nb/")
    for number, title in enumerate(NEIGHBOURS):
        rows += f'<li><a href="/other/{number}.html">{title}</a></li>'
        table[f"/other/{number}.html"] = page(
            f"<html><meta charset=utf-8><body><h1>{title}</h1><p>略。</p></body></html>"
        )
    trap = Published("红石区陷阱局", 2023, "t2021", listed[-1].printed)
    rows += f'<li><a href="/private/2023.html">{trap.title}</a></li>'
    rows += '<li><a href="http://mirror.example.com/2023.html">红石区2020年政府信息公开工作年度报告</a></li>'
    table["/private/2023.html"] = _plain_detail(trap)
    table["/nb/"] = page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
    return Site("replica-neighbours", "红石区（复制站）", "static", "/nb/", pages(table), listed)
