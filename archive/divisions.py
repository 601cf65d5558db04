"""The divisions of China by their codes (GB/T 2260): what a place's name stands for, and what it is part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from archive.labels import normal

Level = Literal["province", "prefecture", "county", "township"]
_LONGEST = 20  # characters of a name
_SIGNIFICANT = {"province": 2, "prefecture": 4, "county": 6}


class Division(NamedTuple):
    """A place with its six-digit code; `first` and `last` are the years of that name and code, None where open."""

    code: str
    name: str
    short: str
    first: int | None
    last: int | None

    @property
    def level(self) -> Level:
        """By its code: districts of Beijing and cities governed by a province are of a county's level."""
        return level_of(self.code)

    @property
    def stands(self) -> bool:
        """Whether the name and code are in use today."""
        return self.last is None


def level_of(code: str) -> Level:
    """The level of a code of 2 to 12 digits.

    >>> [level_of(code) for code in ("33", "330000", "3304", "330411", "330411001", "330411001000")]
    ['province', 'province', 'prefecture', 'county', 'township', 'township']
    """
    if len(code) > len("330411"):
        return "township"
    padded = code.ljust(6, "0")
    return "province" if padded.endswith("0000") else "prefecture" if padded.endswith("00") else "county"


def find(name: str, within: str | None = None) -> Division | None:
    """The division of a name, whole or short; None where there is none, or several and nothing tells which.

    `within` is the code of a division it is, or lies in. A name that stands goes before one that is history, a whole
    name before a short one, and a place before what it holds: 长沙 is the city, and within that the county.

    >>> find("平潭县").code, find("平潭").code, find("长沙").name, find("长沙", "430100").name
    ('350128', '350128', '长沙市', '长沙县')
    >>> find("鼓楼区"), find("鼓楼区", "350000").code, find("富阳市").last, find("城市")
    (None, '350102', 2013, None)
    """
    plain = normal(name)
    for names in (_table().by_name, _table().by_short):
        found = _inside(names.get(plain, ()), within)
        for some in ([one for one in found if one.stands], _latest(found)):
            if some:
                return _widest(some, alone=within is None)
    return None


def called(name: str) -> list[Division]:
    """All that stand and have this name, whole, or where none has it, short; those of history where none stands.

    >>> [one.code for one in called("鼓楼区")], called("乌有")
    (['320106', '320302', '350102', '410204'], [])
    """
    plain = normal(name)
    found = _table().by_name.get(plain) or _table().by_short.get(plain) or ()
    return [one for one in found if one.stands] or list(found)


def leading(text: str) -> str:
    """The longest name of a division a text begins with; empty where it begins with none.

    >>> leading("秀洲区卫生健康局"), leading("凉山州民政局"), leading("城市管理局")
    ('秀洲区', '凉山州', '')
    """
    names = _table().by_name
    return next((text[:length] for length in range(min(len(text), _LONGEST), 1, -1) if text[:length] in names), "")


def is_division(text: str) -> bool:
    """Whether a text is the name of a division, whole or short, whichever of several.

    >>> is_division("平湖市"), is_division("鼓楼"), is_division("走进平湖市")
    (True, True, False)
    """
    return text in _table().by_name or text in _table().by_short


def leading_short(text: str) -> str:
    """The longest short name of a division, of two characters or more, a text begins with.

    >>> leading_short("嘉兴教育局"), leading_short("城市管理局")
    ('嘉兴', '')
    """
    names = _table().by_short
    return next((text[:length] for length in range(min(len(text), _LONGEST), 1, -1) if text[:length] in names), "")


def by_short(short: str, code: str | None) -> Division | None:
    """The division a short name stands for in the place of a code; None where that is in doubt.

    What the place is, or is part of, goes before what it holds, and a county elsewhere is none it would speak of.

    >>> by_short("长沙", "430100").name, by_short("长沙", "430121"), by_short("嘉兴", "330411").name
    ('长沙市', None, '嘉兴市')
    >>> by_short("平潭", "330411"), by_short("平潭", "350104").code
    (None, '350128')
    """
    if not code:
        return find(short)
    around = chain(code)
    if own := [part for part in around if part.short == short]:
        return own[0] if len(own) == 1 else None
    found = next(filter(None, (find(short, part.code) for part in reversed(around))), None) or find(short)
    return found if found and (found.level != "county" or found.code[:2] == code[:2]) else None


