import pytest

from archive.errors import UnreadableDocument
from archive.grid import MOST_COLUMNS
from archive.models import Paragraph
from archive.parser import parse
from archive.readers.text import MOST_BYTES, MOST_PARTS, read
from tests.archive.judging import named, wrong_or_missing
from tests.archive.small import TITLE, values

DECISIONS = "disclosure.licensing.decisions"
PENALTIES = "disclosure.penalties.decisions"


def blocks(text):
    """Paragraphs as texts, tables as lists of rows of texts."""
    return [
        b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows]
        for b in read(text.encode()).blocks
    ]


def report(*lines):
    return parse([read("\n".join((TITLE, "", *lines)).encode())])


def test_rows_of_tabs_are_a_table_and_lines_without_are_paragraphs():
    assert blocks("甲\na\tb\nc\td\n乙") == ["甲", [["a", "b"], ["c", "d"]], "乙"]


def test_empty_cells_at_both_ends_of_a_row_are_kept():
    assert blocks("\ta\tb\t\nc\td\te\tf") == [[["", "a", "b", ""], ["c", "d", "e", "f"]]]


def test_a_blank_line_does_not_end_a_table():
    assert blocks("a\tb\n\n \nc\td") == [[["a", "b"], ["c", "d"]]]


def test_a_tab_a_cell_is_one_row_up_to_the_blank_line():
    assert blocks("\ta\n\tb\n\t\n\n\tc\n\td") == [[["a", "b", ""], ["c", "d"]]]


def test_a_row_of_one_cell_within_a_frame_of_tabs_is_a_row_of_the_table():
    assert blocks("\t一\n\ta\tb\n\tc\td\n\t二\n\te\tf") == [[["一"], ["a", "b"], ["c", "d"], ["二"], ["e", "f"]]]


def test_sections_in_one_text_of_tabs_are_tables_where_each_has_a_width_of_its_own():
    three, two = [["a", "b", "c"]] * 3, [["d", "e"]] * 3
    lines = ["\t".join(row) for row in (*three, *two)]
    assert blocks("\n".join(lines)) == [three, two]
    assert blocks("\n".join(lines[:-1])) == [[*three, *two[:-1]]]  # two alike may be alike by chance
    assert blocks("\n".join((*lines, "x", "y\tz"))) == [three, two, "x", [["y", "z"]]]
    assert [block.place["table"] for block in read("\n".join(lines).encode()).blocks] == [1, 2]


def test_a_label_goes_on_in_the_next_line_of_its_cell():
    assert blocks("\t本年新\n制作数量\n\t对外公开总数量") == [[["本年新制作数量", "对外公开总数量"]]]


def test_a_markdown_table_is_one_table_without_its_rule():
    assert blocks("| a | b |\n|---|:-:|\n| c | d |") == [[["a", "b"], ["c", "d"]]]


def test_a_markdown_table_keeps_its_empty_cells():
    assert blocks("| a | | |\n| --- | --- | --- |\n| | b | |") == [[["a", "", ""], ["", "b", ""]]]


def test_marks_of_markdown_are_no_part_of_the_text():
    assert blocks("## **一、总体情况**\n> 甲") == ["一、总体情况", "甲"]


def test_the_bookmarks_of_word_are_no_part_of_the_text():
    assert blocks("[bookmark: _GoBack]三、收到和处理政府信息公开申请情况") == ["三、收到和处理政府信息公开申请情况"]


def test_every_cell_knows_its_line():
    document = read("甲\n\na\tb\n\nc\td".encode())
    rows = document.blocks[1].rows
    assert [row[0].place["line"] for row in rows] == [3, 5]
    assert document.blocks[0].place == {"line": 1}


def test_a_blank_in_a_markdown_row_as_long_as_its_head_is_read_in_its_place_and_doubted():
    wide = [
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "| --- | --- | --- | --- |",
        "| 规章 | 1 | 2 | 3 |",
    ]
    found = report(*wide, "| 信息内容 | 采购项目数量 | 采购总金额 |  |", "| 政府集中采购 |  | 40682.08 |  |")
    cells = {"disclosure.procurement.projects": None, "disclosure.procurement.amount": 40682.08}
    assert {key: value for key, value in values(found).items() if "procurement" in key} == cells
    assert {*cells} <= named(found)


