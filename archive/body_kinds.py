"""What kind of body a name is of, by how it ends, and which bodies a government's report may sum up."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["government", "government_office", "township", "department", "other"]

_TOWNSHIP = re.compile(r"(?:(?:[乡镇]|苏木)(?:人民)?政府|街道办事处|街道办|街道|(?<!城)[乡镇]|苏木)$")
_OFFICE = re.compile(r"(?:人民)?政府(?:办公[室厅]|办)$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_SEVERAL = re.compile(r"[局厅部委办室]、.{1,30}[局厅部委办室]$")  # two bodies in one line: neither is that
_DEPARTMENT = re.compile(r"(?:[局厅部署]|委员会|委|办公室|总队|支队|大队|研究室|监察室)$")
_OTHER = re.compile(r"(?:管理委员会|管委会|集团|公司|学校|大学|学院|医院|中心|协会|区)$")


def kind_of(agency: str) -> Kind:
    """The kind of a body.

    >>> kind_of("甲市人民政府"), kind_of("甲市人民政府办公厅"), kind_of("乙镇人民政府"), kind_of("甲区教育局")
    ('government', 'government_office', 'township', 'department')
    >>> kind_of("甲新区管理委员会"), kind_of("甲街道办事处"), kind_of("甲市卫健委"), kind_of("甲区统计局、审计局")
    ('other', 'township', 'department', 'other')
    """
    for kind, pattern in (
        ("other", _SEVERAL),
        ("township", _TOWNSHIP),
        ("government_office", _OFFICE),
        ("government", _GOVERNMENT),
        ("other", _OTHER),
        ("department", _DEPARTMENT),
    ):
        if pattern.search(agency):
            return kind  # type: ignore[return-value]
    return "other"


def covers(government: str, division: str | None, body: str, of_division: str | None) -> bool:
    """Whether a report of this government that sums up its region may count the report of that body.

    With division codes (GB/T 2260, six digits) a county covers every body of its own, a city or province its own
    departments and the governments one level below, which sum up theirs. Without codes the name of the region tells.

    >>> covers("甲区人民政府", "330411", "乙镇人民政府", "330411"), covers("甲区人民政府", None, "甲区教育局", None)
    (True, True)
    >>> [covers("丙市人民政府", "330400", body, "330411") for body in ("甲区教育局", "甲区人民政府")]
    [False, True]
    """
    if kind_of(government) != "government" or body == government:
        return False
    if not division or not of_division:
        region = _GOVERNMENT.sub("", government)
        return len(region) > 1 and body.startswith(region) and body != region
    if division == of_division:
        return kind_of(body) != "government"
    level = 2 if division.endswith("0000") else 4 if division.endswith("00") else 6
    below = of_division[level : level + 2] != "00" and set(of_division[level + 2 :]) <= {"0"}
    return level < 6 and of_division[:level] == division[:level] and below and kind_of(body) == "government"
