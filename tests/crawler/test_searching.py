"""A site's own search: asked where its wire format is known, its answers read for what leads to reports."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from archive.database.frontier import Task
from crawler.family import Listing, Page
from crawler.follow import list_steps
from crawler.lists import plain_listing
from crawler.searching import MOST_PAGES, WORDS, answer, searches
from crawler.session import Options
from crawler.turning import Progress

HOME = "http://www.example.gov.cn/"
LONGXUN = b"<html><body><script>var siteId = 11492841;</script><a href='/a/'>x</a></body></html>"
TITLE = "甲县统计局2021年政府信息公开工作年度报告"


def asked(body=LONGXUN, family="longxun"):
    return list(searches(Page(HOME, body), family))


def told(rows, total=None, **read):
    """What an answer lists; `read` is how far the search has been read before it."""
    said = {"data": {"data": rows} | ({} if total is None else {"total": total}), "success": True}
    (ask,) = asked()
    return answer(Page(ask.url, json.dumps(said).encode(), {}, {**ask.state, **Progress(**read).as_state()}))


def test_the_search_is_asked_for_reports_by_the_number_of_the_site():
    (ask,) = asked()
    query = parse_qs(urlsplit(ask.url).query)
    assert (query["siteId"], query["pageIndex"]) == (["11492841"], ["1"])
    assert query["keywords"] == [WORDS]


def test_a_search_whose_channel_the_page_names_is_a_list_of_its_family():
    for body in (b'<a href="/was5/web/search?page=1&channelid=2909&x=1">s</a>', b'<input name=channelid value="2909">'):
        (ask,) = asked(body, "trs")
        assert "channelid=2909&" in ask.url
        assert unquote(ask.url).count(WORDS) == 1
        assert not ask.state


def test_pages_without_the_mark_and_other_families_are_not_searched():
    assert asked(b"<p>nothing</p>") == asked(LONGXUN, "vsb") == []


def test_links_of_an_answer_are_entries_without_their_highlighting():
    row = {"title": f"<em>{TITLE[:4]}</em>{TITLE[4:]}", "link": "/public/content/12", "date": "2022-01-18 10:00"}
    (entry,) = told([row, {"title": "no address"}, {"link": "/no/title"}, None]).entries
    assert (entry.title, entry.url, entry.date) == (TITLE, f"{HOME}public/content/12", "2022-01-18")


def test_further_pages_are_asked_for_while_they_bring_more():
    row = {"title": TITLE, "link": "/1"}
    (ask,) = told([row], total=2).asks
    assert "pageIndex=2" in ask.url
    assert told([row], total=2, got=1, number=1).asks == ()
    assert told([], total=9).asks == ()
    assert told([row], total=10**6, number=MOST_PAGES - 1).asks == ()


def test_an_answer_that_is_no_json_is_a_problem_and_an_empty_one_is_none():
    assert answer(Page(HOME, b"<html>", {}, {"site_search": "longxun", "named": {}})).problem
    assert told([]).problem is None


def test_a_home_page_that_names_no_column_is_searched_as_a_last_resort():
    page = Page(HOME, LONGXUN)
    task = Task(1, "c", "p", "h", "list", HOME, b"", {"index": True})
    children = list_steps(task, page, plain_listing(page), Options(), "longxun").children
    assert [child.url.partition("?")[0] for child in children] == [f"{HOME}sitemap.xml", f"{HOME}site/label/8888"]
    assert all(child.detail["exploring"] for child in children)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["title", "link", "url", "total", "data"]), x),
    )
)
def test_any_json_gives_a_listing(said):
    state = {"site_search": "longxun", "named": {}}
    assert isinstance(answer(Page(HOME, json.dumps(said).encode(), {}, state)), Listing)
