from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checks.placeholders import placeholders
from archive.models import Report, Section


def found(text):
    sections = (Section("overview", "一、总体情况", text),)
    return list(placeholders(Report(None, "白鹭区财政局", 2021, "t2021", None, None, "", "", sections=sections)))


@pytest.mark.parametrize(
    "text", ["20XX年，我局坚持公开。", "统计期限为20××年1月1日起。", "20xx年，坚持公开。", "202X年，坚持公开。"]
)
def test_a_year_that_was_never_filled_in_fails(text):
    assert [(f.check, f.status, f.severity) for f in found(f"坚持公开。\n{text}")] == [("Z3", "fail", "soft")]


@pytest.mark.parametrize(
    "text", ["XX县财政局坚持公开。", "全年公开信息××条。", "收到申请___件。", "由**局编制。", "电话（此处填写）。"]
)
def test_a_name_or_figure_that_was_never_filled_in_is_in_doubt(text):
    assert [f.status for f in found(text)] == ["unknown"]


def test_the_first_spot_is_told_and_the_others_counted():
    (finding,) = found("坚持公开。\n全年公开XX条，其中XX件为文件。")
    assert "overview, line 2, letter 5" in finding.message
    assert "1 more place" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "二〇〇八年，坚持公开。",
        "2021年公开20条。",
        "VIXX条码",
        "A*B条",
        "EXX年会",
        "微信公众号XX平台",
        "______",
        "20×30米",
    ],
)
def test_ordinary_signs_do_not_alarm(text):
    assert found(text) == []


@given(st.text(alphabet="20X×*_年月件局县（填写此处）\n", max_size=300))
def test_whatever_the_text_the_check_ends(text):
    assert {finding.check for finding in found(text)} <= {"Z3"}


def test_a_line_of_underscores_is_looked_at_once():
    """Twenty thousand that lead nowhere took seconds when each was tried as a beginning."""
    began = process_time()
    assert found("_" * 20_000) == []
    assert process_time() - began < 0.5
