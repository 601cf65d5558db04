"""Whose mistake a sum that fails is: the agency's, the reader's, or nobody can tell; and in which cells it may be."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from archive.checks.arithmetic import tested
from archive.checks.readings_of_items import sums
from archive.checks.suspects import Sums
from archive.doubts import doubted
from archive.models import Cell, Finding, Number, Report
from archive.second_reading import Second
from archive.template import Identity

_MAY_BE_QUOTED = "may be quoted: two independent readings agree"
_IN_DOUBT = "do not quote: the reading is in doubt"
_NOT_CONFIRMED = "do not quote: no second reading confirms the first"
_Key = tuple[str, tuple[str, ...]]


def judged(report: Report, second: Second) -> Report:
    """The report with the findings on its second reading, and a verdict on every sum that fails.

    `agency` where a second reading confirms every cell of the sum and nothing puts one in doubt; `reader` where a
    change of one cell in doubt would mend the sum and all that fail with it; else `unclear`. `suspects` are the
    cells of the smallest sets whose change would make these sums hold, `proposed` is the value of the one there is:
    for `reader` what may stand there, for `agency` what should.
    """
    findings = (*report.findings, *second.findings)
    failing = [f for f in findings if f.status == "fail"]
    if report.template is None or not failing:
        return replace(report, findings=findings)
    case = _Case(report.template, {cell.id: cell for cell in report.cells}, findings, second)
    return replace(report, findings=tuple(case.judged(f) if f.status == "fail" else f for f in findings))


@dataclass(frozen=True)
class _Case:
    """The sums of one report with what is known of its cells."""

    template: str
    cells: dict[str, Cell]
    findings: tuple[Finding, ...]
    second: Second

    def judged(self, finding: Finding) -> Finding:
        """The finding with its verdict; as it was where it is on no sum."""
        at = self._sums_by_key.get((finding.check, finding.cells))
        if at is None:
            return finding
        sets = self._smallest[self._groups[at]]
        suspects = tuple(dict.fromkeys(cell for one in sets for cell in one))
        found = replace(finding, suspects=suspects) if suspects and finding.proposed is None else finding
        names = set(finding.cells)
        if names <= self.second.confirmed and not names & self._doubted:
            return self._of_agency(found, sets)
        single = [one for one in sets if len(one) == 1 and not self._doubted.isdisjoint(one)]
        if single or found.proposed is not None:
            return self._of_reader(found, single)
        return _told(found, "unclear", _NOT_CONFIRMED)

    def _of_agency(self, finding: Finding, sets: list[dict[str, Number]]) -> Finding:
        told = _told(finding, "agency", _MAY_BE_QUOTED)
        if len(sets) != 1 or len(sets[0]) != 1:
            return told
        ((cell, value),) = sets[0].items()
        printed = self.cells[cell].text if cell in self.cells else ""
        message = f"{told.message}; {value:.15g} in place of {printed!r} in {cell} would make the sums hold"
        return replace(told, message=message, proposed=value)

    def _of_reader(self, finding: Finding, single: list[dict[str, Number]]) -> Finding:
        """What is proposed is another reading of the cell as well."""
        told = _told(finding, "reader", _IN_DOUBT)
        if told.proposed is not None:  # by what a picture may show
            return told
        doubted = {cell: value for one in single for cell, value in one.items()}
        read = {cell: value for cell, value in doubted.items() if self.second.others.get(cell) == value}
        if len(read) != 1:
            return replace(told, suspects=tuple(doubted))
        ((cell, value),) = read.items()
        return replace(told, suspects=(cell,), proposed=value)

    @cached_property
    def _doubted(self) -> AbstractSet[str]:
        """The cells of which something says that they may have been read wrongly."""
        unsure = (c.id for c in self.cells.values() if "readings" in c.place or c.state in ("unreadable", "text"))
        return doubted(self.findings).union(unsure)

    @cached_property
    def _tested(self) -> list[tuple[Identity, Finding]]:
        """The sums that hold or fail; those that cannot be told say nothing about a cell."""
        told = [*tested(self.template, self.cells, self.findings), *sums(self.findings)]
        return [(identity, finding) for identity, finding in told if finding.status in ("pass", "fail")]

    @cached_property
    def _sums(self) -> Sums:
        values = {key: cell.value for key, cell in self.cells.items() if cell.value is not None}
        return Sums([identity for identity, _ in self._tested], values)

    @cached_property
    def _sums_by_key(self) -> Mapping[_Key, int]:
        fails = [(i, finding) for i, (_, finding) in enumerate(self._tested) if finding.status == "fail"]
        return {(finding.check, finding.cells): i for i, finding in fails}

    @cached_property
    def _groups(self) -> Mapping[int, int]:
        return self._sums.groups(self._sums_by_key.values())

    @cached_property
    def _smallest(self) -> Mapping[int, list[dict[str, Number]]]:
        """The smallest sets of each group of failing sums."""
        groups: dict[int, list[int]] = {}
        for i, group in self._groups.items():
            groups.setdefault(group, []).append(i)
        return {group: self._sums.smallest(own) for group, own in groups.items()}


def _told(finding: Finding, verdict: str, said: str) -> Finding:
    return replace(finding, verdict=verdict, message=f"{finding.message}; {said}")
