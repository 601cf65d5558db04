"""A city's pages that link its departments and counties by name, and a county's own portal, in one crawl."""

import json
from collections import Counter

import pytest
from support import run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas import rollup
from crawler.replicas.places import Scale


@pytest.fixture(scope="module")
def rolled_up(tmp_path_factory):
    """An archive after one crawl of both portals, and what their reports are."""
    from support import write_portals

    from crawler.replicas.server import Replicas

    directory = tmp_path_factory.mktemp("rollup")
    with Replicas(rollup.sites(Scale(4, range(2019, 2025)))) as replicas:
        rows = write_portals(directory / "portals.csv", replicas.portals)
        ran = run_nianbao("crawl", "--portals", rows, "--archive", directory / "archive")
        connection = open_existing(directory / "archive").conn
        yield replicas, ran, lambda statement, *values: queries.rows(connection, statement, values)


def test_every_report_is_credited_to_its_own_body_and_year_and_none_is_there_twice(rolled_up):
    replicas, ran, rows = rolled_up
    wanted = {(one.site.name, r.agency, r.year) for one in replicas.served for r in one.site.reports}
    assert Counter((r["portal"], r["agency"], r["year"]) for r in rows("SELECT * FROM reports")) == Counter(wanted)
    assert (ran.code, len(wanted)) == (0, (4 + 2 + 2) * 6)


def test_bodies_have_their_own_division_and_level_and_not_the_portals(rolled_up):
    _, _, rows = rolled_up
    found = {r["name"]: (r["division"], r["level"], r["kind"]) for r in rows("SELECT * FROM bodies")}
    assert found["福州市统计局"] == ("350100", "prefecture", "department")
    assert found["平潭县统计局"] == ("350128", "county", "department")
    assert found["平潭县人民政府"] == ("350128", "county", "government")
    assert found["闽侯县人民政府"] == ("350121", "county", "government")
    assert len(found) == 8


def test_a_copy_on_the_citys_portal_is_a_second_capture_of_the_countys_report(rolled_up):
    replicas, _, rows = rolled_up
    hosts = {one.site.name: one.address for one in replicas.served}
    for year in range(2019, 2025):
        found = rows(
            "SELECT captures.url FROM captures JOIN version_capture vc ON vc.capture = captures.id"
            " JOIN version ON version.id = vc.version JOIN report ON report.id = version.report WHERE report.key = ?",
            f"平潭县人民政府@350128:{year}",
        )
        on = sorted(name for row in found for name, address in hosts.items() if row["url"].startswith(f"{address}/"))
        assert on == (["replica-rollup", "replica-rollup-county"] if year % 2 else ["replica-rollup-county"])
    assert len(rows("SELECT * FROM version")) == len(rows("SELECT * FROM reports"))
    assert rows("SELECT * FROM findings WHERE check_id = 'V1'") == []


def test_every_figure_is_read_as_it_is_printed(rolled_up):
    replicas, _, rows = rolled_up
    printed = {(r.agency, r.year): r.printed for one in replicas.served for r in one.site.reports}
    for row in rows(
        "SELECT agency, year, total FROM reports JOIN applications ON report_id = id AND row = 'applications.new'"
    ):
        assert row["total"] == int(printed[row["agency"], row["year"]]["applications.new[total]"])
    assert len(rows("SELECT * FROM reports WHERE status = 'read'")) == len(printed)


def test_it_costs_one_request_a_report_beyond_lists(rolled_up):
    replicas, _, rows = rolled_up
    lists = {"/", "/zwgk/", "/zfxxgknb/", "/nb/", "/bm/own/", "/robots.txt", "/sitemap.xml"}
    lists |= {f"/zfxxgknb/{year}n/" for year in range(2019, 2025)}
    seen = [v.path for one in replicas.served for v in one.visits]
    assert len(seen) == len({(one.site.name, v.path) for one in replicas.served for v in one.visits})
    pages = [path for path in seen if path not in lists and not path.endswith(".docx")]
    assert len(pages) <= 1.1 * len(rows("SELECT * FROM reports"))
    assert not [path for path in seen if path.startswith("/private/")]


def test_nothing_is_known_of_a_body_but_what_its_portal_was_asked_for(rolled_up):
    _, _, rows = rolled_up
    for crawl in rows("SELECT options FROM crawls"):
        assert json.loads(crawl["options"])["portals"] == ["replica-rollup", "replica-rollup-county"]
