"""Changes the narrative tells of since last year, compared with the tables of both years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from archive.claims.amounts import rounding
from archive.claims.figures import Cells, Figure
from archive.claims.plainness import strange
from archive.claims.unseen import doubt_unseen
from archive.models import Cell, Claim

LAST = "last:"  # marks a cell of the report of the year before
_SEVERAL = re.compile(r"分别")  # changes of several figures
_OFF = 0.05  # percentage points
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_NOT_LAST_YEAR = re.compile(r"上上年|前年|以来|环比|季度|半年|[近前][两二三四五六七八九十\d]+年")


def compare_with_last_year(
    claims: Sequence[Claim],
    this_cells: Iterable[Cell],
    last_cells: Iterable[Cell],
    template: str | None,
    last_template: str | None,
) -> tuple[Claim, ...]:
    """The claims of a year with their changes compared; the others stay as they are.

    `other` is the change the tables come to: a number, or percent to two decimals. Quantities may be counted in several
    ways (new requests, with those carried in): one that agrees is enough. Cells of the year before are marked `last:`.
    """
    now, before = Cells(this_cells, template), Cells(last_cells, last_template)
    counts = [claim for claim in claims if claim.kind == "count"]
    other = {claim.quantity for claim in counts} - {claim.quantity for claim in counts if claim.status == "agrees"}
    made = (_changed(c, now, before, other) if c.kind in ("delta", "percent") else c for c in claims)
    return tuple(doubt_unseen(tuple(made)))


def is_of_last_year(words: str, year: int) -> bool:
    """Whether words in a report for `year` that tell of a change name no time but this year and the one before.

    >>> is_of_last_year("较2022年增加5件", 2023), is_of_last_year("较2021年增加5件", 2023)
    (True, False)
    """
    named = {int(found) for found in _YEAR.findall(words)}
    return named <= {year, year - 1} and not _NOT_LAST_YEAR.search(words)


def _changed(claim: Claim, now: Cells, before: Cells, other: AbstractSet[str]) -> Claim:
    if (word := strange(claim)) or _SEVERAL.search(claim.said) or "基本持平" in claim.sentence:
        return claim._replace(reason=f"the word {word or claim.said[:12]} may give it another sense")
    if claim.quantity in other:  # what changed is not what the table counts
        return claim._replace(reason="this year's figure is not that of the table")
    pairs = zip(now.sums(claim.quantity), before.sums(claim.quantity), strict=False)
    told = [(change, pair) for pair in pairs if (change := _change(claim, *pair)) is not None]
    if not told or claim.value is None:
        return claim._replace(reason="no cell, or none the year before")
    off = max(_OFF, rounding(claim.value)) + 1e-9 if claim.kind == "percent" else 1e-6
    found = next((one for one in told if abs(one[0] - claim.value) <= off), None)
    change, (this, last) = found or told[0]
    claim = claim._replace(compared=(*this.cells, *(f"{LAST}{cell}" for cell in last.cells)), other=change)
    if found is not None:
        return claim._replace(status="agrees", reason="")
    if claim.rough or claim.scope:
        return claim._replace(reason=f"the words {claim.rough or claim.scope}")
    return claim._replace(status="differs", reason=this.doubt or last.doubt)


def _change(claim: Claim, now: Figure, before: Figure) -> float | None:
    if claim.kind == "delta":
        return round(now.value - before.value, 6)
    return round(100 * (now.value - before.value) / before.value, 2) if before.value else None
