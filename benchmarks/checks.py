"""All checks of a report, and an archive checked as a whole, beside unpacking the stored readings they work from.

    python benchmarks/checks.py [--reports N]

First the checks of generated reports one by one, then an archive of N reports (400 bodies a thousand) whose readings
were stored without documents: `recheck --all` over all of it, one process.
"""

import argparse
import gc
import statistics
import tempfile
import time
from pathlib import Path

from archive.checks.again import rechecked
from archive.database import readings
from archive.database.connection import open_existing
from archive.database.packing import pack, unpack
from archive.jobs import Job, Result, Source
from archive.keeper import Keeper
from archive.models import Hints
from archive.parser import parse
from archive.readers.registry import read
from archive.reading import RELEASE
from archive.rechecking import recheck
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

TARGET_MS = 5
YEARS = (2020, 2021, 2022, 2023)


def published(bodies):
    """Generated reports of so many bodies, four years each, as they are read."""
    for number in range(bodies):
        for report in reports(f"云岭县第{number}局", YEARS):
            page = f"<h1>{report.title}</h1>{html.fragment(report)}"
            yield parse([read(page.encode())])


def milliseconds(work, things):
    """The processor time of each call."""
    gc.collect()
    took = []
    for thing in things:
        began = time.process_time()
        work(thing)
        took.append((time.process_time() - began) * 1000)
    return took


def stored(archive, made):
    """Readings into an archive, without their documents."""
    with Keeper(archive) as keeper:
        for number, report in enumerate(made):
            source = Source(f"{number:064x}", f"{number:064x}", "text/html")
            job = Job((source,), Hints(), None, f"https://example.org/{number}", None, "2024-01-20T00:00:00+00:00")
            result = Result((f"{number:x}",), report, None)
            keeper.write(lambda c, job=job, result=result: readings.store(c, job, result, RELEASE))


def main():
    """Print one line for single reports and one for the archive."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=1000, metavar="N")
    wanted = arguments.parse_args().reports
    made = list(published(wanted // len(YEARS)))
    own = milliseconds(rechecked, made)
    bare = milliseconds(unpack, [pack(report) for report in made])
    usual, beside = statistics.median(own), statistics.median(bare)
    print(
        f"checks of one report: median {usual:.2f} ms, the slowest of {len(own)} {max(own):.1f} ms"
        f" (target: under {TARGET_MS} ms); {usual / beside:.1f} x unpacking its reading"
    )
    with tempfile.TemporaryDirectory() as folder:
        stored(Path(folder), made)
        view = open_existing(Path(folder)).conn
        with Keeper(Path(folder)) as keeper:
            began = time.perf_counter()
            done = recheck(keeper, view, everything=True)
            took = time.perf_counter() - began
        view.close()
    print(f"the whole archive: {done} reports in {took:.1f} s, {took / done * 1000:.1f} ms a report")


if __name__ == "__main__":
    main()
