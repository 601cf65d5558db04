"""Errors planted in made reports: what breaks a sum is caught and is the agency's; what we misread never is."""

import os

import pytest

from archive.parser import parse
from archive.readers.registry import read
from archive.truth import _cell, judge, load
from tests.corpus.__main__ import write
from tests.corpus.cases import make
from tests.corpus.choosing import many
from tests.corpus.planting import KINDS
from tests.corpus.verdicts import FORMATS, measured, report_of

SIZE = int(os.environ.get("NIANBAO_PLANTED", "3000"))
MISREAD = ("second", "doubted", "sure")


def assert_caught(counts, least_agency):
    said = report_of(counts)
    assert counts["caught"] >= 0.99 * counts["breaking"], said
    assert counts["verdict agency"] >= least_agency * counts["judged"], said
    assert counts["alarms"] <= 0.001 * counts["clean"], said
    assert [counts[f"misread {kind} agency"] for kind in MISREAD] == [0, 0, 0], said


def test_what_is_planted_in_a_sample_is_caught():
    counts = measured(many(40, "sample", planted=0.7, formats=("html", "text", "docx", "xlsx", "pdf")))
    assert counts["breaking"] >= 10
    assert_caught(counts, 0.8)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_what_is_planted_in_thousands_of_reports_is_caught():
    counts = measured(many(SIZE, os.environ.get("NIANBAO_SEED", "nightly"), planted=0.7, formats=FORMATS))
    assert {key.partition(" ")[2] for key in counts if key.startswith("breaking ")} == {*KINDS}
    assert all(counts[f"misread {kind}"] for kind in MISREAD)
    assert counts["mended second"] >= 0.95 * counts["misread second"]
    assert_caught(counts, 0.95)


def test_what_is_printed_stays_the_truth_of_a_report_with_an_error(tmp_path):
    cases = [case for case in many(30, "truth", planted=1.0, formats=("html", "docx")) if case.planted][:10]
    write(cases, tmp_path)
    for folder in sorted(path.parent for path in tmp_path.glob("*/expected.json")):
        truth = load(folder)
        judged = judge(parse([read(path.read_bytes()) for path in truth.documents]), truth)
        assert (judged.silent, judged.wrong, judged.alarms) == ((), (), ())


def test_what_an_error_breaks_is_told_with_the_cells_it_changed():
    told = [made for case in many(60, "told", planted=1.0, formats=("text",)) if (made := make(case).expected)]
    planted = [(made["planted"], {c["id"]: _cell(c) for c in made["cells"]}) for made in told if "planted" in made]
    assert {one["kind"] for one, _ in planted} == {*KINDS}
    for one, cells in planted:
        if one["kind"] == "digit" and one["cells"][0].startswith("applications.") and "[total]" not in one["cells"][0]:
            row = one["cells"][0].partition("[")[0]
            assert f"A2 {row}[total]" in one["breaks"]
        if one["breaks"] is None:
            assert not [key for key in one["cells"] if key.startswith("applications.") and key in cells], one
