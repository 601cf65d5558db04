"""Figures of which a part is hidden, pale or apart: told as in doubt, never read as another number in silence."""

import numpy as np
import pytest

from archive.readers.ocr.compared import compared
from archive.readers.ocr.engine import Sign
from archive.readers.ocr.figures import Figure, agreed, figure_of
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.remarks import closed
from archive.readers.ocr.strips import inked
from tests.archive.inks import beside, line, said, written

UNIT = 2.8  # pixels a point
LETTER = 20  # pixels


def seen(ink, clean=None, box=None):
    """What is found in a cell of a page with this ink."""
    height, width = ink.shape
    clean = ink if clean is None else clean
    return inked(Paper(ink, np.zeros_like(ink), UNIT, 0.0), clean, box or (20, 0, width - 20, height), LETTER)


def signs(text):
    return tuple(Sign(ch, 0.99, 0.5, ()) for ch in text)


def test_two_numbers_beside_one_another_are_in_doubt_and_wide_figures_are_not():
    wide = beside(*((digit, 34 * i) for i, digit in enumerate("305")))  # printed as wide as letters
    lines = [line("305", beside(("30", 0), ("5", 110))), line("305", wide), line("30", written("30", 30))]
    assert [is_doubtful for _, is_doubtful in said(lines)] == [True, False, False]


@pytest.mark.parametrize("space", [8, 14, 30])
def test_digits_that_do_not_stand_evenly_may_be_two_numbers(space):
    ones = [("1", 17 * i) for i in range(5)]
    lines = [line(str(n), written(str(n), 30)) for n in (1234, 4071, 30588, 20417, 1111, 17)]
    apart = line("111115", beside(*ones, ("5", 17 * 5 + space)))
    assert said([*lines, apart]) == [*((str(n), False) for n in (1234, 4071, 30588, 20417, 1111, 17)), ("111115", True)]


def test_a_number_with_a_space_in_it_is_less_sure():
    assert figure_of(signs("207 3")).is_doubtful
    assert not figure_of(signs(" 2073 ")).is_doubtful


@pytest.mark.parametrize(("dark", "is_doubtful"), [(70, True), (40, True), (25, True), (0, False), (230, False)])
def test_a_paler_digit_beside_a_number_leaves_it_in_doubt(dark, is_doubtful):
    ink = np.zeros((60, 300), np.uint8)
    ink[20:36, 140:150] = ink[20:36, 154:164] = 230
    ink[20:36, 168:178] = dark
    assert seen(ink).is_cut == is_doubtful


