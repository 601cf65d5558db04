"""An archive of the release before the packed tables says the same after it was brought up."""

import json
import logging
import sqlite3
import zlib

import pytest
from sqlite_utils import Database

from archive.as_json import report_object
from archive.captures import Capture
from archive.database import captures, figures, held, queries, repacking
from archive.database.connection import APPLICATION_ID, NAME, create_or_open
from archive.database.migrations import migrations
from archive.database.packing import unpacked_report
from archive.parser import parse
from archive.readers.registry import read
from tests.archive.seeing import page

BODY = "甲局@330411"
WIRE = {"method": "GET", "response_headers": [["Server", "nginx"], ["X-Odd", "é\x7f"]], "status": 200}
SPOT = {"section": "overview", "line": 2, "start": 9, "end": 25, "place": {"paragraph": 4}}


def capture_of(number):
    return Capture(
        "crawl-1", "p", "detail", f"http://a.gov.cn/{number}", f"http://a.gov.cn/{number}", "2026-01-01T00:00:00.000Z",
        200, "text/html", f"{number:064x}", 7, found_on="http://a.gov.cn/", version="0", wire=WIRE,
    )  # fmt: skip


@pytest.fixture
def earlier(tmp_path):
    """The folder of an archive as the release before left it: two captures, one report."""
    connection = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db = Database(connection)
    migrations.apply(db, stop_before="m007_packed")
    db.execute("INSERT INTO crawl (id, started_at, status, version, captures) VALUES ('crawl-1', '', 'done', '0', 2)")
    before = None
    for number in (1, 2):
        one = capture_of(number)
        key = one.chained(before, number)
        row = (key, before, one.crawl, number, one.portal, one.kind, one.url, one.final_url, one.found_on, None)
        row += (one.captured_at, one.status, one.media_type, one.digest, one.size, 0, "stored", None, None, "0")
        db.execute(f"INSERT INTO capture VALUES ({', '.join('?' * 21)})", (*row, json.dumps(WIRE)))
        before = key
    report = parse([read(page())])
    first = zlib.compress(json.dumps(report_object(report)).encode())
    for version, packed in (("v", first), ("w", b"x no reading")):
        db.execute("INSERT INTO version VALUES (?, 1, '', '')", (version,))
        facts = ("7", "2026", "t2021", None, None, 2022, None, None, "read", None, packed)
        db.execute(f"INSERT INTO reading VALUES ({', '.join('?' * 12)})", (version, *facts))
    db.execute("INSERT INTO body (id, name) VALUES (?, '甲局')", (BODY,))
    db.execute("INSERT INTO report VALUES (1, ?, ?, 2022, 'p', NULL, 'read', 'v', '7', NULL)", (f"{BODY}:2022", BODY))
    for table, *rows in (
        ("application", (1, "applications.new", 1, 0, 0, 0, 0, None, 1, '{"other_org": "blank"}')),
        ("disclosure_cell", (1, "disclosure.fees", "amount", 12, "12", "万元", "number"),
         (1, "disclosure.fees", "x", None, "见附件", None, "text"), (1, "disclosure.rules", "in_force", 7, "007", None, "number")),
        ("statistic", (1, "stats.a", 3, "3", None, "number"), (1, "stats.b", 1.5, "1.50", "万元", "number")),
        ("review_row", (1, "review.reconsideration", 1, 2, 3, 4, 10, None)),
        ("finding", (1, 1, "A1", "pass", "hard", None, None, "holds 7 times: it adds up", None, None, "document"),
         (1, 2, "A2", "fail", "hard", '["a"]', "[]", "it is 3, not 4", "unclear", 4, "document"),
         (1, 3, "Y1", "pass", "soft", None, None, "holds 7 times: it adds up", None, None, "archive"),
         (1, 4, "A3", "fail", "hard", "[]", "[]", "1", None, None, "archive")),
        ("claim", (1, 0, "applications.new[total]", "count", 304, "件", "agrees", "收到304件。", json.dumps(SPOT), '["a"]')),
        ("estimate", (BODY, 2021, "applications.new[total]", 1, 2, "Y1, report of 2022: it does")),
    ):  # fmt: skip
        for row in rows:
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    db.execute("PRAGMA user_version = 6")
    connection.close()
    return tmp_path


