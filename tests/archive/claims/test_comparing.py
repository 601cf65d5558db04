"""Claims beside the tables: what agrees, what differs, and what is left alone."""

import pytest

from tests.archive.claims.told import compared, one

NEW = "applications.new[total]"


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请20件。",
        "全年共收到政府信息公开申请23件。",  # with the three carried in
        "上年结转申请3件。",
        "办结申请20件。",
        "政府信息公开申请结转下年度3件。",
        "依申请公开中予以公开12件。",
        "依申请公开中予以公开14件。",  # with those granted in part
        "依申请公开中不予公开3件。",
        "依申请公开中无法提供3件。",
        "自然人申请18件。",
        "法人或其他组织申请2件。",
        "未发生政府信息公开行政复议。",
        "政府信息公开行政诉讼0件。",
    ],
)
def test_what_the_table_has_agrees(text):
    assert one(text).status == "agrees"


@pytest.mark.parametrize(
    ("text", "cells", "other"),
    [
        ("全年收到政府信息公开申请21件。", (NEW,), 20),
        ("上年结转申请2件。", ("applications.carried_in[total]",), 3),
        ("办结申请22件。", ("applications.results.total[total]",), 20),
        ("依申请公开中予以公开11件。", ("applications.results.granted[total]",), 12),
        ("全年未收到政府信息公开申请。", (NEW,), 20),
        ("自然人申请17件。", ("applications.new[natural_person]",), 18),
    ],
)
def test_another_figure_differs_and_names_the_cell_and_its_figure(text, cells, other):
    claim = one(text)
    assert (claim.status, claim.reason, claim.compared, claim.other) == ("differs", "", cells, other)


def test_a_group_without_a_figure_of_its_own_is_the_sum_of_its_rows():
    claim = one("依申请公开中不予公开4件。")
    assert (claim.status, claim.other) == ("differs", 3)
    assert "applications.results.denied.third_party[total]" in claim.compared


def test_lawsuits_are_those_of_both_routes():
    printed = {"review.litigation_direct.total": "4", "review.litigation_after_reconsideration.total": "2"}
    assert one("政府信息公开行政诉讼6件。", printed).status == "agrees"
    assert one("政府信息公开行政诉讼4件。", printed).status == "differs"


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请约21件。",
        "全年收到政府信息公开申请500余件。",
        "历年累计收到政府信息公开申请210件。",
        "截至目前收到政府信息公开申请25件。",
        "代表区政府受理政府信息公开申请21件。",
        "全区共受理政府信息公开申请210件。",
        "备案政府信息公开行政复议案件5件。",
        "2021年收到政府信息公开申请21件。",
        "1至6月收到政府信息公开申请9件。",
        "公开行政许可信息30条。",
        "办理行政处罚案件30件。",
        "新增规范性文件解读30篇。",
    ],
)
def test_rough_figures_other_scopes_years_and_postings_are_left_alone(text):
    claims = compared(text, year=2023, agency="青屏县财政局")
    assert {claim.status for claim in claims} == {"not_comparable"}
    assert all(claim.reason for claim in claims)


def test_a_scope_whose_other_figures_are_the_tables_is_the_tables():
    text = "代表市政府受理政府信息公开申请20件，答复20件，结转下年度3件；予以公开9件。"
    *agreeing, last = compared(text)
    assert {claim.status for claim in agreeing} == {"agrees"}
    assert (last.status, last.reason, last.other) == ("differs", "", 12)


def test_the_whole_area_is_what_its_government_reports_on():
    text = "全县共受理政府信息公开申请21件，答复20件。"
    assert compared(text, agency="青屏县人民政府")[0].status == "differs"
    assert compared(text, agency="青屏县财政局")[0].status == "not_comparable"


def test_a_figure_of_a_government_may_be_its_offices_alone():
    lone = one("收到政府信息公开申请21件。", agency="青屏县人民政府")
    assert (lone.status, bool(lone.reason)) == ("differs", True)
    both = compared("收到政府信息公开申请21件，答复20件。", agency="青屏县人民政府")
    assert (both[0].status, both[0].reason) == ("differs", "")


