"""Readings of one line become a figure that is sure only where everything speaks for it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.ocr.engine import Sign
from archive.readers.ocr.figures import Figure, agreed, figure_of
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.shapes import Shapes
from archive.readers.ocr.sides import sides
from archive.readers.ocr.strips import inked
from archive.readers.ocr.struck import digit_height, is_struck
from tests.archive import scans


def signs(text, likely=0.99, **rivals):
    return tuple(Sign(ch, likely, 0.5, tuple(rivals.get(f"_{i}", ()))) for i, ch in enumerate(text))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("17", "17"),
        ("O", "0"),
        ("l7", "17"),
        ("22.04", "22.04"),
        ("1,024", "1,024"),
        ("一", "-"),
        ("0·", "0"),
        ("7.5万元", "7.5万元"),
    ],
)
def test_what_a_line_says_as_a_number(read, meant):
    assert figure_of(signs(read)).text == meant


@pytest.mark.parametrize("text", ["总计", "行政许可", "3.其他", "1,02", ""])
def test_a_label_is_no_number(text):
    assert figure_of(signs(text)) is None


def test_a_lookalike_is_less_sure_than_a_digit():
    assert figure_of(signs("O")).sure < figure_of(signs("0")).sure


@given(st.lists(st.sampled_from(["1", "7", "17"]), min_size=2, max_size=3), st.floats(0.5, 1))
def test_readings_that_differ_are_always_in_doubt(texts, sure):
    figure = agreed([Figure(text, sure) for text in texts])
    assert figure.is_doubtful or len(set(texts)) == 1
    assert set(texts) == {figure.text, *figure.rivals}


def test_a_reading_that_failed_leaves_the_other_in_doubt():
    assert agreed([Figure("7", 0.99), None]).is_doubtful


def test_a_third_sure_reading_does_not_make_two_unsure_ones_sure():
    unsure = Figure("1", 0.72, ("7",))
    figure = agreed([unsure, unsure, Figure("1", 0.99)])
    assert figure.is_doubtful
    assert "7" in figure.rivals


def bars(*heights):
    """A line of marks, each a bar or a ring of its own shape."""
    page = np.zeros((20, 14 * len(heights)), np.uint8)
    for i, kind in enumerate(heights):
        left = 14 * i + 3
        if kind == "1":
            page[2:18, left + 3 : left + 5] = 220
        else:
            page[2:18, left : left + 8] = 220
            page[5:15, left + 3 : left + 5] = 0
    return page


def test_a_glyph_that_looks_like_another_digit_of_the_page_speaks_against_a_reading():
    shapes = Shapes.of([("10", bars("1", "0"))] * 5 + [("0", bars("0"))] * 5)
    assert shapes.judge("10", bars("1", "0")) == ("10", "for")
    assert shapes.judge("11", bars("1", "0"))[1] == "against"
    assert shapes.judge("1", bars("1", "0"))[1] == "against", "too wide for one digit"
    assert shapes.read(bars("0", "1")) == "01"


def rule(at, start, end, *, down=False):
    line = {"x0": at, "x1": at, "top": start, "bottom": end, "orientation": "v"}
    return line if down else {"x0": start, "x1": end, "top": at, "bottom": at, "orientation": "h"}


def test_a_table_without_sides_is_closed_and_the_text_between_two_is_not():
    inner = [rule(200, 0, 60, down=True), rule(200, 100, 160, down=True)]
    across = [rule(y, 50, 400) for y in (0, 30, 60, 100, 130, 160)]
    made = [(e["x0"], e["top"], e["bottom"]) for e in sides([*inner, *across])]
    assert sorted(made) == [(x, a, b) for x in (50, 400) for a, b in ((0, 30), (30, 60), (100, 130), (130, 160))]


def test_sides_that_are_drawn_are_not_drawn_again():
    drawn = [rule(x, 0, 60, down=True) for x in (50, 200, 400)]
    assert list(sides([*drawn, *(rule(y, 50, 400) for y in (0, 30, 60))])) == []


def written(text, size, *stroke):
    """A number as a picture of its ink, with a stroke from one point to another, in parts of its width and height."""
    font = scans.ImageFont.load_default(size)
    _, _, w, h = font.getbbox(text, anchor="lt")
    page = scans.Image.new("L", (int(w) + 12, int(h) + 12))
    pen = scans.ImageDraw.Draw(page)
    pen.text((6, 6), text, fill=230, font=font, anchor="lt")
    if stroke:
        x0, y0, x1, y1 = stroke
        pen.line((6 + x0 * w, 6 + y0 * h, 6 + x1 * w, 6 + y1 * h), fill=230, width=max(2, size // 12))
    return np.asarray(page)


@pytest.mark.parametrize("size", [18, 24, 40])
@pytest.mark.parametrize("number", [*range(10), 17, 41, 77, 96, 100, 711, 1744, 20417, 98063])
def test_no_figure_is_struck_out_by_its_own_strokes(number, size):
    ink = written(str(number), size)
    assert not is_struck(ink, digit_height([written("0", size), ink]))


STROKES = [(-0.1, 0.5, 1.1, 0.5), (-0.1, 1.2, 1.1, -0.2), (-0.1, -0.2, 1.1, 1.2)]


@given(st.integers(100, 99999), st.integers(18, 40), st.sampled_from(STROKES))
def test_a_stroke_through_a_figure_is_seen(number, size, stroke):
    assert is_struck(written(str(number), size, *stroke), digit_height([written("0", size)]))


@pytest.mark.parametrize(
    ("mark", "top", "dark", "is_sign", "is_doubtful"),
    [
        ((6, 2), 27, 230, True, False),
        ((6, 4), 26, 230, True, True),  # a blurred one
        ((7, 3), 26, 80, False, True),  # one that is hardly there
        ((4, 4), 26, 230, False, True),  # dirt as likely
        ((2, 6), 25, 230, False, False),
        ((4, 4), 33, 230, False, False),  # a stop
    ],
)
def test_a_sign_before_a_number_belongs_to_it_and_what_may_be_one_is_told(mark, top, dark, is_sign, is_doubtful):
    unit = 2.8
    ink = np.zeros((60, 300), np.uint8)
    ink[20:36, 150:160] = 230  # a digit
    ink[top : top + mark[1], 137 : 137 + mark[0]] = dark  # 4.6 points to its left
    found = inked(Paper(ink, np.zeros_like(ink), unit, 0.0), ink, (0, 0, 300, 60), 20)
    assert (found.strips[0].box[0] < 140) == is_sign
    assert found.is_signed == is_doubtful
