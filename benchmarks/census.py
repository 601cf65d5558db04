"""The census of a generated archive: coverage of a province, of the country, of one body, and who is missing.

    python benchmarks/census.py [--reports N] [--rounds N] [--keep DIR]

N reports of eight years stand in it as rows, without documents or readings: 22 bodies a portal, one year in nine
missing, a tenth of the portals never read in full, and three crawls of each. The largest province has twice its share.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from archive.database import census
from archive.database.census import Scope
from archive.database.connection import create_or_open, open_existing

TARGET_MS = 200
YEARS = range(2017, 2025)
BODIES_OF_A_PORTAL = 22
PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46]
PROVINCES += [50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 51]  # one of them twice
CRAWLS = ("20240501T000000Z-crawl-1", "20250501T000000Z-crawl-2", "20250601T000000Z-crawl-3")


def rows(reports):
    """The rows of each table, by its name."""
    made = {name: [] for name in ("portal", "visit", "listed", "listed_body", "body", "report", "version")}
    for number in range(reports * 9 // 8 // len(YEARS)):
        place, seat = divmod(number, BODIES_OF_A_PORTAL)
        portal, division = f"p{place}", f"{PROVINCES[place % len(PROVINCES)]}{place // 32 % 10000:04}"
        level = ("county", "prefecture", "township")[place % 3]
        if not seat:
            made["portal"].append((portal, f"甲{place}县人民政府", division, level, *("",) * 5, "2025", *(None,) * 5))
            made["visit"] += [_visit(crawl, portal, place) for crawl in CRAWLS]
        name = f"甲{place}县第{seat}局" if seat else f"甲{place}县人民政府"
        body, kind = f"{name}@{division}", "department" if seat else "government"
        made["body"].append((body, name, division, level, portal, kind))
        made["listed_body"].append((portal, name, body, name, division, level, kind))
        for year in YEARS:
            if (number + year) % 9:
                key, url = f"{body}:{year}", f"http://{portal}.gov.cn/{seat}/{year}.html"
                made["version"].append((key, None, "2025", "2025"))
                made["report"].append((None, key, body, year, portal, url, "read", key, "7", None))
                made["listed"].append((CRAWLS[2], portal, name, year, "unchanged", url, None, None))
    return made


def _visit(crawl, portal, place):
    began, whole = f"{crawl[:4]}-{crawl[4:6]}-01T00:00:00.000Z", place % 10 > 0
    status = ("done", None) if whole else ("blocked", "HTTP 412, a challenge of RiverSecurity")
    counts = (2, 150, 0, 150, 0, int(whole), int(not whole), None)
    return (crawl, portal, began, began, *status, *counts, began, f"http://{portal}.gov.cn/nb/", None)


def fill(directory, reports):
    """An archive of generated rows."""
    db = create_or_open(directory)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    for crawl in CRAWLS:
        db.execute("INSERT INTO crawl (id, started_at, status, version) VALUES (?, '2025', 'finished', '')", (crawl,))
    for table, some in rows(reports).items():
        db.conn.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)  # noqa: S608 - names of this file
    db.execute("COMMIT")
    db.close()


def main():
    """Print a line for each question: the median and the longest of the rounds."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=1_000_000, metavar="N")
    arguments.add_argument("--rounds", type=int, default=5, metavar="N")
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="the archive is made here, or is here already")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = wanted.keep or Path(folder)
        if not (directory / "archive.db").exists():
            fill(directory, wanted.reports)
        connection = open_existing(directory).conn
        asked = {
            "a province, by level and year": lambda: census.shares(connection, Scope(division="33"), ["level", "year"]),
            "the largest province": lambda: census.shares(connection, Scope(division="51"), ["level", "year"]),
            "a province, body by body": lambda: list(census.cells(connection, Scope(division="33"))),
            "the country, by province": lambda: census.shares(connection, Scope(), ["province"]),
            "the missing of a province in a year": lambda: list(
                census.cells(connection, Scope(division="33", first_year=2024, last_year=2024), ["absent", "blocked"])
            ),
            "one body and year": lambda: [
                census.attempts(connection, one) for one in census.cells_of(connection, "甲30县第1局", 2024)
            ],
        }
        for name, ask in asked.items():
            took = []
            for _ in range(wanted.rounds):
                began = time.process_time()
                ask()
                took.append((time.process_time() - began) * 1000)
            print(f"{name}: median {statistics.median(took):.0f} ms, the longest of {len(took)} {max(took):.0f} ms")
        print(f"(target: the coverage of a province in under {TARGET_MS} ms)")


if __name__ == "__main__":
    main()