def test_a_blank_in_a_markdown_row_longer_than_its_head_is_left_open():
    wide = [
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | |",
        "| --- | --- | --- | --- | --- |",
        "| 规章 | 1 | 2 | 3 | |",
    ]
    found = report(*wide, "| 信息内容 | 采购项目数量 | 采购总金额 |", "| 政府集中采购 |  | 40682.08 |  | |")
    assert values(found)["disclosure.procurement.amount"] is None


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_system_are_read(ending):
    lines = ["信息内容\t本年处理决定数量", "行政许可\t15"]
    found = parse([read(ending.join((TITLE, *lines)).encode())])
    assert values(found) == {DECISIONS: 15}


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_read_in_every_charset(charset):
    text = f"{TITLE}\n信息内容\t本年处理决定数量\n行政许可\t15"
    assert values(parse([read(text.encode(charset))])) == {DECISIONS: 15}


@pytest.mark.parametrize("line", ["3", "2", "0"])
def test_a_figure_on_the_next_line_is_not_joined_to_the_one_in_the_cell(line):
    found = report("\t信息内容", "\t本年处理决定数量", "", "\t行政许可", "\t15", line)
    assert values(found).get(DECISIONS) in {15, None}


def test_a_page_number_below_a_cell_is_no_part_of_it():
    found = report("\t信息内容", "\t本年处理决定数量", "", "\t行政许可", "\t15", "- 3 -", "", "\t行政处罚", "\t2")
    assert values(found).get(DECISIONS) in {15, None}


def test_a_heading_right_below_the_last_cell_does_not_swallow_its_figure():
    found = report("\t信息内容", "\t本年处理决定数量", "", "\t行政许可", "\t15", "三、收到和处理政府信息公开申请情况")
    assert values(found).get(DECISIONS) == 15 or DECISIONS in named(found)


def test_a_caption_in_the_second_column_does_not_swallow_the_rows_below():
    lines = ["\t第二十条第（五）项", "\t信息内容\t本年处理决定数量", "\t行政许可\t15", "\t行政处罚\t2"]
    assert values(report(*lines)) == {DECISIONS: 15, PENALTIES: 2}


def test_values_between_pipes_without_outer_ones_are_read():
    lines = ["信息内容 | 本年处理决定数量 |", "行政许可 | 15 |", "行政处罚 | 2 |"]
    assert values(report(*lines)) == {DECISIONS: 15, PENALTIES: 2}


def test_a_page_number_between_rows_does_not_end_the_head():
    lines = ["信息内容\t本年处理决定数量", "行政许可\t15", "— 3 —", "行政处罚\t2"]
    assert wrong_or_missing(report(*lines), {DECISIONS: "15", PENALTIES: "2"}) == []


@pytest.mark.parametrize("text", ["\t", "|", "||", "\t\t\n|", "|---|", "\n\n", "\t\n\t", "a|b", "\x0c", "\u2028"])
def test_odd_lines_are_no_error(text):
    read(text.encode())
    parse([read(text.encode())])


