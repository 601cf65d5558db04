"""The first command a new user types."""

from dataclasses import replace

import pytest
from support import run_nianbao

from crawler import browser, demo
from crawler.replicas import odd, static
from crawler.replicas.figures import reports


def _scripted():
    return next(site for site in odd.sites() if site.name == "replica-scripted")


NEEDS_BROWSER = pytest.mark.skipif(browser.executable() is None, reason="no browser on this machine")


@pytest.mark.nightly  # test_replicas proves the same of the same portals, but for the words the demo ends with
@NEEDS_BROWSER
def test_the_demo_finds_and_reads_everything_and_the_second_crawl_nothing_new(archive):
    ran = run_nianbao("demo", "--archive", archive)
    assert ran.code == 0, ran.err
    assert "0 missed, 0 false" in ran.out
    assert " 0 wrong" in ran.out
    assert "Nothing has changed since the last crawl." in ran.err


@NEEDS_BROWSER
def test_the_demo_counts_what_it_found_and_names_what_it_missed(archive, monkeypatch, capfd):
    scripted, hidden = _scripted(), static.sites()[0]
    unlisted = reports("松林县水务局", [2023])
    hidden = replace(hidden, reports=[*hidden.reports, *unlisted])
    monkeypatch.setattr(demo, "sites", lambda: [hidden, scripted])
    assert demo.run_demo(archive) == 1
    printed = capfd.readouterr()
    published = len(hidden.reports) + len(scripted.reports)
    assert (
        f"{published} reports are published on the replica portals: {published - 1} found, 1 missed, 0 false"
        in printed.out
    )
    assert f"missed: 松林县水务局 2023 on {hidden.name}" in printed.out
    assert " 0 wrong" in printed.out
    assert "Nothing has changed since the last crawl." in printed.err


def test_the_demo_runs_without_a_browser_and_says_what_it_could_not_render(archive, monkeypatch, capfd):
    monkeypatch.setattr(demo, "sites", lambda: [static.sites()[0], _scripted()])
    monkeypatch.setenv("NIANBAO_BROWSER", "none")
    assert demo.run_demo(archive) == 0
    printed = capfd.readouterr()
    assert "0 false" in printed.out
    assert " 0 wrong" in printed.out
    assert "No browser found: install the package chromium-headless-shell" in printed.err
    assert "not rendered: there is no browser on this machine" in printed.err


def test_the_demo_makes_only_its_own_folder_anew(archive):
    archive.mkdir()
    (archive / "mine.txt").write_text("keep")
    ran = run_nianbao("demo", "--archive", archive)
    assert ran.code == 2
    assert (archive / "mine.txt").read_text() == "keep"
