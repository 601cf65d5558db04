import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.numbers import read_value

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)
COUNTS = st.integers(0, 10**12)
WHITE = st.text(alphabet=" \t\n\r\x0b\x0c\u00a0\u2003\u2009\u3000", min_size=1, max_size=3)
FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("0", 0, None),
        ("7646", 7646, None),
        ("11398889", 11398889, None),
        (" 0 ", 0, None),
        ("\u30000\u3000", 0, None),
        ("\u00a015", 15, None),
        ("59237.2449", 59237.2449, None),
        ("18.8710", 18.871, None),
        ("0.092", 0.092, None),
        ("-35", -35, None),
        ("－35", -35, None),
        ("−35", -35, None),
        ("+11", 11, None),
        ("2537769.5元", 2537769.5, "元"),
        ("3487.1万元", 3487.1, "万元"),
        ("976.81 万元", 976.81, "万元"),
        ("0.3亿元", 0.3, "亿元"),
        ("31宗", 31, "宗"),
        ("12件", 12, "件"),
        ("1\u200b2", 12, None),
        ("\ufeff5", 5, None),
        ("22（其中修订16件）", 22, None),
        ("22(其中修订16件)", 22, None),
        ("5件（含结转1件）", 5, "件"),
    ],
)
def test_a_figure_keeps_its_value_and_its_unit(text, number, unit):
    assert read_value(text) == ("number", number, unit)


@pytest.mark.parametrize("text", ["无", "零", "〇", " 无 "])
def test_words_for_nothing_are_the_number_zero(text):
    assert read_value(text)[:2] == ("number", 0)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u00ad"])
def test_an_empty_cell_is_blank_and_not_zero(text):
    assert read_value(text) == ("blank", None, None)


@pytest.mark.parametrize("text", ["/", "-", "—", "--", "——", "\\", "－", "／", " / ", "–"])
def test_a_stroke_says_that_a_cell_does_not_apply(text):
    assert read_value(text) == ("not_applicable", None, None)


@pytest.mark.parametrize(
    "text",
    ["5500余", "约30", "不详", "1/2", "3-5", "12,34", "1,2345", "5%", "1.2.3", "2021年", "详见附件", "五", "5*", "第3"],
)
def test_what_is_no_plain_figure_stays_text(text):
    assert read_value(text) == ("text", None, None)


@pytest.mark.parametrize("text", ["10203120001200000", "0" * 14, "1" * 5000, "1,234,567,890,123,456"])
def test_cells_run_together_are_no_figure(text):
    assert read_value(text) == ("unreadable", None, None)


@pytest.mark.parametrize("text", ["5²", "22①", "①", "35¹", "7⑴", "12₃", "3⁰"])
def test_a_footnote_mark_is_no_digit_of_the_figure(text):
    assert read_value(text).number not in {52, 221, 1, 351, 71, 123, 30}


@pytest.mark.parametrize(
    "text",
    [
        "5[万]",
        "5（更正为6）",
        "5【已更正为8】",
        "5(6)",
        "5(万件)",
        "3.5（亿）",
        "7（应为8）",
        "5（实为6）",
        "5（作废）",
        "5（以6为准）",
        "5（2022年）",
        "5（单位：千）",
        "5（×10）",
    ],
)
def test_a_remark_that_changes_the_figure_leaves_none(text):
    assert read_value(text).state == "text"


def test_a_unit_in_brackets_is_the_unit():
    assert read_value("3.5（万元）") == ("number", 3.5, "万元")


@pytest.mark.parametrize("text", ["12, 345", "1， 234", "1,\n234", "7、8", "7，8", "1 ,234"])
def test_a_list_of_figures_is_not_one_figure(text):
    assert read_value(text).number is None


@pytest.mark.parametrize("text", ["5（结转3）\n7（结转2）", "5(1) 7(2)"])
def test_two_figures_with_remarks_are_not_read_as_the_first(text):
    assert read_value(text).number is None


@MODERATE
@given(COUNTS, st.sampled_from(["", "-"]))
def test_thousands_separators_and_full_width_change_no_figure(count, sign):
    wanted = -count if sign else count
    for printed in (f"{sign}{count}", f"{sign}{count:,}"):
        assert read_value(printed).number == wanted
        assert read_value(printed.translate(FULL_WIDTH)).number == wanted


@MODERATE
@given(st.integers(0, 10**8), st.integers(0, 9999), st.sampled_from(["", "元", "万元"]))
def test_decimals_are_read_as_printed(whole, decimals, unit):
    printed = f"{whole}.{decimals:04d}"
    assert read_value(printed + unit) == ("number", float(printed), unit or None)


@MODERATE
@given(COUNTS, WHITE, COUNTS)
def test_two_numbers_with_white_space_between_are_never_joined(first, white, second):
    assert read_value(f"{first}{white}{second}") == ("unreadable", None, None)


@MODERATE
@given(st.text())
def test_no_text_makes_the_reading_fail(text):
    state, number, _ = read_value(text)
    assert state in {"number", "blank", "not_applicable", "text", "unreadable"}
    assert (number is not None) == (state == "number")


@MODERATE
@given(st.text(alphabet="0123456789 .,-+（）()元万件/一无\n①²", max_size=12))
def test_a_figure_has_the_digits_that_are_printed_one_after_the_other(text):
    number = read_value(text).number
    if number is None or not re.search(r"\d", text):
        return
    start = re.split(r"[（(]", text, maxsplit=1)[0]
    digits = "".join(re.findall(r"[0-9.]", start))
    assert abs(number) == float(digits)
