"""Small valid documents of every format, for fuzzers to spoil."""

from functools import cache
from pathlib import Path

from tests.corpus.cases import Case, make

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("html", "text", "markdown", "docx", "xlsx", "xls", "pdf", "ofd", "zip")


@cache
def seeds(name):
    """A few documents of a format, as bytes."""
    kept = sorted((ROOT / "tests" / "reports").glob(f"{name}-*/report.*"))[:3]
    if kept:
        return tuple(path.read_bytes() for path in kept)
    return tuple(next(iter(make(Case("t2021", "honest", layout, name)).files.values())) for layout in ("whole", "cut"))
