"""What a person may say to `nianbao crawl`, and what comes back."""

import csv

import pytest
from click.testing import CliRunner
from support import run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler.cli import main
from crawler.portals import COLUMNS, Portal
from crawler.replicas import static


def static_site():
    return next(s for s in static.sites() if len(s.reports) > 3)


def complaint(*arguments):
    ran = CliRunner(env={"NIANBAO_CONTACT": None}).invoke(main, list(map(str, arguments)))
    assert ran.exit_code == 2, ran
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    return ran.stderr


def years(archive):
    return sorted(r["year"] for r in queries.reports(open_existing(archive).conn))


def test_an_unknown_portal_is_named(tmp_path, archive):
    assert "'nosuch'" in complaint("crawl", "nosuch", "--archive", archive)
    assert not archive.exists()


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("family", "wordpress", "family"),
        ("index_url", "ftp://a.example/", "index_url"),
        ("index_url", "", "index_url"),
        ("params", "{not json", "params"),
        ("render", "sometimes", "render"),
        ("name", "", "name"),
    ],
)
def test_a_bad_row_of_a_portal_list_is_named_by_row_and_column(tmp_path, archive, column, value, word):
    good = Portal("good", "甲", "static", "http://127.0.0.1:1/").row
    bad = list(Portal("bad", "乙", "static", "http://127.0.0.1:1/").row)
    bad[COLUMNS.index(column)] = value
    path = tmp_path / "portals.csv"
    write_portals(path, [])
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([good, bad])
    line = complaint("crawl", "--portals", path, "--archive", archive)
    assert "row 3" in line
    assert word in line


def test_a_portal_list_that_is_none_is_said(tmp_path, archive):
    assert "nowhere.csv" in complaint("crawl", "--portals", tmp_path / "nowhere.csv", "--archive", archive)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    assert "name" in complaint("crawl", "--portals", other, "--archive", archive)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00" * 100)
    complaint("crawl", "--portals", binary, "--archive", archive)


def test_beyond_this_machine_a_contact_is_asked_for(tmp_path, archive):
    rows = write_portals(tmp_path / "p.csv", [Portal("far", "甲", "static", "http://www.example.gov.cn/nb/")])
    assert "NIANBAO_CONTACT" in complaint("crawl", "--portals", rows, "--archive", archive)
    assert not archive.exists()


def test_an_address_is_crawled_without_a_family(serve, archive):
    site = static_site()
    replicas, _ = serve(site)
    ran = run_nianbao("crawl", replicas.portals[0].index_url, "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == sorted(r.year for r in site.reports)


def test_an_address_is_crawled_with_a_family(serve, archive):
    site = static_site()
    replicas, _ = serve(site)
    ran = run_nianbao("crawl", replicas.portals[0].index_url, "--family", "static", "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == sorted(r.year for r in site.reports)


def test_a_dry_run_prints_what_would_be_fetched_and_fetches_no_report(serve, archive):
    site = static_site()
    replicas, portals = serve(site)
    ran = run_nianbao("crawl", "--portals", portals, "--archive", archive, "--dry-run")
    assert ran.code == 0, ran.err
    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert {title for _, title, _ in lines} >= {r.title for r in site.reports}
    asked = {v.path for v in replicas.served[0].visits}
    assert not asked & {"/" + address.split("/", 3)[3] for _, _, address in lines}
    assert years(archive) == []


def test_a_limit_and_years_narrow_a_crawl(serve, archive, tmp_path):
    site = static_site()
    _, portals = serve(site)
    run_nianbao("crawl", "--portals", portals, "--archive", archive, "--limit", 2)
    assert len(years(archive)) == 2
    other = tmp_path / "other"
    run_nianbao("crawl", "--portals", portals, "--archive", other, "--years", "2020-2021")
    assert years(other) == sorted(r.year for r in site.reports if r.year in (2020, 2021))


@pytest.mark.parametrize("said", ["twenty", "2020-", "-2020", "20-21", "2021-2020"])
def test_years_are_understood_or_asked_about(archive, said):
    ran = CliRunner().invoke(main, ["crawl", "nosuch", "--archive", str(archive), f"--years={said}"])
    assert ran.exit_code == 2
    assert ("nosuch" in ran.stderr) == (said in {"2020-", "-2020"})
