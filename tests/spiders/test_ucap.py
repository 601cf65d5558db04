"""UCAP: lists counted from 1, shells that pull a list in, and JSON APIs."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from spiders.ucap import listing

HOST = "http://www.shipu.example.gov.cn"
COLUMN = f"{HOST}/spxrmzf/nbsz2025/list.shtml"
CHANNEL = "7e1a" * 8
PER_PAGE = 5


def address(number, ending="shtml"):
    return f"{HOST}/spxrmzf/C116872/202301/{number:032x}.{ending}"


def title(number):
    return f"石浦县第{number}中心2022年政府信息公开工作年度报告"


def all_of(count):
    return [address(number) for number in range(count)]


def document(inner, head=""):
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{inner}</body></html>"


def lines(numbers):
    return "".join(
        f'<li><a title="{title(n)}" href="{urlsplit(address(n)).path}">{title(n)[:8]}...</a>'
        '<span class="time">2023-01-12</span></li>'
        for n in numbers
    )


def pager(pages, at, stem="list", total=None):
    return (
        f"<script>createPageHTML('page_div', {pages}, {at}, '{stem}', 'shtml'{f', {total}' if total else ''});</script>"
    )


def site(count, stem="list", total=None, says=lambda at: at):
    """A column of `count` reports; `says` is the number a page's pager gives for the page."""
    pages = -(-count // PER_PAGE)
    folder = COLUMN.rpartition("/")[0]
    return {
        f"{folder}/{stem}{f'_{at}' if at > 1 else ''}.shtml": document(
            f"<ul>{lines(range(count)[(at - 1) * PER_PAGE :][:PER_PAGE])}</ul>{pager(pages, says(at), stem, total)}"
        )
        for at in range(1, pages + 1)
    }


@pytest.mark.parametrize("count", [1, 5, 6, 23])
@pytest.mark.parametrize("says", [lambda at: at, lambda at: 1], ids=["its number", "always the first"])
def test_every_page_the_pager_states_is_read(walk, count, says):
    walked = walk(listing, COLUMN, site(count, total=count, says=says))
    assert walked.urls == all_of(count)
    assert len(walked.asks) == -(-count // PER_PAGE)
    assert walked.shortfall == 0


def test_pages_are_numbered_from_one_and_the_first_has_no_number(walk):
    walked = walk(listing, COLUMN, site(12))
    assert [ask.url.rpartition("/")[2] for ask in walked.asks] == ["list.shtml", "list_2.shtml", "list_3.shtml"]


@pytest.mark.parametrize("stem", ["nav_list", "xxgk_list", "zfxxgk_gknrz", "common_list"])
def test_a_list_may_have_any_name(walk, stem):
    assert walk(listing, f"{COLUMN.rpartition('/')[0]}/{stem}.shtml", site(12, stem)).urls == all_of(12)


def test_entries_have_full_titles_and_dates(walk):
    walked = walk(listing, COLUMN, site(1))
    assert walked.entries[address(0)] == Entry(address(0), title(0), "2023-01-12")


def test_a_total_the_list_does_not_reach_is_a_shortfall(walk):
    assert walk(listing, COLUMN, site(12, total=20)).shortfall == 8


def test_a_server_that_repeats_its_last_page_for_ever_is_left(walk):
    table = site(11)
    last = document(f"<ul>{lines(range(5, 10))}</ul>{pager(9999999, 7)}")
    walked = walk(listing, COLUMN, lambda ask: table.get(ask.url) if ask.url == COLUMN else last)
    assert len(walked.asks) <= 4
    assert walked.shortfall > 0


def test_the_pager_of_another_vendor_is_none_of_this_family(walk):
    text = document(f'<ul>{lines(range(3))}</ul><script>createPageHTML(9, 0, "index", "html");</script>')
    assert walk(listing, COLUMN, {COLUMN: text}).urls == all_of(3)


@pytest.mark.parametrize(
    "pull",
    [
        "<script>$('#list').load(\"xxgkbmwj/xxgk_list.shtml\");</script>",
        '<iframe src="xxgkbmwj/xxgk_list.shtml"></iframe>',
        "<script>$.get('/spxrmzf/nbsz2025/xxgkbmwj/xxgk_list.shtml', show)</script>",
    ],
)
def test_a_shell_leads_to_the_list_it_pulls_in(walk, pull):
    base = COLUMN.rpartition("/")[0]
    inner = document(f"<ul>{lines(range(3))}</ul>{pager(1, 1, 'xxgk_list')}")
    table = {f"{base}/xxgk_lists.shtml": document(pull), f"{base}/xxgkbmwj/xxgk_list.shtml": inner}
    assert walk(listing, f"{base}/xxgk_lists.shtml", table).urls == all_of(3)


def test_a_shell_with_articles_beside_its_list_leads_to_the_list(walk):
    base = COLUMN.rpartition("/")[0]
    shell = document(f"<ul>{lines(range(2))}</ul><script>$('#list').load('bm/xxgk_list.shtml');</script>")
    table = {COLUMN: shell, f"{base}/bm/xxgk_list.shtml": document(lines(range(2, 5)))}
    assert walk(listing, COLUMN, table).urls == all_of(5)


def test_lists_that_pull_each_other_in_are_left(walk):
    base = COLUMN.rpartition("/")[0]
    table = {
        f"{base}/list.shtml": document("<script>load('list_b.shtml')</script>"),
        f"{base}/list_b.shtml": document("<script>load('list.shtml')</script>"),
    }
    assert len(walk(listing, COLUMN, table).asks) == 2


def test_what_lies_on_another_host_is_not_pulled_in():
    text = document('<iframe src="http://tj.example.com/list.shtml"></iframe>')
    assert listing(Page(COLUMN, text.encode())).asks == ()


META = f'<meta name="channelId" content="{CHANNEL}">'


class Api:
    """A column whose rows come from an API, fifteen at a time; `wrap` makes an answer of rows and total."""

    def __init__(
        self, count, wrap=None, total=None, head=META, script=f"var u = '/common/search/{CHANNEL}';", row=None
    ):
        self.count, self.total = count, count if total is None else total
        self.wrap = wrap or (lambda rows, total: {"data": {"total": total, "rows": 15, "results": rows}})
        self.row = row or (lambda n: {"title": title(n), "url": address(n), "publishedTimeStr": "2023-01-12 08:00:00"})
        self.page = document("<div id=app></div>" + f"<script>{script}</script>", head)

    def __call__(self, ask):
        if ask.url == COLUMN:
            return self.page
        query = dict(ask.form) | {k: v[0] for k, v in parse_qs(urlsplit(ask.url).query).items()}
        start = (int(query.get("page") or query["pageIndex"]) - 1) * 15
        return json.dumps(self.wrap([self.row(n) for n in range(self.count)[start : start + 15]], self.total))


@pytest.mark.parametrize("count", [1, 14, 15, 16, 40])
def test_rows_of_the_api_are_read_page_by_page(walk, count):
    walked = walk(listing, COLUMN, Api(count))
    assert walked.urls == all_of(count)
    assert len(walked.asks) == 1 + -(-count // 15)
    assert (walked.shortfall, walked.problems) == (0, [])
    assert all(found.date == "2023-01-12" for found in walked.entries.values())


def test_the_api_is_asked_as_the_page_would(walk):
    ask = walk(listing, COLUMN, Api(1)).asks[1]
    assert ask.url == f"{HOST}/common/search/{CHANNEL}?_pageSize=15&_isAgg=true&_isJson=true&_template=index&page=1"
    assert ask.headers["Referer"] == COLUMN


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("", f"/common/search/{CHANNEL}"),
        (f"var url='/searchList/{CHANNEL}?_isJson=true'", f"/searchList/{CHANNEL}"),
        (f'$.get("{HOST}/common/search/{CHANNEL}")', f"/common/search/{CHANNEL}"),
        ("$.post('/getFileListByCodeId', data)", "/getFileListByCodeId"),
        ("post('/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15')", "/szinf/xxgk/interfacesWebZcwj/loadData"),
    ],
)
def test_an_api_is_known_by_the_page(walk, script, path):
    walked = walk(listing, COLUMN, Api(31, script=script))
    assert urlsplit(walked.asks[1].url).path == path
    assert walked.urls == all_of(31)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows, total: {"code": 200, "results": {"data": {"results": rows, "total": total}}},
        lambda rows, total: {"data": {"allRow": total, "totalPage": 3, "list": rows}},
        lambda rows, _: {"data": {"results": rows}},
        lambda rows, total: {"data": {"total": str(total), "results": rows}},
    ],
    ids=["nested", "list", "no total", "total in letters"],
)
def test_answers_come_in_several_shapes(walk, wrap):
    assert walk(listing, COLUMN, Api(31, wrap)).urls == all_of(31)


