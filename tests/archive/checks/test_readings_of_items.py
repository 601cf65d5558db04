"""Whether the rows of section two of 2019 count items of a list or decisions."""

import pytest

from archive.checks.readings_of_items import readings_of_items
from archive.models import Cell, Report

ROWS = ("licensing", "other_services", "penalties", "compulsion")


def found(*rows):
    cells = [
        Cell(f"disclosure.{row}.{column}", str(value), value, "number" if value is not None else "blank", None, {})
        for row, values in zip(ROWS, rows, strict=False)
        for column, value in zip(("items_prev", "items_change", "decisions"), values, strict=True)
    ]
    return [*readings_of_items(Report(None, None, 2020, "t2019", None, None, "", "", tuple(cells)))]


def told(*rows):
    return [(f.status, sorted({c.split(".")[1] for c in f.cells})) for f in found(*rows)]


ZERO = (0, 0, 0)


def test_a_row_that_misses_the_decisions_another_row_shows_fails_softly():
    assert told((210, 44, 249), (96, 31, 127), ZERO, ZERO) == [("fail", ["licensing"]), ("pass", ["other_services"])]
    failed = found((210, 44, 249), (96, 31, 127))[0]
    assert failed.severity == "soft"
    assert failed.cells == tuple(f"disclosure.licensing.{c}" for c in ("items_prev", "items_change", "decisions"))


@pytest.mark.parametrize("decisions", [245, 524, 354, 258])  # nearly, two digits swapped, one digit off, nearly
def test_slips_of_the_pen_are_misses(decisions):
    assert told((210, 44, decisions), (96, 31, 127))[0] == ("fail", ["licensing"])


@pytest.mark.parametrize("items", [(52, 0, 8120), (7, 0, 0), (31, 2, 640)])
def test_nothing_fails_where_another_row_counts_items(items):
    assert "fail" not in [status for status, _ in told((210, 44, 249), (96, 31, 127), items)]


def test_nothing_fails_where_no_row_shows_the_decisions():
    assert told((210, 44, 249), ZERO) == [("pass", ["licensing"])]
    assert told((210, 44, 249), (5, 0, 5)) == [("pass", ["licensing"])], "the two may be the same by chance"


def test_rows_that_count_alike_pass_and_say_what_they_count():
    (only,) = found((52, 0, 8120), (18, -1, 640))
    assert (only.status, only.message) == (
        "pass",
        "licensing: items of a list are counted; other_services: items of a list are counted",
    )


def test_rows_that_count_in_two_ways_are_in_doubt():
    assert told((52, 0, 8120), (96, 31, 127)) == [("unknown", ["licensing", "other_services"])]


def test_rows_without_figures_say_nothing():
    assert told(ZERO, (None, None, None)) == []
