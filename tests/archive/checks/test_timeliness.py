from datetime import date

import pytest

from archive.checks.timeliness import Publication, timeliness


def told(**facts):
    known = {"agency": "甲区教育局", "year": 2023} | facts
    return [(f.check, f.status, f.severity) for f in timeliness(Publication(**known)) if f.status != "pass"]


@pytest.mark.parametrize(
    ("agency", "year", "day", "expected"),
    [
        ("甲区教育局", 2023, date(2024, 1, 31), []),
        ("甲区教育局", 2023, date(2024, 2, 1), [("W1", "fail", "hard")]),
        ("甲区人民政府", 2023, date(2024, 3, 31), []),
        ("甲区人民政府", 2023, date(2024, 4, 1), [("W1", "fail", "hard")]),
        ("甲区人民政府办公室", 2023, date(2024, 2, 20), [("W1", "fail", "soft")]),
        ("乙镇人民政府", 2023, date(2024, 2, 20), [("W1", "fail", "soft")]),
        ("乙街道办事处", 2023, date(2024, 1, 20), []),
        ("甲区教育局", 2017, date(2018, 3, 31), []),
        ("乙镇人民政府", 2017, date(2018, 4, 2), [("W1", "fail", "hard")]),
    ],
)
def test_each_kind_of_body_has_its_day(agency, year, day, expected):
    assert told(agency=agency, year=year, shown=day) == expected


def test_an_office_that_reports_for_its_region_has_until_the_end_of_march():
    assert told(agency="甲区人民政府办公室", shown=date(2024, 3, 20), sums_up=True) == []


def test_a_date_of_a_later_year_may_be_that_of_a_move():
    assert told(year=2020, shown=date(2022, 5, 3)) == [("W1", "unknown", "soft")]


def test_a_report_without_a_date_is_judged_by_when_it_was_seen():
    assert told(seen=date(2024, 1, 20)) == []
    assert told(seen=date(2024, 6, 1)) == [("W1", "not_assessable", "hard")]
    assert told() == [("W1", "not_assessable", "hard")]


def test_a_report_seen_in_time_is_in_time_whatever_date_it_bears_later():
    assert told(seen=date(2024, 1, 20), shown=date(2024, 5, 6)) == [("W2", "unknown", "soft")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"shown": date(2023, 11, 2)}, [("W2", "unknown", "soft")]),
        ({"shown": date(2023, 12, 28)}, []),
        ({"shown": date(2024, 1, 20), "meta": date(2024, 3, 9)}, [("W2", "unknown", "soft")]),
        ({"shown": date(2024, 1, 20), "meta": date(2024, 1, 21)}, []),
        ({"shown": date(2024, 1, 20), "missed": date(2024, 2, 10)}, [("W2", "fail", "soft")]),
        ({"shown": date(2024, 1, 20), "missed": date(2024, 1, 18)}, []),
    ],
)
def test_dates_that_cannot_be_true_are_told(facts, expected):
    assert told(**facts) == expected


def test_figures_changed_after_publication_are_told_day_by_day():
    changed = {"shown": date(2024, 1, 20), "changes": ((date(2024, 2, 1), 3), (date(2024, 2, 9), 1))}
    assert told(**changed) == [("W3", "fail", "soft")] * 2
