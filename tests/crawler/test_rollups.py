"""Pages of many bodies: what a folder's or a body's link says of the report it leads to."""

import pytest

from archive.database.frontier import Task
from crawler.family import Page
from crawler.follow import list_steps
from crawler.links import is_level
from crawler.lists import plain_listing
from crawler.session import Options

HOME = "http://www.a.gov.cn"


def children(text, *, head="", **detail):
    url = f"{HOME}/zfxxgknb/2022n/"
    page = Page(url, f"<html><head>{head}</head><body>{text}</body></html>".encode())
    task = Task(1, "crawl", "portal", "www.a.gov.cn:80", "list", url, b"", {"column": True, "depth": 1, **detail})
    return {child.url: child for child in list_steps(task, page, plain_listing(page), Options()).children}


def a(title, href):
    return f'<li><a href="{href}">{title}</a></li>'


def test_a_years_folder_tells_the_year_and_a_bodys_link_the_body():
    made = children(a("2022年", "/n/2022/") + a("统计局", "/n/tjj.html") + a("市直部门", "/n/bm/"), year=2021)
    known = {url.removeprefix(HOME): (c.detail.get("year"), c.detail.get("agency")) for url, c in made.items()}
    assert known == {"/n/2022/": (2022, None), "/n/tjj.html": (2021, "统计局"), "/n/bm/": (2021, None)}


def test_reports_in_a_bodys_folder_are_its_own_unless_they_name_another():
    made = children(
        a("平潭县统计局2022年政府信息公开工作年度报告", "1.html") + a("2021年政府信息公开工作年度报告", "2.pdf"),
        agency="司法局",
    )
    assert [(c.kind, c.detail["agency"]) for c in made.values()] == [("detail", "平潭县统计局"), ("detail", "司法局")]


def test_a_body_linked_on_another_host_from_a_page_of_one_year_is_a_report_to_fetch():
    made = children(a("平潭县", "http://www.pingtan.gov.cn/nb/2022.html"), year=2022)
    (child,) = made.values()
    assert child.kind == "detail"
    assert child.detail | {"found_on": ""} == {"title": "平潭县", "found_on": "", "agency": "平潭县", "year": 2022}


@pytest.mark.parametrize(
    ("title", "href", "year"),
    [
        ("平潭县", "http://www.pingtan.gov.cn/", 2022),  # a home page: the body, not its report
        ("平潭县", "http://www.pingtan.gov.cn/nb/2022.html", None),  # of no year
        ("县（市）区", "http://www.pingtan.gov.cn/nb/", 2022),  # many bodies
        ("领导信箱", "http://www.pingtan.gov.cn/mail/1.html", 2022),
        ("平潭县", "javascript:void(0)", 2022),
    ],
)
def test_other_links_to_other_hosts_are_not_followed(title, href, year):
    assert children(a(title, href) + a("甲局2022年政府信息公开年度报告", "1.html"), year=year).keys() == {
        f"{HOME}/zfxxgknb/2022n/1.html"
    }


def test_a_page_that_says_its_year_is_a_page_of_that_year():
    head = '<meta name="ColumnName" content="2023年政府信息公开年报">'
    (child,) = children(a("平潭县", "http://www.pingtan.gov.cn/nb/1.html"), head=head).values()
    assert child.detail["year"] == 2023


@pytest.mark.parametrize("name", ["市直部门", "乡镇街道", "县区", "部门年报", "县（市）区", "各县（市、区）年报"])
def test_levels_are_no_bodies(name):
    assert is_level(name)
    assert not is_level("统计局")


def test_a_town_in_a_countys_folder_is_that_countys():
    made = children(
        a("城关镇2022年政府信息公开工作年度报告", "1.html") + a("城关镇", "/n/cg/") + a("平潭县", "/n/pt/"),
        agency="封丘县",
    )
    assert [c.detail["agency"] for c in made.values()] == ["封丘县城关镇", "封丘县城关镇", "平潭县"]


def test_a_town_in_a_column_that_is_a_countys_by_its_name_is_that_countys():
    head = '<meta name="ColumnName" content="封丘县政府信息公开年报">'
    (child,) = children(a("城关镇2022年政府信息公开工作年度报告", "1.html"), head=head).values()
    assert child.detail["agency"] == "封丘县城关镇"
