"""Generated reports into an archive, what they take there, and how soon it answers.

    python benchmarks/store.py [--reports N] [--times K] [--texts] [--keep DIR]

Each report goes the way of a crawl: its capture with headers, its request and its reading, handed to the keeper; bytes
and their fsync are left out, and so is parsing: report objects are made once from generated pages and varied. Readings
are packed by the processes that read, not by the one that writes; what that takes is told apart. With
--texts each has a narrative of 1,800 letters, which goes into the index, too; without it has none. One report in a
hundred comes a second time with another figure, which makes an edit. The baseline is executemany of the rows that came
of it into an empty archive, table after table.
"""

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.captures import Capture
from archive.database import captures, census, frontier, ledger, queries, readings, texts
from archive.database.census import Scope
from archive.database.connection import create_or_open, open_existing
from archive.database.frontier import Task
from archive.database.ledger import Asked
from archive.database.packing import pack
from archive.jobs import Job, Result, Source
from archive.keeper import Keeper
from archive.models import Hints, Section
from archive.parser import parse
from archive.readers.registry import read
from archive.reading import RELEASE
from benchmarks.census import BODIES_OF_A_PORTAL, PROVINCES
from crawler.replicas.documents import html
from crawler.replicas.figures import reports
from tests.corpus import copied

CRAWL = "20260101T000000Z-crawl-00000001"
YEARS = range(2017, 2025)
MODELS = 24  # bodies whose reports are generated; all others have the figures of one of them
DAYS = ("2026-01-01T00:00:00.000Z", "2026-01-08T00:00:00.000Z")  # of the first capture, and of that of an edit
GROUP = 500  # readings handed over before the keeper is waited for
EDITED = 100  # one report in so many
COPIED = ["portal", "visit", "listed", "listed_body", "request", "blob", "capture", "body", "report", "version"]
COPIED += ["version_capture", "reading", "application", "disclosure_cell", "review_row", "field", "section", "finding"]
COPIED += ["edit", "change"]
TARGET_BYTES = 12_000
APART = ("section", "words")  # the texts and their index
TARGETS_MS = {"one report, by its key": 20, "coverage of a province": 200, "changes of a week": 500}
HEADERS = (
    ("Server", "nginx"),
    ("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Vary", "Accept-Encoding"),
    ("Last-Modified", "Mon, 20 Jan 2025 08:11:09 GMT"),
)


def models(with_texts, count=MODELS):
    """Reports of so many bodies as they are read, by body and year; with narratives of 1,800 letters, or none."""
    told, _ = copied.archive(count, YEARS, Random(1))
    made = {}
    for number in range(count):
        for published in reports(f"云岭县第{number}局", YEARS):
            report = parse([read(f"<h1>{published.title}</h1>{html.fragment(published)}".encode())])
            said = told[len(made)].sections if with_texts else ()
            sections = tuple(Section(key, None, text) for key, text in said)
            made[number, published.year] = replace(report, sections=sections, claims=())
    return made


def bodies():
    """Name, portal and division of one body after the other."""
    number = 0
    while True:
        place, seat = divmod(number, BODIES_OF_A_PORTAL)
        division = f"{PROVINCES[place % len(PROVINCES)]}{place // 32 % 10000:04}"
        name = f"甲{place}县第{seat}局" if seat else f"甲{place}县人民政府"
        yield number, name, f"p{place}", division
        number += 1


