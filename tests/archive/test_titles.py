import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_titles import NEIGHBOURS, REPORTS

from archive.titles import read_title

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.mark.parametrize(("text", "year", "agency"), REPORTS)
def test_a_published_title_is_a_report_of_its_year_and_body(text, year, agency):
    title = read_title(text)
    assert (title.kind, title.year, title.agency) == ("report", year, agency)


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_what_stands_beside_the_reports_is_none(text):
    assert read_title(text).kind != "report"


@pytest.mark.parametrize(
    "agency", ["甲县意见征集办公室", "甲市规定研究所", "甲市函授学院", "甲市城市规划展览馆会议中心", "甲县下载中心"]
)
def test_a_body_whose_name_holds_a_neighbours_word_still_publishes_reports(agency):
    title = read_title(f"{agency}2023年政府信息公开工作年度报告")
    assert (title.kind, title.agency) == ("report", agency)


def test_the_year_of_a_document_number_is_not_the_year_of_the_report():
    assert read_title("甲政办〔2024〕3号 甲县2023年政府信息公开工作年度报告").year == 2023


def test_the_year_nearest_to_the_core_is_the_year_of_the_report():
    assert read_title("2024年公布的甲县教育局2023年政府信息公开工作年度报告").year == 2023


@MODERATE
@given(st.integers(2008, 2029), st.sampled_from(["年", "年度"]), st.sampled_from(["工作", ""]))
def test_year_and_body_are_read_in_every_order(year, word, work):
    core = f"政府信息公开{work}年度报告"
    for text in (f"甲县水务局{year}{word}{core}", f"{year}{word}甲县水务局{core}"):
        title = read_title(text)
        assert (title.kind, title.year, title.agency) == ("report", year, "甲县水务局")


@MODERATE
@given(st.text(alphabet="政府信息公开工作年度报告2023〔〕号局的关于 《》.", max_size=40))
def test_no_text_makes_the_reading_of_titles_fail(text):
    assert read_title(text).kind in {"report", "neighbour", "other"}
