"""Each body and year has one status, and nothing is called absent that is not proven to be."""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.body_kinds import kind_of
from archive.checks.timeliness import deadline
from archive.database import census
from archive.database.census import STATUSES, Scope
from tests.archive.histories import History

BUREAU, HALL = "秀洲区教育局", "秀洲区人民政府"
WHOLE = [(BUREAU, 2021, "read"), (HALL, 2021, "read")]


@pytest.fixture
def history(archive):
    """An archive that knows the bureau and the government, and the years 2021 to 2023."""
    return begun(archive)


def begun(directory):
    made = History(directory)
    made.portal("p")
    made.portal("q")
    made.crawl("p", "2022-05-01", WHOLE)
    made.crawl("q", "2024-05-01", [("秀洲区水利局", 2023, "read")])
    return made


def test_a_list_read_in_full_after_the_day_proves_absence(history):
    crawl = history.crawl("p", "2024-05-02", [*WHOLE, (HALL, 2023, "read")], pages=3)
    row = history.why(BUREAU, 2023)
    assert (row["status"], row["looked_at"][:10], row["list_url"]) == ("absent", "2024-05-02", "http://p/nb/")
    assert "read in full on 2024-05-02 (3 reports named)" in row["reason"]
    (capture,) = history.rows("SELECT crawl, kind, url FROM captures WHERE id = ?", row["list_capture"])
    assert capture == {"crawl": crawl, "kind": "list", "url": "http://p/nb/"}


@pytest.mark.parametrize(
    ("day", "bureau", "hall"),
    [
        ("2024-01-31", "unknown", "unknown"),
        ("2024-02-01", "absent", "unknown"),
        ("2024-03-31", "absent", "unknown"),
        ("2024-04-01", "absent", "absent"),
    ],
)
def test_what_is_not_due_is_not_absent(history, day, bureau, hall):
    history.crawl("p", day, WHOLE)
    assert (history.status(BUREAU, 2023), history.status(HALL, 2023)) == (bureau, hall)
    if bureau == "unknown":
        assert (
            history.why(BUREAU, 2023)["reason"] == f"not due before 2024-01-31, its portal was last looked at on {day}"
        )


@pytest.mark.parametrize("organ", ["人民政府办公室", "教育局", "油车港镇人民政府", "新城街道办事处", "文化中心"])
@pytest.mark.parametrize("year", [2018, 2019, 2023])
def test_the_day_is_that_of_the_check_of_timeliness(archive, organ, year):
    agency = f"秀洲区{organ}"
    due, _ = deadline(kind_of(agency), year, sums_up=True)
    made = History(archive)
    made.portal("p")
    made.crawl("p", "2010-01-01", [(agency, year - 1, "read"), (HALL, year, "read")])
    made.crawl("p", due.isoformat(), [(HALL, year, "read")])
    assert made.status(agency, year) == "unknown"
    made.crawl("p", (due + timedelta(days=1)).isoformat(), [(HALL, year, "read")])
    assert made.status(agency, year) == "absent"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"limit": 5}, "limited to 5 reports"),
        ({"first_year": 2021, "last_year": 2022}, "the years 2021-2022 only"),
        ({"first_year": 2020}, "the years 2020- only"),
        ({"dry_run": True}, "dry run"),
    ],
)
def test_a_crawl_for_less_than_all_proves_nothing(archive, options, said):
    made = History(archive)
    made.portal("p")
    made.crawl("p", "2024-05-01", [*WHOLE, (HALL, 2023, "read")], **options)
    row = made.why(BUREAU, 2023)
    assert row["status"] == "unread_list"
    assert said in row["reason"]


def test_an_interrupted_crawl_proves_nothing(archive):
    made = History(archive)
    made.portal("p")
    made.crawl("p", "2024-05-01", [*WHOLE, (HALL, 2023, "read")], finished=False)
    row = made.why(BUREAU, 2023)
    assert (row["status"], row["reason"]) == ("unread_list", "the crawl did not finish with this portal")


