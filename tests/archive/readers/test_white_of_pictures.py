"""Tables without rules down: which letters make one text, and how high letters are."""

import numpy as np

from archive.readers.ocr.paper import Paper
from archive.readers.ocr.white import Frame, Page, bands_of

UNIT = 2.0  # pixels a point
LETTER = 16  # pixels


def page_of(tops, lefts, width=LETTER, marks=()):
    """A page of letters so wide, at these heights and places, and of marks of given (left, top, right, bottom)."""
    ink = np.zeros((600, 1000), np.uint8)
    for top in tops:
        for left in lefts:
            ink[top : top + LETTER, left : left + width] = 230
    for x0, y0, x1, y1 in marks:
        ink[y0:y1, x0:x1] = 230
    return Page.of(Paper(ink, np.zeros_like(ink), UNIT, 0.0), np.zeros_like(ink))


def test_figures_printed_as_wide_as_letters_are_one_number():
    """Thin ones among them leave more white than there is between two letters."""
    page = page_of((100,), (200, 218, 236), width=5)
    frame = Frame(50, 450, (40, 80), ())
    assert page.ink(frame).texts(frame, (45, 65)) == ((100, 141),)


def test_a_stop_between_figures_as_wide_as_letters_is_one_of_the_number():
    """It stands at the left of its square: there is more white behind it than between any two letters."""
    page = page_of((100,), (200, 218, 254), width=5, marks=[(237, 112, 240, 115)])
    frame = Frame(50, 450, (40, 80), ())
    assert page.ink(frame).texts(frame, (45, 65)) == ((100, 159),)


def test_behind_a_bracket_that_closes_there_is_white_of_the_same_text():
    bow = [(220, 100, 222, 104), (221, 103, 224, 113), (220, 112, 222, 116)]
    page = page_of((100,), (200, 237), marks=bow)
    frame = Frame(50, 450, (40, 80), ())
    assert page.ink(frame).texts(frame, (45, 65)) == ((100, 153),)


def test_letters_of_two_narrow_columns_are_two_texts():
    page = page_of((100,), (200, 230))
    frame = Frame(50, 450, (40, 80), ())
    assert page.ink(frame).texts(frame, (45, 65)) == ((100, 116), (130, 146))


def test_a_blot_beside_a_letter_is_no_part_of_its_text():
    page = page_of((100,), (200, 244), marks=[(224, 106, 229, 111)])
    frame = Frame(50, 450, (40, 80), ())
    assert page.ink(frame).texts(frame, (45, 65)) == ((100, 116), (144, 160))


def test_dirt_small_as_stops_joins_no_texts_where_most_marks_are_dirt():
    dirt = [(x, y, x + 2, y + 2) for x in (222, 300, 400, 500) for y in (106, 200, 300)]
    frame = Frame(50, 450, (40, 80), ())
    for marks, count in ((dirt[:1], 1), (dirt, 2)):
        page = page_of((100,), (200, 230), marks=marks)
        assert len(page.ink(frame).texts(frame, (45, 65))) == count


def test_how_high_letters_are_is_told_where_a_table_has_a_single_rule_on_its_page():
    page = page_of((100, 140, 180), range(200, 400, 20))
    assert page.ink(Frame(50, 450, (250,), ())).letter == LETTER / UNIT


def test_letters_over_a_rule_that_is_told_stand_in_the_row_that_has_their_middle():
    """They belong to a label beside both rows; what of them reaches into the other row is no text of that row."""
    rows = [(left, top, left + LETTER, top + LETTER) for top in (100, 160) for left in range(200, 280, 18)]
    page = page_of((142,), (400, 418), marks=rows)
    frame = Frame(50, 450, (40, 90), ())
    above, below = bands_of(page.ink(frame), frame, (40, 74, 90), told=(74,))
    assert [len(band.texts) for band in (above, below)] == [1, 2]
    above, below = bands_of(page.ink(frame), frame, (40, 74, 90), told=())
    assert [len(band.texts) for band in (above, below)] == [2, 2]


def test_specks_are_no_stops_where_there_are_more_of_them_than_letters():
    """Most specks are too small for stops; among so many, one that is as large as a small stop is a speck, too."""
    grain = [(x, y, x + 1, y + 1) for x in range(150, 700, 50) for y in range(200, 400, 50)]
    frame = Frame(50, 450, (40, 80), ())
    for marks, count in (([], 1), (grain, 2)):
        page = page_of((100,), (200, 230), marks=[(222, 112, 224, 114), *marks])
        assert len(page.ink(frame).texts(frame, (45, 65))) == count


def test_a_stroke_with_an_arm_is_no_bracket():
    """Behind a bracket that closes there is white of its text; behind a letter's part like it there is a column's."""
    arm = [(220, 98, 223, 118), (223, 106, 227, 110)]
    page = page_of((100,), (200, 240), marks=arm)
    frame = Frame(50, 450, (40, 80), ())
    assert len(page.ink(frame).texts(frame, (45, 65))) == 2


def test_a_letter_of_several_parts_stands_in_one_row():
    """Its middle is below the cut, that of one of its parts above it."""
    parts = [(400, 140, 404, 156), (406, 140, 416, 146), (406, 149, 416, 156)]
    rows = [(left, top, left + LETTER, top + LETTER) for top in (100, 170) for left in range(200, 280, 18)]
    page = page_of((), (), marks=[*parts, *rows])
    frame = Frame(50, 450, (40, 95), ())
    above, below = bands_of(page.ink(frame), frame, (40, 73, 95), told=(73,))
    assert [len(band.texts) for band in (above, below)] == [1, 2]
