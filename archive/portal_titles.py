"""Which public body a portal's title names: its name, the bare name of a place, or words around one."""

from __future__ import annotations

import re

from archive.bodies import Body, body_of, is_body, scope_of
from archive.divisions import Division, find, near
from archive.labels import normal

_BEFORE = re.compile(r"^中国[·.—\-\s]*(?=[\u4e00-\u9fff]{2})(?!政府|人民)")
_AFTER = re.compile(
    r"(?:(?:(?<!人民)政府)?信息公开(?:工作)?(?:年度报告|年报)?(?:专栏|专题|平台|目录|网站?)?|(?:法定)?主动公开内容"
    r"|(?<=[省市县区旗州盟])政府(?:网|门户|网站|门户网站)|(?:政务)?门户网站?|官方网站|政务网|网站|年度报告|年报|专栏)$"
)
_MOST_CUTS = 3  # 海宁市 政府信息公开 专栏


def portal_body(title: str | None, division: str | None, index_url: str | None) -> Body | None:
    """The body a portal's title names, None where it names none.

    >>> [portal_body(title, "330481", None).key for title in ("海宁市", "中国海宁", "海宁市政府信息公开专栏")]
    ['海宁市人民政府@330481', '海宁市人民政府@330481', '海宁市人民政府@330481']
    >>> portal_body("海宁市人民政府办公室", "330481", None).key, portal_body("甲市新闻网", None, None)
    ('海宁市人民政府办公室@330481', None)
    """
    if not title:
        return None
    if is_body(title):
        return body_of(title, scope_of(division, index_url, title))
    plain = _bare(title)
    place = _place(plain, division)
    if place:
        return body_of(f"{place.name}人民政府", place.code)
    body = body_of(plain, scope_of(division, index_url, plain))
    governs = body.kind in ("government", "township") or "管理委员会" in body.key
    return body if is_body(plain) or (governs and body.name.startswith(normal(plain))) else None


def _bare(title: str) -> str:
    """A title without what is said around a name; one that is all such words is left."""
    plain = _BEFORE.sub("", normal(title))
    for _ in range(_MOST_CUTS):
        shorter = _AFTER.sub("", plain)
        if not shorter or shorter == plain:
            break
        plain = shorter
    return plain


def _place(name: str, division: str | None) -> Division | None:
    """The place a title is the bare name of, whole or short; of several the one at the portal's place."""
    for length in range(len(name), 1, -1):  # 嘉兴市秀洲区: the last of the places decides
        inner = name[len(name) - length :]
        found = near(inner, division) if division else find(inner)
        around = name[: len(name) - length]
        if found and (not around or find(around) is not None):
            return found
    return None
