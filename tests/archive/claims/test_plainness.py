"""True sentences about something else than the table counts: none of them may fail."""

import pytest

from archive.checks.narrative import claim_findings
from archive.claims import compare, read_claims
from archive.models import Section
from archive.template import load
from tests.archive.claims.told import cells

PRINTED = dict.fromkeys(sorted(load("t2021").cells), "0") | {
    "applications.new[total]": "137",
    "applications.results.total[total]": "131",
    "disclosure.normative_documents.issued": "8",
    "review.reconsideration.total": "12",
}
ELSEWHERE = [
    "全年没有积压申请。",
    "第四季度未收到政府信息公开申请。",
    "下属各学校未收到政府信息公开申请。",
    "涉及征地拆迁的申请65件，涉及规划许可的申请40件。",
    "全年印发文件120件，其中主动公开60件、依申请公开20件、不予公开40件。",
    "收到各类申请56件。",
    "我局作为复议机关，全年审理行政复议案件30件。",
    "出台教育领域规范性文件5件。",
    "同一申请人提出申请60件。",
    "全年公开信息100条，分别为动态60条（其中图片20条），公告40条。",
]
WRONG = ["全年共收到政府信息公开申请173件。", "我局未收到政府信息公开申请。", "全年制发规范性文件9件。"]


def failing(text):
    section = Section("overview", None, text, ({"paragraph": 1},))
    claims = compare(read_claims([section]), cells(PRINTED), "t2021", 2023, "青屏县教育局")
    return [f.check for f in claim_findings(claims) if f.status == "fail"]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_sentence_on_something_else_does_not_fail(text):
    assert failing(text) == []


@pytest.mark.parametrize("text", WRONG)
def test_a_plain_sentence_that_is_wrong_fails(text):
    assert failing(text) != []


def test_a_count_that_agrees_keeps_what_is_said_of_a_part_from_failing():
    assert failing("全年共收到政府信息公开申请137件。暑期没有收到政府信息公开申请。") == []
