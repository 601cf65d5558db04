"""Corrections in an archive whose documents are read again, change, move and turn out to be another body's."""

import sqlite3
from dataclasses import replace

import pytest

from archive.corrections import Correction
from archive.database import corrections, queries, readings, rereads, standing
from archive.database.connection import open_existing
from archive.jobs import Result
from archive.reading import RELEASE, read_job
from tests.archive.seeing import AGENCY, REPORT, changed, page

CELL = "disclosure.licensing.decisions"
PRINTED = REPORT.printed[CELL]
NEW = changed(REPORT, disclosure__licensing__decisions="9077")
KEY = f"{AGENCY}:2022"


@pytest.fixture
def desk(reader):
    return Desk(reader)


class Desk:
    """A person at an archive that a crawl fills."""

    def __init__(self, reader):
        self.reader = reader
        self.keeper = reader.keeper

    def see(self, body, scope=None, **how):
        return self.reader.see(body, scope=scope, **how)

    @property
    def view(self):
        self.keeper.flush()
        return open_existing(self.keeper.directory).conn

    def correct(self, value, day=1, key=KEY, **other):
        """Correct the number of licences of a report as it is read now."""
        found = queries.report(self.view, key)
        cell = next(c for c in found["reading"]["cells"] if c["id"] == CELL)
        said = {"value": value, "state": "number", "unit": None, "because": "seen", "author": "王"}
        said |= {"printed": cell["text"], "read": cell["value"], "read_state": cell["state"], "report": key}
        said |= {"version": found["version"], "digest": found["digest"]}
        made = Correction(
            agency=found["agency"],
            year=found["year"],
            url=found["url"],
            cell=CELL,
            made_at=f"2026-03-{day:02d}T00:00:00.000Z",
            **said | other,
        )
        self.take(made)
        return made

    def take(self, *made):
        return self.keeper.write(lambda c: corrections.take(c, made)).result()

    def standings(self):
        return [(row["report_id"], row["standing"]) for row in corrections.rows(self.view)]

    def reread(self, change=lambda report: report, release="next"):
        """Read all versions again with a release that reads them otherwise."""
        for job in list(rereads.version_jobs(self.view, None)):
            result = read_job(self.keeper.blobs, job)
            told = Result(result.contents, result.report and change(result.report), None)
            self.keeper.write(lambda c, job=job, told=told: readings.store(c, job, told, release)).result()


def test_what_is_kept_comes_back_as_it_was_given(desk):
    desk.see(page())
    made = desk.correct(5)
    assert [s.correction for s in corrections.stands(desk.view, KEY)] == [made]
    (row,) = corrections.rows(desk.view, report=KEY)
    assert (row["id"], row["corrected"], row["read"], row["standing"]) == (made.id, 5, int(PRINTED), "in_force")
    assert desk.take(made) == ["known"]
    assert len(corrections.rows(desk.view)) == 1


def test_the_figures_to_query_keep_what_was_read(desk):
    desk.see(page())
    before = desk.reader.rows("SELECT * FROM disclosure")
    desk.correct(5)
    desk.reread()
    assert desk.reader.rows("SELECT * FROM disclosure") == before
    joined = desk.reader.rows(
        "SELECT value, corrected FROM disclosure JOIN corrections USING (report_id)"
        " WHERE cell = row || '.' || column AND standing = 'in_force'"
    )
    assert joined == [{"value": int(PRINTED), "corrected": 5}]


def test_a_reread_that_reads_the_cell_otherwise_leaves_it_in_force(desk):
    desk.see(page())
    desk.correct(5)
    misread = lambda cell: cell._replace(value=77, text="77") if cell.id == CELL else cell  # noqa: E731
    desk.reread(lambda report: replace(report, cells=tuple(map(misread, report.cells))))
    assert desk.standings() == [(KEY, "in_force")]
    (row,) = corrections.rows(desk.view)
    assert (row["read"], row["read_today"]) == (int(PRINTED), 77)


def test_a_reread_that_comes_to_read_what_the_person_saw_settles_it(desk):
    desk.see(page())
    desk.correct(5)
    mended = lambda cell: cell._replace(value=5, text="5") if cell.id == CELL else cell  # noqa: E731
    desk.reread(lambda report: replace(report, cells=tuple(map(mended, report.cells))))
    assert desk.standings() == [(KEY, "settled")]


def test_a_new_version_that_changes_another_cell_leaves_it_in_force(desk):
    desk.see(page())
    desk.correct(5)
    desk.see(page(changed(REPORT, disclosure__penalties__decisions="9088")))
    assert len(desk.reader.rows("SELECT * FROM version")) == 2
    assert desk.standings() == [(KEY, "in_force")]


def test_a_new_version_that_changes_the_cell_reopens_it_and_a_look_puts_a_new_one_in_force(desk):
    desk.see(page())
    desk.correct(5)
    desk.see(page(NEW))
    assert desk.standings() == [(KEY, "reopened")]
    desk.correct(6, day=2)
    assert desk.standings() == [(KEY, "reopened"), (KEY, "in_force")]
    desk.see(page(), url="http://b.gov.cn/copy.html")  # the old text elsewhere, beside the new one
    assert [row["corrected"] for row in corrections.rows(desk.view)] == [5, 6]


