"""Every report of every replica portal is found from its home page's address alone, whatever the CMS, at a fair price."""

import itertools
from collections import Counter
from dataclasses import dataclass

import pytest
from support import run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import of_address
from crawler.replicas.everything import scaled
from crawler.replicas.places import MANY, Scale
from crawler.replicas.server import Replicas

pytestmark = pytest.mark.timeout(3300)  # at the large scale 3303 reports are crawled in one go
FEW = Scale(2, range(2023, 2025))  # test_replicas has more years of the same
MOST_A_REPORT = 1.5  # page loads and API calls, lists and attachments apart


@dataclass
class Found:
    """What one crawl from the home pages of all sites came to."""

    replicas: Replicas
    archive: object
    ran: object

    def rows(self, statement, *values):
        return queries.rows(open_existing(self.archive).conn, statement, values)

    def named(self):
        """The sites with the names their portals got from their addresses."""
        return {of_address(f"{one.address}/").name: one for one in self.replicas.served}


@pytest.fixture(
    scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.nightly)], ids=["few", "many"], name="found"
)
def crawled_from_home(request, tmp_path_factory):
    archive = tmp_path_factory.mktemp("home") / "archive"
    with Replicas(scaled(request.param)) as replicas:
        homes = [f"{one.address}/" for one in replicas.served]
        ran = run_nianbao("crawl", *homes, "--archive", archive, timeout=3000)
        yield Found(replicas, archive, ran)


def test_every_report_is_found_once_none_is_false_and_each_is_its_own_body_s(found):
    have = Counter(
        (row["portal"], row["agency"], row["year"]) for row in found.rows("SELECT portal, agency, year FROM reports")
    )
    want = Counter(
        (name, report.agency, report.year) for name, one in found.named().items() for report in one.site.reports
    )
    assert have == want, found.ran.err[-3000:]


def test_every_cell_is_right(found):
    printed = {
        (name, r.agency, r.year): dict(r.printed) for name, one in found.named().items() for r in one.site.reports
    }
    connection = open_existing(found.archive).conn
    for row in found.rows("SELECT id, portal, agency, year FROM reports"):
        cells = {c["id"]: c["text"] for c in queries.report(connection, row["id"])["reading"]["cells"]}
        assert cells == printed[row["portal"], row["agency"], row["year"]], row["id"]


def test_a_report_costs_hardly_more_than_its_own_page(found):
    asked = {
        row["portal"]: row["n"]
        for row in found.rows(
            "SELECT portal, count(*) AS n FROM requests WHERE kind = 'detail' AND outcome <> 'skipped' GROUP BY portal"
        )
    }
    dear = {
        one.site.name: (asked.get(name, 0), len(one.site.reports))
        for name, one in found.named().items()
        if asked.get(name, 0) > MOST_A_REPORT * len(one.site.reports)
    }
    assert dear == {}


def test_a_report_that_stands_twice_is_one_with_two_captures_and_mirrors_are_refused(found):
    (name,) = [name for name, one in found.named().items() if one.site.name == "replica-doubled"]
    newest = found.rows("SELECT max(year) AS year FROM reports WHERE portal = ?", name)[0]["year"]
    times = found.rows(
        "SELECT r.year = ? AS newest, count(DISTINCT v.capture) AS n FROM reports r JOIN report ON report.key = r.id"
        " JOIN version ON version.report = report.id JOIN version_capture v ON v.version = version.id"
        " AND v.position = 0 WHERE r.portal = ? GROUP BY r.id",
        newest,
        name,
    )
    assert {(row["newest"], row["n"]) for row in times} == {(1, 2), (0, 1)}
    mirrors = found.rows("SELECT DISTINCT outcome FROM requests WHERE url LIKE '%hezexian.example.com%'")
    assert mirrors == [{"outcome": "skipped"}]


def test_no_list_and_no_page_is_asked_for_twice(found):
    again = {}
    for one in found.replicas.served:
        if not one.site.needs_browser:
            times = Counter((v.method, v.path, getattr(v, "body", b"")) for v in one.visits)
            again |= {(one.site.name, key): count for key, count in times.items() if count > 1}
    assert again == {}


def test_no_host_sees_two_requests_at_once(found):
    for one in found.replicas.served:
        visits = sorted(one.visits, key=lambda v: v.began)
        for earlier, later in itertools.pairwise(visits):
            assert later.began >= earlier.ended, (one.site.name, earlier.path, later.path)


def test_no_portal_ends_in_error_and_no_trap_is_entered(found):
    assert found.rows("SELECT portal, status, reason FROM visits WHERE status <> 'done'") == []
    assert not [v.path for one in found.replicas.served for v in one.visits if v.path.startswith("/private/")]
