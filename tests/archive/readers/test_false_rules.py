"""Figures one below the other and rims of red seals are no rules down, and a worn rule down is one."""

import numpy as np
import pytest

from archive.readers.ocr.false_rules import without_figures, without_rims
from archive.readers.ocr.paper import Paper
from archive.readers.pdf_rules import rule

UNIT = 2.0  # pixels a point
ROWS = (40, 60, 80)
ACROSS = [rule(20, y, 220, y) for y in ROWS]


def paper_of(spans):
    """Ink of strokes down at 120 points, from and to these heights."""
    ink = np.zeros((240, 480), np.uint8)
    for top, bottom in spans:
        ink[round(top * UNIT) : round(bottom * UNIT), 239:242] = 200
    return Paper(ink, np.zeros_like(ink), UNIT, 0.0, is_ragged=True)


@pytest.mark.parametrize(
    ("spans", "is_kept"),
    [
        ([(47, 53), (67, 73)], False),  # a one in each row
        ([(41, 79)], True),
        ([(42, 46), (54, 57), (62, 64), (75, 78)], True),  # what a fax left of a rule
    ],
)
def test_a_rule_down_is_drawn_between_the_figures_too(spans, is_kept):
    down = rule(120, 40, 120, 80)
    assert (down in without_figures([*ACROSS, down], paper_of(spans))) == is_kept


def test_what_goes_on_in_other_rows_is_a_rule_though_it_is_lost_here():
    down, more = rule(120, 40, 120, 80), rule(120, 100, 120, 140)
    assert without_figures([*ACROSS, down, more], paper_of([(47, 53), (67, 73)])) == [*ACROSS, down, more]


def test_rules_across_and_long_ones_stay():
    down = rule(120, 40, 120, 190)
    assert without_figures([*ACROSS, down], paper_of([])) == [*ACROSS, down]


@pytest.mark.parametrize(("red", "is_kept"), [((40, 80), False), ((40, 50), True)])
def test_a_red_stroke_is_no_rule_and_a_rule_a_seal_crosses_is_one(red, is_kept):
    down = rule(120, 40, 120, 80)
    paper = paper_of([(40, 80)])
    paper.red[round(red[0] * UNIT) : round(red[1] * UNIT), 239:242] = 200
    assert (down in without_rims([*ACROSS, down], paper)) == is_kept
    assert without_rims([*ACROSS, down, rule(120, 90, 120, 200)], paper)[-2] == down, "it goes on below"
