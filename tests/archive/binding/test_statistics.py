"""The statistics form of 2014 and the local forms before it, in the layouts they were printed in."""

from random import Random

import pytest
from examples import examples
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import damage
from tests.archive.indicators import FORM, TITLE, YEAR, beside, drawn_figures, grouped, listed
from tests.archive.judging import silent_mistakes, wrong_or_missing
from tests.archive.layouts import cut, html_table, one_a_line, piped, tabbed
from tests.archive.small import report_of, values

PHASES = (Phase.explicit, Phase.generate)
MODERATE = examples(4, 40, derandomize=True, phases=PHASES)
FEW = examples(2, 20, derandomize=True, phases=PHASES)
MANY = settings(max_examples=200, deadline=None, database=None, phases=PHASES)
SEEDS = st.integers(0, 10**6)
CUMULATIVE = (YEAR, "stats.{}[cumulative]")
SCOPES = ("stats.{}[government]", "stats.{}[departments]", "stats.{}[townships]")
KINDS = {
    "value": (["统计数"], (YEAR,), {}),
    "no unit": (["数量"], (YEAR,), {"unit": False}),
    "sequence": (["统计数"], (YEAR,), {"sequence": True}),
    "cumulative": (["本年度", "历年累计"], CUMULATIVE, {}),
    "coded": (["本期实际", "本年累计"], ("stats.{}[period]", YEAR), {"code": True}),
    "scopes": (["区政府统计数", "区直单位统计数", "乡镇街道统计数"], SCOPES, {"sequence": True}),
    "years": (["2015年", "2016年"], ("stats.{}[2015]", YEAR), {}),
    "quarters": (
        ["一季度", "二季度", "三季度", "四季度", "合计"],
        (*(f"stats.{{}}[q{n}]" for n in (1, 2, 3, 4)), YEAR),
        {},
    ),
}


def page(*tables):
    made = "".join(map(html_table, tables))
    return f"<!doctype html><html><body><h1>{TITLE}</h1><p>一、概述</p>{made}</body></html>".encode()


def text(*tables):
    return "\n\n".join((TITLE, "一、概述", *tables)).encode()


def table_of(kind, seed):
    heads, columns, options = KINDS[kind]
    printed = drawn_figures(Random(seed), columns)
    return printed, listed(printed, heads, columns, **options)


def assert_right(body, printed):
    report = parse([read(body)])
    assert report.template == "t2014"
    assert wrong_or_missing(report, printed) == []
    assert {cell.id for cell in report.cells} == set(printed)
    assert report.leftovers == ()
    assert [f for f in report.findings if f.check.startswith(("B", "C1", "C2"))] == []


