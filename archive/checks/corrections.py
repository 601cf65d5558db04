"""K1: whether the corrections people made of a report still fit its document, and one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.corrections import Correction, Stand, disagreements, spoken
from archive.counted import counted
from archive.models import Finding

CHECK = "K1"


def standing_findings(stands: Sequence[Stand]) -> tuple[Finding, ...]:
    """K1 on one report: a pass for the corrections in force, `unknown` for each that a person must look at."""
    return tuple(_findings(stands))


def _findings(stands: Sequence[Stand]) -> Iterator[Finding]:
    cells = tuple(dict.fromkeys(s.correction.cell for s in stands if s.standing == "in_force"))
    if cells:
        told = f"{counted(len(cells), 'correction is', 'corrections are')} in force"
        yield Finding(CHECK, "pass", "soft", cells, told)
    for one in (s.correction for s in stands if s.standing == "reopened"):
        told = (
            f"corrected to {one.says} where it said {spoken(one.read, one.read_state)}; the document now says otherwise"
        )
        yield _unknown(one, told)
    for one in (s.correction for s in stands if s.standing == "orphaned"):
        yield _unknown(one, f"corrected to {one.says}, but the form of this report has no such cell any more")
    for one, other in disagreements(stands):
        told = f"{_who(other)} says {other.says}, {_who(one)} says {one.says}; the later correction counts"
        yield _unknown(one, told)


def _unknown(correction: Correction, told: str) -> Finding:
    return Finding(CHECK, "unknown", "soft", (correction.cell,), f"{told} (correction {correction.id[:8]})")


def _who(correction: Correction) -> str:
    return correction.author or "somebody"
