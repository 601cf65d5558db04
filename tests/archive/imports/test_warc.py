"""WARC files of other programs, taken in."""

import gzip
import hashlib
import json
import zlib
from base64 import b32encode
from functools import partial
from io import BytesIO
from itertools import pairwise

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.blobs import digest_of
from archive.imports.found import Trouble
from archive.imports.framing import records
from archive.imports.warc import captures
from archive.keeper import write_now
from tests.archive.imports.taking import read_all, rows, take
from tests.archive.imports.web import DAY, Warc
from tests.archive.seeing import REPORT, page

URL = "http://b.gov.cn/nb/1.html"
BODY = page()
HTML = ("Content-Type", "text/html")


def sha1(body):
    return f"sha1:{b32encode(hashlib.sha1(body).digest()).decode()}"


def chunked(body):
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 100]), body[i : i + 100]) for i in range(0, len(body), 100))
        + b"0\r\n\r\n"
    )


def test_a_capture_keeps_its_time_address_headers_status_and_where_it_is_from(archive, tmp_path):
    warc = Warc()
    answer = warc.answer(URL, BODY, HTML, ("X-Server", "of the county"), WARC_IP_Address="10.0.0.9")
    warc.request(URL, answer, ("Host", "b.gov.cn"), ("Referer", "http://b.gov.cn/nb/"))
    path = warc.save(tmp_path / "other.warc.gz")
    taken = take(archive, path)
    assert taken.counts == {"new": 1, "to read": 1}
    assert (taken.troubles, taken.damages) == ([], [])
    ((url, at, status, digest, outcome, found_on, wire, crawl),) = rows(
        archive, "SELECT url, captured_at, status, digest, outcome, found_on, WIRE, crawl FROM capture"
    )
    assert (url, at, status, digest, outcome) == (URL, "2019-03-04T05:06:07.000Z", 200, digest_of(BODY), "stored")
    assert found_on == "http://b.gov.cn/nb/"
    wire = json.loads(wire)
    assert wire["response_headers"] == [["Content-Type", "text/html"], ["X-Server", "of the county"]]
    assert wire["request_headers"][0] == ["Host", "b.gov.cn"]
    assert wire["remote"] == "10.0.0.9"
    assert wire["imported"] == {
        "file": "other.warc.gz",
        "digest": hashlib.sha256(path.read_bytes()).hexdigest(),
        "record": answer,
        "offset": 0,
    }
    ((name, kind, manifest),) = rows(archive, "SELECT id, options ->> '$.format', manifest FROM crawl")
    assert "-import-" in name
    assert (crawl, kind, json.loads(manifest)["captures"]) == (name, "warc", 1)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),  # as many servers do it
        ("br", brotli.compress(BODY)),
        ("zstd", zstd.compress(BODY)),
        ("gzip, br", brotli.compress(gzip.compress(BODY))),
        ("identity", BODY),
    ],
)
@pytest.mark.parametrize("in_chunks", [pytest.param(False, marks=pytest.mark.nightly), True])
def test_bodies_are_kept_as_a_crawl_would_keep_them(archive, tmp_path, coding, packed, in_chunks):
    warc = Warc()
    more = [("Transfer-Encoding", "chunked")] if in_chunks else []
    warc.answer(URL, chunked(packed) if in_chunks else packed, HTML, ("Content-Encoding", coding), *more)
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert taken.troubles == []
    assert rows(archive, "SELECT digest FROM capture") == [(digest_of(BODY),)]


@pytest.mark.parametrize(
    "packed", [gzip.compress(BODY)[:-20], b"no gzip", brotli.compress(BODY)], ids=["cut off", "none", "other"]
)
def test_what_cannot_be_unpacked_is_kept_as_it_came_and_told(archive, tmp_path, packed):
    warc = Warc()
    warc.answer(URL, packed, HTML, ("Content-Encoding", "gzip"))
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert rows(archive, "SELECT digest FROM capture") == [(digest_of(packed),)]
    (trouble,) = taken.troubles
    assert "cannot be unpacked" in trouble


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_body_that_unpacks_without_end_is_kept_packed(archive, tmp_path, monkeypatch, coding):
    monkeypatch.setattr("archive.imports.messages.MOST_BYTES", 5_000_000)
    pack = {"gzip": gzip.compress, "br": partial(brotli.compress, quality=1), "zstd": zstd.compress}[coding]
    bomb = pack(bytes(30_000_000))
    warc = Warc()
    warc.answer(URL, bomb, HTML, ("Content-Encoding", coding))
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert "too large" in taken.troubles[0]
    assert rows(archive, "SELECT digest FROM capture") == [(digest_of(bomb),)]


