"""Hanweb jpage: records inside a script element, and a proxy that honours windows, pages or neither."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.hanweb_jpage import listing

HOST = "http://www.fuhe.example.gov.cn"
COLUMN = f"{HOST}/col/col52010/index.html"
PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP_URL = f"{PROXY}?page=1&appid=1&webid=3&path=/&columnid=52010&unitid=7788&webname=fuhe&permissiontype=0"
END = b"<datastore><recordset></recordset></datastore>        "
PER_PAGE, GROUP = 5, 15


def address(number):
    return f"/art/2023/1/{number % 28 + 1}/art_52010_{70000 + number}.html"


def title(number):
    return f"阜河区第{number}街道办事处2022年政府信息公开工作年度报告"


def record(number):
    return (
        f"<record><![CDATA[<li><a href='{address(number)}' title='{title(number)}' target=\"_blank\">{title(number)[:8]}…</a>"
        f"<span>2023-01-{number % 28 + 1:02d}</span></li>]]></record>"
    )


def first_page(records, total, group=GROUP_URL, proxy=PROXY, outside=""):
    nextgroup = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>' if group else ""
    return (
        f'<html><body>{outside}<div id="7788"><script type="text/xml"><datastore>{nextgroup}'
        f"<recordset>{''.join(records)}</recordset></datastore></script></div>"
        f"<script>var param_7788={{columnid:52010,unitid:'7788',webid:3}};$('#7788').jpage({{totalRecord:{total},"
        f"perPage:{PER_PAGE},groupSize:3,proxyUrl:'{proxy}'}});</script></body></html>"
    )


def answer(records, total):
    if not records:
        return END
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{''.join(records)}</recordset></datastore>"


def test_a_list_without_a_total_is_read_by_its_next_group_until_nothing_comes(walk):
    walked = walk(listing, COLUMN, Host(40, windows, total=0))
    assert (len(walked.urls), walked.shortfall) == (40, 0)


@pytest.mark.parametrize("said", ["<html>系统繁忙</html>", ""])
def test_a_next_group_that_is_no_answer_leaves_the_list_unread(walk, said):
    host = Host(40, windows, total=0)
    walked = walk(listing, COLUMN, lambda ask: host(ask) if ask.url == COLUMN else said)
    assert walked.shortfall > 0


class Host:
    """A column of `records` whose proxy speaks one of the dialects; `total` is what it claims to hold."""

    def __init__(self, records, dialect, total=None, render=answer, **page):
        self.records = [record(n) for n in range(records)] if isinstance(records, int) else records
        self.total = len(self.records) if total is None else total
        self.dialect, self.render, self.page = dialect, render, page

    def __call__(self, ask):
        if ask.url == COLUMN:
            return first_page(self.records[:GROUP], self.total, **self.page)
        asked = {**dict(parse_qsl(urlsplit(ask.url).query)), **ask.form}
        assert urlsplit(ask.url).path == PROXY
        assert ask.headers["Referer"] == COLUMN
        return self.render(self.dialect(self.records, asked), self.total)


def windows(records, asked):
    """Honours windows; without one it begins anew."""
    assert (asked["columnid"], asked["unitid"]) == ("52010", "7788")
    if "startrecord" not in asked:
        return records[:PER_PAGE]
    return records[int(asked["startrecord"]) - 1 : int(asked["endrecord"])]


def capped_windows(records, asked):
    """As windows, but never more than a group at a time."""
    return windows(records, asked)[:GROUP]


def pages(records, asked):
    """Ignores windows; a page is what a reader sees at once."""
    at = (int(asked.get("page", 1)) - 1) * PER_PAGE
    return records[at : at + PER_PAGE]


def groups(records, asked):
    """Ignores windows; a page is a group, as in the address of the next group."""
    at = (int(asked.get("page", 1)) - 1) * GROUP
    return records[at : at + GROUP]


def deaf(records, asked):
    """Ignores everything."""
    return records[:PER_PAGE]


def silent(records, asked):
    return []


def all_of(count):
    return [f"{HOST}{address(n)}" for n in range(count)]


@pytest.mark.parametrize("count", [1, GROUP, GROUP + 1, 47, 120, 260])
@pytest.mark.parametrize("dialect", [windows, capped_windows, pages, groups])
def test_every_record_of_a_column_is_found(walk, dialect, count):
    walked = walk(listing, COLUMN, Host(count, dialect))
    assert walked.urls == all_of(count)
    assert (walked.shortfall, walked.problems) == (0, [])
    assert walked.pages[0].total == count


def test_a_column_that_fits_on_its_page_asks_for_nothing_more(walk):
    assert len(walk(listing, COLUMN, Host(GROUP, windows)).asks) == 1


def test_requests_look_like_those_of_the_page_itself(walk):
    walked = walk(listing, COLUMN, Host(47, windows))
    window = walked.asks[-1]
    assert (window.method, window.headers["X-Requested-With"]) == ("POST", "XMLHttpRequest")
    assert {"columnid": "52010", "unitid": "7788", "webid": "3", "webname": "fuhe"}.items() <= window.form.items()
    assert "page" not in window.form
    assert {"startrecord", "endrecord", "perpage"} == set(dict(parse_qsl(urlsplit(window.url).query)))
    assert all(int(dict(parse_qsl(urlsplit(ask.url).query)).get("perpage", 1)) <= 100 for ask in walked.asks)


ENCRYPTED = f"{PROXY}?page=1&appid=1&webid=1&path=/&columnid=5D0A%2Bq%3D%3D&unitid=9f3cQ&webname=x&permissiontype=0"


@pytest.mark.parametrize("dialect", [pages, groups])
def test_a_host_with_encrypted_parameters_gets_them_back_as_it_gave_them(walk, dialect):
    def encrypted(records, asked):
        assert (asked["columnid"], asked["unitid"]) == ("5D0A+q==", "9f3cQ")
        return dialect(records, asked)

    assert walk(listing, COLUMN, Host(47, encrypted, group=ENCRYPTED)).urls == all_of(47)


def test_ampersands_of_the_next_group_may_be_escaped(walk):
    host = Host(47, windows, group=GROUP_URL.replace("&", "&amp;"))
    assert walk(listing, COLUMN, host).urls == all_of(47)


def javascript(records, total):
    """An older build's answer: an array of strings in a script."""
    inner = (text.removeprefix("<record><![CDATA[").removesuffix("]]></record>") for text in records)
    quoted = ",\n".join(
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("/", "\\/") + '"' for text in inner
    )
    return f"var totalRecord = {total};\nvar dataStore = [{quoted}];"