# --- one cell, whatever breaks its line ---------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["行政许可\t{}", "|行政许可|{}|", "行政许可 | {} |", "\n\t行政许可\n\t{}"])
@pytest.mark.parametrize("between", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_break_within_a_cell_never_cuts_its_figure(layout, between):
    found = report("信息内容\t本年处理决定数量", layout.format(f"1{between}2"))
    assert values(found).get(DECISIONS) is None
    assert DECISIONS in named(found) or found.leftovers


def test_a_break_within_a_label_is_white_space():
    assert values(report("信息内容\t本年处理\x0b决定数量", "行政许可\t15")) == {DECISIONS: 15}


def test_a_page_break_between_paragraphs_parts_them():
    assert blocks("甲\x0c乙\n\x0c丙") == ["甲", "乙", "丙"]


def test_a_page_break_before_a_row_ends_the_row_above():
    assert blocks("\ta\n\tb\n\x0c\tc\n\td") == [[["a", "b"], ["c", "d"]]]


@pytest.mark.parametrize("lone", ["2", "2\n3", "2件", ",234", ".5", "**2**"])
@pytest.mark.parametrize("row", ["行政许可\t1", "行政许可 | 1 |", "|行政许可|1|"])
def test_a_lone_figure_right_below_a_row_is_not_lost(row, lone):
    found = report("信息内容\t本年处理决定数量", row, lone, "行政处罚\t3")
    assert values(found)[DECISIONS] is None
    assert DECISIONS in named(found)
    assert values(found)[PENALTIES] == 3


def test_a_lone_figure_below_a_row_without_figures_is_no_part_of_it():
    assert values(report("信息内容\t本年处理决定数量", "2", "行政许可\t15")) == {DECISIONS: 15}


# --- marks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["5__3__", "1__2", "1**2", "1****2", "1**__2", "**1**2", "1[bookmark: x]**2"])
@pytest.mark.parametrize("layout", ["行政许可\t{}", "|行政许可|{}|", "\n\t行政许可\n\t{}"])
def test_marks_between_digits_do_not_join_them(layout, text):
    found = report("信息内容\t本年处理决定数量", layout.format(text))
    assert values(found)[DECISIONS] is None
    assert DECISIONS in named(found)


@pytest.mark.parametrize("text", ["**15**", "__15__", "15**", "**15**件", "[bookmark: x]15"])
def test_marks_around_a_figure_are_no_part_of_it(text):
    assert values(report("信息内容\t本年处理决定数量", f"行政许可\t{text}")) == {DECISIONS: 15}


@pytest.mark.parametrize("text", ["# 15", "> 15", "## 15"])
@pytest.mark.parametrize("layout", ["行政许可\t{}", "|行政许可|{}|", "\n\t行政许可\n\t{}"])
def test_what_marks_a_heading_or_a_quotation_is_text_in_a_cell(layout, text):
    found = report("信息内容\t本年处理决定数量", layout.format(text))
    assert values(found)[DECISIONS] is None


# --- hostile texts --------------------------------------------------------------------------------------------


@pytest.mark.timeout(20)  # each takes far less than a second; tried out one by one they would take hours
@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000 + "||x",
        "|-" + " " * 200_000 + "x|",
        "|" + "-" * 200_000 + "|x|",
        "[bookmark:" * 100_000,
        "\tx\n" + "y\n" * 150_000,
        "\t5\n" + "3\n" * 150_000,
        "a\t1\n" + "1\n" * 150_000,
        "a\t1\n" * 60_000,
        "\tx\n\n" * 60_000,
        "2020" + " " * 500_000 + "x\n时" + " " * 500_000 + "间" + " " * 500_000,
        ("2020" + " " * 3000) * 500,
        "自2020年1月1日" + " " * 500_000 + "x",
        "**" * 500_000,
        "- " * 500_000,
    ],
    ids=range(14),
)
def test_no_text_takes_long(text):
    parse([read(f"{TITLE}\n{text}\n".encode())])


@pytest.mark.parametrize(
    "text", ["a\n" * MOST_PARTS, "\tx\n" * MOST_PARTS, "|" * MOST_PARTS, "a\x0b" * MOST_PARTS, "字" * MOST_BYTES]
)
def test_a_text_longer_than_any_report_is_refused(text):
    with pytest.raises(UnreadableDocument, match="no report"):
        read(f"甲{text}|".encode())


@pytest.mark.parametrize(
    "row", ["x\t" * MOST_COLUMNS + "x", "|x" * (MOST_COLUMNS + 1) + "|", "\tx\n" * (MOST_COLUMNS + 1)]
)
def test_a_row_longer_than_that_of_any_form_is_refused(row):
    with pytest.raises(UnreadableDocument, match="no report"):
        read(row.encode())


def test_every_cell_of_a_row_that_takes_several_lines_knows_its_own():
    document = read(
        "题目\n\n\t一、本年新收政府信息公开申请数量\n\t5\n\t6\n\n\t二、上年结转政府信息公开申请数量\n\t0\n\t1\n".encode()
    )
    rows = document.blocks[1].rows
    assert [[cell.place["line"] for cell in row] for row in rows] == [[3, 4, 5], [7, 8, 9]]
