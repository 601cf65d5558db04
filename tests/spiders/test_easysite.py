"""EasySite: pages named by `tagname`, by a call, or asked for by the numbers of page and module."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from spiders.easysite import listing

HOST = "http://www.yinxing.example.gov.cn"
FOLDER = "/web/zwgk/gknb/"
COLUMN = f"{HOST}{FOLDER}index.html"
PER_PAGE = 5


def address(number):
    return f"{HOST}{FOLDER}{1545000 + number}/index.html"


def title(number):
    return f"银杏县第{number}中心2022年政府信息公开工作年度报告"


def all_of(count):
    return [address(number) for number in range(count)]


def document(rows, pager=""):
    lines = "".join(
        f'<tr><td><a href="{FOLDER}{1545000 + n}/index.html" istitle="true" title="{title(n)}">{title(n)[:9]}...</a>'
        '<span class="hui12">2023-01-22</span></td></tr>'
        for n in rows
    )
    return f"<html><head><meta charset=utf-8></head><body><table>{lines}</table>{pager}</body></html>"


def field(pages, module="21892"):
    return f'<input type=hidden name="article_paging_list_hidden" moduleid="{module}" totalpage="{pages}">'


def next_by_tag(k, pages, name):
    return f'<a tagname="{name(k + 1)}" onclick="go()">下一页</a>' + field(pages) if k < pages else field(pages)


def next_by_call(k, pages, name):
    return f"<a onclick=\"queryArticleByCondition(this,'{name(k + 1)}')\">下一页</a>" if k < pages else "下一页"


def last_alone(k, pages, name):
    return f'<a tagname="{name(pages)}">尾页</a>' + field(pages)


def site(count, pager, name):
    pages = -(-count // PER_PAGE)
    return {
        COLUMN if k == 1 else HOST + name(k): document(
            range(count)[(k - 1) * PER_PAGE :][:PER_PAGE], pager(k, pages, name)
        )
        for k in range(1, pages + 1)
    }


@pytest.mark.parametrize("pager", [next_by_tag, next_by_call, last_alone])
@pytest.mark.parametrize(
    "name",
    [lambda k: f"{FOLDER}21892-{k}.html", lambda k: f"{FOLDER}index{k}.html", lambda k: f"{FOLDER}3b3662a6-{k}.html"],
)
@pytest.mark.parametrize("count", [1, 5, 6, 23])
def test_every_page_is_read_once(walk, pager, name, count):
    walked = walk(listing, COLUMN, site(count, pager, name))
    assert walked.urls == all_of(count)
    assert len(walked.asks) == -(-count // PER_PAGE)
    assert walked.shortfall == 0


def test_entries_have_full_titles_and_dates(walk):
    walked = walk(listing, COLUMN, {COLUMN: document([0])})
    assert walked.entries[address(0)] == Entry(address(0), title(0), "2023-01-22")


def test_where_no_page_is_named_the_portal_is_asked_by_its_numbers(walk):
    hidden = '<input type=hidden id=eprotalCurrentPageId value="363148">'

    def serve(ask):
        query = {k: v[0] for k, v in parse_qs(urlsplit(ask.url).query).items()}
        k = int(query.get("currentPage", 1))
        if k > 1:
            assert query == {"pageId": "363148", "currentPage": str(k), "moduleId": "3b3662a6", "staticRequest": "yes"}
            assert ask.headers["Referer"]
        return document(range(13)[(k - 1) * 5 : k * 5], hidden + field(3, "3b3662a6"))

    walked = walk(listing, f"{HOST}/eportal/ui?pageId=363148", serve)
    assert walked.urls == all_of(13)
    assert len(walked.asks) == 3


def test_a_count_that_promises_too_much_is_a_shortfall(walk):
    pages = site(11, lambda k, _, name: next_by_tag(k, 99, name), lambda k: f"{FOLDER}index{k}.html")
    walked = walk(listing, COLUMN, lambda ask: pages.get(ask.url, pages[f"{HOST}{FOLDER}index3.html"]))
    assert walked.urls == all_of(11)
    assert walked.shortfall > 0
    assert len(walked.asks) <= 5


def test_a_page_of_another_family_gives_its_links_and_its_linked_next_page():
    found = listing(Page(f"{HOST}/nb/", document([1], '<a href="index_2.html">下一页</a>').encode()))
    assert address(1) in [e.url for e in found.entries]
    assert [ask.url for ask in found.asks] == [f"{HOST}/nb/index_2.html"]


pagers = st.builds(
    '<a tagname="{}" onclick="queryArticleByCondition(this,\'{}\')">{}</a>{}'.format,
    st.sampled_from(["index2.html", "9-9.html", "", "javascript:", "//["]),
    st.sampled_from(["index2.html", "a", ""]),
    st.sampled_from(["下一页", "2", "尾页"]),
    st.integers(-1, 10**7).map(field),
) | st.text(max_size=40)


@given(st.lists(pagers, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_pager_leads_on_for_ever(walk, pages):
    turn = iter(range(10**6))
    walk(listing, COLUMN, lambda ask: document([(n := next(turn))], pages[n % len(pages)]), most=300)
