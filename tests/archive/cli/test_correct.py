"""`nianbao correct` and `nianbao corrections` as people use them: say, see, share, take back."""

import csv
import hashlib
import json
import shutil
import sqlite3
from contextlib import contextmanager
from io import StringIO

import pytest
from click.testing import CliRunner
from support import Ran, run_nianbao

from archive import keeper
from archive.cli import sharing
from archive.database import connection
from crawler.cli import main
from crawler.replicas.documents import html, word
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
(REPORT,) = reports(AGENCY, [2023])
KEY = f"{AGENCY}:2023"
URL = "http://www.example.gov.cn/2023.html"
CELL = "applications.results.total[total]"
TRUE = int(REPORT.printed[CELL])
READ = TRUE + 1
MARK = "（七）总计</td>"


def page(total=READ):
    """The report with another total of all outcomes than its parts make."""
    head, tail = html.fragment(REPORT).split(MARK)
    row, rest = tail.split("</tr>", 1)
    row = f"<td>{total}</td>".join(row.rsplit(f"<td>{TRUE}</td>", 1))
    return f"<h1>{REPORT.title}</h1>{head}{MARK}{row}</tr>{rest}"


def run(*arguments, stdin=None):
    """The program in this process, which starts in no time."""
    ran = CliRunner().invoke(main, list(map(str, arguments)), input=stdin)
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def add(archive, folder, text, *more):
    (folder / "page.html").write_text(text, encoding="utf-8")
    assert run_nianbao("add", folder / "page.html", "--url", URL, "--archive", archive, *more).code == 0


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """An archive with one report, in whose figures the total of outcomes is wrong by one."""
    folder = tmp_path_factory.mktemp("read")
    add(folder / "archive", folder, page())
    return folder / "archive"


@pytest.fixture
def kept(read, archive):
    shutil.copytree(read, archive)
    return archive


def say(archive, value, *more, cell=CELL, because="the parts make it"):
    return run("correct", KEY, cell, value, "--because", because, "--archive", archive, *more)


def listed(archive, *more):
    ran = run("corrections", "list", "--format", "json", "--archive", archive, *more)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_correction_tells_before_and_after_and_which_sums_then_hold(kept):
    said = ("correct", KEY, CELL, TRUE, "--because", "the parts make it", "--author", "王", "--archive", kept)
    ran = run_nianbao(*said)
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[:4] == [
        f"report     {KEY}",
        f"cell       {CELL}",
        f"read       {READ}, printed as '{READ}'",
        f"corrected  {TRUE}",
    ]
    sums = {line.split()[1]: line.split()[2:4] for line in lines if line.startswith("sum ")}
    assert sums == {"A1": ["now", "holds:"], "A2": ["now", "holds:"], "A3": ["now", "holds:"]}
    (row,) = listed(kept)
    assert lines[-1] == f"kept as    {row['id'][:10]}"
    assert (row["report_id"], row["cell"], row["read"], row["corrected"]) == (KEY, CELL, READ, TRUE)
    assert (row["because"], row["author"], row["standing"]) == ("the parts make it", "王", "in_force")


def test_said_twice_it_is_kept_once(kept):
    say(kept, TRUE)
    again = say(kept, TRUE)
    assert (again.code, len(listed(kept))) == (0, 1)
    assert "kept once" in again.err


def test_it_stands_beside_the_reading_wherever_that_is_shown(kept, tmp_path):
    say(kept, TRUE, "--author", "王")
    told = run("show", KEY, "--archive", kept).out
    assert f"{READ} → {TRUE}" in told
    assert f"corrected  {CELL} to {TRUE}, read as {READ}: in force" in told.splitlines()
    shown = json.loads(run("show", KEY, "--json", "--archive", kept).out)
    assert [(c["cell"], c["corrected"]) for c in shown["corrections"]] == [(CELL, TRUE)]
    assert {c["id"]: c["value"] for c in shown["reading"]["cells"]}[CELL] == READ
    (tmp_path / "elsewhere").mkdir()
    ran = run_nianbao("explain", KEY, CELL, "--no-picture", "--archive", kept, cwd=tmp_path / "elsewhere")
    explained = ran.out
    assert "           because the parts make it" in explained.splitlines()
    statement = f"SELECT value FROM (SELECT total AS value FROM applications WHERE row || '[total]' = '{CELL}')"
    assert run("query", statement, "--format", "csv", "--archive", kept).out.split() == ["value", str(READ)]


