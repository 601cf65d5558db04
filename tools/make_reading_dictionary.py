"""Makes a dictionary of archive/database/dictionaries from the readings of an archive, best one of many formats.

    nianbao demo --archive X
    python tools/make_reading_dictionary.py X 1 > archive/database/dictionaries/reading.1.zstd

One that was ever released is never made anew: what was packed beside it could not be read any more. A new one gets
the next number, which is NEWEST in archive/database/packing.py from then on. No sentence goes into it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from backports import zstd

from archive.database.connection import open_existing
from archive.database.packing import columns, unpacked_report
from archive.models import Report

SIZE = 32 << 10


def main(directory: Path, number: int) -> None:
    """Write the dictionary."""
    rows = open_existing(directory).execute("SELECT packed FROM reading WHERE packed IS NOT NULL ORDER BY version")
    samples = [columns(_speechless(unpacked_report(packed))) for (packed,) in rows]
    made = zstd.finalize_dict(zstd.train_dict(samples, SIZE), samples, SIZE, 9)
    sys.stdout.buffer.write(made.dict_content)
    print(f"dictionary {number}: {len(samples)} readings, id {made.dict_id}", file=sys.stderr)  # noqa: T201


def _speechless(report: Report) -> Report:
    """A report without what its body wrote: that is no report's like another's."""
    sections = tuple(replace(section, heading=None, text="") for section in report.sections)
    claims = tuple(claim._replace(sentence="", said="") for claim in report.claims)
    return replace(report, title=None, agency=None, digest="", sections=sections, claims=claims)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
