"""Rules of a fax that are drawn in pieces are drawn on where dots of them are left."""

import itertools

import numpy as np
import pytest

from archive.readers.ocr.mesh import completed
from archive.readers.pdf_rules import rule

UNIT = 2.0  # pixels a point
XS, YS = (40, 140, 240, 340), (40, 70, 100, 130)
LOST = (140, 70, 240, 70)


def drawn(lost=LOST):
    """All rules of a table but for one stretch."""
    across = [(a, y, b, y) for y in YS for a, b in itertools.pairwise(XS)]
    down = [(x, YS[0], x, YS[-1]) for x in XS]
    return [rule(*line) for line in [*across, *down] if line != lost]


def ink_of(*boxes):
    ink = np.zeros((320, 800), np.uint8)
    for x0, y0, x1, y1 in boxes:
        ink[round(y0 * UNIT) : round(y1 * UNIT), round(x0 * UNIT) : round(x1 * UNIT)] = 200
    return ink


DOTS = [(x, 69.5, x + 1, 70.5) for x in range(142, 240, 10)]


@pytest.mark.parametrize(
    ("boxes", "is_told"),
    [
        (DOTS, True),
        ([], False),
        (DOTS[:4], False),  # they end on the way
        ([*DOTS, (180, 64, 190, 76)], False),  # a letter stands there: one cell over two rows
    ],
)
def test_a_lost_stretch_is_told_by_its_dots(boxes, is_told):
    found = [(e["x0"], e["top"], e["x1"], e["bottom"]) for e in completed(drawn(), ink_of(*boxes), UNIT)]
    assert (LOST in found) == is_told
    assert len(found) == len(drawn()) + is_told


def test_lines_of_another_table_tell_nothing():
    """A column of the table above, where dots stand by chance: none of its rules down run here."""
    below = [rule(x, 200, x, 290) for x in (40, 90, 340)] + [rule(40, y, 340, y) for y in (200, 230, 260, 290)]
    dots = [(89.5, y, 90.5, y + 1) for y in range(42, 70, 4)]
    assert len(completed([*drawn(None), *below], ink_of(*dots), UNIT)) == len(drawn(None)) + len(below)
