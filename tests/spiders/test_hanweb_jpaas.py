"""Hanweb jpaas: blocks of a column, turned by paramJson alone, on hosts that show the first page, part of it or none."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.hanweb_jpaas import listing

HOST = "http://www.bilan.example.gov.cn:8080"
COLUMN = f"{HOST}/zfxxgk/c1027/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = "{'webId':'3185','pageId':'c1027','parseType':'bulidstatic','pageType':'column','tagId':'信息列表','tplSetId':'8f2c'}"
ROWS = 10


def address(number):
    return f"/zfxxgk/c1027/art/2023/art_{number:032x}.html"


def title(number):
    return f"碧澜市第{number}街道办事处2022年政府信息公开工作年度报告"


def row(number):
    return (
        f'<li><a href="{address(number)}" title="{title(number)}">{title(number)[:8]}…</a><span>2023-01-20</span></li>'
    )


def block(shown, count, query=QUERY, rows=ROWS, unit=UNIT):
    stated = f'rows="{rows}" ' * (rows is not None) + f'count="{count}" ' * (count is not None)
    return f'<div><ul>{"".join(map(row, shown))}</ul><div class="pagination" unitUrl="{unit}" {stated}pageNo="1" queryData="{query}"></div></div>'


class Host:
    """A column of `total` lines of which the page shows `shown`; `says` is the total it states."""

    def __init__(self, total, shown=ROWS, says=..., *, deaf=False, beside="", **more):
        self.total, self.shown, self.deaf, self.beside = total, shown, deaf, beside
        self.says, self.more = (total if says is ... else says), more

    def __call__(self, ask):
        if ask.url == COLUMN:
            lines = block(range(min(self.shown, self.total)), self.says, **self.more)
            return f"<html><body><a href=/>首页</a>{self.beside}{lines}</body></html>"
        parts = urlsplit(ask.url)
        asked = {name: value for name, [value] in parse_qs(parts.query).items()}
        assert (parts.path, ask.method, ask.headers["Referer"]) == (UNIT, "GET", COLUMN)
        assert (asked["webId"], asked["pageId"], asked["parseType"]) == ("3185", "c1027", "bulidstatic")
        turn = json.loads(asked["paramJson"])
        size = int(turn["pageSize"])
        start = 0 if self.deaf else (turn["pageNo"] - 1) * size
        lines = range(start, min(start + size, self.total)) if asked["tagId"] == "信息列表" else ()
        return answer("".join(map(row, lines)))


def answer(html, **more):
    return json.dumps({"success": True, "code": "200", "data": {"html": f"<ul>{html}</ul>"}, **more})


def found(walked):
    return [url for url in walked.urls if "/art/" in url]


def all_of(count):
    return [f"{HOST}{address(n)}" for n in range(count)]


@pytest.mark.parametrize("total", [1, ROWS, ROWS + 1, 47, 386])
@pytest.mark.parametrize("shown", [0, 4, ROWS])
def test_every_line_of_a_column_is_found(walk, total, shown):
    walked = walk(listing, COLUMN, Host(total, shown))
    assert sorted(found(walked)) == sorted(all_of(total))
    assert (walked.shortfall, walked.problems) == (0, [])
    assert walked.pages[0].total == total
    whole = shown >= min(ROWS, total) or shown >= total
    assert len(walked.asks) == 1 + -(-total // ROWS) - whole


def test_titles_are_whole_and_dates_those_shown(walk):
    walked = walk(listing, COLUMN, Host(12))
    entries = [walked.entries[url] for url in all_of(12)]
    assert [(e.title, e.date) for e in entries] == [(title(n), "2023-01-20") for n in range(12)]


@pytest.mark.parametrize("shown", [0, ROWS])
def test_a_block_that_states_no_total_is_read_to_its_end(walk, shown):
    assert sorted(found(walk(listing, COLUMN, Host(47, shown, says=None)))) == sorted(all_of(47))


def test_a_placeholder_without_rows_and_total_is_asked(walk):
    walked = walk(listing, COLUMN, Host(47, 0, says=None, rows=None))
    assert found(walked) == all_of(47)


@pytest.mark.parametrize(
    "query", [QUERY.replace("'", "&quot;"), QUERY.replace("'", "&#39;"), QUERY.replace("':'", "' : '")]
)
def test_the_query_may_be_quoted_in_any_way(walk, query):
    assert found(walk(listing, COLUMN, Host(25, query=query))) == all_of(25)


def test_a_host_that_ignores_what_is_asked_gives_its_first_page_and_is_left(walk):
    walked = walk(listing, COLUMN, Host(47, deaf=True))
    assert (found(walked), walked.shortfall, len(walked.asks)) == (all_of(ROWS), 37, 2)


@pytest.mark.parametrize("shown", [0, ROWS])
def test_a_total_that_promises_too_much_means_a_list_not_read_in_full(walk, shown):
    walked = walk(listing, COLUMN, Host(25, shown, says=3000))
    assert (len(found(walked)), walked.shortfall) == (25, 2975)
    assert len(walked.asks) <= 5


def test_several_blocks_are_asked_each_and_those_without_articles_cost_one_request(walk):
    others = "".join(block((), None, QUERY.replace("信息列表", tag)) for tag in ("推荐", "图片"))
    walked = walk(listing, COLUMN, Host(25, 0, beside=f"<div>{others}</div>"))
    assert (found(walked), walked.problems) == (all_of(25), [])
    assert len(walked.asks) == 1 + 3 + 2


def test_links_without_scheme_and_of_the_column_are_made_whole():
    state = listing(Page(COLUMN, block((), 2).encode())).asks[0].state
    html = answer(
        f'<li><a href="//www.bilan.example.gov.cn:8080{address(1)}">甲</a></li><li><a href="art/2023/art_{2:032x}.html">乙</a></li>'
    )
    entries = listing(Page(f"{HOST}{UNIT}", html.encode(), {}, state)).entries
    assert [e.url for e in entries] == [f"{HOST}{address(1)}", f"{HOST}{address(2)}"]


@pytest.mark.parametrize(
    "body", ['{"success":false,"code":"500","data":null}', "<html>error</html>", "[]", '{"data":{"html":5}}']
)
def test_a_block_that_answers_no_lines_is_a_problem_of_the_portal(walk, body):
    walked = walk(listing, COLUMN, lambda ask: Host(47)(ask) if ask.url == COLUMN else body)
    assert walked.problems == ["a block of the list did not answer with its lines"]


def test_a_row_of_the_portal_list_may_name_the_block():
    params = {"webId": "9", "tplSetId": "t", "tagId": "分页列表", "pageId": "77"}
    [ask] = listing(Page(COLUMN, b"<html><body><p>x</p></body></html>", params)).asks
    assert parse_qs(urlsplit(ask.url).query)["tagId"] == ["分页列表"]


@pytest.mark.parametrize("url", [f"{HOST}/", f"{HOST}/zwgk/index.html"])
def test_the_news_of_a_page_on_the_way_are_not_turned(url):
    page = f'<a href="/zfxxgk/c1027/index.html">政府信息公开年报</a>{block(range(0), 386)}'.replace(
        "<ul>", "<ul><li><a href=/art/2024/art_1.html>要闻</a>2024-01-02</li>"
    )
    read = listing(Page(url, f"<html><body>{page}</body></html>".encode()))
    assert (read.asks, read.entries[0].title) == ((), "政府信息公开年报")


def test_blocks_of_an_article_are_none_of_a_list():
    page = block(range(2), 5, QUERY.replace("column", "article"))
    assert listing(Page(COLUMN, page.encode())).asks == ()


def test_a_page_of_another_family_gives_its_links_and_its_next_page():
    read = listing(Page(COLUMN, f'<ul>{row(1)}</ul><a href="index_2.html">下一页</a>'.encode()))
    assert (read.entries[0].title, len(read.asks)) == (title(1), 1)


pieces = st.sampled_from(
    [
        block(range(3), 10**7),
        block((), -1),
        "queryData=\"{'pageId':'1'}\"",
        "<div queryData=\"{'pageId':'1'}\" rows=0 count=9>",
        row(1),
        '{"data":{"html":"',
        "'",
    ]
)


@given(st.lists(pieces | st.text(max_size=20), max_size=8).map("".join))
@settings(max_examples=100, deadline=None)
def test_any_page_asks_for_little(text):
    assert len(listing(Page(COLUMN, text.encode("utf-8", "replace"))).asks) <= 9


@given(st.lists(st.integers(0, 30), max_size=12))
@settings(max_examples=40, deadline=None)
def test_no_host_leads_on_for_ever(walk, numbers):
    turn = iter(range(10**6))

    def serve(ask):
        if ask.url == COLUMN:
            return block(range(ROWS), 10**7)
        n = next(turn)
        return answer("".join(row(m) for m in numbers[n % (len(numbers) + 1) :]))

    walk(listing, COLUMN, serve, most=50)


def test_blocks_beyond_those_asked_are_told():
    query = "{{'webId':'1','tplSetId':'2','tagId':'列表{0}','pageId':'9','pageType':'column'}}"
    blocks = "".join(f'<div querydata="{query.format(n)}" rows=15 count=1></div>' for n in range(10))
    found = listing(Page("http://www.example.gov.cn/col/zfxxgknb/", f"<a href=/x>x</a>{blocks}".encode()))
    assert (len(found.asks), found.shortfall) == (8, 2)
