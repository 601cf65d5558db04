"""Two crawls of all replica portals: everything found, nothing false, all figures right, nothing lost."""

import itertools
import re
from collections import Counter

import pytest
from support import run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas.figures import real


def published(crawled):
    return {
        (one.site.name, report.agency, report.year): report
        for one in crawled.replicas.served
        for report in one.site.reports
    }


def test_every_report_is_found_and_none_is_false_or_doubled(crawled):
    found = Counter((r["portal"], r["agency"], r["year"]) for r in crawled.rows("SELECT * FROM reports"))
    assert found == Counter(published(crawled).keys())


def test_every_cell_of_every_report_is_read_as_it_was_printed(crawled):
    wanted = published(crawled)
    connection = open_existing(crawled.directory).conn
    for row in crawled.rows("SELECT * FROM reports"):
        printed = wanted[row["portal"], row["agency"], row["year"]].printed
        cells = {c["id"]: c["text"] for c in queries.report(connection, row["id"])["reading"]["cells"]}
        assert cells == dict(printed), row["id"]


def test_no_check_fails_on_figures_that_add_up(crawled):
    """Published reports stand among made ones of their years, which do not follow from them."""
    rows = crawled.rows(
        "SELECT report_id, check_id, message FROM findings WHERE status NOT IN ('pass', 'not_assessable')"
    )
    published_ones = tuple(agency for agency, _ in real())
    own_slip = [row["report_id"].partition("@")[0] for row in rows if row["check_id"] == "D4"]
    made = [row for row in rows if not row["report_id"].startswith(published_ones)]
    assert made == []
    assert set(own_slip) <= {"秀洲区卫生健康局"}  # 1105 and 375 are not 1475


def test_the_public_tables_hold_the_same_numbers(crawled):
    wanted = published(crawled)
    for row in crawled.rows(
        "SELECT a.*, r.portal, r.agency, r.year FROM applications a JOIN reports r ON r.id = a.report_id"
    ):
        printed = wanted[row["portal"], row["agency"], row["year"]].printed
        for column in ("natural_person", "other_org", "total"):
            assert row[column] == int(printed[f"{row['row']}[{column}]"])
        assert row["states"] is None


def test_published_dates_are_those_shown_on_the_pages(crawled):
    wanted = published(crawled)
    for row in crawled.rows("SELECT * FROM reports"):
        assert row["published_on"] == wanted[row["portal"], row["agency"], row["year"]].date


def test_forbidden_paths_are_never_entered(crawled):
    for one in crawled.replicas.served:
        assert not [v.path for v in one.visits if v.path.startswith("/private/")]
    (trap,) = crawled.rows("SELECT outcome, reason FROM requests WHERE url LIKE '%/private/%' LIMIT 1")
    assert trap == {"outcome": "skipped", "reason": "robots.txt forbids it"}


def test_a_copy_on_a_foreign_host_is_refused_and_recorded(crawled):
    (mirror, *_) = crawled.rows("SELECT outcome, reason FROM requests WHERE url LIKE '%mirror.example.com%'")
    assert mirror["outcome"] == "skipped"
    assert "outside the registry" in mirror["reason"]


def test_robots_txt_is_asked_for_before_anything_else_and_holds_for_a_day(crawled):
    for one in crawled.replicas.served:
        assert crawled.visits(one.site.name, 0)[0].path == "/robots.txt"
        again = [visit for visit in crawled.visits(one.site.name, 1) if visit.path == "/robots.txt"]
        assert not [visit for visit in again if one.visits[0].status == 200], one.site.name


def test_a_second_crawl_asks_for_the_lists_and_next_to_nothing_else(crawled):
    """Beside lists: pages that were missing or blocked the first time, and what these need to be shown."""
    lists = {row["url"] for row in crawled.rows("SELECT DISTINCT url FROM requests WHERE kind = 'list'")}
    first = sum(len(crawled.visits(one.site.name, 0)) for one in crawled.replicas.served)
    beside = [
        visit.path
        for one in crawled.replicas.served
        for visit in crawled.visits(one.site.name, 1)
        if not any(url.endswith(visit.path) for url in lists)
    ]
    assert len(beside) <= 0.05 * first, beside
    (new,) = crawled.rows(
        "SELECT count(*) AS n FROM captures WHERE outcome = 'stored' AND crawl = (SELECT max(id) FROM crawls)"
    )
    assert new == {"n": 0}


def test_no_host_ever_sees_two_requests_at_once(crawled):
    for one in crawled.replicas.served:
        visits = sorted(one.visits, key=lambda v: v.began)
        for earlier, later in itertools.pairwise(visits):
            assert later.began >= earlier.ended, (one.site.name, earlier.path, later.path)


def test_the_crawler_says_who_it_is(crawled):
    agents = {v.agent for one in crawled.replicas.served for v in one.visits}
    assert len(agents) == 1
    assert agents.pop().startswith("nianbao/")