def test_a_cell_may_be_blank_not_applicable_or_below_zero(kept):
    for value, cell in (("blank", "licensing.decisions"), ("/", "licensing.decisions"), ("-3", "fees.amount")):
        assert say(kept, value, cell=cell).code == 0
    found = {(row["corrected"], row["corrected_state"]) for row in listed(kept)}
    assert found == {(None, "blank"), (None, "not_applicable"), (-3, "number")}
    assert "→ -3" in run("show", KEY, "--archive", kept).out


def test_a_unit_is_named_only_where_the_cells_is_wrong(kept):
    assert say(kept, "3.5万元", cell="fees.amount").code == 0
    (row,) = listed(kept)
    assert (row["corrected"], row["corrected_unit"]) == (3.5, "万元")


def test_the_check_of_a_report_shows_the_correction_beside_the_cell(kept):
    assert "corrected to" not in run("check", KEY, "--archive", kept).out
    say(kept, TRUE + 5, "--author", "王")
    assert f"{CELL}  {READ}  corrected to {TRUE + 5} by 王" in run("check", KEY, "--archive", kept).out


def test_the_units_of_both_figures_are_printed(kept):
    lines = say(kept, "3.5", cell="fees.amount").out.splitlines()
    assert lines[2].split()[1].rstrip(",").endswith("万元")
    assert lines[3].split()[1] == "3.5万元"


def test_a_figure_a_thousand_times_as_large_is_asked_about(kept):
    assert "is the unit right?" in say(kept, READ * 1000).err
    assert "is the unit right?" not in say(kept, READ * 1000 - 1).err
    assert len(listed(kept)) == 2


@pytest.mark.parametrize(
    ("value", "more", "word"),
    [
        ("twelve", {}, "VALUE is a number"),
        ("", {}, "VALUE is a number"),
        ("12（其中网络3件）", {}, "VALUE is a number"),
        ("12345678901234", {}, "VALUE is a number"),
        ("-3", {}, "cannot be below 0"),
        ("-3", {"cell": "licensing.decisions"}, "cannot be below 0"),
        ("3", {"cell": "no.such.cell"}, "there is no cell"),
        ("3", {"cell": "total"}, "say which"),
        ("3", {"cell": "*results.total*"}, "a correction is of one cell"),
        ("3", {"because": " "}, "because is empty"),
        ("3", {"because": "\x1b[31mred"}, "cannot be seen"),
        ("3", {"because": "x" * 1001}, "longer than 1000"),
    ],
)
def test_what_is_no_correction_is_refused_in_one_line(kept, value, more, word):
    ran = say(kept, value, **more)
    assert ran.code == 2
    assert word in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert listed(kept) == []


def test_a_confirmation_and_a_second_opinion_are_told(kept):
    ran = say(kept, READ, "--author", "王")
    assert "that is what was read" in ran.err
    ran = say(kept, TRUE, "--author", "李")
    assert f"of 王 says {READ}; the one made last counts" in ran.err
    assert {row["author"]: row["standing"] for row in listed(kept)} == {"王": "superseded", "李": "in_force"}


def test_a_changed_document_reopens_it_and_a_reread_does_not(kept, tmp_path):
    say(kept, TRUE)
    assert run_nianbao("reread", "--all", "--archive", kept).code == 0
    assert [row["standing"] for row in listed(kept)] == ["in_force"]
    add(kept, tmp_path, page(READ + 5))
    assert [row["standing"] for row in listed(kept, "--standing", "reopened")] == ["reopened"]
    told = run("show", KEY, "--archive", kept).out
    assert f"read as {READ} then and {READ + 5} now: reopened" in told
    assert "→" not in told
    (finding,) = (f for f in findings(kept) if f["check"] == "K1")
    assert (finding["status"], finding["cells"]) == ("unknown", [CELL])


def findings(archive):
    return json.loads(run("show", KEY, "--json", "--archive", archive).out)["reading"]["findings"]


