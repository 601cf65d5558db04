"""What two versions of a report differ in, and the ledger that keeps it."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.cli.changes import changes as command
from archive.cli.looking import show
from archive.database import captures, readings, rereads
from archive.database.connection import open_existing
from archive.edits import file_changes
from archive.jobs import Result
from archive.word_diff import differing
from tests.archive.seeing import AGENCY, REPORT, changed, page

KEY = f"{AGENCY}@a:2022"
CELL = "disclosure.licensing.decisions"


def with_figure(value):
    return page(changed(REPORT, disclosure__licensing__decisions=str(value)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("结转下年度3件。其他无。", "结转下年度0件。其他无。", [("3", "0")]),
        ("收到申请12件。", "收到申请12件。答复11件。", [("", "答复11件。")]),
        ("甲。乙。丙。", "甲。丙。", [("乙。", "")]),
        ("公开 目录", "公开目录", []),
        ("增长 3.5%", "增长 13.5%", [("3.5%", "13.5%")]),
        ("", "新的一节", [("", "新的一节")]),
    ],
)
def test_texts_differ_in_words_and_numbers_not_in_white_space(old, new, told):
    assert differing(old, new) == told


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_and_none_differs_from_itself(old, new):
    assert differing(old, old) == []
    found = differing(old, new)
    assert bool(found) == ("".join(old.split()) != "".join(new.split()))


def test_two_long_texts_are_compared_in_time():
    differing("甲乙。" * 20_000, "乙甲。" * 20_000)
    differing("甲" * 200_000, "乙" * 200_000)


def test_a_file_is_told_by_what_it_says_not_by_its_bytes():
    before = {"/a.pdf": ("d1", "said"), "/b.pdf": ("d2", "x"), "/c.pdf": ("d3", "y")}
    after = {"/a.pdf": ("d9", "said"), "/b.pdf": ("d2", "z"), "/e.pdf": ("d5", "n")}
    assert [tuple(one) for one in file_changes(before, after)] == [
        ("file", "/b.pdf", "d2", "d2"),
        ("file", "/c.pdf", "d3", None),
        ("file", "/e.pdf", None, "d5"),
    ]


def test_an_edit_lies_between_the_last_look_at_the_old_and_the_first_at_the_new(reader):
    reader.see(page())
    reader.see(page())
    reader.see(with_figure(99))
    (row,) = reader.rows("SELECT report_id, after, seen, item, old, new FROM changes")
    assert row == {
        "report_id": KEY,
        "after": "2026-02-02T00:00:00.000Z",
        "seen": "2026-02-03T00:00:00.000Z",
        "item": CELL,
        "old": int(REPORT.printed[CELL]),
        "new": 99,
    }


def test_a_figure_that_is_set_back_is_a_second_edit(reader):
    reader.see(page())
    reader.see(with_figure(99))
    reader.see(page())
    first = int(REPORT.printed[CELL])
    rows = reader.rows("SELECT old, new FROM changes ORDER BY seen")
    assert [(row["old"], row["new"]) for row in rows] == [(first, 99), (99, first)]
    (current,) = reader.rows("SELECT value FROM disclosure WHERE row = 'disclosure.licensing'")
    assert current["value"] == first


def test_a_blank_that_becomes_a_nought_is_an_edit_and_neither_is_nothing(reader):
    reader.see(with_figure(""))
    reader.see(with_figure(0))
    (row,) = reader.rows("SELECT old, new FROM changes")
    assert (row["old"], row["new"]) == ("", 0)


def test_what_another_release_of_the_parser_reads_otherwise_is_no_edit(reader):
    reader.see(page())
    reader.see(page(chrome="<p>2</p>"))
    view = open_existing(reader.keeper.directory).conn
    (job, *_) = rereads.version_jobs(view, None)
    cells = tuple(cell._replace(value=7, text="7") for cell in _reading(view).cells)
    other = Result(("x",), _replaced(_reading(view), cells), None)
    reader.keeper.write(lambda c: readings.store(c, job, other, "next")).result()
    assert reader.rows("SELECT * FROM changes") == []


def _reading(view):
    from archive.database.packing import unpacked_report

    return unpacked_report(view.execute("SELECT packed FROM reading ORDER BY read_at LIMIT 1").fetchone()[0])


def _replaced(report, cells):
    from dataclasses import replace

    return replace(report, cells=cells)


def test_the_command_tells_edits_to_people_and_to_programs(reader):
    reader.see(page())
    reader.see(with_figure(99))
    reader.keeper.flush()
    archive = str(reader.keeper.directory)
    shown = CliRunner().invoke(command, ["--archive", archive, f"{AGENCY}:2022"])
    assert shown.exit_code == 0, shown.output
    assert f"{KEY}  between 2026-02-01 00:00:00 and 2026-02-02 00:00:00" in shown.output
    assert f"cell  {CELL}: {REPORT.printed[CELL]} → 99" in shown.output
    rows = CliRunner().invoke(command, ["--archive", archive, "--format", "csv", "--since", "2026-01-01"]).output
    assert rows.splitlines()[1].startswith(f"{KEY},http://a.gov.cn/1.html,2026-02-01T00:00:00.000Z,")
    one = CliRunner().invoke(show, ["--archive", archive, KEY]).output
    assert "edited     between 2026-02-01T00:00:00 and 2026-02-02T00:00:00: 1 change" in one
    none = CliRunner().invoke(command, ["--archive", archive, "--since", "2026-03-01"])
    assert (none.exit_code, none.stdout) == (0, "")
    assert "no changes" in none.stderr
    assert CliRunner().invoke(command, ["--archive", archive, "--kind", "file"]).stdout == ""


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "-3d", "99999999999d", ""])
def test_what_is_no_day_is_told(reader, day):
    told = CliRunner().invoke(command, ["--archive", str(reader.keeper.directory), "--since", day])
    assert told.exit_code == 2
    assert "is no day such as 2027-02-01" in told.output


def test_captures_of_one_moment_keep_the_order_of_their_chain(reader):
    reader.see(page())
    reader.day -= 1
    reader.see(with_figure(99))
    (row,) = reader.rows("SELECT old, new FROM changes")
    assert row["new"] == 99
    assert [p for _, _, p, _ in captures.chain(open_existing(reader.keeper.directory).conn, "crawl-1")] == [1, 2]
