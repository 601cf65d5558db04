"""Reports shown one agency and year at a time: the years of a select box, the agency of a page, addresses."""

import pytest

from crawler.family import Page
from crawler.links import classify
from crawler.year_pages import asking, own_agency, queried, report, years

HERE = "http://www.example.gov.cn:8080/module/xxgk/xxgkAnnualReport.jsp?AREA=1137&fbtime=2022&showType=2"


def page(body):
    return Page(HERE, f"<html>{body}</html>".encode())


def test_years_of_a_select_box_by_value_or_text_each_once():
    box = "<select><option value=''>选择年份</option><option value=2023>2023</option><option value=a>2022年度</option>"
    box += "<option value='2022'>旧</option><option value='12023'>一</option></select><p>2019年</p>"
    assert years(page(box)) == [2023, 2022]


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        ("<title>年报</title><body><h1>青屿市统计局2022年政府信息公开工作年度报告</h1>", "青屿市统计局"),
        ("<meta name=contentSource content='青屿市统计局'><body><p>x</p>", "青屿市统计局"),
        ("<title>政府信息公开年报</title>", ""),
    ],
)
def test_the_agency_of_a_page(body, agency):
    assert own_agency(page(body)) == agency


def test_an_address_keeps_what_it_asks_for_besides_in_its_order():
    made = asking(HERE, area="01251010-066", fbtime=2019)
    assert (
        made
        == "http://www.example.gov.cn:8080/module/xxgk/xxgkAnnualReport.jsp?AREA=01251010-066&fbtime=2019&showType=2"
    )
    assert queried(made) == {"area": "01251010-066", "fbtime": "2019", "showtype": "2"}


@pytest.mark.parametrize("agency", ["青屿市统计局", "青屿市统计局(12)", "青屿市统计局（3）"])
def test_a_composed_title_is_read_as_a_reports_of_its_agency_and_year(agency):
    link = classify(report(HERE, agency, 2022), in_column=False)
    assert (link.kind, link.title.agency, link.title.year) == ("report", "青屿市统计局", 2022)
