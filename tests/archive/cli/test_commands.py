"""The offline commands as a person uses them."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from support import PARSED_KEYS, command, environment, run_nianbao

from crawler.replicas.documents import html, word
from crawler.replicas.figures import real, reports
from tests.archive.small import page_of

AGENCY = "云岭乡人民政府"
LISTED = reports(AGENCY, range(2021, 2024))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive with four reports, one of which does not add up."""
    folder = tmp_path_factory.mktemp("kept")
    files = []
    for report in (*LISTED, real()["秀洲区卫生健康局", 2020]):
        path = folder / f"{report.agency}{report.year}.html"
        text = html.fragment(report)
        if report.year == 2022:
            value = report.printed["applications.results.total[total]"]
            mark = "（七）总计</td>"
            head, tail = text.split(mark)
            row, rest = tail.split("</tr>", 1)
            text = head + mark + row.replace(f"<td>{value}</td>", f"<td>{int(value) + 1}</td>") + "</tr>" + rest
        path.write_text(f"<h1>{report.title}</h1>{text}", encoding="utf-8")
        files.append(path)
    ran = run_nianbao("add", *files, "--archive", folder / "archive")
    assert ran.code == 0, ran.err
    return folder / "archive"


def test_reports_lists_what_there_is(kept):
    ran = run_nianbao("reports", "--archive", kept)
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == [
        f"{AGENCY}:2021",
        f"{AGENCY}:2022",
        f"{AGENCY}:2023",
        "秀洲区卫生健康局@330411:2020",
    ]


def test_reports_narrows_by_agency_year_and_failing(kept):
    ran = run_nianbao("reports", "云岭", "--year", "2023", "--format", "json", "--archive", kept)
    assert [row["id"] for row in json.loads(ran.out)] == [f"{AGENCY}:2023"]
    ran = run_nianbao("reports", "--failing", "--format", "csv", "--archive", kept)
    found = {row["id"] for row in csv.DictReader(StringIO(ran.out))}
    # a sum that fails, and the bureau's own slip in section two
    assert found == {f"{AGENCY}:2022", "秀洲区卫生健康局@330411:2020"}


@pytest.mark.parametrize("name", ["秀洲区卫生健康局:2020"])
def test_show_gives_figures_checks_and_provenance(kept, name):
    ran = run_nianbao("show", name, "--archive", kept)
    assert ran.code == 0
    assert "2537769.5元" in ran.out
    assert "sha256" in ran.out
    shown = json.loads(run_nianbao("show", "--json", name, "--archive", kept).out)
    assert shown["reading"]["template"] == "t2019"
    assert run_nianbao("show", shown["url"], "--archive", kept).out == ran.out


@pytest.mark.parametrize(
    ("wanted", "word"),
    [("没有这样的局:2020", "no report"), ("云岭乡:2023", "near it"), (f"{AGENCY}:1999", "near it")],
)
def test_a_report_that_is_not_there_is_said_with_what_is_near(kept, wanted, word):
    ran = run_nianbao("show", wanted, "--archive", kept)
    assert ran.code == 2
    assert word in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_query_prints_tables_csv_and_json(kept):
    statement = "SELECT report_id, total FROM applications WHERE row = 'applications.new' ORDER BY 1"
    wanted = {f"{AGENCY}:{r.year}": int(r.printed["applications.new[total]"]) for r in LISTED}
    rows = json.loads(run_nianbao("query", statement, "--format", "json", "--archive", kept).out)
    assert {row["report_id"]: row["total"] for row in rows if row["report_id"] in wanted} == wanted
    text = run_nianbao("query", "-", "--format", "csv", "--archive", kept, stdin=statement).out
    assert len(list(csv.reader(StringIO(text)))) == 5
    assert "report_id" in run_nianbao("query", statement, "--archive", kept).out


def test_check_names_what_fails_and_ends_with_1(kept):
    ran = run_nianbao("check", "--archive", kept)
    assert ran.code == 1
    assert f"{AGENCY}:2022" in ran.out
    assert f"{AGENCY}:2021" not in ran.out
    assert "A3" in ran.out
    assert run_nianbao("check", f"{AGENCY}:2021", "--archive", kept).code == 0


def test_check_reads_a_draft_on_disk_without_an_archive(tmp_path):
    draft = tmp_path / "draft.docx"
    draft.write_bytes(word.docx(LISTED[0]))
    ran = run_nianbao("check", draft, "--archive", tmp_path / "none")
    assert ran.code == 0
    assert not (tmp_path / "none").exists()


def page_and_tables(folder):
    page, tables = folder / "page.html", folder / "tables.docx"
    page.write_text(f"<h1>{LISTED[0].title}</h1><p>一、总体情况</p><p>报告全文见附件。</p>", "utf-8")
    tables.write_bytes(word.docx(LISTED[0]))
    return page, tables


