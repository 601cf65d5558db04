"""A running LibreOffice that converts one file after the other, asked as its own second start asks the first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from archive import confinement
from archive.errors import UnreadableDocument
from archive.office import installation, profile

_START_SECONDS = 60.0
_RESTARTS_ITSELF = 81  # the exit status of a new profile's first run
_PREFIX = "nianbao-office-"
_OPTIONS = ("--headless", "--invisible", "--norestore", "--nologo", "--nolockcheck")
_KEEPS_IT_UP = "private:factory/swriter"  # an empty document: without one it ends after a conversion
_READY, _DONE = b"InternalIPC::SendArguments\0", b"InternalIPC::ProcessingDone\0"


class Lost(Exception):
    """Raised when LibreOffice ended before it answered."""


class Service:
    """One LibreOffice with a folder of its own, outside of which it writes nothing."""

    def __init__(self) -> None:
        """Start it. Raises UnreadableDocument where it is missing or does not start."""
        program = installation.find()
        self.converted = 0  # for its user to count
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
        profile.write(self.folder / "profile")
        self._command = [
            *confinement.command(self.folder, str(program)),
            *(f"-env:UserInstallation={_profile(self.folder)}", *_OPTIONS, _KEEPS_IT_UP),
        ]
        self._process = self._started()
        try:
            self._wait()
        except (OSError, Lost):
            self.end()
            msg = "LibreOffice did not start"
            raise UnreadableDocument(msg) from None

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, arguments: list[str], seconds: float) -> None:
        """Have it do what its command line says. Raises TimeoutError, or Lost where it ended meanwhile."""
        try:
            with socket.socket(socket.AF_UNIX) as talk:
                talk.settimeout(seconds)
                talk.connect(str(_socket(self.folder)))
                _expect(talk, _READY)
                talk.sendall(_request(self.folder, arguments))
                _expect(talk, _DONE)
        except TimeoutError:
            raise
        except OSError:
            raise Lost from None

    def end(self) -> None:
        """End it and remove what it wrote."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        remove(self.folder)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own module, which becomes LibreOffice
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={**confinement.environment(self.folder), "SAL_USE_VCLPLUGIN": "svp"},
        )

    def _wait(self) -> None:
        """Until it does what it is told; before that it may hang up, or end to start again."""
        given_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < given_up:
            with contextlib.suppress(Lost):
                self.ask(["--headless", "--nodefault"], _START_SECONDS)
                return
            if self._process.poll() == _RESTARTS_ITSELF:
                self._process = self._started()
            elif not self.alive():
                raise Lost
            time.sleep(0.01)
        raise TimeoutError


def remove(folder: Path) -> None:
    """Remove the folder of a LibreOffice that ended, and its socket."""
    _socket(folder).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def remove_left(folder: Path) -> None:
    """Remove what was left in `folder`, which took the temporary files of a process that was killed."""
    for left in folder.glob(f"{_PREFIX}*"):
        remove(left)


def _profile(folder: Path) -> str:
    return (folder / "profile").as_uri()


def _socket(folder: Path) -> Path:
    """Where LibreOffice listens for its later starts: a name made of its profile's, always in /tmp."""
    digest = hashlib.md5(_profile(folder).encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}")  # noqa: S108 - it says where


def _request(folder: Path, arguments: list[str]) -> bytes:
    escaped = (argument.replace("\\", "\\\\").replace(",", "\\,") for argument in (folder.as_uri(), *arguments))
    return b"InternalIPC::Arguments1" + ",".join(escaped).encode() + b"\0"


def _expect(talk: socket.socket, words: bytes) -> None:
    got = b""
    while len(got) < len(words):
        part = talk.recv(len(words) - len(got))
        if not part:
            raise ConnectionResetError
        got += part
    if got != words:
        raise ConnectionAbortedError