@pytest.mark.parametrize(("dark", "has_traces"), [(35, True), (20, True), (15, True), (0, False)])
def test_a_cell_with_a_pale_figure_is_not_empty_on_plain_paper(dark, has_traces):
    ink = (written("17", 22).astype(np.uint16) * dark // 230).astype(np.uint8)
    page = np.zeros((60, 300), np.uint8)
    page[20 : 20 + ink.shape[0], 140 : 140 + ink.shape[1]] = ink
    found = seen(page)
    assert not found.strips
    assert found.has_traces == has_traces


STROKE, FLAG = (slice(20, 36), 1, 4), (slice(20, 24), -2, 0)  # rows, and from where to where beside a rule's left


@pytest.mark.parametrize(("side", "x"), [("left", 20), ("right", 276)])
@pytest.mark.parametrize("what", [STROKE, FLAG, None], ids=["the stroke, a pixel wider", "the flag alone", "nothing"])
def test_a_one_that_lies_in_a_rule_leaves_the_rest_of_the_number_in_doubt(side, x, what):
    page = np.zeros((60, 300), np.uint8)
    page[:, x : x + 3] = 230  # the rule
    clean = page.copy()
    clean[:, x - 3 : x + 6] = 0
    if what:
        rows, start, end = what
        page[rows, x + start : x + end] = 230  # what is seen of the 1
    at = x + 10 if side == "left" else x - 17
    page[20:36, at : at + 10] = clean[20:36, at : at + 10] = 230  # the digit beside it
    assert seen(page, clean, (20, 0, 279, 60)).is_cut == bool(what)


def test_a_number_that_begins_near_a_rule_is_whole():
    page = np.zeros((60, 300), np.uint8)
    page[:, 20:23] = 230
    clean = np.zeros_like(page)
    page[20:36, 26:36] = clean[20:36, 26:36] = 230
    assert not seen(page, clean).is_cut


@pytest.mark.parametrize(
    ("box", "is_cut"), [((100, 0, 300, 60), True), ((0, 0, 200, 60), True), ((20, 0, 280, 60), False)]
)
def test_a_number_in_a_cell_that_goes_on_beyond_the_page_is_in_doubt(box, is_cut):
    page = np.zeros((60, 300), np.uint8)
    page[20:36, 150:160] = 230
    assert seen(page, None, box).is_cut == is_cut


@pytest.mark.parametrize(("read", "is_doubtful"), [("B", True), ("OO", True), ("3B", True), ("88", False)])
def test_letters_taken_for_figures_stay_in_doubt_however_much_they_look_like_them(read, is_doubtful):
    page = [line(str(n), written(str(n), 30)) for n in (38, 83, 800, 3080, 8830, 30)]
    figure = agreed([figure_of(signs(read)), figure_of(signs(read))])
    assert (
        compared([*page, line(figure.text, written(figure.text, 30), figure.sure, is_lookalike=figure.is_lookalike)])[
            -1
        ].figure.is_doubtful
        == is_doubtful
    )


def test_a_letter_that_another_reading_has_as_a_figure_is_one():
    assert not agreed([figure_of(signs("O")), figure_of(signs("0"))]).is_lookalike


SEEN = (38, 83, 800, 3080, 8830, 30, 11, 1, 13, 18)


@pytest.mark.parametrize(
    ("read", "drawn", "rivals", "meant"),
    [
        ("1", "7", ("3", "7"), "7"),  # no 7 of the page is known; it is no 1 and no 3
        ("38", "380", ("30", "380"), "380"),  # as wide as three digits
        ("38", "38", ("380",), "38"),
    ],
)
def test_a_number_in_doubt_that_cannot_be_what_was_read_is_the_first_it_can_be(read, drawn, rivals, meant):
    page = [line(str(n), written(str(n), 30)) for n in SEEN for _ in range(2)]
    odd = line(read, written(drawn, 30), 0.5, rivals=rivals, is_contested=True)
    assert said([*page, odd])[-1] == (meant, True)


def test_a_number_whose_glyph_is_clearly_that_of_another_digit_is_read_as_that_in_doubt():
    page = [line(str(n), written(str(n), 30)) for n in (17, 71, 7, 1, 70, 10, 117) for _ in range(3)]
    assert said([*page, line("1", written("7", 30), 0.96)])[-1] == ("7", True)
    assert said([*page, line("1", written("7", 30), 0.99)])[-1] == ("1", True), "a stroke may be broken"
    assert said([*page, line("1", written("1", 30))])[-1] == ("1", False)


def test_a_number_of_two_digits_is_no_single_one_of_which_a_stroke_broke():
    page = [line(str(n), written(str(n), 30)) for n in (50, 5, 55, 15, 51) for _ in range(2)]
    assert said([*page, line("50", written("50", 30), 0.6, is_contested=True)])[-1][0] == "50"


def test_readings_that_are_surer_together_are_taken():
    readings = [Figure("452", 0.4), Figure("452", 0.4), Figure("52", 0.3), Figure("402", 0.99)]
    assert agreed(readings).text == "402"
    assert agreed(readings[:3]).text == "452"


@pytest.mark.parametrize(
    ("texts", "made", "is_doubtful"),
    [
        (["262(含", "上年69", "件"], ["262(含", "上年69", "件）"], True),
        (["262含上", "年69件)"], ["262（含上", "年69件)"], True),
        (["262(含上年69件)"], ["262(含上年69件)"], False),
        (["（一）予以公开", "(续"], ["（一）予以公开", "(续"], False),  # no number
        (["3其他", "(续)"], ["3其他", "(续)"], False),  # a label
        (["262", "16"], ["262", "16"], False),
    ],
)
def test_a_remark_of_which_a_bracket_was_not_seen_has_it_in_doubt(texts, made, is_doubtful):
    found = closed([line(text) for text in texts])
    assert [one.figure.text for one in found] == made
    assert any(one.figure.is_doubtful for one in found) == is_doubtful


@pytest.mark.parametrize(("size", "is_doubtful"), [(24, True), (30, False), (36, True)])
def test_a_number_as_high_as_no_other_of_the_page_is_in_doubt(size, is_doubtful):
    page = [line(str(n), written(str(n), 30)) for n in range(20, 50)]
    assert said([*page, line("1", written("1", size))])[-1] == ("1", is_doubtful)


def test_numbers_of_two_sizes_are_none():
    page = [line(str(n), written(str(n), size)) for size in (24, 30) for n in (*range(30, 39), *range(13, 19))]
    assert not any(is_doubtful for _, is_doubtful in said(page))
