"""Which family made a page: by its address alone, by what it holds, by what its links look like."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SHARED, portals_seen

from crawler.detection import by_address, by_page, marks
from crawler.family import Page
from crawler.portals import FAMILIES

HERE = "http://www.example.gov.cn/zwgk/nb/"
ADDRESSES = [
    ("http://a.gov.cn/zwgk/nb/202301/t20230119_4374134.html", "trs"),
    ("http://a.gov.cn/zwgk/nb/t20230119_4374134.shtml", "trs"),
    ("http://a.gov.cn/was5/web/search?channelid=1&page=2", "trs"),
    ("http://a.gov.cn:8080/town/gkmlpt/content/0/638/post_638777.html", "gkmlpt"),
    ("http://a.gov.cn/zwgk/nb/content/post_8899638.html", "nfcms"),
    ("http://a.gov.cn/zwgk/nb/content/mpost_8899638.html", "nfcms"),
    ("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=370900004341&fbtime=2022", "hanweb_xxgk"),
    ("http://a.gov.cn/dynamic/zwgk/govInfoPub.html?categorynum=003006", "epoint"),
    ("http://a.gov.cn/public/column/12651?type=3", "longxun"),
    ("http://a.gov.cn/zwgk/public/content/37034572", "longxun"),
    ("http://a.gov.cn/XxgkAnnualReport/show/5712.html", "ahcontent"),
    ("http://a.gov.cn/openness/OpennessAnnualReport/show/4061.html", "ahcontent"),
    ("http://a.gov.cn/News/showList/12/page_3.html", "ahcontent"),
    ("http://a.gov.cn/abc/c123/202202/973157410ae049d281a6121607fc4bfd.shtml", "ucap"),
    ("http://a.gov.cn/info/1648/47211.htm", "vsb"),
]
PAGES = [
    ("<script>window._CONFIG = { SID: '755001', TREE: [] }</script>", "gkmlpt"),
    ("<script>window.NFCMS_SITE_ID = '2'</script>", "nfcms"),
    ("""<div unitUrl="/x" queryData="{'webId':'1','tplSetId':'2'}"></div>""", "hanweb_jpaas"),
    ("<script>$('#1').jpage({totalRecord:3})</script>", "hanweb_jpage"),
    ("<script>x = {proxyUrl:'/truecms/messageController/getMessage.do'}; $('#1').jpage({})</script>", "truecms"),
    ('<iframe src="/module/xxgk/tree.jsp?area=1"></iframe>', "hanweb_xxgk"),
    ('<script src="/js/webBuilderCommon.js"></script>', "epoint"),
    ('<div class="easysite-news-text"></div>', "easysite"),
    ("<script>$.get('/site/label/8888?labelName=publicInfoList')</script>", "longxun"),
    ('<a href="/XxgkAnnualReport/show/12.html">甲</a>', "ahcontent"),
    ("<script>createPageHTML('page_div', 3, 1, 'list', 'shtml', 40);</script>", "ucap"),
    ('<form><div id="vsb_content"></div></form>', "vsb"),
    ('<script>createPageHTML(3, 0, "index", "html");</script>', "trs"),
]


@pytest.mark.parametrize(("url", "family"), ADDRESSES)
def test_an_address_with_a_mark_tells_its_family(url, family):
    found = by_address(url)
    assert found.family == family
    assert "the address has" in found.evidence[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://a.gov.cn/",
        "http://a.gov.cn/col/col123/index.html",
        "http://a.gov.cn/art/2021/1/2/art_12_34.html",
        "http://a.gov.cn/zwgk/zfxxgknb/",
        "http://t20230119_4374134.gov.cn/x",
        "http://a.gov.cn/x#/gkmlpt/",
    ],
)
def test_an_address_without_a_mark_tells_none(url):
    assert by_address(url).family is None


HEX = "0123456789abcdef0123456789abcdef"
DIALECT = "/c/2023-01-19/4567.shtml", "founder-c"


def test_an_address_of_a_dialect_tells_plain_links_and_names_the_dialect():
    found = by_address(f"http://a.gov.cn{DIALECT[0]}")
    assert (found.family, found.dialect) == ("static", DIALECT[1])
    assert DIALECT[1] in found.evidence[0]


@pytest.mark.parametrize(("url", "family"), ADDRESSES)
def test_a_mark_goes_before_a_dialect(url, family):
    assert (by_address(url).family, by_address(url).dialect) == (family, None)


@pytest.mark.parametrize(("inner", "family"), PAGES)
def test_the_marks_of_a_page_go_before_the_dialect_of_its_address(inner, family):
    assert by_page(Page(f"http://a.gov.cn{DIALECT[0]}", f"<html>{inner}</html>".encode())).family == family


def links(*paths):
    return Page(HERE, "".join(f'<a href="{path}">甲</a>' for path in paths).encode())


def test_several_links_in_one_dialect_tell_plain_links():
    found = by_page(links("/c/2023-01-19/1.shtml", "/c/2023-01-20/2.shtml"))
    assert (found.family, found.dialect) == ("static", "founder-c")
    assert "the dialect founder-c" in found.evidence[0]
    assert by_page(links("/c/2023-01-19/1.shtml", f"/20230331/{HEX}.html")).family is None


def test_links_with_the_marks_of_a_family_go_before_more_links_in_a_dialect():
    dialect = (f"/c/2023-01-19/{n}.shtml" for n in range(9))
    assert by_page(links(*dialect, "/info/1648/1.htm", "/info/1648/2.htm")).family == "vsb"


@pytest.mark.parametrize(("inner", "family"), PAGES)
def test_a_page_with_a_mark_tells_its_family(inner, family):
    found = by_page(Page(HERE, f"<html><body>{inner}</body></html>".encode()))
    assert found.family == family
    assert "the page has" in found.evidence[0]


def test_a_body_moved_from_another_system_is_no_mark():
    page = Page(HERE, b'<div class="TRS_Editor">x</div><script>window.NFCMS_SITE_ID=1</script>')
    assert by_page(page).family == "nfcms"
    assert by_page(Page(HERE, b'<div class="TRS_Editor">x</div>')).family is None


@pytest.mark.parametrize(("url", "family"), ADDRESSES)
def test_several_links_of_one_shape_tell_a_family_and_one_does_not(url, family):
    there = url.replace("a.gov.cn:8080", "www.example.gov.cn").replace("a.gov.cn", "www.example.gov.cn")
    one = f'<a href="{there}">甲</a>'
    two = f'{one}<a href="{there}&x=1">乙</a><a href="{there}?y=2">丙</a>'
    if family == "ahcontent" and "AnnualReport" in url:
        pytest.skip("its links are marks by themselves")
    if "/was5/" in url or "/module/xxgk/" in url:
        pytest.skip("its links are marks by themselves")
    assert by_page(Page(HERE, one.encode())).family is None
    assert by_page(Page(HERE, two.encode())).family == family


def test_a_page_of_scripts_alone_needs_a_browser():
    assert by_page(Page(HERE, b"<html><body><div id=app></div><script src=/a.js></script></body></html>")).needs_browser
    assert not by_page(Page(HERE, b"<html><body>" + "字".encode() * 300)).needs_browser


def test_every_mark_is_of_a_family_a_row_may_name_and_says_something():
    assert {mark.family for mark in marks()} <= set(FAMILIES)
    assert all(mark.says and (mark.address or mark.page or mark.page_all) for mark in marks())


@given(st.text(max_size=200) | st.sampled_from([inner for inner, _ in PAGES]))
def test_any_page_and_address_give_an_answer(text):
    assert by_page(Page(f"http://a.gov.cn/{text}", text.encode("utf-8", "replace"))).evidence
    by_address(f"http://a.gov.cn/{text}")


@pytest.mark.timeout(20)
def test_a_large_page_full_of_beginnings_of_marks_is_told_quickly():
    for start in ('queryData="{', "<script text/xml ", "window._CONFIG ", "ms-controller=", 'id="viewGuid" '):
        by_page(Page(HERE, (start * (2_000_000 // len(start))).encode()))


# --- real addresses and pages, where they are at hand ----------------------------------------------------------

SPIDER = {
    "hanweb-art": "hanweb_jpage",
    "hanweb-col": "hanweb_jpage",
    "ah-xxgkcontent": "ahcontent",
    "longxun-public": "longxun",
    "epoint-ewb": "epoint",
    **{name: name for name in ("truecms", "gkmlpt", "nfcms", "vsb")},
}


def spider_of(guess):
    """The family of this project for a finer one of the list of seen portals."""
    for start, family in (
        ("trs", "trs"),
        ("easysite", "easysite"),
        ("ucap", "ucap"),
        ("hanweb-jpaas", "hanweb_jpaas"),
        ("hanweb-xxgk", "hanweb_xxgk"),
    ):
        if guess.startswith(start):
            return family
    return SPIDER.get(guess, "static")


@pytest.mark.skipif(not SHARED.exists(), reason="the reference material is not here")
def test_no_address_of_a_real_report_is_told_to_be_of_a_wrong_family_but_those_the_documentation_explains(pytestconfig):
    rows = [(by_address(row["example_url"]), row) for row in portals_seen()]
    wrong = [(told, row) for told, row in rows if told.family not in (None, spider_of(row["family_guess"]))]
    assert {(row["host"].removeprefix("mirror:"), told.dialect) for told, row in wrong} == explained(
        pytestconfig.rootpath
    )
    assert sum(told.family is not None and not told.dialect for told, _ in rows) >= 200
    assert sum(bool(told.dialect) for told, _ in rows) >= 60


def explained(root):
    """The hosts and dialects in the documentation's table of addresses of one shape."""
    lines = (root / "docs" / "crawling.md").read_text("utf-8").partition("| address seen at |")[2].splitlines()[2:]
    cells = (line.split("|") for line in itertools.takewhile(lambda line: line.startswith("|"), lines))
    return {(cell[1].strip(" `"), cell[3].strip(" `")) for cell in cells}


@pytest.mark.skipif(not SHARED.exists(), reason="the reference material is not here")
def test_the_saved_pages_are_told():
    for saved in json.loads((SHARED / "pages" / "expected.json").read_text("utf-8")):
        page = Page(HERE, (SHARED / "pages" / saved["file"]).read_bytes())
        family = "trs" if saved["family"].startswith("trs") else saved["family"].replace("-", "_")
        assert by_page(page).family == family, saved["file"]
