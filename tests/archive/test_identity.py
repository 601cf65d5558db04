import pytest

from archive.identity import identify
from archive.models import Document, Hints, Paragraph

PERIOD = "本报告数据统计期限为{}年1月1日至{}年12月31日。"


def document(*lines, **facts):
    return Document("text/plain", tuple(Paragraph(line, {"line": i}) for i, line in enumerate(lines, 1)), **facts)


def who(*lines, hints=None, **facts):
    return identify([document(*lines, **facts)], hints or Hints())


def test_a_title_over_two_lines_is_put_together():
    found = who("甲区卫健局2021年政府信息公开工作", "年度报告", "一、总体情况")
    assert (found.agency, found.year, found.is_report) == ("甲区卫健局", 2021, True)


def test_a_title_of_agency_and_core_on_separate_lines_is_put_together():
    found = who("甲县乙镇人民政府", "2022年政府信息公开工作年度报告", "一、总体情况")
    assert (found.agency, found.year) == ("甲县乙镇人民政府", 2022)


def test_the_link_tells_the_agency_a_bare_title_leaves_out():
    hints = Hints(link_title="甲县财政局2022年政府信息公开工作年度报告", agency="甲县")
    found = who("2022年政府信息公开工作年度报告", "一、总体情况", hints=hints)
    assert found.agency == "甲县财政局"


def test_the_document_wins_over_every_hint():
    hints = Hints(link_title="丙局2019年政府信息公开工作年度报告", agency="丙局", year=2019)
    found = who("甲局2021年政府信息公开工作年度报告", hints=hints)
    assert (found.agency, found.year) == ("甲局", 2021)


def test_the_signature_names_the_agency_of_a_bare_title():
    lines = ["2020年政府信息公开工作年度报告", "一、总体情况", "甲区卫生健康局", "2021年1月18日"]
    found = who(*lines)
    assert (found.agency, found.published) == ("甲区卫生健康局", "2021-01-18")


def test_hints_fill_what_the_document_leaves_open():
    found = who("政府信息公开工作年度报告", "一、总体情况", hints=Hints(agency="甲县水务局", year=2020))
    assert (found.agency, found.year) == ("甲县水务局", 2020)


def test_the_stated_period_gives_the_year_a_title_leaves_out():
    assert who("甲县水务局政府信息公开工作年度报告", PERIOD.format(2022, 2022)).year == 2022


def test_a_title_of_another_year_than_the_figures_is_a_contradiction():
    found = who("甲镇2020年政府信息公开工作年度报告", PERIOD.format(2021, 2021))
    assert [(f.check, f.status) for f in found.findings] == [("N28", "fail")]
    assert "2020" in found.findings[0].message
    assert "2021" in found.findings[0].message


@pytest.mark.parametrize(("first", "last"), [(2020, 2021), (2021, 2022)])
def test_a_period_of_which_one_year_was_not_changed_is_a_contradiction(first, last):
    found = who("甲镇2021年政府信息公开工作年度报告", PERIOD.format(first, last))
    assert [(f.check, f.status, f.severity) for f in found.findings] == [("N28", "fail", "hard")]
    assert f"from {first} to {last}" in found.findings[0].message


def test_a_span_of_years_that_is_not_that_of_the_figures_is_no_contradiction():
    span = "本规划自2020年1月1日起至2025年12月31日止。"
    assert who("甲镇2021年政府信息公开工作年度报告", PERIOD.format(2021, 2021), span).findings == ()


def test_a_title_and_a_period_that_agree_are_no_contradiction():
    assert who("甲镇2021年政府信息公开工作年度报告", PERIOD.format(2021, 2021)).findings == ()


@pytest.mark.parametrize(
    "title", ["关于做好2021年政府信息公开工作年度报告编制发布工作的通知", "甲县政府信息公开工作年度报告制度（试行）"]
)
def test_a_notice_about_reports_is_a_neighbour(title):
    found = who(title, "各科室：请按时报送。")
    assert found.is_neighbour
    assert not found.is_report


def test_a_page_about_something_else_is_neither():
    found = who("甲县召开工作会议", "会议强调了安全生产。")
    assert not found.is_neighbour
    assert not found.is_report


def test_the_visible_date_beside_the_body_is_the_date_of_publication():
    found = who("甲局2021年政府信息公开工作年度报告", published="2022-01-20", published_meta="2022-01-25")
    assert (found.published, found.published_meta) == ("2022-01-20", "2022-01-25")


def test_a_date_in_the_narrative_is_no_date_of_publication():
    lines = ["甲局2021年政府信息公开工作年度报告", "一、总体情况", "2021年5月3日召开会议。", *["其他。"] * 6]
    assert who(*lines).published is None


def test_an_attachment_is_known_by_the_page_that_leads_to_it():
    page = document("甲局2021年政府信息公开工作年度报告", title="甲局2021年政府信息公开工作年度报告")
    found = identify([page, document("一、总体情况", "附件正文。")], Hints())
    assert (found.agency, found.year) == ("甲局", 2021)


def test_a_document_without_any_text_belongs_to_nobody():
    found = identify([Document("text/plain", ())], Hints())
    assert (found.title, found.agency, found.year, found.is_report) == (None, None, None, False)


@pytest.mark.parametrize(
    ("title", "text", "agency"),
    [
        ("甲区卫健局", "乙市甲区卫生健康局编制本报告。", "甲区卫生健康局"),
        ("甲区卫健局", "本局编制本报告。", "甲区卫健局"),
        ("甲县教育局", "与甲县教育体育局联系。", "甲县教育局"),
        ("甲区乙街", "请与甲区乙街道办事处联系。", "甲区乙街道办事处"),
        ("甲县乙镇", "甲县乙镇人民政府编制。", "甲县乙镇人民政府"),
        ("甲县发改委", "甲县发展和改革委员会编制。", "甲县发展和改革委员会"),
        ("财政局", "本报告由甲县财政局编制，如有疑问请与甲县财政局联系。", "甲县财政局"),
    ],
)
def test_a_short_name_is_written_out_where_the_report_does(title, text, agency):
    assert who(f"{title}2021年政府信息公开工作年度报告", "一、总体情况", text).agency == agency


def test_a_report_of_2008_tells_its_year_and_dates_in_chinese_numerals():
    lines = ["甲县乙局二○○八年政府信息公开工作年度报告", "一、概述", "数据统计期限自2008年5月1日起至12月31日止。"]
    found = who(*lines, "甲县乙局", "二○○九年三月十日")
    assert (found.agency, found.year, found.published) == ("甲县乙局", 2008, "2009-03-10")
    assert found.findings == ()


def test_a_title_with_the_days_of_its_period_names_the_agency():
    found = who("甲区人民政府2008年5月1日至12月31日政府信息公开年度报告", "一、概述")
    assert (found.agency, found.year) == ("甲区人民政府", 2008)


def test_the_title_of_a_saved_page_stands_below_its_navigation():
    navigation = [f"栏目{n}" for n in range(30)]
    found = who(
        *navigation, "政府信息公开年报", "甲县财政局2022年政府信息公开工作年度报告", "来源：甲县", "一、总体情况"
    )
    assert (found.title, found.agency, found.year) == ("甲县财政局2022年政府信息公开工作年度报告", "甲县财政局", 2022)


@pytest.mark.parametrize(
    "line", ["四、政府信息公开行政复议、行政诉讼情况", "全年公开各类信息共计三百余条，其中政策文件四十条。"]
)
def test_a_heading_or_prose_is_no_title(line):
    assert who(line).title is None
