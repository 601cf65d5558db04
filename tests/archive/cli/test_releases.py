"""`nianbao releases`: which read what, where two differ and by which rule, and which readings may go."""

import csv
import json
import shutil
from dataclasses import replace
from functools import lru_cache
from io import StringIO

import pytest
from click.testing import CliRunner

from archive import keeper
from archive.cli.releases import releases
from archive.database import captures, readings, rereads
from archive.database.connection import open_existing
from archive.jobs import Result
from archive.keeper import Keeper
from archive.reading import RELEASE, read_job
from crawler.replicas.figures import reports
from tests.archive.seeing import AGENCY, Reader, page

NEW, CARRIED = "applications.new[total]", "applications.carried_out[total]"
EARLIER, LATER = str(int(RELEASE) - 1), str(int(RELEASE) + 1)
YEARS = (2021, 2022, 2023)


def misread(report):
    """As an older release read it: a figure otherwise, a cell not at all, one row lost, one finding more."""
    made = [c._replace(value=999, text="999") if c.id == NEW else c for c in report.cells if c.id != CARRIED]
    return replace(report, cells=tuple(made))


@lru_cache
def read_once(blobs, job):
    return read_job(blobs, job)


class Desk:
    """Whoever reads an archive's reports."""

    def __init__(self, keeper):
        self.keeper, self.archive = keeper, keeper.directory

    def read_by(self, release, change, lost=()):
        for job in rereads.version_jobs(open_existing(self.archive).conn, None):
            result = read_once(self.keeper.blobs, replace(job, version=None, seen_at=""))
            made = change(result.report)
            told = Result(result.contents, None, "lost") if made.year in lost else replace(result, report=made)
            self.keeper.write(lambda c, job=job, told=told: readings.store(c, job, told, release)).result()

    def run(self, *arguments, answer=None):
        self.keeper.flush()
        return CliRunner().invoke(releases, [*map(str, arguments), "--archive", str(self.archive)], input=answer)

    def readings(self):
        return self.rows("SELECT year, release FROM reading ORDER BY 1, 2")

    def rows(self, statement):
        self.keeper.flush()
        return open_existing(self.archive).conn.execute(statement).fetchall()


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """An archive whose reports three releases have read; the one before this program's misread that of 2022."""
    folder = tmp_path_factory.mktemp("read") / "archive"
    with pytest.MonkeyPatch.context() as patch, Keeper(folder) as made:
        patch.setattr(keeper, "GROUP_SECONDS", 0)
        made.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        for one in reports(AGENCY, YEARS):
            Reader(made).see(page(one), url=f"http://a.gov.cn/{one.year}.html", title=one.title)
        desk = Desk(made)
        for release, change in (("1", replace), (EARLIER, misread)):
            desk.read_by(release, lambda r, change=change: change(r) if r.year == 2022 else r)
        desk.read_by(RELEASE, lambda r: r)
    return folder


@pytest.fixture
def desk(read, archive, monkeypatch):
    monkeypatch.setattr(keeper, "GROUP_SECONDS", 0)
    shutil.copytree(read, archive)
    with Keeper(archive) as made:
        yield Desk(made)


def test_what_an_older_program_reads_later_does_not_take_over(desk):
    total = "SELECT total FROM applications WHERE row = 'applications.new' AND report_id LIKE '%:2022'"
    before = desk.rows(total)
    desk.read_by(EARLIER, lambda r: misread(r) if r.year == 2022 else r)
    assert desk.rows(total) == before != [(999,)]
    assert desk.rows("SELECT DISTINCT release FROM report") == [(RELEASE,)]


def test_releases_are_listed_with_what_they_read_and_what_they_changed(desk):
    rows = {row["release"]: row for row in csv.DictReader(StringIO(desk.run("--format", "csv").stdout))}
    assert list(rows) == [str(n) for n in range(1, int(RELEASE) + 1)]
    assert [rows[n]["versions"] for n in ("1", "2", EARLIER, RELEASE)] == ["3", "0", "3", "3"]
    assert rows[RELEASE]["reports"] == "3"
    assert rows[EARLIER]["first_read"] <= rows[EARLIER]["last_read"]
    assert "scanned" in rows["3"]["changed"]


def test_a_diff_tells_each_cell_with_the_rule_that_binds_it_today(desk):
    ran = desk.run("diff", EARLIER, RELEASE, "--json")
    found = {d["item"]: d for d in map(json.loads, ran.stdout.splitlines()) if d["kind"] in ("changed", "found")}
    assert set(found) == {NEW, CARRIED}
    assert {d["report_id"] for d in found.values()} == {f"{AGENCY}@a:2022"}
    assert (found[NEW]["old"], found[NEW]["kind"], found[CARRIED]["old"]) == (999, "changed", None)
    assert all("section three of the form" in d["rule"] for d in found.values())
    assert f"3 versions read by both {EARLIER} and {RELEASE}: 1 differ" in ran.stderr
    assert "section three of the form" in ran.stderr.partition("by rule:")[2]


def test_a_diff_is_of_the_reports_asked_for_and_says_why_it_tells_no_rule(desk):
    assert (
        f"1 version read by both 1 and {EARLIER}: 0 differ" in desk.run("diff", "1", EARLIER, "--year", "2021").stdout
    )
    ran = desk.run("diff", "1", EARLIER, "--report", f"{AGENCY}:2022", "--csv")
    rows = list(csv.DictReader(StringIO(ran.stdout)))
    assert {(row["kind"], row["item"]) for row in rows} >= {("changed", NEW), ("lost", CARRIED)}
    assert {row["rule"] for row in rows if row["kind"] in ("changed", "lost")} == {""}
    assert f"this program is release {RELEASE}" in ran.stderr
    assert "999" in desk.run("diff", "1", EARLIER, "--body", AGENCY).stdout


def test_a_release_that_read_nothing_is_refused_in_a_line(desk):
    ran = desk.run("diff", "6", RELEASE)
    assert ran.exit_code == 2
    assert (
        ran.stderr
        == f"nianbao: release '6' has read nothing in this archive; there are readings of 1, {EARLIER}, {RELEASE}\n"
    )


def test_a_damaged_reading_is_told_and_stops_nothing(desk):
    def spoil(connection):
        connection.execute("UPDATE reading SET packed = x'00' WHERE release = ? AND year = 2021", (EARLIER,))

    desk.keeper.write(spoil).result()
    told = [json.loads(line) for line in desk.run("diff", EARLIER, RELEASE, "--json", "--no-rules").stdout.splitlines()]
    assert {d["kind"] for d in told if d["version"] != told[0]["version"]} | {told[0]["kind"]} >= {"damaged", "changed"}


def test_readings_of_old_releases_go_only_when_asked_and_only_where_they_are_needed_no_more(desk):
    before = desk.readings()
    assert desk.run("keep", "2", answer="n\n").exit_code == 2
    assert desk.run("keep", "2", answer="").exit_code == 2
    assert desk.readings() == before
    ran = desk.run("keep", "2", answer="y\n")
    assert "3 of release 1;" in ran.stderr
    assert desk.readings() == [row for row in before if row[1] != "1"]
    assert "no reading can go" in desk.run("keep", "2").stderr


def test_a_reading_stays_where_no_later_release_could_read_the_version(desk):
    desk.read_by(LATER, lambda r: r, lost=(2021,))
    assert desk.run("keep", "1", "--yes").exit_code == 0
    assert sorted(row for row in desk.readings() if row[0] in (2021, 2022)) == sorted(
        [*((2021, r) for r in ("1", EARLIER, RELEASE)), (2022, LATER)]
    )