def test_a_new_version_that_says_what_the_person_said_settles_it(desk):
    desk.see(page())
    desk.correct(9077)
    desk.see(page(NEW))
    assert desk.standings() == [(KEY, "settled")]


def test_it_goes_with_its_document_when_that_turns_out_to_be_of_another_year(desk):
    desk.see(page())
    made = desk.correct(5)
    desk.reread(lambda report: replace(report, year=2021))
    assert desk.standings() == [(f"{AGENCY}:2021", "in_force")]
    assert [row["id"] for row in desk.reader.rows("SELECT id FROM reports")] == [f"{AGENCY}:2021"]
    assert [s.correction for s in corrections.stands(desk.view, f"{AGENCY}:2021")] == [made]
    assert list(corrections.altered(desk.view)) == []


def test_it_stays_with_its_document_when_another_takes_the_key(desk):
    desk.see(page())
    desk.correct(5)
    desk.reread(lambda report: replace(report, year=2021))
    desk.see(page(NEW))
    assert desk.standings() == [(f"{AGENCY}:2021", "in_force")]


def test_an_unread_document_orphans_it_and_a_better_reader_brings_it_back(desk):
    desk.see(page())
    desk.correct(5)
    (job,) = rereads.version_jobs(desk.view, None)
    desk.keeper.write(lambda c: readings.store(c, job, Result((), None, "damaged"), "next")).result()
    assert desk.standings() == [(KEY, "orphaned")]
    desk.reread(release="later")
    assert desk.standings() == [(KEY, "in_force")]


def test_of_a_report_that_is_not_there_it_waits_until_the_report_comes(desk):
    desk.see(page())
    made = desk.correct(5, report="没有这样的局:2022", version="0" * 32, digest="0" * 64)
    assert desk.standings() == [("没有这样的局:2022", "orphaned")]
    waiting = replace(made, report=f"{AGENCY}@b:2022")
    desk.take(waiting)
    desk.see(page(NEW), url="http://b.gov.cn/1.html", scope="b")
    assert (f"{AGENCY}@b:2022", "reopened") in desk.standings()
    as_read = replace(made, report=f"{AGENCY}@c:2022", printed="9077", read=9077)
    desk.take(as_read)
    desk.see(page(changed(NEW, disclosure__penalties__decisions="9088")), url="http://c.gov.cn/", scope="c")
    assert (f"{AGENCY}@c:2022", "in_force") in desk.standings()


def test_the_same_document_under_another_key_is_known_by_its_bytes(desk):
    desk.see(page())
    made = desk.correct(5, report=f"{AGENCY}@b:2022", version="0" * 32)
    assert desk.standings() == [(KEY, "in_force")]
    assert corrections.rows(desk.view)[0]["id"] == made.id


def test_two_people_are_both_kept_and_the_later_counts_until_it_is_withdrawn(desk):
    desk.see(page())
    first, second = desk.correct(5), desk.correct(6, day=2, author="李")
    assert desk.standings() == [(KEY, "superseded"), (KEY, "in_force")]
    desk.keeper.write(lambda c: corrections.withdraw(c, second.id, "a slip", "2026-04-01T00:00:00.000Z")).result()
    assert desk.standings() == [(KEY, "in_force"), (KEY, "withdrawn")]
    assert [row["withdrawn_because"] for row in corrections.rows(desk.view)] == [None, "a slip"]
    assert desk.take(second) == ["known"]  # a file from before does not undo it
    assert desk.standings() == [(KEY, "in_force"), (KEY, "withdrawn")]
    gone = replace(first, withdrawn_at="2026-04-02T00:00:00.000Z", withdrawn_because="another")
    assert desk.take(gone) == ["withdrawn"]
    assert desk.standings() == [(KEY, "withdrawn"), (KEY, "withdrawn")]


def test_whatever_is_written_over_is_found(desk):
    desk.see(page())
    made = desk.correct(5)
    assert (list(corrections.altered(desk.view)), list(standing.misjudged(desk.view))) == ([], [])
    for statement, found in (
        ("UPDATE correction_today SET standing = 'settled'", ([], [made.id])),
        ("UPDATE correction SET value = 6", ([made.id], [made.id])),
        ("UPDATE correction SET value = 5, author = NULL", ([made.id], [made.id])),
    ):
        desk.keeper.write(lambda c, statement=statement: c.execute(statement)).result()
        assert (list(corrections.altered(desk.view)), list(standing.misjudged(desk.view))) == found
    desk.keeper.write(standing.renew_all).result()
    assert list(standing.misjudged(desk.view)) == []


def test_an_archive_of_the_first_release_has_none(tmp_path):
    connection = sqlite3.connect(tmp_path / "old.db")
    assert corrections.rows(connection) == []
    assert corrections.stands(connection, KEY) == []
    assert list(corrections.altered(connection)) == list(standing.misjudged(connection)) == []


def test_a_reread_of_this_release_changes_nothing(desk):
    desk.see(page())
    desk.correct(5)
    before = corrections.rows(desk.view)
    desk.reread(release=RELEASE)
    assert corrections.rows(desk.view) == before
