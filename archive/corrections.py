"""Corrections by people: what they say a cell holds, kept beside the reading, and how each stands today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from archive.models import Cell, Number, Report, State
from archive.printed_form import as_printed
from archive.template import load

MOST_PRINTED = 1000  # characters of a cell's printed text that are kept; no figure is longer

Standing = Literal["in_force", "superseded", "reopened", "settled", "withdrawn", "orphaned"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says a cell of a report holds: a number, or that it is `blank` or `not_applicable` (`state`).

    `unit` is that of the number where a person named one; None: the unit the cell has as it is read.
    `version` and `digest` are the content and the document it was made for; `printed`, `read` and `read_state` what
    the reading then said in the cell, all None where it had none. `made_at` and `withdrawn_at` are in UTC, ISO 8601.
    Nothing but the withdrawal ever changes.
    """

    report: str
    agency: str | None
    year: int | None
    url: str | None
    cell: str
    value: Number | None
    state: State
    unit: str | None
    because: str
    author: str | None
    made_at: str
    version: str
    digest: str
    printed: str | None = None
    read: Number | None = None
    read_state: State | None = None
    withdrawn_at: str | None = None
    withdrawn_because: str | None = None

    @property
    def id(self) -> str:
        """A hash of all it says; 32 hexadecimal digits."""
        said = {key: told for key, told in asdict(self).items() if not key.startswith("withdrawn")}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def says(self) -> str:
        """The value in words."""
        return spoken(self.value, self.state, self.unit)


@dataclass(frozen=True, slots=True)
class Stand:
    """A correction and how it stands beside the reading of today.

    in_force: the document still says what it said when a person corrected it. superseded: a later correction of the
    cell says otherwise. reopened: the document was changed and says something else in the cell, and somebody must look
    again. settled: the reading says by now what the correction says. withdrawn: taken back by a person. orphaned: the
    report, or the cell in its form, is not there.
    """

    correction: Correction
    standing: Standing


def spoken(value: Number | None, state: str | None, unit: str | None = None) -> str:
    """What a cell says in words.

    >>> spoken(2.5, "number", "万元"), spoken(None, "not_applicable"), spoken(None, None)
    ('2.5万元', 'not applicable', 'nothing')
    """
    return f"{value}{unit or ''}" if state == "number" else (state or "nothing").replace("_", " ")


def printed(text: str) -> str:
    """A cell's text as corrections keep it: on one line, without what cannot be seen, of bounded length.

    >>> printed("22 \\n（其中\\u200b修订16件）")
    '22 （其中修订16件）'
    """
    seen = "".join(ch for ch in text[: MOST_PRINTED * 2] if ch.isprintable() or ch.isspace())
    return " ".join(seen.split())[:MOST_PRINTED].strip()


def correctable(report: Report) -> list[str]:
    """The cells of a report that may be corrected: those that were read, and all others its form prints."""
    read = [cell.id for cell in report.cells]
    form = as_printed(load(report.template), read).cells if report.template else frozenset()
    return list(dict.fromkeys((*read, *sorted(form))))


def standings(corrections: Iterable[Correction], version: str | None, report: Report | None) -> list[Stand]:
    """How the corrections of one report stand beside its reading of today, which is of `version`; None: there is none.

    Of several that could be in force for a cell it is the one made last, and with it those that say the same.
    """
    cells = {cell.id: cell for cell in report.cells} if report else {}
    known = frozenset(correctable(report) if report else ())
    made = [
        Stand(one, _alone(one, version, cells.get(one.cell), is_known=one.cell in known))
        for one in sorted(corrections, key=_age)
    ]
    last = {s.correction.cell: s.correction for s in made if s.standing in ("in_force", "settled")}
    return [
        replace(s, standing="superseded")
        if s.standing in ("in_force", "settled") and not _agree(s.correction, last[s.correction.cell])
        else s
        for s in made
    ]


def _alone(correction: Correction, version: str | None, cell: Cell | None, *, is_known: bool) -> Standing:
    """How a correction would stand if nobody else had corrected the cell."""
    if correction.withdrawn_at is not None:
        return "withdrawn"
    if not is_known:
        return "orphaned"
    if cell is not None and _reads(cell, correction):
        return "settled"
    return "in_force" if correction.version == version or _says_the_same(correction, cell) else "reopened"


def _reads(cell: Cell, correction: Correction) -> bool:
    """Whether a cell is read as it is corrected."""
    same = (cell.state, cell.value) == (correction.state, correction.value)
    return same and correction.unit in (None, cell.unit)


def _says_the_same(correction: Correction, cell: Cell | None) -> bool:
    """Whether a cell is printed and read as it was when it was corrected."""
    then = (correction.printed, correction.read, correction.read_state)
    return then == ((printed(cell.text), cell.value, cell.state) if cell else (None, None, None))


def _age(correction: Correction) -> tuple[str, str]:
    return correction.made_at, correction.id


def _agree(one: Correction, other: Correction) -> bool:
    return (one.value, one.state, one.unit) == (other.value, other.state, other.unit)


def corrected(report: Report, stands: Iterable[Stand]) -> Report:
    """The report as its corrections in force have it; `stands` are those of its reading.

    A corrected cell keeps its text, its place and, where no other was named, its unit; in the place `corrected` is the
    id of the correction, which is all the place of a cell that was not found. What a picture may also say in it
    (`readings`) is settled, and left out.
    """
    said = {s.correction.cell: s.correction for s in stands if s.standing == "in_force"}
    cells = [_replaced(cell, said.pop(cell.id)) if cell.id in said else cell for cell in report.cells]
    cells += [Cell(c.cell, "", c.value, c.state, c.unit, {"corrected": c.id}) for c in said.values()]
    return replace(report, cells=tuple(cells))


def _replaced(cell: Cell, correction: Correction) -> Cell:
    place = {key: told for key, told in cell.place.items() if key != "readings"} | {"corrected": correction.id}
    unit = (correction.unit or cell.unit) if correction.state == "number" else None
    return cell._replace(value=correction.value, state=correction.state, unit=unit, place=place)


def disagreements(stands: Sequence[Stand]) -> list[tuple[Correction, Correction]]:
    """Each correction that is superseded by another person's, with that one.

    Who gives no name is never known to be the same person.
    """
    last = {s.correction.cell: s.correction for s in stands if s.standing in ("in_force", "settled")}
    earlier = [s.correction for s in stands if s.standing == "superseded"]
    return [
        (one, last[one.cell])
        for one in earlier
        if one.cell in last and (one.author is None or one.author != last[one.cell].author)
    ]
