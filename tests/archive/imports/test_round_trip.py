"""What was exported comes in again as it was, and comes in once."""

import pytest

from archive.blobs import digest_of
from archive.database import captures
from archive.database.connection import open_existing
from archive.database.kept import Chosen
from archive.export.wacz import export as export_wacz
from archive.export.warc import export as export_warc
from tests.archive.export.every_kind import HOST, OTHER_CHROME, SECRET, every_kind
from tests.archive.imports.taking import read_all, rows, take

SAME = [
    "SELECT url, final_url, captured_at, status, media_type, digest, size, rendered, outcome, reason, kind, found_on,"
    " link_title, portal, spider, version, json_remove(WIRE, '$.imported') FROM capture WHERE digest <> ? ORDER BY 1, 3, 8",
    "SELECT name, title, division, level, family, index_url FROM portal WHERE ?",
    "SELECT id, agency, year, template, title, url, digest, status FROM reports WHERE ? ORDER BY 1",
    "SELECT report_id, row, total, states FROM applications WHERE ? ORDER BY 1, 2",
    "SELECT id, first_seen, last_seen FROM version WHERE ? ORDER BY 1",
]


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """The folder of an archive that is read, with its export."""
    folder = tmp_path_factory.mktemp("origin")
    made = every_kind(folder / "archive")
    made.keeper.close()
    read_all(folder / "archive")
    view = open_existing(folder / "archive").conn
    export_wacz(view, made.keeper.blobs, Chosen(), folder / "all.wacz", "All")
    export_warc(view, made.keeper.blobs, Chosen(crawl="crawl-1"), folder / "first.warc.gz")
    export_warc(view, made.keeper.blobs, Chosen(crawl="crawl-2"), folder / "second.warc.gz")
    return folder


def test_an_empty_archive_becomes_the_same(origin, archive):
    taken = take(archive, origin / "all.wacz")
    assert (taken.counts["new"], taken.counts["withheld"], taken.troubles, taken.damages) == (10, 1, [], [])
    read_all(archive)
    for statement in SAME:
        assert rows(archive, statement, digest_of(SECRET)) == rows(origin / "archive", statement, digest_of(SECRET))
    ((revisits, received),) = rows(
        archive, "SELECT count(*), max(WIRE ->> '$.received.digest') FROM capture WHERE outcome = 'unchanged'"
    )
    assert (revisits, received) == (3, max(digest_of(OTHER_CHROME), digest_of(b"")))


def test_a_capture_tells_which_one_it_was(origin, archive):
    take(archive, origin / "all.wacz")
    before = dict(rows(origin / "archive", "SELECT id, crawl FROM capture"))
    told = rows(archive, "SELECT WIRE ->> '$.imported.capture', WIRE ->> '$.imported.crawl' FROM capture")
    assert all(before[capture] == crawl for capture, crawl in told)
    assert len(set(told)) == 10


def test_twice_and_in_parts_nothing_is_doubled(origin, archive):
    first = take(archive, origin / "second.warc.gz", origin / "first.warc.gz")
    assert first.counts["new"] == 10
    again = take(archive, origin / "all.wacz")
    assert again.counts == {"known": 10, "withheld": 1}
    read_all(archive)
    assert rows(archive, SAME[2], 1) == rows(origin / "archive", SAME[2], 1)


def test_the_archive_it_is_from_takes_nothing_of_it(origin):
    before = rows(origin / "archive", "SELECT count(*) FROM crawl")
    taken = take(origin / "archive", origin / "all.wacz")
    assert taken.counts == {"known": 10, "withheld": 1}
    assert rows(origin / "archive", "SELECT count(*) FROM crawl") == before


def test_what_a_file_says_of_robots_txt_binds_no_crawl(origin, archive):
    take(archive, origin / "all.wacz")
    asked = ("list", f"{HOST}/nb/", "2020-01-01T00:00:00Z")
    there, here = (open_existing(one).conn for one in (origin / "archive", archive))
    assert captures.latest(there, *asked) is not None
    assert captures.latest(here, *asked) is None
