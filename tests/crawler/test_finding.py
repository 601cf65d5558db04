"""The row a look at a site makes: the topmost column of the reports it saw."""

import pytest

from crawler.finding import Seen, division_of, found, name_of
from crawler.portals import of_address

HOME = "http://www.example.gov.cn/"
PORTAL = of_address(HOME)


def page(path, above=None, **said):
    link = None if above is None else HOME + above
    return Seen(portal=PORTAL.name, url=HOME + path, family=said.pop("family", "static"), found_on=link, **said)


def test_of_year_folders_the_column_that_holds_them_is_the_row():
    look = found(
        PORTAL,
        [
            page("", site="甲县人民政府门户网站", site_code="3501280001"),
            page("zwgk/", "", title="政府信息公开"),
            page("zwgk/nb/", "zwgk/", title="年报", column=True, family="trs"),
            page("zwgk/nb/2021/", "zwgk/nb/", title="2021年", column=True, named=4, first="f", family="trs"),
            page("zwgk/nb/2022/", "zwgk/nb/", title="2022年", column=True, named=5, first="g", family="trs"),
        ],
    )
    assert look.row.index_url == f"{HOME}zwgk/nb/"
    assert (look.row.family, look.reports, look.others) == ("trs", 9, ())
    assert (look.row.division, look.row.level, look.row.title) == ("350128", "county", "甲县人民政府")
    assert [one.url.removeprefix(HOME) for one in look.way] == ["", "zwgk/", "zwgk/nb/", "zwgk/nb/2021/"]


def test_of_two_columns_the_fuller_is_the_row_and_the_other_is_named():
    look = found(
        PORTAL,
        [
            page(""),
            page("a/", "", column=True, named=2, first="x"),
            page("b/", "", column=True, named=7, first="y", rendered=True),
        ],
    )
    assert (look.row.index_url, look.others, look.example) == (f"{HOME}b/", (f"{HOME}a/",), "y")
    assert look.row.render == "always"


def test_an_api_s_answer_stands_for_the_page_that_asked_it():
    look = found(
        PORTAL,
        [page("list/", column=True), page("api?page=1", "list/", column=True, named=3, first="x", family="epoint")],
    )
    assert (look.row.index_url, look.row.family) == (f"{HOME}list/", "epoint")


def test_where_nothing_was_named_there_is_no_row():
    assert found(PORTAL, [page(""), page("zwgk/", "")]) is None
    assert found(PORTAL, []) is None


def test_pages_that_lead_to_each_other_are_no_trouble():
    ring = [page("a/", "b/", column=True, named=1, first="x"), page("b/", "a/", column=True)]
    assert found(PORTAL, ring).row.index_url == f"{HOME}b/"


@pytest.mark.parametrize("code", ["", "9999990001", "350128", "35012800011", "bm0800001", "３５０１２８０００１"])
def test_a_code_that_is_none_tells_no_division(code):
    assert division_of(code) == ("", "")


@pytest.mark.parametrize(
    ("url", "name"), [("http://中文.example/", "example"), ("http://127.0.0.1:80/", "127-0-0-1-80")]
)
def test_a_row_s_name_is_one_a_list_may_hold(url, name):
    assert name_of(url) == name