def generated(made):
    """Number, report, portal and division of one report after the other, body by body."""
    count = 0
    for number, name, portal, division in bodies():
        for year in YEARS:
            model = made[number % (len(made) // len(YEARS)), year]
            title = f"{name}{year}年政府信息公开工作年度报告"
            sections = tuple(replace(one, text=f"{name}{count}。{one.text}") for one in model.sections)
            yield (
                count,
                replace(
                    model, agency=name, title=title, digest=hashlib.sha256(b"%d" % count).hexdigest(), sections=sections
                ),
                portal,
                division,
            )
            count += 1


def arrive(connection, number, report, portal, edited):
    """What a crawl writes of one report: its request and its capture; the capture's id."""
    column, url = f"http://www.{portal}.gov.cn/ndbg/", _address(number, report, portal)
    detail = {"title": report.title, "found_on": column, "agency": report.agency, "year": report.year}
    mark, request = number.to_bytes(11, "big") + bytes([edited]), 2 * number + edited + 1
    frontier.add(connection, Task(request, CRAWL, portal, f"www.{portal}.gov.cn", "detail", url, mark, detail))
    sizes = 40_000 + number % 1000, 9_000 + number % 1000
    wire = {
        "method": "GET",
        "protocol": "HTTP/1.1",
        "remote": "203.0.113.7",
        "request_headers": [["Referer", column], ["User-Agent", "nianbao/0.1.0"]],
        "response_headers": [*HEADERS, ["ETag", f'W/"{report.digest[-12:]}"']],
        "status": 200,
        "url": url,
        "wire_size": sizes[1],
    }
    told = {"found_on": column, "link_title": report.title, "spider": "static", "version": "0.1.0", "wire": wire}
    page = (CRAWL, portal, "detail", url, url, DAYS[edited], 200, "text/html", report.digest, sizes[0])
    key, kept = captures.add_capture(connection, Capture(*page, **told))
    frontier.finish(connection, request, kept.outcome, None, key)
    return key


def _address(number, report, portal):
    return f"http://www.{portal}.gov.cn/zfxxgk/ndbg/{report.year}/{number}.html"


def opened(connection, portal, division):
    """A portal as a crawl begins with it."""
    title = f"甲{portal[1:]}县人民政府"
    frontier.save_portal(
        connection, (portal, title, division, "county", "static", f"http://www.{portal}.gov.cn/", *("",) * 3)
    )
    frontier.begin_visit(connection, CRAWL, portal)


def load(keeper, coming, *, edited=False):
    """Hand over reports as a crawl does: what it takes to pack, to store, and in all; and the portals."""
    began, packing, storing, portals = _now(), _Spent(), _Spent(), {}
    while some := list(islice(coming, GROUP)):
        for _, _, portal, division in some:
            if portal not in portals:
                portals[portal] = keeper.write(partial(opened, portal=portal, division=division))
        ids = [keeper.write(partial(arrive, number=n, report=r, portal=p, edited=edited)) for n, r, p, _ in some]
        keeper.flush()
        start = _now()
        packed = [pack(report) for _, report, *_ in some]
        packing += start.since()
        start = _now()
        for (number, report, portal, division), capture, whole in zip(some, ids, packed, strict=True):
            url = _address(number, report, portal)
            source = Source(capture.result(), report.digest, "text/html")
            hints = Hints(link_title=report.title, url=url)
            job = Job((source,), hints, portal, url, division, DAYS[edited])
            result = Result((report.digest,), report, None, whole)
            keeper.write(partial(readings.store, job=job, result=result, release=RELEASE))
        keeper.flush()
        storing += start.since()
    return packing, storing, began.since(), portals


class _Spent(NamedTuple):
    clock: float = 0.0
    processor: float = 0.0

    def __add__(self, other):
        return _Spent(self.clock + other.clock, self.processor + other.processor)

    def since(self):
        now = _now()
        return _Spent(now.clock - self.clock, now.processor - self.processor)

    def rate(self, count):
        return f"{count / self.processor:.0f} a second of the processor ({count / self.clock:.0f} by the clock)"


def _now():
    return _Spent(time.perf_counter(), time.process_time())


def changed(report):
    """The report with another figure, as an agency edits it."""
    cell = report.cells[-1]
    cells = (*report.cells[:-1], cell._replace(value=(cell.value or 0) + 1, text=str((cell.value or 0) + 1)))
    return replace(report, cells=cells, digest=hashlib.sha256(report.digest.encode()).hexdigest())


def fill(directory, count, made):
    """An archive of so many reports, with a line on how soon it was made."""
    with Keeper(directory) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, CRAWL, "", "benchmark", {}))
        packing, storing, whole, portals = load(keeper, islice(generated(made), count))
        for portal in portals:
            keeper.write(
                partial(frontier.end_visit, crawl=CRAWL, portal=portal, status="done", reason=None, whole_list=True)
            )
        again = ((n, changed(r), p, d) for n, r, p, d in islice(generated(made), 0, count, EDITED))
        load(keeper, again, edited=True)
        keeper.write(lambda c: captures.end_crawl(c, CRAWL, "finished"))
        keeper.flush()
    bare = plainly(directory)
    print(f"{count} readings stored, packed by whoever read them: {storing.rate(count)}")
    print(f"packing, in the processes that read: {packing.rate(count)}")
    print(f"all of it in this process, with requests and captures: {whole.rate(count)}")
    ratio = whole.processor / bare.processor
    print(
        f"executemany of the same rows, and the index of their texts: {bare.rate(count)}, ratio {ratio:.1f}", flush=True
    )


def multiply(directory, times):
    """Copy all rows so many times less one, under other names, keys and numbers: the real way would take too long."""
    base = directory / "base.db"
    create_or_open(directory).execute("VACUUM INTO ?", (str(base),))
    connection = create_or_open(directory).conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("ATTACH ? AS base", (str(base),))
    connection.create_function(
        "scattered", 2, lambda key, k: key and f"{int(key[:8], 16) ^ k * 0x9E3779B1 % 2**32:08x}{key[8:]}"
    )
    connection.create_function("marked", 2, lambda mark, k: k.to_bytes(2, "big") + mark[2:])
    for k in range(1, times):
        connection.execute("BEGIN")
        for table in COPIED:
            columns = [
                row[1]
                for row in connection.execute(f"PRAGMA base.table_info({table})")
                if (table, row[1]) != ("section", "id")
            ]
            told = ", ".join(_copied(table, column) for column in columns)
            connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM base.{table}", {"k": k})  # noqa: S608
        connection.execute("COMMIT")
    texts.index_all(connection)
    connection.close()
    base.unlink()


