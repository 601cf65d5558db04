import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.titles import read_title

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)

# Titles as they are published, with the year and the body they name.
REPORTS = [
    ("秀洲区卫生健康局2020年度政府信息公开工作年度报告", 2020, "秀洲区卫生健康局"),
    ("富阳区卫健局2021年政府信息公开工作\n年度报告", 2021, "富阳区卫健局"),
    ("利通区卫生健康局 2020 年政府信息公开 工作年度报告", 2020, "利通区卫生健康局"),
    ("番禺区卫生健康局 2020 年政府信息公开 工作年度的报告", 2020, "番禺区卫生健康局"),
    ("2019年上海市人民政府办公厅政府信息公开工作年度报告", 2019, "上海市人民政府办公厅"),
    ("2022年上海市政府信息公开工作年度报告", 2022, "上海市"),
    ("宿迁市2017年政府信息公开年度报告", 2017, "宿迁市"),
    ("宿迁市政府办公室2014年政府信息公开年度报告", 2014, "宿迁市政府办公室"),
    ("舒兰市市场监督管理局2016年政务信息公开年度报告", 2016, "舒兰市市场监督管理局"),
    ("重庆市大足区人民政府外事办公室政府信息公开工作2022年度报告", 2022, "重庆市大足区人民政府外事办公室"),
    ("关于2022年度政府信息公开情况的报告", 2022, None),
    ("攀枝花市仁和区太平乡2020年信息公开工作年度报告", 2020, "攀枝花市仁和区太平乡"),
    ("延安市教育局2019年度政府信息公开工作报告", 2019, "延安市教育局"),
    ("自然资源部2024年政府信息公开工作报告", 2024, "自然资源部"),
    ("东河区卫生健康委员会2021政府信息公开工作年度报告", 2021, "东河区卫生健康委员会"),
    ("佳荣里街2021年政府信息公开工作年度报告", 2021, "佳荣里街"),
    ("示范区教育局2019年政府信息公开工作年度报告", 2019, "示范区教育局"),
    ("教育局2019年政府信息公开工作年度报告", 2019, "教育局"),
    ("2022年政府信息公开工作年度报告", 2022, None),
    ("漳审综〔2026〕2号 漳平市审计局 2025年政府信息公开工作的年度报告", 2025, "漳平市审计局"),
    ("2009年上海市长宁区政府信息公开年报", 2009, "上海市长宁区"),
    ("国家税务总局珠海市香洲区税务局2023年政府信息公开工作年度报告", 2023, "国家税务总局珠海市香洲区税务局"),
    ("张店区公园街道办事处2021年政府信息公开工作年度报告", 2021, "张店区公园街道办事处"),
    ("甲县人民政府办公室二〇二〇年政府信息公开工作年度报告", 2020, "甲县人民政府办公室"),
    ("甲县乙镇人民政府2023年政府信息公开工作年度报告.docx", 2023, "甲县乙镇人民政府"),
    ("甲县乙镇人民政府政府信息公开工作年度报告（2023年）", 2023, "甲县乙镇人民政府"),
    ("《甲县财政局2023年政府信息公开工作年度报告》", 2023, "甲县财政局"),
]
# Titles of what stands in the same columns and is no report.
NEIGHBOURS = [
    "国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
    "关于认真做好2021年政府信息公开工作年度报告编制发布工作的通知",
    "两家满族乡人民政府信息公开工作年度报告制度（试行）",
    "山西省人民政府办公厅政府信息公开年度报告制度(试行)",
    "泉港区政府信息公开统计制度",
    "政府信息公开信息处理费管理办法",
    "平凉市统计局政府信息公开指南",
    "蚌埠市2019年政务公开工作总结",
    "市府研究室2022年度政务信息公开工作总结",
    "2022年上半年政府信息公开数据统计",
    "政府网站工作年度报表（2023年度）",
    "静海区2023年度法治政府建设情况报告",
    "2022年度甲局部门决算公开",
    "政府信息公开工作年度报告发布情况评估报告",
    "图解：甲市2023年政府信息公开工作年度报告",
    "《甲市2023年政府信息公开工作年度报告》解读",
    "2022年市政府信息公开工作年度报告范文",
    "关于报送2023年政府信息公开工作年度报告的函",
]


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
