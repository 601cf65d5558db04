"""Proofs hold for what was stored, by both checkers; whatever is altered in one is found by both."""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import ROOT, run_nianbao

from archive.blobs import Blobs, digest_of
from archive.cli.repairing import repair
from archive.cli.verifying import verify
from archive.cli.withholding import withhold
from archive.database.connection import NAME
from archive.proofs import check_proof
from archive.proofs.bundle import NoProof, sums
from archive.proofs.checking import check
from archive.proofs.parts import packed, read
from tests.archive.proving import CELL, KEY, crawled, proved
from tests.archive.seeing import REPORT, page

SCRIPT = ROOT / "archive" / "proofs" / "check_proof.py"


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    return crawled(tmp_path_factory.mktemp("held") / "archive")


@pytest.fixture(scope="module")
def figure(held, tmp_path_factory):
    """The files of a proof of one figure."""
    target = tmp_path_factory.mktemp("proof") / "figure.zip"
    assert proved(held, target, KEY, CELL).code == 0
    return read(target)


def by_both(parts, folder):
    """Whether each of the two checkers finds nothing wrong with these files."""
    target = folder / "a.zip"
    target.write_bytes(packed(parts))
    try:
        ours = all(told.holds is not False for told in check(target))
    except NoProof:
        ours = False
    try:
        alone = all(holds is not False for holds, _ in check_proof.check(check_proof.parts(target)))
    except Exception:  # noqa: BLE001 - it ends with an error, which says no less
        alone = False
    return ours, alone


@pytest.mark.parametrize("chain", [1, 2])
def test_a_proof_holds_and_says_where_the_figure_stands(tmp_path, held, chain):
    archive = held if chain == 2 else crawled(tmp_path / "archive", chain)
    assert proved(archive, tmp_path / "figure.zip", KEY, CELL).code == 0
    parts = read(tmp_path / "figure.zip")
    assert by_both(parts, tmp_path) == (True, True)
    assert parts["documents/1.html"] == page()
    told = json.loads(parts["proof.json"])
    assert told["cell"]["text"] == REPORT.printed[CELL]
    assert (told["crawls"][0]["first"], parts["crawls/1/records.txt"].count(b"\n")) == (3, 6)
    if chain == 2:
        assert max(map(len, parts["crawls/1/records.txt"].split(b"\n"))) == 64  # nothing but digests of other captures


def test_the_standalone_checker_runs_anywhere_and_reads_the_figure_itself(tmp_path, figure):
    (tmp_path / "a.zip").write_bytes(packed(figure))
    shutil.copy(SCRIPT, tmp_path / "check_proof.py")
    words = [sys.executable, "-I", "-S", "check_proof.py", "a.zip"]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert f"this program reads '{REPORT.printed[CELL]}'" in ran.stdout
    (tmp_path / "a.zip").write_bytes(packed({**figure, "documents/1.html": page(chrome="1")}))
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "FAILS" in ran.stdout


def test_the_standalone_checker_is_short_and_its_digest_is_in_the_docs():
    source = SCRIPT.read_bytes()
    assert source.count(b"\n") <= 60
    assert b"import nianbao" not in source
    assert b"archive." not in source
    docs = (ROOT / "docs" / "proofs.md").read_text("utf-8")
    assert hashlib.sha256(source).hexdigest() in docs


def test_a_whole_report_is_proved_without_a_cell(held, tmp_path):
    assert proved(held, tmp_path / "report", KEY).code == 0
    parts = read(tmp_path / "report")
    assert json.loads(parts["proof.json"])["cell"] is None
    assert by_both(parts, tmp_path) == (True, True)
    ran = run_nianbao("verify", tmp_path / "report")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "the proof holds")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_altered_byte_is_found_by_both(tmp_path, figure, data):
    name = data.draw(st.sampled_from(sorted(figure)))
    at = data.draw(st.integers(0, len(figure[name]) - 1))
    altered = bytearray(figure[name])
    altered[at] ^= data.draw(st.integers(1, 255))
    assert by_both({**figure, name: bytes(altered)}, tmp_path) == (False, False)


def test_a_file_that_is_removed_or_added_is_found_by_both(tmp_path, figure):
    for name in figure:
        left = {key: body for key, body in figure.items() if key != name}
        assert by_both(left, tmp_path) == (False, False), name
    assert by_both({**figure, "more.txt": b"more"}, tmp_path) == (False, False)


def forged(figure, name, change):
    """A proof whose list of digests was made to fit what was altered."""
    made = {**figure, name: change(figure[name])}
    return made | {"SHA256SUMS": sums(made)}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("documents/1.html", lambda body: body + b" "),
        ("captures/1.json", lambda body: body.replace(b"2026-02-01", b"2026-02-02")),
        ("crawls/1/records.txt", lambda body: body.replace(b"a", b"b", 1)),
        ("crawls/1/records.txt", lambda body: body[:-65]),
        ("crawls/1/records.txt", lambda body: b"0" * 64 + b"\n" + body),
        ("crawls/1/manifest.json", lambda body: body.replace(b'"captures": 8', b'"captures": 9')),
        ("crawls/1/manifest.json", lambda body: body.replace(b'"crawl-1"', b'"crawl-2"')),
        ("proof.json", lambda body: body.replace(b'"first": 3', b'"first": 4')),
        ("proof.json", lambda body: body.replace(b'"first": 3', b'"first": 9')),
    ],
)
def test_what_is_altered_together_with_its_digest_is_found_by_both(tmp_path, figure, name, change):
    assert change(figure[name]) != figure[name]
    assert by_both(forged(figure, name, change), tmp_path) == (False, False)