def test_a_page_and_its_attachment_are_added_as_one_report(tmp_path, archive):
    page, tables = page_and_tables(tmp_path)
    ran = run_nianbao("add", "--together", page, tables, "--url", "https://example.org/p.html", "--archive", archive)
    assert [line.rsplit(" ", 1)[1] for line in ran.out.splitlines()] == [f"{AGENCY}:2021"] * 2
    shown = json.loads(run_nianbao("show", f"{AGENCY}:2021", "--json", "--archive", archive).out)
    assert (shown["status"], shown["url"], len(shown["captures"])) == ("read", "https://example.org/p.html", 2)
    assert run_nianbao("check", f"{AGENCY}:2021", "--archive", archive).code == 0
    again = run_nianbao("add", "--together", page, tables, "--url", "https://example.org/p.html", "--archive", archive)
    assert [line.split()[0] for line in again.out.splitlines()] == ["unchanged"] * 2
    assert len(json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)) == 1


def test_two_reports_taken_for_one_are_told(tmp_path):
    files = []
    for number, report in enumerate((LISTED[0], real()["秀洲区卫生健康局", 2020])):
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(word.docx(report))
    told = json.loads(run_nianbao("parse", "--json", "--together", *files).out)["findings"]
    said = [f for f in told if f"{AGENCY} 2021, 秀洲区卫生健康局 2020" in f["message"]]
    assert {cell for f in said for cell in f["cells"]} >= set(LISTED[0].printed)


def test_of_a_report_whose_attachment_is_not_there_nothing_is_added(tmp_path, archive):
    page, _ = page_and_tables(tmp_path)
    ran = run_nianbao("add", "--together", page, tmp_path / "nope.docx", "--archive", archive)
    assert ran.code == 2
    assert "another file of the report cannot be read" in ran.out
    assert json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out) == []


def test_a_page_without_tables_does_not_speak_for_the_report_that_has_them(tmp_path, archive):
    page, tables = page_and_tables(tmp_path)
    run_nianbao("add", tables, "--archive", archive)
    run_nianbao("add", page, "--archive", archive)
    (report,) = json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)
    assert (report["status"], report["url"]) == ("read", tables.as_uri())


ONE_ROW = (
    "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>1</td><td>0</td><td>3</td></tr></table>"
)


@pytest.mark.parametrize(("inside", "said"), [("<p>报告全文见附件。</p>", "T2"), (ONE_ROW, "nothing could be checked")])
def test_a_report_none_of_whose_sums_is_whole_has_not_passed(tmp_path, inside, said):
    page = tmp_path / "page.html"
    page.write_text(f"<h1>{LISTED[0].title}</h1><p>一、总体情况</p>{inside}", "utf-8")
    ran = run_nianbao("check", page)
    assert ran.code == 1
    assert said in ran.out


def test_strict_counts_doubts_as_failed(tmp_path):
    page = tmp_path / "page.html"
    text = html.fragment(LISTED[0])
    page.write_text(f"<h1>{LISTED[0].title}</h1>{text}".replace("本年处理决定数量", "处理数目", 1), "utf-8")
    assert run_nianbao("check", page).code == 0
    assert run_nianbao("check", "--strict", page).code == 1


def test_a_report_is_checked_from_standard_input(tmp_path):
    text = f"<h1>{LISTED[0].title}</h1>{html.fragment(LISTED[0])}"
    assert run_nianbao("check", "-", "--archive", tmp_path / "none", stdin=text).code == 0


