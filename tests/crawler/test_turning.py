"""How far a list has been read: pagers that promise too much, too little, or nothing, and pages given again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.family import Entry
from crawler.turning import MOST_PAGES, Progress, count


def entries(*numbers):
    return [Entry(f"http://www.example.gov.cn/{n}.html", "x") for n in numbers]


def read(given, stop=MOST_PAGES + 5, **stated):
    """The progress after asking for pages as long as it goes on; `given` is each page by its number."""
    progress = Progress(**stated)
    while progress.goes_on and progress.number < stop:
        progress = Progress.of(json.loads(json.dumps(progress.as_state()))).after(entries(*given(progress.number + 1)))
    return progress


def three(number):
    return range(number * 10, number * 10 + 10) if number <= 3 else ()


@pytest.mark.parametrize(
    ("stated", "asked", "missing"),
    [
        ({"pages": 3}, 3, 0),
        ({"total": 30}, 3, 0),
        ({"pages": 3, "total": 30}, 3, 0),
        ({}, 4, 0),  # a silent pager: the page without lines is the end
        ({"pages": 9}, 4, 1),
        ({"total": 45}, 4, 15),
        ({"pages": 3, "total": 45}, 4, 15),
        ({"pages": 3, "total": 12}, 3, 0),  # of two statements the larger is tried
        ({"pages": 1, "total": 30}, 3, 0),
    ],
)
def test_a_list_is_read_to_its_end_and_what_it_keeps_back_is_told(stated, asked, missing):
    progress = read(three, **stated)
    assert (progress.number, progress.got, progress.missing) == (asked, min(asked, 3) * 10, missing)


def test_a_page_given_again_is_the_end():
    assert read(lambda _: (1, 2), total=10**8).number == 2


def test_pages_given_in_turn_are_left():
    assert read(lambda number: (number % 3,), pages=10**6).number == 4


def test_a_pinned_line_counts_once():
    assert read(lambda number: (0, number), total=5).got == 5


def test_a_list_that_always_has_more_is_left_and_said_to_be_cut_short():
    progress = read(lambda number: (number,))
    assert (progress.number, progress.missing) == (MOST_PAGES, 1)


@given(st.text() | st.integers() | st.none() | st.floats())
def test_a_count_is_one_or_none(value):
    found = count(value)
    assert found is None or 0 <= found < 10**8
