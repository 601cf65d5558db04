"""Published reports whose figures were written down by hand; skipped where they are not at hand."""

import json
import re
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
    failed = {f.check for f in report.findings if f.status == "fail" and not f.check.startswith("N")}
    assert failed <= ({"D4"} if "秀洲" in (report.agency or "") else set())


# What the narratives get wrong, by what they say: all else in them holds, or cannot be compared.
WRONG = {
    "fuyang-health-2021.txt": {"N28": [None]},
    "panyu-health-2020.txt": {"N26": [521]},
    "shanghai-office-2019-fragment.html": {"N05": [258], "N08": [265], "N14": [None], "N15": [None], "N26": [33.9]},
}


def test_the_narrative_fails_where_it_is_wrong_and_nowhere_else(case):
    report, truth = case
    name = next(
        path.name.removesuffix(".truth.json") for path in TRUTHS if json.loads(path.read_text("utf-8")) == truth
    )
    failed = {}
    for finding in report.findings:
        if finding.check.startswith("N") and finding.status != "pass":
            assert (finding.status, finding.severity, finding.suspects) == ("fail", "soft", ())
            said = re.search(r"the text says ([\d.]+) ", finding.message)
            failed.setdefault(finding.check, []).append(float(said[1]) if said else None)
    assert failed == WRONG.get(name, {})


def test_seven_claims_in_one_sentence_are_read_and_hold():
    body = (ROOT.parent / "shared" / "reports" / "panyu-health-2020.txt").read_bytes()
    claims = [claim for claim in parse([read(body)]).claims if "比上年减少了1件" in claim.sentence]
    compared = [claim for claim in claims if claim.base != "last_year"]
    assert len(claims) >= 7
    assert {claim.status for claim in compared} == {"agrees"}


def test_the_official_empty_form_is_no_report():
    body = (ROOT.parent / "shared" / "reports" / "template-2021-blank.docx").read_bytes()
    report = parse([read(body)])
    assert not any(cell.state == "number" for cell in report.cells)
    assert any(f.check in {"T0", "T1"} for f in report.findings)
