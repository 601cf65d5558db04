"""Made documents by the hundred, of seeds nobody has looked at: all cells exact, nothing wrong in silence."""

import json
import os

import pytest
from support import ROOT, run_nianbao

from archive.truth import load
from tests.corpus.__main__ import write
from tests.corpus.cases import TEXT_FORMATS, fits
from tests.corpus.choosing import many
from tests.corpus.figures import VARIANTS
from tests.corpus.layouts import LAYOUTS
from tests.corpus.writers import office, scans

SIZE = int(os.environ.get("NIANBAO_CORPUS", "2000"))
SCANS = int(os.environ.get("NIANBAO_SCANS", "60"))
PLAIN = (
    "clean",
    "turned",
    "sideways",
    "noisy",
    "jpeg",
    "grey",
    "faint",
    "shaded",
    "blurred",
    "speckled",
    "photo",
)  # what office scanners and telephones make of paper
RULED = ("grid", "open")  # rules down between the columns
QUICK = ("html", "text", "markdown", "docx", "xlsx", "pdf", "ofd", "zip")


def scored(cases, folder):
    """The counts of all these cases, and what was wrong in silence or a false alarm."""
    write(cases, folder)
    ran = run_nianbao("score", "--json", folder, timeout=7200)
    assert ran.code in (0, 1), ran.err
    return json.loads(ran.out)


def assert_perfect(made):
    total = made["total"]
    assert made["silent"] == {}
    assert made["alarms"] == {}
    assert total["repairs"] == 0
    assert total["exact"] == total["cells"] - total["doubtful"]
    assert total["facts"] == 0


def test_a_sample_of_every_text_format_is_read_exactly(tmp_path):
    assert_perfect(scored(many(80, "sample", formats=QUICK), tmp_path))


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_thousands_of_documents_are_read_exactly(tmp_path):
    """Another seed with each release of the reader would be better still: NIANBAO_SEED."""
    formats = TEXT_FORMATS + (tuple(office.CONVERTED) if office.converter() else ())
    made = scored(many(SIZE, os.environ.get("NIANBAO_SEED", "nightly"), formats=formats), tmp_path)
    assert_perfect(made)
    assert made["total"]["documents"] >= SIZE * 0.99


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_scans_of_every_damage_are_read_and_nothing_is_wrong_in_silence(tmp_path):
    """Tables with rules down are read but for one cell in 200 where the page was neither faxed, stamped nor copied anew.

    Faxes, seals, copies of copies and tables without rules down lose more; what is not read is always told.
    """
    made = scored(many(SCANS, os.environ.get("NIANBAO_SEED", "nightly"), scanned=1.0), tmp_path)
    assert made["silent"] == {}
    assert made["total"]["repairs"] == 0
    assert set(made["ruling"]) == {*scans.RULINGS}
    ruled = [case for case in many(SCANS, "ruled", scanned=1.0) if case.ruling in RULED and case.damage in PLAIN]
    total = scored(ruled, tmp_path / "ruled")["total"]
    assert total["exact"] >= 0.995 * (total["cells"] - total["doubtful"])
    assert total["silent"] == total["repairs"] == 0


def test_cases_are_spread_over_every_axis():
    cases = many(1500, "spread", scanned=0.2)
    scanned = [case for case in cases if case.format in scans.KINDS]
    assert {case.damage for case in scanned} == {*scans.DAMAGES}
    assert {case.ruling for case in scanned} == {*scans.RULINGS}
    assert {(case.damage, case.ruling) for case in cases if case.format not in scans.KINDS} == {("", "")}
    assert {case.format for case in cases} == {*TEXT_FORMATS, *office.CONVERTED, *scans.KINDS}
    assert {case.figures for case in cases} == {*VARIANTS}
    assert {*LAYOUTS} <= {case.layout for case in cases}
    assert all(map(fits, cases))
    assert len({case.name for case in cases}) == len(cases)


def test_the_command_writes_folders_that_score_reads(tmp_path):
    import subprocess
    import sys

    command = [sys.executable, "-m", "tests.corpus", "5", "--out", str(tmp_path), "--formats", "html,text"]
    subprocess.run(command, cwd=ROOT, check=True)
    folders = sorted(path.parent for path in tmp_path.glob("*/expected.json"))
    assert len(folders) == 5
    assert all(path.is_file() for folder in folders for path in load(folder).documents)
