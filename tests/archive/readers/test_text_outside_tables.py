"""Text of pictures outside their tables: what the finder of text overlooks, and lines that run on into the next."""

import numpy as np
import pytest

from archive.readers.ocr.overlooked import overlooked
from archive.readers.pages import Page, blocks
from archive.readers.pdf_text import Char

UNIT = 2.0  # pixels a point


def written(*spans):
    """Ink of letters ten points high, in lines from and to these points at this height."""
    ink = np.zeros((400, 1000), np.uint8)
    for left, right, top in spans:
        for x in range(left, right, 12):
            ink[round(top * UNIT) : round((top + 10) * UNIT), round(x * UNIT) : round((x + 9) * UNIT)] = 200
    return ink


def test_a_line_that_was_not_found_and_the_beginning_of_one_are_seen():
    ink = written((40, 140, 20), (40, 400, 60))
    found = [(200, 118, 803, 142)]  # all but the first letters of the second line
    boxes = overlooked(ink, found, UNIT)
    assert [(round(x0 / UNIT), round(y0 / UNIT)) for x0, y0, _, _ in boxes] == [(40, 20), (40, 60)]
    assert boxes[1][2] <= 200


def test_what_was_found_and_dirt_and_drawings_are_not():
    ink = written((40, 400, 60))
    ink[300:303, 100:104] = 200  # a speck
    ink[320:322, 40:900] = 200  # a rule
    ink[340:390, 40:90] = 200  # a blot as high as it is wide
    assert overlooked(ink, [(78, 118, 803, 142)], UNIT) == []


def test_a_page_of_dirt_has_no_lines():
    ink = written(*((40, 80, 14 * i) for i in range(13)), *((140, 180, 14 * i) for i in range(13)))
    ink = np.hstack([ink, ink])
    assert overlooked(ink, [], UNIT) == []


def line(text, left, top, size=10.0, step=10.0):
    return [Char(sign, left + step * i, top, left + step * (i + 1), top + size, size) for i, sign in enumerate(text)]


def texts(*lines):
    page = Page(1, 800, [], list(lines), is_crowded=False, locate=list)
    return [block.text for block in blocks([page])]


FIRST = "统计期限自二〇二四年一月一日起至同年十二月"
LONG = [line(FIRST, 50, 40 + 60 * i) for i in range(8)]


@pytest.mark.parametrize("size", [10.0, 8.2])
def test_a_line_of_figures_is_seen_lower_and_goes_on_with_the_one_above(size):
    assert texts(*LONG, line(FIRST, 50, 520), line("31日止", 50, 535, size))[-1] == f"{FIRST}31日止"


def test_a_line_much_smaller_is_of_its_own():
    assert texts(*LONG, line(FIRST, 50, 520), line("31日止", 50, 536, 7))[-1] == "31日止"


def test_what_is_left_of_a_seal_is_no_margin():
    """A letter of it stands far to the right of all lines."""
    assert texts(line("用", 400, 10), *LONG, line(FIRST, 50, 520), line("31日止", 50, 536))[-1] == f"{FIRST}31日止"