def only_within(short: str, code: str) -> Division | None:
    """The one division of a short name in the place of a code, that place among them.

    >>> only_within("铜山", "320300").name, only_within("秀洲", "330411").name, only_within("长沙", "430100")
    ('铜山区', '秀洲区', None)
    """
    found = [one for one in _table().by_short.get(short, ()) if one.stands and holds(code, one.code)]
    return found[0] if len(found) == 1 else None


def near(name: str, code: str | None) -> Division | None:
    """The division of a name as one says it in the place of a code: there, else in what that is part of, else anywhere.

    >>> near("鼓楼区", "350104").code, near("鼓楼区", "410202").code, near("平潭县", "110000").code
    ('350102', '410204', '350128')
    """
    around = [part.code for part in reversed(chain(code))] if code else []
    found = (find(name, within) for within in (*around, None))
    return next(filter(None, found), None)


def of_code(code: str, year: int | None = None) -> Division | None:
    """The division of a code, by its name of that year, else of today; of a longer code the county it begins with.

    >>> of_code("420600").name, of_code("420600", 2009).name, of_code("330411001").name, of_code("999999")
    ('襄阳市', '襄樊市', '秀洲区', None)
    """
    found = _table().by_code.get(code[:6].ljust(6, "0"), ())
    then = [one for one in found if year and (one.first or 0) <= year <= (one.last or year)]
    return next(iter((*then, *found)), None)


def chain(code: str) -> tuple[Division, ...]:
    """What a division is part of, from the province in, itself at the end; codes that are no place are left out.

    >>> [part.name for part in chain("330411")], [part.name for part in chain("110101")]
    (['浙江省', '嘉兴市', '秀洲区'], ['北京市', '东城区'])
    >>> [part.name for part in chain("429004")], chain("000000")
    (['湖北省', '仙桃市'], ())
    """
    padded = code[:6].ljust(6, "0")
    codes = dict.fromkeys(padded[:length].ljust(6, "0") for length in (2, 4, 6))
    return tuple(filter(None, map(of_code, codes)))


def holds(code: str, other: str) -> bool:
    """Whether the division of a code is that of another, or holds it.

    >>> holds("330000", "330411"), holds("330411", "330411"), holds("330411", "330400")
    (True, True, False)
    """
    level = level_of(code)
    return other.startswith(code[: _SIGNIFICANT[level]] if level != "township" else code)


class _Table(NamedTuple):
    by_code: Mapping[str, Sequence[Division]]  # the name of today first
    by_name: Mapping[str, Sequence[Division]]
    by_short: Mapping[str, Sequence[Division]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    by_code: dict[str, list[Division]] = defaultdict(list)
    by_name: dict[str, list[Division]] = defaultdict(list)
    by_short: dict[str, list[Division]] = defaultdict(list)
    text = (resources.files("archive") / "divisions.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, name, short, first, last = line.split("\t")
        made = Division(code, name, short or name[:-1], int(first) if first else None, int(last) if last else None)
        by_code[code].append(made)
        by_name[name].append(made)
        by_short[made.short].append(made)
        if "自治" in name and made.short != name:
            by_name[made.short + name[-1]].append(made)  # 凉山州, 巍山县
    for names in by_code.values():
        names.sort(key=lambda one: -(one.last or 9999))
    return _Table(by_code, by_name, by_short)


def _inside(found: Iterable[Division], within: str | None) -> list[Division]:
    """Those within a division; it itself only where nothing in it has the name."""
    inside = [one for one in found if within is None or holds(within, one.code)]
    return [one for one in inside if one.code != (within or "").ljust(6, "0")] or inside


def _latest(found: Sequence[Division]) -> list[Division]:
    """Of names that stand no more the last that did."""
    return [one for one in found if one.last == max(other.last or 0 for other in found)]


def _widest(found: Sequence[Division], *, alone: bool) -> Division | None:
    """The one that holds all the others; a name with nothing about it may be a province's, too."""
    provinces = [one for one in found if alone and one.level == "province"]
    return next((one for one in provinces or found if provinces or all(holds(one.code, o.code) for o in found)), None)