def test_names_of_fields_may_be_upper_case(walk):
    api = Api(3, row=lambda n: {"TITLE": title(n), "URL": address(n), "PUBLISHED_TIME_FORMAT": "2023-01-12"})
    assert walk(listing, COLUMN, api).entries[address(1)] == Entry(address(1), title(1), "2023-01-12")


def test_a_title_loses_the_markup_it_carries(walk):
    api = Api(
        1, row=lambda n: {"title": "&lt;p style=&quot;a&quot;&gt;石浦县<em>年报</em>&lt;/p&gt;", "url": address(n)}
    )
    assert walk(listing, COLUMN, api).entries[address(0)].title == "石浦县年报"


def test_an_api_that_promises_too_much_has_a_shortfall(walk):
    assert walk(listing, COLUMN, Api(20, total=50)).shortfall == 30


def test_an_api_that_repeats_itself_is_left(walk):
    api = Api(99999)
    first = json.dumps({"data": {"total": 99999, "results": [api.row(1)]}})
    walked = walk(listing, COLUMN, lambda ask: api.page if ask.url == COLUMN else first)
    assert len(walked.asks) == 3
    assert walked.shortfall > 0


def answered(body):
    [ask] = listing(Page(COLUMN, Api(1).page.encode())).asks
    return listing(Page(ask.url, body, state=ask.state))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b'{"data": 5}', b'{"data": {"results": null}}', b"[" * 99999]
)
def test_an_answer_that_is_no_list_is_a_problem(body):
    found = answered(body)
    assert found.problem
    assert not found.empty_is_fine