def test_no_page_is_fetched_twice_in_a_crawl_but_to_render_it(crawled):
    for one in crawled.replicas.served:
        if one.site.needs_browser or one.site.expects == "blocked":
            continue
        times = Counter((v.method, v.path, v.body) for v in crawled.visits(one.site.name, 0))
        assert set(times.values()) == {1}, one.site.name


def test_every_fetch_is_a_capture_with_its_provenance(crawled):
    for name in ("replica-trs", "replica-jpage", "replica-gkmlpt", "replica-gone"):
        (run,) = crawled.rows("SELECT min(id) AS id FROM crawls")
        seen = len(crawled.visits(name, 0))
        (kept,) = crawled.rows("SELECT count(*) AS n FROM captures WHERE portal = ? AND crawl = ?", name, run["id"])
        assert kept["n"] == seen
    for row in crawled.rows("SELECT * FROM captures WHERE kind = 'detail'"):
        assert row["found_on"].startswith("http://127.0.0.1")
        assert row["link_title"]
        assert row["spider"]
        assert row["version"]
        headers = dict(crawled.wire(row["id"])["response_headers"])
        assert any(name.lower() == "content-type" for name in headers)
        assert re.fullmatch(r"[0-9a-f]{64}", row["digest"])


def test_a_file_of_lying_type_is_known_by_its_content(crawled):
    rows = crawled.rows("SELECT DISTINCT media_type FROM captures WHERE url LIKE '%/attach/0/%.docx'")
    assert [row["media_type"].rpartition(".")[2] for row in rows] == ["document"]


def test_only_pages_that_show_nothing_without_a_browser_are_rendered(crawled):
    rendered = {row["portal"] for row in crawled.rows("SELECT portal FROM captures WHERE rendered")}
    assert rendered == {"replica-scripted", "replica-challenge", "replica-closed"}
    times = Counter(
        row["url"]
        for row in crawled.rows(
            "SELECT url FROM captures WHERE rendered AND crawl = (SELECT min(id) FROM crawls) ORDER BY url"
        )
    )
    assert set(times.values()) == {1}


def test_a_challenge_that_stays_is_blocked_and_names_the_product(crawled):
    (visit, *_) = crawled.rows("SELECT status, reason FROM visits WHERE portal = 'replica-closed'")
    assert visit["status"] == "blocked"
    assert "RiverSecurity" in visit["reason"]
    assert crawled.rows("SELECT DISTINCT status FROM coverage WHERE portal = 'replica-closed'") == [
        {"status": "blocked"}
    ]


def test_pages_that_are_gone_are_missing_however_they_say_so(crawled):
    rows = crawled.rows(
        "SELECT url, outcome FROM requests WHERE portal = 'replica-gone' AND kind = 'detail' ORDER BY url, crawl"
    )
    outcomes = {row["url"].rpartition("/")[2]: row["outcome"] for row in rows}
    assert outcomes == {
        "2019.html": "missing",
        "2020.html": "missing",
        "2021.html": "missing",
        "2022.html": "skipped",
        "2023.html": "skipped",
        "2024.html": "skipped",
    }


def test_absent_is_said_only_where_the_list_was_read_in_full(crawled):
    within = "year BETWEEN 2019 AND 2024"  # the years reported on; those due since are absent, too
    rows = crawled.rows(f"SELECT year, status FROM coverage WHERE portal = 'replica-gone' AND {within} ORDER BY year")
    assert [row["status"] for row in rows] == ["unknown"] * 3 + ["read"] * 3
    asked = f"SELECT year, status FROM coverage WHERE portal = 'replica-years' AND agency = '平湖市林业局' AND {within}"
    rows = crawled.rows(asked)
    assert {row["year"]: row["status"] for row in rows} == {
        2019: "absent",
        2020: "absent",
        2021: "read",
        2022: "read",
        2023: "read",
        2024: "read",
    }


def test_the_second_crawl_stores_nothing_and_says_so(crawled):
    assert "Nothing has changed since the last crawl." in crawled.runs[1].err
    second = crawled.rows("SELECT max(id) AS id FROM crawls")[0]["id"]
    assert crawled.rows("SELECT url FROM captures WHERE crawl = ? AND outcome = 'stored'", second) == []
    assert crawled.rows("SELECT count(*) AS n FROM changes") == [{"n": 0}]
    (versions,) = crawled.rows("SELECT count(*) AS n FROM version")
    assert versions["n"] == len(published(crawled))


def test_a_crawl_with_a_portal_in_error_ends_with_1(crawled):
    assert [run.code for run in crawled.runs] == [1, 1]
    assert "blocked  replica-closed" in crawled.runs[0].err


def test_the_archive_verifies(crawled):
    ran = run_nianbao("verify", "--archive", crawled.directory)
    assert (ran.code, "sound" in ran.out) == (0, True), ran


@pytest.mark.parametrize("name", ["bodies", "reports", "coverage", "captures", "crawls", "portals", "changes"])
def test_public_names_answer(crawled, name):
    crawled.rows(f"SELECT * FROM {name} LIMIT 1")
