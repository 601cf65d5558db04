"""What a link leads to, told by its title: reports, their neighbours in the same columns, columns and folders."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_titles import NEIGHBOURS, REPORTS

from crawler.family import Entry
from crawler.links import classify, is_column_address, is_column_name, reports

DETAIL = "http://www.example.gov.cn/zfxxgknb/202301/t20230119_5120077.html"


def link(title, *, in_column=True, url=DETAIL, **more):
    return classify(Entry(url, title, **more), in_column=in_column)


@pytest.mark.parametrize(("title", "year", "agency"), [known for known in REPORTS if known[2]])
@pytest.mark.parametrize("in_column", [True, False])
def test_titles_of_reports_are_known_with_year_and_agency(title, year, agency, in_column):
    found = link(title, in_column=in_column)
    assert (found.kind, found.title.year, found.title.agency) == ("report", year, agency)


@pytest.mark.parametrize(
    "title", ["2022年政府信息公开工作年度报告", "2022年度政府信息公开年度报告", "2021年政府信息公开年报"]
)
def test_a_title_without_agency_is_a_report_outside_a_column(title):
    assert link(title, in_column=False).kind == "report"


@pytest.mark.parametrize("ending", ["pdf", "doc", "docx", "wps", "ofd", "xlsx", "PDF"])
def test_a_title_without_agency_that_leads_to_a_document_is_a_report(ending):
    url = f"http://www.example.gov.cn/zfxxgknb/202301/P020230119374134.{ending}"
    found = link("2022年政府信息公开工作年度报告", url=url)
    assert (found.kind, found.title.year) == ("report", 2022)


@pytest.mark.parametrize("title", [*NEIGHBOURS, "首页", "更多>>", ""])
@pytest.mark.parametrize("in_column", [True, False])
def test_neighbours_of_reports_are_never_taken_for_one(title, in_column):
    assert link(title, in_column=in_column).kind in ("neighbour", "other")


@pytest.mark.parametrize(
    "name", ["政府信息公开年报", "年度报告", "信息公开年报", "公开年报", "年报", "政府信息公开工作年度报告"]
)
def test_columns_of_annual_reports_are_known_by_name(name):
    assert is_column_name(name)
    assert link(name, in_column=False).kind == "column"


@pytest.mark.parametrize(
    "name",
    [
        "政府网站工作年度报表",
        "政府信息公开指南",
        "法治政府建设年度报告",
        "青屿市2022年政府信息公开年度报告",
        "",
        "财政决算",
    ],
)
def test_other_columns_are_not_taken_for_one(name):
    assert not is_column_name(name)


@pytest.mark.parametrize("text", ["2021", "2021年", "2022年度", "二〇二一年", "2023年年报"])
def test_year_folders_count_inside_a_column_only(text):
    assert link(text, in_column=True).kind == "year"
    assert link(text, in_column=False).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "部门",
        "乡镇",
        "街道",
        "县区",
        "市直部门",
        "乡镇（街道）",
        "市教育局",
        "石桥镇",
        "国家税务总局某县税务局",
        "省级",
        "市级",
        "县级市",
        "平湖市",
        "嘉兴市平湖市",
        "鼓楼",
        "兴安盟",
        "桐乡市（县级）",
        "教育局（体育局）",
        "残疾人联合会",
        "市红十字会",
        "县委宣传部",
        "县消防救援队",
        "人民银行",
    ],
)
def test_agencies_and_levels_count_inside_a_column_only(text):
    assert link(text, in_column=True).kind == "group"
    assert link(text, in_column=False).kind == "other"


@pytest.mark.parametrize(
    "text", ["全部", "干部", "社会", "走进平湖市", "魅力嘉善", "市政府召开新闻发布会", "超市", "城市", ""]
)
def test_what_only_ends_like_a_place_or_an_organ_is_no_folder(text):
    assert link(text, in_column=True).kind == "other"


@pytest.mark.parametrize("text", ["政府信息公开", "信息公开", "政务公开", "法定主动公开内容"])
def test_the_way_to_a_column_is_known(text):
    assert link(text, in_column=False).kind == "disclosure"


def test_a_family_that_knows_what_a_link_leads_to_is_believed_but_for_neighbours():
    assert link("附件", is_report=True).kind == "report"
    assert link("青屿市2022年政府信息公开工作年度报告", is_report=False).kind == "other"
    assert link("关于做好2021年政府信息公开工作年度报告编制的通知", is_report=True).kind == "neighbour"


@pytest.mark.parametrize(
    ("url", "is_column"),
    [
        ("http://a.gov.cn/zwgk/zfxxgknb/", True),
        ("http://a.gov.cn/bm/slj/zwgk_10474/zfxxgknb_10483/", True),
        ("http://a.gov.cn/xxgk/xxgkndbg", True),
        ("http://a.gov.cn/ZFXXGKNB/index.html", True),
        ("http://a.gov.cn/", False),
        ("http://a.gov.cn/zwgk/?from=/zfxxgknb/", False),
        ("http://zfxxgknb.a.gov.cn/zwgk/", False),
    ],
)
def test_a_column_is_known_by_its_address(url, is_column):
    assert is_column_address(url) is is_column


def years(found):
    return [one.title.year for one in found]


def test_reports_of_the_years_asked_for_are_chosen_and_unknown_years_kept():
    titles = [f"某局{year}年政府信息公开工作年度报告" for year in (2018, 2019, 2020, 2021)] + [
        "某局政府信息公开工作年度报告"
    ]
    links = [link(title, url=f"http://a.gov.cn/{i}") for i, title in enumerate(titles)]
    assert years(reports(links, 2019, 2020)) == [2019, 2020, None]
    assert years(reports(links, None, 2018)) == [2018, None]
    assert years(reports(links, 2021, None)) == [2021, None]


def test_an_address_listed_twice_is_one_report_with_the_fullest_title():
    short, full = link("2020年政府信息公开年度报告", in_column=False), link("某局2020年政府信息公开年度报告")
    assert reports([short, full, short], None, None) == [full]


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_title_is_classified(title, in_column):
    kinds = {"report", "column", "year", "group", "disclosure", "neighbour", "other"}
    assert link(title, in_column=in_column).kind in kinds


@given(st.text(max_size=30), st.sampled_from(["的通知", "制度", "指南", "解读", "工作总结", "评估报告", "格式"]))
@settings(max_examples=100, deadline=None)
def test_no_title_that_ends_as_a_neighbours_does_is_a_report(start, end):
    assert link(f"{start}2021年政府信息公开工作年度报告{end}").kind != "report"