def test_revisits_find_their_bytes_in_the_file_before_and_behind_them_and_in_the_archive(archive, tmp_path):
    first, second, third = Warc(), Warc(), Warc()
    first.answer("http://b.gov.cn/stored", b"<p>stored", HTML)
    take(archive, first.save(tmp_path / "first.warc.gz"))
    second.answer("http://b.gov.cn/before", b"<p>before", HTML)
    for name in ("before", "behind", "stored", "next"):
        url = f"http://b.gov.cn/{name}"
        second.revisit(url, sha1(f"<p>{name}".encode()), url, "2019-03-04T05:06:07Z")
    second.answer("http://b.gov.cn/behind", b"<p>behind", HTML)
    third.answer("http://b.gov.cn/next", b"<p>next", HTML)
    taken = take(archive, second.save(tmp_path / "second.warc.gz"), third.save(tmp_path / "third.warc.gz"))
    assert (taken.counts["new"], taken.troubles, taken.damages) == (7, [], [])
    found = rows(archive, "SELECT url, digest FROM capture WHERE captured_at LIKE '2020%' ORDER BY url")
    assert found == [
        (f"http://b.gov.cn/{name}", digest_of(f"<p>{name}".encode())) for name in ("before", "behind", "next", "stored")
    ]
    assert {row[0] for row in rows(archive, "SELECT outcome FROM capture WHERE captured_at LIKE '2020%'")} == {
        "unchanged"
    }


def test_a_revisit_of_other_bytes_than_the_archive_has_is_not_taken_for_one_of_these(archive, tmp_path):
    first, second = Warc(), Warc()
    first.answer(URL, b"<p>of today", HTML)
    take(archive, first.save(tmp_path / "first.warc.gz"))
    second.revisit(URL, sha1(b"<p>of before"), URL, "2019-03-04T05:06:07Z")
    taken = take(archive, second.save(tmp_path / "second.warc.gz"))
    assert "neither here nor in the archive" in taken.troubles[0]
    found = rows(archive, "SELECT outcome, size FROM capture WHERE captured_at LIKE '2020%'")
    assert found == [("failed", 0)]  # that it was asked for is known all the same


def test_a_revisit_as_wget_writes_it_and_one_of_what_was_missing(archive, tmp_path):
    warc = Warc()
    for name, status in (("page", "200 OK"), ("none", "404 Not Found")):
        url = f"http://b.gov.cn/{name}"
        warc.answer(url, f"<p>{name}".encode(), HTML, status=status)
        warc.revisit(url, sha1(f"<p>{name}".encode()), url, DAY, status=status, WARC_Truncated="length")
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert taken.troubles == []
    found = rows(archive, "SELECT substr(url, 17), outcome FROM capture WHERE captured_at LIKE '2020%' ORDER BY 1")
    assert found == [("none", "missing"), ("page", "unchanged")]


def test_a_304_brought_nothing(archive, tmp_path):
    warc = Warc()
    warc.answer(URL, BODY, HTML)
    warc.revisit(URL, sha1(BODY), URL, "2019-03-04T05:06:07Z", status="304 Not Modified")
    take(archive, warc.save(tmp_path / "other.warc.gz"))
    ((status, outcome, digest, wire),) = rows(
        archive, "SELECT status, outcome, digest, WIRE FROM capture WHERE captured_at LIKE '2020%'"
    )
    assert (status, outcome, digest) == (304, "unchanged", digest_of(BODY))
    assert json.loads(wire)["received"] == {"digest": digest_of(b""), "size": 0}


def test_answers_are_told_apart_and_only_what_may_be_a_report_is_read(archive, tmp_path):
    warc = Warc()
    answers = {
        "report": (BODY, "200 OK", "text/html"),
        "entities": (b"<p>&#20449;&#24687;&#20844;&#24320;</p>", "200 OK", "text/html"),
        "pdf": (b"%PDF-1.7 ...", "200 OK", "application/pdf"),
        "page": (b"<p>welcome", "200 OK", "text/html"),
        "script": ("var a = '政府信息公开'".encode(), "200 OK", "application/javascript"),
        "logo": (b"\x89PNG\r\n\x1a\n...", "200 OK", "image/png"),
        "moved": (b"<p>there", "301 Moved Permanently", "text/html"),
        "gone": (BODY, "404 Not Found", "text/html"),
        "shut": (BODY, "403 Forbidden", "text/html"),
        "down": (BODY, "500 Oops", "text/html"),
    }
    for name, (body, status, kind) in answers.items():
        warc.answer(f"http://b.gov.cn/{name}", body, ("Content-Type", kind), status=status)
    warc.answer("dns:b.gov.cn", b"b.gov.cn. 1 IN A 10.0.0.9", sort="resource")
    take(archive, warc.save(tmp_path / "other.warc.gz"))
    outcomes = dict(rows(archive, "SELECT substr(url, 17), outcome FROM capture"))
    assert outcomes == dict.fromkeys(["report", "entities", "pdf", "page", "script", "logo", "moved"], "stored") | {
        "gone": "missing",
        "shut": "blocked",
        "down": "failed",
    }
    waiting = rows(archive, "SELECT substr(url, 17) FROM request WHERE unread ORDER BY 1")
    assert waiting == [("entities",), ("pdf",), ("report",)]


