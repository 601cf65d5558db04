"""Whether all are so, as the text says: nothing of a whole is left in other rows or columns."""

from __future__ import annotations

from archive.claims.figures import Cells, Figure
from archive.claims.quantities import row_of
from archive.models import Claim

_OF_ANSWERS = "applications.results."


def compare_all(claim: Claim, asked: Cells) -> Claim:
    """All of a whole are so: nothing is left in the other rows or columns. An open answer to 全部办结 is only told."""
    if claim.scope:
        return claim._replace(reason=f"the words {claim.scope} may give it another scope than the table's")
    if claim.quantity.startswith(_OF_ANSWERS) and claim.quantity.endswith(".total[total]"):
        rest = asked.figure("applications.carried_out[total]")
        if rest and rest.value == 0:
            return claim._replace(compared=rest.cells, other=0, status="agrees")
        return claim._replace(reason="requests carried out may still be within their time" if rest else "no cell")
    sides = _sides(claim, asked)
    if sides is None:
        return claim._replace(reason="no cell" if claim.base else "all of what is not told")
    these, whole = sides
    claim = claim._replace(compared=tuple(dict.fromkeys((*these.cells, *whole.cells))), other=these.value)
    if these.value == whole.value:
        return claim._replace(status="agrees")
    return claim._replace(status="differs", reason=these.doubt or whole.doubt)


def _sides(claim: Claim, asked: Cells) -> tuple[Figure, Figure] | None:
    """The figure that must be all, and the whole."""
    if claim.quantity.startswith("review."):
        route = claim.quantity.rpartition(".")[0]
        these, whole = asked.figure(claim.quantity), asked.figure(f"{route}.total")
    elif claim.quantity.startswith(_OF_ANSWERS) and claim.base:
        these, whole = asked.figure(claim.quantity), asked.figure("applications.results.total[total]")
    elif "[" in claim.quantity and claim.base:
        row = row_of(claim.quantity)
        these, whole = asked.figure(claim.quantity), asked.figure(f"{row}[total]")
    else:
        return None
    return (these, whole) if these and whole else None
