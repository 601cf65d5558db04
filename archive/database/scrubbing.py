"""The database file written anew, so that nothing that was deleted is left in it or in its log."""

from __future__ import annotations

from pathlib import Path

from archive.database import terms, texts
from archive.database.connection import NAME, create_or_open, immediate, translated_errors
from archive.errors import ArchiveBusy


def scrub(directory: Path) -> None:
    """Write the file from its rows alone, and empty its log; takes as much free disk as the file is large.

    Raises ArchiveBusy where another program looks into the archive for so long that the log cannot be emptied, and
    DiskFull; what is in the archive is the same in either case.
    """
    db = create_or_open(directory)
    try:
        with translated_errors(directory):
            db.execute("PRAGMA secure_delete = 1")
            with immediate(db.conn):
                terms.forget(db.conn)
                texts.forget(db.conn)
            db.execute("VACUUM")
            (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.close()
    if busy:
        msg = f"another program reads {directory / NAME}: what was removed may still be in its log; stop that program"
        raise ArchiveBusy(msg)
