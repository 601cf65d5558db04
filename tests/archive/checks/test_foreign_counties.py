import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checks.foreign_counties import foreign_counties
from archive.models import Report, Section


def found(text, agency="白鹭县财政局"):
    sections = (Section("overview", "一、总体情况", text),)
    return list(foreign_counties(Report(None, agency, 2021, "t2021", None, None, "", "", sections=sections)))


@pytest.mark.parametrize(
    "text",
    [
        "2021年，南岚县认真贯彻落实条例。",
        "临泉市南岚县认真贯彻落实条例。",
        "优化南岚县人民政府门户网站专栏。",
        "信息在南岚县人民政府网站公开。",
        "请与我局联系（地址：南岚县人民路18号）。",
        "一是南岚县人民政府办公室严格审核。",
    ],
)
def test_another_county_as_if_it_were_the_own_is_in_doubt(text):
    (finding,) = found(f"工作有序。\n{text}")
    assert (finding.check, finding.status, finding.severity) == ("Z1", "unknown", "soft")
    assert "speaks of 南岚县" in finding.message
    assert "overview, line 2" in finding.message


def test_a_town_whose_name_tells_its_county_is_asked_too():
    (finding,) = found("南岚县财政局严格审核。", "白鹭县石桥镇人民政府")
    assert "南岚县" in finding.message


def test_a_county_is_told_once_with_how_often_it_stands_there():
    (finding,) = found("南岚县认真落实。\n依托南岚县人民政府网站。")
    assert "1 more place" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "2021年，白鹭县认真贯彻。依托白鹭县人民政府门户网站。地址：临泉市白鹭县人民路1号。",
        "白鹭区认真贯彻。白鹭族自治县认真贯彻。",  # the county under another rank
        "我县认真贯彻。全县坚持公开。2021年，全区着力推进。各县区严格落实。今年我县积极探索。",
        "临泉市财政局严格指导。临泉市人民政府门户网站公开。江南省财政厅认真审核。宁夏回族自治区财政厅严格审核。",
        "切实依托县人民政府门户网站，通过区人民政府网站公开。",
        "与南岚县财政局联合执法，向南岚县税务局移送3件。会同南岚县公安局积极办理。",
        "南岚县税务局派员参加。学习南岚县经验。",
        "经济开发区严格落实。工业园区认真落实。老城区持续改善。",
        "地址：泰山街道阳光小区2号。地址：县政府大院。地址：高新区1号。",
        "南岚县财政局严格审核。",  # of the own kind: foreign_names tells it
    ],
)
def test_the_own_county_superiors_partners_and_parts_do_not_alarm(text):
    assert found(text) == []


def test_a_body_whose_name_tells_no_county_is_not_asked():
    assert found("南岚县认真贯彻。", "石桥镇人民政府") == []
    assert found("南岚县认真贯彻。", "临泉市财政局") == []


@pytest.mark.parametrize(
    "text", ["优化" * 10_000, "在" * 20_000, "。南岚" * 7_000, "地址：" * 7_000, "。" + " " * 20_000]
)
def test_texts_made_to_be_slow_are_looked_through_in_bounded_time(text):
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 3


@given(st.text(alphabet="白鹭县区南岚财政局认真在人民政府网站地址：，。\n", max_size=300))
def test_whatever_the_text_the_check_ends_and_never_tells_the_own_county(text):
    assert all("speaks of 白鹭县 " not in finding.message for finding in found(text))