def test_what_an_interrupted_crawl_read_counts_in_the_one_that_goes_on(archive):
    made = History(archive)
    made.portal("p")
    made.crawl(
        "p", "2024-01-15", [(HALL, 2023, "read"), (BUREAU, 2022, "blocked")], finished=False, left=[(HALL, 2021)]
    )
    made.crawl("p", "2024-05-01", [(BUREAU, 2021, "read")])
    assert made.status(BUREAU, 2022) == "blocked"
    assert made.status(BUREAU, 2023) == "unknown"  # the list is that of January
    assert made.why(BUREAU, 2023)["looked_at"][:10] == "2024-01-15"


def test_a_later_blocked_crawl_takes_nothing_back_but_is_told(history):
    history.crawl("p", "2024-05-02", [*WHOLE, (HALL, 2022, "missing")])
    history.crawl("p", "2024-06-01", status="blocked", reason="HTTP 412", whole=False)
    row = history.why(BUREAU, 2023)
    assert (row["status"], row["looked_at"][:10]) == ("absent", "2024-05-02")
    assert "a later crawl did not read the list in full (HTTP 412)" in row["reason"]
    assert history.status(BUREAU, 2021) == "read"
    assert history.status(HALL, 2022) == "blocked"  # named, and not had since
    (visit,) = history.rows(
        "SELECT outcome, reason FROM attempts WHERE agency = ? AND year = 2023 AND at > '2024-06' AND kind = 'visit'",
        BUREAU,
    )
    assert visit == {"outcome": "blocked", "reason": "HTTP 412"}


def test_what_a_crawl_for_less_saw_named_is_absent_no_more(history):
    history.crawl("p", "2024-05-02", WHOLE)
    assert history.status(BUREAU, 2023) == "absent"
    history.crawl("p", "2024-06-01", [(BUREAU, 2023, "blocked")], limit=1)
    assert history.status(BUREAU, 2023) == "blocked"


def test_a_body_counts_once_however_lists_call_it(history):
    history.portal("roll-up", division="330400")
    history.crawl("p", "2024-05-02", [*WHOLE, ("卫健局", 2023, "missing")])
    history.crawl("roll-up", "2024-05-02", [("秀洲区卫生健康局", 2022, "failed"), ("秀洲区教育局", 2022, "blocked")])
    rows = history.rows("SELECT agency, body_id, year, status FROM coverage WHERE body_id LIKE '秀洲区卫生健康局@%'")
    assert {row["year"]: row["status"] for row in rows} == {2021: "absent", 2022: "unknown", 2023: "unknown"}
    assert len(rows) == 3
    assert history.status(BUREAU, 2022) == "blocked"


def test_a_body_named_by_less_than_its_name_is_not_absent_where_its_page_was_refused(history):
    history.crawl("p", "2024-05-02", [*WHOLE, ("教育局", 2023, "blocked")])
    assert history.status(BUREAU, 2023) == "blocked"
    assert history.status(HALL, 2023) == "absent"


def test_a_refused_page_that_names_nobody_may_be_anybodys(history):
    history.crawl("p", "2024-05-02", [*WHOLE, ("", 2023, "blocked")])
    assert {history.status(BUREAU, 2023), history.status(HALL, 2023)} == {"blocked"}


def test_a_body_of_two_portals_is_absent_only_where_both_lists_were_read(history):
    history.portal("roll-up", division="330400")
    history.crawl("roll-up", "2024-05-02", [(BUREAU, 2022, "read")])
    history.crawl("p", "2024-05-03", status="blocked", reason="HTTP 412", whole=False)
    assert history.status(BUREAU, 2023) == "blocked"
    history.crawl("p", "2024-05-04", WHOLE)
    assert history.status(BUREAU, 2023) == "absent"


def test_a_portal_row_nobody_found_a_report_for_counts_once(history):
    history.portal("silent", "秀洲区档案局")
    assert history.why("秀洲区档案局", 2023)["reason"] == "nobody has looked"
    history.crawl("silent", "2024-05-02")
    assert history.status("秀洲区档案局", 2023) == "absent"


