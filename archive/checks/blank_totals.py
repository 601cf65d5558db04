"""Sums whose total is blank, told together: a column that was never filled in is one thing to say, not twenty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.counted import counted
from archive.models import MOST_NAMED, Cell, Finding
from archive.template import Identity


def together(
    findings: Sequence[Finding], identities: Sequence[Identity], cells: Mapping[str, Cell]
) -> Iterator[Finding]:
    """The findings, those in doubt for a blank total put into as few as can name all their cells.

    The first findings are those of `identities`, in their order.
    """
    blank: dict[str, list[tuple[Identity, Finding]]] = {}
    for identity, finding in zip(identities, findings, strict=False):
        if _is_blank(identity, finding, cells):
            blank.setdefault(identity.id, []).append((identity, finding))
    joined = {id(finding): told for told in blank.values() if len(told) > 1 for _, finding in told}
    for finding in findings:
        told = joined.get(id(finding))
        if told is None:
            yield finding
        elif finding is told[0][1]:
            yield from _joined(told)


def _is_blank(identity: Identity, finding: Finding, cells: Mapping[str, Cell]) -> bool:
    total = cells.get(identity.left[0])
    alone = len(identity.left) == 1 and finding.status == "unknown" and finding.proposed is None
    return alone and total is not None and total.state == "blank"


def _joined(told: Sequence[tuple[Identity, Finding]]) -> Iterator[Finding]:
    each = max(1, MOST_NAMED // max(len(finding.cells) for _, finding in told))
    for first in range(0, len(told), each):
        some = told[first : first + each]
        names = tuple(dict.fromkeys(cell for _, finding in some for cell in finding.cells))
        totals = ", ".join(identity.left[0] for identity, _ in some)
        sentence = f"{some[0][0].sentence}, but {counted(len(some), 'total is', 'totals are')} blank: {totals}"
        yield replace(some[0][1], cells=names, message=sentence)