def test_the_check_of_corrections_follows_every_word(kept):
    assert [f for f in findings(kept) if f["check"] == "K1"] == []
    say(kept, TRUE, "--author", "王")
    assert [f["status"] for f in findings(kept) if f["check"] == "K1"] == ["pass"]
    say(kept, TRUE - 1, "--author", "李")
    assert [f["status"] for f in findings(kept) if f["check"] == "K1"] == ["unknown", "pass"]
    for row in listed(kept):
        run("corrections", "withdraw", row["id"], "--because", "no", "--archive", kept)
    assert [f for f in findings(kept) if f["check"] == "K1"] == []


def test_a_correction_that_was_written_over_is_found(kept):
    say(kept, TRUE)
    assert run("verify", "--archive", kept).code == 0
    db = sqlite3.connect(kept / "archive.db")
    (name,) = db.execute("UPDATE correction SET value = value + 1 RETURNING id").fetchone()
    db.commit()
    db.close()
    ran = run("verify", "--archive", kept)
    assert ran.code == 1
    assert f"FAULT  this correction was changed after it was made: {name}" in ran.out


def export(archive):
    ran = run("corrections", "export", "--archive", archive)
    assert ran.code == 0, ran.err
    return ran.out


def take(archive, text, tmp_path):
    (tmp_path / "shared.jsonl").write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("corrections", "import", tmp_path / "shared.jsonl", "--archive", archive)


def test_a_file_carries_corrections_to_another_archive_and_again_changes_nothing(kept, read, tmp_path):
    say(kept, TRUE, "--author", "王")
    say(kept, "blank", cell="licensing.decisions")
    file = export(kept)
    assert [json.loads(line)["cell"] for line in file.splitlines()] == [CELL, "disclosure.licensing.decisions"]
    other = tmp_path / "other"
    shutil.copytree(read, other)
    ran = take(other, file, tmp_path)
    assert (ran.code, ran.err.strip()) == (0, "2 corrections kept, 0 known before")
    assert export(other) == file
    assert listed(other) == listed(kept)
    ran = take(other, file, tmp_path)
    assert (ran.out, ran.err.strip()) == ("", "0 corrections kept, 2 known before")
    assert export(other) == file


@pytest.mark.parametrize("named", ["丙县财政局:2023", f"{AGENCY}:2021"])
def test_a_line_whose_document_is_another_reports_is_refused_with_where_it_belongs(kept, read, tmp_path, named):
    say(kept, TRUE)
    told = json.loads(export(kept)) | {"id": None, "report": named}
    other = tmp_path / "other"
    shutil.copytree(read, other)
    ran = take(other, json.dumps(told), tmp_path)
    assert ran.code == 2
    assert f"line 1: names the report {named}, but its document is that of {KEY} here" in ran.err
    assert listed(other) == []


def test_a_count_below_nought_or_with_a_fraction_is_no_correction(kept):
    assert "below 0" in say(kept, "-1").err
    assert "has a fraction" in say(kept, "2.5").err
    assert listed(kept) == []


def test_a_file_of_bad_lines_is_not_read_to_its_end(kept, tmp_path):
    say(kept, TRUE)
    ran = take(kept, "{}\n" * 5_000 + export(kept), tmp_path)
    assert ran.code == 2
    assert "line 1000: 1000 lines so far are no corrections; what stands behind it was not read" in ran.err
    assert "0 known before, 1000 lines refused" in ran.err


def test_a_file_may_come_from_standard_input_and_must_be_there_and_of_a_sane_size(kept, tmp_path, monkeypatch):
    say(kept, TRUE)
    ran = run("corrections", "import", "-", "--archive", kept, stdin=export(kept))
    assert (ran.code, ran.err.strip()) == (0, "0 corrections kept, 1 known before")
    ran = run("corrections", "import", tmp_path / "nope.jsonl", "--archive", kept)
    assert (ran.code, "there is no such file" in ran.err) == (2, True)
    monkeypatch.setattr(sharing, "MOST_BYTES", 100)
    ran = take(kept, export(kept), tmp_path)
    assert (ran.code, "larger than" in ran.err) == (2, True)


def test_a_correction_names_the_document_its_cell_stands_in(tmp_path, archive):
    (tmp_path / "page.html").write_text(f"<h1>{REPORT.title}</h1><p>一、总体情况</p><p>全文见附件。</p>", "utf-8")
    (tmp_path / "tables.docx").write_bytes(word.docx(REPORT))
    files = (tmp_path / "page.html", tmp_path / "tables.docx")
    assert run_nianbao("add", "--together", *files, "--url", URL, "--archive", archive).code == 0
    assert say(archive, TRUE + 1).code == 0
    (row,) = listed(archive)
    assert row["digest"] == hashlib.sha256(files[1].read_bytes()).hexdigest()
    assert row["standing"] == "in_force"