def test_answers_that_are_a_script_array_are_read(walk):
    assert walk(listing, COLUMN, Host(47, windows, render=javascript)).urls == all_of(47)


@pytest.mark.parametrize("dialect", [pages, windows])
def test_a_pinned_record_that_occurs_twice_costs_no_other(walk, dialect):
    records = [record(3), *(record(n) for n in range(47))]
    walked = walk(listing, COLUMN, Host(records, dialect))
    assert sorted(walked.urls) == sorted(all_of(47))


@pytest.mark.parametrize("dialect", [pages, windows])
def test_a_record_that_is_but_a_line_costs_no_other(walk, dialect):
    records = [record(n) for n in range(47)]
    records.insert(4, "<record><![CDATA[<li class=line></li>]]></record>")
    assert walk(listing, COLUMN, Host(records, dialect)).urls == all_of(47)


@pytest.mark.parametrize("dialect", [deaf, silent])
def test_a_proxy_that_gives_nothing_new_means_a_list_not_read_in_full(walk, dialect):
    walked = walk(listing, COLUMN, Host(47, dialect))
    assert walked.urls == all_of(GROUP)
    assert walked.shortfall == 32
    assert len(walked.asks) <= 5


@pytest.mark.parametrize("dialect", [windows, pages])
def test_a_total_that_promises_too_much_means_a_list_not_read_in_full(walk, dialect):
    walked = walk(listing, COLUMN, Host(47, dialect, total=3777))
    assert walked.urls == all_of(47)
    assert walked.shortfall == 3777 - 47


@pytest.mark.parametrize("total", [0, 3])
def test_a_total_that_promises_too_little_hides_nothing_that_is_there(walk, total):
    assert walk(listing, COLUMN, Host(GROUP, windows, total=total)).urls == all_of(GROUP)


def test_two_pages_given_in_turn_for_ever_are_left(walk):
    """A host that answers a page at random, and says it holds a thousand million."""
    turn = iter(range(10**6))

    def alternating(records, asked):
        return records[: PER_PAGE * 4 : 2] if next(turn) % 2 else records[1 : PER_PAGE * 4 : 2]

    walked = walk(listing, COLUMN, Host(47, alternating, total=10**9))
    assert set(all_of(GROUP)) <= set(walked.urls) <= set(all_of(20))


def entry_of(inner):
    page = first_page([f"<record><![CDATA[{inner}]]></record>"], 1)
    [found] = listing(Page(COLUMN, page.encode())).entries
    return found


LINK = "/art/2026/1/23/art_52010_1.html"


