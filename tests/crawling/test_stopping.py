"""A crawl that is stopped or killed: nothing is lost, nothing is fetched twice, the next run goes on."""

import os
import signal
import subprocess
import threading

import psutil
import pytest
from support import command, environment, run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas.figures import reports
from crawler.replicas.site import Answer, Site, metas, page


class Gate:
    """A site that answers so many requests and then holds the next one until the test lets it go."""

    def __init__(self, count):
        self.listed = reports("云岭乡人民政府", range(2019, 2019 + count))
        self.allowed = 10**9
        self.asked = 0
        self.reached, self.open = threading.Event(), threading.Event()

    def hold_after(self, allowed):
        self.allowed = allowed
        return self

    def site(self):
        return Site("gate", "云岭乡", "static", "/nb/", self.answer, self.listed)

    def answer(self, asked):
        if asked.path == "/robots.txt":
            return Answer(b"", 404)
        self.asked += 1
        if self.asked > self.allowed:
            self.reached.set()
            self.open.wait(60)
        if asked.path == "/nb/":
            rows = "".join(f'<li><a href="/nb/{r.year}.html">{r.title}</a></li>' for r in self.listed)
            return page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
        year = int(asked.path.removeprefix("/nb/").removesuffix(".html"))
        report = next(r for r in self.listed if r.year == year)
        return page(
            f"<html><head>{metas(report)}</head><body><h1>{report.title}</h1><p>{report.agency}</p></body></html>"
        )


def started(*arguments):
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    )


def rows(archive, statement):
    return queries.rows(open_existing(archive).conn, statement)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_next_run_finishes_what_was_left_and_fetches_no_stored_page_again(serve, archive, how):
    gate = Gate(12).hold_after(6)
    replicas, portals = serve(gate.site())
    crawl = started("crawl", "--portals", portals, "--archive", archive)
    assert gate.reached.wait(60)
    crawl.send_signal(how)
    gate.open.set()
    _, err = crawl.communicate(timeout=60)
    gate.allowed = 10**9
    if how != signal.SIGKILL:
        assert crawl.returncode == 1
        assert "the next run goes on from here" in err
    stored = {
        row["url"] for row in rows(archive, "SELECT url FROM requests WHERE outcome IS NOT NULL AND kind <> 'robots'")
    }
    before = len(replicas.served[0].visits)
    second = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    assert second.code == 0, second.err
    root = replicas.served[0].address
    again = {root + v.path for v in replicas.served[0].visits[before:] if v.path != "/robots.txt"}
    assert not again & stored
    wanted = {f"{root}/nb/{r.year}.html" for r in gate.listed} | {f"{root}/nb/"}
    assert {row["url"] for row in rows(archive, "SELECT url FROM captures WHERE kind <> 'robots'")} == wanted
    assert run_nianbao("verify", "--archive", archive).code == 0


def test_no_port_is_open_during_a_crawl(serve, archive):
    gate = Gate(3).hold_after(1)
    _, portals = serve(gate.site())
    crawl = started("crawl", "--portals", portals, "--archive", archive)
    assert gate.reached.wait(60)
    process = psutil.Process(crawl.pid)
    family = [process, *process.children(recursive=True)]
    listening = [c for p in family for c in p.net_connections() if c.status == psutil.CONN_LISTEN]
    gate.open.set()
    crawl.communicate(timeout=60)
    assert listening == []


def test_two_crawls_of_one_portal_refuse_each_other(serve, archive):
    gate = Gate(3).hold_after(1)
    _, portals = serve(gate.site())
    first = started("crawl", "--portals", portals, "--archive", archive)
    assert gate.reached.wait(60)
    second = run_nianbao("crawl", "--portals", portals, "--archive", archive)
    gate.open.set()
    first.communicate(timeout=60)
    assert second.code == 2
    assert "another crawl" in second.err
    assert "'gate'" in second.err
    assert len(second.err.strip().splitlines()) == 1
    assert first.returncode == 0


def test_a_dead_crawl_leaves_no_lease_behind(serve, archive):
    gate = Gate(3).hold_after(1)
    _, portals = serve(gate.site())
    first = started("crawl", "--portals", portals, "--archive", archive)
    assert gate.reached.wait(60)
    os.kill(first.pid, signal.SIGKILL)
    gate.open.set()
    first.communicate(timeout=60)
    gate.allowed = 10**9
    assert run_nianbao("crawl", "--portals", portals, "--archive", archive).code == 0
