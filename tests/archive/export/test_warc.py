"""What stands in an exported WARC, as warcio reads it."""

import gzip
import hashlib
import json
from dataclasses import fields
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.blobs import digest_of
from archive.captures import Capture
from archive.database.kept import Chosen
from archive.errors import CannotExport
from archive.export.warc import export
from tests.archive.export.every_kind import BODY, DISPOSITION, HOST, LIST, OTHER_CHROME, PAGE, SECRET

FINAL = f"{HOST}/nb/final.html"


class Records(list):
    """The records of WARC files, with their bodies."""

    def __init__(self, *paths):
        super().__init__()
        for path in paths:
            with path.open("rb") as file:
                for record in ArchiveIterator(file, check_digests="raise"):
                    record.body = record.raw_stream.read()
                    self.append(record)

    def of(self, sort, url=None):
        return [
            record
            for record in self
            if record.rec_type == sort and url in (None, record.rec_headers["WARC-Target-URI"])
        ]

    def told(self, capture):
        (record,) = self.of("metadata", f"urn:x-nianbao:capture:{capture}")
        return dict(line.split(": ", 1) for line in record.body.decode().splitlines())


@pytest.fixture
def records(view, every, tmp_path):
    path = tmp_path / "all.warc.gz"
    summary = export(view, every.keeper.blobs, Chosen(), path)
    assert (summary.captures, summary.revisits, summary.withheld, summary.lost) == (11, 3, 1, [])
    return Records(path)


def test_an_answer_stands_with_the_bytes_that_are_kept_and_the_headers_that_came(records):
    (record,) = records.of("response", FINAL)
    assert record.body == BODY
    assert record.rec_headers["WARC-Date"] == "2026-02-01T08:00:03.250Z"
    assert record.rec_headers["WARC-IP-Address"] == "10.1.2.3"
    assert record.rec_headers["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(BODY).hexdigest()}"
    assert record.http_headers.statusline == "200 OK"
    assert record.http_headers.headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Content-Length", str(len(gzip.compress(BODY, mtime=0)))),
        ("Content-Length", str(len(BODY))),
        ("ETag", '"v1"'),
    ]


def test_a_request_stands_as_it_was_sent(records):
    (answer,) = records.of("response", FINAL)
    (record,) = [
        one
        for one in records.of("request", FINAL)
        if one.rec_headers["WARC-Concurrent-To"] == answer.rec_headers["WARC-Record-ID"]
    ]
    assert (record.http_headers.protocol, record.http_headers.statusline) == ("GET", "/nb/final.html HTTP/1.1")
    assert record.http_headers.headers == [("Host", "a.gov.cn"), ("Accept", "text/html"), ("Referer", f"{HOST}/nb/")]
    (posted,) = records.of("request", f"{HOST}/search")
    assert (posted.http_headers.protocol, posted.body) == ("POST", b"page=2")


def test_a_redirect_is_a_record_of_its_own_with_the_very_bytes_of_its_headers(records, tmp_path):
    (record,) = records.of("response", PAGE)
    assert record.http_headers.statusline == "302 Found"
    assert record.http_headers["Location"] == "/nb/final.html"
    assert record.rec_headers["WARC-Truncated"] == "unspecified"  # its body is not kept
    assert DISPOSITION.encode("latin-1") in gzip.decompress((tmp_path / "all.warc.gz").read_bytes())


def test_each_way_of_being_unchanged_has_its_profile_and_refers_to_the_bytes(records):
    (origin,) = records.of("response", FINAL)
    profiles = {}
    for record in records.of("revisit"):
        profiles[record.rec_headers["WARC-Target-URI"], record.http_headers.get_statuscode()] = record.rec_headers[
            "WARC-Profile"
        ]
        assert record.body == b""
    assert profiles == {
        (f"{HOST}/nb/", "200"): "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        (PAGE, "304"): "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
        (PAGE, "200"): "urn:x-nianbao:revisit:same-document",
    }
    for record in records.of("revisit", PAGE):
        assert record.rec_headers["WARC-Refers-To"] == origin.rec_headers["WARC-Record-ID"]
        assert record.rec_headers["WARC-Refers-To-Target-URI"] == FINAL
        assert record.rec_headers["WARC-Refers-To-Date"] == origin.rec_headers["WARC-Date"]
        assert record.rec_headers["WARC-Payload-Digest"] == origin.rec_headers["WARC-Payload-Digest"]


def test_what_came_and_was_not_kept_is_told_by_its_digest(records, every):
    assert records.told(every.ids["other chrome"])["received-sha256"] == digest_of(OTHER_CHROME)


def test_a_capture_is_told_with_its_link_its_outcome_and_its_place_in_the_chain(records, every):
    told = records.told(every.ids["page"])
    assert (told["via"], told["outcome"]) == (f"{HOST}/nb/", "stored")
    assert "政府信息公开" in told["title"]
    assert (told["chain-id"], told["chain-previous"], told["chain-position"]) == (
        every.ids["page"],
        every.ids["posted"],
        "3",
    )
    assert json.loads(told["nianbao-capture"])["row"]["wire"]["redirects"][0]["status"] == 302
    assert records.told(every.ids["blocked"])["reason"] == "HTTP 403"


