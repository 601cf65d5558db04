"""When a report is looked at again: by the age of its year, sooner after a change, later after none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clock import written
from archive.database.frontier import Task
from archive.database.revisits import Kept, Look
from crawler.revisiting import conditions, file_changed, is_later, looked, policy


def task(year=None, kind="detail"):
    return Task(1, "crawl-2", "a", "a:80", kind, "http://a/1.html", b"f", {"year": year} if year else {})


def days_ahead(look):
    return (datetime.fromisoformat(look.due_at) - datetime.fromisoformat(look.checked_at)).total_seconds() / 86_400


@pytest.mark.parametrize(
    ("year", "moment", "days"),
    [
        (2026, datetime(2027, 2, 1, tzinfo=UTC), 7),
        (2026, datetime(2026, 12, 31, 17, tzinfo=UTC), 7),  # New Year in China
        (2026, datetime(2027, 8, 1, tzinfo=UTC), 30),
        (2025, datetime(2027, 2, 1, tzinfo=UTC), 30),
        (2024, datetime(2027, 2, 1, tzinfo=UTC), 365),
        (None, datetime(2027, 2, 1, tzinfo=UTC), 365),
    ],
)
def test_the_age_of_a_year_says_when_to_look_again(year, moment, days):
    assert policy().span(year, moment).days == days


def test_the_first_look_sets_the_days_of_its_age():
    look = looked(task(2010), None, "stored", "c1", "s")
    assert (look.capture, look.said, look.changed_at, look.days) == ("c1", "s", None, 365)
    assert days_ahead(look) == pytest.approx(365)


def test_after_a_change_the_next_look_comes_sooner_and_after_none_later():
    first = looked(task(2010), None, "stored", "c1", "s")
    changed = looked(task(2010), first, "stored", "c2", "s2")
    assert (changed.days, changed.capture) == (182.5, "c2")
    assert changed.changed_at is not None
    quiet = looked(task(2010), first, "unchanged", "c2", "s")
    assert (quiet.days, quiet.changed_at) == (547.5, None)


def test_a_file_that_changed_brings_its_page_forward():
    page = looked(task(2010), None, "stored", "c1", "s")
    assert file_changed(page).days == 182.5


def test_what_does_not_answer_is_tried_again_soon_and_then_less_often():
    first = looked(task(2010), None, "stored", "c1", "s")
    lost = looked(task(2010), first, "missing", None, None)
    assert (lost.days, lost.capture) == (3, "c1")
    again = looked(task(2010), lost, "missing", None, None)
    assert (again.days, again.lost_at) == (4.5, lost.lost_at)
    back = looked(task(2010), again, "unchanged", "c3", "s")
    assert (back.days, back.lost_at) == (365, None)


@pytest.mark.parametrize("outcome", ["blocked", "failed", "skipped"])
def test_what_was_blocked_or_silent_stays_as_due_as_it_was(outcome):
    assert looked(task(2010), looked(task(2010), None, "stored", "c", "s"), outcome, None, None) is None


def test_an_address_that_never_answered_is_not_missed():
    assert looked(task(2010), None, "missing", None, None) is None


def test_an_answer_without_bytes_leaves_the_capture_that_has_them():
    first = looked(task(2010), None, "stored", "c1", "s")
    assert looked(task(2010), first, "unchanged", None, "s").capture == "c1"


def test_what_is_due_is_asked_for_and_what_is_not_waits():
    look = looked(task(2010), None, "stored", "c1", "s")
    assert is_later(look, "due")
    assert not is_later(replace(look, due_at="2020-01-01T00:00:00.000Z"), "due")
    assert not is_later(look, "all")
    assert is_later(replace(look, due_at="2020-01-01T00:00:00.000Z"), "none")


@given(st.lists(st.sampled_from(["stored", "unchanged", "missing"]), max_size=30), st.sampled_from([None, 2010, 2025]))
def test_the_days_never_leave_their_bounds(outcomes, year):
    look: Look | None = looked(task(year), None, "stored", "c", "s")
    for outcome in outcomes:
        look = looked(task(year), look, outcome, "c", "s")
        assert 1 <= look.days <= 730
        assert look.due_at > look.checked_at


def test_an_answer_that_nothing_changed_is_not_trusted_for_ever():
    def kept(days):
        at = written(datetime.now(UTC) - timedelta(days=days))
        return Kept("c", "d", 1, "text/html", at, "http://a/1.html", {"If-None-Match": '"x"'})

    assert conditions(kept(3)) == {"If-None-Match": '"x"'}
    assert conditions(kept(100)) == {}
    assert conditions(kept(-3)) == {}  # another clock's future
