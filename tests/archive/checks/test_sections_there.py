import pytest

from archive.checks.sections_there import sections_there
from archive.models import Report, Section

ALL = ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
KEYS = dict(zip(ALL, ("overview", "disclosure", "problems", "other_matters"), strict=True))


def report(*headings, preface="", template="t2021"):
    told = [Section(KEYS.get(h, f"section_{h[0]}"), h, "无。", ()) for h in headings]
    sections = (Section("preface", None, preface, ()), *told)
    return Report(None, None, None, template, None, None, "", "", sections=sections)


def missing(made):
    return [finding.message for finding in sections_there(made)]


def test_a_report_with_all_sections_lacks_none():
    assert missing(report(*ALL)) == []


@pytest.mark.parametrize("heading", [ALL[0], ALL[2], ALL[3]])
def test_a_missing_section_in_words_is_named(heading):
    (message,) = missing(report(*(one for one in ALL if one != heading)))
    assert message == f"1 section of the form was not found: {heading}"


def test_tables_alone_lack_no_section():
    assert missing(report(ALL[1])) == []


def test_forms_before_2019_prescribe_other_sections():
    assert missing(report(ALL[0], template="t2014")) == []


def test_a_section_under_its_number_in_other_words_is_there():
    assert missing(report(*ALL[:2], "五、困难和打算", ALL[3])) == []


def test_a_heading_run_into_the_text_before_it_is_there():
    assert missing(report(*ALL[1:], preface="联系电话：0000。一、总体情况\n（一）主动公开。")) == []


def test_an_overview_without_a_heading_is_there_and_a_mere_preface_is_none():
    assert missing(report(*ALL[1:], preface="全年主动公开政府信息。" * 60)) == []
    assert len(missing(report(*ALL[1:], preface="本报告由甲局编制。"))) == 1
