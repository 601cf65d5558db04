"""Scrapy's own commands do what `nianbao crawl` does, in the same archive."""

import subprocess
import sys

from support import ROOT, environment

from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import FAMILIES
from crawler.replicas import trs


def scrapy(*arguments, **more):
    command = [sys.executable, "-m", "scrapy", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment(**more), timeout=120, check=False
    )


def test_scrapy_lists_every_family():
    assert scrapy("list").stdout.split() == sorted(FAMILIES)


def test_scrapy_crawls_a_portal_of_a_family_into_the_archive(serve, archive):
    site = trs.sites()[0]
    replicas, portals = serve(site)
    name = replicas.portals[0].name
    fast = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
    which = ("-a", f"portal={name}", "-a", f"portals={portals}")
    ran = scrapy("crawl", "trs", *which, *fast, NIANBAO_ARCHIVE=str(archive))
    assert ran.returncode == 0, ran.stderr
    assert "finished" in ran.stdout
    connection = open_existing(archive).conn
    assert {r["year"] for r in queries.reports(connection)} == {p.year for p in site.reports}
    assert [row["status"] for row in queries.rows(connection, "SELECT status FROM crawl")] == ["finished"]
