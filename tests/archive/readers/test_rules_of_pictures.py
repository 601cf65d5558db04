"""Rules of tables on pictures: found though a fax left dots of them; rows of letters are none."""

import numpy as np
import pytest

from archive.readers.ocr.broken import meeting
from archive.readers.ocr.crossings import crossing
from archive.readers.ocr.ends import sides_of
from archive.readers.ocr.paper import Paper, is_black_and_white
from archive.readers.ocr.ruling import Rules, Stretch, rules_of
from archive.readers.ocr.sides import evened
from archive.readers.ocr.strips import Inked, inked, without_rules
from archive.readers.ocr.traces import followed
from archive.readers.ocr.upright import straightening
from archive.readers.pdf_rules import rule

UNIT = 2.8  # pixels a point


def faxed(ink):
    import cv2

    soft = cv2.GaussianBlur(ink, (0, 0), 0.3 * UNIT)
    return Paper(soft, np.zeros_like(soft), UNIT, 0.0, is_ragged=True)


def dotted(share, seed):
    """A rule across two pixels thick of which so large a share is there, 80 points from the top."""
    ink = np.zeros((500, 1500), np.uint8)
    dots = np.random.default_rng(seed).random((2, 1300)) < share
    ink[224:226, 100:1400] = 255 * dots
    return ink


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("share", [1.0, 0.7, 0.5])
def test_a_rule_of_dots_runs_from_end_to_end(share, seed):
    (found,) = rules_of(faxed(dotted(share, seed))).edges(UNIT)
    assert found["orientation"] == "h"
    assert found["top"] == pytest.approx(225 / UNIT, abs=1)
    assert (found["x0"], found["x1"]) == (pytest.approx(100 / UNIT, abs=6), pytest.approx(1400 / UNIT, abs=6))


@pytest.mark.parametrize("seed", range(5))
def test_rows_of_letters_are_no_rules(seed):
    dice = np.random.default_rng(seed)
    ink = np.zeros((500, 1500), np.uint8)
    for top in (100, 160, 220, 280):
        for left in range(100, 1400, 28):
            for y in dice.integers(0, 24, 4):
                ink[top + y : top + y + 2, left : left + 22] = 255
            for x in dice.integers(0, 22, 3):
                ink[top : top + 24, left + x : left + x + 2] = 255
    assert rules_of(faxed(ink)).edges(UNIT) == []