def test_a_list_that_says_it_is_empty_is_empty():
    assert answered(b'{"data": {"total": 0, "results": []}}').empty_is_fine


def test_a_page_with_articles_asks_no_api():
    text = document(f"<ul>{lines(range(2))}</ul><script>s='/common/search/{CHANNEL}'</script>", META)
    assert listing(Page(COLUMN, text.encode())).asks == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
@example(b'{"data": {"total": 1e99, "results": [{"url": ["a"], "title": {}}, 5, null]}}')
@example(b'{"results": {"results": {"results": {"results": {"results": []}}}}}')
@settings(max_examples=100, deadline=None)
def test_any_answer_is_read(body):
    assert len(answered(body).asks) <= 1


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.text(max_size=20))
@settings(max_examples=40, deadline=None)
def test_no_pager_leads_on_for_ever(walk, pages, at, junk):
    text = document(f"{lines([at])}{junk}{pager(pages, at)}")
    walk(listing, COLUMN, lambda ask: text, most=300)


def test_lists_beyond_those_it_pulls_in_are_told():
    script = ";".join(f"load('/nb/list{n}.html')" for n in range(5))
    found = listing(Page("http://www.example.gov.cn/nb/", f"<script>{script}</script><a href=/x>x</a>".encode()))
    assert (len(found.asks), found.shortfall) == (3, 2)