def test_a_figure_that_the_document_does_not_print_is_found(tmp_path, figure):
    printed = json.dumps(REPORT.printed[CELL]).encode()
    made = forged(figure, "proof.json", lambda body: body.replace(b'"text": ' + printed, b'"text": "7"', 1))
    ours, _ = by_both(made, tmp_path)
    assert ours is False
    sentences = list(check_proof.check(check_proof.parts(tmp_path / "a.zip")))
    holds, said = sentences[-1]
    assert holds is None
    assert "says '7'" in said
    assert f"reads {REPORT.printed[CELL]!r}" in said


def zipped(*entries, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as file:
        warnings.simplefilter("ignore")  # of two files of one name
        for name, body in entries:
            file.writestr(name, body)
    return made.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: zipped(("proof.json", b" " * 50_000_000), method=zipfile.ZIP_DEFLATED),
        lambda: zipped(("../../etc/passwd", b"x")),
        lambda: zipped(("/etc/passwd", b"x")),
        lambda: zipped(("a\\..\\b", b"x")),
        lambda: zipped(("proof.json", b"{}"), ("proof.json", b"[]")),
        lambda: zipped(*((f"f{number}", b"") for number in range(600))),
        lambda: zipped(("proof.json", b" " * (65 << 20))),
        lambda: b"PK\x05\x06" + bytes(18),
        lambda: b"no ZIP at all",
        lambda: b"",
    ],
    ids=["bomb", "traversal", "absolute", "backslash", "twice", "many", "giant", "empty ZIP", "no ZIP", "nothing"],
)
def test_what_is_no_proof_is_refused_and_nothing_is_written(tmp_path, make):
    (tmp_path / "a.zip").write_bytes(make())
    try:
        told = check(tmp_path / "a.zip")
    except NoProof as error:
        assert "is no proof" in str(error)
    else:
        assert any(one.holds is False for one in told)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    "proof",
    [b"[" * 100_000, b"null", b'{"format": "nianbao-proof/1"}', b'{"format": "nianbao-proof/2"}', b"\xff", b'{"format": "nianbao-proof/1", "documents": [{"file": "../x"}], "crawls": [], "cell": null}'],
)  # fmt: skip
def test_a_proof_that_says_nonsense_is_said_to_be_wrong(tmp_path, figure, proof):
    assert by_both(forged(figure, "proof.json", lambda _: proof), tmp_path) == (False, False)


def test_an_archive_or_the_root_of_a_disk_given_as_a_proof_is_told_from_one(held, tmp_path):
    ran = CliRunner().invoke(verify, [str(held)])
    assert (ran.exit_code, "is an archive: `nianbao verify --archive`" in ran.stderr) == (2, True)
    for number in range(700):
        (tmp_path / f"f{number}").touch()
    with pytest.raises(NoProof, match="too many files"):
        read(tmp_path)


def test_links_in_a_folder_are_not_followed(tmp_path, figure):
    folder = tmp_path / "proof"
    folder.mkdir()
    (folder / "proof.json").symlink_to("/etc/passwd")
    with pytest.raises(NoProof, match="no ordinary file"):
        read(folder)


def test_what_cannot_be_proved_is_said(held, tmp_path):
    archive = Path(shutil.copytree(held, tmp_path / "archive"))

    def execute(statement):
        with closing(sqlite3.connect(archive / NAME)) as connection, connection:
            connection.execute(statement)

    assert "names" in proved(archive, tmp_path / "a.zip", KEY, "applications.new[*]").err
    (tmp_path / "a.zip").write_bytes(b"mine")
    ran = proved(archive, tmp_path / "a.zip", KEY)
    assert (ran.code, (tmp_path / "a.zip").read_bytes()) == (2, b"mine")
    execute("INSERT INTO seal VALUES ('crawl-1', 'ed25519', '/../../../x', x'00', '2026')")
    ran = proved(archive, tmp_path / "folder" / "proof", KEY)
    assert (ran.code, "what no file of a proof can be called" in ran.err) == (2, True)
    assert not (tmp_path / "folder").exists()
    execute("UPDATE crawl SET manifest = NULL, status = 'running'")
    assert "not closed yet" in proved(archive, tmp_path / "b.zip", KEY).err
    Blobs(archive / "blobs").path(digest_of(page())).unlink()
    ran = proved(archive, tmp_path / "b.zip", KEY)
    assert (ran.code, "no longer in the archive" in ran.err) == (2, True)
    assert not (tmp_path / "b.zip").exists()


def test_of_what_was_withheld_there_is_no_proof(held, tmp_path):
    archive = Path(shutil.copytree(held, tmp_path / "archive"))
    words = [digest_of(page()), "--yes", "--because", "a name", "--archive", str(archive)]
    assert CliRunner().invoke(withhold, words).exit_code == 0
    ran = proved(archive, tmp_path / "b.zip", KEY)
    assert (ran.code, "withheld: a name" in ran.err) == (2, True)
    assert not (tmp_path / "b.zip").exists()
    verified = CliRunner().invoke(verify, ["--archive", str(archive)])
    assert (verified.exit_code, verified.output.strip()[-5:]) == (0, "sound")
    assert (
        "nothing to repair"
        in CliRunner().invoke(repair, ["--yes", "--from", str(held), "--archive", str(archive)]).output
    )
