"""A script of SQL as its statements."""

from __future__ import annotations


def statements(script: str) -> list[str]:
    """The statements of a script without its comments; executescript would commit a migration's transaction."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [part.strip() for part in bare.split(";") if part.strip()]
