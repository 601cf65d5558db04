"""Plain lists: next links, numbers, year folders, and rows that say by a pattern which addresses are reports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.static import listing

COLUMN = "http://www.baisha.example.gov.cn/zwgk/nb/"


def document(inner):
    return f"<html><head><meta charset=utf-8></head><body>{inner}</body></html>"


def li(number, href=None):
    return f'<li><a href="{href or f"/show/{number}.html"}">白沙县第{number}局2022年政府信息公开工作年度报告</a></li>'


def reports(walked):
    return [url for url in walked.urls if "/show/" in url]


def shown(count):
    return [f"http://www.baisha.example.gov.cn/show/{n}.html" for n in range(count)]


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="{next}">下一页</a>',
        '<a href="{prev}">上一页</a> <a href="{next}">下页</a>',
        '<a href="{prev}">&lt;</a><a href="{next}">&gt;</a>',
        '<a href="{next}" title="下一页"><img src=right.gif></a>',
        '<a href="{prev}">«</a><a href="{next}">»</a>',
        '<a href="{prev}">Prev</a><a href="{next}">Next</a>',
    ],
)
def test_pages_linked_one_after_another_are_all_read(walk, pager):
    names = ["", "index_2.html", "index_3.html", "index_4.html"]
    table = {}
    for at, name in enumerate(names):
        links = pager.format(prev=names[at - 1] or "./", next=names[at + 1] if at + 1 < len(names) else "#")
        table[COLUMN + name] = document(li(2 * at) + li(2 * at + 1) + links)
    walked = walk(listing, COLUMN, table)
    assert reports(walked) == shown(8)
    assert len(walked.asks) == 4


@pytest.mark.parametrize("form", ["{}", "[{}]", "<span>{}</span>"])
def test_pages_linked_by_number_are_all_read(walk, form):
    names = ["", *(f"index_{n}.html" for n in range(2, 13))]
    table = {}
    for at, name in enumerate(names):
        near = range(max(at - 2, 0), min(at + 3, len(names)))
        links = "".join(f'<a href="{names[n] or "./"}">{form.format(n + 1)}</a>' for n in near if n != at)
        table[COLUMN + name] = document(li(at) + links)
    assert reports(walk(listing, COLUMN, table)) == shown(12)


def test_pages_told_by_their_query_are_all_read(walk):
    start = f"{COLUMN}list.jsp?node=7"

    def serve(ask):
        number = int(ask.url.partition("&page=")[2] or 1)
        following = f'<a href="list.jsp?node=7&amp;page={number + 1}">下一页</a>' if number < 5 else ""
        return document(li(number - 1) + following)

    assert reports(walk(listing, start, serve)) == shown(5)


def test_folders_of_years_are_entries_and_no_further_pages(walk):
    table = {COLUMN: document('<a href="2021/">2021</a><a href="2022/">2022年</a>')}
    walked = walk(listing, COLUMN, table)
    assert [(e.url, e.title) for e in walked.entries.values()] == [
        (f"{COLUMN}2021/", "2021"),
        (f"{COLUMN}2022/", "2022年"),
    ]
    assert len(walked.asks) == 1


def test_pages_that_lead_to_each_other_are_read_once(walk):
    table = {
        COLUMN: document(li(0) + '<a href="b.html">下一页</a>'),
        f"{COLUMN}b.html": document(li(1) + '<a href="c.html">下一页</a>'),
        f"{COLUMN}c.html": document(li(2) + '<a href="./">下一页</a>'),
    }
    walked = walk(listing, COLUMN, table)
    assert reports(walked) == shown(3)
    assert len(walked.asks) == 3


@pytest.mark.parametrize("link", ["下一页", "number"])
def test_a_pager_that_always_shows_one_more_page_is_left(walk, link):
    """Many servers answer a number beyond the last with the last page, and link the number after it."""

    def serve(ask):
        number = int(ask.url.partition("?page=")[2] or 1)
        text = "下一页" if link == "下一页" else number + 1
        return document(li(0) + f'<a href="?page={number + 1}">{text}</a>')

    assert reports(walk(listing, COLUMN, serve)) == shown(1)


PATTERN = {"pattern": r"/show/\d+\.html$"}


def test_a_pattern_says_which_addresses_are_reports(walk):
    text = '<a href="/show/7.html">点击查看</a><a href="/show/8.htm">其他</a><a href="/about.html">关于</a>'
    walked = walk(listing, COLUMN, {COLUMN: document(text)}, params=PATTERN)
    assert [(e.url.rpartition("/")[2], e.is_report) for e in walked.entries.values()] == [
        ("7.html", True),
        ("8.htm", False),
        ("about.html", False),
    ]


def test_without_a_pattern_titles_decide(walk):
    walked = walk(listing, COLUMN, {COLUMN: document(li(0))})
    assert [e.is_report for e in walked.entries.values()] == [None]


def test_a_pattern_does_not_hide_the_next_page(walk):
    table = {
        COLUMN: document(li(0) + '<a href="index_2.html">下一页</a>'),
        f"{COLUMN}index_2.html": document(li(1)),
    }
    assert reports(walk(listing, COLUMN, table, params=PATTERN)) == shown(2)


@pytest.mark.parametrize("pattern", ["(", "[", "*", r"\d{2,1}", "(?P<a"])
def test_a_pattern_that_is_none_is_a_problem_of_the_portal_that_names_it(pattern):
    found = listing(Page(COLUMN, document(li(0)).encode(), {"pattern": pattern}))
    assert "pattern" in found.problem
    assert pattern in found.problem


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read(body):
    for params in ({}, PATTERN):
        assert len(listing(Page(COLUMN, body, params)).asks) <= 1


links = st.builds(
    '<a href="{}">{}</a>'.format,
    st.sampled_from(["./", "a.html", "b.html", "?page=2", "#", "http://[", "../nb/c.html"]),
    st.sampled_from(["下一页", "1", "2", "3", "»", "999", "²"]),
)


@given(st.lists(st.lists(links, max_size=4).map("".join), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_pager_of_known_pages_leads_on_for_ever(walk, pages):
    turn = iter(range(10**6))
    walk(listing, COLUMN, lambda ask: pages[next(turn) % len(pages)], most=50)
