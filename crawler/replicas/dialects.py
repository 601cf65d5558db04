"""Portals in home-grown dialects, by one builder: each with its own addresses, pager, markup and way in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from crawler.replicas.articles import Look, among_others, article, framed, li, rows
from crawler.replicas.figures import Published
from crawler.replicas.places import FEW, Scale, front, published
from crawler.replicas.shelf import sheets
from crawler.replicas.site import Answer, Asked, Site, pages

_LAYOUTS = ("plain", "word", "pdf", "framed", "docx")


def _hex(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _uuid(text: str) -> str:
    return str(uuid5(NAMESPACE_URL, text))


def _day(report: Published, between: str = "") -> str:
    return report.date.replace("-", between)


def _stamp(report: Published) -> str:
    days = date.fromisoformat(report.date).toordinal() - date(1970, 1, 1).toordinal()
    return f"{days * 86400:08x}"


@dataclass(frozen=True)
class _Dialect:
    """How one kind of site writes its addresses; `pages` names a page of the list, `pager` shows the way to the next."""

    key: str
    place: str
    column: str
    address: Callable[[int, Published], str]
    pages: str
    pager: str
    article: str
    line: str = '<li><a href="{address}" title="{title}">{short}</a><span>{date}</span></li>'
    label: str = "政府信息公开年报"
    way: str | None = "/zwgk/"


_PLAIN = "<h1>{title}</h1><p>发布时间：{date} 来源：{source}</p><div class=content>{body}</div>"
_LINKED = '<div class=pages><a href="{next}">下一页</a></div>'

DIALECTS = (
    _Dialect(
        "sh-hex",
        "浦滨区",
        "/nw12344/",
        lambda n, r: f"/nw12344/{_day(r)}/{_hex(f'{n}{r.title}')}.html",
        "index_{n}.html",
        "<div id=pages></div><script>var page = {{ currentPage: {n}, totalPage: {count} }};</script>",
        '<h2 id="ivs_title">{title}</h2><small id="ivs_date">{date}</small><div id="ivs_content">{body}</div>',
        '<li><a href="{address}" title="{title}">{short}</a><span class="time">{date}</span></li>',
    ),
    _Dialect(
        "hebei-uuid",
        "冀平市",
        f"/columns/{_uuid('冀平市')}/index.html",
        lambda n, r: f"/columns/{_uuid('冀平市')}/{_day(r)[:6]}/{_day(r)[6:]}/{_uuid(f'{n}{r.title}')}.html",
        "index_{n}.html",
        _LINKED,
        "<div class=content><h1>{title}</h1><div class=post_source>来源：{source} 发布时间：{date}</div><div id=content>{body}</div></div>",
        label="年报专栏",
        way=None,
    ),
    _Dialect(
        "henan",
        "宛水市",
        "/zfxxgknb/index.html",
        lambda n, r: f"/{r.date[:4]}/{r.date[5:]}/{8000 + n}.html",
        "index_{n}.html",
        '<div class=p><a href="index.html">1</a><a href="index_{n1}.html">{n1}</a></div>',
        "<h1 id=title>{title}</h1><h6><em><span>时间：{date}</span><span>来源：{source}</span></em></h6><div id=content>{body}</div>",
    ),
    _Dialect(
        "wuxi-doc",
        "锡湖区",
        "/ztzl/xxgknb/index.shtml",
        lambda n, r: f"/doc/{_day(r, '/')}/{4100000 + n}.shtml",
        "index_{n}.shtml",
        "<script>nsetpage({n}, {total}, 4, 'page');</script>",
        _PLAIN,
        "<li><a href='{address}' target='_blank'>{title}</a><em>{date}</em></li>",
    ),
    _Dialect(
        "snowflake",
        "渭阳区",
        "/zwgk/nb/1.html",
        lambda n, r: f"/zwgk/nb/{1_600_000_000_000_000_000 + r.year * 10**9 + n}.html",
        "{n}.html",
        _LINKED,
        "<h1 class=m-txt-tt>{title}</h1><span class=font>发布时间：{date}</span><span class=font>来源：{source}</span><div id=article>{body}</div>",
        label="政府信息公开年度报告",
    ),
    _Dialect(
        "objectid",
        "朝安区",
        "/zwxx/tszl/",
        lambda n, r: f"/zwxx/tszl/{_stamp(r)}{_hex(f'{n}{r.title}')[:16]}.html",
        "?page={n}",
        _LINKED,
        _PLAIN,
        '<li><a href="{address}">{title}</a></li>',
        label="政府信息公开工作年度报告",
        way=None,
    ),
    _Dialect(
        "gk-show",
        "利江县",
        "/gongkai/list/98/",
        lambda n, r: f"/gongkai/show/{_day(r)}{r.year * 100000 + n:09d}.html",
        "p{n}.html",
        _LINKED,
        _PLAIN,
        '<tr><td>{date}</td><td><a href="{address}" title="{title}">{short}</a></td></tr>',
    ),
    _Dialect(
        "jn-doc",
        "平云县",
        "/site_pyx/channel_5f3a/",
        lambda n, r: f"/site_pyx/channel_5f3a/doc_{_stamp(r)}{_hex(f'{n}{r.title}')[:16]}.html",
        "index_{n}.html",
        _LINKED,
        _PLAIN,
        label="年报",
    ),
)


def sites(scale: Scale = FEW) -> list[Site]:
    """One site a dialect."""
    return [_site(dialect, published(dialect.place, scale)) for dialect in DIALECTS]


def _site(dialect: _Dialect, listed: list[Published]) -> Site:
    look = Look(dialect.article)
    table = front(dialect.place, dialect.column, label=dialect.label, way=dialect.way)
    for number, report in enumerate(listed, 1):
        file = f"/resources/public/{_day(report)}/{_hex(report.title)[:24]}"
        layout = _LAYOUTS[number % len(_LAYOUTS)]
        table |= article(dialect.address(number, report), report, layout, look, file)
    table |= _lists(dialect, listed)
    queries = {path for path in table if "?" in path}
    fixed = pages(table)

    def answer(asked: Asked) -> Answer:
        named = f"{asked.path}?page={asked.query.get('page')}"
        return table[named] if named in queries else fixed(asked)

    name = f"replica-{dialect.key.lower()}"
    return Site(name, f"{dialect.place}（复制站）", "static", dialect.column, answer, listed)


def _lists(dialect: _Dialect, listed: list[Published]) -> dict[str, Answer]:
    """The pages of the list, four lines each."""
    made = among_others(dialect.place, rows(listed, dialect.address))
    parts = sheets(made, 4)
    folder = dialect.column.rpartition("/")[0] + "/"
    table = {}
    for at, part in enumerate(parts, 1):
        following = folder + dialect.pages.format(n=at + 1)
        scripted = "script" in dialect.pager
        pager = dialect.pager.format(n=at, n1=at + 1, next=following, count=len(parts), total=len(made))
        inner = f"<ul>{li(part, dialect.line)}</ul>{pager if scripted or at < len(parts) else ''}"
        path = dialect.column if at == 1 else folder + dialect.pages.format(n=at)
        table[path] = framed(
            dialect.label, inner.replace("<ul><tr>", "<table><tr>").replace("</tr></ul>", "</tr></table>")
        )
    return table
