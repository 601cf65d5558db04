"""Which cells of a report a finding puts in doubt."""

from __future__ import annotations

from collections.abc import Iterable

from archive.models import Finding

# Checks of what was read, not of what it adds up to: a figure they name may not be what is printed.
_OF_READING = ("B", "P", "S", "C3", "C5", "C6")


def doubted(findings: Iterable[Finding]) -> frozenset[str]:
    """The cells whose reading is in doubt.

    >>> doubted([Finding("B1", "unknown", "soft", ("a",), ""), Finding("A1", "fail", "hard", ("b",), "")])
    frozenset({'a'})
    """
    told = (f for f in findings if f.status in ("fail", "unknown") and f.check.startswith(_OF_READING))
    return frozenset(cell for finding in told for cell in finding.cells)
