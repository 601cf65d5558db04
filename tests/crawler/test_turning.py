"""How far a list has been read: pagers that promise too much, too little, or nothing, and pages given again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Ask, Entry, Page
from crawler.turning import MOST_PAGES, Progress, count, number_of, paged

HERE = "http://www.example.gov.cn/nb/"


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


def test_rows_are_counted_as_stated_where_a_page_has_links_beside_them():
    progress = Progress().after(entries(1, 2, 3, 4), rows=2, total=6)
    assert (progress.got, progress.missing) == (2, 4)
    assert progress.after(entries(3, 4), rows=2).got == 2  # given again


@pytest.mark.parametrize("stated", [{}, {"progress": Progress().as_state()["progress"]}])
def test_a_list_not_begun_is_at_its_first_page(stated):
    assert number_of(Page(HERE, b"", state=stated)) == 1


# --- pages that name the next one -----------------------------------------------------------------------------


def articles(*numbers):
    return tuple(Entry(f"{HERE}{n}.html", f"第{n}号") for n in numbers)


def read_on(pages, *, total=None, rows=True, promised=10**6):
    """The listings of a list whose page k shows `pages(k)`, and which always promises a next page up to `promised`."""
    listings, state = [], {}
    while True:
        page = Page(HERE, b"", state=json.loads(json.dumps(dict(state))))
        shown = pages(number_of(page))
        following = Ask(f"{HERE}{number_of(page) + 1}") if number_of(page) < promised else None
        listings.append(paged(page, shown, following, rows=len(shown) if rows else 0, total=total))
        if not listings[-1].asks:
            return listings
        state = listings[-1].asks[0].state


def shortfall(listings):
    return sum(found.shortfall for found in listings)


def three_a_page(number):
    return articles(*range(number * 3, number * 3 + 3))


def test_a_list_that_keeps_its_promises_lacks_nothing():
    listings = read_on(three_a_page, promised=4)
    assert (len(listings), shortfall(listings)) == (4, 0)


def test_a_list_with_its_total_lacks_nothing():
    assert shortfall(read_on(three_a_page, promised=4, total=12)) == 0


def test_a_total_that_was_not_reached_is_a_shortfall_of_the_difference():
    assert shortfall(read_on(three_a_page, promised=4, total=20)) == 8


def test_a_page_that_brings_nothing_new_ends_the_list():
    listings = read_on(lambda number: three_a_page(min(number, 3)))
    assert len(listings) == 4
    assert shortfall(listings) > 0


def test_pages_that_come_in_turns_end_the_list():
    assert len(read_on(lambda number: three_a_page(number % 2))) == 3


def test_links_that_turn_pages_are_nothing_new():
    def with_pager(number):
        turning = (Entry(f"{HERE}index_{number}.html", "下一页"), Entry(f"{HERE}index_{number + 50}.html", str(number)))
        return (*three_a_page(1), *turning)

    assert len(read_on(with_pager)) == 2


def test_an_empty_page_ends_the_list():
    listings = read_on(lambda number: three_a_page(number) if number < 3 else ())
    assert len(listings) == 3
    assert shortfall(listings) > 0


def test_a_list_without_end_is_left_and_says_so():
    listings = read_on(three_a_page)
    assert len(listings) == MOST_PAGES
    assert shortfall(listings) > 0


def test_what_the_request_carries_travels_on():
    page = Page(HERE, b"")
    [ask] = paged(page, articles(1), Ask(f"{HERE}2", state={"channel": "7"})).asks
    assert ask.state["channel"] == "7"
    assert number_of(Page(HERE, b"", state=ask.state)) == 2


def test_a_list_that_says_it_is_empty_is_empty():
    assert paged(Page(HERE, b""), (), None, total=0).empty_is_fine
    assert not paged(Page(HERE, b""), (), None, total=3).empty_is_fine


@given(st.lists(st.lists(st.integers(0, 40), max_size=5), min_size=1, max_size=5), st.none() | st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_list_ends(pages, total):
    assert len(read_on(lambda number: articles(*pages[number % len(pages)]), total=total)) <= MOST_PAGES


@pytest.mark.parametrize("count", [1, 500])
def test_what_is_carried_stays_small(count):
    listings = read_on(lambda number: articles(*range(number * count, (number + 1) * count)), promised=9)
    assert all(len(json.dumps(dict(ask.state))) < 15_000 for found in listings for ask in found.asks)