@pytest.mark.parametrize(
    "inner",
    [
        f"<li><a href='{LINK}' title='{title(1)}' target=\"_blank\">阜河…</a><span>2026-01-23</span></li>",
        f'<li><a target="_blank" title="{title(1)}" href="{LINK}">阜河…</a><span>2026-\n 01-\n 23</span></li>',
        f"<tr><td>·</td><td><a href='{LINK}'>{title(1)}</a></td><td>[2026-01-23]</td></tr>",
        f"<li><a href='{LINK}' title=\"{title(1)[:12]}\n{title(1)[12:]}\">阜河…</a><b>2026年1月23日</b></li>",
        f"<li><span>11330000/2026-02-00018</span><a href='{LINK}' title='{title(1)}'>阜…</a><span></span><span>2026-01-23</span></li>",
        f"<li><span>2026-02-00018</span><span><a href='{LINK}'>{title(1)}</a></span>"
        "<span>阜政办〔2025〕3号</span><span>2026-01-23</span></li>",
        f"<li><span>2026-02-00018</span><a href='{LINK}'>{title(1)}</a><span>阜函2025-12</span><span>2026-01-23</span></li>",
        f"<li><span>生成日期 2025-12-30</span><a href='{LINK}'>{title(1)}</a><span></span><span>2026-01-23</span></li>",
    ],
)
def test_a_record_has_its_full_title_and_the_last_date_of_its_line(inner):
    found = entry_of(inner)
    assert (found.url, found.title.replace(" ", ""), found.date) == (f"{HOST}{LINK}", title(1), "2026-01-23")


def test_an_index_number_is_no_date():
    assert entry_of(f"<li><span>2026-02-00018</span><a href='{LINK}'>{title(1)}</a></li>").date is None


def test_records_without_cdata_are_read():
    page = first_page([f"<record><li><a href='{LINK}'>{title(1)}</a></li></record>"], 1)
    assert [e.url for e in listing(Page(COLUMN, page.encode())).entries] == [f"{HOST}{LINK}"]


def test_sub_columns_beside_the_list_are_entries_too():
    page = first_page([record(0)], 1, outside='<a href="/col/col52011/index.html">2021年</a>')
    found = listing(Page(COLUMN, page.encode())).entries
    assert [(e.url, e.title) for e in found] == [
        (f"{HOST}{address(0)}", title(0)),
        (f"{HOST}/col/col52011/index.html", "2021年"),
    ]


def test_a_page_of_another_family_gives_its_links_and_its_next_page(walk):
    first = f'<ul><li><a href="{address(1)}">{title(1)}</a></li></ul><a href="index_2.html">下一页</a>'
    second = f'<ul><li><a href="{address(2)}">{title(2)}</a></li></ul>'
    walked = walk(listing, COLUMN, {COLUMN: first, COLUMN.replace("index", "index_2"): second})
    assert [url for url in walked.urls if "/art/" in url] == [f"{HOST}{address(n)}" for n in (1, 2)]


@pytest.mark.parametrize(
    "proxy",
    [
        "/jx/module/jpage/dataproxy.jsp",
        "/module/jslib/jquery/jpage/dataproxy.jsp",
        "/module/jpage/morecolumndataproxy.jsp",
    ],
)
def test_the_proxy_is_the_one_the_page_names(proxy):
    page = first_page([record(n) for n in range(GROUP)], 40, group=GROUP_URL.replace(PROXY, proxy), proxy=proxy)
    [ask] = listing(Page(COLUMN, page.encode())).asks
    assert urlsplit(ask.url).path == proxy


def test_an_answer_of_54_empty_bytes_is_the_end(walk):
    walked = walk(listing, COLUMN, Host(47, pages, total=50, group=ENCRYPTED))
    assert len(END) == 54
    assert (walked.urls, walked.shortfall, walked.problems) == (all_of(47), 3, [])


fragments = st.sampled_from(
    ["<record>", "</record>", "<![CDATA[", "]]>", f"<a href='{LINK}'>x</a>", "<nextgroup>", f"<a href='{GROUP_URL}'>"]
    + [
        "totalRecord:999999999",
        "perPage:0",
        "perPage:1",
        "proxyUrl:'http://['",
        "proxyUrl:'/p?page=9'",
        "dataStore=[",
        '"',
        "]",
    ]
)
bodies = st.lists(fragments, max_size=12).map("".join) | st.text(max_size=100)


@given(bodies | st.binary(max_size=100))
@example("totalRecord:" + "9" * 5000)
@example("<record><a href=1>x</a></record>perPage:" + "9" * 5000)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(body):
    body = body.encode() if isinstance(body, str) else body
    assert len(listing(Page(COLUMN, body)).asks) <= 1


@given(
    st.lists(
        bodies | st.integers(0, 6).map(lambda n: answer([record(n), record(n + 1)], 10**9)), min_size=1, max_size=4
    )
)
@settings(max_examples=60, deadline=None)
def test_no_proxy_leads_on_for_ever(walk, answers):
    turn = iter(range(10**6))
    start = first_page([record(n) for n in range(GROUP)], 10**9)
    walk(listing, COLUMN, lambda ask: start if ask.url == COLUMN else answers[next(turn) % len(answers)], most=500)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("start", ["<record>", "<nextgroup>", "<record><![CDATA["])
def test_a_page_of_open_records_does_not_hold_up_a_crawl(start):
    body = f"totalRecord:9<record><![CDATA[<a href='{LINK}'>x</a>]]></record>{start * 3000}".encode()
    listing(Page(COLUMN, body))