def test_the_same_file_twice_adds_nothing(archive, tmp_path):
    warc = Warc()
    warc.answer(URL, BODY, HTML)
    warc.answer(f"{URL}?2", BODY, HTML, date="no time at all")
    warc.revisit(URL, sha1(BODY), URL, "2019-03-04T05:06:07Z")
    path = warc.save(tmp_path / "other.warc.gz")
    assert take(archive, path).counts == {"new": 3, "to read": 2}
    read_all(archive)
    before = rows(archive, "SELECT * FROM capture")
    assert take(archive, path.rename(tmp_path / "renamed.warc.gz")).counts == {"known": 3}
    assert rows(archive, "SELECT * FROM capture") == before
    assert rows(archive, "SELECT count(*) FROM crawl") == [(1,)]
    assert rows(archive, "SELECT agency, year FROM reports") == [(REPORT.agency, REPORT.year)]


@pytest.mark.parametrize(
    ("date", "kept", "doubt"),
    [
        ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00.000Z", "ahead of us"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", "before the first web page"),
        ("2019-03-04T13:06:07+08:00", "2019-03-04T05:06:07.000Z", None),
        ("2019-03-04T05:06:07.123456Z", "2019-03-04T05:06:07.123Z", None),
        ("2019-99-99T00:00:00Z", None, "is none"),
        ("", None, "cannot be read"),
    ],
)
def test_times_are_kept_and_odd_ones_are_flagged(archive, tmp_path, date, kept, doubt):
    warc = Warc()
    warc.answer(URL, BODY, HTML, date=date or "-")
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    ((at, doubts),) = rows(archive, "SELECT captured_at, WIRE ->> '$.imported.doubts' FROM capture")
    assert kept in (at, None)
    assert [doubt in one for one in taken.troubles] == ([True] if doubt else [])
    assert bool(doubts) is bool(doubt)


def test_bytes_that_are_not_those_of_their_digests_are_kept_and_told(archive, tmp_path):
    warc = Warc()
    warc.answer(URL, BODY, HTML, WARC_Block_Digest=sha1(b"others"), WARC_Payload_Digest=sha1(b"others"))
    warc.answer(
        f"{URL}?packed", gzip.compress(BODY), HTML, ("Content-Encoding", "gzip"), WARC_Payload_Digest=sha1(BODY)
    )
    warc.answer(f"{URL}?unknown", BODY, HTML, WARC_Payload_Digest="xxh3:1234")
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert [one.split(": ")[1][:40] for one in taken.troubles] == [
        "its bytes are not those of its block dig",
        "its body is not that of its payload dige",
    ]
    assert taken.counts["new"] == 3


def test_withheld_bytes_do_not_come_back(archive, tmp_path):
    warc = Warc()
    warc.answer(URL, BODY, HTML)
    warc.revisit(URL, sha1(BODY), URL, "2019-03-04T05:06:07Z")
    first = Warc()
    first.answer("http://b.gov.cn/other", BODY, HTML)
    take(archive, first.save(tmp_path / "first.warc.gz"))
    write_now(
        archive,
        lambda c: c.execute("INSERT INTO withheld VALUES (?, 'a name', NULL, '2026-01-01')", (digest_of(BODY),)),
    )
    stored = archive / "blobs" / digest_of(BODY)[:2] / digest_of(BODY)[2:4] / digest_of(BODY)
    assert not stored.exists()  # whoever writes next removes them
    taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert taken.counts == {"withheld": 2}
    assert not stored.exists()


def test_a_page_that_a_request_came_before_and_what_heritrix_tells_of_it(archive, tmp_path):
    warc = Warc()
    warc.request(URL, None, ("Host", "b.gov.cn"))
    answer = warc.answer(URL, BODY, HTML)
    warc.metadata(URL, answer, "via: http://b.gov.cn/list\r\nhopsFromSeed: L\r\n")
    take(archive, warc.save(tmp_path / "other.warc.gz"))
    assert rows(archive, "SELECT found_on, WIRE ->> '$.request_headers' FROM capture") == [
        ("http://b.gov.cn/list", '[["Host","b.gov.cn"]]')
    ]


