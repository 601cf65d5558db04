"""Hanweb xxgk: one page an agency and year behind a tree, and rows of search.jsp for the codes of a catalogue."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from crawler.links import classify
from spiders.hanweb_xxgk import listing

HOST = "http://www.yanhui.example.gov.cn"
MODULE = f"{HOST}/module/xxgk"
ANNUAL = f"{MODULE}/xxgkAnnualReport.jsp"
AREAS = {"11370800004312490W": "雁回市教育局", "001008003014039": "雁回市审计局", "01251010-066": "大街乡人民政府"}
SELECT = "<select>" + "".join(f'<option value="{y}">{y}年</option>' for y in (2024, 2023, 2022)) + "</select>"
FRAME = '<iframe src="tree.jsp?area="></iframe>'

LINKS = "".join(f'<li><a href="xxgkAnnualReport.jsp?area={a}">{n}</a></li>' for a, n in AREAS.items())
CLICKS = "".join(
    f'<li><a href="javascript:;" onclick="go(\'xxgkAnnualReport.jsp?area={a}\')">{n}(3)</a></li>'
    for a, n in AREAS.items()
)
DTREE = (
    "<script>"
    + "".join(f"d.add({i},0,'{n}',\"xxgkAnnualReport.jsp?area={a}\");" for i, (a, n) in enumerate(AREAS.items()))
    + "</script>"
)
ZTREE = (
    "<script>var nodes=["
    + ",".join(f'{{"id":"{i}","name":"{n}","area":"{a}"}}' for i, (a, n) in enumerate(AREAS.items()))
    + "]</script>"
)
OPTIONS = '<select name="Area">' + "".join(f"<option value={a}>{n}</option>" for a, n in AREAS.items()) + "</select>"


def reports(entries):
    return {
        e.url: (link.title.agency, link.title.year)
        for e in entries
        if (link := classify(e, in_column=True)).kind == "report"
    }


EVERY = {f"{ANNUAL}?area={a}&fbtime={y}": (n, y) for a, n in AREAS.items() for y in (2024, 2023, 2022)}


@pytest.mark.parametrize("tree", [LINKS, CLICKS, DTREE, ZTREE, OPTIONS])
@pytest.mark.parametrize("inside", [True, False])
def test_every_agency_and_year_is_listed_whatever_the_tree_is_made_of(walk, tree, inside):
    own = next(iter(AREAS))
    body = "<h1>雁回市教育局2024年政府信息公开工作年度报告</h1>"
    pages = {f"{ANNUAL}?area={own}": f"<html><body>{SELECT}{tree if inside else FRAME}{body}</body></html>"}
    pages[f"{MODULE}/tree.jsp?area={own}"] = f"<html><body>{tree}</body></html>"
    walked = walk(listing, f"{ANNUAL}?area={own}", pages)
    assert reports(walked.entries.values()) == EVERY
    assert len(walked.asks) == 2 - inside


def test_further_parameters_port_and_prefix_of_the_address_are_kept():
    here = "http://1.2.3.4:8082/jx/module/xxgk/xxgkAnnualReport.jsp?area=370900004341&fbtime=2022&showType=2"
    found = reports(
        listing(
            Page(here, f"<html><body>{SELECT}<h1>雁回市2022年政府信息公开工作年度报告</h1></body></html>".encode())
        ).entries
    )
    assert here in found
    assert here.replace("2022", "2024") in found


def test_an_address_in_capitals_is_known():
    here = f"{HOST}/MODULE/XXGK/XXGKANNUALREPORT.JSP?AREA=01251010-066"
    found = listing(Page(here, f"<html>{SELECT}</html>".encode())).entries
    assert [e.url for e in found] == [f"{here}&fbtime={y}" for y in (2024, 2023, 2022)]


def test_years_may_be_links(walk):
    own = "01251010-066"
    links = "".join(f'<a href="xxgkAnnualReport.jsp?area={own}&fbtime={y}">{y}年</a>' for y in (2024, 2023, 2022))
    walked = walk(
        listing,
        f"{ANNUAL}?area={own}",
        lambda _: f"<html><body><h2>大街乡人民政府2024年政府信息公开年度报告</h2>{links}</body></html>",
    )
    assert reports(walked.entries.values()) == {u: t for u, t in EVERY.items() if own in u}


def test_without_a_choice_of_years_each_agencys_page_is_looked_at(walk):
    pages = {
        f"{ANNUAL}?area={a}": f"<html><body>{SELECT if n != '雁回市教育局' else LINKS}</body></html>"
        for a, n in AREAS.items()
    }
    walked = walk(listing, f"{ANNUAL}?area={next(iter(AREAS))}", pages)
    assert len(walked.asks) == 3
    assert f"{ANNUAL}?area=01251010-066&fbtime=2023" in walked.urls


COLUMN = f"{HOST}/col/col12565/index.html"
SEARCH = "/module/xxgk/search.jsp"
CALL = f"<script>function s(a){{loadDynamic('{SEARCH}?standardXxgk=1&infotypeId='+a+'&area=002276772','div12565','0','0','950','2','','');}}</script>"
TREE = '<iframe src="/module/xxgk/tree.jsp?area=002276772&amp;divid=div12565"></iframe>'
CODES = "<a onclick=\"funclick('A01')\">机构职能(3)</a><script>d.add(2,0,'政府信息公开年报',\"javascript:funclick('A0212')\");</script>"


def line(number):
    name = f"墨溪县第{number}小学2022年政府信息公开工作年度报告"
    return f'<tr class="tr_main_value_odd"><td>{number}</td><td><a href="/art/2023/1/9/art_12565_{number}.html" title="{name}">{name[:9]}…</a></td><td>2023-01-09</td></tr>'


class Catalogue:
    """A column with the call of search.jsp and a tree; `pages` is what the pager says, `given` how many it gives."""

    def __init__(self, given, pages=None, head="", tree=TREE, call=CALL, code="A0212"):
        self.given, self.pages, self.code = given, given if pages is None else pages, code
        self.column = f"<html><head>{head}</head><body>{tree}{call}</body></html>"

    def __call__(self, ask):
        parts = urlsplit(ask.url)
        if parts.path.endswith("tree.jsp"):
            return f"<html><body>{CODES}</body></html>"
        if parts.path != SEARCH:
            return self.column
        assert (ask.method, ask.headers["Referer"].partition("?")[0]) == ("POST", COLUMN)
        assert {
            "infotypeId": self.code,
            "jdid": "2",
            "area": "002276772",
            "divid": "div12565",
        }.items() <= ask.form.items()
        number = int(parse_qs(parts.query)["currpage"][0])
        assert ask.form["currpage"] == str(number)
        lines = range(number * 10, number * 10 + 10) if number <= self.given else ()
        return f"<table>{''.join(map(line, lines))}<tr><td>&nbsp;&nbsp;共{self.pages}页&nbsp;</td></tr></table>"


@pytest.mark.parametrize("pages", [1, 2, 7])
def test_the_rows_of_the_annual_reports_code_are_all_found(walk, pages):
    walked = walk(listing, COLUMN, Catalogue(pages))
    assert len(walked.urls) == pages * 10
    assert (len(walked.asks), walked.shortfall, walked.problems) == (2 + pages, 0, [])
    entry = walked.entries[f"{HOST}/art/2023/1/9/art_12565_11.html"]
    assert (entry.title, entry.date) == ("墨溪县第11小学2022年政府信息公开工作年度报告", "2023-01-09")


def test_a_code_in_the_address_or_in_the_call_needs_no_tree(walk):
    assert len(walk(listing, f"{COLUMN}?number=B7", Catalogue(2, code="B7")).asks) == 3
    call = CALL.replace("infotypeId='+a+'", "infotypeId=C9")
    assert len(walk(listing, COLUMN, Catalogue(2, call=call, code="C9")).asks) == 3


def test_an_annual_reports_column_without_tree_is_asked_without_a_code(walk):
    head = '<meta name="ColumnName" content="政府信息公开年报">'
    assert len(walk(listing, COLUMN, Catalogue(2, head=head, tree="", code="")).urls) == 20


def test_a_pager_that_promises_too_much_means_a_list_not_read_in_full(walk):
    walked = walk(listing, COLUMN, Catalogue(2, pages=900))
    assert (len(walked.urls), walked.shortfall, len(walked.asks)) == (20, 1, 5)


def test_a_frame_of_annual_reports_is_followed(walk):
    frame = '<html><body><iframe src="/module/xxgk/xxgkAnnualReport.jsp?area=01251010-066"></iframe></body></html>'
    walked = walk(listing, COLUMN, {COLUMN: frame, f"{ANNUAL}?area=01251010-066": f"<html>{SELECT}</html>"})
    assert len(walked.urls) == 3


def test_a_home_page_gives_its_links_alone():
    read = listing(Page(f"{HOST}/", f"<html><body>{TREE}{CALL}<a href='/zwgk/'>政务公开</a></body></html>".encode()))
    assert (read.asks, [e.title for e in read.entries]) == ((), ["政务公开"])


pieces = st.sampled_from(
    [
        SELECT,
        LINKS,
        DTREE,
        ZTREE,
        FRAME,
        TREE,
        CALL,
        CODES,
        "search.jsp",
        ".add(",
        "{",
        "'",
        "共99999999999999页",
        "area=",
        "funclick(",
    ]
)
states = st.sampled_from(
    [
        {},
        {"years": [2020], "address": ANNUAL},
        {"catalogue": {"infotypeId": "", "area": ""}, "search": MODULE, "column": COLUMN},
    ]
)


@given(
    st.lists(pieces | st.text(max_size=10), max_size=10).map("".join),
    st.sampled_from([ANNUAL, COLUMN, f"{ANNUAL}?area=["]),
    states,
)
@settings(max_examples=150, deadline=None)
def test_any_page_is_read(text, url, state):
    assert len(listing(Page(url, text.encode("utf-8", "replace"), {}, state)).asks) <= 40


@pytest.mark.timeout(20)
@pytest.mark.parametrize("start", ["'/module/xxgk/", "search.jsp'", "{a", "d.add(", "funclick('", "共<", "area="])
def test_a_page_of_beginnings_does_not_hold_up_a_crawl(start):
    text = f"<html><body>{CALL}<script>{start * 40_000}</script></body></html>".encode()
    for url, state in ((ANNUAL, {}), (COLUMN, {}), (MODULE, {"years": [2020], "address": ANNUAL})):
        listing(Page(url, text, {}, state))
