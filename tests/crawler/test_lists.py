"""Plain lists: which link leads to the next page, and which only looks so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Ask, Entry, Page, anchors
from crawler.lists import is_on_the_way, next_page, plain_listing, without_duplicates

HERE = "http://www.example.gov.cn/zwgk/nb/index.html"
NEXT = "http://www.example.gov.cn/zwgk/nb/index_2.html"


def page(text, url=HERE, **state):
    return Page(url, f"<html><body>{text}</body></html>".encode(), state=state)


def following(text, url=HERE, **state):
    found = next_page(page(text, url, state=state))
    return [found.url] if found else []


@pytest.mark.parametrize(
    "shown",
    [
        *("下一页", "下页", "后一页", "后页", " 下一页 ", "下一页&gt;", "下一页 >", "下一页>>", "下一页 »", "下一页›"),
        *("next", "Next", "NEXT PAGE", "Next »", "&gt;", "›", "<span>下一页</span>", "<i></i>下一页"),
    ],
)
def test_a_link_that_says_so_leads_to_the_next_page(shown):
    assert following(f'<a href="index_2.html">{shown}</a>') == [NEXT]


def test_a_picture_with_a_title_leads_to_the_next_page():
    assert following('<a href="index_2.html" title="下一页"><img src="arrow.gif"></a>') == [NEXT]


@pytest.mark.parametrize("shown", ["上一页", "下一篇", "尾页", "首页", "末页", "更多", "下一页是什么", "prev", "&lt;"])
def test_other_links_do_not(shown):
    assert following(f'<a href="index_2.html">{shown}</a>') == []


@pytest.mark.parametrize(
    "href",
    [
        "#",
        "",
        "javascript:goPage(2)",
        "JavaScript:goPage(2)",
        HERE,
        "index.html#next",
        "/xwzx/index_2.html",
        "../index.html",
    ],
)
def test_a_pager_that_stays_or_leaves_the_column_leads_nowhere(href):
    assert following(f'<a href="{href}">下一页</a>') == []


def test_a_next_page_on_another_host_is_one_where_its_link_says_so():
    url = "http://other.example.gov.cn/zwgk/nb/index_2.html"
    assert following(f'<a href="{url}">下一页</a>') == [url]
    assert following(f'<a href="{url}">2</a>') == []


def test_a_dead_next_link_does_not_hide_a_living_one():
    assert following('<a href="#">下一页</a><a href="index_2.html">下一页</a>') == [NEXT]


def test_numbers_are_followed_one_by_one():
    pager = '<a href="index.html">1</a><a href="index_2.html">2</a><a href="index_3.html">[3]</a>'
    [second] = plain_listing(page(f"{pager}<a href=1.html>甲</a>")).asks
    assert second.url == NEXT
    [third] = plain_listing(page(f"{pager}<a href=2.html>乙</a>", NEXT, **second.state)).asks
    assert third.url == "http://www.example.gov.cn/zwgk/nb/index_3.html"
    assert plain_listing(page(f"{pager}<a href=3.html>丙</a>", third.url, **third.state)).asks == ()


def test_pages_told_by_their_query_are_followed():
    here = "http://www.example.gov.cn/list.jsp?node=7&page=1"
    assert following('<a href="list.jsp?node=7&amp;page=2">下一页</a>', here) == [
        "http://www.example.gov.cn/list.jsp?node=7&page=2"
    ]


def test_years_are_no_page_numbers():
    assert following('<a href="2/">2023</a><a href="b.html">2年级</a>') == []


def test_a_plain_list_has_every_link_and_the_next_page():
    text = '<li><a href="/a.html">甲</a>2023-01-19</li><a href="index_2.html">下一页</a>'
    found = plain_listing(page(text))
    assert found.entries[0] == Entry("http://www.example.gov.cn/a.html", "甲", "2023-01-19")
    assert [ask.url for ask in found.asks] == [NEXT]


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="ColumnName" content="政府信息公开年报">',
        "<meta content='政府信息公开年报 ' name='columnname'/>",
        "<META NAME=COLUMNNAME CONTENT=政府信息公开年报>",
    ],
)
def test_the_column_says_its_name_in_the_metadata(meta):
    assert Page(HERE, f"<html><head>{meta}</head></html>".encode()).column_name == "政府信息公开年报"
    assert page("").column_name == ""


def test_of_two_entries_with_one_address_the_fullest_title_stays_in_the_first_place():
    found = without_duplicates(iter([Entry("a", "甲"), Entry("b", "乙"), Entry("a", "甲局年报"), Entry("a", "")]))
    assert found == (Entry("a", "甲局年报"), Entry("b", "乙"))


@given(st.text(max_size=30), st.text(max_size=8), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_any_pager_leads_to_one_page_of_the_same_folder_or_nowhere(href, shown, number):
    text = f"<a href='{href}'>{shown}</a><a href='{href}'>{number}</a><a href='{href}'>下一页</a>"
    found = following(text, number=number)
    assert len(found) <= 1
    assert all(url.startswith("http://www.example.gov.cn/zwgk/nb") and url != HERE for url in found)


REPORT = '<a href="/1.html">青屿市统计局2022年政府信息公开工作年度报告</a>'
COLUMN_LINK = '<a href="/zwgk/c1027/">政府信息公开年报</a>'


@pytest.mark.parametrize(
    ("url", "body", "leads"),
    [
        ("http://www.example.gov.cn/", "<a href=/x/1.html>要闻</a>", True),
        ("http://www.example.gov.cn/", REPORT, False),
        ("http://www.example.gov.cn/zwgk/", COLUMN_LINK, True),
        ("http://www.example.gov.cn/zwgk/", COLUMN_LINK + REPORT, False),
        ("http://www.example.gov.cn/zwgk/c1027/index.html", COLUMN_LINK, False),
        ("http://www.example.gov.cn/zwgk/c1030/", "<a href=2022/>2022年</a>", False),
        ("http://www.example.gov.cn/zwgk/zfxxgknb/bm/", COLUMN_LINK, False),
    ],
)
def test_a_page_on_the_way_is_told_from_the_column(url, body, leads):
    page = Page(url, f"<html><body>{body}</body></html>".encode())
    assert is_on_the_way(page, anchors(page)) is leads


def titled(text, title="", url=HERE, name="", state=None):
    metas = f'<meta name="ColumnName" content="{name}">' if name else ""
    head = f"<head>{metas}<title>{title}</title></head>"
    return Page(url, f"<html>{head}<body>{text}</body></html>".encode(), state=state or {})


LINKS = '<a href="a.html">青屿市统计局2022年报告</a>'
MORE = f'<a href="index_2.html">下一页</a>{LINKS}'
NEWS = '<a href="/xw/1/2.html">要闻</a><a href="/zwgk/nb/9.html">年报</a><a href="index_3.html">下一页</a>'


def second(first, page_two):
    """The second page of a list, with what travels from the first."""
    [ask] = plain_listing(first).asks
    return plain_listing(page_two(ask.state))


def test_a_pager_that_falls_through_to_a_column_of_another_name_has_ended():
    first = titled(MORE, name="年报")
    found = second(first, lambda state: titled(NEWS, url=NEXT, name="要闻", state=state))
    assert (found.entries, found.asks, found.shortfall) == ((), (), 1)


def test_of_a_page_of_another_title_only_links_of_the_column_are_kept():
    found = second(titled(MORE, "年报"), lambda state: titled(NEWS, "要闻", url=NEXT, state=state))
    assert [e.url for e in found.entries if "index" not in e.url] == ["http://www.example.gov.cn/zwgk/nb/9.html"]
    assert (found.asks, found.shortfall) == ((), 1)


@pytest.mark.parametrize("title", ["年报", "年报（第2页）", "年报-2", "年报 2/7", ""])
def test_a_title_that_counts_its_pages_is_the_same_columns(title):
    found = second(titled(MORE, "年报"), lambda state: titled(NEWS, title, url=NEXT, state=state))
    assert (len(found.asks), found.shortfall) == (1, 0)


def test_the_same_links_once_more_are_the_end_whatever_the_pager_says():
    again = MORE.replace("index_2", "index_3")
    found = second(titled(MORE), lambda state: titled(again, url=NEXT, state=state))
    assert (found.asks, found.shortfall) == ((), 1)


def test_a_next_page_may_be_found_otherwise_where_none_is_linked():
    def by_script(page):
        return Ask(page.absolute("x_2.html"), state={"number": 2})

    assert [a.url for a in plain_listing(page(LINKS), by_script).asks] == ["http://www.example.gov.cn/zwgk/nb/x_2.html"]
    assert [a.url for a in plain_listing(page(MORE), by_script).asks] == [NEXT]