def test_what_two_people_say_is_merged_and_their_disagreement_told(kept, read, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(read, other)
    say(kept, TRUE, "--author", "王")
    say(other, TRUE - 1, "--author", "李")
    ran = take(kept, export(other), tmp_path)
    assert ran.code == 0
    assert f"{TRUE} (王) or {TRUE - 1} (李); the later, {TRUE - 1}, counts" in ran.err
    assert {row["corrected"]: row["standing"] for row in listed(kept)} == {TRUE: "superseded", TRUE - 1: "in_force"}
    ran = take(other, export(kept), tmp_path)
    assert export(other) == export(kept)


def test_bad_lines_are_named_and_the_good_ones_taken(kept, read, tmp_path):
    say(kept, TRUE)
    good = export(kept).strip()
    altered = good.replace("the parts make it", "trust me")
    other = tmp_path / "other"
    shutil.copytree(read, other)
    ran = take(other, f'not json\n{altered}\n\n{good}\n{{"cell": "x"}}', tmp_path)
    assert ran.code == 2
    assert [line.partition(": ")[2].partition(", line ")[2][:1] for line in ran.err.splitlines()[:3]] == ["1", "2", "5"]
    assert "altered" in ran.err
    assert "1 correction kept, 0 known before, 3 lines refused" in ran.err
    assert [row["because"] for row in listed(other)] == ["the parts make it"]


def test_corrections_of_reports_that_are_not_there_wait_for_them(kept, archive, tmp_path):
    say(kept, TRUE)
    other = tmp_path / "other"
    add(other, tmp_path, "<h1>青禾县水利局2021年政府信息公开工作年度报告</h1>")
    assert take(other, export(kept), tmp_path).code == 0
    assert [row["standing"] for row in listed(other, KEY)] == ["orphaned"]
    assert export(other) == export(kept)
    add(other, tmp_path, page())
    assert [row["standing"] for row in listed(other, KEY)] == ["in_force"]


def test_a_correction_is_taken_back_with_a_reason_and_stays(kept):
    say(kept, TRUE)
    name = listed(kept)[0]["id"]
    ran = run("corrections", "withdraw", name[:8], "--because", "the scan is of 2022", "--archive", kept)
    assert ran.code == 0, ran.err
    (row,) = listed(kept, "--standing", "withdrawn")
    assert row["withdrawn_because"] == "the scan is of 2022"
    again = run("corrections", "withdraw", name[:8], "--because", "x", "--archive", kept)
    assert (again.code, "was withdrawn on" in again.err) == (2, True)
    for wanted in ("0000000000", name[:2]):
        ran = run("corrections", "withdraw", wanted, "--because", "x", "--archive", kept)
        assert (ran.code, "there is no correction" in ran.err) == (2, True)
    assert json.loads(export(kept))["withdrawn_because"] == "the scan is of 2022"
    assert run("verify", "--archive", kept).code == 0


def test_the_list_is_for_people_spreadsheets_and_programs(kept):
    assert run("corrections", "list", "--archive", kept).err.strip() == "no corrections"
    say(kept, "/")
    assert "not applicable" in run("corrections", "list", "--archive", kept).out
    text = run("corrections", "list", KEY, "--format", "csv", "--archive", kept).out
    (row,) = csv.DictReader(StringIO(text))
    assert (row["corrected"], row["corrected_state"], row["standing"]) == ("", "not_applicable", "in_force")
    assert run("corrections", "list", "没有这样的局:2020", "--archive", kept).code == 2


@contextmanager
def locked(archive):
    other = sqlite3.connect(archive / "archive.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def test_an_archive_that_is_busy_or_read_only_is_said_to_be(kept, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    with locked(kept):
        ran = say(kept, 3)
    assert (ran.code, "locked by another program" in ran.err) == (2, True)

    def refuse(_):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(keeper, "immediate", refuse)
    ran = say(kept, 3)
    assert (ran.code, "the archive is read-only" in ran.err) == (2, True)
    assert listed(kept) == []
