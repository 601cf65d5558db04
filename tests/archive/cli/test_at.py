"""`--at`: what a report said before it was edited, shown, explained and proved."""

import json
import zipfile

import pytest
from support import run_nianbao

from archive.blobs import digest_of
from crawler.replicas.documents import html
from crawler.replicas.figures import reports
from tests.archive.seeing import changed

AGENCY = "云岭乡人民政府"
(REPORT,) = reports(AGENCY, [2023])
CELL = "disclosure.licensing.decisions"
URL = "http://www.example.gov.cn/2023.html"
KEY = f"{AGENCY}:2023"


def page(value):
    """The report's page with a number of licences."""
    return f"<h1>{REPORT.title}</h1>{html.fragment(changed(REPORT, disclosure__licensing__decisions=value))}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive with a report whose one number was 4101, then 4102, then 4101 again, each seen at a moment."""
    folder = tmp_path_factory.mktemp("kept")
    for value in ("4101", "4102", "4101"):
        (folder / "page.html").write_text(page(value), "utf-8")
        assert run_nianbao("add", folder / "page.html", "--url", URL, "--archive", folder / "archive").code == 0
    return folder / "archive"


@pytest.fixture(scope="module")
def moments(kept):
    """The moments at which the three were captured."""
    ran = run_nianbao("query", "SELECT captured_at FROM captures ORDER BY 1", "--format", "json", "--archive", kept)
    return [row["captured_at"] for row in json.loads(ran.out)]


def shown(kept, *arguments):
    ran = run_nianbao("show", "--json", *arguments, KEY, "--archive", kept)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def number(told):
    return next(cell["value"] for cell in told["reading"]["cells"] if cell["id"] == CELL)


def test_a_report_is_shown_as_it_stood_at_each_moment(kept, moments):
    told = [shown(kept, "--at", moment) for moment in moments]
    assert [number(one) for one in told] == [4101, 4102, 4101]
    assert [one["digest"] for one in told] == [digest_of(page(v).encode()) for v in ("4101", "4102", "4101")]
    assert [len(one["captures"]) for one in told] == [1, 1, 2]


def test_the_versions_are_listed_with_when_they_were_seen(kept, moments):
    told = shown(kept)
    assert [(v["first_seen"], v["last_seen"], v["speaks"]) for v in told["versions"]] == [
        (moments[0], moments[2], 1),
        (moments[1], moments[1], 0),
    ]
    said = run_nianbao("show", "--at", moments[1], KEY, "--archive", kept).out
    (line,) = [line for line in said.splitlines() if line.endswith("(shown)")]
    assert moments[1][:19] in line
    assert f"as of      {moments[1]}" in said


def test_what_was_seen_later_is_no_part_of_it(kept, moments):
    told = shown(kept, "--at", moments[0])
    assert told["at"] == moments[0]
    assert (len(told["versions"]), told["edits"], told["versions"][0]["last_seen"]) == (1, [], moments[0])
    assert len(shown(kept, "--at", moments[1])["edits"]) == 1


def test_the_second_that_is_printed_and_so_many_days_ago_can_be_asked_for(kept, moments):
    assert number(shown(kept, "--at", moments[1][:19])) in (4102, 4101)
    assert number(shown(kept, "--at", f"{moments[2][:16]}Z")) == 4101
    ran = run_nianbao("show", "--at", "7d ago", KEY, "--archive", kept)
    assert "had been captured by" in ran.err


@pytest.mark.parametrize("given", ["20261128", "2026-W48-6", "soon", "2026-13-01", "7 days"])
def test_what_is_no_day_is_refused_with_what_may_be_given(kept, given):
    ran = run_nianbao("show", "--at", given, KEY, "--archive", kept)
    assert (ran.code, "is no day such as 2027-02-01, moment such as" in " ".join(ran.err.split())) == (2, True)


def test_a_day_means_its_end_and_one_before_everything_is_told(kept, moments):
    assert number(shown(kept, "--at", moments[2][:10])) == 4101
    ran = run_nianbao("show", "--at", "2001-01-01", KEY, "--archive", kept)
    assert ran.code == 2
    assert f"nothing of {KEY} had been captured by 2001-01-01T23:59:59.999Z" in ran.err
    assert moments[0] in ran.err
    assert "is no day" in run_nianbao("show", "--at", "soon", KEY, "--archive", kept).err


def test_a_correction_of_today_is_none_of_what_stood_there_before(kept, moments):
    ran = run_nianbao("correct", KEY, CELL, "7", "--because", "a letter", "--archive", kept)
    assert ran.code == 0, ran.err
    assert len(shown(kept)["corrections"]) == 1
    assert shown(kept, "--at", moments[1])["corrections"] == []
    ran = run_nianbao("explain", KEY, CELL, "--json", "--no-picture", "--at", moments[1], "--archive", kept)
    assert json.loads(ran.out)["cells"][0]["corrections"] == []


def test_a_figure_that_stands_there_no_more_is_explained_from_its_own_document(kept, moments):
    ran = run_nianbao("explain", KEY, CELL, "--json", "--no-picture", "--at", moments[1], "--archive", kept)
    (cell,) = json.loads(ran.out)["cells"]
    assert (cell["value"], cell["document"]["digest"]) == (4102, digest_of(page("4102").encode()))
    assert cell["place_in_words"]
    assert [(one["kind"], one["value"]) for one in cell["elsewhere"]] == [("another reading or version", 4101)]


def test_a_figure_that_stands_there_no_more_is_proved(kept, moments, tmp_path):
    proof = tmp_path / "before.zip"
    ran = run_nianbao("prove", KEY, CELL, "--no-picture", "--at", moments[1], "--output", proof, "--archive", kept)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(proof) as file:
        assert json.loads(file.read("proof.json"))["cell"]["value"] == 4102
    assert run_nianbao("verify", proof).code == 0


def test_a_file_has_no_past(kept, tmp_path):
    (tmp_path / "page.html").write_text(page("4101"), "utf-8")
    ran = run_nianbao("explain", tmp_path / "page.html", "--at", "7d", "--archive", kept)
    assert ran.code == 2
    assert ran.err == "nianbao: --at looks back into an archive; a file is what it is\n"
