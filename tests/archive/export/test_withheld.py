"""What `nianbao withhold` took out of an archive is in no export of it, and the exports are as sound as before."""

import gzip

import bagit
import pytest
from click.testing import CliRunner

from archive.blobs import Blobs
from archive.cli.withholding import withhold
from archive.database.connection import open_existing
from archive.verify import Fault, verify
from tests.archive.export.conftest import KEY


@pytest.fixture
def emptied(mine):
    """The copy after `nianbao withhold`, the digest that went, and words that stood in the document."""
    told = "SELECT digest, text FROM reports JOIN sections ON report_id = id WHERE id = ? AND key = 'overview'"
    digest, text = open_existing(mine).conn.execute(told, (KEY,)).fetchone()
    said = next(line for line in text.splitlines() if "申请" in line)[-30:]
    assert said.encode() in b"".join(path.read_bytes() for path in mine.glob("archive.db*"))
    words = [digest, "--because", "names an applicant", "--yes", "--archive", str(mine)]
    assert CliRunner().invoke(withhold, words).exit_code == 0
    return mine, digest, said


def contents(path):
    """The bytes of a file, those of a packed one as they were."""
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


@pytest.mark.parametrize(
    "words",
    [
        ["csv"],
        ["csv", "--year", "2022"],
        ["package"],
        ["parquet"],
        ["jsonl"],
        ["sqlite"],
        ["sqlite", "--plain"],
        ["bag"],
    ],
    ids=" ".join,
)
def test_every_export_tells_that_it_was_withheld_and_nothing_of_it(run, emptied, tmp_path, words):
    archive, digest, said = emptied
    ran = run(words[0], tmp_path / "out", *words[1:], archive=archive)
    assert ran.code == 0, ran.err
    files = [path for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")) if path.is_file()]
    whole = b"".join(map(contents, files))
    assert b"withheld" in whole
    assert digest.encode() in whole
    assert said.encode() not in whole
    assert f"{KEY},applications.".encode() not in whole
    assert digest not in {path.name for path in files}


def test_a_bag_of_it_is_sound(run, emptied, tmp_path):
    archive, *_ = emptied
    assert run("bag", tmp_path / "bag", archive=archive).code == 0
    assert bagit.Bag(str(tmp_path / "bag")).validate()
    data = tmp_path / "bag" / "data"
    connection = open_existing(data).conn
    assert [found for found in verify(connection, Blobs(data / "blobs")) if isinstance(found, Fault)] == []
    assert connection.execute("SELECT status FROM reports WHERE id = ?", (KEY,)).fetchone() == ("withheld",)
    connection.close()
