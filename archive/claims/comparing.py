"""Whether claims agree with the cells of their report, and with one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from archive.claims.all_of import compare_all
from archive.claims.amounts import in_unit
from archive.claims.figures import BLANK, Cells, Figure
from archive.claims.inner import compare_inner
from archive.claims.plainness import strange
from archive.claims.quantities import known_as
from archive.claims.unseen import doubt_unseen
from archive.models import Cell, Claim

_GOVERNMENT = ("人民政府", "管理委员会", "管委会")
_LOCAL = ("乡", "镇", "街道")  # whose government has nobody below it
_AREA = ("全", "各", "市县")
_ANOTHER_YEAR = "of another year"
_STRANGE = "the word {} may give it another sense"
_ENOUGH = 2  # claims that show by agreeing of what the others are
_SCOPED = "the words {} may give it another scope than the table's"


def compare(
    claims: Sequence[Claim],
    cells: Iterable[Cell],
    template: str | None,
    year: int | None = None,
    agency: str | None = None,
) -> tuple[Claim, ...]:
    """The claims with what they must agree with, that figure, and how it compares; pure, for stored readings too.

    A claim `differs` without a reason where it is surely of the same thing, and with one where it may not be. Words of
    scope (全市, 累计) leave it not comparable, unless a neighbour with the same words agrees with the table. What a
    government says of itself may be its own office's alone: there another figure of the table must be told as it is.
    """
    asked = Cells(cells, template)
    whole_area = bool(agency) and str(agency).endswith(_GOVERNMENT)
    made = [
        claim._replace(reason=_ANOTHER_YEAR)
        if year and claim.year not in (None, year)
        else _plainly(_compared(claim, asked, whole_area=whole_area), agency)
        for claim in claims
    ]
    made = _together(made, asked)
    made = _confirmed(made, whole_area and not _is_local(str(agency)))
    made = list(doubt_unseen(tuple(compare_inner(made))))
    return tuple(_plainly(claim, agency) if claim.kind == "list" else claim for claim in made)


def _is_local(agency: str) -> bool:
    return agency.removesuffix("人民政府").endswith(_LOCAL)


def _plainly(claim: Claim, agency: str | None) -> Claim:
    """A claim that differs is compared only where every word of its clause leaves it what it is."""
    if claim.status != "differs" or not (word := strange(claim, agency)):
        return claim
    return claim._replace(status="not_comparable", reason=_STRANGE.format(word))


def _compared(claim: Claim, asked: Cells, *, whole_area: bool) -> Claim:
    if claim.kind == "all":
        return compare_all(claim, asked)
    if claim.kind not in ("count", "zero"):
        return claim
    if claim.value is None or not (figures := asked.sums(claim.quantity)):
        return claim._replace(reason="no cell")
    agreeing = next((figure for figure in figures if _is_same(claim, figure)), None)
    if agreeing:
        return claim._replace(compared=agreeing.cells, other=agreeing.value, status="agrees")
    claim = claim._replace(compared=figures[0].cells, other=figures[0].value)
    if claim.rough:
        return claim._replace(reason=f"a rough figure: {claim.rough}")
    if claim.scope and not (whole_area and all(word.startswith(_AREA) for word in claim.scope.split("、"))):
        return claim._replace(reason=_SCOPED.format(claim.scope))
    known = known_as(claim.quantity)
    if known and known.doubtful:
        return claim._replace(reason="agencies count it in more than one way")
    if claim.quantity.endswith(".decisions") and "决定" not in claim.said:
        return claim._replace(reason="cases are not decisions")
    if claim.unit == "条" and claim.quantity.startswith("disclosure."):
        return claim._replace(reason="counted in 条, as postings are")
    return claim._replace(status="differs", reason=figures[0].doubt)


def _is_same(claim: Claim, figure: Figure) -> bool:
    value, step = in_unit(claim.value or 0, claim.unit, figure.cells)
    return abs(value - figure.value) <= step


def _together(claims: list[Claim], asked: Cells) -> list[Claim]:
    """Several counts of one quantity in a sentence may be its parts: together they are the cell's figure."""
    groups: Mapping[tuple[str, str, str, int], list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        if claim.kind == "count" and claim.status != "agrees" and claim.other is not None:
            groups[claim.quantity, claim.sentence, claim.place.section, claim.place.line].append(number)
    for (quantity, *_), numbers in groups.items():
        total = sum(claims[n].value or 0 for n in numbers)
        found = next((f for f in asked.sums(quantity) if len(numbers) > 1 and f.value == total), None)
        for number in numbers if found else ():
            assert found is not None
            claims[number] = claims[number]._replace(
                compared=found.cells, other=found.value, status="agrees", reason="with the others of this sentence"
            )
    return claims


def _confirmed(claims: list[Claim], needs_another: bool) -> list[Claim]:
    """A difference counts where others show the scope to be the table's; a second figure of one quantity does not."""
    agreeing = [claim for claim in claims if claim.status == "agrees" and claim.kind in ("count", "zero")]
    shown = Counter((claim.scope, _part(claim)) for claim in agreeing if claim.value)
    told = {claim.quantity for claim in agreeing}
    return [_settled(claim, shown[claim.scope, _part(claim)], told, needs_another=needs_another) for claim in claims]


def _settled(claim: Claim, others: int, told: AbstractSet[str], *, needs_another: bool) -> Claim:
    """A claim with `others` that agree, of its section and scope, and the quantities `told` as the table has them."""
    if claim.other is None or claim.status == "agrees" or claim.rough:
        return claim
    if claim.kind in ("count", "zero") and claim.quantity in told:
        return claim._replace(status="not_comparable", reason="another statement of it agrees")
    if others >= _ENOUGH and claim.reason in (BLANK, _SCOPED.format(claim.scope)):
        return claim._replace(status="differs", reason="")
    if claim.status == "differs" and needs_another and not others:
        return claim._replace(reason=claim.reason or "it may be of the office of this government alone")
    return claim


def _part(claim: Claim) -> str:
    """The section of the form a quantity is of."""
    return claim.quantity.partition(".")[0]