@pytest.mark.parametrize("kind", KINDS)
@MODERATE
@given(SEEDS)
def test_every_column_of_values_is_read_under_its_own_name(kind, seed):
    printed, rows = table_of(kind, seed)
    assert_right(page(rows), printed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("render", [tabbed, one_a_line, piped])
@FEW
@given(SEEDS)
def test_every_value_is_read_from_texts(kind, render, seed):
    printed, rows = table_of(kind, seed)
    assert_right(text(render(rows)), printed)


@MODERATE
@given(SEEDS)
def test_group_labels_may_stand_beside_their_rows(seed):
    printed, rows = table_of("value", seed)
    assert_right(page(grouped(rows)), printed)


@MODERATE
@given(SEEDS)
def test_two_halves_of_the_form_may_stand_side_by_side(seed):
    printed, rows = table_of("value", seed)
    assert_right(page(beside(rows)), printed)


@pytest.mark.parametrize("again", [False, True], ids=["without head", "under the head again"])
@MODERATE
@given(SEEDS)
def test_a_page_break_changes_no_figure(again, seed):
    printed, rows = table_of("cumulative", seed)
    first, second = cut(rows, Random(seed).randint(5, len(rows) - 2))
    assert_right(page(first, [rows[0]] * again + second), printed)


@MODERATE
@given(SEEDS)
def test_the_head_may_be_missing_where_there_is_one_value(seed):
    printed, rows = table_of("value", seed)
    assert_right(page(rows[1:]), printed)


DAMAGE = (
    damage.cell_of_another_width,
    damage.widths_of_its_own,
    damage.label_in_two_cells,
    damage.unknown_label,
    damage.empty_cell_too_many,
    damage.unknown_head,
    damage.head_cell_lost,
    damage.head_of_another_width,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("harm", DAMAGE, ids=lambda harm: harm.__name__)
@FEW
@given(SEEDS)
def test_no_damage_gives_a_wrong_number_without_a_flag(harm, kind, seed):
    check_damaged(harm, kind, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("harm", DAMAGE, ids=lambda harm: harm.__name__)
@MANY
@given(SEEDS)
def test_no_damage_gives_a_wrong_number_in_the_long_run(harm, kind, seed):
    check_damaged(harm, kind, seed)


def check_damaged(harm, kind, seed):
    printed, rows = table_of(kind, seed)
    rows = harm(rows, Random(seed))
    still = damage.still_printed([[rows]], printed)
    report = parse([read(page(rows))])
    mistakes = silent_mistakes(report, still)
    if harm is damage.unknown_head and any("in no list" in f.message for f in report.findings):
        mistakes = [text for text in mistakes if not text.endswith("read None")]
    assert [text for text in mistakes if not text.startswith("stats.local.")] == []  # under the name it is printed with


@pytest.mark.parametrize("kind", KINDS)
@MODERATE
@given(SEEDS)
def test_a_lost_cell_is_told(kind, seed):
    check_lost(kind, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
@MANY
@given(SEEDS)
def test_a_lost_cell_is_told_in_the_long_run(kind, seed):
    check_lost(kind, seed)


def check_lost(kind, seed):
    printed, rows = table_of(kind, seed)
    dice = Random(seed)
    r = dice.choice([r for r, row in enumerate(rows) if any(item.id for item in row)])
    at = dice.randrange(len(rows[r]))
    lost = rows[r].pop(at).id
    still = printed | ({lost: ""} if lost else {})
    assert silent_mistakes(parse([read(page(rows))]), still) == []
    assert silent_mistakes(parse([read(text(tabbed(rows)))]), still) == []


@pytest.mark.parametrize("kind", KINDS)
@MODERATE
@given(SEEDS)
def test_blank_values_are_no_zeros(kind, seed):
    printed, _ = table_of(kind, seed)
    dice = Random(seed)
    blank = {key: "" if dice.random() < 0.3 else value for key, value in printed.items()}
    heads, columns, options = KINDS[kind]
    assert silent_mistakes(parse([read(page(listed(blank, heads, columns, **options)))]), blank) == []


def test_the_same_words_are_told_apart_by_their_group():
    rows = [["统计指标", "单位", "统计数"]]
    rows += [
        ["四、行政复议数量", "件", "6"],
        ["（一）维持具体行政行为数", "件", "1"],
        ["（二）被依法纠错数", "件", "2"],
    ]
    rows += [["（三）其他情形数", "件", "3"], ["五、行政诉讼数量", "件", "15"], ["（二）被依法纠错数", "件", "7"]]
    rows += [["（三）其他情形数", "件", "8"]]
    found = values(report_of(rows))
    assert [found[f"stats.{group}.other"] for group in ("reconsideration", "litigation")] == [3, 8]
    assert "stats.litigation.upheld" not in found


def test_words_of_several_groups_below_an_unknown_row_are_left_over():
    rows = [
        ["统计指标", "单位", "统计数"],
        ["收到申请数", "件", "6"],
        ["申请答复数", "件", "6"],
        ["申请办结数", "件", "6"],
    ]
    rows += [["五、向法院提起的案件", "件", "9"], ["（二）被依法纠错数", "件", "7"]]
    report = report_of(rows)
    assert values(report)["stats.local.向法院提起的案件"] == 9
    assert [left.text for left in report.leftovers] == ["（二）被依法纠错数 | 件 | 7"]


def test_rows_a_province_added_keep_their_printed_names():
    rows = [["统计指标", "单位", "统计数"], ["主动公开政府信息数", "条", "90"], ["主动公开行政执法信息", "条", "12"]]
    rows += [["收到申请数", "件", "6"], ["申请答复数", "件", "无"]]
    report = report_of(rows)
    assert values(report)["stats.local.主动公开行政执法信息"] == 12
    assert values(report)["stats.requests.replies"] == 0


def test_the_coded_form_of_a_prefecture():
    labels = [
        "主动公开信息数",
        "其中：全文电子化的主动公开信息数",
        "申请总数",
        "其中：1.当面申请数",
        "2.传真申请数",
        "3.电子邮件申请数",
    ]
    labels += [
        "4.网上申请数",
        "5.信函申请数",
        "6.其他形式申请数",
        "对申请的答复总数",
        "其中：1.同意公开答复数",
        "2.同意部分公开答复数",
    ]
    labels += [
        "3.否决公开答复总数",
        "（1）“非《规定》所指政府信息”数",
        "（2）“信息不存在”数",
        "（11）其它原因",
        "行政复议数",
        "行政申诉数",
    ]
    figures = [30, 20, 21, 1, 2, 3, 4, 5, 6, 15, 4, 5, 6, 1, 2, 3, 0, 1]
    rows = [["指 标 名 称", "计量\n单位", "代码", "本期实际", "本年累计"], ["甲", "乙", "丙", "1", "2"]]
    rows += [
        [label, "条", f"{n:02d}", str(v), str(v)] for n, (label, v) in enumerate(zip(labels, figures, strict=True), 1)
    ]
    report = report_of(rows)
    year = {key: value for key, value in values(report).items() if "[" not in key}
    assert list(year.values()) == figures
    assert year["stats.requests.replies.denied.nonexistent"] == 2
    assert year["stats.requests.received.email"] == 3
    assert report.leftovers == ()
    assert [f.message for f in report.findings if f.status == "fail"] == []
    assert any(f.check == "L1" and f.status == "pass" for f in report.findings)
    assert any("local form" in f.message for f in report.findings if f.check == "T3")
    assert not any(f.check == "C1" for f in report.findings)


def test_a_period_that_is_not_the_year_is_told():
    rows = [["指标名称", "单位", "本期实际", "本年累计"], ["主动公开信息数", "条", "9", "30"]]
    rows += [["申请总数", "件", "1", "1"], ["对申请的答复总数", "件", "1", "1"]]
    report = report_of(rows)
    assert values(report)["stats.disclosure.items"] == 30
    (told,) = [f for f in report.findings if f.check == "C5"]
    assert told.cells == ("stats.disclosure.items", "stats.disclosure.items[period]")


def test_the_fifteen_indicators_of_a_province():
    rows = [["指标", "单位", "2018年度", "历年累计"], ["主动公开文件数", "条", "5", "50"]]
    rows += [["其中：1．政府网站公开数", "条", "4", "40"], ["2．政府公报公开数", "条", "1", "10"]]
    rows += [
        ["申请总数", "件", "6", "60"],
        ["其中：1．当面申请数", "件", "1", "10"],
        ["2．网上申请数", "件", "2", "20"],
    ]
    rows += [["3．信函、传真申请数", "件", "3", "30"], ["对申请的答复总数", "件", "10", "100"]]
    rows += [["其中：1．同意公开答复数", "件", "1", "10"], ["2．同意部分公开答复数", "件", "2", "20"]]
    rows += [["3．不予公开答复数", "件", "3", "30"], ["4．其他类型答复数", "件", "4", "40"]]
    rows += [["行政复议数", "件", "0", "1"], ["行政诉讼数", "件", "0", "2"], ["举报投诉数", "件", "0", "3"]]
    report = report_of(rows)
    assert len(report.cells) == 30
    assert values(report)["stats.requests.received.letter_or_fax[cumulative]"] == 30
    assert [f.status for f in report.findings if f.check in ("L1", "L3")] == ["pass"] * 4
    assert report.leftovers == ()


@pytest.mark.parametrize(
    ("cell", "check"),
    [
        ("requests.received.fax", "L1"),
        ("requests.completed.extended", "L2"),
        ("requests.replies.partial", "L3"),
        ("requests.replies.denied.privacy", "L4"),
        ("reconsideration.other", "L6"),
        ("litigation.corrected", "L7"),
        ("capacity.staff.part_time", "L8"),
    ],
)
def test_a_sum_that_does_not_hold_is_told(cell, check):
    printed = {f"stats.{key}": "0" for *_, key in FORM if key}
    assert [f for f in parse([read(page(listed(printed, ["统计数"])))]).findings if f.status == "fail"] == []
    report = parse([read(page(listed(printed | {f"stats.{cell}": "1"}, ["统计数"])))])
    assert check in {f.check for f in report.findings if f.status == "fail"}


def test_units_are_those_of_their_column():
    _, rows = table_of("value", 1)
    units = {cell.id: cell.unit for cell in parse([read(page(rows))]).cells}
    assert units == {f"stats.{key}": unit for _, _, unit, key in FORM if key}


def test_a_table_of_other_indicators_is_none_of_ours():
    report = report_of(
        [["指标", "单位", "数量"], ["人口", "万人", "30"], ["收到申请数", "件", "4"], ["面积", "亩", "9"]]
    )
    assert report.template is None
    assert report.cells == ()


def test_a_row_that_is_called_after_its_group_opens_it():
    rows = [["统计指标", "单位", "统计数"], ["主动公开政府信息数", "条", "90"], ["收到申请数", "件", "6"]]
    rows += [["四、行政复议情况", "件", "3"], ["（一）被依法纠错数", "件", "1"]]
    rows += [["五、行政诉讼情况", "件", "2"], ["（一）被依法纠错数", "件", "2"]]
    found = values(report_of(rows))
    assert (found["stats.reconsideration"], found["stats.reconsideration.corrected"]) == (3, 1)
    assert (found["stats.litigation"], found["stats.litigation.corrected"]) == (2, 2)
