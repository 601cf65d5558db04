"""Where the replica portals stand: how many bodies and years each holds, and the way in from its home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from crawler.replicas.figures import Published, reports
from crawler.replicas.site import Answer, framed

_ORGANS = (
    "统计局",
    "档案局",
    "卫生健康局",
    "民政局",
    "司法局",
    "财政局",
    "水务局",
    "林业局",
    "审计局",
    "人民政府办公室",
)
# What stands in the same columns and is no report of the body.
NEIGHBOURS = (
    "关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
    "关于做好2022年政府信息公开工作年度报告编制发布工作的通知",
    "政府网站工作年度报表（2023年度）",
    "2023年度法治政府建设年度报告",
    "图解：2023年政府信息公开工作年度报告",
    "政府信息公开工作年度报告制度",
    "2022年部门决算",
    "2022年上半年政府信息公开数据统计",
)


@dataclass(frozen=True)
class Scale:
    """How large a replica portal is: so many bodies, and the years they report on."""

    bodies: int
    years: range


FEW = Scale(2, range(2022, 2025))
MANY = Scale(10, range(2018, 2025))


def published(place: str, scale: Scale) -> list[Published]:
    """The reports of a place's bodies, body by body.

    >>> [(r.agency, r.year) for r in published("青屿市", Scale(2, range(2023, 2025)))][1:3]
    [('青屿市统计局', 2024), ('青屿市档案局', 2023)]
    """
    return [report for organ in _ORGANS[: scale.bodies] for report in reports(place + organ, scale.years)]


def joined(own: list[Published], place: str, scale: Scale) -> list[Published]:
    """The reports a site holds at any size, and those of the place's other bodies."""
    known = {report.agency for report in own}
    return [*own, *(report for report in published(place, scale) if report.agency not in known)]


def by_agency(listed: Iterable[Published]) -> dict[str, list[Published]]:
    """The reports of each agency, in the order given."""
    made: dict[str, list[Published]] = {}
    for report in listed:
        made.setdefault(report.agency, []).append(report)
    return made


def front(
    place: str, column: str, *, label: str = "政府信息公开年报", way: str | None = "/zwgk/", head: str = ""
) -> dict[str, Answer]:
    """A home page, and the disclosure page at `way` that links the column; without a `way` the home page does.

    `head` is what the family's pages carry in their heads, by which they are known.
    """
    inner = f'<a href="{escape(column)}">{label}</a>'
    made = {}
    if way:
        panel = f'<ul><li><a href="{way}zn.html">政府信息公开指南</a></li><li><a href="{way}zd.html">政府信息公开制度</a></li>'
        made[way] = framed("政府信息公开", f"{panel}<li>{inner}</li></ul>", head)
        inner = f'<a href="{way}">政府信息公开</a>'
    news = "".join(f'<li><a href="/news/{i}.html">{place}召开第{i}次工作会议</a></li>' for i in range(1, 9))
    made["/"] = framed(place, f"<div class=top>{inner} <a href=/hd/>互动交流</a></div><ul>{news}</ul>", head)
    return made
