"""Pictures taken in poor light: the grain of the paper is no ink, and a cell with nothing but grain is blank."""

import numpy as np
import pytest

from archive.readers.ocr.figures import Figure
from archive.readers.ocr.pale import without_grain
from archive.readers.ocr.paper import Paper, paper_of, smoothed
from archive.readers.ocr.strips import inked

UNIT = 2.8  # pixels a point


def lit(brightness, grain, seed=1):
    """Paper in a light so bright (0 to 255) with so much grain, and black strokes on its upper half."""
    made = np.random.default_rng(seed).normal(brightness, grain, (900, 900, 1))
    for top in range(40, 450, 40):
        made[top : top + 8, 100:800] = 20
    return np.repeat(made.clip(0, 255).astype(np.uint8), 3, axis=2)


@pytest.mark.parametrize(("brightness", "grain"), [(250, 0), (200, 12), (100, 22)])
def test_grain_makes_paper_little_darker_and_letters_no_paler(brightness, grain):
    ink = smoothed(paper_of(lit(brightness, grain), UNIT).ink)
    assert np.median(ink) < 32
    assert ink[444, 320:580].min() > 150


@pytest.mark.parametrize("seed", range(3))
def test_a_cell_with_nothing_but_grain_is_blank(seed):
    """Nearly all of 15: a cluster of grains may still look like a trace, and is then told as one."""
    paper = paper_of(lit(150, 17, seed), UNIT)
    boxes = [(x, y, x + 110, y + 60) for x in range(100, 700, 120) for y in (500, 580, 660)]
    found = [inked(paper, paper.ink, box, 8 * UNIT) for box in boxes]
    assert sum(one.has_traces or bool(one.strips) for one in found) <= 3


def test_a_figure_too_pale_to_read_is_no_blank_among_grain():
    picture = lit(150, 17)
    dark = picture.astype(np.int16)
    dark[600:640, 300:306] -= 70
    dark[600:606, 300:330] -= 70
    paper = paper_of(dark.clip(0, 255).astype(np.uint8), UNIT)
    one = inked(paper, paper.ink, (250, 580, 380, 660), 8 * UNIT)
    assert one.has_traces or one.strips


def mark(width, height, darkness):
    """A strip with a mark so wide, high and dark."""
    ink = np.zeros((height + 4, width + 4), np.uint8)
    ink[2:-2, 2:-2] = darkness
    return ink


def test_what_is_much_paler_than_the_numbers_of_a_page_and_read_in_doubt_says_nothing():
    lines = [
        (Figure("114", 0.99), mark(30, 16, 230)),
        (Figure("0", 0.99), mark(10, 16, 220)),
        (Figure("-", 0.5), mark(6, 6, 70)),
        (Figure("58", 0.97), mark(20, 16, 70)),
        (Figure("-", 0.5), mark(6, 6, 140)),
        (Figure("-", 0.5), mark(40, 3, 110)),
    ]
    made = [figure.text for figure in without_grain(*zip(*lines, strict=True))]
    assert made == ["114", "0", "", "58", "-", "-"]


def strokes(*marks):
    """Ink of marks as (x, top, width, height, darkness)."""
    ink = np.zeros((60, 300), np.uint8)
    for x, top, width, height, dark in marks:
        ink[top : top + height, x : x + width] = dark
    return Paper(ink, np.zeros_like(ink), UNIT, 0.0)


DIGIT, ONE, HALF_ONE = (150, 20, 10, 16, 230), (136, 20, 3, 16, 90), [(136, 20, 3, 6, 90), (136, 30, 3, 6, 90)]


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ([ONE], 136),  # a thin one
        (HALF_ONE, 136),  # of which a fax left two parts
        ([ONE, (122, 20, 3, 16, 90)], 122),  # two of them
        ([(136, 20, 3, 6, 90)], 150),  # a speck
        ([(100, 20, 3, 16, 90)], 150),  # too far
    ],
)
def test_thin_digits_beside_a_number_are_read_with_it_in_doubt(more, left):
    paper = strokes(DIGIT, *more)
    found = inked(paper, paper.ink, (20, 0, 280, 60), 20)
    assert found.strips[0].box[0] in (left - 1, left - 2)
    assert found.is_cut or left == 150


def test_a_digit_of_which_the_foot_alone_is_dark_is_read_whole_in_doubt():
    paper = strokes((150, 34, 10, 3, 230), (150, 20, 8, 14, 70))
    found = inked(paper, paper.ink, (20, 0, 280, 60), 20)
    assert found.strips[0].box[1] < 21
    assert found.is_cut


def test_a_dash_with_nothing_above_it_is_a_dash():
    paper = strokes((150, 27, 12, 3, 230), (170, 20, 4, 4, 70))
    found = inked(paper, paper.ink, (20, 0, 280, 60), 20)
    assert found.strips[0].height < 8
    assert not found.is_cut


@pytest.mark.parametrize(
    ("part", "box"),
    [
        ((144, 20, 6, 16, 90), (144, 160)),  # its left half
        ((160, 20, 6, 16, 60), (150, 166)),  # its right half
        ((149, 19, 12, 18, 60), (150, 160)),  # no more than a blur around it
    ],
)
def test_a_letter_of_which_a_part_is_pale_is_read_whole_in_doubt(part, box):
    paper = strokes(part, DIGIT)
    found = inked(paper, paper.ink, (20, 0, 280, 60), 20)
    left, _, right, _ = found.strips[0].box
    assert abs(left - box[0]) <= 2
    assert abs(right - box[1]) <= 2
    assert found.is_cut == (box != (150, 160))


@pytest.mark.parametrize(("top", "height", "is_doubtful"), [(40, 12, True), (7, 11, True), (40, 4, False)])
def test_a_pale_line_above_or_below_a_number_leaves_it_in_doubt(top, height, is_doubtful):
    paper = strokes((150, 20, 10, 16, 230), (140, top, 8, height, 90))
    assert inked(paper, paper.ink, (20, 0, 280, 60), 20).is_cut == is_doubtful
