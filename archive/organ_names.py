"""The parts of a public body's name: the places it is of, and what it is there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from archive.labels import normal

_HAN = r"[\u4e00-\u9fff]"
_AREA = re.compile(
    rf"(?!城市|社区|小区|地区|[省市县区旗州盟])"
    rf"(?:{_HAN}{{1,9}}?(?:自治[区州县旗]|[省市县区旗盟])|{_HAN}{{2,6}}?州(?!市))(?![场域镇])"
)
_TOWN = re.compile(rf"{_HAN}{{1,8}}?(?:街道|[镇乡]|苏木)(?=人民政府|政府|办事处|办$|党政|财政所|$)")
_LONGEST = 60  # characters of a name
_LEVELS = (
    ("town", ("街道", "镇", "乡", "苏木")),
    ("province", ("省", "自治区")),
    ("prefecture", ("州", "盟")),
    ("city", ("市",)),  # of a prefecture's rank or a county's: the name does not tell
    ("county", ("县", "区", "旗")),
)


class OrganName(NamedTuple):
    """A name cut into its places, from the widest in, and the organ; `organ` may be empty."""

    places: tuple[str, ...]
    organ: str

    @property
    def level(self) -> str:
        """The kind of its innermost place: town, county, city, prefecture, province; empty where it names none."""
        if not self.places:
            return ""
        return next(level for level, ends in _LEVELS if self.places[-1].endswith(ends))


@lru_cache(maxsize=8192)
def organ_name(name: str) -> OrganName:
    """Cut a name at the places it begins with.

    >>> organ_name("吴忠市利通区卫生健康局")
    OrganName(places=('吴忠市', '利通区'), organ='卫生健康局')
    >>> organ_name("云岭乡人民政府"), organ_name("城市管理局").places
    (OrganName(places=('云岭乡',), organ='人民政府'), ())
    """
    rest, places = normal(name)[:_LONGEST], []
    while found := _TOWN.match(rest) or _AREA.match(rest):
        places.append(found.group())
        rest = rest[found.end() :]
    return OrganName(tuple(places), rest)


def stem(place: str) -> str:
    """A place without its rank, as it is known when the rank changes.

    >>> stem("富阳区"), stem("云岭镇"), stem("柳溪街道"), stem("宁夏回族自治区")
    ('富阳', '云岭', '柳溪', '宁夏回族')
    """
    ends = sorted((end for _, ends in _LEVELS for end in (*ends, *(f"自治{end}" for end in ends))), key=len)
    return place.removesuffix(next((end for end in reversed(ends) if place.endswith(end)), ""))
