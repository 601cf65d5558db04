"""Lists read page after page: what ends them, and what is missing then."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Ask, Entry, Page
from crawler.lists import MOST_PAGES
from crawler.paging import number_of, paged

HERE = "http://www.example.gov.cn/nb/"


def entries(*numbers):
    return tuple(Entry(f"{HERE}{n}.html", f"第{n}号") for n in numbers)


def read(pages, *, total=None, rows=True, promised=10**6):
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
    return entries(*range(number * 3, number * 3 + 3))


def test_a_list_that_keeps_its_promises_lacks_nothing():
    listings = read(three_a_page, promised=4)
    assert (len(listings), shortfall(listings)) == (4, 0)


def test_a_list_with_its_total_lacks_nothing():
    assert shortfall(read(three_a_page, promised=4, total=12)) == 0


def test_a_total_that_was_not_reached_is_a_shortfall_of_the_difference():
    assert shortfall(read(three_a_page, promised=4, total=20)) == 8


def test_a_page_that_brings_nothing_new_ends_the_list():
    listings = read(lambda number: three_a_page(min(number, 3)))
    assert len(listings) == 4
    assert shortfall(listings) > 0


def test_pages_that_come_in_turns_end_the_list():
    assert len(read(lambda number: three_a_page(number % 2))) == 3


def test_links_that_turn_pages_are_nothing_new():
    def with_pager(number):
        turning = (Entry(f"{HERE}index_{number}.html", "下一页"), Entry(f"{HERE}index_{number + 50}.html", str(number)))
        return (*three_a_page(1), *turning)

    assert len(read(with_pager)) == 2


def test_an_empty_page_ends_the_list():
    listings = read(lambda number: three_a_page(number) if number < 3 else ())
    assert len(listings) == 3
    assert shortfall(listings) > 0


def test_a_list_without_end_is_left_and_says_so():
    listings = read(three_a_page)
    assert len(listings) == MOST_PAGES
    assert shortfall(listings) > 0


def test_what_the_request_carries_travels_on():
    page = Page(HERE, b"")
    [ask] = paged(page, entries(1), Ask(f"{HERE}2", state={"channel": "7"})).asks
    assert ask.state["channel"] == "7"
    assert number_of(Page(HERE, b"", state=ask.state)) == 2


def test_a_list_that_says_it_is_empty_is_empty():
    assert paged(Page(HERE, b""), (), None, total=0).empty_is_fine
    assert not paged(Page(HERE, b""), (), None, total=3).empty_is_fine


@given(st.lists(st.lists(st.integers(0, 40), max_size=5), min_size=1, max_size=5), st.none() | st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_list_ends(pages, total):
    assert len(read(lambda number: entries(*pages[number % len(pages)]), total=total)) <= MOST_PAGES


@pytest.mark.parametrize("count", [1, 500])
def test_what_is_carried_stays_small(count):
    listings = read(lambda number: entries(*range(number * count, (number + 1) * count)), promised=9)
    assert all(len(json.dumps(dict(ask.state))) < 5_000 for found in listings for ask in found.asks)
