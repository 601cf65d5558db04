"""The releases of the parser: their order, and what each reads otherwise than the one before."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def changes() -> dict[str, str]:
    """What changed with each release, by its id, the oldest first."""
    data = tomllib.loads((resources.files("archive") / "releases.toml").read_text("utf-8"))
    return {told["id"]: told["changed"] for told in data["releases"]}


def age(release: str) -> tuple[int, int, str]:
    """What sorts releases, the oldest first; one this program does not know is newer than all it knows.

    >>> sorted(["10", "9", "2", "1"], key=age)
    ['1', '2', '9', '10']
    """
    known = list(changes())
    if release in known:
        return 0, known.index(release), ""
    return 1, int(release) if release.isdecimal() and len(release) < 10 else 0, release
