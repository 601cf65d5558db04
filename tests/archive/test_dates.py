from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import first_date, labelled_date, stated_period, western_years, whole_line_date

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    "text",
    [
        "2021年1月18日",
        "2021年01月18日",
        "2021 年 1 月 18 日",
        "2021-01-18",
        "2021/1/18",
        "2021.01.18",
        "2021．1．18",
        "二〇二一年1月18日",
        "二○二一年1月18日",
        "发布于2021-01-18 09:30:00",
        "2021-01-18T09:30:00",
    ],
)
def test_the_first_date_is_found_in_every_spelling(text):
    assert first_date(text) == "2021-01-18"


@pytest.mark.parametrize(
    "text", ["", "2021年", "2021年1月", "2021-02-30", "2021-13-01", "2026-02-00018", "12021-01-18", "20210118"]
)
def test_what_is_no_day_is_no_date(text):
    assert first_date(text) is None


def test_a_day_that_is_none_does_not_hide_the_next_one():
    assert first_date("2021-02-30 或 2021-03-01") == "2021-03-01"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("来源：区政府办 时间：2025-03-10 15:35", "2025-03-10"),
        ("发布日期：2022年1月20日", "2022-01-20"),
        ("发布时间: 2022-01-20", "2022-01-20"),
        ("日 期：2022-01-20", "2022-01-20"),
        ("[发文日期] 2022-01-20", "2022-01-20"),
        ("生成日期：2022-01-18 发布日期：2022-01-20", "2022-01-20"),
        ("发文日期：2022-01-18 发布时间：2022-01-20", "2022-01-20"),
    ],
)
def test_the_day_of_publication_wins_over_the_day_of_writing(text, day):
    assert labelled_date(text) == day


@pytest.mark.parametrize("text", ["2022-01-20", "时间：不详", "发布日期：2022-02-30", "有效日期至长期"])
def test_a_date_without_its_label_is_no_day_of_publication(text):
    assert labelled_date(text) is None


@pytest.mark.parametrize("line", ["2021年1月18日", " 2021年1月18日　", "二〇二一年1月18日", "2021-01-18"])
def test_a_line_of_nothing_but_a_date_is_one(line):
    assert whole_line_date(line) == "2021-01-18"


def test_a_date_inside_a_sentence_is_no_line_of_its_own():
    assert whole_line_date("2021年1月18日起施行") is None


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自2020年1月1日起至2020年12月31日止",
        "统计期限自 2020 年 1 月 1 日起至 2020 年 12 月 31 日止",
        "数据统计期限为2020年1月1日至12月31日。",
        "从2020年1月1日到2020年12月31日",
        "（2020年1月1日—2020年12月31日）",
        "（2020年1月1日——12月31日）",
        "2020年1月1日-12月31日",
        "2020年1月1日～12月31日",
        "自2020年01月01日至2020年12月31日",
        "自二〇二〇年1月1日起至12月31日止",
        "自2020年1月1日开始，至2020年12月31日止",
    ],
)
def test_the_stated_period_gives_the_year_of_the_figures(text):
    assert stated_period(text) == 2020


@pytest.mark.parametrize(
    "text",
    [
        "自2020年1月1日至2021年12月31日",
        "自2020年3月1日至2020年12月31日",
        "自2020年1月1日至2020年6月30日",
        "自20221月1日至20221231日",
        "2020年度",
        "",
    ],
)
def test_a_period_that_is_no_calendar_year_gives_none(text):
    assert stated_period(text) is None


def test_only_years_are_turned_into_digits():
    assert western_years("一九九九年、二〇二三年度第一季度三十一件") == "1999年、2023年度第一季度三十一件"


@MODERATE
@given(st.dates(min_value=date(1999, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_read_back(day):
    assert first_date(f"于{day.year}年{day.month}月{day.day}日公布") == day.isoformat()


@MODERATE
@given(st.text(alphabet="0123456789年月日-/. 二〇发布期：自至"))
def test_no_text_makes_the_reading_of_dates_fail(text):
    for found in (first_date(text), labelled_date(text), whole_line_date(text)):
        assert found is None or len(found) == len("2021-01-18")
    assert stated_period(text) is None or 2000 <= stated_period(text) <= 2099


@pytest.mark.timeout(20)  # each takes milliseconds; white space shared out in every way would take hours
@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000,
        "2020" + " " * 200_000 + "年",
        "自2020年1月1日" + " " * 200_000 + "x",
        "2020年1月1日起" + " \n" * 100_000 + "至" + "\u3000" * 100_000 + "2020",
        "2020年1月1日" + "—" * 200_000,
        "时" + " " * 200_000 + "间" + " " * 200_000 + ":" + " " * 200_000,
        "日 " * 100_000,
        ("2020" + " " * 3000) * 60,
    ],
    ids=range(8),
)
def test_no_text_takes_long(text):
    first_date(text)
    assert (labelled_date(text), whole_line_date(text), stated_period(text)) == (None, None, None)
