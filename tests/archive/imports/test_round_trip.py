"""What was exported comes in again as it was, and comes in once."""

import json
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.blobs import digest_of
from archive.database import captures
from archive.database.connection import open_existing
from archive.database.kept import Chosen
from archive.export.wacz import export as export_wacz
from archive.export.warc import export as export_warc
from archive.imports import ours
from archive.keeper import Keeper
from tests.archive.export.every_kind import HOST, OTHER_CHROME, SECRET, capture, every_kind
from tests.archive.imports.taking import read_all, rows, take

ROW = {
    "url": "http://a/",
    "final_url": "http://a/",
    "captured_at": "2026-01-01T00:00:00.000Z",
    "media_type": "text/html",
    "digest": "0" * 64,
    "version": "1",
    "crawl": "c",
    "id": "i",
    "kind": "detail",
    "portal": None,
    "outcome": "stored",
    "status": 200,
    "size": 1,
    "rendered": False,
    "wire": {},
}
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


numbers = count()
odd = st.text(st.sampled_from("a0./:[]@%?#&= \r\n\t\0年\u200b\\'\"<>"), max_size=30)
headers = st.lists(st.lists(odd, min_size=2, max_size=2), max_size=3)


@given(
    url=odd.map("http://".__add__),
    final=odd.map("https://".__add__),
    told=headers,
    asked=headers,
    status=st.sampled_from([200, 304, 521, 999, 0]),
    words=odd,
    second=st.integers(0, 59),
)
@settings(max_examples=12, deadline=None)
def test_whatever_stands_in_an_archive_goes_out_and_comes_in_again(
    odd_archives, url, final, told, asked, status, words, second
):
    source, target, path = odd_archives
    body = f"{words}{next(numbers)}".encode()
    wire = {"response_headers": told, "request_headers": asked, "method": words[:5], "remote": words}
    wire["redirects"] = [{"url": url, "status": 302, "response_headers": told, "request_headers": asked}]
    one = capture(
        "odd", second, url, body, status, final_url=final, wire=wire, portal=None, found_on=words, link_title=words
    )
    source.keep(one.digest, body)
    name = source.write(lambda c: captures.add_capture(c, one))
    source.flush()
    view = open_existing(source.directory).conn
    export_wacz(view, source.blobs, Chosen(crawl="odd"), path, "Odd", force=True)
    taken = take(target, path)
    assert taken.damages == []
    assert rows(target, "SELECT count(*) FROM capture") == view.execute("SELECT count(*) FROM capture").fetchall()
    capture_id = name.result()[0]
    ((kept, wires),) = rows(
        target, "SELECT url || ' ' || final_url, WIRE FROM capture WHERE WIRE ->> '$.imported.capture' = ?", capture_id
    )
    assert kept == f"{url} {final}"
    assert json.loads(wires)["redirects"] == wire["redirects"]


@pytest.fixture(scope="module")
def odd_archives(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    with Keeper(folder / "source") as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "odd", "me", "test", {}))
        yield keeper, folder / "target", folder / "odd.wacz"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["url", "wire", "redirects", "received", "status", "x"]), inner, max_size=3
            )
        ),
        max_leaves=6,
    ),
    st.sampled_from([*ROW, "whole"]),
)
@settings(max_examples=80, deadline=None)
def test_what_is_not_as_our_exports_tell_it_is_not_believed(value, place):
    said = {
        "row": dict(ROW),
        "main": "<urn:uuid:1>",
        "folded": [],
        "page": None,
        "hints": {},
        "report": True,
        "withheld": False,
    }
    if place == "whole":
        said = value
    else:
        said["row"][place] = value
    told = ours.told({"nianbao-capture": json.dumps(said)})
    if told is not None:
        assert isinstance(told.row["url"], str)
        assert isinstance(told.row["wire"], dict)
        assert told.row["status"] is None or 0 <= told.row["status"] <= 999
        assert all(isinstance(hop, dict) for hop in told.row["wire"].get("redirects", []))