def test_the_attempts_of_a_year_are_its_crawls_lists_and_pages(history):
    crawl = history.crawl("p", "2024-05-02", [*WHOLE, (BUREAU, 2023, "missing"), (HALL, 2023, "blocked")], pages=2)
    cell = history.why(BUREAU, 2023)
    found = [
        (a["kind"], a["url"], a["outcome"], a["reason"])
        for a in census.attempts(history.connection, cell)
        if a["crawl"] == crawl
    ]
    assert sorted(found) == [
        ("detail", f"http://p/{BUREAU}/2023.html", "missing", "it is missing"),
        ("list", "http://p/nb/", "stored", None),
        ("list", "http://p/nb/1", "stored", None),
        ("visit", "http://p/nb/", "done", "the list was read in full, 4 reports named"),
    ]
    read = census.attempts(history.connection, history.why(BUREAU, 2021))
    assert [a["outcome"] for a in read if a["kind"] == "detail"] == ["stored", "stored"]


# A history of crawls, and what must be said of each body and year after it.

KINDS = {
    "whole": {},
    "limited": {"limit": 9},
    "of some years": {"first_year": 2022},
    "cut short": {"whole": False},
    "blocked": {"whole": False, "status": "blocked", "reason": "HTTP 412"},
    "unfinished": {"finished": False},
}
DAYS = ["2023-01-10", "2023-02-15", "2023-05-01", "2024-01-10", "2024-02-15", "2024-05-01"]
NAMED = st.dictionaries(
    st.tuples(st.sampled_from([BUREAU, HALL]), st.sampled_from([2022, 2023])),
    st.sampled_from(["read", "stored", "blocked", "missing", "failed"]),
    max_size=3,
)
DUE = {
    (BUREAU, 2022): "2023-02-01",
    (BUREAU, 2023): "2024-02-01",
    (HALL, 2022): "2023-04-01",
    (HALL, 2023): "2024-04-01",
}


def expected(crawls, cell):
    """By hand: what the crawls (day, kind, named), in order, let us say."""
    if any(named.get(cell) == "read" for _, _, named in crawls):
        return "read"
    whole = max((i for i, (_, kind, _) in enumerate(crawls) if kind == "whole"), default=-1)
    said = [named[cell] for _, _, named in crawls[max(whole, 0) :] if cell in named]
    last = crawls[-1][1]
    if "stored" in said:
        return "captured"
    if said:
        return "blocked" if "blocked" in (said[-1], last) else "unknown"
    if whole >= 0 and crawls[whole][0] >= DUE[cell]:
        return "absent"
    if crawls[-1][0] < DUE[cell]:
        return "unknown"
    return "blocked" if last == "blocked" else "unread_list"


@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.sampled_from(sorted(KINDS)), NAMED), max_size=4, unique_by=lambda c: c[0]
    )
)
@example([("2024-02-15", "whole", {}), ("2024-05-01", "limited", {(BUREAU, 2023): "blocked"})])
@example([("2024-02-15", "whole", {}), ("2024-05-01", "unfinished", {(BUREAU, 2023): "blocked"})])
@settings(max_examples=60, deadline=None)
def test_after_any_crawls_each_body_and_year_has_the_one_status_they_prove(tmp_path_factory, crawls):
    made = begun(tmp_path_factory.mktemp("history"))
    crawls = sorted(crawls, key=lambda one: one[0])
    for day, kind, named in crawls:
        got = {} if kind == "blocked" else named
        made.crawl("p", day, [(*cell, outcome) for cell, outcome in got.items()], **KINDS[kind])
    known = [("2022-05-01", "whole", {}), *((d, k, {} if k == "blocked" else n) for d, k, n in crawls)]
    rows = made.rows("SELECT agency, year, status FROM coverage")
    cells = [(row["agency"], row["year"]) for row in rows]
    assert len(cells) == len(set(cells)) == 3 * 3
    assert {row["status"] for row in rows} <= set(STATUSES)
    assert {cell: made.status(*cell) for cell in DUE} == {cell: expected(known, cell) for cell in DUE}


def test_shares_count_what_the_view_holds(history):
    history.crawl("p", "2024-05-02", [*WHOLE, (BUREAU, 2023, "blocked")])
    (row,) = census.shares(history.connection, Scope(division="33", first_year=2023), ["province", "year"])
    wanted = {"read": 1, "captured": 0, "blocked": 1, "absent": 1, "unread_list": 0, "unknown": 0}
    assert row == {"province": "33", "year": 2023, "cells": 3} | wanted
    assert census.shares(history.connection, Scope(division="3305"), ["year"]) == []
    assert [c["agency"] for c in census.cells(history.connection, Scope(level="county"), ["absent"])].count(HALL) == 2


