"""Published reports whose figures were written down by hand; skipped where they are not at hand."""

import json
from pathlib import Path

import pytest

from archive.parser import parse
from archive.readers.registry import read

ROOT = Path(__file__).resolve().parents[2]
TRUTHS = sorted((ROOT.parent / "shared" / "reports").glob("*.truth.json"))
pytestmark = pytest.mark.skipif(not TRUTHS, reason="no reference reports beside this checkout")


@pytest.fixture(scope="module", params=TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def case(request):
    """(the report as read, what is true of it)."""
    truth = json.loads(request.param.read_text("utf-8"))
    document = request.param.with_name(request.param.name.removesuffix(".truth.json"))
    return parse([read(document.read_bytes())]), truth


def test_every_cell_is_read_as_it_was_printed(case):
    report, truth = case
    assert {cell.id: cell.value for cell in report.cells} == truth["cells"]


def test_whose_report_it_is_and_of_which_year(case):
    report, truth = case
    named = truth["agency"] if isinstance(truth["agency"], list) else [truth["agency"]]
    assert report.agency in named
    assert (report.year, report.template) == (truth["year"], truth["template"])
    assert "".join(report.title.split()) == truth["title"]


def test_the_day_of_publication_is_found_where_one_is_printed(case):
    report, truth = case
    assert report.published == truth["published"]


def test_nothing_in_the_tables_is_left_over(case):
    report, _ = case
    assert report.leftovers == ()


def test_no_sum_fails_in_reports_whose_tables_add_up(case):
    report, _ = case
    assert [f for f in report.findings if f.status == "fail" and f.severity == "hard"] == []


def test_the_official_empty_form_is_no_report():
    body = (ROOT.parent / "shared" / "reports" / "template-2021-blank.docx").read_bytes()
    report = parse([read(body)])
    assert not any(cell.state == "number" for cell in report.cells)
    assert any(f.check in {"T0", "T1"} for f in report.findings)
