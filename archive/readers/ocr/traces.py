"""Rules that a fax lost but for traces: drawn again, what is left of them is no ink of cells, and dashes are missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from archive.readers.ocr import broken, lattice
from archive.readers.ocr.crossings import crossing
from archive.readers.ocr.false_rules import without_figures, without_rims, without_text
from archive.readers.ocr.figures import SURE
from archive.readers.ocr.mesh import completed
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.ruling import Rules
from archive.readers.ocr.sides import evened, trimmed
from archive.readers.pdf_rules import Edge
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen

_DASH = "-"  # as a value is read that stands for none
_THICK = 1.5  # points; as high as most knots are


class Followed(NamedTuple):
    """The rules of a page in points, the mask of their pixels, and whether a rule across was lost but for traces."""

    edges: list[Edge]
    mask: Any
    is_worn: bool


def followed(rules: Rules, paper: Paper) -> Followed:
    """The rules of a page with those a fax left only traces of: dots, or where the edges of rules are even knots."""
    drawn = without_text(without_rims(rules.edges(paper.unit), paper), paper)
    if paper.is_ragged:
        met = completed(broken.meeting(evened(drawn), paper.ink, paper.unit), paper.ink, paper.unit)
        return Followed(trimmed(without_figures(met, paper)), rules.mask, is_worn=False)
    told = [*crossing(drawn, paper), *lattice.rules(paper)]
    return Followed([*drawn, *told], _covered(rules.mask, told, paper.unit), is_worn=bool(told))


def missed(tables: Iterable[RuledTable]) -> list[RuledTable]:
    """The tables of a page that lost rules across, with its empty cells in doubt: it may have lost dashes as well."""
    return [replace(table, cells=tuple(map(_doubted, table.cells))) for table in tables]


def _doubted(cell: RuledCell) -> RuledCell:
    if cell.chars or cell.seen is None:
        return cell
    return replace(cell, seen=Seen(cell.seen.box, SURE / 2, (_DASH,), is_doubtful=True))


def _covered(mask: Any, edges: Iterable[Edge], unit: float) -> Any:
    import cv2

    made = mask.copy()
    for edge in edges:
        start, end = ((round(edge[x] * unit), round(edge[y] * unit)) for x, y in (("x0", "top"), ("x1", "bottom")))
        cv2.line(made, start, end, 1, max(1, round(_THICK * unit)))
    return made
