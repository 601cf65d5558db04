"""Who writes to an archive, seen by every host: a file for each writing process, renewed while it works.

SQLite's locks keep the processes of one host apart. Two hosts that reach one folder over a network, or two virtual
machines that share it, do not see each other's locks, and would tear the database apart.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from archive.clock import now
from archive.errors import ArchiveBusy
from archive.owner import owner, runs

RENEW_SECONDS = 15.0
GONE_SECONDS = 60.0  # a mark not renewed for this long is of a host that is gone
FOLDER = "writers"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Mark:
    """The file of this process; `close` takes it away. Times are the file system's, which all hosts share."""

    def __init__(self, directory: Path) -> None:
        """Set the mark; raises ArchiveBusy where another host writes, and leaves no mark then."""
        self._path = directory / FOLDER / f"{owner().replace(':', '.').replace('/', '-')}.{boot()[:8]}"
        self._path.parent.mkdir(exist_ok=True)
        self._closing = threading.Event()
        self.renew()
        try:
            self._require_alone()
        except BaseException:
            self._path.unlink(missing_ok=True)
            raise
        threading.Thread(target=self._keep_renewing, name="mark", daemon=True).start()

    def renew(self) -> None:
        """Say that this process still writes."""
        said = {"host": os.uname().nodename, "boot": boot(), "pid": os.getpid(), "at": now()}
        self._path.write_text(json.dumps(said) + "\n", encoding="utf-8")

    def close(self) -> None:
        """This process writes no more."""
        self._closing.set()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _keep_renewing(self) -> None:
        while not self._closing.wait(RENEW_SECONDS):
            with suppress(OSError):  # a full disk says so to whoever stores
                self.renew()

    def _require_alone(self) -> None:
        """Look at the marks of others; those of this boot are SQLite's to keep apart, or are left by a crash."""
        here = self._path.stat().st_mtime
        for other in sorted(self._path.parent.iterdir()):
            if other == self._path:
                continue
            with suppress(FileNotFoundError):
                said, age = _said(other), here - other.stat().st_mtime
                if said.get("boot") == boot():
                    _forget_if_gone(other, said)
                elif age < GONE_SECONDS:
                    msg = (
                        f"{self._path.parent.parent} is written to by {said.get('host', 'another host')},"
                        f" process {said.get('pid', '?')}, last seen {max(age, 0):.0f} seconds ago; two hosts must not"
                        f" write to one archive. If that host is gone, remove {other}"
                    )
                    raise ArchiveBusy(msg)


def _said(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(1000))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _forget_if_gone(path: Path, said: dict[str, object]) -> None:
    """Take away what a process of this machine left that was killed; of other containers nothing is known."""
    pid = said.get("pid")
    if said.get("host") == os.uname().nodename and isinstance(pid, int) and not runs(pid):
        path.unlink(missing_ok=True)


@cache
def boot() -> str:
    """What tells one start of a machine from any other; the name of the host where the system does not say."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return os.uname().nodename
