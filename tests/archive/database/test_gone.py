"""A report is gone after failures over a window and a share of the tries, never from one answer."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import captures, frontier, gone, queries, revisits
from archive.database.connection import open_existing
from archive.database.frontier import Task
from archive.database.gone import Try, judge
from archive.database.revisits import Look
from archive.keeper import Keeper


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


URL = "http://a.gov.cn/1.html"


@pytest.fixture
def asked(archive):
    """Ask for a report that was had once, on a day of February 2027, in a crawl of its own; what is then told gone."""
    numbers = itertools.count(1)
    with Keeper(archive) as keeper:
        look = Look(b"f", "p", "detail", URL, 2025, "c", "s", "2027-01-20", None, None, 7, "2027-01-27")
        keeper.write(lambda c: revisits.note(c, look)).result()

        def ask(day, outcome):
            crawl, number = f"crawl-{day:02d}", next(numbers)

            def write(connection):
                captures.begin_crawl(connection, crawl, "me", "test", {})
                frontier.add(connection, Task(number, crawl, "p", "a:80", "detail", URL, b"f"))
                frontier.finish(connection, number, outcome)
                connection.execute(
                    "UPDATE request SET done_at = ? WHERE id = ?", (f"2027-02-{day:02d}T08:00:00.000Z", number)
                )
                gone.renew(connection, crawl, "p")

            keeper.write(write).result()
            keeper.flush()
            return queries.rows(open_existing(archive).conn, "SELECT url, since, tries, failures, back_at FROM gone")

        yield ask


def test_an_address_is_told_gone_once_and_back_when_it_answers(asked):
    assert asked(1, "unchanged") == []
    assert asked(3, "missing") == []
    assert asked(10, "missing") == []
    (told,) = asked(18, "missing")
    assert (told["url"], told["since"][:10], told["tries"], told["failures"], told["back_at"]) == (
        URL,
        "2027-02-03",
        3,
        3,
        None,
    )
    (longer,) = asked(25, "missing")
    assert (longer["since"][:10], longer["tries"]) == ("2027-02-03", 4)
    (back,) = asked(26, "unchanged")
    assert back["back_at"][:10] == "2027-02-26"
    assert asked(27, "missing") == [back]


@pytest.mark.parametrize("outcome", ["blocked", "failed", "skipped"])
def test_what_was_blocked_or_silent_is_no_failure_of_the_report(asked, outcome):
    assert asked(1, "missing") == []
    for day in (5, 10, 15, 20, 25):
        assert asked(day, outcome) == []