def test_several_counts_of_one_sentence_may_be_the_parts_of_a_row():
    text = "依申请公开中信息不存在1件、不属于本机关公开2件。"
    assert {claim.status for claim in compared(text)} == {"agrees"}


def test_a_second_figure_of_what_agrees_elsewhere_is_no_error():
    claims = compared("收到政府信息公开申请20件。第三季度收到政府信息公开申请6件。")
    assert [claim.status for claim in claims] == ["agrees", "not_comparable"]


def test_blank_cells_count_as_nothing_and_leave_a_doubt():
    printed = {f"{row}[{column}]": "" for row in ("applications.results.partial",) for column in ("total",)}
    assert one("依申请公开中部分公开2件。", printed).status == "agrees"
    whole = {"applications.results.partial[total]": "", "applications.results.partial[natural_person]": ""}
    claim = one("依申请公开中部分公开2件。", whole | {"applications.results.partial[other_org]": "1"})
    assert (claim.status, claim.other, bool(claim.reason)) == ("differs", 1, True)


def test_a_cell_that_is_no_number_is_compared_with_nothing():
    claim = one("收到政府信息公开申请20件。", {NEW: "见附件"})
    assert (claim.status, claim.reason) == ("not_comparable", "no cell")


def test_fees_are_compared_in_the_unit_of_the_column_and_as_they_are_rounded():
    printed = {"disclosure.fees.amount": "112.3456"}
    for text, status in (
        ("112.35万元", "agrees"),
        ("1123456元", "agrees"),
        ("112万元", "agrees"),
        ("110万元", "differs"),
    ):
        assert one(f"行政事业性收费{text}。", printed).status == status, text


def test_the_form_of_2019_has_other_cells_for_documents():
    printed = {"disclosure.normative_documents.made_new": "4", "disclosure.normative_documents.public_total": "9"}
    claims = compared("制发行政规范性文件4件，现行有效9件。", printed, "t2019")
    assert [claim.status for claim in claims] == ["agrees", "agrees"]


def test_the_list_of_2014_is_compared_by_its_indicators():
    printed = {"stats.requests.received": "31", "stats.reconsideration": "2", "stats.disclosure.items": "400"}
    text = "主动公开政府信息400条。收到政府信息公开申请31件，政府信息公开行政复议2件。"
    assert {c.status for c in compared(text, printed, "t2014")} == {"agrees"}
    assert one("收到政府信息公开申请30件。", printed, "t2014").status == "differs"


def test_a_narrative_without_tables_has_claims_and_no_cells():
    from archive.claims import compare
    from tests.archive.claims.told import read

    claims = compare(read("收到政府信息公开申请7件。办结申请7件。"), (), None)
    assert [(c.quantity, c.status, c.reason) for c in claims] == [
        (NEW, "not_comparable", "no cell"),
        ("applications.results.total[total]", "not_comparable", "no cell"),
    ]


def test_all_are_so_only_where_nothing_is_left():
    printed = {
        "review.reconsideration.upheld": "5",
        "review.reconsideration.total": "7",
        "review.reconsideration.pending": "2",
    }
    *_, claim = compared("政府信息公开行政复议7件，均获维持。", printed)
    assert (claim.kind, claim.status, claim.other) == ("all", "differs", 5)
    *_, claim = compared("政府信息公开行政复议7件，均获维持。", printed | {"review.reconsideration.upheld": "7"})
    assert claim.status == "agrees"


def test_all_answered_is_no_error_where_requests_are_carried_out():
    *_, claim = compared("收到政府信息公开申请20件，均已按期答复。")
    assert (claim.kind, claim.status) == ("all", "not_comparable")
    *_, claim = compared("收到政府信息公开申请20件，均已按期答复。", {"applications.carried_out[total]": "0"})
    assert claim.status == "agrees"
