"""gkmlpt: a tree of columns in the page, lists as JSON, and plain lists of the portal beside it."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from spiders.gkmlpt import listing

BASE = "http://www.heyuan.example.gov.cn/hyzf"
INDEX = f"{BASE}/gkmlpt/index"
SID = "760815"
COLUMN = 30412


def node(number, name, *children, **more):
    return {"id": number, "name": name, "parent": 0, "post_count": 1, "jump_url": "", "children": list(children)} | more


TREE = [
    node(1, "政府信息公开指南"),
    node(2, "法定主动公开内容", node(3, "机构职能"), node(4, '[统计] "信息"')),
    node(COLUMN, "政府信息公开年报"),
]


def index(tree, sid=f"'{SID}'"):
    return (
        "<!DOCTYPE html><html><body><div id=app></div><script>window._CONFIG = { SITE_NAME: '河源镇', DEBUG: !1, "
        f"SID: {sid}, TREE: {json.dumps(tree, ensure_ascii=False)}, SERVICE_AREA_ID: 5, DETAIL: {{}} }};</script></body></html>"
    )


def article(number, **more):
    return {
        "id": 8204000 + number,
        "title": f"河源镇第{number}村2022年政府信息公开工作年度报告",
        "url": f"{BASE}/gkmlpt/content/8/8204/post_{8204000 + number}.html",
        "post_url": f"{BASE}/zfxxgknb/content/post_{8204000 + number}.html",
        "display_publish_time": 1705334400,
        "attachment": [],
    } | more


def all_of(count):
    return [article(n)["url"] for n in range(count)]


class Catalogue:
    """A catalogue with `count` articles in one column; `more` replaces fields of its answers, `...` drops one."""

    def __init__(self, count, **more):
        self.articles, self.more = [article(n) for n in range(count)], more

    def __call__(self, ask):
        if ask.url == INDEX:
            return index(TREE)
        query = parse_qs(urlsplit(ask.url).query)
        if query.get("sid") != [SID]:
            return json.dumps({"articles": [], "total": 0})
        at = (max(int(query["page"][0]), 1) - 1) * 100  # page 0 is page 1
        answer = {
            "classify": {"id": COLUMN, "post_count": len(self.articles)},
            "articles": self.articles[at : at + 100],
            "total": len(self.articles),
        }
        return json.dumps({k: v for k, v in (answer | self.more).items() if v is not ...}, ensure_ascii=False)


@pytest.mark.parametrize("count", [100, 103, 250])
def test_a_total_that_is_that_of_a_page_does_not_end_the_list_after_a_full_one(walk, count):
    walked = walk(listing, INDEX, Catalogue(count, total=100))
    assert (walked.urls, walked.shortfall) == (all_of(count), 0)


def answer(found):
    """The listing of an answer to the first request for a list."""
    [ask] = listing(Page(INDEX, index(TREE).encode())).asks
    body = found if isinstance(found, bytes) else json.dumps(found).encode()
    return listing(Page(ask.url, body, state=ask.state))


def entry_of(**more):
    [found] = answer({"articles": [article(1, **more)], "total": 1}).entries
    return found


@pytest.mark.parametrize("count", [1, 99, 100, 101, 250])
def test_every_article_of_the_column_is_found(walk, count):
    walked = walk(listing, INDEX, Catalogue(count))
    assert walked.urls == all_of(count)
    assert (walked.shortfall, walked.problems) == (0, [])


def test_lists_are_asked_for_below_the_prefix_of_the_site_page_after_page(walk):
    walked = walk(listing, INDEX, Catalogue(250))
    api = f"{BASE}/gkmlpt/api/all/{COLUMN}"
    assert [ask.url for ask in walked.asks] == [INDEX, *(f"{api}?page={n}&sid={SID}" for n in (1, 2, 3))]
    assert walked.asks[1].headers["Referer"] == INDEX


@pytest.mark.parametrize("sid", [f"'{SID}'", f'"{SID}"', SID, f" {SID} "])
def test_the_number_of_the_site_is_read_with_or_without_quotes(sid):
    [ask] = listing(Page(INDEX, index(TREE, sid).encode())).asks
    assert parse_qs(urlsplit(ask.url).query)["sid"] == [SID]


def columns_asked(tree):
    asks = listing(Page(INDEX, index(tree).encode())).asks
    return [urlsplit(ask.url).path.rpartition("/")[2] for ask in asks]


@pytest.mark.parametrize("name", ["政府信息公开年报", "年度报告", "政府信息公开工作年度报告", "信息公开年报"])
def test_the_column_of_annual_reports_is_found_wherever_it_stands(name):
    assert columns_asked([node(1, "指南"), node(9, name)]) == ["9"]
    assert columns_asked([node(1, "法定主动公开内容", node(2, "其他", node(9, name)))]) == ["9"]


def test_columns_below_the_one_of_annual_reports_are_read_too():
    tree = [node(5, "政府信息公开年报", node(6, "2021年"), node(7, "部门", node(8, "教育局"))), node(9, "2021年")]
    assert columns_asked(tree) == ["5", "6", "7", "8"]


def test_columns_that_lead_elsewhere_are_left_out():
    tree = [node(5, "政府信息公开年报", node(6, "2021年", jump_url="http://other/")), node(7, "年报", jump_url="/x")]
    assert columns_asked(tree) == ["5"]


def test_a_column_that_stands_on_the_portal_beside_only_is_looked_for_there():
    tree = [
        node(2, "法定主动公开内容", node(7, "政府信息公开年报", jump_url="../zfxxgknb/")),
        node(8, "动态", jump_url="/x"),
    ]
    found = listing(Page(INDEX, index(tree).encode()))
    assert [(e.url, e.title) for e in found.entries] == [(f"{BASE}/zfxxgknb/", "政府信息公开年报")]
    assert found.asks == ()
    beside = listing(Page(INDEX, index([*tree, *TREE]).encode()))
    assert (beside.entries, len(beside.asks)) == ((), 1)


@pytest.mark.parametrize("written", ["1705334400", 1705334400, "2024-01-16 00:30:00"])
def test_the_day_of_an_article_may_be_seconds_or_a_date(written):
    [made] = answer({"articles": [article(1, display_publish_time=written)], "total": 1}).entries
    assert made.date == "2024-01-16"


def test_a_catalogue_without_such_a_column_asks_for_nothing():
    assert columns_asked([node(1, "指南"), node(2, "政府网站工作年度报表")]) == []


def test_brackets_inside_names_do_not_cut_the_tree():
    assert columns_asked([node(1, "指南]; [", node(2, "}]")), node(9, "年报")]) == ["9"]


def test_a_server_that_repeats_its_first_page_is_left(walk):
    catalogue = Catalogue(100, total=100_000)
    catalogue.articles *= 1000
    walked = walk(listing, INDEX, catalogue)
    assert walked.urls == all_of(100)
    assert len(walked.asks) <= 300


def test_a_total_that_promises_too_much_means_a_list_not_read_in_full(walk):
    walked = walk(listing, INDEX, Catalogue(150, total=400))
    assert walked.urls == all_of(150)
    assert walked.shortfall == 250


@pytest.mark.parametrize("total", [..., None, "250", 250.0])
def test_a_total_that_is_missing_or_no_whole_number_costs_no_article(walk, total):
    walked = walk(listing, INDEX, Catalogue(250, total=total))
    assert walked.urls == all_of(250)


def test_a_column_that_says_it_is_empty_is_empty():
    found = answer({"articles": [], "total": 0})
    assert (found.entries, found.problem, found.empty_is_fine) == ((), None, True)


def test_an_empty_answer_with_a_total_is_not_an_empty_column():
    found = answer({"articles": [], "total": 9})
    assert not found.empty_is_fine
    assert found.shortfall or found.problem


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b'{"articles": null, "total": 3}',
        b'{"articles": {"a": 1}}',
        b'{"code": 500, "msg": "error"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_no_list_is_a_problem_and_never_an_empty_list(body):
    found = answer(body)
    assert found.problem
    assert (found.entries, found.asks, found.empty_is_fine) == ((), (), False)


def test_an_article_is_an_entry_with_the_chinese_day_of_its_publication():
    assert entry_of() == Entry(article(1)["url"], article(1)["title"], "2024-01-16")


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ({"display_publish_time": 1705334400, "create_time": 1, "date": 1}, "2024-01-16"),
        ({"display_publish_time": 0, "create_time": 1705248000}, "2024-01-15"),
        ({"display_publish_time": None, "created_at": "2024-01-17 10:20:30"}, "2024-01-17"),
        ({"display_publish_time": None, "date": 1705334400}, None),
        ({"display_publish_time": None, "created_at": "暂无"}, None),
        ({"display_publish_time": None, "created_at": "0000-00-00 00:00:00"}, None),
        ({"display_publish_time": 10**15, "created_at": ""}, None),
    ],
)
def test_the_date_is_the_one_of_publication_or_none(times, day):
    assert entry_of(**times).date == day


@pytest.mark.parametrize("url", ["", None, "  ", "#", "javascript:;"])
def test_an_article_without_page_of_its_own_leads_to_the_portal(url):
    assert entry_of(url=url).url == article(1)["post_url"]


def test_an_article_without_any_address_is_left_out():
    assert answer({"articles": [article(1, url="", post_url="")], "total": 1}).entries == ()


def test_addresses_and_titles_are_unescaped():
    found = entry_of(url=f"{BASE}/content?a=1&amp;b=2", title="河源镇&ldquo;十四五&rdquo;&nbsp;年报")
    assert (found.url, found.title) == (f"{BASE}/content?a=1&b=2", "河源镇“十四五” 年报")


def test_attachments_go_with_their_article():
    files = [
        {"id": 1, "name": "年报.docx", "url": "https://www.heyuan.example.gov.cn/attachment/2/7031/7031442/1.docx"},
        {"id": 2, "name": "表.xlsx", "url": "/attachment/2/7031/7031443/1.xlsx"},
        {"id": 3, "name": "empty", "url": ""},
    ]
    assert entry_of(attachment=files).attachments == (
        "https://www.heyuan.example.gov.cn/attachment/2/7031/7031442/1.docx",
        "http://www.heyuan.example.gov.cn/attachment/2/7031/7031443/1.xlsx",
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "id", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)
fields = st.sampled_from(
    ["title", "url", "post_url", "attachment", "display_publish_time", "create_time", "created_at"]
)
articles = st.dictionaries(fields, json_values, max_size=6) | json_values


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@given(st.lists(articles, max_size=4) | json_values, json_values)
@example([{"url": "/a", "attachment": 5}], 1)
@example([{"url": "/a", "attachment": True}], 1)
@example([{"url": "/a", "title": "年报 \ud83d"}], 1)
@example([], "many")
@example([], {"value": 1})
@example([], float("inf"))
@settings(max_examples=100, deadline=None)
def test_fields_of_any_type_are_read_as_far_as_they_go(listed, total):
    found = answer({"articles": listed, "total": total})
    for entry in found.entries:
        assert entry.url
        assert isinstance(entry.title, str)
        assert entry.date is None or is_day(entry.date)
        (entry.url + entry.title).encode("utf-8")


nodes = st.recursive(
    json_values,
    lambda inner: st.lists(
        st.fixed_dictionaries({}, optional={"id": json_values, "name": st.just("年报") | inner, "children": inner}),
        max_size=3,
    ),
    max_leaves=8,
)


@given(nodes)
@example([{"id": 1, "name": "年报", "children": 5}])
@example([{"id": 1, "name": "年报", "children": True}])
@settings(max_examples=80, deadline=None)
def test_trees_of_any_shape_are_read_as_far_as_they_go(tree):
    listing(Page(INDEX, index([*tree] if isinstance(tree, list) else [tree]).encode("utf-8", "replace")))


@given(st.text(max_size=100) | st.sampled_from(["TREE: [", "TREE: [{]", "TREE: []", "TREE: [[[[", "SID: 1"]))
@example("TREE: " + "[" * 100_000)
@settings(max_examples=100, deadline=None)
def test_pages_with_a_broken_tree_are_read(text):
    listing(Page(INDEX, f"<script>window._CONFIG = {{ {text} </script>".encode("utf-8", "replace")))


def test_a_plain_list_of_the_portal_beside_the_catalogue_is_read_and_the_catalogue_looked_for(walk):
    start = "http://www.heyuan.example.gov.cn/zfxxgknb/"
    table = {
        start: '<li><a href="content/post_1.html">某局2022年政府信息公开年度报告</a></li><a href="index_2.html">下一页</a>',
        f"{start}index_2.html": '<li><a href="content/post_2.html">某局2021年政府信息公开年度报告</a></li>',
        "http://www.heyuan.example.gov.cn/gkmlpt/index": index(TREE),
    }
    walked = walk(listing, start, table)
    assert {f"{start}content/post_{n}.html" for n in (1, 2)} <= set(walked.urls)
    assert walked.asks[-1].url == f"http://www.heyuan.example.gov.cn/gkmlpt/api/all/{COLUMN}?page=1&sid={SID}"


def test_the_row_may_say_below_which_prefix_the_catalogue_lies():
    page = Page("http://www.heyuan.example.gov.cn/zfxxgknb/", b"<p>", {"base": f"{BASE}/"})
    assert [ask.url for ask in listing(page).asks] == [INDEX]
