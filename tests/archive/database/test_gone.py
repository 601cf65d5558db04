"""A report is gone after failures over a window and a share of the tries, never from one answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database.gone import Try, judge


def tries(*told):
    """`told` are days of February 2027, negative where the report was not there."""
    return [Try(f"2027-02-{abs(day):02d}T08:00:00.000Z", day > 0) for day in told]


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ((1, -3), None),  # one failure
        ((1, -3, -5, -9), None),  # a week of failures is no window
        ((1, -3, -9, -17), 3),
        ((1, -3, -9, -17, 18), None),  # it came back
        ((-3, 9, -17), None),  # a third of the tries succeeded
        ((1, -3, -6, -9, 12, -17), 3),  # four of five failed
        ((1, -3, 4, 5, 6, 7, -20), None),
        ((), None),
    ],
)
def test_gone_is_a_window_and_a_share(told, since):
    found = judge(tries(*told))
    assert (found and found.since[:10]) == (since and f"2027-02-{since:02d}")


def test_a_judgement_counts_the_tries_since():
    found = judge(tries(1, -3, -6, -9, 12, -17))
    assert (found.tries, found.failures) == (5, 4)


@given(st.lists(st.booleans(), max_size=28))
def test_nothing_is_gone_that_was_there_when_last_asked_for(found):
    made = [Try(f"2027-02-{day:02d}T08:00:00.000Z", there) for day, there in enumerate(found, 1)]
    judged = judge(made)
    if judged:
        assert not made[-1].found
        assert judged.failures >= 0.75 * judged.tries
        assert judged.failures >= 2
