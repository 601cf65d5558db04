"""Reports that mix the forms of several years: every value keeps its name, and the mix is told."""

from random import Random

import pytest

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import drawn
from tests.archive.indicators import listed
from tests.archive.judging import wrong_or_missing
from tests.archive.layouts import form_tables, html_page, html_table

FIGURES = {t: drawn.honest(t, Random(7), drawn.POOLS["many"]) for t in drawn.TEMPLATES}


def part(template, *sections):
    """The figures of some sections of a form."""
    return {key: text for key, text in FIGURES[template].items() if key.startswith(sections)}


def mixed(first, second):
    """A page with section two of one form and the rest of another."""
    printed = part(first, "disclosure.") | part(second, "applications.", "review.")
    tables = [form_tables(first, FIGURES[first])[0], *form_tables(second, FIGURES[second])[1:]]
    return printed, parse([read(html_page(first, [[rows] for rows in tables]))])


def told(report):
    return [f.message for f in report.findings if f.check == "T3"]


@pytest.mark.parametrize(("first", "second"), [("t2021", "t2019"), ("t2019", "t2021")])
def test_section_three_of_another_form_is_read_whole(first, second):
    printed, report = mixed(first, second)
    assert report.template == first
    assert wrong_or_missing(report, printed) == []
    assert {cell.id for cell in report.cells} == set(printed)
    assert [f for f in report.findings if f.check in ("C1", "C2") or f.status == "fail"] == []
    assert any("section three" in message for message in told(report))


@pytest.mark.parametrize(("first", "second"), [("t2021", "t2019"), ("t2019", "t2021")])
def test_the_sums_of_a_mixed_section_three_are_tested(first, second):
    _, report = mixed(first, second)
    sums = [f for f in report.findings if f.check in ("A1", "A2", "A3")]
    rows = 25 if second == "t2021" else 23
    assert [f.status for f in sums if not f.cells[0].startswith("review")].count("pass") == 7 + rows + 7
    assert {f.status for f in sums} == {"pass"}


def test_columns_of_the_old_form_in_one_block_are_told():
    printed = FIGURES["t2021"] | part("t2019", "disclosure.fees")
    old, new = form_tables("t2019", FIGURES["t2019"])[0], form_tables("t2021", FIGURES["t2021"])
    at = next(r for r, row in enumerate(new[0]) if "（八）" in row[0].text)
    start = next(r for r, row in enumerate(old) if "（八）" in row[0].text)
    tables = [new[0][:at] + old[start : start + 3], *new[1:]]
    report = parse([read(html_page("t2021", [[rows] for rows in tables]))])
    del printed["disclosure.fees.amount"]
    assert report.template == "t2021"
    assert wrong_or_missing(report, printed) == []
    assert not any(f.check == "C1" for f in report.findings)
    assert told(report) == ["columns of the form t2019 stand among those of t2021: disclosure.fees"]


def test_a_form_of_other_years_is_told():
    body = html_page("t2019", [[rows] for rows in form_tables("t2019", FIGURES["t2019"])])
    assert told(parse([read(body)])) == []
    later = parse([read(body.decode().replace("2020年", "2022年").encode())])
    assert (later.year, later.template) == (2022, "t2019")
    assert told(later) == ["the form t2019 was for 2019 to 2020, the report is for 2022"]


def test_a_missing_section_is_named_as_a_whole():
    tables = form_tables("t2019", FIGURES["t2019"])
    report = parse([read(html_page("t2019", [[], [tables[1]], [tables[2]]]))])
    assert report.template == "t2019"
    assert wrong_or_missing(report, part("t2019", "applications.", "review.")) == []
    (finding,) = [f for f in report.findings if f.check == "C1"]
    assert finding.message == "8 rows of the form were not found: the whole of section two"


def test_a_list_of_statistics_beside_the_tables_is_kept_and_told():
    tables = form_tables("t2019", FIGURES["t2019"])
    body = html_page("t2019", [[rows] for rows in tables]).decode()
    values = {"stats.requests.received": "12", "stats.complaints": "3"}
    report = parse([read(body.replace("</body>", html_table(listed(values, ["统计数"])) + "</body>").encode())])
    assert report.template == "t2019"
    assert wrong_or_missing(report, FIGURES["t2019"] | values) == []
    assert not any(f.check == "C1" for f in report.findings)
    assert told(report) == ["a list of statistics with 58 values stands beside the tables of t2019"]
