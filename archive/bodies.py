"""Which public body a name stands for, and the text keys of bodies, reports and versions.

Keys are derived from content, so that archives can be merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.body_kinds import Kind, kind_of
from archive.body_names import TOWNS, BodyName, body_name, without_rank
from archive.divisions import Division, by_short, chain, find, leading, level_of, near, of_code, only_within
from archive.labels import normal
from archive.organs import is_matter, is_national, is_zone
from archive.traditional import simplified

_RANKS = {
    "province": ("省", "自治区"),
    "prefecture": ("市", "州", "盟", "自治州"),
    "county": ("县", "区", "旗", "自治县", "自治旗"),
}


class Body(NamedTuple):
    """A public body: its key, its name with its place, and what is known of where it stands.

    `division` is the code of the place it is of, for a township its county's; `level` is ministry, province,
    prefecture, county or township; `formerly` are the keys of the bodies it, by its own name, was before. None: not
    known.
    """

    key: str
    name: str
    division: str | None
    level: str | None
    kind: Kind
    formerly: tuple[str, ...] = ()


def scope_of(division: str | None, index_url: str | None, title: str | None = None) -> str | None:
    """What tells bodies of one name apart: the division of the portal, by its code or its title, else its host.

    >>> scope_of("330411", "http://www.xiuzhou.gov.cn/"), scope_of("", "http://www.a.gov.cn:8080/x")
    ('330411', 'a.gov.cn:8080')
    >>> scope_of("", "http://www.laifeng.gov.cn/", "来凤县政务服务和大数据管理局")
    '422827'
    """
    if division:
        return division
    titled = _located(body_name(title).places, None)[0] if title else None
    return titled.code if titled else urlsplit(index_url or "").netloc.removeprefix("www.") or None


@lru_cache(maxsize=8192)
def body_of(name: str, scope: str | None = None) -> Body:
    """The body a name stands for in a scope (`scope_of`).

    >>> body_of("卫健局", "330411")[:4]
    ('秀洲区卫生健康局@330411', '秀洲区卫健局', '330411', 'county')
    >>> body_of("嘉兴市秀洲区卫生健康局", "www.jiaxing.gov.cn").key, body_of("平潭县", "350100").key
    ('秀洲区卫生健康局@330411', '平潭县人民政府@350128')
    >>> body_of("重庆市九龙坡区二郎街道")[:4]
    ('九龙坡区二郎街道办事处@500107', '重庆市九龙坡区二郎街道', '500107', 'township')
    >>> body_of("财政部", "a.gov.cn")[:4]
    ('财政部', '财政部', None, 'ministry')
    """
    read = body_name(name)
    code = scope if scope and scope.isdigit() else None
    if not read.places and is_national(read.organ):
        return Body(read.organ, name, None, "ministry", kind_of(read.organ))
    if bare := only_within(read.organ, code) if code and _is_bare(read) else None:
        name, read = bare.name, read._replace(places=(bare.name,), organ="")
    where, inner = _located(read.places, code)
    if where is None and not inner and code:
        where = _at_home(read.rank, code)
    if where is None and inner and inner[0].endswith(TOWNS) and code and level_of(code) == "county":
        where = of_code(code)
    return _made(name, read, where, inner, scope)


def _made(name: str, read: BodyName, where: Division | None, inner: tuple[str, ...], scope: str | None) -> Body:
    organ = read.organ or _governing(inner, where)
    canonical = (where.name if where else "") + "".join(inner) + organ
    if where is None and not inner:
        canonical = read.rank + organ
    shown = name if read.places or where is None else where.name + without_rank(normal(name), read.rank)
    shown += organ if simplified(shown) == canonical.removesuffix(organ) else ""  # a bare place
    told = where.code if where else _area(inner, scope)
    body = Body(
        f"{canonical}@{told}" if told else canonical,
        shown,
        where.code if where else None,
        _level(where, inner),
        kind_of(canonical),
    )
    before = [body_of(_with_place(old, read), scope).key for old in read.formerly]
    return body._replace(formerly=tuple(key for key in before if key != body.key))


def body_key(name: str, scope: str | None) -> str:
    """The key of a body: its normal name, and the place it is of, or where that is not known the scope it was found in.

    >>> body_key("秀洲区卫生健康局", "330411"), body_key("", None)
    ('秀洲区卫生健康局@330411', '')
    """
    return body_of(name, scope).key if name else ""


def is_body(name: str) -> bool:
    """Whether a name is one of a public body, and not of a place, a site or a firm.

    >>> is_body("平潭县统计局"), is_body("平潭县"), is_body("本站"), is_body("甲市新闻网")
    (True, False, False, False)
    """
    return bool(body_name(name).organ) and kind_of(body_of(name).key.partition("@")[0]) != "other"


def _located(places: tuple[str, ...], code: str | None) -> tuple[Division | None, tuple[str, ...]]:
    """The division a name's places lead to, and those that are in no table; `code` is where one speaks."""
    where: Division | None = None
    for i, place in enumerate(places):
        found = find(place, where.code) if where else _outermost(place, code)
        if found is None:
            return where, places[i:]
        where = found
    return where, ()


