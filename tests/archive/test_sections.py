import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Paragraph
from archive.sections import heading_key, split
from crawler.replicas.documents.narrative import HEADINGS

MODERATE = settings(max_examples=100, deadline=None, derandomize=True)
KEYS = ["overview", "disclosure", "applications", "review", "problems", "other_matters"]


def sections(*lines):
    return split(Paragraph(line, {}) for line in lines)


@pytest.mark.parametrize(("heading", "key"), list(zip(HEADINGS, KEYS, strict=True)))
def test_the_headings_of_the_form_open_their_sections(heading, key):
    assert heading_key(heading) == key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("一、 总体情况", "overview"),
        ("一、总体情况、", "overview"),
        ("一、政府信息公开工作的基本情况", "overview"),
        ("二、主动公开政府政府情况", "disclosure"),
        ("二、行政机关主动公开政府信息情况", "disclosure"),
        ("三、收到和处理政府信息公开的申请情况", "applications"),
        ("四、因政府信息公开工作被申请行政复议提起行政诉讼情况", "review"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在的主要问题及改进措施", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("六、其它需要报告的事项", "other_matters"),
        ("六、其他需报告的事项", "other_matters"),
        ("六、其他需要报告的情况", "other_matters"),
        ("**六、其他需要报告的事项**", "other_matters"),
    ],
)
def test_headings_are_known_by_their_core_words(heading, key):
    assert heading_key(heading) == key


OLD = [
    ("一、概　述", "overview"),
    ("二、主动公开政府信息情况", "disclosure"),
    ("三、依申请公开和不予公开政府信息的情况", "applications"),
    ("三、政府信息依申请公开办理情况", "applications"),
    ("四、政府信息公开的收费及减免情况", "fees"),
    ("五、因政府信息公开申请行政复议和提起行政诉讼的情况", "review"),
    ("五、复议、诉讼和申诉情况", "review"),
    ("四、咨询处理情况", "inquiries"),
    ("六、政府信息公开工作存在的主要问题及改进措施", "problems"),
    ("七、需要说明的事项与附表", "other_matters"),
    ("八、附表", "annex"),
    ("二、回应解读情况", "response"),
    ("九、政府信息公开会议和培训情况", "training"),
]


@pytest.mark.parametrize(("heading", "key"), OLD)
def test_headings_of_reports_before_2019(heading, key):
    assert heading_key(heading) == key


def test_lines_that_are_nothing_but_a_heading_open_sections_where_none_is_numbered():
    lines = [
        "概述",
        "甲。",
        "（二）主动公开情况",
        "乙。主动公开情况良好",
        "3.依申请公开情况",
        "丙。",
        "第四部分 收费及减免情况",
    ]
    found = sections(*lines, "无。", "其他需要说明的事项", "无。")
    assert [s.key for s in found] == ["overview", "disclosure", "applications", "fees", "other_matters"]
    assert found[1].text == "乙。主动公开情况良好"


def test_other_headings_are_parts_of_numbered_sections():
    found = sections(
        "一、总体情况", "（一）主动公开情况", "甲。", "依申请公开情况", "乙。", "五、存在的主要问题及改进情况"
    )
    assert [s.key for s in found] == ["overview", "problems"]


@pytest.mark.parametrize(
    "line",
    [
        "一是完善制度。",
        "（一）主动公开情况",
        "总体情况良好",
        "二、主动公开政府信息情况如下：本机关一年来公布各类信息并按目录整理，共计三百余条，其中文件类十条。",
        "",
    ],
)
def test_a_sentence_is_no_heading(line):
    assert heading_key(line) is None


def test_text_goes_to_the_section_above_it():
    found = sections("前言。", "一、总体情况", "甲。", "（一）主动公开。乙。", "五、存在问题及改进情况", "丙。")
    assert [(s.key, s.text) for s in found] == [
        ("preface", "前言。"),
        ("overview", "甲。\n（一）主动公开。乙。"),
        ("problems", "丙。"),
    ]


def test_a_missing_first_heading_leaves_its_text_in_the_preface():
    found = sections("本机关一年来公布信息三十条。", HEADINGS[1], HEADINGS[2])
    assert [s.key for s in found] == ["preface", "disclosure", "applications"]


def test_a_report_that_stands_twice_on_a_page_is_told_once():
    own = [
        "甲局报告",
        "前言。",
        "一、总体情况",
        "办理3件。",
        "五、存在的主要问题及改进情况",
        "还有不足。",
        "六、其他需要报告的事项",
        "无。",
    ]
    once = [(s.key, s.text) for s in sections(*own)]
    assert [(s.key, s.text) for s in sections(*own, *own)] == once
    assert sections(*own, *own, "版权所有")[-1].text == "无。\n版权所有"
    other = [line.replace("3", "4") for line in own]
    assert "办理4件。" in sections(*own, *other)[-1].text  # it says something else


def test_a_list_of_contents_is_no_copy():
    headings = ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    told = sections(*headings, *(line for heading in headings for line in (heading, f"{heading[2:]}很好。")))
    assert sum(len(s.text.splitlines()) for s in told) == 6


def test_a_section_of_unknown_wording_keeps_its_text():
    found = sections(HEADINGS[5], "无。", "七、下一年工作思路", "继续努力")
    assert [(s.heading, s.text) for s in found][-1] == ("七、下一年工作思路", "继续努力")


@MODERATE
@given(st.lists(st.one_of(st.sampled_from(HEADINGS), st.text(alphabet="一二、甲乙。 公开", min_size=1, max_size=30))))
def test_no_line_of_the_narrative_is_dropped(lines):
    found = sections(*lines)
    kept = "".join((s.heading or "") + s.text for s in found)
    assert sorted("".join(kept.split())) == sorted("".join("".join(lines).split()))
