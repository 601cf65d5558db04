"""`nianbao withhold`: the text is nowhere in the archive's folder, and what proves the rest still does."""

import csv
import json
import shutil
import sqlite3
from io import StringIO

import pytest
from click.testing import CliRunner

from archive import keeper as writer
from archive.backlog import Backlog
from archive.blobs import digest_of
from archive.cli.correcting import correct
from archive.cli.filing import reread
from archive.cli.looking import reports, show
from archive.cli.withholding import withheld, withhold
from archive.database import captures, frontier, queries
from archive.database import connection as opening
from archive.database.connection import open_existing
from archive.database.frontier import Task
from archive.database.packing import unpack
from archive.database.withheld import Tombstone
from archive.database.withholding import withhold as withhold_in
from archive.keeper import Keeper
from archive.rechecking import recheck
from archive.verify import Fault, verify
from archive.worker import ReadingPool
from crawler.replicas.figures import reports as reports_of
from tests.archive.seeing import AGENCY, REPORT, Reader, changed, page

NAME = "欧阳不详"
URL, ELSEWHERE = "http://a.gov.cn/1.html", "http://b.gov.cn/copy.html"
NEW = "applications.new[total]"
(LATER,) = reports_of(AGENCY, [2023])
KEY = f"{AGENCY}:2022"


def naming(chrome="", report=REPORT):
    """The page with a sentence in which an applicant is named."""
    made = page(report, chrome).decode()
    assert "<p>" in made
    return (
        made.replace("<p>", f"<p>{NAME}申请公开1件。", 1)
        .replace("</table>", f"<tr><td>{NAME}</td></tr></table>", 1)
        .encode()
    )


