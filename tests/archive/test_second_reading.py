from random import Random

import pytest

from archive.models import Document, Paragraph
from archive.parser import parse
from archive.readers.registry import read
from tests.archive import drawn, small
from tests.archive.layouts import form_tables, html_page

HEAD = small.RULES_2021
DOUBTFUL = [[HEAD, ["规章", "4", "0", "9"]]]


def document(tables, second):
    first = read(small.page_of(*tables))
    return Document(first.media_type, first.blocks, title=first.title, second=second)


def differences(report):
    return {f.cells for f in report.findings if f.check == "S1"}


def test_where_two_readings_differ_the_cell_is_named_and_kept_as_first_read():
    other = read(small.page_of([HEAD, ["规章", "4", "0", "8"]]))
    report = parse([document(DOUBTFUL, lambda: other)])
    assert differences(report) == {("disclosure.rules.in_force",)}
    assert small.values(report)["disclosure.rules.in_force"] == 9


def test_two_readings_that_agree_say_nothing():
    report = parse([document(DOUBTFUL, lambda: read(small.page_of(*DOUBTFUL)))])
    assert differences(report) == set()


def test_a_cell_that_only_one_reading_finds_is_named():
    other = Document("text/html", (Paragraph("nothing", {}),))
    report = parse([document(DOUBTFUL, lambda: other)])
    assert ("disclosure.rules.issued",) in differences(report)


def test_a_report_without_doubts_is_read_once():
    def second():
        pytest.fail("read a second time")

    printed = drawn.honest("t2021", Random(1), drawn.POOLS["small"])
    first = read(html_page("t2021", [[rows] for rows in form_tables("t2021", printed)]))
    parse([Document(first.media_type, first.blocks, title=first.title, second=second)])


def test_a_second_reading_that_fails_does_not_lose_the_first():
    def second():
        raise RecursionError

    report = parse([document(DOUBTFUL, second)])
    assert small.values(report)["disclosure.rules.in_force"] == 9


@pytest.mark.parametrize("seed", range(3))
def test_both_readings_of_a_page_find_the_same_cells(seed):
    printed = drawn.honest("t2019", Random(seed), drawn.POOLS["many"])
    wrong = printed | {"review.reconsideration.total": "999999"}
    document = read(html_page("t2019", [[rows] for rows in form_tables("t2019", wrong)]))
    report = parse([document])
    assert any(f.status == "fail" for f in report.findings)
    assert differences(report) == set()
