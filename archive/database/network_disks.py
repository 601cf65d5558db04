"""Whether a folder lies on a disk that other hosts may write to at the same time."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_disk(folder: Path) -> str | None:
    """The type of the file system of a folder where that is a network's; None for other disks and unknown ones."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        here = folder.resolve()
    except OSError:
        return None
    best, found = -1, None
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        mount = Path(_ESCAPE.sub(lambda octal: chr(int(octal[1], 8)), fields[4]))
        if here.is_relative_to(mount) and len(mount.parts) >= best:
            best, found = len(mount.parts), after.split(" ")[0]
    return found if found in _types() else None


@cache
def _types() -> frozenset[str]:
    return frozenset(
        tomllib.loads((resources.files("archive") / "database" / "network_disks.toml").read_text("utf-8"))["types"]
    )
