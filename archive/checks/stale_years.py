"""Years that the text of the sections was left with when it was taken over from another year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.checks.spots import Spot, spot
from archive.counted import counted
from archive.dates import western_years
from archive.models import Finding, Report, Section

_MOST_LETTERS = 20_000  # of one section that are looked at
_TOLD = ("overview", "problems", "other_matters")
_ENOUGH = 2  # statements of one other year, and none of the report's own
_ABOUT = re.compile(r"编制|编写|统计期限|年度报告|年报|[比较]|同期|以来|十[三四五]五|到\s*20\d{2}|[至—~-]\s*20\d{2}")
_MARKED = re.compile(r"《[^》]{0,100}》|[〔\[【（(]\s*20\d{2}\s*[〕\]】）)]")  # titles and numbers of documents
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_ORDINAL = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[一二三四五六七八九十]是)?"
_PLANS_AHEAD = (
    r"(?:[^，,：:]{0,10}(?:下一步|下步|打算|计划|措施|安排|思路|方向)[^，,：:]{0,6}[：:]\s*)?"  # 下一步改进措施：
)
# A sentence that begins with a year says what that year was or will be like.
_OPENING = re.compile(
    rf"\s*{_ORDINAL}\s*{_PLANS_AHEAD}(?:在|自)?(20\d{{2}})\s*年(?:度)?(?:里|内|以?来|期间)?[，,]?(?!\s*\d{{1,2}}\s*月)"
)
_HELD = re.compile(r"[^，,。]{1,10}?的")  # 2022年出台的办法: what is of that year, and no account of it
_DONE = re.compile(r"已|完成|到位|尚未|未投入|不够|不理想")  # what became of a plan is told of the year after
_OWN = re.compile(r"本年|今年|当年|本报告")
_PLAN = re.compile(r"^[^，,。]{0,8}[，,]?[^，,。]{0,8}?(?:将|计划|打算|拟|准备|力争)")
_PLANNED = re.compile(r"我.{1,3}将|本.{1,3}将|将(?:继续|进一步|着力|重点|不断|持续|加强|从以下)|计划|打算|力争")
_FEES = re.compile(r"处理费|收费|收取|费用")


class _Statement(NamedTuple):
    year: int
    is_plan: bool
    text: str
    spot: Spot


def stale_years(report: Report) -> Iterator[Finding]:
    """Z2: a section says of another year what it should say of the report's: how it was, or what comes next.

    `fail` where a whole section speaks of one other year, where fees are told of a year before, or a plan is made for
    one; else `unknown`. The preface and the period of the figures are N28's.
    """
    year = report.year
    period = next((field.value[:4] for field in report.fields if field.key == "period.from"), str(year))
    if year is None or period != str(year):
        return  # which of them is wrong N28 asks
    for section in report.sections:
        if section.key not in _TOLD:
            continue
        text = western_years(section.text[:_MOST_LETTERS])
        own = bool(re.search(rf"(?<!\d){year}\s*年?", text))
        is_told = bool(_OWN.search(text))
        said = list(_statements(section, text))
        if section.key != "problems":
            yield from _past(
                section, [one for one in said if one.year != year and not one.is_plan], own=own, is_told=is_told
            )
        else:
            yield from _plans([one for one in said if one.is_plan], year, named=str(year + 1) in text)


def _statements(section: Section, text: str) -> Iterator[_Statement]:
    """The sentences that begin with a year, but those that cite, compare or look over several years."""
    for number, line in enumerate(text.splitlines(), 1):
        if "20" not in line:
            continue
        blank = _MARKED.sub(lambda found: " " * len(found.group()), line)
        for found in _SENTENCE.finditer(blank):
            opening = _OPENING.match(found.group())
            if (
                opening
                and not _ABOUT.search(found.group())
                and len(set(re.findall(r"20\d{2}(?=\s*年)", found.group()))) == 1
            ):
                rest = found.group()[opening.end() :]
                if _HELD.match(rest) and not opening.group().endswith(("，", ",")):
                    continue
                where = spot(section, number, line, found.start() + opening.start(1))
                yield _Statement(int(opening[1]), bool(_PLAN.match(rest)) and not _DONE.search(rest), rest, where)


def _past(section: Section, others: list[_Statement], *, own: bool, is_told: bool) -> Iterator[Finding]:
    if not others or own:
        return
    years = {one.year for one in others}
    fees = section.key == "other_matters" and any(_FEES.search(one.text) for one in others)
    is_sure = len(years) == 1 and (fees or len(others) >= _ENOUGH) and not is_told
    more = f", and {counted(len(others) - 1, 'more sentence')}" if len(others) > 1 else ""
    told = f"the section speaks of {' and '.join(map(str, sorted(years)))}, and nowhere of the report's year"
    yield Finding("Z2", "fail" if is_sure else "unknown", "soft", (), f"{told}: {others[0].spot}{more}")


def _plans(plans: list[_Statement], year: int, *, named: bool) -> Iterator[Finding]:
    for one in plans:
        if one.year < year:
            yield Finding(
                "Z2", "fail", "soft", (), f"a plan for {one.year}, which was over when {year} was: {one.spot}"
            )
        elif one.year == year and not named and _PLANNED.search(one.text[:20]):
            yield Finding("Z2", "unknown", "soft", (), f"a plan for the report's own year: {one.spot}")
