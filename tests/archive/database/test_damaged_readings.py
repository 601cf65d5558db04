"""A stored reading that is damaged: what needs it says so in a line, and everything else goes on."""

import json
import sqlite3

import pytest
from support import run_nianbao

from archive.database.packing import unpack
from archive.errors import DamagedReading
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭县教育局"


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """An archive of two reports, the reading of one of which is no reading any more."""
    folder = tmp_path_factory.mktemp("damaged")
    files = []
    for report in reports(AGENCY, [2021, 2022]):
        files.append(folder / f"{report.year}.html")
        files[-1].write_text(f"<h1>{report.title}</h1>{html.fragment(report)}", encoding="utf-8")
    assert run_nianbao("add", *files, "--archive", folder / "kept").code == 0
    with sqlite3.connect(folder / "kept" / "archive.db") as connection:
        connection.execute("UPDATE reading SET packed = x'00' WHERE year = 2021")
    connection.close()
    return folder / "kept"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["show", f"{AGENCY}:2021"],
        ["show", f"{AGENCY}:2022"],
        ["check", f"{AGENCY}:2022"],
        ["explain", f"{AGENCY}:2021", "applications.new[total]", "--no-picture"],
        ["years", AGENCY],
        ["copies"],
        ["recheck", "--all"],
        ["corrections", "list"],
        ["reports"],
    ],
    ids=lambda arguments: "-".join(arguments)[:30],
)
def test_no_command_ends_in_a_traceback(damaged, arguments, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    ran = run_nianbao(*arguments, "--archive", damaged, cwd=tmp_path / "elsewhere")
    assert "Traceback" not in ran.err
    assert ran.code in (0, 1, 2)


def test_the_others_are_checked_and_the_damaged_one_is_named(damaged):
    ran = run_nianbao("check", f"{AGENCY}:2021", f"{AGENCY}:2022", "--json", "--archive", damaged)
    found = {one["report"]: one["findings"] for one in json.loads(ran.out)}
    assert [f["check"] for f in found[f"{AGENCY}:2021"] if f["status"] == "unknown"] == ["X0"]
    assert any(f["check"] == "A1" for f in found[f"{AGENCY}:2022"])


@pytest.mark.parametrize("packed", [b"", b"\x00", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_bytes_that_are_no_reading_are_named_so(packed):
    with pytest.raises(DamagedReading):
        unpack(packed)
