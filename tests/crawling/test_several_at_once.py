"""Crawl, reread, queries and a long reader on one archive at the same time, as processes of their own."""

import sqlite3
import subprocess
import time
from contextlib import closing

import pytest
from support import command, environment, run_nianbao

from archive.database.connection import NAME
from crawler.replicas.figures import reports
from crawler.replicas.site import Answer, Site, page
from tests.archive.seeing import page as report_page


class Slow:
    """A site whose reports take a while, so that others have time to write meanwhile."""

    def __init__(self, name, count, seconds):
        self.name, self.seconds = name, seconds
        self.listed = reports(f"{name}乡人民政府", range(2024 - count, 2024))

    def site(self):
        return Site(self.name, "云岭乡", "static", "/nb/", self.answer, self.listed)

    def answer(self, asked):
        if asked.path == "/robots.txt":
            return Answer(b"", 404)
        if asked.path == "/nb/":
            rows = "".join(f'<li><a href="/nb/{r.year}.html">{r.title}</a></li>' for r in self.listed)
            return page(f"<html><meta charset=utf-8><body><ul>{rows}</ul></body></html>")
        time.sleep(self.seconds)
        year = int(asked.path.removeprefix("/nb/").removesuffix(".html"))
        report = next(r for r in self.listed if r.year == year)
        return Answer(report_page(report))


def start(*words):
    return subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), cwd="/"
    )


def at_once(serve, archive, sites, rereads):
    replicas, portals = serve(*(one.site() for one in sites))
    seed = ("crawl", replicas.portals[0].name, "--portals", portals, "--archive", archive, "--limit", 1)
    assert run_nianbao(*seed).code == 0
    with closing(sqlite3.connect(archive / NAME)) as reader:
        reader.execute("BEGIN")
        (before,) = reader.execute("SELECT count(*) FROM captures").fetchone()
        crawl = start("crawl", "--portals", portals, "--archive", archive)
        others = []
        for _ in range(rereads):
            others.append(start("reread", "--all", "--archive", archive))
            others.append(start("query", "SELECT count(*) FROM reports", "--archive", archive))
            others.append(start("verify", "--archive", archive))
            ended = [(one.args, *one.communicate(timeout=120), one.returncode) for one in others[-3:]]
            assert [(words, said, code) for words, _, said, code in ended if code] == []
        out, err = crawl.communicate(timeout=200)
        assert crawl.returncode == 0, err
        assert "waiting for another" not in out
        assert reader.execute("SELECT count(*) FROM captures").fetchone() == (before,)  # its own moment, all along
    ran = run_nianbao("verify", "--archive", archive)
    assert (ran.code, ran.out.strip().endswith("sound")) == (0, True), ran.out
    with closing(sqlite3.connect(archive / NAME)) as found:
        (read,) = found.execute("SELECT count(*) FROM reports WHERE status = 'read'").fetchone()
        assert read == sum(len(one.listed) for one in sites)
        assert found.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_nobody_fails_and_the_long_reader_blocks_nobody(serve, archive):
    at_once(serve, archive, [Slow("yunling", 3, 0.2)], 1)


@pytest.mark.nightly
def test_nobody_fails_over_many_rounds(serve, archive):
    at_once(serve, archive, [Slow(f"yunling{number}", 12, 0.5) for number in range(4)], 6)
