"""Bytes once each under their SHA-256."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.blobs import Blobs, digest_of


@given(st.binary(max_size=200))
def test_the_name_is_the_sha256(body):
    assert digest_of(body) == hashlib.sha256(body).hexdigest()


def test_bytes_lie_two_folders_deep_and_read_back(tmp_path):
    blobs = Blobs(tmp_path / "blobs")
    digest = digest_of(b"hello")
    blobs.keep([(digest, b"hello")])
    assert (tmp_path / "blobs" / digest[:2] / digest[2:4] / digest).read_bytes() == b"hello"
    assert blobs.read(digest) == b"hello"
    assert digest in blobs
    assert list(blobs.all_digests()) == [digest]


def test_nothing_half_written_stays_behind(tmp_path, monkeypatch):
    blobs = Blobs(tmp_path / "blobs")

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        blobs.keep([(digest_of(b"x"), b"x")])
    assert [p for p in (tmp_path / "blobs").rglob("*") if p.is_file()] == []


def test_bytes_that_changed_are_found(tmp_path):
    blobs = Blobs(tmp_path)
    digest = digest_of(b"true")
    blobs.keep([(digest, b"true")])
    assert blobs.verify(digest)
    blobs.path(digest).write_bytes(b"fake")
    assert not blobs.verify(digest)


def test_what_is_stored_is_never_written_again(tmp_path):
    blobs = Blobs(tmp_path)
    digest = digest_of(b"x")
    blobs.keep([(digest, b"x")])
    first = blobs.path(digest).stat().st_ino
    blobs.keep([(digest, b"x")])
    assert blobs.path(digest).stat().st_ino == first
