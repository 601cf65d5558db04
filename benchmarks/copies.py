"""The search for copies over an archive of made narratives, beside the bare library on the same texts.

    python benchmarks/copies.py [--reports N] [--turns T]

The archive has ten years of N / 10 bodies; a fifth of the reports are copies of earlier ones with their figures, names,
sentences, order or words changed. The bare library (rensa) takes the same rows, makes fingerprints of their letters as
they stand and asks its index for each: without masks, without what all reports say, and without exact comparison. Both
run in processes of their own, one after the other; times are those of the processor. Precision and recall are those of
copies: whether a report said to be a copy is one, and whether each one made is found.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SHARE = 0.8
TARGET = 8.0


def fill(directory, count):
    """An archive of so many reports, and the numbers of those that are copies."""
    from archive.database.connection import create_or_open
    from tests.corpus import copied

    connection = create_or_open(directory).conn
    made, planted = copied.archive(count // 10, range(2014, 2024), Random(1))
    connection.execute("BEGIN")
    for text in made:
        copied.put(connection, text)
    connection.execute("COMMIT")
    return {one.copy for one in planted}


def library(directory):
    """The narratives of an archive."""
    from archive.cli.options import view
    from archive.database.narratives import Narratives

    return Narratives(view(directory))


def ours(directory):
    """The numbers of the reports that the search says are copies."""
    from archive.copies.search import search

    return {copy.text.number for copy in search(library(directory), SHARE)}


def bare(directory):
    """The numbers of the texts that the bare library finds a like one of."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=SHARE, num_perm=240, num_bands=48)
    found = set()
    for text in library(directory).in_time():
        whole = "".join(said for _, said in text.sections)
        made = RMinHash(num_perm=240, seed=1)
        made.update([whole[i : i + 5] for i in range(len(whole) - 4)])
        if index.query(made):
            found.add(text.number)
        index.insert(text.number, made)
    return found


def apart(*arguments):
    """Do one of the works in a process of its own, whose memory is nobody else's; what it prints."""
    done = subprocess.run([sys.executable, __file__, "--work", *map(str, arguments)], capture_output=True, check=True)
    return json.loads(done.stdout)


def work(name, directory, *more):
    """One of the works: what it made or found, seconds of the processor and by the clock, megabytes."""
    began, wall = time.process_time(), time.perf_counter()
    found = {"fill": fill, "ours": ours, "bare": bare}[name](Path(directory), *map(int, more))
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "wall": time.perf_counter() - wall, "peak": peak, "found": sorted(found)}))


def main():
    """Print one line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=10_000)
    arguments.add_argument("--turns", type=int, default=1)
    arguments.add_argument("--work", nargs="+", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.work:
        work(*given.work)
        return
    with tempfile.TemporaryDirectory() as directory:
        planted = set(apart("fill", directory, given.reports)["found"])
        turns = [(apart("ours", directory), apart("bare", directory)) for _ in range(given.turns)]
    own, beside = turns[-1]
    found = set(own["found"])
    ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in turns)
    print(
        f"{given.reports} reports: {own['seconds']:.0f} s ({own['wall']:.0f} s by the clock), {own['peak']} MB,"
        f" rensa alone {beside['seconds']:.0f} s, {beside['peak']} MB, ratio {ratio:.1f} (target: at most {TARGET});"
        f" {len(planted)} copies, recall {len(found & planted) / len(planted):.4f},"
        f" precision {len(found & planted) / max(len(found), 1):.4f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
