"""Parse time of HTML reports, hard identities included, beside a bare BeautifulSoup(body, "lxml") of the same bytes.

    python benchmarks/parse.py [FILE.html ...]

Without files the two HTML reports of ../shared/reports are taken, else two generated ones. Each figure is
the median of many turns taken alternately; the second reading, which only doubtful reports get, is left out.
"""

import statistics
import sys
import time
from pathlib import Path

from bs4 import BeautifulSoup

from archive import parser
from archive.readers.registry import read
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

TURNS = 41
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "reports"


def bodies(paths):
    """The documents to measure, by name."""
    files = [Path(p) for p in paths] or sorted(SHARED.glob("*.html"))
    if files:
        return {path.name: path.read_bytes() for path in files}
    made = reports("云岭乡人民政府", (2019, 2023))
    return {f"generated {r.year}": f"<h1>{r.title}</h1>{html.fragment(r, 'word')}".encode() for r in made}


def seconds(work):
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    """Print one line a document."""
    parser.compare = lambda report, _documents: report  # the second reading is not what is measured
    for name, body in bodies(sys.argv[1:]).items():
        pairs = [
            (seconds(lambda b=body: parser.parse([read(b)])), seconds(lambda b=body: BeautifulSoup(b, "lxml")))
            for _ in range(TURNS)
        ]
        own, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{name}: parse {own:.2f} ms, bare BeautifulSoup {bare:.2f} ms, ratio {ratio:.2f} (target: at most 0.70)")


if __name__ == "__main__":
    main()