def test_from_what_is_told_of_a_capture_its_place_in_the_chain_can_be_computed(records, every):
    told = [
        dict(line.split(": ", 1) for line in record.body.decode().splitlines()) for record in records.of("warcinfo")
    ]
    chains = {one["isPartOf"]: json.loads(one["crawl"])["chain"] for one in told}
    for capture_id in every.ids.values():
        row = json.loads(records.told(capture_id)["nianbao-capture"])["row"]
        capture = Capture(**{field.name: row[field.name] for field in fields(Capture)})
        assert capture.chained(row["previous"], row["position"], chains[row["crawl"]]) == row["id"] == capture_id


def test_what_was_blocked_is_there_as_it_came(records):
    (record,) = records.of("response", f"{HOST}/nb/2.html")
    assert (record.http_headers.statusline, record.body) == ("403 Forbidden", b"<p>no</p>")


def test_a_rendered_page_is_a_resource_beside_the_page_that_came(records):
    (rendered,) = records.of("resource", f"urn:rendered:{HOST}/nb/3.html")
    (static,) = records.of("response", f"{HOST}/nb/3.html")
    assert (rendered.body, static.body) == (b"<p>dom</p>", b"<script>1</script>")
    (own,) = records.of("resource", "file:///home/me/%E5%B9%B4.html")
    assert own.body == b"<p>mine</p>"


def test_of_withheld_bytes_only_the_reason_is_told(records, every, tmp_path):
    assert records.told(every.ids["secret"])["withheld"] == "an applicant's name (2026-03-01T00:00:00.000Z)"
    assert records.of("response", f"{HOST}/nb/4.html") == []
    assert SECRET not in gzip.decompress((tmp_path / "all.warc.gz").read_bytes())


def test_each_crawl_is_introduced_with_its_manifest(records, view):
    told = [
        dict(line.split(": ", 1) for line in record.body.decode().splitlines()) for record in records.of("warcinfo")
    ]
    manifests = dict(view.execute("SELECT id, manifest FROM crawl").fetchall())
    assert {one["isPartOf"]: one["manifest"] for one in told} == manifests
    assert len({record.rec_headers["WARC-Record-ID"] for record in records}) == len(records)


def test_a_later_crawl_alone_brings_what_it_refers_to(view, every, tmp_path):
    summary = export(view, every.keeper.blobs, Chosen(crawl="crawl-2"), tmp_path / "later.warc.gz")
    assert (summary.captures, summary.revisits) == (4, 2)  # the page of the first crawl came along
    records = Records(tmp_path / "later.warc.gz")
    assert [record.body for record in records.of("response")] == [LIST, b"", BODY]


def test_the_same_archive_gives_the_same_bytes(view, every, tmp_path):
    for name in ("one.warc.gz", "two.warc.gz"):
        export(view, every.keeper.blobs, Chosen(), tmp_path / name)
    assert (tmp_path / "one.warc.gz").read_bytes() == (tmp_path / "two.warc.gz").read_bytes()


def test_files_of_a_size_are_whole_each_and_together_hold_everything(view, every, tmp_path, records):
    summary = export(view, every.keeper.blobs, Chosen(), tmp_path / "part.warc", most=2000)
    parts = [Records(tmp_path / name) for name in summary.files]
    assert len(parts) > 3
    assert all(part[0].rec_type == "warcinfo" for part in parts)

    def ids(records):
        return sorted(r.rec_headers["WARC-Record-ID"] for r in records if r.rec_type != "warcinfo")

    assert ids(r for part in parts for r in part) == ids(records)


@pytest.mark.parametrize("how", ["gone", "altered"])
def test_lost_bytes_are_named_and_nothing_stands_for_them(view, every, tmp_path, how):
    path = every.keeper.blobs.path(digest_of(b"<p>no</p>"))
    path.unlink() if how == "gone" else path.write_bytes(b"<p>so</p>")
    summary = export(view, every.keeper.blobs, Chosen(), tmp_path / "all.warc.gz")
    (lost,) = summary.lost
    assert lost.startswith(every.ids["blocked"])
    records = Records(tmp_path / "all.warc.gz")
    assert records.of("response", f"{HOST}/nb/2.html") == []
    assert "missing" in records.told(every.ids["blocked"])


def test_an_export_that_fails_leaves_what_was_there(view, every, tmp_path):
    path = tmp_path / "all.warc.gz"
    path.write_bytes(b"before")

    def fail(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(view, every.keeper.blobs, Chosen(crawl="crawl-1"), path, force=True, moved=fail)
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir() if "warc" in one.name] == ["all.warc.gz"]


def test_a_file_that_is_there_is_written_over_only_when_that_is_said(view, every, tmp_path):
    path = tmp_path / "all.warc"
    path.write_bytes(b"before")
    with pytest.raises(CannotExport, match="--force"):
        export(view, every.keeper.blobs, Chosen(), path)
    assert path.read_bytes() == b"before"
    export(view, every.keeper.blobs, Chosen(), path, force=True)
    assert path.read_bytes().startswith(b"WARC/1.1")


def test_a_record_is_packed_alone(view, every, tmp_path, records):
    packed, members = (tmp_path / "all.warc.gz").read_bytes(), 0
    stream = BytesIO(packed)
    with gzip.GzipFile(fileobj=stream) as file:
        file.read()
    members = packed.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02")
    assert members == len(records)
