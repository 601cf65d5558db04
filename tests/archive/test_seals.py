"""Signatures and time stamps over manifests hold for just these bytes, and only for keys and authorities given."""

import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from support import Ran, run_nianbao

from archive.blobs import digest_of
from archive.cli.sealing import seal
from archive.cli.verifying import verify
from archive.database import captures, seals
from archive.database.connection import NAME, open_existing
from archive.keeper import Keeper
from archive.seals import keys, stamps
from tests.archive.proving import CELL, KEY, crawled, proved

AUTHORITY = """
[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[req]
distinguished_name = dn
[dn]
"""


class Authority:
    """A time-stamping authority of our own, with OpenSSL."""

    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "root.pem"
        folder.mkdir()
        (folder / "conf").write_text(AUTHORITY.format(folder=folder))
        (folder / "serial").write_text("01")
        self("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "3650", "-subj", "/CN=root", "-extensions", "ca")  # fmt: skip
        self("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=authority")
        self("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "3650", "-extfile", "conf", "-extensions", "stamping")  # fmt: skip

    def __call__(self, command, *words):
        where = ["-config", "conf"] if command in ("req", "ts") else []
        subprocess.run(["openssl", command, *words, *where], cwd=self.folder, check=True, capture_output=True)

    def answer(self, question, answer):
        words = ("-queryfile", str(question), "-inkey", "tsa.key", "-signer", "tsa.pem", "-out", str(answer))
        self("ts", "-reply", *words)
        return answer


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("this machine has no openssl to make an authority of")
    return Authority(tmp_path_factory.mktemp("authority") / "ours")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return crawled(tmp_path_factory.mktemp("made") / "archive")


@pytest.fixture
def stored(made, archive):
    return Path(shutil.copytree(made, archive))


@pytest.fixture
def key(tmp_path):
    keys.new_key(tmp_path / "my.key")
    return tmp_path / "my.key"


def run(command, *words):
    ran = CliRunner().invoke(command, list(map(str, words)))
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def pub(key):
    return key.with_name(f"{key.name}.pub")


def execute(archive, statement):
    with closing(sqlite3.connect(archive / NAME)) as connection, connection:
        return connection.execute(statement).fetchall()


def test_a_key_is_for_its_owner_alone_and_is_never_written_over(tmp_path):
    ran = run(seal, "key", "new", tmp_path / "my.key")
    assert ran.code == 0
    assert stat.S_IMODE((tmp_path / "my.key").stat().st_mode) == 0o600
    before = (tmp_path / "my.key").read_bytes()
    again = run(seal, "key", "new", tmp_path / "my.key")
    assert (again.code, "is there already" in again.err) == (2, True)
    assert (tmp_path / "my.key").read_bytes() == before
    assert keys.public_key(pub(tmp_path / "my.key")) in ran.out


def test_all_unsigned_closed_crawls_are_signed_once(stored, key):
    with Keeper(stored) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-2", "me", "test", {}))
    assert run(seal, "sign", "--key", key, "--archive", stored).out.startswith("1 crawl signed")
    assert run(seal, "sign", "--key", key, "--archive", stored).out.startswith("0 crawls signed")
    ran = run(seal, "verify", "--public-key", pub(key), "--archive", stored)
    assert (ran.code, "1 crawl sealed by whom you trust, 0 not, 0 faults" in ran.out) == (0, True)
    assert run(verify, "--archive", stored).code == 0
    assert "signed by the key" in run(seal, "list", "--archive", stored).out
    refused = run(seal, "sign", "crawl-2", "--key", key, "--archive", stored)
    assert (refused.code, "no closed crawl" in refused.err) == (2, True)


def test_openssl_agrees_that_it_is_a_signature_over_the_bytes_of_the_manifest(stored, key, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("this machine has no openssl")
    run(seal, "sign", "--key", key, "--archive", stored)
    ((manifest, value),) = execute(stored, "SELECT manifest, value FROM crawl JOIN seal ON seal.crawl = crawl.id")
    (tmp_path / "manifest").write_bytes(manifest.encode())
    (tmp_path / "sig").write_bytes(value)
    words = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        pub(key),
        "-rawin",
        "-in",
        "manifest",
        "-sigfile",
        "sig",
    ]
    assert subprocess.run(words, cwd=tmp_path, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE crawl SET manifest = replace(manifest, 'finished', 'stopped '), status = 'stopped '",
        "UPDATE seal SET value = x'00' || substr(value, 2)",
        "UPDATE seal SET value = x''",
        "UPDATE seal SET signer = replace(signer, substr(signer, 1, 2), 'ff')",
        "UPDATE seal SET signer = 'no key'",
        "UPDATE seal SET kind = 'rfc3161'",
        "UPDATE seal SET kind = 'other'",
    ],
)
def test_a_seal_that_does_not_fit_is_a_fault(stored, key, statement):
    run(seal, "sign", "--key", key, "--archive", stored)
    execute(stored, statement)
    ran = run(verify, "--json", "--archive", stored)
    assert (ran.code, '"kind": "seal"' in ran.out) == (1, True)
    assert run(seal, "verify", "--archive", stored).code == 1


def test_a_signature_by_somebody_else_vouches_for_nothing(stored, key, tmp_path):
    run(seal, "sign", "--key", key, "--archive", stored)
    keys.new_key(tmp_path / "other.key")
    ran = run(seal, "verify", "--public-key", pub(tmp_path / "other.key"), "--archive", stored)
    assert ran.code == 1
    assert "none of those given" in ran.out
    assert "crawl-1: no seal by anybody given" in ran.out


def test_a_time_stamp_is_asked_for_kept_and_holds_for_its_authority_alone(stored, authority, tmp_path):
    question, answer = tmp_path / "crawl.tsq", tmp_path / "crawl.tsr"
    assert run(seal, "request", "crawl-1", "--output", question, "--archive", stored).code == 0
    authority.answer(question, answer)
    assert "is stamped at" in run(seal, "token", "crawl-1", answer, "--archive", stored).out
    ran = run(seal, "verify", "--tsa-root", authority.root, "--archive", stored)
    assert (ran.code, "by an authority under the roots given" in ran.out) == (0, True)
    assert run(verify, "--tsa-root", authority.root, "--archive", stored).code == 0
    other = Authority(tmp_path / "other")
    ran = run(seal, "verify", "--tsa-root", other.root, "--archive", stored)
    assert (ran.code, "none by the authorities given" in ran.out) == (1, True)
    assert run(verify, "--archive", stored).code == 0  # nobody was named, so nobody is asked for


def test_a_time_stamp_of_something_else_is_refused(stored, authority, tmp_path):
    (tmp_path / "other.tsq").write_bytes(stamps.request(b"another manifest"))
    answer = authority.answer(tmp_path / "other.tsq", tmp_path / "other.tsr")
    ran = run(seal, "token", "crawl-1", answer, "--archive", stored)
    assert (ran.code, "something else than the manifest" in ran.err) == (2, True)
    assert execute(stored, "SELECT count(*) FROM seal") == [(0,)]


@pytest.mark.parametrize("body", [b"", b"no DER", b"0" * (2 << 20), bytes.fromhex("3003020102")])
def test_what_is_no_time_stamp_is_refused(stored, tmp_path, body):
    (tmp_path / "a.tsr").write_bytes(body)
    ran = run(seal, "token", "crawl-1", tmp_path / "a.tsr", "--archive", stored)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_an_altered_time_stamp_is_never_vouched_for(authority, data):
    message = b"a manifest"
    (authority.folder / "m.tsq").write_bytes(stamps.request(message))
    kept = authority.folder / "m.tsr"
    if not kept.exists():
        authority.answer(authority.folder / "m.tsq", kept)
    body, root = bytearray(kept.read_bytes()), authority.root.read_bytes()
    assert stamps.vouched(bytes(body), message, [root]) is None
    body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        stamps.stamp(bytes(body), message)
        problem = stamps.vouched(bytes(body), message, [root])
    except keys.BadSeal:
        return
    # some bytes are signed by nobody, such as those of certificates that are not used: then what is vouched for is the same
    assert problem is not None or stamps.stamp(bytes(body), message) == stamps.stamp(kept.read_bytes(), message)


def test_a_proof_carries_its_seals_and_both_are_checked(stored, key, authority, tmp_path):
    run(seal, "sign", "--key", key, "--archive", stored)
    run(seal, "request", "crawl-1", "--output", tmp_path / "q", "--archive", stored)
    run(seal, "token", "crawl-1", authority.answer(tmp_path / "q", tmp_path / "a"), "--archive", stored)
    assert proved(stored, tmp_path / "p.zip", KEY, CELL).code == 0
    ran = run(verify, tmp_path / "p.zip", "--public-key", pub(key), "--tsa-root", authority.root)
    assert ran.code == 0
    assert ran.out.count("which was given") == 1
    assert ran.out.count("by an authority under the roots given") == 1
    assert "whether that is the key of somebody you trust" in run(verify, tmp_path / "p.zip").out


def test_keys_of_another_kind_and_files_that_are_none_are_said(stored, tmp_path):
    (tmp_path / "none").write_text("no key")
    for words in (("sign", "--key", tmp_path / "none"), ("verify", "--public-key", tmp_path / "none"), ("verify", "--tsa-root", tmp_path / "none"), ("sign", "--key", tmp_path / "missing")):  # fmt: skip
        ran = run(seal, *words, "--archive", stored)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1), ran


def test_without_the_packages_it_is_said_what_to_install_and_seals_are_no_fault(stored, key, tmp_path):
    run(seal, "sign", "--key", key, "--archive", stored)
    hidden = tmp_path / "hidden" / "cryptography"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError")
    ran = run_nianbao("verify", "--archive", stored, PYTHONPATH=str(hidden.parent))
    assert ran.code == 0
    assert "pip install 'nianbao[seal]'" in ran.out
    ran = run_nianbao("seal", "sign", "--key", key, "--archive", stored, PYTHONPATH=str(hidden.parent))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "pip install 'nianbao[seal]'" in ran.err


def test_the_name_of_a_token_is_its_digest(stored, authority, tmp_path):
    run(seal, "request", "crawl-1", "--output", tmp_path / "q", "--archive", stored)
    answer = authority.answer(tmp_path / "q", tmp_path / "a")
    for _ in range(2):  # kept once
        run(seal, "token", "crawl-1", answer, "--archive", stored)
    (kept,) = seals.seals(open_existing(stored).conn)
    assert (kept.signer, kept.value) == (digest_of(answer.read_bytes()), answer.read_bytes())
