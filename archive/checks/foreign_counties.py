"""Names of other counties left where the text speaks of the body's own: a subject, a portal, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.foreign_names import is_of_kind
from archive.checks.spots import Spot, spot
from archive.checks.subjects import ORGAN, subject
from archive.counted import counted
from archive.models import Finding, Report
from archive.organ_names import organ_name, stem

_MOST_LETTERS = 20_000  # of one section that are looked at
_MOST_PLACES = 5  # one finding a place
_PLACE = r"[\u4e00-\u9fff]{2,12}?(?:县|区|旗)"
_WAYS = (
    "优化|依托|通过|利用|登录|登陆|访问|完善|规范|建设|加强|充分|运用|借助|升级|改版|维护|查阅|浏览|发挥|做好|进入|上传"
    "|推进"
)
_OWNER = (
    rf"(?:(?!{_WAYS}|[在与及以将])[\u4e00-\u9fff]){{2,12}}?(?:县|区|旗)"  # of a portal, behind what is done with it
)
# Each way to speak of a county, with letters without any of which a line need not be looked at.
_SPEAKS = (
    ("县区旗", subject(_PLACE)),
    ("局厅会处府院", subject(ORGAN)),
    ("站", re.compile(rf"(?:^|[，。；：、（(“\s]|{_WAYS}|[在与和及以将])(?P<name>{_OWNER})人民政府(?:门户)?网站")),
    ("址点", re.compile(rf"(?:地址|地点)\s{{0,3}}(?:[：:是为]|位于)\s{{0,3}}(?P<name>{_PLACE})")),
)
# What ends like a county and is none: parts of one, and words that begin as a name does.
_NO_COUNTY = re.compile(
    r"(?:开发|园|片|景|示范|试验|实验|高新|经开|新|保税|功能|管理|城|郊|矿|库|山|牧|灌|林|社|小|地|辖|校|专|展|服务|街|市|老)区$"
    r"|[我本全各该两每此其]|今年|去年|年度|的|个|些|部分|有关|相关|.{2}[路街镇乡村]"
    rf"|{_WAYS}|辖|所属|下辖|督促|指导|要求|[在由对按]|(?:市|省|级)[县区]$"
)


def foreign_counties(report: Report) -> Iterator[Finding]:
    """Z1: another county stands as the subject of a sentence, as owner of the portal or in the address, once a county.

    Asked of bodies whose name tells their county; bodies of the own kind are told by foreign_names.
    """
    county = _county(report.agency or "")
    if not county:
        return
    found: dict[str, list[Spot]] = {}
    for name, where in _named(report):
        other = _county(name)
        if not other or _is_same(other, county) or is_of_kind(organ_name(name), organ_name(report.agency or "")):
            continue
        if not _NO_COUNTY.search(other):
            found.setdefault(other, []).append(where)
    for place, spots in list(found.items())[:_MOST_PLACES]:
        more = f", and {counted(len(spots) - 1, 'more place')}" if len(spots) > 1 else ""
        message = f"the text speaks of {place} as of its own county, the report is of {report.agency}: {spots[0]}{more}"
        yield Finding("Z1", "unknown", "soft", (), message)


def _named(report: Report) -> Iterator[tuple[str, Spot]]:
    for section in report.sections:
        for number, line in enumerate(section.text[:_MOST_LETTERS].splitlines(), 1):
            for letters, pattern in _SPEAKS:
                for found in pattern.finditer(line) if any(map(line.__contains__, letters)) else ():
                    yield found["name"], spot(section, number, line, found.start("name"))


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of one county: its rank may have changed, its peoples be left out."""
    short, long = sorted((stem(one), stem(other)), key=len)
    return long.startswith(short)


def _county(name: str) -> str:
    """The county a name begins with or leads down to; empty where it tells none."""
    places = organ_name(name).places
    if places and organ_name(name).level == "town":
        places = organ_name(stem(places[-1])).places  # 甲县乙镇 is cut as one
    return next((one for one in reversed(places) if one.endswith(("县", "区", "旗")) and one[-3:] != "自治区"), "")
