"""NFCMS: folders of posts, pagers by link and by script, mobile twins, and lists from a JSON service."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.nfcms import listing

HOST = "http://www.fanshan.example.gov.cn"
COLUMN = f"{HOST}/zwgk/zfxxgknb/"
MARKS = "<script>window.NFCMS_SITE_ID=755999;</script>"


def document(inner, title="年报"):
    return f"<html><head><meta charset=utf-8><title>{title}</title>{MARKS}</head><body>{inner}</body></html>"


def li(number, kind="post"):
    title = f"番山区第{number}局2022年政府信息公开工作年度报告"
    return (
        f'<li><a href="{COLUMN}content/{kind}_{number}.html" title="{title}">{title[:9]}...</a><b>2023-01-19</b></li>'
    )


def posts(walked):
    return [url for url in walked.urls if "post_" in url]


def shown(*numbers):
    return [f"{COLUMN}content/post_{n}.html" for n in numbers]


def test_pages_are_linked_one_after_another(walk):
    table = {COLUMN: document(li(1) + '<a href="index_2.html">2</a>'), f"{COLUMN}index_2.html": document(li(2))}
    walked = walk(listing, COLUMN, table)
    assert posts(walked) == shown(1, 2)
    first = walked.entries[shown(1)[0]]
    assert (first.title, first.date) == ("番山区第1局2022年政府信息公开工作年度报告", "2023-01-19")


@pytest.mark.parametrize(
    ("current", "names"), [(0, ["", "index_1.html", "index_2.html"]), (1, ["", "index_2.html", "index_3.html"])]
)
@pytest.mark.parametrize("function", ["createPageHTML", "createPage"])
def test_a_pager_by_script_counts_as_its_first_page_does(walk, function, current, names):
    table = {
        COLUMN + name: document(li(at) + f'<script>{function}(3, {at + current}, "index", "html")</script>')
        for at, name in enumerate(names)
    }
    walked = walk(listing, COLUMN, table)
    assert posts(walked) == shown(0, 1, 2)
    assert (len(walked.asks), walked.shortfall) == (3, 0)


def test_a_pager_by_script_that_promises_too_much_is_left_at_the_page_given_twice(walk):
    text = document(li(1) + '<script>createPageHTML(99, 0, "index", "html")</script>')
    walked = walk(listing, COLUMN, lambda ask: text)
    assert (len(walked.asks), walked.shortfall) == (2, 1)


@pytest.mark.parametrize("twin", ["mpost", "m?post"])
def test_the_mobile_twin_of_a_post_is_the_post(walk, twin):
    walked = walk(listing, COLUMN, {COLUMN: document(li(1) + li(1, twin) + li(2, twin))})
    assert posts(walked) == shown(1, 2)


SERVICES = [
    "$.ajax({type:'POST',url:'/postlist/json',data:{cat_id:'5821',offset:0,limit:2}})",
    '$.post("/postlist/json", {"cat_id": 5821, "offset": 0, "limit": 2}, show)',
    "$.ajax({url: '/postlist/json', data: {cat_id: '5821', offset: start, limit: 2}, type: 'post'})",
]


class Service:
    def __init__(self, total, claims=None, script=SERVICES[0], most=50):
        self.total, self.claims, self.script, self.most = total, total if claims is None else claims, script, most
        self.forms = []

    def __call__(self, ask):
        if ask.url == COLUMN:
            return document(f"<ul id=l></ul><script>{self.script}</script>")
        assert (ask.url, ask.method, ask.form["cat_id"]) == (f"{HOST}/postlist/json", "POST", "5821")
        self.forms.append((ask.form["offset"], ask.form["limit"]))
        start, size = int(ask.form["offset"]), min(int(ask.form["limit"]), self.most)
        rows = [
            {
                "id": n,
                "title": f"番山区第{n}局2022年政府信息公开工作年度报告",
                "url": "",
                "post_url": f"{COLUMN}content/post_{n}.html",
            }
            | ({"display_publish_time": 1674086400} if n % 2 else {"display_publish_time": "2023-01-19 08:00:00"})
            for n in range(start, min(start + size, self.total))
        ]
        return json.dumps({"errcode": 0, "data": {"total": self.claims, "list": rows}})


@pytest.mark.parametrize("script", SERVICES)
def test_a_list_from_a_service_is_read_to_its_end(walk, script):
    service = Service(5, script=script)
    walked = walk(listing, COLUMN, service)
    assert posts(walked) == shown(0, 1, 2, 3, 4)
    assert {walked.entries[url].date for url in posts(walked)} == {"2023-01-19"}
    assert service.forms == [("0", "2"), ("2", "2"), ("4", "2")]


def test_a_service_that_promises_too_much_is_told(walk):
    assert walk(listing, COLUMN, Service(5, claims=9)).shortfall == 4


def test_a_service_that_ignores_the_offset_is_left(walk):
    service = Service(2, claims=400)
    first = json.loads(
        service(
            type(
                "A",
                (),
                {
                    "url": f"{HOST}/postlist/json",
                    "method": "POST",
                    "form": {"cat_id": "5821", "offset": "0", "limit": "2"},
                },
            )
        )
    )
    walked = walk(listing, COLUMN, lambda ask: service(ask) if ask.url == COLUMN else json.dumps(first))
    assert (len(walked.asks), walked.shortfall) == (3, 398)


@pytest.mark.parametrize("answer", ["<html></html>", "[]", '{"errcode":1}', '{"data":{"list":7}}', "[" * 9000])
def test_an_answer_that_is_none_is_a_problem(walk, answer):
    walked = walk(listing, COLUMN, lambda ask: Service(1)(ask) if ask.url == COLUMN else answer)
    assert len(walked.problems) == 1


@pytest.mark.parametrize(
    "script",
    ["$.post('/stat/visit', {id: 7})", "var limit = 3, offset = 1;", "$.ajax({url:'/x',data:{page:1}})"],
)
def test_other_scripts_ask_for_nothing(script):
    assert listing(Page(COLUMN, document(f"<script>{script}</script>").encode())).asks == ()


@given(st.text(alphabet="$.ajaxpost(){}[]:'\", offsetlimitdataurl/0123\n", max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_script_is_read(text):
    assert len(listing(Page(COLUMN, document(f"<script>{text}</script>").encode())).asks) <= 1


@pytest.mark.parametrize("name", ["www.gz.gov.cn_detail.html", "wtl.sz.gov.cn_detail.html"])
def test_a_saved_page_of_a_post_gives_plain_links_and_asks_for_nothing(pytestconfig, name):
    path = Path(pytestconfig.rootpath.parent) / "shared" / "pages" / "nfcms" / name
    if not path.is_file():
        pytest.skip("the saved pages are not beside this checkout")
    found = listing(Page("https://www.example.gov.cn/a/content/post_1.html", path.read_bytes()))
    assert found.entries
    assert (found.asks, found.problem) == ((), None)
