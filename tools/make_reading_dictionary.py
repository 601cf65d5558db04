"""Makes the dictionary and the names of archive/database/dictionaries from the readings of an archive of many formats.

    nianbao demo --archive X
    python tools/make_reading_dictionary.py X 2

One that was ever merged is never made anew: what was packed beside it could not be read any more. A new one gets the
next number, which is NEWEST in archive/database/packing.py from then on. No sentence of a report goes into it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from backports import zstd

from archive.database import packing
from archive.database.connection import open_existing
from archive.models import Report
from archive.template import STATISTICS, TEMPLATES, load

SIZE = 32 << 10
WHERE = Path(packing.__file__).parent / "dictionaries"


def main(directory: Path, number: int) -> None:
    """Write both, the names first: the dictionary is that of readings that use them."""
    rows = open_existing(directory).execute("SELECT packed FROM reading WHERE packed IS NOT NULL ORDER BY version")
    reports = [_speechless(packing.unpacked_report(packed)) for (packed,) in rows]
    (WHERE / f"names.{number}.txt").write_text("\n".join(_names(reports)) + "\n", "utf-8")
    packing.NEWEST = number
    samples = [packing.columns(report) for report in reports]
    made = zstd.finalize_dict(zstd.train_dict(samples, SIZE), samples, SIZE, 9)
    (WHERE / f"reading.{number}.zstd").write_bytes(made.dict_content)


def _names(reports: list[Report]) -> list[str]:
    """Every cell of every form, and what checks say of any report: the ids of the cells first, form by form."""
    forms = [load(name) for name in (TEMPLATES[-1], *TEMPLATES[:-1], STATISTICS)]
    cells = [cell for form in forms for row in form.rows.values() for cell in row]
    cells += [cell.id for report in reports for cell in report.cells]
    said = sorted({f.message for report in reports for f in report.findings if not re.search(r"\d", f.message)})
    return list(dict.fromkeys([*cells, *said]))


def _speechless(report: Report) -> Report:
    """A report without what its body wrote: that is no report's like another's."""
    sections = tuple(replace(section, heading=None, text="") for section in report.sections)
    claims = tuple(claim._replace(sentence="", said="") for claim in report.claims)
    return replace(report, title=None, agency=None, digest="", sections=sections, claims=claims)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
