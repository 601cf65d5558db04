"""`nianbao export csv`."""

import codecs
import csv
import gzip
import hashlib
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database.connection import create_or_open
from archive.database.public import NAMES
from archive.export.delimited import Manner, write
from archive.export.tables import Column, Table
from archive.export.values import guarded, unguarded
from archive.keeper import write_now
from tests.archive.export.conftest import FORMULA, KEY


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one(rows, **told):
    (found,) = (row for row in rows if told.items() <= row.items())
    return found


def test_cells_that_hold_no_number_are_empty_and_told_apart(run, tmp_path):
    ran = run("csv", tmp_path / "out")
    assert (ran.code, ran.out) == (0, "")
    rows = table(tmp_path / "out", "applications")
    new, carried = (one(rows, report_id=KEY, row=f"applications.{row}") for row in ("new", "carried_in"))
    assert new["natural_person"] == carried["natural_person"] == ""
    assert json.loads(new["states"]) == {"natural_person": "blank"}
    assert json.loads(carried["states"]) == {"natural_person": "not_applicable"}
    fees = one(table(tmp_path / "out", "disclosure"), report_id=KEY, row="disclosure.fees")
    assert (fees["value"], fees["text"], fees["unit"], fees["state"]) == (
        "253.77695",
        "253.77695万元",
        "万元",
        "number",
    )


def test_every_public_table_is_a_file_whose_digest_is_told(run, tmp_path):
    assert run("csv", tmp_path / "out").code == 0
    told = json.loads((tmp_path / "out" / "export.json").read_bytes())
    assert {entry["name"] for entry in told["tables"]} == {*NAMES, "cells"} - {"attempts"}
    for entry in told["tables"]:
        body = (tmp_path / "out" / entry["path"]).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (entry["bytes"], entry["sha256"])
        assert len(table(tmp_path / "out", entry["name"])) == entry["rows"]
    assert told["nianbao"]["archive"]["reports"] == 3
    assert told["nianbao"]["choice"] == {}


def test_a_text_that_would_be_a_formula_is_none(run, tmp_path):
    """A link title comes from a stranger's page; opened in a spreadsheet it must not send cells anywhere."""
    assert run("csv", tmp_path / "out", "--table", "captures").code == 0
    assert "'" + FORMULA in {row["link_title"] for row in table(tmp_path / "out", "captures")}
    assert run("csv", tmp_path / "raw", "--table", "captures", "--raw").code == 0
    assert FORMULA in {row["link_title"] for row in table(tmp_path / "raw", "captures")}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+cmd|'/C calc'!A0", "-2+3", "@SUM(1)", "＝1", "\t=1", " =1", "\r=1", "'=1", "\n@A", "-A1", "\x00=1"],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "—", "--", "-5", "-12.5", "7", "县", "", "a=1", "'s"])
def test_plain_numbers_and_dashes_stay_as_they_are(text):
    assert guarded(text) == text


@given(st.text(alphabet=st.one_of(st.sampled_from("'=+-@＝\t\r\n 1.县"), st.characters()), max_size=12))
def test_the_apostrophe_can_be_taken_off_again(text):
    assert unguarded(guarded(text)) == text


@given(
    rows=st.lists(st.tuples(st.text(), st.none() | st.text(min_size=1), st.integers(), st.booleans(), st.floats(0, 1))),
    gzipped=st.booleans(),
    bom=st.booleans(),
)
def test_whatever_the_texts_are_they_come_back(rows, gzipped, bom):
    columns = zip(
        ("name", "note", "year", "whole", "value"), ("string", "string", "integer", "boolean", "number"), strict=True
    )
    table = Table("t", "", tuple(Column(name, kind, "") for name, kind in columns), (), (), "all", {})
    with TemporaryDirectory() as folder:
        made = write(Path(folder), table, rows, Manner(bom, gzipped))
        body = (Path(folder) / made.path).read_bytes()
    text = (gzip.decompress(body) if gzipped else body).decode("utf-8-sig")
    head, *read = csv.reader(io.StringIO(text, newline=""))
    assert head == table.names
    assert made.rows == len(read)
    for (name, note, year, whole, value), cells in zip(rows, read, strict=True):
        assert (unguarded(cells[0]), unguarded(cells[1]) or None) == (name, note)
        assert (int(cells[2]), cells[3] == "true", float(cells[4])) == (year, whole, value)


