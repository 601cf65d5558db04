"""What goes wrong, and what is counted, is said in plain words."""

import sqlite3

import pytest
from support import run_nianbao

from archive.cli.summary import print_findings
from archive.database.connection import translated_errors
from archive.errors import ArchiveUnusable, BadTruth
from archive.truth import load
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
(REPORT,) = reports(AGENCY, [2023])
PAGE = f"<h1>{REPORT.title}</h1>{html.fragment(REPORT)}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive with one report."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    assert run_nianbao("add", folder / "page.html", "--archive", folder / "archive").code == 0
    return folder / "archive"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{bad", "line 1, column 2"),
        (b"\xff\xff{", "UTF-8"),
        (b'{"cells": [{"id": "a"}]}', "lacks its 'value'"),
        (b'{"cells": [1]}', "not of the kind"),
        (b"[]", "not of the kind"),
    ],
)
def test_a_truth_that_is_none_is_told_without_names_of_python(tmp_path, body, said):
    (tmp_path / "expected.json").write_bytes(body)
    (tmp_path / "report.txt").write_text("x")
    with pytest.raises(BadTruth, match=said) as caught:
        load(tmp_path)
    assert "Error" not in str(caught.value)


@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("attempt to write a readonly database"), PermissionError(13, "denied")]
)
def test_an_archive_that_cannot_be_written_is_called_read_only(kept, error):
    with pytest.raises(ArchiveUnusable, match="the archive is read-only"), translated_errors(kept):
        raise error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("reports", "--year", "abc"), "'abc' is no year from 1900 to 2200"),
        (("reports", "--archive", "page.html"), "page.html is a file, not a folder"),
        (("add", "-"), "write it to a file first"),
        (("explain", "-"), "write it to a file first"),
        (("add", "nope.txt"), "nianbao: nope.txt: there is no such file"),
        (("check", "nope.txt"), "nianbao: nope.txt: there is no such file"),
        (("explain", "nope.txt"), "nianbao: nope.txt: there is no such file"),
        (("explain", "empty.html", "total"), "there are no cells in this document: it holds no form"),
        (("explain", "broken.pdf", "total"), "it cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(tmp_path, arguments, said):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.html").write_text("<p>关于放假的通知</p>", encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    ran = run_nianbao(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert "integer" not in ran.err


def test_one_is_counted_as_one(kept):
    assert "1 blob (" in run_nianbao("verify", "--archive", kept).out
    assert ", 1 capture, 1 chain: sound" in run_nianbao("verify", "--archive", kept).out
    assert "(1 capture)" in run_nianbao("explain", f"{AGENCY}:2023", "--archive", kept).out


def test_the_colon_of_a_key_may_be_a_chinese_one(kept):
    assert run_nianbao("show", f"{AGENCY}：2023", "--archive", kept).code == 0


def test_coverage_without_rows_says_so(kept):
    assert "nothing is known" in run_nianbao("coverage", "--year", 1999, "--archive", kept).err


def test_several_files_are_counted_at_the_end(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    ran = run_nianbao("check", page, page)
    assert ran.err.strip() == "2 reports, 0 with a failed check, 0 more in doubt"


def test_the_name_of_a_check_and_what_it_says_are_parted(capsys):
    finding = {"check": "A4_other_handling", "status": "unknown", "message": "cannot be told", "cells": []}
    print_findings([finding])
    assert "A4_other_handling cannot be told" in capsys.readouterr().out


def test_a_saved_case_is_scored_under_its_form(kept, tmp_path):
    assert run_nianbao("explain", f"{AGENCY}:2023", "--save", tmp_path / "case", "--archive", kept).code == 0
    ran = run_nianbao("score", tmp_path)
    assert [line.split()[0] for line in ran.out.splitlines() if line.startswith("t20")] == ["t2021"]
