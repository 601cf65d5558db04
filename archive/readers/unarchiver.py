"""RAR and 7z archives, by the programs lsar and unar: confined, and never unpacked to the disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from select import select
from typing import IO, Any, Self

from archive import confinement
from archive.errors import EncryptedDocument, UnreadableDocument
from archive.readers.members import Member

SECONDS = 60.0  # for all files of an archive
_MOST_LISTED = 5_000_000  # bytes of the list; a file takes a thousand
_GBK = ("-encoding", "gb18030")  # of names that do not say what they are in
_WANTED = "unar (on Debian: apt-get install unar)"
_CHECKSUMS = ("RARCRC32", "RAR5CRC32", "7zCRC32")
_ENDS = {b"Rar!\x1a\x07\x01\x00": b"\x03\x05\x04", b"Rar!\x1a\x07\x00": b"\x7b\x00\x40"}  # of the last block's header
_DAMAGED = "the archive is damaged: it cannot be unpacked"


class Unarchived:
    """An opened RAR or 7z file, which lies in a folder of its own that the two programs cannot leave."""

    def __init__(self, body: bytes) -> None:
        """Open `body`. Raises UnreadableDocument where the programs are missing."""
        self._list, self._unpack = (_program(name) for name in ("lsar", "unar"))
        self._given_up = time.monotonic() + SECONDS
        self._folder = Path(tempfile.mkdtemp(prefix="nianbao-archive-")).resolve()
        self._file = self._folder / "archive"
        self._file.write_bytes(body)
        ends = next((end for start, end in _ENDS.items() if body.startswith(start)), b"")
        self.notes: tuple[str, ...] = (
            () if ends in body[-4096:] else ("the archive ends too early: files may be missing from it",)
        )

    def __enter__(self) -> Self:
        """The archive."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove its folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def members(self) -> list[Member]:
        """The files in it, in their order."""
        said, complaint = self._run(_MOST_LISTED, self._list, "-json-ascii", "-no-recursion", *_GBK, str(self._file))
        if b"password" in complaint:
            msg = "the archive is encrypted"
            raise EncryptedDocument(msg)
        try:
            listed = json.loads(said)
            if listed.get("lsarError"):
                raise UnreadableDocument(_DAMAGED)
            return [_member(entry) for entry in listed["lsarContents"] if not entry.get("XADIsDirectory")]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnreadableDocument(_DAMAGED) from None

    def read(self, member: Member, most: int) -> bytes:
        """The first `most` bytes of a file. unar passes over damage in silence, so size and checksum are compared."""
        arguments = ("-quiet", "-no-recursion", "-output-directory", "-", *_GBK, "-indexes", str(self._file))
        content, _ = self._run(most, self._unpack, *arguments, str(member.number))
        if len(content) == most and member.size >= most:
            return content
        if len(content) != member.size or member.checksum not in (None, zlib.crc32(content)):
            msg = "it is damaged"
            raise UnreadableDocument(msg)
        return content

    def _run(self, most: int, *command: str) -> tuple[bytes, bytes]:
        """The first `most` bytes a program writes, and the beginning of what it complains about."""
        complaints = self._folder / "complaints"
        with complaints.open("w+b") as wrong:
            process = subprocess.Popen(  # noqa: S603 - lsar and unar, with our own arguments
                [*confinement.command(self._folder, command[0]), *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=wrong,
                cwd=self._folder,
                env=confinement.environment(self._folder),
            )
            assert process.stdout is not None
            try:
                said = self._read(process.stdout, most)
            finally:
                process.kill()
                process.wait()
                process.stdout.close()
            wrong.seek(0)
            return said, wrong.read(10_000)

    def _read(self, stream: IO[bytes], most: int) -> bytes:
        parts: list[bytes] = []
        left = most
        while left > 0:
            if not select([stream], [], [], max(0.0, self._given_up - time.monotonic()))[0]:
                msg = f"unpacking the archive took longer than {SECONDS:.0f} seconds"
                raise UnreadableDocument(msg)
            part = os.read(stream.fileno(), min(left, 1 << 16))
            if not part:
                break
            parts.append(part)
            left -= len(part)
        return b"".join(parts)


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        msg = f"reading it needs {_WANTED}"
        raise UnreadableDocument(msg)
    return found


def _member(entry: dict[str, Any]) -> Member:
    checksum = next((entry[name] & 0xFFFFFFFF for name in _CHECKSUMS if name in entry), None)
    return Member(
        int(entry["XADIndex"]),
        str(entry["XADFileName"]),
        int(entry.get("XADFileSize", 0)),
        is_encrypted=bool(entry.get("XADIsEncrypted")),
        is_link=bool(entry.get("XADIsLink")),
        checksum=checksum,
    )