def told(connection, view):
    return [tuple(row.values()) for row in queries.rows(connection, f"SELECT * FROM {view}")]


def test_the_public_names_say_what_they_said(earlier):
    connection = create_or_open(earlier).conn
    key = f"{BODY}:2022"
    assert told(connection, "applications") == [
        (key, "applications.new", 1, 0, 0, 0, 0, None, 1, '{"other_org": "blank"}')
    ]
    assert set(told(connection, "disclosure")) == {
        (key, "disclosure.fees", "amount", 12, "12", "万元", "number"),
        (key, "disclosure.fees", "x", None, "见附件", None, "text"),
        (key, "disclosure.rules", "in_force", 7, "007", None, "number"),
    }
    assert set(told(connection, "statistics")) == {
        (key, "stats.a", 3, "3", None, "number"),
        (key, "stats.b", 1.5, "1.50", "万元", "number"),
    }
    assert told(connection, "review") == [(key, "review.reconsideration", 1, 2, 3, 4, 10, None)]
    assert told(connection, "findings") == [
        (key, "A1", "pass", "hard", None, None, "holds 7 times: it adds up", None, None, "document"),
        (key, "A2", "fail", "hard", '["a"]', "[]", "it is 3, not 4", "unclear", 4, "document"),
        (key, "Y1", "pass", "soft", None, None, "holds 7 times: it adds up", None, None, "archive"),
        (key, "A3", "fail", "hard", "[]", "[]", "1", None, None, "archive"),
    ]
    ((*claim, place, compared),) = told(connection, "claims")
    assert claim == [key, "applications.new[total]", "count", 304, "件", "agrees", "收到304件。"]
    assert (json.loads(place), compared) == (SPOT, '["a"]')
    estimate = (2021, "applications.new[total]", 1, 2, "Y1, report of 2022: it does")
    assert told(connection, "estimates") == [(BODY, "甲局", *estimate)]
    assert figures.estimated(connection, BODY) == [estimate]
    assert {f.check for f in held.told(connection, key)} == {"Y1", "A3"}


def test_the_chain_still_holds(earlier):
    found = list(captures.chain(create_or_open(earlier).conn, "crawl-1"))
    assert [one.chained(previous, place) for _, previous, place, one in found] == [row[0] for row in found]
    assert [one for *_, one in found] == [capture_of(1), capture_of(2)]


def test_readings_are_the_same_and_a_damaged_one_is_left_as_it_is(earlier):
    connection = create_or_open(earlier).conn
    packed = dict(connection.execute("SELECT version, packed FROM reading"))
    assert unpacked_report(packed["v"]) == parse([read(page())])
    assert packed["w"] == b"x no reading"


def test_a_long_move_says_how_far_it_is(earlier, monkeypatch, caplog):
    monkeypatch.setattr(repacking, "MANY", 2)
    with caplog.at_level(logging.WARNING):
        create_or_open(earlier)
    told = [record.getMessage().rpartition(": ")[2] for record in caplog.records if record.name == repacking.__name__]
    assert told == ["2 of 4 rows", "4 of 4 rows"]


def test_a_move_that_is_cut_off_leaves_the_archive_as_it_was(earlier, monkeypatch):
    monkeypatch.setattr(repacking, "INDEXES", "CREATE INDEX no_index ON no_table (x);")
    with pytest.raises(Exception, match="no_table"):
        create_or_open(earlier)
    monkeypatch.undo()
    assert len(list(captures.chain(create_or_open(earlier).conn, "crawl-1"))) == 2
