import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.labels import normal, row_key, split_number, split_unit, vocabulary
from archive.template import TEMPLATES, load
from crawler.replicas.documents import forms

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)
OFFICIAL = {item.text for t in TEMPLATES for row in forms.applications(t, {}) for item in row if len(row) != 5}
ROW = "applications.results."


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("商业\n企业", "商业企业"),
        ("科研 机构", "科研机构"),
        ("总　计", "总计"),
        ("结\n果\n维\n持", "结果维持"),
        ("危及“三安全一稳定”", "危及三安全一稳定"),
        ('危及"三安全一稳定"', "危及三安全一稳定"),
        ("危及「三安全一稳定」", "危及三安全一稳定"),
        ("(三) 不予公开", "（三）不予公开"),
        ("**自然人**", "自然人"),
        ("本年增／减", "本年增/减"),
        ("第二十条 第（一）项", "第二十条第（一）项"),
        ("\ufeff规章", "规章"),
    ],
)
def test_spellings_of_one_label_are_the_same(printed, same):
    assert normal(printed) == normal(same)


@pytest.mark.parametrize(
    ("printed", "number", "rest"),
    [
        ("（三）不予公开", "三", "不予公开"),
        ("三、本年度办理结果", "三", "本年度办理结果"),
        ("8.属于行政查询事项", "8", "属于行政查询事项"),
        ("8、属于行政查询事项", "8", "属于行政查询事项"),
        ("(8)属于行政查询事项", "8", "属于行政查询事项"),
        ("三安全一稳定", "", "三安全一稳定"),
        ("3.5", "", "3.5"),
        ("总计", "", "总计"),
    ],
)
def test_the_number_before_a_label_is_told_from_the_label(printed, number, rest):
    assert split_number(normal(printed)) == (number, rest)


@pytest.mark.parametrize(
    ("printed", "head", "unit"),
    [
        ("本年收费金额（单位：万元）", "本年收费金额", "万元"),
        ("本年收费金额(万元)", "本年收费金额", "万元"),
        ("采购总金额（元）", "采购总金额", "元"),
        ("本年收费金额，单位：万元", "本年收费金额", "万元"),
        ("本年处理决定数量（件）", "本年处理决定数量", "件"),
        ("本年制发数(千件)", "本年制发数", "千件"),
        ("本年收费金额（万）", "本年收费金额", "万"),
        ("本年收费金额：单位：千元", "本年收费金额", "千元"),
        ("本年处理决定数量（累计）", "本年处理决定数量（累计）", None),
        ("采购总金额", "采购总金额", None),
        ("现行有效件数（历史累计）", "现行有效件数（历史累计）", None),
    ],
)
def test_the_unit_is_taken_from_a_head(printed, head, unit):
    assert split_unit(normal(printed)) == (normal(head), unit)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("一、本年新收政府信息公开申请数量", "applications.new"),
        ("二、上年结转政府信息公开申请数量", "applications.carried_in"),
        ("四、结转下年度继续办理", "applications.carried_out"),
        ("(一) 予以公开", ROW + "granted"),
        ("(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)", ROW + "partial"),
        ("（二）部分公开（区分处理的，只计这一情况，不计其他情形）", ROW + "partial"),
        ("3.危及“三安全一稳定”", ROW + "denied.security_stability"),
        ("5.属于三类内容事务信息", ROW + "denied.internal_affairs"),
        ("6.属于四类过程性性信息", ROW + "denied.process_information"),
        ("8.属于行政查询", ROW + "denied.special_inquiry"),
        ("2.没有现成信息需另行制作", ROW + "unable.needs_creation"),
        ("3、其他", ROW + "other_handling.misc"),
        ("（六）其他处理", ROW + "other_handling"),
        ("（七）总计", ROW + "total"),
        ("行政规范性文件", "disclosure.normative_documents"),
        ("规范性文件", "disclosure.normative_documents"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ROW + "other_handling.correction_overdue"),
    ],
)
def test_a_row_is_known_by_every_spelling_seen(printed, key):
    assert row_key(printed) == key


