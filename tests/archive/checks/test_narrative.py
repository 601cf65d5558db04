"""The findings on claims, from the document to the stored reading."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.as_json import report_from, report_object
from archive.checks.again import rechecked
from archive.checks.narrative import changes, narrative
from archive.claims import with_claims
from archive.database.packing import pack, unpack
from archive.findings.translation import in_chinese
from archive.models import Report
from crawler.replicas.figures import reports
from tests.archive.claims.told import cells, filled, section

BARE = Report("青屏县财政局2023年政府信息公开工作年度报告", "青屏县财政局", 2023, "t2021", None, None, "text/plain", "")


def report(text, printed=None, **more):
    return with_claims(replace(BARE, cells=filled(printed=printed), sections=(section(text),), **more))


def found(text, printed=None):
    return [(f.check, f.status) for f in narrative(report(text, printed))]


def test_a_claim_that_differs_fails_softly_and_suspects_no_cell():
    (finding,) = narrative(report("全年收到政府信息公开申请21件。"))
    assert (finding.check, finding.status, finding.severity) == ("N01", "fail", "soft")
    assert finding.cells == ("applications.new[total]",)
    assert (finding.suspects, finding.proposed) == ((), None)
    assert "21" in finding.message
    assert "20" in finding.message
    assert "收到政府信息公开申请21件" in finding.message


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("全年收到政府信息公开申请9件。", "N01"),
        ("上年结转申请9件。", "N02"),
        ("办结申请9件。", "N03"),
        ("政府信息公开申请结转下年度9件。", "N04"),
        ("依申请公开中予以公开9件。", "N05"),
        ("依申请公开中部分公开9件。", "N06"),
        ("依申请公开中不予公开9件。", "N07"),
        ("依申请公开中涉及商业秘密不予公开9件。", "N07"),
        ("依申请公开中无法提供9件。", "N08"),
        ("依申请公开中需要另行制作9件。", "N08"),
        ("依申请公开中信息不存在9件。", "N09"),
        ("依申请公开中不予处理9件。", "N10"),
        ("依申请公开中其他处理9件。", "N11"),
        ("自然人申请9件。", "N12"),
        ("全年未收到政府信息公开申请。", "N13"),
        ("政府信息公开行政复议9件。", "N14"),
        ("政府信息公开行政复议结果维持9件。", "N14"),
        ("政府信息公开行政诉讼9件。", "N15"),
        ("制发行政规范性文件9件。", "N17"),
        ("废止行政规范性文件9件。", "N18"),
        ("现行有效的行政规范性文件9件。", "N19"),
        ("制定规章9件。", "N20"),
        ("作出行政许可决定9件。", "N21"),
        ("作出行政处罚决定9件。", "N22"),
        ("作出行政强制决定9件。", "N23"),
        ("行政事业性收费9万元。", "N24"),
        ("发出收费通知1件，总金额5元，实际收取9元。", "N25"),
        ("主动公开政府信息90条，包括动态20条、公告30条。", "N26"),
    ],
)
def test_each_kind_of_claim_has_its_check(text, check):
    assert (check, "fail") in found(text)


def test_where_none_is_said_to_have_been_the_table_has_none():
    text = "未发生政府信息公开行政复议。"
    assert found(text) == [("N16", "pass")]
    assert found(text, {"review.reconsideration.total": "1"}) == [("N16", "fail")]


def test_a_difference_that_may_be_none_is_unknown():
    blank = {"applications.results.partial[total]": "", "applications.results.partial[natural_person]": ""}
    (finding,) = narrative(report("依申请公开中部分公开2件。", blank))
    assert (finding.check, finding.status) == ("N06", "unknown")
    assert "blank" in finding.message


def test_what_cannot_be_compared_makes_no_finding():
    assert found("历年累计收到政府信息公开申请210件。网站发布信息90条。举办业务培训3次。") == []


def test_one_thing_said_twice_is_found_once():
    assert found("收到政府信息公开申请20件。\n收到政府信息公开申请20件。") == [("N01", "pass")]


def test_changes_are_found_beside_the_year_before():
    this = report("收到政府信息公开申请20件，比上年减少6件。")
    last = replace(BARE, year=2022, cells=filled(printed={"applications.new[total]": "25"}))
    (finding,) = changes(this, last)
    assert (finding.check, finding.status, finding.severity) == ("N27", "fail", "soft")
    assert finding.cells == ("applications.new[total]", "2022:applications.new[total]")
    assert "the tables of both years give -5" in finding.message


def test_a_change_since_an_earlier_year_is_not_one_since_last_year():
    last = replace(BARE, year=2022, cells=filled(printed={"applications.new[total]": "25"}))
    assert list(changes(report("收到政府信息公开申请20件，较2021年减少6件。"), last)) == []


def test_claims_are_kept_as_they_are_in_json_and_in_the_archive():
    made = report("收到政府信息公开申请20件，其中自然人18件、法人2件；予以公开12件，占60%。\n未发生行政复议。")
    assert report_from(json.loads(json.dumps(report_object(made)))) == made
    assert report_from(unpack(pack(made))) == made
    assert made.claims[0].place.place == {"paragraph": 1}


def test_a_reading_stored_before_claims_were_read_gets_them_when_it_is_checked_again():
    made = report_object(report("全年收到政府信息公开申请21件。"))
    del made["claims"]
    made["sections"] = [{key: s[key] for key in ("key", "heading", "text")} for s in made["sections"]]
    old = report_from(made)
    assert (old.claims, old.sections[0].places) == ((), ())
    assert ("N01", "fail") in [(f.check, f.status) for f in rechecked(old).findings]


def test_checking_again_says_the_same():
    made = rechecked(report("全年收到政府信息公开申请21件，比上年多1件。"))
    assert rechecked(made) == made


def judged(made, verdict="agency"):
    """The report with a verdict on each failing claim, as when its document was read."""
    return replace(
        made,
        findings=tuple(
            replace(f, verdict=verdict, message=f"{f.message}; may be quoted: because of {i}")
            if f.status == "fail"
            else f
            for i, f in enumerate(narrative(made))
        ),
    )


def test_two_sentences_on_one_cell_keep_each_its_own_verdict():
    made = judged(report("收到政府信息公开申请21件。\n受理信息公开申请88件。"))
    first, second = (f for f in made.findings if f.status == "fail")
    assert first.cells == second.cells
    told = replace(made, findings=(first, replace(second, verdict="unclear")))
    kept = [(f.message, f.verdict) for f in rechecked(told).findings if f.status == "fail"]
    assert kept == [(first.message, "agency"), (second.message, "unclear")]


def test_what_fails_in_other_words_gets_no_verdict_of_before():
    made = judged(report("收到政府信息公开申请21件。"))
    other = replace(report("收到政府信息公开申请88件。"), findings=made.findings)
    assert [f.verdict for f in rechecked(other).findings if f.status == "fail"] == [None]


def test_a_figure_that_a_person_corrected_is_never_the_agencys_own():
    made = judged(report("收到政府信息公开申请21件。"))
    key = "applications.new[total]"
    by_hand = [c._replace(place={**c.place, "corrected": "a"}) if c.id == key else c for c in made.cells]
    failed = [f for f in rechecked(replace(made, cells=tuple(by_hand))).findings if f.check == "N01"]
    assert [(f.status, f.verdict) for f in failed] == [("fail", "unclear")]
    assert failed[0].message.endswith("do not quote: a person corrected a cell of it")


# Wordings for the figures of a report whose tables add up: one of each row, with the cell that it states.
WORDINGS = (
    ("全年收到政府信息公开申请{}件", "全年共受理群众提出的信息公开申请{}宗", "applications.new[total]"),
    ("上年结转申请{}件", "含上一年度结转的申请{}件", "applications.carried_in[total]"),
    ("办结申请{}件", "共答复申请{}件", "applications.results.total[total]"),
    ("申请结转下年度继续办理{}件", "另有{}件申请顺延至下一年度答复", "applications.carried_out[total]"),
    ("申请予以公开{}件", "申请同意公开{}件", "applications.results.granted[total]"),
    ("部分公开申请{}件", "对{}件申请予以部分公开", "applications.results.partial[total]"),
    ("自然人申请{}件", "自然人提出申请{}件", "applications.new[natural_person]"),
    ("政府信息公开行政复议{}件", "因信息公开引发行政复议案件{}起", "review.reconsideration.total"),
    ("制发行政规范性文件{}件", "新制定规范性文件{}件", "disclosure.normative_documents.issued"),
    ("作出行政许可决定{}件", "行政许可处理决定数量为{}件", "disclosure.licensing.decisions"),
    ("行政处罚决定{}件", "共作出行政处罚决定{}宗", "disclosure.penalties.decisions"),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_a_narrative_written_from_the_tables_has_no_failure_and_one_wrong_figure_has_its_own(data):
    (published,) = reports(f"第{data.draw(st.integers(0, 300))}号乡", [2023])
    chosen = data.draw(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=6, unique=True))
    wrong = data.draw(st.sampled_from([*chosen, None]))
    stated = []
    for row in chosen:
        figure = int(published.printed[row[2]]) + (100_000 if row is wrong else 0)
        stated.append(data.draw(st.sampled_from(row[:2])).format(figure))
    text = data.draw(st.sampled_from(["，", "；", "。"])).join(stated) + "。"
    made = with_claims(replace(BARE, cells=cells(published.printed), sections=(section(f"依申请公开情况。{text}"),)))
    failed = [finding.cells for finding in narrative(made) if finding.status != "pass"]
    assert failed == ([(wrong[2],)] if wrong else []), text


def test_a_large_figure_is_told_to_its_last_digit():
    (finding,) = narrative(report("作出行政处罚决定1234567件。", {"disclosure.penalties.decisions": "1234568"}))
    assert "1234567" in finding.message
    assert "1234568" in finding.message
    assert in_chinese(finding.message).endswith(
        "正文为 1234567（“作出行政处罚决定1234567件”，总体情况第 1 行第 1 字起），表格为 1234568"
    )
