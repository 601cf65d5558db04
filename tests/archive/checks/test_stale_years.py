import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checks.stale_years import stale_years
from archive.models import Field, Report, Section


def found(key, text, year=2021, period=None):
    fields = (Field("period.from", f"{period}-01-01", {}),) if period else ()
    made = Report(
        f"白鹭区财政局{year}年政府信息公开工作年度报告",
        "白鹭区财政局",
        year,
        "t2021",
        None,
        None,
        "",
        "",
        fields=fields,
        sections=(Section(key, None, text),),
    )
    return list(stale_years(made))


def test_a_section_that_speaks_of_another_year_alone_fails():
    (finding,) = found("overview", "2020年，我局坚持公开。\n（一）主动公开。全年公开3条。\n（二）2020年收到申请1件。")
    assert (finding.check, finding.status, finding.severity) == ("Z2", "fail", "soft")
    assert "speaks of 2020" in finding.message
    assert "overview, line 1, letter 1" in finding.message
    assert "1 more sentence" in finding.message


def test_one_sentence_alone_is_in_doubt():
    assert [f.status for f in found("overview", "2020年，我局坚持公开。全年公开3条。")] == ["unknown"]


def test_years_in_chinese_numerals_count():
    assert [f.status for f in found("overview", "二〇二〇年，我局坚持公开。")] == ["unknown"]


def test_fees_told_of_the_year_before_fail():
    (finding,) = found("other_matters", "2020年度未发出收费通知，没有收取信息处理费。")
    assert finding.status == "fail"


def test_a_plan_for_a_year_that_was_over_fails():
    (finding,) = found("problems", "一是解读少。\n2020年，我局将继续加强培训。")
    assert finding.status == "fail"
    assert "problems, line 2" in finding.message


def test_a_plan_for_the_reports_own_year_is_in_doubt_unless_the_next_one_is_named():
    assert [f.status for f in found("problems", "2021年，我局将继续加强培训。")] == ["unknown"]
    assert found("problems", "2021年，我局将继续加强培训。2022年再看成效。") == []


@pytest.mark.parametrize("opener", ["下一步改进措施：", "（二）下一步工作打算:", "改进措施："])
def test_a_plan_behind_an_opener_is_a_plan(opener):
    assert [f.status for f in found("problems", f"{opener}2021年将进一步加强培训。")] == ["unknown"]
    assert [f.status for f in found("problems", f"{opener}2020年将进一步加强培训。")] == ["fail"]
    assert found("problems", f"{opener}2022年将进一步加强培训。") == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("overview", "2021年，我局坚持公开。2020年曾获表彰。"),
        ("overview", "2022年，我局按照条例编制2021年度报告。"),  # the year of writing is N28's
        ("overview", "2020年同期为3条，全年公开5条。"),
        ("overview", "2020年12月，我局换届。"),
        ("overview", "《2020年政务公开工作要点》下发后，逐条落实。〔2020〕17号文件已公开。"),
        ("overview", "2019年至2020年，我局连续公开。"),
        ("overview", "自2019年以来，我局连续公开。"),
        ("overview", "本年度，我局坚持公开。"),
        ("problems", "2022年，我局将继续加强培训。"),  # next year's plan
        ("problems", "2020年存在的问题已经整改。"),
        ("problems", "2021年，我局信息公开取得一定成效，还有不足。"),
        ("preface", "统计期限为2020年1月1日至2020年12月31日。2020年，我局坚持公开。"),
        ("section_七", "2020年，我局坚持公开。2020年收到申请1件。"),
    ],
)
def test_ordinary_mentions_of_other_years_do_not_alarm(key, text):
    assert found(key, text) == []


def test_where_title_and_period_differ_the_period_is_asked_first():
    assert found("overview", "2020年，我局坚持公开。2020年收到申请1件。", period=2020) == []


@pytest.mark.parametrize("text", ["2020年" + " " * 20_000, "2020年" * 5_000, "《" * 20_000, "（一）2020年，" * 2_000])
def test_texts_made_to_be_slow_are_looked_through_in_bounded_time(text):
    began = time.process_time()
    found("overview", text)
    found("problems", text)
    assert time.process_time() - began < 3


@given(st.text(alphabet="2019年01，。；将我局计划〔〕《》（）\n ", max_size=400))
def test_whatever_the_text_the_check_ends_with_findings_of_its_own(text):
    for key in ("overview", "problems", "other_matters"):
        assert {finding.check for finding in found(key, text)} <= {"Z2"}
