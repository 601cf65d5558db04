"""Epoint: shells around a JSON list, the script that names the site, and the two forms of the request."""

import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.epoint import listing

HOST = "http://www.xuhe.example.gov.cn"
SHELL = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003009"
GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
INFO = f'var siteInfo = {{"siteGuid":"{GUID}","projectName":"/EWB-FRONT"}};'
BARE = "var a = 1;"


def shell(inner='<script src="/js/webBuilderCommon.js"></script>', links=""):
    return f"<html><head><meta charset=utf-8></head><body>{links}<div id=infolist></div>{inner}</body></html>"


def row(number, **more):
    made = {
        "infourl": f"/zwgk/003/003009/20230119/{number:08d}-625a-4ced-b435-1a3d8231e058.html",
        "title": f"徐河市第{number}局2022年...",
        "realtitle": f"徐河市第{number}局2022年政府信息公开工作年度报告",
        "infodate": "2023-01-19 00:00:00",
        "handsdate": "2022-12-31",
    }
    return {**made, **more}


class Site:
    """A site with so many rows; `form` is the request it understands, `most` the rows it gives at a time."""

    def __init__(
        self, rows, form="bare", most=20, *, total=None, refuses=False, scripts=None, wrap=lambda a: a, page=None
    ):
        self.rows = [row(n) for n in range(rows)] if isinstance(rows, int) else rows
        self.form, self.most, self.refuses, self.wrap = form, most, refuses, wrap
        self.total = len(self.rows) if total is None else total
        self.scripts = {"/js/webBuilderCommon.js": INFO} if scripts is None else scripts
        self.page = page or shell()
        self.posts = []

    def __call__(self, ask):
        return self.answer(ask)

    def answer(self, ask):
        parts = urlsplit(ask.url)
        if ask.method == "GET":
            return self.page if parts.path.startswith("/dynamic") else self.scripts.get(parts.path)
        sent = json.loads(json.dumps(dict(ask.json)))
        self.posts.append((parts.path, sent))
        fields = sent.get("params") if self.form == "wrapped" else sent
        if not fields or fields.get("siteGuid") != GUID:
            return None if self.refuses else json.dumps({"custom": "", "status": {"code": "0"}})
        start = fields["pageIndex"] * self.most
        custom = {"total": str(self.total), "data": self.rows[start : start + self.most]}
        return json.dumps({"custom": self.wrap(custom)})


def reports(walked):
    return [url for url in walked.urls if "/20230119/" in url]


@pytest.fixture
def walked(walk):
    """Walk a site from its shell."""
    return lambda site, url=SHELL, **more: walk(listing, url, site, **more)


def test_the_list_is_read_from_the_service_the_script_names(walked):
    site = Site(45)
    found = walked(site)
    assert len(reports(found)) == 45
    assert {path for path, _ in site.posts} == {"/EWB-FRONT/rest/lightfrontaction/getgovinfolist"}
    assert [sent["pageIndex"] for _, sent in site.posts] == [0, 1, 2]
    assert site.posts[0][1] == {
        "deptcode": "",
        "categorynum": "003009",
        "pageIndex": 0,
        "pageSize": 20,
        "siteGuid": GUID,
    }
    first = found.entries[reports(found)[0]]
    assert (first.title, first.date) == ("徐河市第0局2022年政府信息公开工作年度报告", "2023-01-19")


@pytest.mark.parametrize("refuses", [True, False])
@pytest.mark.parametrize("said", ["", "JSON.stringify({token:'', params: p})"])
def test_a_site_that_wants_its_fields_inside_params_gets_them_there(walked, refuses, said):
    site = Site(30, form="wrapped", refuses=refuses, scripts={"/js/webBuilderCommon.js": INFO + said})
    assert len(reports(walked(site))) == 30
    wrapped = ["params" in sent for _, sent in site.posts]
    assert wrapped == [True, True] if said else [False, True, True]


def test_a_server_that_gives_fewer_rows_than_asked_for_is_asked_on(walked):
    site = Site(23, most=5)
    assert len(reports(walked(site))) == 23
    assert len(site.posts) == 5


@pytest.mark.parametrize("script", ["ajaxReq.js", "../../js/ajaxReq.js?v=3", "/EWB/js/WebBuilderCommon.min.js"])
def test_the_script_is_the_one_the_page_names(walked, script):
    path = {"ajaxReq.js": "/dynamic/zwgk/ajaxReq.js", "../../js/ajaxReq.js?v=3": "/js/ajaxReq.js"}.get(script, script)
    site = Site(3, scripts={path: INFO}, page=shell(f'<script src="{script}"></script>'))
    site.answer_of = site.answer
    site.answer = lambda ask: INFO if urlsplit(ask.url).path == path else site.answer_of(ask)
    assert len(reports(walked(site))) == 3


def test_a_script_that_names_nothing_or_is_gone_gives_way_to_the_next(walked):
    scripts = {"/js/webBuilderCommon.js": BARE, "/js/ajaxReq.js": INFO}
    assert len(reports(walked(Site(3, scripts=scripts)))) == 3
    assert len(reports(walked(Site(3, scripts={"/js/ajaxReq.js": INFO})))) == 3


def test_no_script_that_names_the_site_is_a_problem(walked):
    found = walked(Site(3, scripts={"/js/webBuilderCommon.js": BARE, "/js/ajaxReq.js": BARE}))
    assert found.problems


