"""Exports of a generated archive, each in a process of its own: processor time, peak memory, bytes written.

    python benchmarks/exports.py [--reports N] [--keep DIR]

N reports stand in the archive as they are stored when they are read: forty, whose body is another each time. The
baseline is SQLite's rows of the same tables written by Python's csv as they come.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from archive.captures import Capture
from archive.database import captures, readings
from archive.database.connection import create_or_open, open_existing
from archive.export.tables import wanted
from archive.jobs import Job, Result, Source
from archive.models import Hints
from archive.parser import parse
from archive.readers.registry import read
from archive.reading import RELEASE
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

YEARS = range(2019, 2024)
FORMATS = (
    ["csv"],
    ["csv", "--gzip"],
    ["parquet"],
    ["package", "--gzip"],
    ["jsonl"],
    ["sqlite", "--plain"],
    ["sqlite"],
    ["bag"],
)


def fill(directory, count):
    """An archive of `count` reports."""
    connection = create_or_open(directory).conn
    connection.execute("PRAGMA synchronous = OFF")
    published = [report for n in range(8) for report in reports(f"甲{n}县教育局", YEARS)]
    parsed = [parse([read(f"<h1>{one.title}</h1>{html.fragment(one)}".encode())]) for one in published]
    connection.execute("BEGIN")
    captures.begin_crawl(connection, "crawl-1", "", "test", {})
    for number in range(count):
        report = replace(parsed[number % len(parsed)], agency=f"乙县第{number // len(YEARS)}局")
        url, digest, day = f"http://a.gov.cn/{number}.html", f"{number:064x}", "2025-01-01T00:00:00.000Z"
        kept = Capture("crawl-1", "p", "detail", url, url, day, 200, "text/html", digest, 1)
        capture, _ = captures.add_capture(connection, kept)
        job = Job((Source(capture, digest, "text/html"),), Hints(), "p", url, "330411", day)
        readings.store(connection, job, Result((digest,), report, None), RELEASE)
    captures.end_crawl(connection, "crawl-1", "finished")
    connection.execute("DELETE FROM blob")  # there are no documents: a bag is made of the rest
    connection.execute("COMMIT")
    connection.close()


def baseline(directory, folder):
    """The same rows as they come, by Python's csv."""
    connection = open_existing(directory).conn
    for table in wanted(()):
        if table.name != "cells":
            with (folder / table.name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(connection.execute(f"SELECT * FROM {table.name}"))  # noqa: S608 - tables.toml


def timed(command):
    """Seconds of the processor and peak memory in MB of a process."""
    going = subprocess.Popen(command)
    _, status, used = os.wait4(going.pid, 0)
    going.returncode = os.waitstatus_to_exitcode(status)
    if going.returncode:
        raise SystemExit(going.returncode)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def size(path):
    """Bytes of a file, or of all files of a folder."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


def main():
    """Print a line for each format."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=5_000, metavar="N")
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="the archive is made here, or is here already")
    arguments.add_argument("--baseline", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.baseline:
        baseline(*asked.baseline)
        return
    with tempfile.TemporaryDirectory() as made:
        directory, folder = asked.keep or Path(made, "archive"), Path(made, "out")
        if not (directory / "archive.db").exists():
            fill(directory, asked.reports)
        folder.mkdir()
        plain, memory = timed([sys.executable, __file__, "--baseline", directory, folder])
        print(f"{'rows by csv, the baseline':28} {plain:6.1f} s  {memory:4.0f} MB")
        for words in FORMATS:
            target = Path(made, "-".join(words))
            spent, memory = timed(
                [sys.executable, "-m", "crawler", "export", *words, target, "--archive", directory, "--force"]
            )
            times = f"{spent / plain:4.1f} ×"
            print(
                f"{' '.join(words):28} {spent:6.1f} s  {memory:4.0f} MB  {times}  {size(target) / 1e6:7.1f} MB written"
            )


if __name__ == "__main__":
    main()
