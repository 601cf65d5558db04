"""Boda VSB: lists numbered downwards, dynamic lists, pagers linked or by script."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from spiders.vsb import listing

HOST = "http://www.lujiao.example.gov.cn"
COLUMN = f"{HOST}/zwgk/gknb.htm"
PER_PAGE = 5


def address(number):
    return f"{HOST}/info/1648/{47000 + number}.htm"


def title(number):
    return f"鹿角县第{number}中心2022年政府信息公开工作年度报告"


def all_of(count):
    return [address(number) for number in range(count)]


def document(rows, pager, up="../"):
    items = "".join(
        f'<li id="line_u8_{n}"><a href="{up}info/1648/{47000 + n}.htm" target="_blank" title="{title(n)}">'
        f"{title(n)[:9]}...</a><span>2023-01-18</span></li>"
        for n in rows
    )
    return (
        f"<html><head><meta charset=utf-8></head><body><ul>{items}</ul><div class=p_pages>{pager}</div></body></html>"
    )


def linked(count, pages, k):
    older = f"{'gknb/' if k == 1 else ''}{pages - k}.htm"
    links = f'<a href="{older}">下页</a>' if k < pages else "<span>下页</span>"
    return f'<span class=p_t>共{count}条</span> <a href="gknb.htm">首页</a> {k}/{pages} {links}'


def by_script(count, pages, k):
    return f"共{count}条&nbsp;&nbsp;{k}/{pages}&nbsp;<a href='javascript:turn()'>下页</a>"


def site(count, pager):
    pages = -(-count // PER_PAGE)
    table = {}
    for k in range(1, pages + 1):
        rows = range(count)[(k - 1) * PER_PAGE :][:PER_PAGE]
        url = COLUMN if k == 1 else f"{COLUMN.removesuffix('.htm')}/{pages - k + 1}.htm"
        table[url] = document(rows, pager(count, pages, k), "../" if k == 1 else "../../")
    return table


def articles(walked):
    return [url for url in walked.urls if "/info/" in url]


@pytest.mark.parametrize("pager", [linked, by_script])
@pytest.mark.parametrize("count", [1, 5, 6, 23])
def test_every_page_is_read_once_from_the_newest_to_the_oldest(walk, pager, count):
    walked = walk(listing, COLUMN, site(count, pager))
    assert articles(walked) == all_of(count)
    assert len(walked.asks) == -(-count // PER_PAGE)
    assert walked.shortfall == 0


def test_pages_are_numbered_downwards_in_a_folder(walk):
    walked = walk(listing, COLUMN, site(23, by_script))
    names = [ask.url.removeprefix(f"{HOST}/zwgk/") for ask in walked.asks]
    assert names == ["gknb.htm", "gknb/4.htm", "gknb/3.htm", "gknb/2.htm", "gknb/1.htm"]


def test_entries_have_full_titles_and_dates(walk):
    assert walk(listing, COLUMN, site(1, linked)).entries[address(0)] == Entry(address(0), title(0), "2023-01-18")


DYNAMIC = f"{HOST}/xxgk/xxgk_list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069"


@pytest.mark.parametrize("way", ["linked", "by script"])
def test_a_dynamic_list_is_asked_for_by_the_number_of_its_page(walk, way):
    def serve(ask):
        query = parse_qs(urlsplit(ask.url).query)
        assert query["wbtreeid"] == ["5069"]
        k = int(query.get("a218p", ["1"])[0])
        turn = f"a218t=3&a218p={k + 1}&a218c=5&urltype=tree.TreeTempUrl&wbtreeid=5069"
        link = f'<a href="?{turn}">下页</a>' if way == "linked" else f"<a onclick=\"go('{turn}')\">下页</a>"
        return document(range(13)[(k - 1) * 5 : k * 5], f"共13条 {k}/3 {link if k < 3 else ''}", "/")

    walked = walk(listing, DYNAMIC, serve)
    assert articles(walked) == all_of(13)
    assert len(walked.asks) == 3


def test_a_total_the_list_does_not_reach_is_a_shortfall(walk):
    table = site(12, lambda count, pages, k: linked(count + 30, pages, k))
    assert walk(listing, COLUMN, table).shortfall == 30


def test_a_server_that_repeats_its_last_page_for_ever_is_left(walk):
    same = document(range(5), '共999条 2/99 <a href="97.htm">下页</a>', "../../")
    walked = walk(listing, COLUMN, lambda ask: site(500, linked)[COLUMN] if ask.url == COLUMN else same)
    assert len(walked.asks) <= 3
    assert walked.shortfall > 0


def test_a_pager_that_counts_upwards_for_ever_is_left(walk):
    def serve(ask):
        name = urlsplit(ask.url).path.rpartition("/")[2].removesuffix(".htm")
        number = int(name) if name.isdecimal() else 0
        return document([number], f'共9条 <a href="/zwgk/gknb/{number + 1}.htm">下页</a>')

    assert len(walk(listing, COLUMN, serve).asks) <= 200


def test_a_page_of_another_family_gives_its_links():
    found = listing(Page(f"{HOST}/", '<a href="/zwgk/">政务公开</a><p>共3条</p>'.encode()))
    assert [e.title for e in found.entries] == ["政务公开"]
    assert (found.asks, found.shortfall) == ((), 0)


pagers = st.builds("共{}条 {}/{} a{}p={}".format, *[st.integers(0, 10**7)] * 5) | st.text(max_size=40)


@given(st.lists(pagers, min_size=1, max_size=3), st.sampled_from(["/a.htm", "/a/7.htm", "/l.jsp?wbtreeid=1", "/"]))
@settings(max_examples=60, deadline=None)
def test_no_pager_leads_on_for_ever(walk, pages, start):
    turn = iter(range(10**6))
    walk(listing, HOST + start, lambda ask: document([(n := next(turn))], pages[n % len(pages)]), most=300)