def _copied(table, column):
    """How a column of a copy is made of that of the original."""
    if column in ("capture", "previous", "digest", "content", "list_capture") or (
        column in ("id", "version")
        and (table, column) not in (("body", "id"), ("report", "id"), ("request", "id"), ("capture", "version"))
    ):
        return f"scattered({column}, :k)"
    if column == "report" or (table, column) in (("report", "id"), ("request", "id"), ("capture", "position")):
        return f"{column} + :k * 100000000"
    if column == "fingerprint":
        return "marked(fingerprint, :k)"
    if column == "portal" or (table, column) == ("portal", "name"):
        return f"{column} || 'k' || :k"
    if column in (
        "body",
        "id",
        "name",
        "key",
        "agency",
        "title",
        "link_title",
        "url",
        "final_url",
        "found_on",
        "index_url",
        "list_url",
        "detail",
    ):
        return f"replace(replace({column}, '甲', '甲' || :k || '之'), '.gov.cn', 'k' || :k || '.gov.cn')"
    return column


def plainly(directory):
    """What it takes to put the rows of an archive into another one, table by table."""
    whole = open_existing(directory).conn
    names = [row[0] for row in whole.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")]
    with tempfile.TemporaryDirectory() as folder:
        connection, took = create_or_open(Path(folder)).conn, _Spent()
        for name in names:
            if name.startswith(("words", "_sqlite", "sqlite_")):
                continue
            rows = whole.execute(f"SELECT * FROM {name}")  # noqa: S608 - names of our own schema
            marks = ", ".join("?" * len(rows.description))
            while some := rows.fetchmany(50_000):
                began = _now()
                connection.execute("BEGIN")
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", some)  # noqa: S608
                connection.execute("COMMIT")
                took += began.since()
        began = _now()
        texts.index_all(connection)
        took += began.since()
        connection.close()
    return took


def taken(connection):
    """Bytes of each table with its indexes."""
    owners = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
    found = {}
    for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        table = "words" if name.startswith("words_") else owners.get(name, name)
        found[table] = found.get(table, 0) + size
    return found


def sizes(connection):
    """Print the bytes a report takes, and those of each table."""
    (count,) = connection.execute("SELECT count(*) FROM report").fetchone()
    each = {table: size / count for table, size in taken(connection).items()}
    apart = {table: each.pop(table, 0) for table in APART}
    print(
        f"bytes a report: {sum(each.values()):.0f} (target: under {TARGET_BYTES}), beside these"
        f" {apart['section']:.0f} of texts and {apart['words']:.0f} of their index"
    )
    print(", ".join(f"{name} {size:.0f}" for name, size in sorted(each.items(), key=lambda one: -one[1]) if size >= 1))


def answers(connection, with_texts):
    """How soon the archive answers, a line each."""
    dice = Random(7)
    (most,) = connection.execute("SELECT max(id) FROM report").fetchone()
    keys = [
        connection.execute("SELECT key FROM report WHERE id >= ? LIMIT 1", (dice.randint(1, most),)).fetchone()[0]
        for _ in range(20)
    ]
    week = Asked(since=DAYS[0], before=None, report=None, portal=None)
    asked = {
        "one report, by its key": [
            lambda k=k: queries.report(connection, queries.find_report(connection, k)) for k in keys
        ],
        "coverage of a province": [lambda: census.shares(connection, Scope(division="33"), ["level", "year"])],
        "changes of a week": [lambda: list(ledger.edits(connection, week))],
        "a word in a title": [lambda: texts.find(connection, ["甲7县第3局2021"])],
    }
    if with_texts:
        asked["a word of one character"] = [lambda: texts.find(connection, ["件"])]
        asked["two words of a body"] = [lambda: texts.find(connection, ["信息", "公开"], body=_a_body(connection))]
    for name, asks in asked.items():
        took = []
        for ask in asks * (5 if len(asks) == 1 else 1):
            began = time.process_time()
            ask()
            took.append((time.process_time() - began) * 1000)
        target = f" (target: under {TARGETS_MS[name]} ms)" if name in TARGETS_MS else ""
        print(f"{name}: median {statistics.median(took):.1f} ms, the longest of {len(took)} {max(took):.1f} ms{target}")


def _a_body(connection):
    return connection.execute("SELECT id FROM body ORDER BY id LIMIT 1 OFFSET 10").fetchone()[0]


def main():
    """Print how soon the archive was made, what it takes and how soon it answers."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=20_000, metavar="N")
    arguments.add_argument(
        "--times", type=int, default=1, metavar="K", help="then copy the rows, so that there are K * N"
    )
    arguments.add_argument("--texts", action="store_true", help="with narratives and their index")
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="the archive is made here, or is here already")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = wanted.keep or Path(folder)
        if not (directory / "archive.db").exists():
            fill(directory, wanted.reports, models(wanted.texts))
            if wanted.times > 1:
                multiply(directory, wanted.times)
        connection = open_existing(directory).conn
        sizes(connection)
        answers(connection, wanted.texts)


if __name__ == "__main__":
    main()
