"""Names of other bodies left where the text speaks as the body itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from archive.about import is_other_body
from archive.agencies import is_short_for
from archive.checks.spots import Spot, spot
from archive.checks.subjects import ORGAN, subject
from archive.counted import counted
from archive.dates import whole_line_date
from archive.models import Finding, Report
from archive.organ_names import OrganName, organ_name, stem

_MOST_LETTERS = 20_000  # of one section that are looked at
_MOST_NAMES = 5  # one finding a name
_NAME = rf"(?P<name>{ORGAN})"
_YEAR = r"\s{0,3}(?:20\d{2}\s{0,3}年?度?的?)?\s{0,3}"
_REPORT = rf"(?:关于)?{_YEAR}(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|年报)"
# Each way to speak as the body, with a word without which a line need not be looked at.
_SPEAKS = (
    ("报", re.compile(rf"(?:公布|公开|发布|现将|将|就){_YEAR}{_NAME}{_REPORT}")),
    ("编", re.compile(rf"由\s{{0,3}}{_NAME}(?:根据|按照|依据)?[^。；]{{0,120}}?(?:编制|编写)")),
    (
        "编",
        re.compile(rf"(?:^|[。；，\s]){_NAME}(?:根据|按照|依据|依照)[^。；]{{0,120}}?(?:编制|编写)[^。；]{{0,30}}报告"),
    ),
    (
        "联系",
        re.compile(
            rf"(?:请与|请联系|可与|直接与|联系)\s{{0,3}}{_NAME}[^。；，（(]{{0,12}}(?:联系|[（(，]?\s{{0,3}}(?:地址|电话|邮编))"
        ),
    ),
)
_SUBJECT, _SUBJECT_OF_A_YEAR = subject(ORGAN), subject(ORGAN, dated=True)
# What stands around a name that is meant for itself: others' work, an exchange, a question on something else.
_OF_OTHERS = re.compile(r"经验|学习|借鉴|交流|联合|样板|方案|指南|疑问")
_OF_REPORT = re.compile(r"报告[^。]{0,8}疑问")
_NEAR = ("county", "town")  # no two of them are above one another
_KINDS = ("局", "厅", "委员会", "管委会", "法院", "检察院", "人民政府", "办事处")


class _Found(NamedTuple):
    name: str
    spot: Spot
    is_sure: bool


def foreign_names(report: Report) -> Iterator[Finding]:
    """Z1: another body of the same kind is named where the text speaks as the body itself, once a name.

    Told for certain where it is of another county or town (as the subject of a sentence: and of the same organ); names
    of superiors and of bodies below are not told.
    """
    if not report.agency or not organ_name(report.agency).organ:
        return
    found: dict[str, list[_Found]] = {}
    for one in _named(report, report.agency):
        found.setdefault(one.name, []).append(one)
    for name, spots in list(found.items())[:_MOST_NAMES]:
        first = next((one for one in spots if one.is_sure), spots[0])
        more = f", and {counted(len(spots) - 1, 'more place')}" if len(spots) > 1 else ""
        message = f"the text speaks as {name}, the report is of {report.agency}: {first.spot}{more}"
        yield Finding("Z1", "fail" if first.is_sure else "unknown", "soft", (), message)


def _named(report: Report, agency: str) -> Iterator[_Found]:
    acts = _SUBJECT if organ_name(agency).level in _NEAR else _SUBJECT_OF_A_YEAR
    for section in report.sections:
        lines = section.text[:_MOST_LETTERS].splitlines()
        for number, line in enumerate(lines, 1):
            for start, name in _spoken(line):
                yield from _other(name, agency, spot(section, number, line, start))
            for found in acts.finditer(line):
                where = spot(section, number, line, found.start("name"))
                yield from _other(found["name"], agency, where, must_be_alike=True)
        for number, (line, below) in enumerate(pairwise(lines), 1):
            if 4 <= len(line.strip()) <= 30 and whole_line_date(below):
                yield from _other(line.strip(), agency, spot(section, number, line, 0))


def _spoken(line: str) -> Iterator[tuple[int, str]]:
    """The names by which a line speaks of the body itself, with where they begin."""
    for word, pattern in _SPEAKS:
        if word in line:
            yield from ((found.start("name"), found["name"]) for found in pattern.finditer(line))


def _other(name: str, agency: str, where: Spot, *, must_be_alike: bool = False) -> Iterator[_Found]:
    """The name, if it is of another body of the kind and rank; in doubt where its organ must be alike and is not."""
    other, own = organ_name(name), organ_name(agency)
    if not is_of_kind(other, own) or not is_other_body(name, agency):
        return
    is_elsewhere = stem(other.places[-1]) != stem(own.places[-1])
    is_meant = _OF_OTHERS.search(where.quote) and not _OF_REPORT.search(where.quote)
    is_alike = not must_be_alike or is_short_for(_plain(other), _plain(own)) or other.level == "town"
    yield _Found(name, where, is_elsewhere and is_alike and own.level in _NEAR and not is_meant)


def is_of_kind(other: OrganName, own: OrganName) -> bool:
    """Whether two names are of bodies of one rank and kind, so that one may be left where the other belongs."""
    return bool(other.level) and other.level == own.level and _kind(other) == _kind(own)


def _plain(name: OrganName) -> str:
    return name.organ.removesuffix("办公室") if name.organ.startswith("人民政府") else name.organ


def _kind(name: OrganName) -> str:
    """What a body is: those of one kind are mistaken for one another; all that govern a town are one kind."""
    plain = _plain(name)
    kind = next((kind for kind in _KINDS if plain.endswith(kind)), "")
    return "人民政府" if name.level == "town" and kind == "办事处" else kind
