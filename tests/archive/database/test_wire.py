"""What went over the wire: it comes back letter for letter, takes little room, and damage is no surprise."""

import hashlib
import json
import sqlite3
import zlib
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from archive.cli.looking import show
from archive.database import captures
from archive.database.connection import open_existing
from archive.database.wire import DAMAGED, Told, pack_wire, unpack_wire
from tests.archive.seeing import page

ADDRESS = "https://www.example.gov.cn/zfxxgk/ndbg/2025/0115/c81_3.html"
TOLD = Told(ADDRESS, ADDRESS, "https://www.example.gov.cn/zfxxgk/ndbg/", "2026-11-28T00:37:44.527Z", 31222)
WIRE = {
    "method": "GET",
    "protocol": "HTTP/1.1",
    "remote": "203.0.113.7",
    "request_headers": [
        ["Referer", TOLD.found_on],
        ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
        ["Accept-Language", "zh-CN,zh;q=0.9"],
        ["User-Agent", "nianbao/0.1.0"],
        ["Accept-Encoding", "gzip, deflate, br, zstd"],
    ],
    "response_headers": [
        ["Server", "nginx/1.24.0"],
        ["Date", "Sat, 28 Nov 2026 00:37:43 GMT"],
        ["Content-Type", "text/html; charset=utf-8"],
        ["Content-Length", "31222"],
        ["ETag", 'W/"67876b4d-8f2a"'],
    ],
    "status": 200,
    "url": ADDRESS,
    "wire_size": 31222,
}
letters = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | letters,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4),
    max_leaves=12,
)


def test_common_headers_take_a_tenth_of_their_json():
    packed = pack_wire(WIRE, TOLD)
    assert len(packed) < len(json.dumps(WIRE)) / 10
    assert unpack_wire(packed, TOLD) == WIRE


@given(
    st.dictionaries(letters, values, max_size=5),
    st.builds(Told, letters, letters, st.none() | letters, letters | st.datetimes().map(str), st.integers()),
)
def test_any_wire_comes_back_letter_for_letter(wire, told):
    again = unpack_wire(pack_wire(wire, told), told)
    assert json.dumps(again, sort_keys=True) == json.dumps(wire, sort_keys=True)


@given(st.sampled_from(["\x01", "\x02\x03", "\\", '"', "\ud800", "\\u0001", "é", "1"]), letters)
def test_a_row_of_odd_letters_changes_nothing(odd, more):
    told = Told(odd, odd + more, more + odd, odd, 1)
    wire = {"url": odd + more, "x": [odd, more, "\x01\x06", "111"], odd: more + odd}
    assert unpack_wire(pack_wire(wire, told), told) == wire


@pytest.mark.parametrize(
    "damaged",
    [b"", b"\x00", b"\xff{}", b"\x01", b"\x01no", pack_wire(WIRE, TOLD)[:-3], pack_wire([], TOLD)],
    ids=["empty", "no dictionary", "unknown dictionary", "nothing", "no stream", "cut off", "no object"],
)
def test_damage_is_told(damaged):
    assert unpack_wire(damaged, TOLD) == DAMAGED


def test_a_wire_that_unpacks_to_more_than_memory_is_damaged():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b'{"a":"') + b"".join(packer.compress(bytes([97]) * (1 << 20)) for _ in range(65))
    assert unpack_wire(b"\x01" + bomb + packer.flush(), TOLD) == DAMAGED


def test_a_changed_wire_is_found_by_the_chain(keeper, reader):
    reader.see(page())
    with sqlite3.connect(keeper.directory / "archive.db") as connection:
        (packed,) = connection.execute("SELECT wire FROM capture").fetchone()
        connection.execute("UPDATE capture SET wire = ?", (packed[:-1],))
    connection.close()
    (found,) = captures.chain(open_existing(keeper.directory).conn, "crawl-1")
    assert found[3].chained(found[1], found[2]) != found[0]
    assert replace(found[3], wire={}).chained(found[1], found[2]) == found[0]


def test_the_headers_of_a_capture_are_printed(keeper, reader):
    reader.see(page())
    (row,) = reader.rows("SELECT id FROM captures")
    ran = CliRunner().invoke(show, ["--wire", row["id"][:12], "--archive", str(keeper.directory)])
    assert (ran.exit_code, json.loads(ran.output)) == (0, {})
    for wrong in ("", "0", "zzzzzzzz", row["id"] + "0", "%", "x" * 5000):
        ran = CliRunner().invoke(show, ["--wire", wrong, "--archive", str(keeper.directory)])
        assert (ran.exit_code, ran.output.count("\n")) == (2, 1)


FROZEN = {
    "names.2.txt": "3e7c7aa11cb60a561c9b58e2684d62d0fb864e072523515437b4948cc87948a2",
    "reading.2.zstd": "46025d338247ce43fe344d7ec5125058e28cc073cd325f0932bce2449eb972b2",
    "wire.1.txt": "aa9cd46d6128395e5e6657fce3858841fde97b8deb2f95345ec3b333d94d5fd9",
    "reading.1.zstd": "98cb6a1aa07d1bd145af874a7feea006bb8d6d98ff4087c8a260f54a13b1cda7",
}


def test_what_was_packed_beside_stays_as_it_is():
    """A dictionary that differs makes every archive unreadable: a better one gets the next number."""
    folder = ROOT / "archive" / "database" / "dictionaries"
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert found == FROZEN
