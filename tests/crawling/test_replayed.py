"""What a crawl kept, taken out as a web archive: shown by pywb in a real browser, and taken in again by an empty archive."""

from urllib.parse import urlsplit

import pytest
from support import run_nianbao

from archive.browser import ARGUMENTS, executable
from archive.database import queries
from archive.database.connection import open_existing
from tests.archive.export.replaying import Wayback, needs_replay

pytestmark = pytest.mark.nightly
needs_browser = pytest.mark.skipif(executable() is None, reason="no browser on this machine")
_ARGUMENTS = [
    *(one for one in ARGUMENTS if not one.startswith("--host-resolver-rules")),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--no-sandbox",
]
SAME = [
    "SELECT id, portal, agency, division, level, year, template, title, published_on, url, digest, status FROM reports"
    " ORDER BY id",
    "SELECT * FROM applications ORDER BY report_id, row",
    "SELECT * FROM disclosure ORDER BY report_id, row, column",
    "SELECT * FROM review ORDER BY report_id, route",
    "SELECT * FROM findings ORDER BY report_id, check_id, status, cells, message",
    "SELECT version.id, first_seen, last_seen, report.key FROM version LEFT JOIN report ON report.id = version.report"
    " ORDER BY version.id",
    "SELECT url, final_url, captured_at, status, digest, outcome, rendered, kind, portal FROM capture"
    " ORDER BY url, captured_at, digest, rendered",
    "SELECT report_id, url, after, seen, kind, item, old, new FROM changes ORDER BY 1, 2, 3, 5, 6",
    "SELECT id, name, division, level, portal, kind FROM bodies ORDER BY id",
]


@pytest.fixture(scope="module")
def wacz(crawled, tmp_path_factory):
    path = tmp_path_factory.mktemp("replayed") / "all.wacz"
    done = run_nianbao("export", "wacz", path, "--archive", crawled.directory)
    assert done.code == 0, done.err
    return path


def test_an_empty_archive_becomes_the_same_and_takes_nothing_twice(crawled, wacz, archive):
    done = run_nianbao("import", wacz, "--archive", archive, timeout=600)
    assert done.code == 0, done.err
    for statement in SAME:
        there, here = (queries.rows(open_existing(one).conn, statement) for one in (crawled.directory, archive))
        assert here == there, statement
    sound = run_nianbao("verify", "--archive", archive)
    assert sound.code == 0, sound.out
    for one in (archive, crawled.directory):
        again = run_nianbao("import", wacz, "--archive", one, timeout=600)
        assert ": 0 new captures" in again.out


@needs_replay
@needs_browser
def test_a_report_is_shown_in_a_browser_with_its_figures_and_nobody_else_is_asked(crawled, wacz, tmp_path):
    from playwright.sync_api import sync_playwright

    (report,) = crawled.rows(
        "SELECT url, title, applications.total FROM reports JOIN applications ON report_id = reports.id"
        " WHERE agency = '秀洲区卫生健康局' AND year = 2019 AND row = 'applications.new' LIMIT 1"
    )
    asked = []
    with Wayback(tmp_path / "pywb", wacz) as pywb, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=_ARGUMENTS)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{pywb.address}/reports/{report['url']}", timeout=60_000)
        frame = page.frame_locator("iframe").first
        shown = frame.locator("body").inner_text(timeout=60_000)
        browser.close()
        served = f"127.0.0.1:{pywb.port}"
    assert report["title"] in shown
    cells = [cell.strip() for line in shown.splitlines() for cell in line.split("\t")]
    assert str(report["total"]) in cells
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:", "about:"))} == {served}