@pytest.mark.parametrize("title", ["海宁市", "中国海宁", "海宁市政府信息公开", "海宁市人民政府门户网站"])
def test_a_government_is_one_body_whatever_its_portal_is_called(archive, title):
    made = History(archive)
    made.portal("own", title, division="330481")
    made.portal("roll-up", "嘉兴市人民政府", division="330400", level="prefecture")
    made.crawl("roll-up", "2024-05-01", [("海宁市人民政府", 2021, "read"), ("海宁市人民政府", 2023, "read")])
    made.crawl("own", "2024-05-01", status="blocked", reason="HTTP 412", whole=False)
    found = made.rows("SELECT agency, body_id, status FROM coverage WHERE division = '330481' AND year = 2022")
    assert found == [{"agency": "海宁市人民政府", "body_id": "海宁市人民政府@330481", "status": "blocked"}]


def test_the_office_is_not_its_government(archive):
    made = History(archive)
    made.portal("office", "海宁市人民政府办公室", division="330481")
    made.crawl("office", "2024-05-01", [("海宁市人民政府", 2021, "read")])
    assert made.status("海宁市人民政府办公室", 2021) == "absent"
    assert made.status("海宁市人民政府", 2021) == "read"


def test_a_government_that_lists_its_departments_only_is_absent_itself(history):
    history.portal("county", HALL)
    history.connection.execute("DELETE FROM body WHERE name = ?", (HALL,))
    history.connection.execute("DELETE FROM report WHERE body LIKE '秀洲区人民政府%'")
    history.connection.execute("DELETE FROM listed WHERE agency = ?", (HALL,))
    history.connection.execute("DELETE FROM listed_body WHERE agency = ?", (HALL,))
    history.crawl("county", "2024-05-02", [("秀洲区民政局", 2023, "read")])
    row = history.why(HALL, 2023)
    assert (row["status"], row["list_url"], row["body_id"]) == ("absent", "http://county/nb/", f"{HALL}@330411")


@pytest.mark.parametrize(
    ("day", "last"), [("2026-11-27", 2025), ("2026-02-01", 2025), ("2026-01-31", 2024), ("2025-12-31", 2024)]
)
def test_years_run_to_the_newest_that_was_due_whether_or_not_anybody_published(history, day, last):
    history.crawl("p", day, WHOLE)
    years = [row["year"] for row in history.rows("SELECT year FROM coverage WHERE agency = ? ORDER BY 1", BUREAU)]
    assert years == list(range(2021, last + 1))
    assert history.status(BUREAU, last) == "absent"


def test_before_the_duty_began_nobody_is_absent(history):
    history.crawl("p", "2024-05-02", [*WHOLE, (BUREAU, 2005, "read"), (HALL, 2030, "missing")])
    cells = {(row["agency"], row["year"]): row["status"] for row in history.rows("SELECT * FROM coverage")}
    assert cells[BUREAU, 2005] == "read"
    assert cells[HALL, 2030] == "unknown"
    assert len(cells) == 3 * 3 + 2
    history.crawl("p", "2024-05-03", [*WHOLE, (BUREAU, 2005, "read"), (BUREAU, 2008, "read")])
    assert history.status(HALL, 2008) == "absent"


def test_years_are_those_of_the_look_where_no_list_names_any(archive):
    made = History(archive)
    made.portal("shut", "秀洲区档案局")
    made.crawl("shut", "2026-11-27", status="blocked", reason="HTTP 412", whole=False)
    assert made.rows("SELECT year, status FROM coverage") == [{"year": 2025, "status": "blocked"}]


def test_the_proof_is_the_list_that_named_reports_not_the_page_the_crawl_began_with(history):
    history.crawl("p", "2024-05-02", WHOLE, pages=3, found_on="http://p/nb/2")
    row = history.why(BUREAU, 2023)
    assert (row["status"], row["list_url"], row["looked_at"][:10]) == ("absent", "http://p/nb/2", "2024-05-02")
    (capture,) = history.rows("SELECT kind, url FROM captures WHERE id = ?", row["list_capture"])
    assert capture == {"kind": "list", "url": "http://p/nb/2"}
