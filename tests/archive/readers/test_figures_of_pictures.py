"""Readings of one line become a figure that is sure only where everything speaks for it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.ocr.compared import compared
from archive.readers.ocr.engine import Sign
from archive.readers.ocr.figures import Figure, agreed, figure_of
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.shapes import Shapes, pieces
from archive.readers.ocr.sides import sides
from archive.readers.ocr.strips import inked
from archive.readers.ocr.strokes import are_dashes, is_broken_ring, is_filled_ring, is_slash
from archive.readers.ocr.struck import digit_height, is_struck
from tests.archive import scans
from tests.archive.inks import line, said, written


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
    assert shapes.judge("11", bars("1", "0")) == ("10", "instead")
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


@pytest.mark.parametrize("size", [14, 20, 32])
def test_a_slash_is_told_from_every_figure(size):
    assert is_slash(written("/", size))
    assert [number for number in "0123456789" if is_slash(written(number, size))] == []
    assert not is_slash(written("17", size))


def test_a_slash_read_as_a_one_is_a_slash_in_doubt():
    assert said([line("1", written("/", 20)), line("1", written("1", 20))])[0] == ("/", True)
    assert compared([line("1", written("/", 20))])[0].figure.rivals == ("1",)


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["1,204", "1.105", "22.04"], ["1,204", "1,105", "22.04"]),
        (["1.204", "1.105", "12.345"], ["1,204", "1,105", "12,345"]),
        (["1204", "1.105", "22.04"], ["1204", "1.105", "22.04"]),
        (["1,204", "0.105", "3.5"], ["1,204", "0.105", "3.5"]),
    ],
)
def test_stops_are_commas_where_the_page_parts_thousands_by_these(texts, meant):
    made = said([line(text) for text in texts])
    assert [text for text, _ in made] == meant
    assert all(is_doubtful for (text, is_doubtful), read in zip(made, texts, strict=True) if text != read)


def halves(size, gap):
    """The two sides of a 0, its head and foot gone."""
    ink = written("0", size).copy()
    middle = ink.shape[1] // 2
    ink[:, middle - gap : middle + gap] = 0
    return ink


def test_the_sides_of_a_nought_are_a_nought_in_doubt():
    ink = halves(40, 5)
    assert is_broken_ring(pieces(ink), ink)
    assert said([line("11", ink)]) == [("0", True)]
    for number in ("11", "01", "17", "71", "10"):
        pair = written(number, 40)
        assert not is_broken_ring(pieces(pair), pair)
        assert said([line(number, pair)])[0][0] == number


def blot(seed):
    """A letter that a fax made a blot of."""
    ink = np.zeros((26, 26), np.uint8)
    ink[3:8, 4:22] = ink[8:14, 10:16] = ink[14:18, 6:20] = ink[18:23, 9 : 14 + seed % 2] = 220
    return ink


def test_a_blot_that_looks_like_a_word_for_nothing_of_the_page_is_that_word_in_doubt():
    page = [
        line("零", blot(0)),
        line("零", blot(1)),
        line("要", blot(0), sure=0.5),
        line("王", written("1", 20), sure=0.5),
    ]
    assert said(page)[2:] == [("零", True), ("王", True)]
    assert said([line("零", blot(0)), line("要", blot(0), sure=0.5)])[1][0] == "要", "one alone shows nothing"
    assert said([*page[:2], line("要", blot(0), sure=0.99)])[2] == ("要", False)


@pytest.mark.parametrize(
    ("marks", "is_told"),
    [
        ([(145, 30)], True),
        ([(140, 30), (150, 30)], True),
        ([(140, 26), (150, 36)], False),  # not beside one another
        ([(60, 30)], False),  # not in the middle
        ([(145, 12)], False),
        ([(120, 30), (130, 30), (140, 30), (150, 30)], False),
    ],
)
def test_small_marks_in_the_middle_of_an_empty_cell_are_told(marks, is_told):
    ink = np.zeros((60, 300), np.uint8)
    for x, y in marks:
        ink[y : y + 3, x : x + 4] = 230
    found = inked(Paper(ink, np.zeros_like(ink), 2.8, 0.0), ink, (0, 0, 300, 60), 20)
    assert found.strips == ()
    assert (found.mark is not None) == is_told
    assert found.specks == (0 if is_told else len(marks))


@pytest.mark.parametrize(
    ("central", "elsewhere", "told"), [(1, [], True), (1, [1], True), (1, [2, 3], False), (0, [], False)]
)
def test_marks_are_dirt_where_as_much_of_it_lies_elsewhere(central, elsewhere, told):
    assert are_dashes(central, elsewhere) == told


@pytest.mark.parametrize("size", [18, 24, 40])
def test_a_filled_nought_is_a_nought_in_doubt(size):
    page = scans.Image.new("L", (2 * size, 2 * size))
    scans.ImageDraw.Draw(page).ellipse((6, 6, 6 + 0.6 * size, 6 + size), fill=230)
    oval = np.asarray(page)
    assert is_filled_ring(oval)
    assert said([line("1", oval, sure=0.4)]) == [("0", True)]
    assert said([line("8", oval)])[0][0] == "8", "what is read for certain stays"
    assert [number for number in "1234567" if is_filled_ring(written(number, size))] == []


def test_a_letter_nobody_can_read_that_stands_in_many_cells_alone_means_nothing_in_doubt():
    blots = [line(read, blot(i), sure=0.5) for i, read in enumerate("子不干x")]
    assert [m.figure.text for m in compared([*blots, line("7", written("7", 30))], alone=range(5))] == ["零"] * 4 + [
        "7"
    ]
    assert all(m.figure.is_doubtful for m in compared(blots, alone=range(4)))
    assert [m.figure.text for m in compared(blots, alone=range(3))] == list("子不干x"), "of three each looks like two"
    assert [m.figure.text for m in compared(blots)] == list("子不干x"), "letters of one label stand there"


def test_what_is_too_low_for_a_figure_is_a_dash_in_doubt_where_it_stands_alone():
    worn = np.zeros((20, 50), np.uint8)
    worn[8:12, 4:46:3] = 200
    lines = [*[line(str(n), written(str(n), 30)) for n in range(4)], line("50", worn, sure=0.95)]
    assert said(compared(lines, alone=range(5)))[-1] == ("-", True)
    assert compared(lines, alone=range(5))[-1].figure.rivals == ("50",)
    assert said(lines)[-1][0] == "50"
    assert said(lines)[:4] == [(str(n), False) for n in range(4)]


def test_what_cannot_be_read_behind_a_number_is_the_unit_of_most_numbers_in_doubt():
    page = [line(f"{n}件") for n in range(8)]
    strange = [line("12性", sure=0.5), line("5 林", sure=0.5), line("7项", sure=0.5), line("3某", sure=0.99)]
    assert said([*page, *strange])[8:] == [("12件", True), ("5件", True), ("7项", True), ("3某", False)]
    assert said([*page[:5], *strange])[5] == ("12性", True)


def test_a_huge_number_takes_no_more_memory_than_others():
    ink = np.full((420, 470), 230, np.uint8)
    assert isinstance(is_struck(ink, 20.0), bool)
