"""`nianbao add` as a person uses it: what it joins, what it says, and when."""

import json
import signal
import sqlite3
import subprocess
import time

import pytest
from support import ROOT, command, environment, run_nianbao

from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
FIRST, SECOND = reports(AGENCY, [2022, 2023])


def named(path, report):
    path.write_text(f"<h1>{report.title}</h1>{html.fragment(report)}", encoding="utf-8")
    return path


def nameless(path, report):
    """A report that says its year and nothing of whose it is."""
    text = f"<h1>2024年政府信息公开工作年度报告</h1>{html.fragment(report)}"
    path.write_text(text.replace(AGENCY, "本机关"), encoding="utf-8")
    return path


def listed(archive):
    return [row["id"] for row in json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)]


def test_documents_that_name_no_body_are_reports_of_their_own(tmp_path, archive):
    files = [nameless(tmp_path / f"{number}.html", report) for number, report in enumerate((FIRST, SECOND))]
    ran = run_nianbao("add", *files, "--archive", archive)
    keys = listed(archive)
    assert len(keys) == 2
    assert all(key.startswith(":") and key != ":2024" for key in keys)
    assert [line.rsplit(" ", 1)[1] for line in ran.out.splitlines()] != [":2024", ":2024"]
    assert ran.err.count("no publishing body was found") == 2
    assert "--agency" in ran.err
    again = run_nianbao("add", files[0], "--agency", AGENCY, "--archive", archive)
    assert f"{AGENCY}:2024" in again.out
    assert again.err == ""
    assert len(listed(archive)) == 2


def test_what_a_person_says_and_the_document_contradicts_is_told(tmp_path, archive):
    page = named(tmp_path / "page.html", SECOND)
    ran = run_nianbao("add", page, "--year", 2019, "--agency", "甲市乙局", "--archive", archive)
    assert f"{AGENCY}:2023" in ran.out
    assert f"{page}: the document itself says 2023; --year not used" in ran.err
    assert f"{page}: the document itself says {AGENCY}; --agency not used" in ran.err
    assert run_nianbao("add", page, "--year", 2023, "--agency", AGENCY, "--archive", archive).err == ""


@pytest.mark.parametrize(
    ("files", "url", "said"),
    [(1, "foo", "http://"), (1, "javascript:x", "http://"), (2, "https://example.org/a.html", "one document")],
)
def test_an_address_that_is_none_or_of_several_documents_is_refused(tmp_path, archive, files, url, said):
    pages = [named(tmp_path / f"{number}.html", FIRST) for number in range(files)]
    ran = run_nianbao("add", *pages, "--url", url, "--archive", archive)
    assert ran.code == 2
    assert said in ran.err
    assert not archive.exists()


SLOW = """
import sys, time, pathlib
if {"archive.worker", "archive.isolated"} & set(sys.orig_argv):
    from archive.readers import registry
    def slowly(body, media_type, read=registry.read):
        if b"SLOW" in body:
            pathlib.Path(__file__).with_name("reads").touch()
            time.sleep(90)
        return read(body, media_type)
    registry.read = slowly
"""


@pytest.fixture
def slow(tmp_path):
    """A document that takes a worker a minute and a half, and the environment in which it does."""
    (tmp_path / "sitecustomize.py").write_text(SLOW, "utf-8")
    path = tmp_path / "slow.txt"
    path.write_text("SLOW", "utf-8")
    return path, {"PYTHONPATH": f"{tmp_path}:{ROOT}"}


def started(*arguments, **more):
    line, env = command(*arguments), environment(**more)
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def interrupted(process, folder):
    """Press Ctrl-C once a worker reads; how long it took to end, and what it printed."""
    while not (folder / "reads").exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return time.monotonic() - began, out, err


@pytest.mark.parametrize("verb", ["parse", "check", "explain", "score", "add"])
def test_ctrl_c_ends_every_command_at_once(tmp_path, archive, slow, verb):
    path, settings = slow
    if verb == "score":
        (tmp_path / "case").mkdir()
        (tmp_path / "case" / "report.txt").write_bytes(path.read_bytes())
        (tmp_path / "case" / "expected.json").write_text('{"cells": []}')
        path = tmp_path / "case"
    more = ("--archive", archive) if verb == "add" else ()
    process = started(verb, path, *more, **settings)
    seconds, _, err = interrupted(process, tmp_path)
    assert seconds < 6
    assert process.returncode == 130
    assert err.splitlines()[-1] == "nianbao: stopped"


def test_each_file_is_told_when_it_is_done_and_after_ctrl_c_what_is_left(tmp_path, archive, slow):
    path, settings = slow
    good = named(tmp_path / "good.html", FIRST)
    process = started("add", good, path, "--archive", archive, **settings)
    assert f"{AGENCY}:2022" in process.stdout.readline()
    _, out, err = interrupted(process, tmp_path)
    assert f"kept      {path}: not read yet" in out
    assert "1 file is kept and waits" in err
    (tmp_path / "reads").unlink()
    process = started("add", named(tmp_path / "next.html", SECOND), "--archive", archive, **settings)
    assert f"{AGENCY}:2023" in process.stdout.readline()
    assert "1 document that was kept before is still being read" in process.stderr.readline()
    _, out, err = interrupted(process, tmp_path)
    assert (out, err) == ("", "nianbao: stopped\n")
    ran = run_nianbao("reread", "--archive", archive)
    assert "1 report read that had been waiting" in ran.err


def test_waiting_for_another_writer_is_said(tmp_path, archive):
    run_nianbao("add", named(tmp_path / "a.html", FIRST), "--archive", archive)
    with sqlite3.connect(archive / "archive.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        process = started("add", named(tmp_path / "b.html", SECOND), "--archive", archive)
        assert "waiting for another nianbao that writes to this archive" in process.stderr.readline()
        other.execute("COMMIT")
        assert f"{AGENCY}:2023" in process.communicate(timeout=60)[0]
    other.close()
