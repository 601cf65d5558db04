"""TRS lists that come from its search, lists of ministries, and pages for phones."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SHARED

from crawler.family import Entry, Page
from spiders.trs import listing

HOST = "https://www.boxi.example.gov.cn"
COLUMN = f"{HOST}/zwgk/zfxxgknb/"


def title(number):
    return f"柏溪县第{number}中心2022年政府信息公开工作年度报告"


def address(number):
    return f"{COLUMN}202301/t20230107_{9000 + number}.htm"


def all_of(count):
    return [address(n) for n in range(count)]


def document(inner, head=""):
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{inner}</body></html>"


class County:
    """A column of Fujian with `count` rows of which ten stand in the page; `more` changes its answers."""

    def __init__(self, count, claimed=None, cap=10, **more):
        self.count, self.claimed, self.cap, self.more = count, claimed or count, cap, more
        self.forms = []

    def page(self, channel="1813"):
        rows = "".join(
            f'<dl><dd><a href="./202301/t20230107_{9000 + n}.htm" title="{title(n)}">{title(n)}</a></dd>'
            "<dd>2023-01-07</dd></dl>"
            for n in range(min(self.count, 10))
        )
        return document(
            f'<div ms-visible="showStatic">{rows}</div><script>var SiteInfo = {{ searchId: 200210, //x\n}};</script>'
            '<script>listModel({maxStaticIndex: 1, listArgs: { channelid: SiteInfo.searchId, classsql: "" || "chnlid=1813",'
            f" sortfield: \"-docorderpri,-docreltime\" }}, pagebar: {{ prepage: 10, recordCount: '{self.claimed}' }} }});</script>",
            f'<meta name="ChnlId" content="{channel}"><meta name="ColumnName" content="政府信息公开年报">',
        )

    def __call__(self, ask):
        if ask.url == COLUMN:
            return self.page()
        assert (ask.url, ask.method) == (f"{HOST}/fjdzapp/search", "POST")
        self.forms.append(dict(ask.form))
        start = (int(ask.form["page"]) - 1) * self.cap
        rows = [
            {"doctitle": title(n), "chnldocurl": address(n), "docpuburl": "", "docreltime": "2023-01-07 09:00:00"}
            | self.more
            for n in range(self.count)[start : start + self.cap]
        ]
        return json.dumps({"pageCount": 99, "data": rows})


@pytest.mark.parametrize("count", [1, 9, 10, 11, 20, 45])
def test_rows_behind_the_first_ten_come_from_the_search(walk, count):
    county = County(count)
    walked = walk(listing, COLUMN, county)
    assert walked.urls == all_of(count)
    assert len(walked.asks) == -(-count // 10)
    assert (walked.shortfall, walked.problems) == (0, [])
    assert all(found.date == "2023-01-07" for found in walked.entries.values())


def test_the_search_is_asked_as_the_page_asks_it(walk):
    county = County(15)
    walked = walk(listing, COLUMN, county)
    assert county.forms == [
        {
            "channelid": "200210",
            "classsql": "chnlid=1813",
            "sortfield": "-docorderpri,-docreltime",
            "page": "2",
            "prepage": "10",
        }
    ]
    assert walked.asks[1].headers["Referer"] == COLUMN
    assert walked.asks[1].headers["Origin"] == HOST


def test_a_search_with_fewer_rows_than_the_page_says_has_a_shortfall(walk):
    walked = walk(listing, COLUMN, County(25, claimed=60))
    assert walked.urls == all_of(25)
    assert walked.shortfall == 35


def test_a_search_that_gives_the_same_rows_for_ever_is_left(walk):
    county = County(25, claimed=99999)
    walked = walk(listing, COLUMN, lambda ask: county.page() if ask.url == COLUMN else answer_of(1))
    assert len(walked.asks) < 10
    assert walked.shortfall > 0


def answer_of(number, **more):
    row = {"doctitle": title(number), "chnldocurl": address(number), "docreltime": "2023-01-07"} | more
    return json.dumps({"data": [row]})


def answered(body):
    [ask] = listing(Page(COLUMN, County(20).page().encode())).asks
    return listing(Page(ask.url, body.encode(), state=ask.state))


def test_a_row_may_be_a_file_with_a_time_in_milliseconds():
    found = answered(answer_of(1, chnldocurl="", docpuburl="/P0202301.pdf", docreltime=1673028000000)).entries
    assert found == (Entry(f"{HOST}/P0202301.pdf", title(1), "2023-01-07"),)


@pytest.mark.parametrize("body", ["", "{", "null", "[]", '"a"', '{"data": null}', "<html></html>", "[" * 100_000])
def test_an_answer_that_is_no_list_is_a_problem(body):
    assert answered(body).problem


def test_a_box_of_another_column_is_not_asked_for():
    assert listing(Page(COLUMN, County(20).page(channel="77").encode())).asks == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=60, deadline=None)
def test_any_answer_of_the_search_is_read(body):
    [ask] = listing(Page(COLUMN, County(20).page().encode())).asks
    assert len(listing(Page(ask.url, body, state=ask.state)).asks) <= 1


SEARCH = f"{HOST}/was5/web/search?channelid=203464&orderby=date"


def searched(count, pager, size=5):
    """A list of the search; `pager(pages, at)` is what it shows below its rows."""
    pages = -(-count // size)

    def serve(ask):
        query = parse_qs(urlsplit(ask.url).query)
        at = int(query.get("page", ["1"])[0])
        if query.get("channelid") != ["203464"] or at > pages:
            return None
        rows = "".join(
            f'<li><a href="{address(n)}">{title(n)}</a></li>' for n in range(count)[(at - 1) * size :][:size]
        )
        return document(f"<ul>{rows}</ul>{pager(pages, at)}")

    return serve


@pytest.mark.parametrize(
    "pager",
    [
        lambda pages, at: f"<div>总页数：{pages}</div><a href='javascript:go({at + 1})'>下一页</a>",
        lambda pages, at: f"共{pages}页 第{at}页",
        lambda pages, at: f'<a href="search?page={at + 1}&channelid=203464">下一页</a>' if at < pages else "下一页",
        lambda pages, at: f'<a href="javascript:turn({at + 1})">下一页</a>' if at < pages else "下一页",
    ],
    ids=["总页数", "共N页", "linked", "turned by script"],
)
def test_a_list_of_the_search_is_read_to_its_end(walk, pager):
    walked = walk(listing, SEARCH, searched(13, pager))
    assert [url for url in walked.urls if "/t2023" in url] == all_of(13)
    assert len(walked.asks) == 3


@pytest.mark.parametrize(("first", "stem"), [("/n6/n36/index.html", "index_2603340"), ("/xxgk/", "index_4384")])
def test_pages_that_are_only_linked_are_all_read_once(walk, first, stem):
    base = f"{HOST}{first.rpartition('/')[0]}/"
    names = [f"{stem}_{n}.shtml" for n in (3, 2, 1)]
    hidden = "".join(f'<a href="./{name}">{n}</a>' for n, name in enumerate(names, 2))
    table = {
        base + name if name else HOST + first: document(
            f'<ul><li><a href="{address(n)}">{title(n)}</a></li></ul><div style="display:none">{hidden}</div>'
        )
        for n, name in enumerate(["", *names])
    }
    walked = walk(listing, HOST + first, table)
    assert [url for url in walked.urls if "/t2023" in url] == all_of(4)
    assert [ask.url for ask in walked.asks] == [HOST + first, *(base + name for name in names)]


def test_a_count_and_the_number_of_the_list_make_the_next_address():
    text = document(
        f'<a href="{address(1)}">{title(1)}</a><script>var countPage=3, f="index_4384_"; currentPage=0;</script>'
    )
    [ask] = listing(Page(f"{HOST}/xxgk/index.shtml", text.encode())).asks
    assert ask.url == f"{HOST}/xxgk/index_4384_1.shtml"


def test_a_linked_next_page_is_followed_where_there_is_no_script():
    text = document(f'<a href="{address(1)}">{title(1)}</a><a href="index_1.htm">下一页</a>')
    assert [ask.url for ask in listing(Page(COLUMN, text.encode())).asks] == [f"{COLUMN}index_1.htm"]


def test_the_page_for_phones_of_a_listed_page_is_left_out():
    text = document(
        '<a href="t20231223_1_wap.html">甲</a><a href="t20231223_1.html">甲</a><a href="t2_wap.html">乙</a>'
    )
    assert [e.url for e in listing(Page(COLUMN, text.encode())).entries] == [
        f"{COLUMN}t20231223_1.html",
        f"{COLUMN}t2_wap.html",
    ]


def saved(name):
    path = SHARED / "pages" / name
    if not path.is_file():
        pytest.skip("the saved pages are not beside this checkout")
    return path.read_bytes()


def test_a_saved_page_of_fujian_yields_all_its_rows_and_asks_for_the_rest():
    here = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/"
    found = listing(Page(here, saved("trs-fj/www.pingtan.gov.cn_zfxxgknb_list_excerpt.html")))
    rows = [e for e in found.entries if "/t20" in e.url]
    assert len(rows) == 10
    assert rows[0] == Entry(
        f"{here}202603/t20260313_105587.htm", "平潭综合实验区2025年度政府信息公开工作年度报告", "2026-03-10"
    )
    assert all(e.date for e in rows)
    assert [dict(ask.form)["page"] for ask in found.asks] == ["2"]
    assert found.total == 20


def test_a_saved_table_list_yields_its_rows_and_its_next_page():
    here = "http://hdzfxxgk.hd.gov.cn/zfxxgknb/"
    found = listing(Page(here, saved("trs-handan/www.hd.gov.cn_list.html")))
    rows = [e for e in found.entries if "/gszbm/auto23716/" in e.url]
    assert [(e.date, e.title[:6]) for e in rows] == [("2020-08-05", "邯郸市教育局")]
    assert [ask.url for ask in found.asks] == [f"{here}index_1.html"]
