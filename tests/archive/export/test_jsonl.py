"""`nianbao export jsonl`."""

import gzip
import json

from support import PARSED_KEYS, command, environment

from archive.database.connection import open_existing
from archive.database.queries import report
from archive.keeper import write_now
from tests.archive.export.conftest import KEY


def objects(text):
    return {made["key"]: made for made in map(json.loads, text.splitlines())}


def test_a_line_is_what_parse_prints_and_where_it_is_from(run, kept):
    ran = run("jsonl", "-")
    assert ran.code == 0
    made = objects(ran.out)[KEY]
    assert made["url"] == "http://a.gov.cn/1.html"
    assert made["captured_at"] == "2026-02-01T00:00:00.000Z"
    assert made["body"] == "云岭乡人民政府"
    (cell,) = (cell for cell in made["cells"] if cell["id"] == "applications.new[natural_person]")
    assert (cell["value"], cell["state"]) == (None, "blank")
    assert list(made)[-len(PARSED_KEYS) :] == PARSED_KEYS
    told = report(open_existing(kept).conn, KEY)
    assert {name: made[name] for name in PARSED_KEYS} == json.loads(json.dumps(told["reading"]))
    assert (made["capture"], made["digest"]) == (told["capture_id"], told["digest"])


def test_a_file_is_packed_by_its_name_and_holds_the_same(run, tmp_path):
    assert run("jsonl", tmp_path / "r.jsonl.gz").code == 0
    assert gzip.decompress((tmp_path / "r.jsonl.gz").read_bytes()) == run("jsonl", "-", binary=True).out
    assert run("jsonl", tmp_path / "r.jsonl.gz").code == 2
    assert run("jsonl", "--output", tmp_path / "r.jsonl.gz", "--force", "--body", "甲县教育局").code == 0
    assert list(objects(gzip.decompress((tmp_path / "r.jsonl.gz").read_bytes()))) == ["甲县教育局@b:2023"]


def test_of_a_withheld_report_there_is_a_line_without_content(run, withheld):
    made = objects(run("jsonl", "-", archive=withheld).out)[KEY]
    assert (made["status"], made["year"]) == ("withheld", 2022)
    assert made["cells"] == made["sections"] == made["findings"] == made["claims"] == []
    assert made["title"] is None


def test_a_damaged_reading_keeps_no_other_report_from_being_told(run, mine):
    write_now(
        mine,
        lambda c: c.execute(
            "UPDATE reading SET packed = x'00' WHERE version = (SELECT version FROM report WHERE key = ?)", (KEY,)
        ),
    )
    made = objects(run("jsonl", "-", archive=mine).out)
    assert "damaged" in made[KEY]["problem"]
    assert made[KEY]["cells"] == []
    assert made[KEY.replace("2022", "2023")]["cells"]


def test_a_reader_that_goes_away_is_no_error(kept, tmp_path):
    import subprocess
    from contextlib import closing

    with (tmp_path / "err").open("w") as err:
        going = subprocess.Popen(
            command("export", "jsonl", "-", "--archive", kept), stdout=subprocess.PIPE, stderr=err, env=environment()
        )
        with closing(going.stdout):
            assert going.stdout.read(1) == b"{"
        assert going.wait(60) == 0
    assert "Traceback" not in (tmp_path / "err").read_text()
