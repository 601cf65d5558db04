import pytest

from archive.models import Paragraph
from archive.parser import parse
from archive.readers.text import read
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