def test_a_reader_that_goes_away_does_not_hide_that_a_check_fails(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>关于放假的通知</p>", "utf-8")
    line = f"set -o pipefail; {' '.join(command('check', *[page] * 40))} | head -n 1 >/dev/null"
    assert subprocess.run(["bash", "-c", line], env=environment(), check=False).returncode == 1


def test_an_output_that_is_full_is_told(tmp_path):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command("query", "SELECT 1", "--archive", tmp_path / "none"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert ran.returncode == 2
        page = tmp_path / "page.html"
        page.write_text("<p>关于放假的通知</p>", "utf-8")
        ran = subprocess.run(
            command("check", page), env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
    assert b"No space left" in ran.stderr


def test_an_archive_that_cannot_be_written_to_can_be_looked_at(kept, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    (copy / "archive.db-shm").mkdir()  # as on a medium without room for it, which root cannot be kept from
    rows = json.loads(run_nianbao("reports", "--format", "json", "--archive", copy).out)
    assert len(rows) == 4
    assert run_nianbao("show", f"{AGENCY}:2021", "--archive", copy).code == 0


def test_a_program_makes_no_report(tmp_path, archive):
    binary = tmp_path / "tool"
    binary.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20)
    ran = run_nianbao("add", binary, "--archive", archive)
    assert "no report in this document" in ran.out
    assert json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out) == []


def test_check_of_an_archive_counts_what_could_not_be_checked(tmp_path, archive):
    (page, _), broken = page_and_tables(tmp_path), tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 junk")
    run_nianbao("add", page, "--archive", archive)
    run_nianbao("add", broken, "--agency", AGENCY, "--year", 2022, "--archive", archive)
    ran = run_nianbao("check", "--archive", archive)
    assert ran.code == 0
    assert "2 reports, 0 with a failed check, 0 more in doubt, 2 without anything to check" in ran.err
    named = run_nianbao("check", f"{AGENCY}:2022", "--archive", archive)
    assert named.code == 1
    assert "cannot be read: the PDF is damaged" in named.out


def test_parse_prints_one_object_or_a_list(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word.docx(LISTED[0]))
    one = json.loads(run_nianbao("parse", "--json", path).out)
    assert list(one) == PARSED_KEYS
    assert {c["id"]: c["text"] for c in one["cells"]} == dict(LISTED[0].printed)
    assert len(json.loads(run_nianbao("parse", "--json", path, path).out)) == 2


def test_parse_reads_files_together_as_one_report(tmp_path):
    page, tables = tmp_path / "page.html", tmp_path / "tables.docx"
    page.write_text(f"<h1>{LISTED[0].title}</h1><p>报告全文见附件。</p>", "utf-8")
    tables.write_bytes(word.docx(LISTED[0]))
    one = json.loads(run_nianbao("parse", "--json", "--together", page, tables).out)
    assert (one["title"], len(one["cells"])) == (LISTED[0].title, len(LISTED[0].printed))
    assert {cell["place"]["document"] for cell in one["cells"]} == {2}


def test_parse_of_a_document_that_is_no_report_says_so_and_ends_with_0(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("您好，今天天气不错。", encoding="utf-8")
    ran = run_nianbao("parse", "--json", path)
    said = json.loads(ran.out)
    assert (ran.code, said["template"], said["cells"]) == (0, None, [])
    assert "no annual report" in said["findings"][0]["message"]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken", bytes(range(256)) * 4])
def test_parse_of_a_document_that_cannot_be_read_says_why_and_ends_with_0(tmp_path, body):
    path = tmp_path / "thing"
    path.write_bytes(body)
    ran = run_nianbao("parse", "--json", path)
    said = json.loads(ran.out)
    assert (ran.code, said["cells"]) == (0, [])
    assert "cannot be read" in said["findings"][0]["message"]


def test_add_skips_what_cannot_be_added_and_goes_on(tmp_path, archive):
    good = tmp_path / "good.html"
    good.write_text(f"<h1>{LISTED[0].title}</h1>{html.fragment(LISTED[0])}", encoding="utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    ran = run_nianbao("add", tmp_path / "empty.html", tmp_path, tmp_path / "nothing", good, "--archive", archive)
    assert ran.code == 2
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == ["skipped", "skipped", "skipped", "stored"]
    assert lines[0].endswith("the file is empty")
    assert lines[1].endswith("a folder")
    assert lines[3].endswith(f"good.html: {AGENCY}:2021")


def test_adding_a_file_twice_changes_nothing(tmp_path, archive):
    path = tmp_path / "a.html"
    path.write_text(f"<h1>{LISTED[0].title}</h1>{html.fragment(LISTED[0])}", encoding="utf-8")
    assert "stored" in run_nianbao("add", path, "--archive", archive).out
    assert "unchanged" in run_nianbao("add", path, "--archive", archive).out
    rows = json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)
    assert len(rows) == 1


def test_reread_gives_the_same_numbers(kept):
    statement = "SELECT * FROM applications ORDER BY 1, 2"
    before = run_nianbao("query", statement, "--format", "csv", "--archive", kept).out
    ran = run_nianbao("reread", "--all", "--archive", kept)
    assert "4 reports read again" in ran.err
    assert run_nianbao("query", statement, "--format", "csv", "--archive", kept).out == before
    assert "0 reports read again" in run_nianbao("reread", "--archive", kept).err


def test_output_can_be_cut_off(kept):
    line = " ".join(
        command("query", "'SELECT * FROM applications, applications a'", "--format", "csv", "--archive", kept)
    )
    done = subprocess.run(f"{line} | head -1", shell=True, capture_output=True, text=True, env=environment())
    assert done.stderr == ""
    assert done.stdout.startswith("report_id")


def draft(tmp_path, name, report=LISTED[0], **cells):
    text = html.fragment(report)
    for old, new in cells.items():
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(f"<h1>{report.title}</h1>{text}", encoding="utf-8")
    return path


def test_a_nameless_document_gets_its_name_when_it_is_added_again_with_one(tmp_path, archive):
    path = tmp_path / "draft.html"
    path.write_text(html.fragment(LISTED[0]).replace(AGENCY, "本机关"), encoding="utf-8")
    run_nianbao("add", path, "--archive", archive)
    ran = run_nianbao("add", path, "--agency", AGENCY, "--year", 2021, "--archive", archive)
    assert f"unchanged {path}: {AGENCY}:2021" in ran.out
    rows = json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)
    assert [row["id"] for row in rows] == [f"{AGENCY}:2021"]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 junk", "<p>关于放假的通知</p>".encode()])
def test_what_could_not_be_checked_has_not_passed(tmp_path, body):
    path = tmp_path / "draft.pdf"
    path.write_bytes(body)
    assert run_nianbao("check", path).code == 1


def test_one_file_that_is_not_there_keeps_no_other_from_being_checked_or_parsed(tmp_path):
    good = draft(tmp_path, "good.html")
    for verb in ("check", "parse"):
        ran = run_nianbao(verb, tmp_path / "nope.html", good)
        assert ran.code == 2
        assert "nope.html: there is no such file" in ran.err
        assert "pass" in ran.out


def test_a_document_is_read_from_standard_input(tmp_path):
    text = draft(tmp_path, "good.html").read_text("utf-8")
    assert json.loads(run_nianbao("parse", "--json", "-", stdin=text).out)["year"] == 2021


def test_pipes_and_devices_are_not_waited_for(tmp_path, archive):
    os.mkfifo(tmp_path / "pipe")
    good = draft(tmp_path, "good.html")
    assert "no ordinary file" in run_nianbao("parse", tmp_path / "pipe").err
    ran = run_nianbao("add", tmp_path / "pipe", "/dev/zero", good, "--archive", archive)
    assert ran.out.count("no ordinary file") == 2
    assert f"{AGENCY}:2021" in ran.out


def test_a_name_that_is_no_text_costs_itself_alone(tmp_path, archive):
    good = draft(tmp_path, "good.html")
    odd = os.fsencode(tmp_path) + b"/bad\xff.html"
    Path(os.fsdecode(odd)).write_bytes(draft(tmp_path, "b.html", LISTED[1]).read_bytes())
    done = subprocess.run(
        [*map(os.fsencode, command("add")), odd, os.fsencode(good), b"--archive", os.fsencode(archive)],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.stdout.count(b"stored") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("reports", "--year", "99999999999999999999999"),
        ("coverage", "--year", "99999999999999999999999"),
        ("show", "字" * 30_000),
        ("query", "select cast(x'ff' as text)"),
        ("query", "select json(x) from (select '1' x union all select '{')"),
        ("query", "select zeroblob(900000000)"),
        (
            "query",
            "--timeout",
            "0.5",
            "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n",
        ),
    ],
)
def test_odd_arguments_get_one_plain_line(kept, arguments):
    ran = run_nianbao(*arguments, "--archive", kept)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_a_damaged_database_is_named_by_verify_and_by_nobody_with_a_traceback(tmp_path, kept):
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    with (copy / "archive.db").open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 30_000)
    ran = run_nianbao("verify", "--archive", copy)
    assert ran.code == 1
    assert "damaged" in ran.out
    for words in (("coverage",), ("reports",), ("show", f"{AGENCY}:2021"), ("query", "select * from findings")):
        assert "Traceback" not in run_nianbao(*words, "--archive", copy).err


