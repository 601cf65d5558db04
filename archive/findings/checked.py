"""A report that was checked: what was read of it, what is said of it, and how it came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["fails", "unchecked", "incomplete", "doubtful", "sound"]
NOT_CHECKED = ("X0", "T0", "T1", "T2")  # unreadable, no report, an empty form, no form
_TABLES = dict.fromkeys(("t2019", "t2021"), ("disclosure.", "applications.", "review."))


@dataclass(frozen=True, slots=True)
class Checked:
    """A report by name. `reading` is its object as `parse --json` prints it, or at least its `findings`.

    `source` is the path or the address of the document, `last` the reading of the report of the year before, where
    there was one to compare with, and `against` that report's key; `sought` says what was looked for in vain.
    `is_draft` for a file that may still be mended: it is no report of an archive.
    `corrections` are what people say that cells hold, in words, with who says so where a name is given.
    `strict` is set where doubts count as failures.
    """

    name: str
    reading: Mapping[str, Any]
    source: str | None = None
    last: Mapping[str, Any] | None = None
    against: str | None = None
    sought: tuple[str, dict[str, str]] | None = None
    is_draft: bool = False
    corrections: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    strict: bool = False

    @property
    def findings(self) -> Sequence[Mapping[str, Any]]:
        """Everything said of the report."""
        findings: Sequence[Mapping[str, Any]] = self.reading["findings"]
        return findings

    @property
    def counts(self) -> dict[str, int]:
        """How many checks came out how."""
        return dict(Counter(f["status"] for f in self.findings))

    @property
    def fails(self) -> bool:
        """Whether a check fails."""
        return any(f["status"] == "fail" for f in self.findings)

    @property
    def is_unchecked(self) -> bool:
        """Whether nothing was there to check, or not one sum came to an end; what figures may mean is no sum."""
        ended = any(f["status"] == "fail" or (f["status"], f["severity"]) == ("pass", "hard") for f in self.findings)
        return not ended or any(f["check"] in NOT_CHECKED for f in self.findings)

    @property
    def is_incomplete(self) -> bool:
        """Whether a table of the form is missing as a whole; single rows that were not found are a doubt."""
        if not any((f["check"], f["status"]) == ("C1", "unknown") for f in self.findings):
            return False
        cells = [cell["id"] for cell in self.reading.get("cells", ())]
        tables = _TABLES.get(self.reading.get("template") or "", ())
        return not all(any(cell.startswith(table) for cell in cells) for table in tables)

    @property
    def is_doubtful(self) -> bool:
        """Whether anything could not be told for certain, or the report of the year before was not found."""
        return self.sought is not None or any(f["status"] == "unknown" for f in self.findings)

    @property
    def outcome(self) -> Outcome:
        """The worst that can be said."""
        if self.fails:
            return "fails"
        if self.is_unchecked:
            return "unchecked"
        if self.is_incomplete:
            return "incomplete"
        return "doubtful" if self.is_doubtful else "sound"
