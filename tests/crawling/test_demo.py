"""The first command a new user types."""

import pytest
from support import run_nianbao

from crawler import browser


@pytest.mark.skipif(browser.executable() is None, reason="no browser on this machine")
def test_the_demo_finds_and_reads_everything_and_the_second_crawl_nothing_new(archive):
    ran = run_nianbao("demo", "--archive", archive)
    assert ran.code == 0, ran.err
    assert "0 missed, 0 false" in ran.out
    assert " 0 wrong" in ran.out
    assert "Nothing has changed since the last crawl." in ran.err


def test_the_demo_runs_without_a_browser_and_says_what_it_could_not_render(archive):
    ran = run_nianbao("demo", "--archive", archive, NIANBAO_BROWSER="none")
    assert ran.code == 0, ran.err
    assert "0 false" in ran.out
    assert " 0 wrong" in ran.out
    assert "No browser found: install the package chromium-headless-shell" in ran.err
    assert "not rendered: there is no browser on this machine" in ran.err


def test_the_demo_makes_only_its_own_folder_anew(archive):
    archive.mkdir()
    (archive / "mine.txt").write_text("keep")
    ran = run_nianbao("demo", "--archive", archive)
    assert ran.code == 2
    assert (archive / "mine.txt").read_text() == "keep"
