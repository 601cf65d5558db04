"""Reports beside others, as `add` and `recheck` leave them in the archive."""

import json
import sqlite3
from dataclasses import replace

import pytest
from support import run_nianbao

from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭县教育局"
OUT, IN = "applications.carried_out", "applications.carried_in"


def page(folder, report, *, published=None, say=lambda text: text):
    """A report as a page, with a date of publication where one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.agency}{report.year}.html"
    date = f"<p>发布日期：{published}</p>" if published else ""
    text = f"<!doctype html><html><body><h1>{report.title}</h1>{date}{html.fragment(report)}</body></html>"
    path.write_text(say(text), encoding="utf-8")
    return path


def add(archive, *paths, **options):
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    ran = run_nianbao("add", *paths, *given, "--archive", archive)
    assert ran.code == 0, ran.err


def verdicts(archive, check):
    with sqlite3.connect(archive / "archive.db") as connection:
        rows = connection.execute(
            "SELECT DISTINCT verdict FROM findings WHERE check_id = ? AND status = 'fail'", (check,)
        )
        told = {row[0] for row in rows}
    connection.close()
    return told


def found(archive, check, status=None):
    with sqlite3.connect(archive / "archive.db") as connection:
        rows = connection.execute(
            "SELECT report_id, status, severity, cells, message FROM findings WHERE check_id LIKE ? AND stage = 'archive'"
            " AND (?2 IS NULL OR status = ?2) ORDER BY report_id",
            (check, status),
        ).fetchall()
    connection.close()
    return rows


def with_carried(report, row, change):
    """The report with another number of requests carried over, as an agency that forgot some would print it."""
    printed = dict(report.printed)
    for column in ("natural_person", "total"):
        printed[f"{row}[{column}]"] = str(int(printed[f"{row}[{column}]"]) + change)
    return replace(report, printed=printed)


def without_claims(text):
    return text.replace("全年收到", "有关人员提出")


@pytest.fixture(scope="module")
def years():
    return reports(AGENCY, [2021, 2022, 2023])


def test_the_years_of_a_body_are_compared_whichever_is_added_first(tmp_path, archive, years):
    _, middle, last = years
    add(archive, page(tmp_path / "a", with_carried(last, IN, 3)))
    assert found(archive, "Y1") == []
    add(archive, page(tmp_path / "a", middle))
    broken = [(key, json.loads(cells)) for key, _, _, cells, _ in found(archive, "Y1", "fail")]
    assert broken == [
        (f"{AGENCY}:2023", [f"{IN}[{column}]", f"2022:{OUT}[{column}]"]) for column in ("natural_person", "total")
    ]
    assert verdicts(archive, "Y1") == {"agency"}  # sums fail, but a second reading confirms what is printed


def test_figures_that_the_sums_of_both_reports_confirm_may_be_quoted(tmp_path, archive, years):
    _, middle, last = years
    balanced = with_carried(with_carried(last, IN, 3), "applications.new", -3)
    add(archive, page(tmp_path / "a", balanced, say=without_claims), page(tmp_path / "a", middle))
    assert {f[0] for f in found(archive, "Y1", "fail")} == {f"{AGENCY}:2023"}
    assert verdicts(archive, "Y1") == {"agency"}


def test_a_correction_by_a_person_is_what_other_years_are_held_against(tmp_path, archive, years):
    _, middle, last = years
    add(archive, page(tmp_path / "a", with_carried(last, IN, 3)), page(tmp_path / "a", middle))
    for column in ("natural_person", "total"):
        cell = f"{IN}[{column}]"
        ran = run_nianbao(
            "correct", f"{AGENCY}:2023", cell, last.printed[cell], "--because", "the scan says so", "--archive", archive
        )
        assert ran.code == 0, ran.err
    assert found(archive, "Y1", "fail") == []


def test_a_missing_year_is_known_from_its_neighbours(tmp_path, archive, years):
    first, middle, last = years
    add(archive, page(tmp_path / "a", first), page(tmp_path / "a", last))
    known = json.loads(
        run_nianbao(
            "query", "SELECT cell, low, high FROM estimates WHERE year = 2022", "--format", "json", "--archive", archive
        ).out
    )
    exact = {row["cell"]: row["low"] for row in known if row["low"] == row["high"]}
    assert exact[f"{IN}[total]"] == int(middle.printed[f"{IN}[total]"])
    assert exact[f"{OUT}[total]"] == int(middle.printed[f"{OUT}[total]"])
    shown = run_nianbao("years", "云岭县教育", "--archive", archive).out.splitlines()
    (line,) = [line.split() for line in shown if line.startswith(f"{OUT}[total]")]
    assert shown[0].split() == ["cell", "2020", "2021", "2022", "2023", "2024"]
    assert line[2:4] == [first.printed[f"{OUT}[total]"], "=" + middle.printed[f"{OUT}[total]"]]
    add(archive, page(tmp_path / "a", middle))
    left = run_nianbao(
        "query", "SELECT DISTINCT year FROM estimates ORDER BY 1", "--format", "csv", "--archive", archive
    )
    assert left.out.split() == ["year", "2020", "2024"]


def test_a_late_report_is_told(tmp_path, archive, years):
    add(archive, page(tmp_path / "a", years[1], published="2023-02-14"))
    ((key, status, severity, _, message),) = found(archive, "W1")
    assert (key, status, severity) == (f"{AGENCY}:2022", "fail", "hard")
    assert "2023-02-14" in message
    assert "14 days" in message


def test_figures_changed_at_the_same_address_are_told(tmp_path, archive, years):
    url = "https://example.org/2022.html"
    add(archive, page(tmp_path / "a", years[1], published="2023-01-14"), url=url)
    assert found(archive, "W3") == []
    add(archive, page(tmp_path / "b", with_carried(years[1], OUT, 1), published="2023-01-14"), url=url)
    ((_, status, _, _, message),) = found(archive, "W3")
    assert status == "fail"
    assert "2 figures differ" in message


def test_a_government_that_sums_up_is_compared_with_the_bodies_it_covers(tmp_path, archive):
    (own,) = reports("云岭县教育局", [2022])
    (whole,) = reports("云岭县人民政府", [2022])
    fewer = {key: "0" if key.startswith("applications.") else text for key, text in whole.printed.items()}
    (government,) = [replace(whole, printed=fewer)]
    add(archive, page(tmp_path, government, say=lambda text: text.replace("汇总本机关", "汇总全县各级行政机关")))
    assert found(archive, "H1") == []
    add(archive, page(tmp_path, own))
    broken = {key: json.loads(cells) for key, _, _, cells, _ in found(archive, "H1", "fail")}
    assert set(broken) == {"云岭县人民政府:2022"}
    assert int(own.printed["applications.results.total[total]"]) > 0


def test_all_is_checked_again_without_a_document(tmp_path, archive, years):
    add(archive, *(page(tmp_path / "a", report) for report in years))
    before = found(archive, "%")
    with sqlite3.connect(archive / "archive.db") as connection:
        connection.execute("DELETE FROM finding")
    connection.close()
    for blob in (archive / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    ran = run_nianbao("recheck", "--all", "--archive", archive)
    assert (ran.code, ran.err.strip()) == (0, "3 reports checked")
    assert found(archive, "%") == before
    assert run_nianbao("recheck", "--archive", archive).err.strip() == "0 reports checked"


def test_a_reading_that_is_damaged_keeps_no_other_report_from_being_checked(tmp_path, archive, years):
    add(archive, *(page(tmp_path / "a", report) for report in years))
    with sqlite3.connect(archive / "archive.db") as connection:
        connection.execute("UPDATE reading SET packed = x'00' WHERE year = 2021")
        kept = connection.execute("SELECT count(*) FROM findings WHERE report_id = ?", (f"{AGENCY}:2021",)).fetchone()
        connection.execute("DELETE FROM finding WHERE report IN (SELECT id FROM report WHERE year <> 2021)")
    connection.close()
    ran = run_nianbao("recheck", "--all", "--archive", archive)
    assert ran.code == 0
    assert "2 reports checked" in ran.err
    assert f"{AGENCY}:2021" in ran.err
    with sqlite3.connect(archive / "archive.db") as connection:
        told = dict(connection.execute("SELECT report_id, count(*) FROM findings GROUP BY report_id").fetchall())
    connection.close()
    assert set(told) == {f"{AGENCY}:{year}" for year in (2021, 2022, 2023)}
    assert told[f"{AGENCY}:2021"] == kept[0]


def test_what_the_text_says_is_kept_and_a_change_it_tells_is_compared_with_the_year_before(tmp_path, archive, years):
    before, this, _ = years
    new = "applications.new[total]"
    change = int(this.printed[new]) - int(before.printed[new])
    told = f"比上年{'增加' if change + 1 > 0 else '减少'}{abs(change + 1)}件，结转下年度办理"
    add(archive, page(tmp_path / "a", this, say=lambda text: text.replace("结转下年度办理", told)))
    assert found(archive, "N27") == []
    with sqlite3.connect(archive / "archive.db") as connection:
        rows = connection.execute("SELECT quantity, kind, value, status FROM claims WHERE kind != 'zero'").fetchall()
    connection.close()
    assert rows == [
        (new, "count", int(this.printed[new]), "agrees"),
        (new, "delta", change + 1, "not_comparable"),
        ("applications.carried_out[total]", "count", int(this.printed["applications.carried_out[total]"]), "agrees"),
    ]
    add(archive, page(tmp_path / "b", before))
    ((_, status, severity, cells, message),) = found(archive, "N27")
    assert (status, severity, json.loads(cells)) == ("fail", "soft", [new, f"{before.year}:{new}"])
    assert f"the tables of both years give {change}" in message