@pytest.mark.parametrize("text", ["", "某某事项", "7646", "本年度", "信息内容", "自然人", "备注"])
def test_what_names_no_row_is_no_row(text):
    assert row_key(text) is None


def test_core_words_that_point_to_two_rows_name_none():
    assert row_key("不予公开的国家秘密和信访事项") is None


@pytest.mark.parametrize(
    "printed",
    [
        "（一）上年予以公开",
        "（一）不予以公开",
        "（二）部分不予公开",
        "本年新收政府信息公开申请数量（上年）",
        "本年新收政府信息公开申请数量（累计）",
        "一、本年新收政府信息公开申请数量同比",
        "其中：本年新收网络申请",
        "2.非重复申请",
        "1.不属于国家秘密",
        "（七）合计（不含其他处理）",
    ],
)
def test_a_word_that_turns_the_meaning_makes_a_label_none_of_the_form(printed):
    assert row_key(printed) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1.申请人无正当理由逾期不补正，不再处理其申请", ROW + "other_handling.correction_overdue"),
        ("（二）部分公开（只计这一情形，不计其他）", ROW + "partial"),
        ("二、上年度结转的申请", "applications.carried_in"),
        ("1.本机关不掌握该信息", ROW + "unable.not_held"),
    ],
)
def test_a_word_the_official_label_has_too_turns_nothing(printed, key):
    assert row_key(printed) == key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("（六）其他", ROW + "other_handling"),
        ("（三）其他", ROW + "other_handling.misc"),
        ("3.其他处理", ROW + "other_handling.misc"),
        ("3.其它", ROW + "other_handling.misc"),
        ("其他处理", ROW + "other_handling"),
        ("（七）其他", None),
    ],
)
def test_the_number_tells_two_rows_of_one_name_apart(printed, key):
    assert row_key(printed) == key


def test_every_row_of_the_forms_has_a_spelling_and_every_spelling_a_row():
    rows = {row for t in TEMPLATES for row in load(t).rows if not row.startswith("review.")}
    groups = {group for t in TEMPLATES for group in load(t).application_groups}
    assert set(vocabulary().rows.values()) == rows | groups | {"applications.results"}


def test_every_column_of_the_forms_has_a_head_and_every_head_a_column():
    columns = {column for t in TEMPLATES for block in load(t).blocks for column in block.columns}
    assert {key for keys in vocabulary().heads.values() for key in keys} == columns
    applicants = {column for t in TEMPLATES for column in load(t).applicants}
    assert set(vocabulary().applicants.values()) == applicants | {"organization"}
    assert set(vocabulary().outcomes.values()) == set(load("t2021").outcomes)


def test_no_spelling_stands_for_two_rows():
    path = resources.files("archive") / "templates" / "labels.toml"
    words = tomllib.loads(path.read_text("utf-8"))["rows"]
    spellings = [split_number(normal(word))[1] for row in words.values() for word in row]
    assert len(spellings) == len(set(spellings))


def test_no_official_row_head_reads_as_another_row_by_its_core_words():
    words = vocabulary()
    for label, key in words.rows.items():
        found = {k for core, k in words.cores if core in label}
        assert found <= {key}, label


@MODERATE
@given(st.sampled_from(sorted(OFFICIAL)), st.data())
def test_white_space_anywhere_in_an_official_label_changes_nothing(label, data):
    at = data.draw(st.integers(0, len(label)))
    white = data.draw(st.sampled_from([" ", "\n", "\u3000", "\u00a0", "\u200b", "\t"]))
    assert row_key(label[:at] + white + label[at:]) == row_key(label)


@MODERATE
@given(st.text())
def test_no_text_makes_a_label_fail(text):
    number, rest = split_number(normal(text))
    assert normal(text).endswith(rest)
    assert number in normal(text)
    split_unit(normal(text))
    row_key(text)