def _outermost(place: str, code: str | None) -> Division | None:
    return near(place, code) if leading(place) == place else by_short(place, code)


def _at_home(rank: str, code: str) -> Division | None:
    """What a bare name, or a rank before it, means in the place of a code."""
    around = chain(code)
    if not rank:
        return around[-1] if around else None
    for one in reversed(around):
        if one.name.endswith(rank[-1]) and (rank in _RANKS.get(one.level, ()) or rank == "市"):
            return one
    return None


def _is_bare(read: BodyName) -> bool:
    """Whether a name may be a place's short one and nothing else: 公安 is a bureau's rather than a county's."""
    return not read.places and not read.rank and not is_matter(read.organ)


def _governing(inner: tuple[str, ...], where: Division | None) -> str:
    """The organ a bare place stands for."""
    if inner and inner[-1].endswith("街道"):
        return "办事处"
    if inner and is_zone(inner[-1]):
        return "管理委员会"
    return "人民政府" if where or (inner and inner[-1].endswith(TOWNS)) else ""


def _area(inner: tuple[str, ...], scope: str | None) -> str | None:
    """Within what a place of no table is told by its name: a prefecture; a town only within its portal's area."""
    if city := _city_of(inner[0]) if inner and is_zone(inner[0]) else None:
        return city
    if not inner or not scope or not scope.isdigit() or inner[0].endswith(TOWNS):
        return scope
    around = [part.code for part in chain(scope) if part.level != "county"]
    return around[-1] if around else scope


def _city_of(zone: str) -> str | None:
    """The prefecture whose short name an area begins with.

    >>> _city_of("徐州经济技术开发区"), _city_of("东湖新技术开发区"), _city_of("高新区")
    ('320300', None, None)
    """
    found = (find(zone[:length]) for length in range(min(4, len(zone) - 2), 1, -1))
    return next((one.code for one in found if one and one.level == "prefecture"), None)


def _level(where: Division | None, inner: tuple[str, ...]) -> str | None:
    if inner and inner[-1].endswith(TOWNS):
        return "township"
    if inner and is_zone(inner[-1]):
        return None
    if inner:
        return next((level for level in ("county", "province") if inner[-1].endswith(_RANKS[level])), None)
    return where.level if where else None


def _with_place(name: str, of: BodyName) -> str:
    """A name with the place of the one that names it."""
    return name if body_name(name).places else "".join(of.places) + of.rank + name


def report_key(body: str, year: int | None, version: str) -> str:
    """The key of a report: body and year; where one of them is not known the content stands in for the year.

    Documents that name no body have nothing in common but that: no year joins them.

    >>> report_key("甲局@1", 2020, "ab12"), report_key("甲局", None, "ab12cd34ef"), report_key("", 2020, "ab12cd34ef")
    ('甲局@1:2020', '甲局:ab12cd34', ':ab12cd34')
    """
    return f"{body}:{(year if body else None) or version[:8]}"


def todays_key(report: str) -> str:
    """The key a report has today that an earlier release, or another archive, gave another.

    >>> todays_key("秀洲区卫健局:2020"), todays_key("统计局@330411:2020"), todays_key(":ab12cd34")
    ('秀洲区卫生健康局@330411:2020', '秀洲区统计局@330411:2020', ':ab12cd34')
    """
    body, colon, rest = report.rpartition(":")
    name, _, scope = body.partition("@")
    if not body_name(name).organ:  # a place may mean more than its government
        return report
    home = of_code(scope) if scope.isdigit() else None
    at_home = body_of(name.removeprefix(home.name), scope) if home and name != home.name else None
    known = at_home if at_home and at_home.division else body_of(name, scope or None)
    return f"{known.key}{colon}{rest}"


def is_nameless(report: str) -> bool:
    """Whether the report with this key is nobody's that is known.

    >>> is_nameless("甲局:2020"), is_nameless(":ab12cd34")
    (False, True)
    """
    return report.startswith(":")


def version_key(agency: str | None, year: int | None, contents: Iterable[str]) -> str:
    """The key of distinct content: whose report of which year, and the digests of what it says."""
    lines = "\n".join((normal(agency or ""), str(year or ""), *contents))
    return hashlib.sha256(lines.encode()).hexdigest()[:32]
