"""The arithmetic of the narrative itself: parts and wholes, shares, one quantity told twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from archive.claims.amounts import rounding
from archive.claims.lists import same_unit
from archive.claims.quantities import known_as, row_of
from archive.models import Claim, Number

_CHANNELS = ("information.website", "information.wechat", "information.weibo", "information.new_media")
_WHOLES = ("applications.results.total", "applications.new", "applications.handled", "applications.processed")


def compare_inner(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims with those compared that must agree with other claims."""
    for number, claim in enumerate(claims):
        if claim.kind == "list":
            yield _list(claim, claims)
        elif claim.kind == "part":
            yield _part(claim, claims)
        elif claim.kind == "share":
            yield _share(claim, number, claims)
        elif claim.kind in ("delta", "percent"):
            yield claim._replace(reason="the figure of the year before is needed")
        elif claim.quantity == "fees.charged" and claim.kind == "count":
            yield _charged(claim, claims)
        elif claim.part_of is not None and claim.reason == "no cell":
            yield _part(claim, claims)
        elif claim.reason == "no cell" and known_as(claim.quantity):
            yield _told_twice(claim, number, claims)
        else:
            yield claim


def _list(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """The parts come to the whole; where they are not said to be all they may be fewer, or overlap."""
    number = int(claim.compared[0][len("claims[") : -1])
    whole = claims[number]
    claim = claim._replace(other=whole.value)
    parts = [part for part in claims if part.part_of == number]
    if claim.other in list(accumulate(part.value or 0 for part in parts)):  # what follows parts it in another way
        return claim._replace(status="agrees")
    if whole.rough or claim.rough:
        return claim._replace(reason="the parts are not said to be all")
    overlaps = (claim.value or 0) > (whole.value or 0) and any(p.quantity.startswith(_CHANNELS) for p in parts)
    return claim._replace(status="differs", reason="what stands in two places is told twice" if overlaps else "")


def _part(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A part is not more than its whole."""
    whole = claims[claim.part_of or 0]
    claim = claim._replace(compared=(f"claims[{claim.part_of}]",), other=whole.value)
    if whole.rough or claim.rough or not same_unit(claim.unit, whole.unit):
        return claim._replace(reason="a rough figure")
    if (claim.value or 0) <= (whole.value or 0):
        return claim._replace(status="agrees", reason="")
    return claim._replace(status="differs", reason="")


def _share(claim: Claim, number: int, claims: Sequence[Claim]) -> Claim:
    """A share is the figure it goes with over the base it names; where it names none, over a whole told before."""
    counted = next((c for c in reversed(claims[:number]) if c.kind == "count" and c.quantity == claim.quantity), None)
    bases = list(_bases(claim, claims[:number]))
    if counted is None or not counted.value or not bases or claim.rough or counted.rough:
        return claim._replace(reason="the figures of the share are not both told")
    off = max(0.05, rounding(claim.value or 0)) + 1e-9
    for index in bases:
        if abs(_percent(counted, claims[index]) - (claim.value or 0)) <= off:
            return claim._replace(compared=(f"claims[{index}]",), other=claim.value, status="agrees")
    share = round(_percent(counted, claims[bases[0]]), 2)
    claim = claim._replace(compared=(f"claims[{bases[0]}]",), other=share)
    if claim.base or _others_agree(claim, claims, bases[0], off):
        return claim._replace(status="differs")
    return claim._replace(reason="of what it is a share is not told")


def _bases(claim: Claim, before: Sequence[Claim]) -> Iterator[int]:
    """The counts a share may be of, the nearest first."""
    for index in reversed(range(len(before))):
        count = before[index]
        if count.kind != "count" or not count.value or count.rough or count.quantity == claim.quantity:
            continue
        is_whole = row_of(count.quantity) in _WHOLES and claim.quantity.startswith("applications.")
        if count.quantity == claim.base or (not claim.base and is_whole):
            yield index


def _percent(counted: Claim, whole: Claim) -> float:
    return 100 * (counted.value or 0) / (whole.value or 1)


def _others_agree(claim: Claim, claims: Sequence[Claim], base: int, off: float) -> bool:
    """Whether another share of the same sentence is of that base."""
    for number, other in enumerate(claims):
        if other.kind == "share" and other.sentence == claim.sentence and other.quantity != claim.quantity:
            counted = next(
                (c for c in reversed(claims[:number]) if c.kind == "count" and c.quantity == other.quantity), None
            )
            if counted and counted.value and abs(_percent(counted, claims[base]) - (other.value or 0)) <= off:
                return True
    return False


def _charged(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """Not more is collected than was asked for."""
    asked_for = next((i for i, c in enumerate(claims) if c.quantity == "fees.notified" and c.unit == claim.unit), None)
    if asked_for is None or claim.rough:
        return claim
    other: Number = claims[asked_for].value or 0
    claim = claim._replace(compared=(f"claims[{asked_for}]",), other=other, reason="")
    return claim._replace(status="agrees" if (claim.value or 0) <= other else "differs")


def _told_twice(claim: Claim, number: int, claims: Sequence[Claim]) -> Claim:
    """A quantity no cell has is told once, or twice alike; only of requests and reviews, which have one number."""
    if (
        claim.kind != "count"
        or claim.rough
        or claim.scope
        or not claim.quantity.startswith(("applications.", "review."))
    ):
        return claim
    for index, other in enumerate(claims[:number]):
        is_alike = (other.quantity, other.kind, other.rough, other.scope) == (claim.quantity, "count", "", "")
        if is_alike and other.sentence != claim.sentence and other.part_of is None and claim.part_of is None:
            claim = claim._replace(compared=(f"claims[{index}]",), other=other.value, reason="")
            return claim._replace(status="agrees" if other.value == claim.value else "differs")
    return claim
