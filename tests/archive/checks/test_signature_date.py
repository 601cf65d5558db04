import pytest

from archive.checks.signature_date import signature_date
from archive.models import Report, Section


def found(text, year=2021):
    sections = (
        Section("preface", None, "白鹭区财政局2021年度报告\n2021年1月20日"),
        Section("other_matters", None, text),
    )
    return list(signature_date(Report(None, "白鹭区财政局", year, "t2021", None, None, "", "", sections=sections)))


@pytest.mark.parametrize("day", ["2021年1月20日", "二〇二一年一月二十日", "2020年1月20日"])
def test_a_report_signed_before_its_year_was_over_is_in_doubt(day):
    (finding,) = found(f"无。\n白鹭区财政局\n{day}")
    assert (finding.check, finding.status, finding.severity) == ("Z2", "unknown", "soft")
    assert "signed before 2021 was over: other_matters, line 3" in finding.message


@pytest.mark.parametrize(
    "text", ["无。\n白鹭区财政局\n2022年1月20日", "无。\n白鹭区财政局\n2021年12月30日", "2021年1月20日，我局换届。"]
)
def test_other_days_do_not_alarm(text):
    assert found(text) == []


def test_a_date_under_the_title_is_no_signature():
    assert found("") == []


def test_without_a_year_nothing_is_said():
    assert found("白鹭区财政局\n2021年1月20日", year=None) == []
