"""A person's files: ordinary ones of a sane size, whatever a name leads to."""

from __future__ import annotations

import stat
from pathlib import Path

NOT_THERE = "there is no such file"
MOST_BYTES = 200_000_000  # no report is larger


class NotReadable(Exception):
    """Raised with a phrase that says why there are no bytes: no such file, a folder, a pipe, too large."""


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file. Pipes and devices, which may never end, are not read."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            msg = "a folder"
            raise NotReadable(msg)
        if not stat.S_ISREG(found.st_mode):
            msg = "no ordinary file"
            raise NotReadable(msg)
        if found.st_size > MOST_BYTES:
            msg = f"larger than {MOST_BYTES // 1_000_000} MB"
            raise NotReadable(msg)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotReadable(NOT_THERE) from error
    except (OSError, ValueError) as error:
        msg = getattr(error, "strerror", None) or str(error)
        raise NotReadable(msg) from error
