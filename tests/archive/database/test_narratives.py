"""The narratives of an archive, in the orders in which they are asked for."""

from random import Random

import pytest

from archive.database.connection import create_or_open
from archive.database.narratives import Narratives
from archive.errors import NoSuchReport
from tests.corpus import copied

ONE, OTHER = "白鹭区财政局", "南岚县教育局"


@pytest.fixture
def connection(tmp_path):
    return create_or_open(tmp_path).conn


def made(number, agency, year, day="2022-01-01"):
    return copied.dated(copied.fresh(number, agency, year, Random(number)), day)


def keep(connection, *texts):
    for text in texts:
        copied.put(connection, text)
    return Narratives(connection)


def test_a_text_comes_back_as_it_was_put(connection):
    text = made(1, ONE, 2021)
    narratives = keep(connection, text)
    assert narratives.text(1) == text
    assert narratives.number(text.report) == 1


def test_time_goes_by_year_then_day_and_what_is_not_known_comes_last(connection):
    narratives = keep(
        connection,
        made(1, ONE, None),
        made(2, ONE, 2021, "2022-03-01"),
        made(3, OTHER, 2021, "2022-01-31"),
        made(4, OTHER, 2020, None),
        made(5, "石桥县水务局", 2021, None),
    )
    assert [text.number for text in narratives.in_time()] == [4, 3, 2, 5, 1]


def test_texts_of_one_body_come_together(connection):
    narratives = keep(connection, made(1, ONE, 2020), made(2, OTHER, 2020), made(3, ONE, 2021), made(4, OTHER, 2021))
    bodies = [text.body for text in narratives.by_body()]
    assert sorted(bodies) in (bodies, bodies[::-1])


def test_who_watches_hears_of_every_hundredth_text_and_the_last(connection):
    for number in range(60):
        copied.put(connection, copied.text(number, f"{ONE}{number}", 2020, [], Random(number)))
    heard = []
    narratives = Narratives(connection, lambda done, of: heard.append((done, of)))
    assert len([*narratives.by_body(), *narratives.in_time()]) == 120
    assert heard == [(100, 120), (120, 120)]


def test_reports_of_nobody_known_are_not_one_body(connection):
    nobody = [copied.of_body(made(n, "", 2020 + n), "") for n in (1, 2)]
    assert len({text.body for text in keep(connection, *nobody).in_time()}) == 2


def test_withheld_and_unknown_reports_are_not_handed_out(connection):
    narratives = keep(connection, made(1, ONE, 2020), made(2, ONE, 2021))
    connection.execute("UPDATE report SET status = 'withheld' WHERE id = 2")
    narratives = Narratives(connection)
    assert [text.number for text in narratives.in_time()] == [1]
    with pytest.raises(NoSuchReport, match="has not been read"):
        narratives.number(f"{ONE}:2021")