def test_a_rule_worn_at_its_end_is_as_long_as_the_others():
    edges = [rule(50, y, 545, y) for y in (100, 120, 140)] + [rule(61, 160, 531, 160), rule(200, 180, 545, 180)]
    assert [(e["x0"], e["x1"]) for e in evened(edges)] == [(50, 545)] * 4 + [(200, 545)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("share", [0.6, 0.35])
def test_a_rule_of_dots_runs_down_too(share, seed):
    ink = dotted(share, seed)[:, :700].T.copy()
    (found,) = rules_of(faxed(ink)).edges(UNIT)
    assert found["orientation"] == "v"
    assert (found["top"], found["bottom"]) == (pytest.approx(100 / UNIT, abs=6), pytest.approx(700 / UNIT, abs=6))


@pytest.mark.parametrize(("share", "end"), [(0.15, 500), (0.0, 300)])
def test_a_rule_goes_on_to_the_next_one_where_dots_of_it_are_left(share, end):
    ink = np.zeros((500, 1500), np.uint8)
    ink[224:226, 140:840] = 255
    ink[224:226, 840:1400] = 255 * (np.random.default_rng(1).random((2, 560)) < share)
    edges = [rule(50, 80.4, 300, 80.4), rule(50, 40, 50, 120), rule(500, 40, 500, 120)]
    across = next(e for e in meeting(edges, ink, UNIT) if e["orientation"] == "h")
    assert (across["x0"], across["x1"]) == (50, end)


def test_letters_in_the_way_are_no_trace_of_a_rule():
    ink = np.zeros((500, 1500), np.uint8)
    for left in range(850, 1390, 26):
        ink[214:236, left : left + 8] = 255
    edges = [rule(50, 80.4, 300, 80.4), rule(50, 40, 50, 120), rule(500, 40, 500, 120)]
    across = next(e for e in meeting(edges, ink, UNIT) if e["orientation"] == "h")
    assert across["x1"] == 300


@pytest.mark.parametrize(("lean", "is_bent"), [(0.00005, False), (0.01, True)])
def test_a_page_is_straightened_for_leaning_rules_and_not_for_ragged_ends(lean, is_bent):
    across = tuple(Stretch(100, 1400, y, 0.0, is_down=False) for y in range(200, 2000, 90))
    down = tuple(Stretch(200, 1900, x, lean * (x - 750) / 650, is_down=True) for x in range(100, 1401, 130))
    made = straightening(Rules(across, down, None), (1500, 2100), UNIT)
    assert (made is not None) == is_bent


@pytest.mark.parametrize(("lean", "is_bent"), [(0.0, False), (0.03, True)])
def test_a_page_taken_from_the_side_is_straightened_by_the_ends_of_its_rules_where_none_runs_down(lean, is_bent):
    heights = range(200, 2000, 90)
    across = tuple(Stretch(100 + lean * y, 1400 - lean * y, y, 0.0, is_down=False) for y in heights)
    made = straightening(Rules(across, (), None), (1500, 2100), UNIT)
    assert (made is not None) == is_bent
    if is_bent:
        ends = made @ np.array([(s.start, s.at, 1) for s in across]).T
        assert np.ptp(ends[0] / ends[2]) < 2


def test_rules_that_end_anywhere_have_no_side():
    dice = np.random.default_rng(2)
    across = [Stretch(*sorted(dice.uniform(0, 1500, 2)), y, 0.0, is_down=False) for y in range(200, 2000, 60)]
    assert list(sides_of(across, UNIT)) == []


@pytest.mark.parametrize("is_written", [False, True])
def test_far_dots_are_a_rule_and_letters_beside_its_end_are_none(is_written):
    """A fax left a dot every eight points of a rule across; in line with it stand letters of strokes across."""
    ink = np.zeros((500, 1500), np.uint8)
    ink[224:227, 100:900:22] = 255
    ink[224:227, 101:901:22] = 255
    if is_written:
        for left in range(920, 1300, 30):
            ink[214:238, left : left + 2] = ink[214:238, left + 20 : left + 22] = 255
            ink[214:216, left : left + 22] = ink[224:226, left : left + 22] = ink[236:238, left : left + 22] = 255
    (found,) = rules_of(faxed(ink)).edges(UNIT)
    assert (found["x0"], found["x1"]) == (pytest.approx(100 / UNIT, abs=6), pytest.approx(890 / UNIT, abs=8))


def test_a_rule_that_runs_a_little_beyond_another_or_into_a_cell_ends_at_it():
    down = [rule(x, 40, x, 120) for x in (50, 200, 350)]
    ink = np.zeros((500, 1500), np.uint8)
    met = meeting([rule(45, 60, 355, 60), rule(50, 80, 260, 80), rule(50, 100, 420, 100), *down], ink, UNIT)
    ends = [(e["x0"], e["x1"]) for e in met if e["orientation"] == "h"]
    assert ends == [(50, 350), (50, 200), (50, 420)], "the last may be the open side of a table"


def knotted(knots, height=400):
    """Rules down at 100, 200 and 300 points, two pixels thick, with knots at these heights (points) of each."""
    ink = np.zeros((height, 1000), np.uint8)
    edges = []
    for x, own in zip((100, 200, 300), knots, strict=True):
        at = round(x * UNIT)
        ink[20:380, at : at + 2] = 230
        edges.append(rule(x, 20 / UNIT, x, 380 / UNIT))
        for y in own:
            ink[round(y * UNIT) : round(y * UNIT) + 4, at - 2 : at + 4] = 230
    return edges, still(ink)


def still(ink, noise=0.0):
    """Paper with so much grain."""
    return Paper(ink, np.zeros_like(ink), UNIT, noise)


def test_a_rule_across_is_told_by_the_knots_it_left_on_rules_down():
    edges, paper = knotted(((40, 70, 100), (40, 70.5, 100), (40, 100)))
    told = sorted((round(e["top"]), e["x0"], e["x1"]) for e in crossing(edges, paper))
    assert told == [(41, 100, 300), (71, 100, 200), (101, 100, 300)]


@pytest.mark.parametrize(
    ("noise", "knots", "count"),
    [
        (2.9, ((40,), (40,), ()), 1),
        (3.6, ((40,), (40,), ()), 0),
        (3.6, ((40,), (40,), (40,)), 1),
    ],
)
def test_on_paper_with_grain_knots_tell_a_rule_where_most_rules_down_have_them(noise, knots, count):
    edges, paper = knotted(knots)
    assert len(list(crossing(edges, still(paper.ink, noise)))) == count


@pytest.mark.parametrize("noise", [3.6, 9.5])
def test_knots_of_three_rules_down_of_many_are_grain(noise):
    edges, paper = knotted(((40,), (40,), (40,)))
    more = [rule(x, 20 / UNIT, x, 380 / UNIT) for x in (320, 340, 345)]
    assert list(crossing(edges + more, still(paper.ink, noise))) == []


@pytest.mark.parametrize(
    ("first", "has_letters", "begins"),
    [(120, False, 60), (120, True, 120), (180, False, 180)],
)
def test_a_rule_over_several_columns_goes_on_where_one_of_the_next_two_rules_down_has_a_knot(
    first, has_letters, begins
):
    """The rule down at 60 has lost its knot; where a rule runs over two columns alone, that is no sign of it."""
    ink = np.zeros((400, 1000), np.uint8)
    edges = []
    for x in (60, 120, 180, 240, 300):
        at = round(x * UNIT)
        ink[20:380, at : at + 2] = 230
        edges.append(rule(x, 20 / UNIT, x, 380 / UNIT))
        if x >= first:
            ink[round(40 * UNIT) : round(40 * UNIT) + 4, at - 2 : at + 4] = 230
    if has_letters:
        ink[100:125, round(70 * UNIT) : round(100 * UNIT)] = 230
    assert [(e["x0"], e["x1"]) for e in crossing(edges, still(ink))] == [(begins, 300)]


def test_letters_that_touch_all_rules_down_on_paper_with_grain_are_no_rule():
    edges, paper = knotted(((40,), (40,), (40,)))
    for x in (110, 140, 170, 210, 240, 270):
        paper.ink[100:125, round(x * UNIT) : round((x + 12) * UNIT)] = 230
    assert list(crossing(edges, still(paper.ink, 3.6))) == []
    assert len(list(crossing(edges, still(paper.ink, 2.9)))) == 1


def test_what_is_left_of_a_lost_rule_is_no_ink_of_the_cells_beside_it():
    _, paper = knotted(((40, 90), (40, 90), (40, 90)))
    down = tuple(Stretch(20, 380, x * UNIT + 0.5, 0.0, is_down=True) for x in (100, 200, 300))
    mask = np.zeros_like(paper.ink)
    for stretch in down:
        mask[20:380, int(stretch.at) : int(stretch.at) + 2] = 1
    edges, covered, is_worn = followed(Rules((), down, mask), paper)
    assert is_worn
    box = tuple(round(v * UNIT) for v in (100, 41, 200, 91))
    assert sorted(round(e["top"]) for e in edges if e["orientation"] == "h") == [41, 91]
    for own, is_empty in ((mask, False), (covered, True)):
        cell = inked(paper, without_rules(paper, own, [box]), box, 8 * UNIT)
        assert (cell == Inked(())) == is_empty


def test_no_rule_is_told_where_one_is_drawn_or_letters_touch_a_rule_down():
    edges, paper = knotted(((40, 70), (40, 70), (40,)))
    paper.ink[250:280, 282:330] = paper.ink[250:280, 530:560] = 230
    assert [round(e["top"]) for e in crossing([*edges, rule(100, 41, 300, 41)], paper)] == [71]


def test_where_a_table_has_no_sides_a_told_rule_goes_on_behind_the_last_rule_down():
    edges, paper = knotted(((60,), (60,), (60,)))
    (told,) = crossing([*edges, rule(80, 20, 345, 20)], paper)
    assert (told["x0"], told["x1"]) == (100, 345), "the narrow column on the left may hold a label of several rows"


def ruled(dark, grain=0):
    """A table of five rules across and four down, so dark of 255, on paper with so much grain."""
    ink = np.random.default_rng(1).normal(0, grain, (600, 900)).clip(0, 255).astype(np.uint8)
    for y in range(100, 501, 100):
        ink[y : y + 2, 100:800] = dark
    for x in range(100, 801, 233):
        ink[100:502, x : x + 2] = dark
    return Paper(ink, np.zeros_like(ink), 2.0, 0.0)


@pytest.mark.parametrize(("dark", "grain", "is_seen"), [(230, 0, True), (34, 0, True), (17, 0, True), (17, 12, False)])
def test_rules_as_pale_as_screens_draw_them_are_seen_on_plain_paper(dark, grain, is_seen):
    rules = rules_of(ruled(dark, grain))
    assert (len(rules.across), len(rules.down)) == ((5, 4) if is_seen else (0, 0))


def test_a_page_of_few_letters_with_grey_edges_is_no_fax():
    page = np.full((800, 800, 3), 255, np.uint8)
    page[100:112, 100:300] = 0
    assert is_black_and_white(page)
    page[99:100, 100:300] = page[112:113, 100:300] = 120
    assert not is_black_and_white(page)


@pytest.mark.parametrize(("step", "is_seen"), [((40, 40), False), ((40, 175), True), ((40, 0), False)])
def test_squared_and_lined_paper_is_no_table_and_one_of_even_rows_is(step, is_seen):
    ink = np.zeros((600, 900), np.uint8)
    for y in range(60, 541, step[0]):
        ink[y : y + 2, 100:802] = 30
    for x in range(100, 801, step[1]) if step[1] else ():
        ink[60:542, x : x + 2] = 30
    assert bool(rules_of(Paper(ink, np.zeros_like(ink), 2.0, 0.0)).across) == is_seen
