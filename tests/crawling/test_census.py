"""Real crawls end in each status of the census, with the attempts behind it; less than all proves no absence."""

import json

import pytest
from support import RawServer, http, run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import Portal
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

TOWN, HALL = "云岭乡人民政府", "云岭县人民政府"
REPORTS = {report.year: report for report in reports(TOWN, range(2018, 2025))}
NOT_DUE = 2099


def detail(report):
    return http(f"<html><body><h1>{report.title}</h1>{html.fragment(report)}</body></html>")


def listing(*named):
    rows = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in named)
    return http(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")


def named(years):
    return [(f"/{year}", REPORTS[year].title) for year in years]


def behaviour(*years):
    """A town's site: 2019 is there, 2020 leads to another year's report, 2021 is refused, 2022 is gone, 2023 not named."""
    later = ("/later", f"云岭乡财政所{NOT_DUE}年政府信息公开工作年度报告")
    return {
        "/nb/": listing(*named(years or (2018, 2019, 2020, 2021, 2022)), later),
        "/2018": detail(REPORTS[2018]),
        "/2019": detail(REPORTS[2019]),
        "/2020": detail(REPORTS[2019]),
        "/2021": http("x", "403 Forbidden"),
        "/2022": http("x", "404 Not Found"),
    }


def crawl(folder, archive, server, *options, name="town"):
    portal = Portal(name=name, title=name, family="static", index_url=f"{server.address}/nb/", division="330411")
    rows = write_portals(folder / "portals.csv", [portal])
    return run_nianbao("crawl", "--portals", rows, "--archive", archive, *options)


def rows(archive, statement, *values):
    return queries.rows(open_existing(archive).conn, statement, values)


def statuses(archive, agency=TOWN):
    return {
        r["year"]: r["status"]
        for r in rows(archive, "SELECT year, status FROM coverage WHERE agency = ? AND year < 2025", agency)
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A town crawled in full, then while it refuses everybody; and a site that was refused from the first."""
    folder = tmp_path_factory.mktemp("census")
    archive, answers = folder / "archive", behaviour()
    with RawServer(answers) as server:
        crawl(folder, archive, server)
        before = statuses(archive)
        answers["/nb/"] = http("x", "403 Forbidden")
        crawl(folder, archive, server)
        crawl(folder, archive, server, name="shut")
    return archive, before


def test_each_status_comes_of_what_was_met(crawled):
    archive, before = crawled
    assert before == {
        2018: "read",
        2019: "read",
        2020: "captured",
        2021: "blocked",
        2022: "unknown",
        2023: "absent",
        2024: "absent",
    }
    beyond = rows(archive, "SELECT agency, status FROM coverage WHERE year = ?", NOT_DUE)
    assert [row["status"] for row in beyond] == ["blocked"]  # that of its bearer; nobody else is missed in it
    assert {
        r["status"] for r in rows(archive, "SELECT status FROM coverage WHERE portal = 'shut' AND year < 2025")
    } == {"blocked"}


def test_a_later_refusal_takes_back_neither_a_report_nor_a_proven_absence(crawled):
    archive, before = crawled
    after = statuses(archive)
    assert {year: status for year, status in after.items() if before[year] in ("read", "captured", "absent")} == {
        2018: "read",
        2019: "read",
        2020: "captured",
        2023: "absent",
        2024: "absent",
    }
    assert after[2022] == "blocked"  # it is named, and the last crawl came no further than the door
    (row,) = rows(archive, "SELECT * FROM coverage WHERE agency = ? AND year = 2023", TOWN)
    assert "a later crawl did not read the list in full" in row["reason"]
    (proof,) = rows(archive, "SELECT kind, url, outcome FROM captures WHERE id = ?", row["list_capture"])
    assert (proof["kind"], proof["outcome"]) == ("list", "stored")
    assert proof["url"] == row["list_url"]


def test_the_attempts_name_the_list_and_the_pages(crawled):
    archive, _ = crawled
    ran = run_nianbao("coverage", f"{TOWN}:2021", "--format", "json", "--archive", archive)
    found = [(a["kind"], a["url"].rpartition("/")[2], a["outcome"]) for a in json.loads(ran.out)]
    assert sorted(found) == [
        ("detail", "2021", "blocked"),
        ("list", "", "blocked"),
        ("list", "", "stored"),
        ("visit", "", "blocked"),
        ("visit", "", "done"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--limit", "1"), "limited to 1 reports"),
        (("--limit", "99"), None),
        (("--years", "2018-2018"), "the years 2018-2018 only"),
        (("--dry-run",), "dry run"),
    ],
)
def test_a_crawl_for_less_than_all_calls_nothing_absent_and_counts_who_is_named(tmp_path, archive, options, said):
    answers = behaviour(2018, 2019)
    other = ("/other", "云岭乡财政所2020年政府信息公开工作年度报告")
    answers |= {"/nb/": listing(*named((2018, 2019)), other), "/other": http("x", "404 Not Found")}
    with RawServer(answers) as server:
        crawl(tmp_path, archive, server, *options)
    found = rows(archive, "SELECT agency, year, status, reason FROM coverage WHERE status NOT IN ('read', 'unknown')")
    assert {row["status"] for row in found} <= {"unread_list"}
    assert rows(archive, "SELECT whole_list FROM visits") == [{"whole_list": 0}]
    if said:
        (row,) = (r for r in found if r["agency"].endswith("财政所") and r["year"] == 2020)
        assert row["reason"].startswith("its list names it, but ")
        assert said in row["reason"]


def printing(report, *neighbours):
    """A report's own page, with a way back and forth."""
    around = "".join(f'<a href="{path}">{title}</a>' for path, title in neighbours)
    body = f"<h1>{report.title}</h1>{html.fragment(report)}{around}"
    return http(f"<html><meta charset=utf-8><title>{report.title}</title><body>{body}</body></html>")


@pytest.mark.parametrize("neighbours", [(), (2018,), (2018, 2020)])
def test_one_reports_own_page_is_no_list_of_reports(tmp_path, archive, neighbours):
    answers = {"/nb/": printing(REPORTS[2019], *named(neighbours))}
    answers |= {f"/{year}": detail(REPORTS[year]) for year in (2018, 2020)}
    with RawServer(answers) as server:
        crawl(tmp_path, archive, server)
    page = tmp_path / "2023.html"
    page.write_text(f"<h1>{REPORTS[2023].title}</h1>{html.fragment(REPORTS[2023])}", encoding="utf-8")
    run_nianbao("add", page, "--archive", archive)
    found = rows(
        archive, "SELECT year, status, reason FROM coverage WHERE year IN (2019, 2021, 2022) AND portal = 'town'"
    )
    assert {row["year"]: row["status"] for row in found if row["year"] == 2019} == {2019: "read"}
    gaps = [row for row in found if row["year"] > 2019]
    assert {row["status"] for row in gaps} == {"unread_list"}
    assert {row["reason"] for row in gaps} == {
        "a list is one report's own page, and does not say which others there are"
    }
    assert rows(archive, "SELECT status, whole_list FROM visits") == [{"status": "done", "whole_list": 0}]


def test_a_list_that_prints_its_newest_report_still_is_a_list(tmp_path, archive):
    lines = named((2018, 2019, 2020)) + [("/nb/", REPORTS[2021].title)]
    answers = {"/nb/": printing(REPORTS[2021], *lines)}
    answers |= {f"/{year}": detail(REPORTS[year]) for year in (2018, 2019, 2020)}
    with RawServer(answers) as server:
        crawl(tmp_path, archive, server)
    assert rows(archive, "SELECT whole_list FROM visits") == [{"whole_list": 1}]


def test_the_gaps_of_a_body_whose_files_a_person_added_are_unknown(tmp_path, archive):
    for year in (2018, 2020):
        page = tmp_path / f"{year}.html"
        page.write_text(f"<h1>{REPORTS[year].title}</h1>{html.fragment(REPORTS[year])}", encoding="utf-8")
        run_nianbao("add", page, "--archive", archive)
    assert statuses(archive) == {2018: "read", 2019: "unknown", 2020: "read"}
    (row,) = rows(archive, "SELECT reason FROM coverage WHERE year = 2019")
    assert row["reason"] == "no portal of it is known"
    (attempt,) = rows(archive, "SELECT kind, outcome, url FROM attempts WHERE year = 2018")
    assert (attempt["kind"], attempt["outcome"]) == ("detail", "stored")
    assert attempt["url"].endswith("/2018.html")
    ran = run_nianbao("missing", "--archive", archive)
    assert f"nianbao add FILE --agency '{TOWN}' --year 2019" in ran.out


def test_the_command_to_try_next_names_the_list_and_the_archive(tmp_path, archive):
    with RawServer({"/nb/": http("x", "403 Forbidden")}) as server:
        crawl(tmp_path, archive, server)
        address = f"{server.address}/nb/"
        run_nianbao("crawl", address, "--archive", archive)
        ran = run_nianbao("missing", "--format", "json", "--archive", archive)
    assert {row["next"] for row in json.loads(ran.out)} == {
        f"nianbao crawl --portals {tmp_path / 'portals.csv'} town --archive {archive}",
        f"nianbao crawl {address} --archive {archive}",
    }
