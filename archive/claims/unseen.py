"""Claims of text that a reader may see otherwise than it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.models import Claim, Place

UNSEEN = "a part of this text may be seen otherwise than it was read"


def is_unseen(place: Place) -> bool:
    """Whether a part of what stands there may not be seen as it was read.

    >>> is_unseen({"paragraph": 1, "doubtful": 1}), is_unseen({"paragraph": 1})
    (True, False)
    """
    return "doubtful" in place or "script" in place or "confidence" in place


def doubt_unseen(claims: Sequence[Claim]) -> Iterable[Claim]:
    """The claims; one that differs, and is of such text or compared with what is, has that as its reason."""
    unseen = {f"claims[{number}]" for number, claim in enumerate(claims) if is_unseen(claim.place.place)}
    for number, claim in enumerate(claims):
        of = {f"claims[{number}]", *claim.compared}
        differs = claim.status == "differs" and not claim.reason
        yield claim._replace(reason=UNSEEN) if differs and not unseen.isdisjoint(of) else claim
