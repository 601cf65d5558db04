"""What a person may say a cell holds, and what is asked about."""

import pytest

from archive.correction_sense import is_impossible, is_leap
from archive.models import Cell


def read(value, unit=None, key="applications.new[total]"):
    return Cell(key, str(value), value, "number", unit, {})


@pytest.mark.parametrize(
    ("before", "after", "unit", "leaps"),
    [
        (read(3), 3000, None, True),
        (read(3), 2999, None, False),
        (read(3000), 3, None, False),
        (read(3001), 3, None, True),
        (read(0), 5000, None, False),
        (None, 5000, None, False),
        (read(2537769.5, "元"), 253.77695, "万元", False),  # the same amount
        (read(2537769.5, "万元"), 253.77695, None, True),
    ],
)
def test_a_figure_of_another_size_is_a_leap_in_whatever_unit(before, after, unit, leaps):
    assert is_leap(before, after, unit) is leaps


@pytest.mark.parametrize(
    ("key", "value", "impossible"),
    [
        ("applications.new[total]", -1, True),
        ("applications.new[total]", 0, False),
        ("disclosure.licensing.items_change", -1, False),
        ("disclosure.licensing.decisions", -1, True),
        ("disclosure.fees.amount", -1, False),
        ("applications.new[total]", None, False),
    ],
)
def test_only_changes_and_money_may_be_below_zero(key, value, impossible):
    assert is_impossible(key, read(1, None, key), value) is impossible
