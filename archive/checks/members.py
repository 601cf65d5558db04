"""A government's report that sums up its region against the reports of the bodies it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.body_kinds import kind_of
from archive.counted import counted
from archive.doubts import doubted
from archive.models import MOST_NAMED, Finding, Number, Report

_SUMS_UP = re.compile(
    r"汇总(?!本)[^。]{0,30}(?:数据|情况|报送|编制|而成|形成|行政机关|部门|单位)"
    r"|全[省市县区旗州](?:各级)?(?:政府|行政机关|部门)?(?:共|累计|总共)?(?:主动公开|新收|新增|受理|收到)"
)
_WHERE = ("preface", "overview")
_COMPARED = re.compile(r"applications\.[a-z_.]+\[total\]|review\.[a-z_.]+|disclosure\.[a-z_]+\.(?:decisions|issued)")


def sums_up(report: Report) -> bool:
    """Whether a government's report says that it counts the bodies of its region."""
    kind = kind_of(report.agency or "")
    told = "\n".join(section.text for section in report.sections if section.key in _WHERE)
    return kind in ("government", "government_office") and bool(_SUMS_UP.search(told))


def members(parent: Report, covered: Sequence[Report]) -> tuple[Finding, ...]:
    """H1: the sums of the reports held against the parent's figures, cell by cell.

    More than the parent says cannot be, whatever is not held; less may be what the others have. Cells in doubt on
    either side, and those a report of another form lacks, are left out.
    """
    if not covered:
        return ()
    theirs = [_sure(report) for report in covered]
    compared = {cell: (value, [t[cell] for t in theirs if cell in t]) for cell, value in _sure(parent).items()}
    sums = {cell: (value, sum(found)) for cell, (value, found) in compared.items() if len(found) == len(covered)}
    return tuple(_told(sums, counted(len(covered), "report")))


def _sure(report: Report) -> dict[str, Number]:
    doubtful = doubted(report.findings)
    return {
        cell.id: cell.value
        for cell in report.cells
        if cell.value is not None and cell.id not in doubtful and _COMPARED.fullmatch(cell.id)
    }


def _told(sums: Mapping[str, tuple[Number, Number]], held: str) -> Iterator[Finding]:
    over = {cell: pair for cell, pair in sums.items() if pair[1] > pair[0]}
    same = [cell for cell, (value, total) in sums.items() if value == total and value]
    for cell, (value, total) in list(over.items())[:MOST_NAMED]:
        message = f"the {held} held that it covers come to {total:g}, more than its {value:g}"
        yield Finding("H1", "fail", "soft", (cell,), message)
    if sums and not over:
        if all(value == total for value, total in sums.values()):
            message = f"its figures are the sums of the {held} held that it covers"
            yield Finding("H1", "pass", "soft", tuple(same[:MOST_NAMED]), message)
        else:
            less = sum(total < value for value, total in sums.values())
            message = (
                f"{counted(less, 'figure is', 'figures are')} more than the {held} held come to: others are not held"
            )
            yield Finding("H1", "not_assessable", "soft", (), message)
