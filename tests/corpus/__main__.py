"""Writes data sets: `python -m tests.corpus N --out DIR`, or without N the small set of tests/reports."""

import argparse
import shutil
from pathlib import Path

from archive.truth import NAME, as_text
from tests.corpus.cases import Case, make
from tests.corpus.choosing import few, many
from tests.corpus.writers import office

SMALL = Path(__file__).resolve().parent.parent / "reports"


def main():
    """Read the command line and write the folders."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, help="how many documents; without it the small set")
    parser.add_argument("--out", type=Path, help="where to (the small set: tests/reports)")
    parser.add_argument("--seed", default="1", help="another seed gives other documents")
    parser.add_argument("--scans", type=float, default=0.0, metavar="SHARE", help="share of documents without text")
    parser.add_argument("--planted", type=float, default=0.0, metavar="SHARE", help="share of those with an error")
    parser.add_argument("--formats", help="only these, separated by commas")
    parser.add_argument("--templates", help="only these, separated by commas")
    parser.add_argument("--layouts", help="only these, separated by commas")
    given = parser.parse_args()
    if given.count is None:
        cases, out = few(), given.out or SMALL
    else:
        formats = {"formats": tuple(given.formats.split(","))} if given.formats else {}
        shares = {"scanned": given.scans, "planted": given.planted}
        cases, out = many(given.count, given.seed, **shares, **formats), given.out or Path("corpus")
    for axis in ("format", "template", "layout"):
        if only := getattr(given, f"{axis}s"):
            cases = [case for case in cases if getattr(case, axis) in only.split(",")]
    write(cases, out)


def write(cases, out):
    """A folder for each case; what was there of an older set goes."""
    for old in out.glob(f"*/{NAME}"):
        shutil.rmtree(old.parent)
    waiting = {}
    for case in cases:
        made = make(case)
        if case.format in office.CONVERTED:
            waiting.setdefault(case.format, {})[case] = made
        else:
            _write(out, case, made.files, made.expected)
    for ending, group in waiting.items():
        sources = {case.name: next(iter(made.files.values())) for case, made in group.items()}
        converted = office.convert(sources, ending) if office.converter() else {}
        for case, made in group.items():
            if case.name in converted:
                _write(out, case, {f"report.{ending}": converted[case.name]}, made.expected)


def _write(out, case: Case, files, expected):
    folder = out / case.name
    folder.mkdir(parents=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    (folder / NAME).write_text(as_text(expected), "utf-8")


if __name__ == "__main__":
    main()
