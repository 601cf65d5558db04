import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checks.foreign_names import foreign_names
from archive.models import Report, Section


def found(agency, preface="", overview="", other=""):
    sections = (
        Section("preface", None, preface),
        Section("overview", "一、总体情况", overview),
        Section("other_matters", "六、其他需要报告的事项", other),
    )
    made = Report(
        f"{agency}2021年政府信息公开工作年度报告", agency, 2021, "t2021", None, None, "", "", sections=sections
    )
    return list(foreign_names(made))


@pytest.mark.parametrize(
    "preface",
    [
        "根据条例要求，现公布南岚区卫生健康局2021年度政府信息公开工作年度报告。",
        "本报告由南岚区卫生健康局根据《中华人民共和国政府信息公开条例》编制。",
        "南岚区卫生健康局按照条例的要求，编制2021年度政府信息公开工作年度报告。",
        "如对本报告有疑问，请与南岚区卫生健康局办公室联系（地址：文华路3号）。",
        "现将南岚区卫生健康局 2021 年政府信息公开工作情况报告如下。",
        "现将2021年度南岚区卫生健康局政府信息公开工作年度报告公布如下。",
        "现公布南岚区财政局2021年度政府信息公开工作年度报告。",
    ],
)
def test_the_name_of_another_county_where_the_body_speaks_of_itself_fails(preface):
    (finding,) = found("白鹭区卫生健康局", preface)
    assert (finding.check, finding.status, finding.severity) == ("Z1", "fail", "soft")
    assert "南岚区" in finding.message
    assert "白鹭区卫生健康局" in finding.message


def test_the_spot_is_told_by_section_line_and_letter():
    (finding,) = found("石桥镇人民政府", overview="（一）主动公开。\n工作有序。本报告由云岭乡人民政府编制。")
    assert "overview, line 2, letter 10" in finding.message
    assert "由云岭乡人民政府编制" in finding.message


def test_a_street_office_in_a_towns_report_is_another_body_of_the_kind():
    (finding,) = found("石桥镇人民政府", "本报告由柳溪街道办事处编制。")
    assert finding.status == "fail"


@pytest.mark.parametrize(
    ("agency", "preface"),
    [
        ("白鹭区卫生健康局", "由白鹭区教育局编制。"),  # another organ of the place may have compiled it
        ("南岚市卫生健康局", "由临泉市卫生健康局编制。"),  # a city may be below another
    ],
)
def test_what_may_be_right_is_in_doubt(agency, preface):
    assert [finding.status for finding in found(agency, preface)] == ["unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "2021年，南岚区财政局认真落实条例。",
        "（三）管理情况。南岚区财政局严格审核信息。",
        "南岚区财政局政府信息公开工作还存在不足：一是深度不够。",
    ],
)
def test_the_same_organ_of_another_county_as_the_subject_of_a_sentence_fails(text):
    assert [f.status for f in found("白鹭区财政局", overview=text)] == ["fail"]


def test_another_organ_of_another_county_as_the_subject_of_a_sentence_is_in_doubt():
    assert [f.status for f in found("白鹭区财政局", overview="南岚区教育局认真落实条例。")] == ["unknown"]


@pytest.mark.parametrize(("agency", "name"), [("石桥镇人民政府", "云岭乡人民政府"), ("白鹭区财政局", "南岚区财政局")])
def test_a_signature_of_another_body_fails(agency, name):
    (finding,) = found(agency, other=f"无。\n{name}\n2022年1月12日")
    assert finding.status == "fail"
    assert "other_matters, line 2" in finding.message


def test_a_signature_of_another_city_is_in_doubt():
    assert [f.status for f in found("南岚市财政局", other="无。\n临泉市财政局\n2022年1月12日")] == ["unknown"]


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("白鹭区卫生健康局", "现公布白鹭区卫生健康局2021年度政府信息公开工作年度报告。"),
        ("白鹭区卫生健康局", "本报告由南岚市白鹭区卫健局编制。"),  # short, with the place above
        ("南岚市白鹭区卫健局", "本报告由白鹭区卫生健康局办公室编制。"),
        ("白鹭区卫生健康局", "本报告由区政府办公室统一编制。请与白鹭区政务服务中心联系（电话：1）。"),
        ("白鹭区卫生健康局", "根据南岚市卫生健康委员会的要求，由南岚市卫生健康委员会汇总编制。"),  # a superior
        ("白鹭区卫生健康局", "参加南岚区卫生健康局组织的培训，学习石桥镇人民政府的经验。"),  # an ordinary mention
        ("白鹭区财政局", "南岚市财政局严格指导。与南岚区财政局加强联系。南岚区财政局与我局加强合作。"),
        ("白鹭区财政局", "向南岚区财政局移送3件。会同南岚区财政局积极办理。白鹭区人民政府严格审核。"),
        ("南岚市人民政府", "2021年，白鹭区人民政府认真开展试点。本报告由南岚市人民政府办公室编制。"),
        ("青屏县人民政府", "2021年，青屏县财政局主动公开预算，石桥镇人民政府坚持公开村务。"),
        ("青屏县人民政府办公室", "本报告由青屏县人民政府编制。"),
        ("云岭镇人民政府", "本报告由云岭乡人民政府编制。"),  # the rank of the town has changed: in doubt at most
    ],
)
def test_own_names_superiors_and_ordinary_mentions_do_not_alarm(agency, text):
    assert [finding for finding in found(agency, text, text) if finding.status == "fail"] == []


def test_one_name_is_told_once_with_how_often_it_stands_there():
    text = "本报告由南岚区财政局编制。"
    (finding,) = found("白鹭区财政局", text, text)
    assert "1 more place" in finding.message


@pytest.mark.parametrize("text", ["公布" + " " * 20_000, "由" * 20_000, "由甲" * 10_000, "，由甲局根据" * 3_000])
def test_texts_made_to_be_slow_are_looked_through_in_bounded_time(text):
    began = time.process_time()
    found("白鹭区财政局", text)
    assert time.process_time() - began < 3


@given(st.text(alphabet="南岚区白鹭财政局由编制报告根据，。；（ 2021年现公布", max_size=400))
def test_whatever_the_text_the_check_ends_and_never_tells_the_body_itself(text):
    assert all("speaks as 白鹭区财政局," not in finding.message for finding in found("白鹭区财政局", text, text))