def test_excel_knows_utf_8_by_its_mark_and_files_may_be_packed(run, tmp_path):
    assert run("csv", tmp_path / "bom", "--bom", "--table", "bodies").code == 0
    marked = (tmp_path / "bom" / "bodies.csv").read_bytes()
    assert marked.startswith(codecs.BOM_UTF8)
    assert run("csv", tmp_path / "gz", "--gzip", "--table", "bodies").code == 0
    assert run("csv", tmp_path / "again", "--gzip", "--table", "bodies").code == 0
    packed = (tmp_path / "gz" / "bodies.csv.gz").read_bytes()
    assert gzip.decompress(packed) == marked.removeprefix(codecs.BOM_UTF8)
    assert packed == (tmp_path / "again" / "bodies.csv.gz").read_bytes()


@pytest.mark.parametrize(
    ("choice", "reports", "bodies"),
    [
        (["--year", "2023"], {KEY.replace("2022", "2023"), "甲县教育局@b:2023"}, 2),
        (["--body", "云岭"], {KEY, KEY.replace("2022", "2023")}, 1),
        (["--body", "甲县教育局", "--year", "2019-"], {"甲县教育局@b:2023"}, 1),
        (["--year", "2001"], set(), 0),
    ],
)
def test_a_choice_leaves_out_what_has_nothing_to_do_with_its_reports(run, tmp_path, choice, reports, bodies):
    ran = run("csv", tmp_path / "out", *choice)
    assert ran.code == 0
    assert ("no report is chosen" in ran.err) == (not reports)
    assert {row["id"] for row in table(tmp_path / "out", "reports")} == reports
    for name in ("applications", "sections", "findings", "claims"):
        assert {row["report_id"] for row in table(tmp_path / "out", name)} == reports, name
    assert {row["id"] for row in table(tmp_path / "out", "captures")} == {
        row["capture_id"] for row in table(tmp_path / "out", "reports")
    }
    assert len(table(tmp_path / "out", "bodies")) == bodies


@pytest.mark.parametrize(
    "choice", [["--body", "乙县"], ["--portal", "nowhere"], ["--table", "reading"], ["--portal", ""]]
)
def test_what_is_not_there_cannot_be_chosen(run, tmp_path, choice):
    ran = run("csv", tmp_path / "out", *choice)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("place", "told"), [([], "say once"), (["a", "--output", "b"], "say once"), (["-"], "standard output")]
)
def test_it_is_said_once_where_to_write(run, tmp_path, monkeypatch, place, told):
    monkeypatch.chdir(tmp_path)
    ran = run("csv", *place)
    assert ran.code == 2
    assert told in ran.err
    assert not list(tmp_path.iterdir())


def test_of_a_withheld_document_nothing_is_told(run, withheld, tmp_path):
    assert run("csv", tmp_path / "out", archive=withheld).code == 0
    report = one(table(tmp_path / "out", "reports"), id=KEY)
    assert (report["status"], report["title"], report["template"]) == ("withheld", "", "")
    for name in ("applications", "disclosure", "review", "fields", "sections", "findings", "claims"):
        rows = table(tmp_path / "out", name)
        assert rows
        assert KEY not in {row["report_id"] for row in rows}, name
    (stone,) = table(tmp_path / "out", "tombstones")
    assert (stone["digest"], stone["because"]) == (report["digest"], "names an applicant")


def test_what_comes_while_it_is_written_is_not_half_in_it(run, mine, tmp_path, monkeypatch):
    """All tables are of the moment at which the export began."""
    from archive.export import delimited

    writing = delimited.write

    def with_a_crawl_beside(folder, table_, rows, manner, moved):
        if table_.name == "applications":
            write_now(mine, lambda c: c.execute("DELETE FROM application"))
        return writing(folder, table_, rows, manner, moved)

    monkeypatch.setattr(delimited, "write", with_a_crawl_beside)
    assert run("csv", tmp_path / "out", archive=mine).code == 0
    assert {row["report_id"] for row in table(tmp_path / "out", "applications")} == {
        row["id"] for row in table(tmp_path / "out", "reports")
    }
    assert create_or_open(mine).conn.execute("SELECT count(*) FROM application").fetchone() == (0,)
