"""Every message a finding may carry has its Chinese, and none is lost on the way."""

import ast
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from archive.checks.catalogue import rules
from archive.checks.years import relations
from archive.findings.patterns import pattern, slots, wordings
from archive.findings.translation import catalogue, in_chinese, translate
from archive.template import STATISTICS, TEMPLATES, load

# What these say is printed by a command, logged or written to a file; no finding carries it.
SAY_NO_FINDING = (
    "archive/census/",
    "archive/cli/",
    "archive/findings/",
    "archive/lineage/",
    "archive/mending/",
    "archive/proofs/",
    "archive/seals/",
    "archive/database/",
    "archive/office/profile.py",
    "archive/binding/rules.py",
    "archive/backlog.py",
    "archive/correction_lines.py",
    "archive/estimates.py",
    "archive/fixity/",
    "archive/blobs.py",
    "archive/export/",
    "archive/imports/",
    "archive/release_diff.py",
    "archive/releases_compared.py",
    "archive/rereading.py",
    "archive/merging.py",
    "archive/browser.py",
    "archive/truth.py",
    "archive/keeper.py",
    "archive/verify.py",
    "archive/writers.py",
)
SAY_A_FINDING_ALL_THE_SAME = ("archive/database/rivals.py",)
WORDS = re.compile(r"[a-z]{2,} [a-z]|[a-z] [a-z]{2,}")
WHAT_IT_IS = re.compile(
    r"^the (?:Word file|OFD file|PDF|spreadsheet|archive|sheet)(?= is )"
)  # "{file:said} is damaged"
NO_MESSAGES = ("a slow page", "no reader could be started: %s")
PROSE = re.compile(r"[^\n<>_={}\\#@$]*")  # no markup, no code


def docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def spoken():
    """Every run of words in the code from which messages are made, with its file."""
    for path in sorted((ROOT / "archive").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name.startswith(SAY_NO_FINDING) and name not in SAY_A_FINDING_ALL_THE_SAME:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        silent = set(docstrings(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                text = node.value
                is_sql = text.isupper() or text.startswith(("SELECT", "DELETE", "INSERT"))
                if (
                    text not in NO_MESSAGES
                    and WORDS.search(text)
                    and PROSE.fullmatch(text.replace("{!r}", ""))
                    and not is_sql
                ):
                    yield from (pytest.param(part, id=f"{name}: {part.strip()[:60]}") for part in text.split("{!r}"))


@pytest.fixture(scope="module")
def known():
    """All fixed words of the catalogue, run by run."""
    return [run for message in catalogue() for wording in wordings(message) for run in wording.split("{}")]


@pytest.mark.parametrize("words", list(spoken()))
def test_the_words_of_every_message_are_in_the_catalogue(words, known):
    """A message made anywhere in the archive is shown in Chinese: add its line to archive/findings/zh.toml.

    Words that no finding carries are for SAY_NO_FINDING above.
    """
    for piece in re.split(r"[;:] ", WHAT_IT_IS.sub("", words)):
        if WORDS.search(piece):
            assert any(piece.strip(" ;:(") in run for run in known), piece


def test_the_sentences_of_all_sums_and_relations_are_said_in_chinese():
    sentences = {i.sentence for form in (*TEMPLATES, STATISTICS) for i in load(form).identities}
    sentences |= {relation.sentence for relation in relations()}
    assert {sentence for sentence in sentences if not translate(sentence).is_whole} == set()


def test_what_rules_stand_on_is_said_in_chinese():
    english = [rule.basis for rule in rules().values() if re.search("[a-z]", rule.basis)]
    assert [basis for basis in english if not translate(basis).is_whole] == []


def test_the_catalogue_is_chinese_and_every_pattern_is_sound():
    for message, chinese in catalogue().items():
        pattern(message, chinese)
        assert not re.search(
            "[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", re.sub(r"\{\w+\}|：apt-get .*|pip .*", "", chinese)
        )


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        (
            "the total of a row is the sum of its six kinds of applicant, but 9 is not 8",
            "每行总计应等于六类申请人之和；现 9 不等于 8",
        ),
        (
            "2 cells cannot be read as a number: applications.new[total] '约7'; disclosure.fees.amount '见附件'",
            "2 个单元格的内容不是数字：三、本年新收政府信息公开申请数量 · 总计“约7”；"
            "二、行政事业性收费 · 本年收费金额“见附件”",
        ),
        (
            "cannot be told: review.reconsideration.other cannot be read as a number",
            "无法判断，以下单元格的内容不是数字：四、行政复议 · 其他结果",
        ),
        (
            "9 rows of the form were not found: the whole of section four; applications.new; and 3 more",
            "规定格式中有 9 行未找到：第四部分表格全部；三、本年新收政府信息公开申请数量；另有 3 处",
        ),
        (
            "two copies of this cell differ: '1, but 2' and \"it's\"",
            "同一项目的两处填写不一致：“1, but 2”与“it's”",
        ),
        (
            "this document cannot be read: the Word file is damaged: word/document.xml is missing",
            "该文件无法读取：Word 文件已损坏：缺少 word/document.xml",
        ),
        ("the head above lacks other_org, review.reconsideration.total", "表头缺少栏目：其他；四、行政复议 · 总计"),
        (
            "the 2 reports held that it covers come to 14, more than its 12",
            "已收集的 2 份所属单位报告合计为 14，大于本报告的 12",
        ),
        (
            "the form t2019 was for 2019 to 2020, the report is for 2022",
            "2019 年格式适用于 2019 至 2020 年度，本报告为 2022 年度",
        ),
        (
            "lawsuits and their outcomes are those of both routes in the table, "
            "but the text says all (均获维持) and the table has 8",
            "正文所述行政诉讼及其结果应与表格两类诉讼合计一致；正文称全部如此（“均获维持”），而表格中该项为 8，并非全部",
        ),
        ("附件.zip: the file is empty", "附件.zip：文件为空"),
        ("the table is of 2022, the report of 2023", "表格为 2022 年度，报告为 2023 年度"),
        ("the text has more than 1,000,000 lines and cells: no report", "文本的行和单元格超过 1,000,000 个，不是报告"),
        (
            "the section speaks of 2020 and 2021, and nowhere of the report's year: "
            "overview, line 1, letter 7: “2020年，我局公开”, and 2 more sentences",
            "该部分所述为 2020和2021 年，未提及报告年度：总体情况第 1 行第 7 字起：“2020年，我局公开”，另有 2 句",
        ),
    ],
)
def test_messages_are_put_into_chinese_with_what_stands_in_them(message, chinese):
    assert in_chinese(message) == chinese


def test_a_part_that_nobody_translated_stays_and_is_told():
    made = translate("the line above the table has a new kind of doubt")
    assert made.text.endswith("has a new kind of doubt")
    assert not made.is_whole


@given(st.text(max_size=200))
def test_what_is_in_no_catalogue_is_never_lost(text):
    made = translate(text)
    assert made.is_whole or text in made.text or any(word in made.text for word in re.findall(r"\w{3,}", text) or [""])


@given(st.text(max_size=60), st.text(max_size=60))
def test_texts_of_documents_stand_in_the_message_as_they_are(one, other):
    made = in_chinese(f"two copies of this cell differ: {one!r} and {other!r}")
    assert repr(one)[1:-1] in made
    assert repr(other)[1:-1] in made


@pytest.mark.parametrize(
    "hostile",
    [
        "; holds when " * 1500,
        ", but 1 is not " * 1200,
        "'" * 19_000,
        "\\'" * 9_000,
        "two copies of this cell differ: '" + "\\'" * 9_000,
        "1 cell cannot be read as a number: " + "applications.x '" * 1200,
        ": " * 9_000,
        "1," * 9_000,
        "a" * 1_000_000,
    ],
)
def test_a_hostile_message_costs_no_time(hostile):
    begun = time.monotonic()
    in_chinese(hostile)
    assert time.monotonic() - begun < 2


def test_a_catalogue_that_cannot_work_is_refused():
    with pytest.raises(ValueError, match="nothing parts"):
        pattern("{a}{b}", "")
    with pytest.raises(ValueError, match="no known kind"):
        pattern("{a:nonsense}", "")
    with pytest.raises(ValueError, match="not there"):
        pattern("{a}", "{b}")
    assert not slots("plain words")