def test_figures_that_were_changed_in_the_database_are_found(tmp_path, kept):
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    with sqlite3.connect(copy / "archive.db") as connection:
        connection.execute(
            "UPDATE application SET total = total + 1 WHERE row = (SELECT id FROM term WHERE text = 'applications.new')"
        )
    connection.close()
    ran = run_nianbao("verify", "--archive", copy)
    assert ran.code == 1
    assert ran.out.count("FAULT") == 4


def test_statistics_are_kept_shown_and_queried(tmp_path):
    page, archive = tmp_path / "2016.html", tmp_path / "archive"
    rows = [
        ["统计指标", "单位", "统计数"],
        ["收到申请数", "件", "31"],
        ["申请答复数", "件", "30"],
        ["举报投诉数量", "件", "/"],
    ]
    page.write_bytes(page_of(rows).replace("2023年".encode(), "2016年".encode()))
    assert run_nianbao("add", page, "--archive", archive).code == 0
    found = run_nianbao(
        "query", "SELECT row, value, unit, state FROM statistics ORDER BY row", "--format", "json", "--archive", archive
    )
    assert [tuple(row.values()) for row in json.loads(found.out)] == [
        ("stats.complaints", None, "件", "not_applicable"),
        ("stats.requests.received", 31, "件", "number"),
        ("stats.requests.replies", 30, "件", "number"),
    ]
    shown = run_nianbao("show", "甲市乙局:2016", "--archive", archive).out
    assert "requests.received" in shown
    assert "31件" in shown
    assert run_nianbao("verify", "--archive", archive).code == 0
