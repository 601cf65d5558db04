"""What starts with a command: offline commands work without what crawls, and a question of the version without either."""

import subprocess
import sys

import pytest
from support import ROOT, environment

from archive.cli import COMMANDS

_CRAWLING = ("scrapy", "twisted", "playwright", "scrapy_playwright", "tenacity")
_OFFLINE = (*COMMANDS, "portals")
_REPORT = ROOT / "tests" / "reports" / "html-t2021-whole-about" / "report.html"
_ALONE = """
import os, sys
import click, rich.console, sqlite_utils
from crawler.cli import main
lost = []
for name in main.commands:
    if (fork := os.fork()) == 0:
        main([name, "--help"], prog_name="nianbao")
    if os.waitpid(fork, 0)[1]:
        lost.append(name)
sys.exit(f"do not start: {lost}" if lost else 0)
"""
_SCRIPT = """
import sys
from crawler.cli import main
for arguments in {calls!r}:
    try:
        main(arguments, prog_name="nianbao")
    except SystemExit as end:
        assert not end.code, arguments
    print("loaded", arguments, sorted(set(sys.modules) & set({modules!r})))
"""


def loaded(calls, modules):
    """What of `modules` is there after each of the calls, made one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(calls=calls, modules=modules)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "calls",
    [[["--help"], *([name, "--help"] for name in _OFFLINE), ["portals", "list"]], [["parse", str(_REPORT)]]],
    ids=["help", "parse"],
)
def test_offline_commands_load_nothing_that_crawls(calls):
    out = loaded(calls, _CRAWLING)
    for call in calls:
        assert f"loaded {call} []" in out


@pytest.mark.nightly
def test_every_command_starts_without_what_another_has_loaded():
    words = [sys.executable, "-c", _ALONE]
    done = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment()
    )
    assert done.returncode == 0, done.stderr


def test_the_version_is_told_without_loading_any_command():
    out = loaded([["--version"]], ["sqlite_utils", "rich", "crawler.commands", "archive.reading"])
    assert "nianbao, version " in out
    assert "loaded ['--version'] []" in out


def test_what_is_no_command_is_told_with_one_that_is_near():
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "repots"], capture_output=True, text=True, cwd=ROOT, env=environment()
    )
    assert done.returncode == 2
    assert "reports" in done.stderr


def test_every_command_is_where_the_table_says_and_has_its_name():
    from crawler.cli import main

    assert {name: command.name for name, command in main.commands.items()} == {name: name for name in main.commands}