def test_a_page_that_names_its_site_itself_needs_no_script(walked):
    site = Site(3, scripts={}, page=shell(f"<script>{INFO}</script>"))
    assert len(reports(walked(site))) == 3


def test_two_departments_are_two_lists_though_their_script_is_one():
    first, second = (listing(Page(f"{SHELL}&deptcode={code}", shell().encode())) for code in ("001", "002"))
    assert first.asks[0].url != second.asks[0].url
    posts = [listing(Page(f.asks[0].url, INFO.encode(), {}, f.asks[0].state)).asks[0] for f in (first, second)]
    assert [post.json["deptcode"] for post in posts] == ["001", "002"]


def test_the_script_is_asked_for_with_the_lists_own_address_as_referer(walked):
    [ask] = listing(Page(SHELL, shell().encode())).asks
    [post] = listing(Page(ask.url, INFO.encode(), {}, ask.state)).asks
    assert ask.headers["Referer"] == post.headers["Referer"] == SHELL


def test_a_row_may_say_what_the_page_does_not(walked):
    params = {"siteGuid": GUID, "projectName": "Epoint-MiddleForWeb", "deptcode": "7"}
    site = Site(2, scripts={})
    assert len(reports(walked(site, params=params))) == 2
    assert site.posts[0][0] == "/Epoint-MiddleForWeb/rest/lightfrontaction/getgovinfolist"
    assert site.posts[0][1]["deptcode"] == "7"


def test_the_category_of_a_static_page_is_in_its_hidden_field(walked):
    view = '<input id="viewGuid" value="cms_003009001_63b24258-625a-4ced-b435-1a3d8231e058">'
    site = Site(2, page=shell(f"{view}<script>{INFO}</script>"))
    url = f"{HOST}/dynamic/x/list.html"
    assert len(reports(walked(site, url=url))) == 2
    assert site.posts[0][1]["categorynum"] == "003009001"


def test_a_static_page_that_prints_its_links_is_read_as_it_is():
    view = '<input id="viewGuid" value="cms_002005_63b24258-625a-4ced-b435-1a3d8231e058">'
    link = (
        '<a href="/zwgk/002005/002005002/20220111/63b24258-625a-4ced-b435-1a3d8231e058.html">抚河市某局2021年报告</a>'
    )
    found = listing(Page(f"{HOST}/zwgk/002005/list.html", shell(view, link).encode()))
    assert (len(found.entries), found.asks) == (1, ())


def test_a_home_page_gives_its_links():
    found = listing(
        Page(f"{HOST}/", shell(links=f'<a href="{SHELL}">政府信息公开年报</a>').encode(), {"categorynum": "003009"})
    )
    assert [e.url for e in found.entries] == [SHELL]
    assert found.asks == ()


@pytest.mark.parametrize(("total", "shortfall"), [(40, 10), (30, 0)])
def test_a_total_that_is_not_reached_is_said(walked, total, shortfall):
    assert walked(Site(30, total=total)).shortfall == shortfall


def test_a_service_that_gives_one_page_for_ever_is_left(walked):
    site = Site(20, total=900)
    first = json.dumps({"custom": {"total": "900", "data": site.rows}})
    site.answer_of = site.answer
    site.answer = lambda ask: first if ask.method == "POST" else site.answer_of(ask)
    found = walked(site)
    assert (len(found.asks), found.shortfall) == (4, 880)


@pytest.mark.parametrize("wrap", [lambda c: c, json.dumps])
def test_custom_may_be_json_within_json(walked, wrap):
    assert len(reports(walked(Site(3, wrap=wrap)))) == 3


def test_an_empty_list_is_no_error_once_both_forms_were_tried(walked):
    site = Site(0)
    found = walked(site)
    assert found.problems == []
    assert len(site.posts) == 2


def test_titles_are_without_markup_and_links_may_stand_elsewhere(walked):
    odd = [
        row(1, realtitle="", title="<font color=red>徐河市甲局</font>2022年政府信息公开年报&nbsp;"),
        row(2, infourl="", visiturl=f"{HOST}/zwgk/20230119/2.html"),
        row(3, infourl="", linkurl="https://other.example.gov.cn/20230119/3.html", infodate=""),
        row(4, infourl=None),
    ]
    found = walked(Site(odd))
    assert found.entries[reports(found)[0]].title == "徐河市甲局2022年政府信息公开年报"
    assert reports(found)[1:] == [f"{HOST}/zwgk/20230119/2.html", "https://other.example.gov.cn/20230119/3.html"]
    assert found.entries[reports(found)[2]].date == "2022-12-31"


@pytest.mark.parametrize("answer", ["", "[]", "<html></html>", '{"custom": []}', '{"custom": {"data": 7}}', "{" * 5000])
def test_an_answer_that_is_none_is_a_problem(walked, answer):
    site = Site(3)
    site.answer_of = site.answer
    site.answer = lambda ask: answer if ask.method == "POST" else site.answer_of(ask)
    assert walked(site).problems


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["custom", "total", "data", "infourl"]), inner)
    ),
    max_leaves=12,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_and_asks_for_little(answer):
    state = {"category": "003", "department": "", "referer": SHELL, "guid": GUID, "service": f"{HOST}/x", "page": 0}
    state |= {"got": 0, "first": "", "wrapped": False, "other": True}
    found = listing(Page(f"{HOST}/x", json.dumps(answer).encode(), {}, state))
    assert len(found.asks) <= 1
