"""The made reports of tests/reports: every cell is read as it was meant, and nothing is wrong in silence."""

import json
from pathlib import Path

import pytest

from archive.errors import OfficeMissing, UnknownFormat
from archive.findings.translation import translate
from archive.parser import parse
from archive.readers.registry import read
from archive.truth import judge, load
from tests.corpus.cases import Case, make
from tests.corpus.choosing import many
from tests.corpus.writers import office, scans

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "reports").glob("*/expected.json"))
NOT_THE_SAME = {
    "printed",
    *office.CONVERTED,
    *scans.KINDS,
}  # other programs write these, with dates and fonts of the machine


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda path: path.name)
def folder(request):
    return request.param


@pytest.fixture(scope="module")
def report(folder):
    """The report of a folder as it is read today."""
    try:
        return parse([read(path.read_bytes()) for path in load(folder).documents])
    except (UnknownFormat, OfficeMissing) as error:
        pytest.skip(str(error))


def test_the_report_is_read_as_it_was_meant(folder, report):
    truth = load(folder)
    judged = judge(report, truth)
    assert judged.silent == ()
    assert judged.alarms == ()
    assert judged.facts == ()
    untold = [said for said in judged.wrong if said.split()[0] not in truth.may_be_doubtful]
    assert untold == []


def test_all_that_is_said_of_the_report_is_said_in_chinese_too(report):
    assert [f.message for f in report.findings if not translate(f.message).is_whole] == []


def test_the_folder_is_what_the_generator_makes(folder):
    stated = json.loads((folder / "expected.json").read_text("utf-8"))
    case = Case(**stated["case"])
    if case.format in NOT_THE_SAME:
        pytest.skip("another program writes this format")
    made = make(case)
    assert made.expected == stated
    assert made.files == {path.name: path.read_bytes() for path in load(folder).documents}


def test_figures_meant_to_hold_do_hold():
    """The generator's own sums, worked out here from the labels of the form alone."""
    for case in many(60, "sums", formats=("text",)):
        if case.figures != "honest" or case.template in ("t2014", "narrative"):
            continue
        cells = {cell["id"]: cell["value"] for cell in make(case).expected["cells"]}
        rows = {key.partition("[")[0] for key in cells if key.startswith("applications.")}
        for row in rows:
            parts = [value for key, value in cells.items() if key.startswith(f"{row}[") and "total]" not in key]
            assert sum(parts) == cells[f"{row}[total]"], case
        for column in {key.partition("[")[2] for key in cells if "[" in key}:
            received = cells[f"applications.new[{column}"] + cells[f"applications.carried_in[{column}"]
            done = cells[f"applications.results.total[{column}"] + cells[f"applications.carried_out[{column}"]
            assert received == done, case