class Desk:
    """A person at an archive, and the crawl that fills it."""

    def __init__(self, keeper):
        self.keeper, self.archive = keeper, keeper.directory
        self.reader = Reader(keeper)
        self.reader.day = 9

    @property
    def view(self):
        return open_existing(self.archive).conn

    def run(self, command, *arguments, answer=None):
        self.keeper.flush()
        return CliRunner().invoke(command, [*map(str, arguments), "--archive", str(self.archive)], input=answer)

    def withhold(self, *arguments, answer="y\n"):
        return self.run(withhold, *arguments, "--because", "it names an applicant", answer=answer)

    def rows(self, statement):
        self.keeper.flush()
        return queries.rows(self.view, statement)

    def where_it_stands(self):
        """The files of the folder, and the readings, in which the name still stands."""
        self.keeper.flush()
        written = [NAME.encode(code) for code in ("utf-8", "gb18030", "utf-16-le")]
        files = [p for p in self.archive.rglob("*") if p.is_file() and any(w in p.read_bytes() for w in written)]
        packed = [row["packed"] for row in self.rows("SELECT packed FROM reading WHERE packed IS NOT NULL")]
        return files + [one for one in packed if NAME in json.dumps(unpack(one), ensure_ascii=False)]

    def faults(self):
        return [
            one for one in verify(self.view, self.keeper.blobs) if isinstance(one, Fault) and "manifest" not in one.what
        ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An archive in which a page named an applicant, was seen under three counters, at two addresses, and otherwise."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch, Keeper(folder) as keeper:
        patch.setattr(writer, "GROUP_SECONDS", 0)
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        reader = Reader(keeper)
        reader.see(page(chrome="昨天"))
        reader.see(naming("第1次"))
        reader.see(naming("第2次"))
        reader.see(naming("第3次"), url=ELSEWHERE)
        reader.see(page(LATER), url="http://a.gov.cn/2.html", title=LATER.title)
        recheck(keeper, open_existing(folder).conn)
    return folder


@pytest.fixture
def desk(filled, archive, monkeypatch):
    monkeypatch.setattr(writer, "GROUP_SECONDS", 0)
    shutil.copytree(filled, archive)
    with Keeper(archive) as keeper:
        yield Desk(keeper)


def test_the_text_is_nowhere_any_more_and_the_chain_still_holds(desk):
    assert NAME in str(desk.rows("SELECT * FROM section"))
    assert NAME in str(desk.rows("SELECT * FROM change"))
    captures = desk.rows("SELECT * FROM capture ORDER BY id")
    assert len(desk.where_it_stands()) > 3
    ran = desk.withhold(digest_of(naming("第1次"))[:12])
    assert ran.exit_code == 0, ran.output
    assert desk.where_it_stands() == []
    assert desk.rows("SELECT * FROM capture ORDER BY id") == captures
    assert desk.faults() == []
    gone = sorted(digest_of(naming(f"第{n}次")) for n in (1, 2, 3))
    assert sorted(ran.stdout.split()[1::2]) == gone  # one document under three counters
    assert digest_of(page(chrome="昨天")) in ran.stderr  # named, and not touched
    assert desk.rows("SELECT count(*) AS n FROM blob")[0]["n"] == 5
    assert [digest for digest in gone if digest in desk.keeper.blobs] == []


def test_what_a_report_said_before_does_not_come_back_in_the_place_of_what_was_withheld(desk):
    desk.withhold(digest_of(naming("第1次")))
    (row,) = desk.rows("SELECT status, url FROM reports WHERE year = 2022")
    assert row == {"status": "withheld", "url": URL}
    assert desk.rows("SELECT * FROM applications WHERE report_id LIKE '%:2022'") == []
    assert NAME not in str(desk.rows("SELECT * FROM section"))


def test_all_documents_of_a_report_go_and_it_is_withheld(desk):
    ran = desk.withhold(KEY)
    assert ran.exit_code == 0, ran.output
    assert f"{AGENCY}@a:2022" in ran.stderr
    (row,) = csv.DictReader(StringIO(desk.run(reports, "--status", "withheld", "--format", "csv").stdout))
    assert row["id"] == f"{AGENCY}@a:2022"
    assert desk.rows("SELECT * FROM applications WHERE report_id LIKE '%:2022'") == []
    assert desk.rows("SELECT reason FROM coverage WHERE year = 2022") == [{"reason": "withheld: it names an applicant"}]
    assert "withheld: it names an applicant" in desk.run(show, KEY).stdout
    assert desk.rows("SELECT status FROM reports WHERE year = 2023") == [{"status": "read"}]
    listed = list(csv.DictReader(StringIO(desk.run(withheld, "--format", "csv").stdout)))
    assert {(one["because"], one["reports"]) for one in listed} == {("it names an applicant", f"{AGENCY}@a:2022")}
    assert desk.faults() == []


def test_the_figures_stay_where_they_are_asked_to_and_no_text_with_them(desk):
    before = desk.rows("SELECT report_id, row, total FROM applications ORDER BY 1, 2")
    ran = desk.withhold(KEY, "--keep-figures")
    assert ran.exit_code == 0, ran.output
    assert desk.where_it_stands() == []
    assert desk.rows("SELECT report_id, row, total FROM applications ORDER BY 1, 2") == before
    assert desk.rows("SELECT status FROM reports WHERE year = 2022") == [{"status": "withheld"}]
    assert desk.rows("SELECT * FROM sections WHERE report_id LIKE '%:2022'") == []
    assert desk.rows("SELECT * FROM findings WHERE report_id LIKE '%:2022'") == []
    assert desk.run(show, KEY).exit_code == 0
    assert desk.faults() == []


def test_fetched_again_it_is_not_kept_again(desk):
    desk.withhold(KEY)
    blobs = desk.rows("SELECT digest FROM blob")
    assert desk.reader.see(naming("第1次"))[0] == "unchanged"
    (row,) = desk.rows("SELECT reason FROM capture WHERE captured_at = (SELECT max(captured_at) FROM capture)")
    assert "withheld" in row["reason"]
    assert desk.rows("SELECT digest FROM blob") == blobs
    desk.reader.see(naming("第9次"))  # another counter: its bytes are known only once they were read
    assert desk.where_it_stands() == []
    assert digest_of(naming("第9次")) in {row["digest"] for row in desk.rows("SELECT * FROM tombstones")}
    assert desk.rows("SELECT status FROM reports WHERE year = 2022") == [{"status": "withheld"}]
    assert desk.faults() == []


def test_a_page_that_waits_to_be_read_when_it_is_withheld_is_not_read(desk):
    capture = desk.rows(f"SELECT id FROM capture WHERE digest = '{digest_of(naming('第1次'))}'")[0]["id"]

    def wait(connection):
        frontier.add(connection, Task(1, "crawl-1", "p", "a", "detail", URL, b"1"))
        frontier.finish(connection, 1, "stored", None, capture, unread=True)

    desk.keeper.write(wait)
    desk.withhold(KEY)
    with ReadingPool(desk.archive) as pool:
        assert Backlog(desk.keeper, pool, desk.view).drain() == 0
    assert desk.rows("SELECT unread FROM request") == [{"unread": 0}]
    assert desk.where_it_stands() == []
    assert "1 report read again" in desk.run(reread, "--all").stderr  # that of 2023
    assert desk.where_it_stands() == []


def test_what_a_person_corrected_stays_without_the_text_of_the_cell(desk):
    desk.reader.see(page(changed(REPORT, **{NEW: f"{NAME}的7件"}), "a"))
    assert desk.run(correct, KEY, NEW, "7", "--because", "a letter").exit_code == 0
    assert NAME in str(desk.rows("SELECT printed FROM correction"))
    ran = desk.withhold(KEY)
    assert ran.exit_code == 0, ran.output
    assert desk.where_it_stands() == []
    assert [(r["corrected"], r["because"]) for r in desk.rows("SELECT * FROM corrections")] == [(7, "a letter")]
    assert desk.faults() == []


def test_nothing_goes_unless_a_person_says_so(desk):
    before = desk.where_it_stands()
    for answer in ("n\n", ""):
        ran = desk.withhold(KEY, answer=answer)
        assert ran.exit_code == 2
        assert "nothing was changed" in ran.stderr
    assert len(desk.where_it_stands()) == len(before)
    assert desk.rows("SELECT * FROM tombstones") == []


def test_one_that_was_killed_half_way_is_finished_by_the_next_writer(desk):
    digest = digest_of(naming("第1次"))
    stone = Tombstone("", "it names an applicant", None, "2026-11-28T00:00:00.000Z")
    desk.keeper.flush()
    other = opening.create_or_open(desk.archive).conn  # as if its process had died before it came to the files
    with opening.immediate(other):
        withhold_in(other, [digest], stone, keep_figures=False)
    assert digest in desk.keeper.blobs
    assert [one.what for one in desk.faults()] == ["these bytes were withheld and are still here"] * 3
    Keeper(desk.archive).close()
    assert digest not in desk.keeper.blobs
    ran = desk.withhold(digest)
    assert "all of it was withheld before" in ran.stderr
    assert desk.where_it_stands() == []
    assert desk.faults() == []


def test_a_reader_that_keeps_the_log_is_named_and_the_next_run_ends_it(desk, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    looking = sqlite3.connect(desk.archive / "archive.db")
    looking.execute("BEGIN")
    looking.execute("SELECT count(*) FROM section").fetchone()
    ran = desk.withhold(KEY)
    assert ran.exit_code == 2
    assert "another program reads" in ran.stderr
    looking.close()
    assert desk.withhold(KEY).exit_code == 0
    assert desk.where_it_stands() == []


def test_what_cannot_be_meant_is_refused_in_a_line(desk):
    for wanted, because, said in (
        ("0" * 64, "x", "there is no report"),
        ("abc", "x", "there is no report"),
        (KEY, "  ", "because is empty"),
        (KEY, "x" * 1001, "because is longer than 1000"),
        (KEY, "a\x1bb", "cannot be seen"),
    ):
        ran = desk.run(withhold, wanted, "--because", because, "--yes")
        assert (ran.exit_code, len(ran.stderr.splitlines())) == (2, 1)
        assert said in ran.stderr
    assert desk.rows("SELECT * FROM tombstones") == []
