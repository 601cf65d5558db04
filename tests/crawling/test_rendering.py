"""The browser in a real crawl: what goes wrong with it costs the page that needed it, and is recorded."""

import os

import psutil
import pytest
from support import RawServer, http, run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler import browser
from crawler.portals import Portal
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

GOOD = reports("云岭乡人民政府", range(2021, 2025))
needs_browser = pytest.mark.skipif(browser.executable() is None, reason="no browser on this machine")


def listing():
    rows = "".join(f'<li><a href="/nb/{r.year}.html">{r.title}</a></li>' for r in GOOD)
    return http(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")


def scripted(report):
    """A page whose report is brought by a script."""
    return http(
        "<html><head><meta charset=utf-8></head><body><div id=text></div><script>"
        f"fetch('/part/{report.year}').then(a => a.text()).then(t => document.getElementById('text').innerHTML = t)"
        "</script></body></html>"
    )


def part(report):
    return http(f"<h1>{report.title}</h1>{html.fragment(report)}")


def site():
    """A list of four reports, each written by a script."""
    behaviour = {"/nb/": listing()}
    for report in GOOD:
        behaviour[f"/nb/{report.year}.html"] = scripted(report)
        behaviour[f"/part/{report.year}"] = part(report)
    return behaviour


def crawl(tmp_path, archive, server, *arguments, **environment):
    portal = Portal("scripted", "云岭乡", "static", server.address + "/nb/")
    rows = write_portals(tmp_path / "portals.csv", [portal])
    return run_nianbao("crawl", "--portals", rows, "--archive", archive, *arguments, **environment)


def details(archive):
    """The last outcome of each report's page."""
    statement = "SELECT url, outcome, reason FROM request WHERE kind = 'detail' ORDER BY id"
    rows = queries.rows(open_existing(archive).conn, statement)
    return {int(row["url"][-9:-5]): (row["outcome"], row["reason"]) for row in rows}


def years_read(archive):
    return {row["year"] for row in queries.reports(open_existing(archive).conn)}


def browsers():
    """The processes of the browsers that crawls of this test have started."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if any(word.startswith("--nianbao=") for word in process.cmdline()):
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


@needs_browser
def test_a_page_that_never_ends_costs_itself_alone(tmp_path, archive):
    hanging = http("<html><meta charset=utf-8><body><div id=a></div><script>while (true) {}</script></body></html>")
    with RawServer(site() | {"/nb/2022.html": hanging}) as server:
        crawl(tmp_path, archive, server, "--timeout", 10)
    found = details(archive)
    assert found[2022][0] == "failed"
    assert "longer than 10 seconds" in found[2022][1] or "in time" in found[2022][1]
    assert years_read(archive) >= {2021, 2023, 2024}


@needs_browser
def test_a_browser_that_dies_is_started_again(tmp_path, archive):
    killed = []

    def kill(connection):
        if not killed:
            killed.extend(browsers())
            for process in killed:
                process.kill()
        connection.sendall(part(GOOD[1]))

    with RawServer(site() | {"/part/2022": kill}) as server:
        ran = crawl(tmp_path, archive, server)
    assert killed
    assert ran.code in (0, 1), ran.err
    assert years_read(archive) >= {2021, 2023, 2024}


@needs_browser
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_the_browser_of_a_crawl_as_root_runs_as_nobody(tmp_path, archive):
    owners = set()

    def look(connection):
        owners.update(process.username() for process in browsers())
        connection.sendall(part(GOOD[1]))

    with RawServer(site() | {"/part/2022": look}) as server:
        crawl(tmp_path, archive, server)
    assert owners == {"nobody"}


def test_without_a_browser_the_pages_that_need_one_say_so(tmp_path, archive):
    plain = http(f"<html><meta charset=utf-8><body><h1>{GOOD[0].title}</h1>{html.fragment(GOOD[0])}</body></html>")
    with RawServer(site() | {"/nb/2021.html": plain}) as server:
        ran = crawl(tmp_path, archive, server, NIANBAO_BROWSER="none")
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert "3 failed (mostly: not rendered: there is no browser on this machine" in ran.err
    assert years_read(archive) == {2021}
    assert {outcome for year, (outcome, _) in details(archive).items() if year != 2021} == {"failed"}
    assert all("no browser" in reason for year, (_, reason) in details(archive).items() if year != 2021)


@needs_browser
def test_what_was_rendered_says_so_and_what_the_page_asked_for_is_kept(tmp_path, archive):
    with RawServer(site()) as server:
        ran = crawl(tmp_path, archive, server)
    assert ran.code == 0, ran.err
    kept = queries.rows(open_existing(archive).conn, "SELECT url, rendered, outcome FROM captures")
    rendered = {row["url"].removeprefix(server.address) for row in kept if row["rendered"]}
    assert rendered == {f"/nb/{r.year}.html" for r in GOOD}
    assert {f"/part/{r.year}" for r in GOOD} <= {row["url"].removeprefix(server.address) for row in kept}
    assert years_read(archive) == {r.year for r in GOOD}


@needs_browser
def test_a_page_cannot_make_the_crawl_go_to_private_addresses(tmp_path, archive):
    lured = http(
        "<html><meta charset=utf-8><body><div id=a></div>"
        "<script>fetch('http://169.254.169.254/latest').catch(() => 0);"
        "fetch('/part/2022').then(a => a.text()).then(t => document.body.innerHTML = t)</script></body></html>"
    )
    with RawServer(site() | {"/nb/2022.html": lured}) as server:
        crawl(tmp_path, archive, server)
    asked = queries.rows(open_existing(archive).conn, "SELECT url FROM captures WHERE url LIKE 'http://169%'")
    assert asked == []
    assert years_read(archive) == {r.year for r in GOOD}
