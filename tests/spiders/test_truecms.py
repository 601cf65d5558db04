"""TrueCMS: rows in the page, windows by JSONP, and servers that allow smaller ones, or none."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from crawler.turning import Progress
from spiders.truecms import listing

HOST = "http://www.linhai.example.gov.cn"
COLUMN = f"{HOST}/lhtjj/xxgknb/xxgknb.html"
API = "/TrueCMS/messageController/getMessage.do"
ID = "0f1e2d3c-1111-2222-3333-444455556666"
ASKED = {  # what a request for a window carries
    "column_id": ID,
    "proxy": HOST + API,
    "per_page": 10,
    "window": 30,
    "referer": COLUMN,
    "asks": 0,
}


def row(number):
    return (
        f'<li>\t<a href="/lhtjj/xxgknb/content/{number:08d}.html" target="_blank">临海县第{number}局2022年政府信息公开'
        f"工作年度报告</a><span>2023-01-{number % 28 + 1:02d}</span></li>"
    )


def store(numbers, total):
    records = "".join(f"<record><![CDATA[{row(n)}]]></record>" for n in numbers)
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"


def column(inline, total=None, per_page=10, group=3, form="script", api=API):
    stated = f",totalRecord:{total}" if total is not None else ""
    config = f"$('#l').jpage({{proxyUrl:'{api}',ajaxParam:{{columnId:'{ID}'}},perPage:{per_page},groupSize:{group}{stated}}});"
    rows = "".join(row(n) for n in inline)
    held = {
        "script": f"<script>var d = '{store(inline, total or 0)}';</script>",
        "escaped": f"<script>var d = {json.dumps(store(inline, total or 0), ensure_ascii=False).replace('</', '<' + chr(92) + '/')};</script>",
        "list": f'<ul id="initData" style="display:none">{rows}</ul>',
        "text": f'<script id="initData" type="text/xml">{rows}</script>',
    }[form]
    return f"<html><head><meta charset=utf-8></head><body>{held}<script>{config}</script></body></html>"


class Server:
    """A column of `total` rows of which windows up to `largest` are answered; `refuses` wider ones, or gives nothing."""

    def __init__(self, total, inline=30, largest=50, *, refuses=False, callback=True, claims=None, **page):
        self.total, self.largest, self.refuses, self.callback = total, largest, refuses, callback
        self.claims = total if claims is None else claims
        self.page = column(range(min(inline, total)), self.claims, **page)
        self.windows = []

    def __call__(self, ask):
        if ask.url == COLUMN:
            return self.page
        query = {key: value[0] for key, value in parse_qs(urlsplit(ask.url).query).items()}
        start, end = int(query["startrecord"]), int(query["endrecord"])
        self.windows.append((start, end))
        assert query["columnId"] == ID
        if ask.headers.get("Referer") != COLUMN or (self.refuses and end - start + 1 > self.largest):
            return None
        wide = end - start + 1 > self.largest
        chosen = [] if wide else range(start - 1, min(end, self.total))
        told = json.dumps({"result": store(chosen, self.claims)}).replace("</", "<\\/")
        return f";cb({told})" if self.callback else told


def reports(walked):
    return [url for url in walked.urls if "/content/" in url]


def shown(count):
    return [f"{HOST}/lhtjj/xxgknb/content/{n:08d}.html" for n in range(count)]


@pytest.mark.parametrize("count", [30, 75, 200])
def test_a_list_that_does_not_say_how_many_there_are_is_read_until_nothing_comes(walk, count):
    walked = walk(listing, COLUMN, Server(count, claims=0))
    assert (reports(walked), walked.shortfall) == (shown(count), 0)


@pytest.mark.parametrize("form", ["script", "escaped", "list", "text"])
def test_the_rows_in_the_page_are_read_however_it_holds_them(walk, form):
    server = Server(4, form=form)
    walked = walk(listing, COLUMN, server)
    first = walked.entries[shown(1)[0]]
    assert reports(walked) == shown(4)
    assert (first.title, first.date) == ("临海县第0局2022年政府信息公开工作年度报告", "2023-01-01")
    assert server.windows == []


@pytest.mark.parametrize("callback", [True, False])
def test_later_rows_are_asked_for_in_the_pages_own_windows(walk, callback):
    server = Server(100, callback=callback)
    walked = walk(listing, COLUMN, server)
    assert reports(walked) == shown(100)
    assert server.windows == [(31, 60), (61, 90), (91, 120)]
    assert walked.shortfall == 0


@pytest.mark.parametrize(
    ("largest", "refuses", "windows"),
    [
        (20, True, [(4, 33), (4, 23), (24, 43)]),
        (10, True, [(4, 33), (4, 23), (4, 13), (14, 23), (24, 33)]),
        (20, False, [(4, 33), (4, 23), (24, 43)]),
        (10, False, [(4, 33), (4, 23), (4, 13), (14, 23), (24, 33)]),
    ],
)
def test_a_server_that_allows_smaller_windows_is_asked_for_these(walk, largest, refuses, windows):
    server = Server(30, inline=3, largest=largest, refuses=refuses)
    walked = walk(listing, COLUMN, server)
    assert reports(walked) == shown(30)
    assert (server.windows, walked.shortfall) == (windows, 0)


def test_windows_are_never_wider_than_servers_were_seen_to_allow(walk):
    server = Server(130, inline=30, per_page=40, group=5)
    assert reports(walk(listing, COLUMN, server)) == shown(130)
    assert server.windows == [(31, 80), (81, 130)]


def test_of_a_column_whose_api_is_gone_the_rows_of_the_page_remain(walk):
    server = Server(90, largest=0, refuses=True)
    assert reports(walk(listing, COLUMN, server)) == shown(30)
    assert server.windows == [(31, 60), (31, 50), (31, 40)]


def test_a_total_that_is_not_reached_is_said(walk):
    walked = walk(listing, COLUMN, Server(40, claims=70))
    assert reports(walked) == shown(40)
    assert walked.shortfall == 30


def test_a_server_that_gives_the_same_window_again_and_again_is_left(walk):
    server = Server(90)

    def stuck(ask):
        return server(ask) if ask.url == COLUMN else f"cb({json.dumps({'result': store(range(30, 60), 90)})})"

    walked = walk(listing, COLUMN, stuck)
    assert (len(walked.asks), walked.shortfall) == (3, 30)


def test_the_page_need_not_say_how_many_there_are(walk):
    page = column(range(10)).replace("<totalrecord>0</totalrecord>", "")
    server = Server(25)
    walked = walk(listing, COLUMN, lambda ask: page if ask.url == COLUMN else server(ask))
    assert reports(walked) == shown(25)


def test_a_row_may_name_column_and_address(walk):
    page = '<html><body><ul id="initData"></ul></body></html>'
    params = {"columnId": ID, "proxy": API}
    server = Server(3)
    walked = walk(listing, COLUMN, lambda ask: page if ask.url == COLUMN else server(ask), params=params)
    assert reports(walked) == shown(3)


@pytest.mark.parametrize("answer", ["<html>维护中</html>", "cb(1)", "cb({})", "oops", "{"])
def test_an_answer_that_is_none_is_no_success(walk, answer):
    walked = walk(listing, COLUMN, lambda ask: column(range(30), 60) if ask.url == COLUMN else answer)
    assert walked.problems or walked.shortfall


def test_a_home_page_gives_its_links(walk):
    page = f'<html><body><a href="{COLUMN}?id=2">政府信息公开年报</a><a href="/zw/">要闻</a></body></html>'
    walked = walk(listing, f"{HOST}/", lambda ask: page)
    assert walked.urls == [f"{COLUMN}?id=2", f"{HOST}/zw/"]
    assert len(walked.asks) == 1


@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")),
    st.integers(0, 10**9),
    st.integers(-5, 10**9),
)
@settings(max_examples=150, deadline=None)
def test_any_answer_is_read_and_asks_for_little(text, total, start):
    state = {
        **ASKED,
        **Progress(number=1, got=max(start, 0), total=total).as_state(),
    }
    for body in (text, f";cb({json.dumps({'result': text})})", store([1], total)):
        assert len(listing(Page(f"{HOST}{API}", body.encode("utf-8", "replace"), {}, state)).asks) <= 1


def test_the_asks_of_one_list_are_bounded(walk):
    def endless(ask):
        if ask.url == COLUMN:
            return column(range(3), 9_999_999)
        start = int(parse_qs(urlsplit(ask.url).query)["startrecord"][0])
        return f"cb({json.dumps({'result': store(range(start, start + 1), 9_999_999)})})"

    walked = walk(listing, COLUMN, endless)
    assert len(walked.asks) <= 401
    assert walked.shortfall > 0


def test_saved_answers_are_read(pytestconfig):
    folder = pytestconfig.rootpath.parent / "shared" / "pages" / "truecms"
    files = sorted(Path(folder).glob("*.jsonp"))
    if not files:
        pytest.skip("the saved pages are not beside this checkout")
    found = listing(Page(HOST + API, files[0].read_bytes(), {}, ASKED))
    assert (len(found.entries), found.total) == (30, 377)
    assert all(e.date and e.title and "/content/" in e.url for e in found.entries)
    assert found.entries[0].date == "2026-07-15"
    assert "startrecord=31&endrecord=60" in found.asks[0].url


def test_an_answer_saved_by_itself_gives_its_rows():
    row = '<li><a href=\\"/s/nb/content/1.html\\">青屿市统计局2022年政府信息公开工作年度报告<\\/a><span>2023-01-19</span><\\/li>'
    body = f';cb({{"result":"<datastore><totalrecord>9<\\/totalrecord><record><![CDATA[{row}]]><\\/record><\\/datastore>"}});'
    found = listing(Page("http://www.example.gov.cn/TrueCMS/messageController/getMessage.do?x=1", body.encode()))
    assert [(e.url, e.date) for e in found.entries] == [("http://www.example.gov.cn/s/nb/content/1.html", "2023-01-19")]
    assert (found.total, found.asks) == (9, ())
