"""Figures one below the other and rims of red seals are no rules down, and a worn rule down is one."""

import numpy as np
import pytest

from archive.readers.ocr.false_rules import without_figures, without_rims, without_text
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.sides import trimmed
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


@pytest.mark.parametrize(
    ("white", "above", "below", "is_kept"),
    [
        (3, (-4, 4), (-4, 4), False),  # letters through which their strokes run, paler between two of them
        (0, (-4, 4), (-4, 4), True),  # a blurred rule between two lines of text that nearly touch it
        (3, (-12, -3), (3, 12), True),  # a worn one with a line of text above it, another one below it
        (3, (-12, -1), (3, 12), True),
    ],
)
def test_strokes_of_letters_in_line_are_no_rule_across(white, above, below, is_kept):
    across = rule(40, 60, 160, 60)
    paper = paper_of([])
    for x in range(80, 320, 12):
        for top, bottom in (above, below):
            paper.ink[round((60 + top) * UNIT) : round((60 + bottom) * UNIT), x : x + 7] = 200
    thick = slice(119, 122) if white else slice(116, 125)
    paper.ink[thick, 80:320] = 200
    for x in range(80, 320, 12):
        paper.ink[thick, x + 7 : x + 7 + white] = 40
    assert (across in without_text([*ACROSS, across], paper)) == is_kept


@pytest.mark.parametrize(
    ("x0", "x1", "ends"),
    [
        (50, 408, (50, 400)),  # a little over the right side
        (42, 400, (50, 400)),
        (50, 420, (50, 420)),  # a column of its own
        (50, 392, (50, 392)),  # not as far as the side
    ],
)
def test_a_rule_across_that_runs_a_little_over_a_side_ends_there(x0, x1, ends):
    sides = [rule(50, 40, 50, 240), rule(400, 40, 400, 240)]
    made = trimmed([*sides, rule(x0, 60, x1, 60)])
    assert (made[-1]["x0"], made[-1]["x1"]) == ends
    assert made[:2] == sides
