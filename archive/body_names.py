"""A public body's name, cut into what it was called before, the places it is of, and the organ."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from archive.divisions import is_division, leading, leading_short
from archive.labels import normal
from archive.organ_names import organ_name
from archive.organs import is_known, normal_organ, vocabulary, without_brackets
from archive.traditional import simplified

TOWNS = ("镇", "乡", "街道", "苏木")
_LONGEST = 80  # characters of a name
_LEADING = re.compile(r"^(?:中共|中国共产党)")
_FORMERLY = re.compile(
    r"[（(](?:原|由|前身为?|更名前为?)(?P<name>[\u4e00-\u9fff]{2,40}?)(?:更名|改名|组建|更改)?(?:而来)?[）)]"
)
_NOW = re.compile(r"[（(](?:现|现更名为?|现改为|更名为|现为)(?P<name>[\u4e00-\u9fff]{2,40}?)[）)]")
# A rank in place of a place, said at home: 县统计局. 市场, 市政, 市容, 区域 … are no ranks.
_RANK = re.compile(
    r"(?:自治[区州县旗]|[省县旗州盟]|市(?!场|容|民|监局|政(?!府))|区(?!域|划))(?=.{2,})(?!(?:级|直|属|域|内|区))"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"^[^\u4e00-\u9fff]*[（(](?=[\u4e00-\u9fff])|[）)]$")
_NOT_A_PLACE = ("街道", "镇", "乡", "苏木", "办事处", "场", "域")
_PROVINCES = re.compile(
    r"(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆"
    r"|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)(?=[\u4e00-\u9fff]{2,}[厅局委会院署办部]$)"
)


_BRANCH_END = re.compile("(?<=..)分局$")
_BRANCH = re.compile("(?P<bureau>[\u4e00-\u9fff]{2,20}?)局(?P<place>[\u4e00-\u9fff]{2,15})分局")


class BodyName(NamedTuple):
    """The parts of a name. `rank` is 市 or 县 where that stands in place of a place; `organ` is in its normal form.

    `formerly` are the names the body says it had before, `now` those it says it has since.
    """

    places: tuple[str, ...]
    rank: str
    organ: str
    formerly: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def body_name(name: str) -> BodyName:
    """Read a name.

    >>> body_name("嘉兴市秀洲区卫健局")
    BodyName(places=('嘉兴市', '秀洲区'), rank='', organ='卫生健康局', formerly=(), now=())
    >>> body_name("县政府办公室").rank, body_name("市监局").rank, body_name("重庆市九龙坡区二郎街道").places
    ('县', '', ('重庆市', '九龙坡区', '二郎街道'))
    >>> body_name("甲县卫生健康局（原卫生和计划生育局）").formerly, body_name("原甲县卫计局").organ
    (('卫生和计划生育局',), '卫生和计划生育局')
    """
    plain = _LEADING.sub("", simplified(normal(name)[:_LONGEST]))
    formerly, now = (tuple(one["name"] for one in pattern.finditer(plain)) for pattern in (_FORMERLY, _NOW))
    rest = without_brackets(plain)
    rest = rest if _HAN.search(rest) else plain  # 'Ministry of Justice (司法部)'
    rest = _FOREIGN.sub("", rest)
    rest = rest[1:] if rest.startswith("原") and not leading(rest) and len(rest) > 2 else rest
    rest = _of_its_place(rest)
    places, rest = _cut(rest)
    rank = _RANK.match(rest) if not places else None
    if rank:
        rest = rest[rank.end() :]
    if branch := _branch(rest):
        return BodyName((*places, branch[0]), "", normal_organ(branch[1]), formerly, now)
    return BodyName(places, rank.group() if rank else "", normal_organ(rest), formerly, now)


def _branch(organ: str) -> tuple[str, str] | None:
    """The place a bureau's branch office is for, and what the office is there.

    >>> _branch("公安局秀洲区分局"), _branch("生态环境局秀洲分局"), _branch("公安局水上分局")
    (('秀洲区', '公安分局'), ('秀洲', '生态环境分局'), None)
    """
    found = _BRANCH.fullmatch(organ)
    if not found:
        return None
    place = found["place"]
    is_place = is_division(place) or organ_name(place).places == (place,)
    return (place, f"{found['bureau']}分局") if is_place else None


def without_rank(name: str, rank: str) -> str:
    """A name as it is printed without the rank it begins with.

    >>> without_rank("縣统计局", "县"), without_rank("统计局", "县"), without_rank("统计局", "")
    ('统计局', '统计局', '统计局')
    """
    return name[len(rank) :] if simplified(name).startswith(rank) else name


def _of_its_place(name: str) -> str:
    """A name without the superior it begins with, where a place follows.

    >>> _of_its_place("国家税务总局平潭县税务局"), _of_its_place("国家税务总局")
    ('平潭县税务局', '国家税务总局')
    """
    for superior in vocabulary()["words"]["superiors"]:
        rest = name.removeprefix(superior)
        if rest != name and (leading(rest) or organ_name(rest).places):
            return rest
    return name


def _cut(text: str) -> tuple[tuple[str, ...], str]:
    """The places a name begins with, and the rest."""
    places: list[str] = []
    rest = text
    while found := _place(rest, first=not places):
        places.append(found)
        rest = rest[len(found) :]
    return tuple(places), rest


def _place(text: str, *, first: bool) -> str:
    """The place a text begins with: a division, its short name before an organ, else what is formed like one."""
    known = leading(text)
    after = text[len(known) :]
    if known and (leading(after) or not after.startswith(_NOT_A_PLACE)):
        return known
    if short := _short_before_organ(text):
        return short
    if _branch(text) or (first and _RANK.match(text)):
        return ""
    if formed := organ_name(text).places[:1]:
        return formed[0]
    province = _PROVINCES.match(text) if first else None
    return province.group() if province else ""


def _short_before_organ(text: str) -> str:
    """The short name of a division a text begins with, where an organ as places have it is all that follows.

    >>> _short_before_organ("嘉兴教育局"), _short_before_organ("秀洲公安分局"), _short_before_organ("公安分局")
    ('嘉兴', '秀洲', '')
    """
    short = leading_short(text)
    return short if short and is_known(_BRANCH_END.sub("局", text[len(short) :])) else ""