class TestDamage:
    """A file that is not whole: its place is named, and what can be read is taken."""

    @staticmethod
    def three(*, gzip=True):
        warc, ends = Warc(gzip=gzip), []
        for number in range(3):
            warc.answer(f"{URL}?{number}", BODY, HTML)
            ends.append(warc.size)
        return warc.bytes, ends

    @pytest.mark.parametrize("packed", [True, False])
    @given(cut=st.integers(0, 10_000_000))
    @settings(max_examples=25, deadline=None)
    def test_of_a_cut_file_all_whole_records_are_had_and_the_cut_is_told(self, packed, cut):
        whole, ends = self.three(gzip=packed)
        cut %= len(whole) + 1
        found = list(records(BytesIO(whole[:cut])))
        had = [one for one in found if not isinstance(one, Trouble)]
        complete = [end for end in ends if end <= cut]
        assert [one.told("WARC-Target-URI") for one in had][: len(complete)] == [
            f"{URL}?{n}" for n in range(len(complete))
        ]
        assert len(had) <= len(complete) + 1  # the cut may be in what stands behind a record
        if len(had) == len(complete) and cut not in (0, *ends):
            begin = max([0, *complete])
            if packed or cut - begin > 4:  # less are blank lines
                assert [str(begin) in one.sentence for one in found if isinstance(one, Trouble)] == [True]

    @pytest.mark.parametrize("packed", [True, False])
    def test_behind_a_damaged_record_reading_goes_on(self, archive, tmp_path, packed):
        whole, ends = self.three(gzip=packed)
        begin, end = ends[0], ends[1]
        spot = begin + (end - begin) // 2 if packed else whole.index(b"Content-Length", begin)
        path = tmp_path / "other.warc"
        path.write_bytes(whole[:spot] + b"\xff" * 40 + whole[spot + 40 :])
        taken = take(archive, path)
        assert [f"damaged at byte {begin}" in one for one in taken.damages] == [True]
        assert [row[0][-1] for row in rows(archive, "SELECT url FROM capture ORDER BY url")] == ["0", "2"]

    @pytest.mark.parametrize(
        "body",
        [
            b"WARC/1.0\r\n" + b"A: " + b"x" * 5_000_000,
            b"WARC/1.0\r\n" + b"A: b\r\n" * 200_000,
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999999999\r\n\r\n",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n",
            b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000000000000\r\n\r\nabc",
            b"WARC/9.0\r\n\r\n",
            b"\x1f\x8b\x08" * 100_000,
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
            gzip.compress(b"WARC/1.0\r\n" + b"A: b\r\n" * 2_000_000),
            b"WARC/1.0\r\n\xff\xfe: \x00\r\n\r\n",
        ],
        ids=range(11),
    )
    def test_absurd_files_end_soon_with_a_word(self, archive, tmp_path, body):
        path = tmp_path / "other.warc"
        path.write_bytes(body)
        taken = take(archive, path)
        assert taken.counts == {}
        assert len(taken.damages) >= 1
        assert all(len(one) < 300 for one in taken.damages)

    def test_a_file_packed_as_a_whole_is_read(self, archive, tmp_path):
        whole, _ = self.three(gzip=False)
        path = tmp_path / "other.warc.gz"
        path.write_bytes(gzip.compress(whole))
        taken = take(archive, path)
        assert (taken.counts["new"], taken.damages) == (3, [])

    def test_a_record_that_is_too_large_is_named_and_passed_over(self, archive, tmp_path, monkeypatch):
        monkeypatch.setattr("archive.imports.framing.MOST_BYTES", 1_000_000)
        warc = Warc()
        warc.answer(f"{URL}?large", bytes(2_000_000), HTML)
        warc.answer(URL, BODY, HTML)
        taken = take(archive, warc.save(tmp_path / "other.warc.gz"))
        assert taken.counts["new"] == 1
        assert "at byte 0 is too large" in taken.damages[0]


@given(st.binary(max_size=400), st.sampled_from(["response", "revisit", "resource", "request", "metadata", "odd"]))
@settings(max_examples=40, deadline=None)
def test_any_block_of_any_record_is_taken_or_told(body, sort):
    record = f"WARC/1.1\r\nWARC-Type: {sort}\r\nWARC-Target-URI: {URL}\r\nContent-Length: {len(body)}\r\n"
    record += "Content-Type: application/http; msgtype=response\r\n\r\n"
    for event in captures(BytesIO(record.encode() + body + b"\r\n\r\n"), {"file": "x"}):
        assert event


def test_offsets_lead_to_the_records(tmp_path):
    whole, ends = TestDamage.three()
    offsets = [one.offset for one in records(BytesIO(whole))]
    assert offsets == [0, *ends[:-1]]
    for begin, end in pairwise([*offsets, len(whole)]):
        (record,) = records(BytesIO(whole[begin:end]))
        assert record.sort == "response"
