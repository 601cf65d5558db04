"""An archive of an earlier release brought up to this one: copied first, then changed as a whole or not at all."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from archive.database.migrations import migrations
from archive.errors import DiskFull

_SPARE = 16 << 20  # bytes of the disk that are left to others
_PAGES = 4096  # copied at a time, so that Ctrl-C is heard
logger = logging.getLogger(__name__)


def bring_up(db: Database, path: Path, schema: int) -> None:
    """Apply every pending migration to the database at `path`, within the caller's write transaction.

    What an earlier release wrote is copied beside it first, as `archive.db.schema-N.bak`; the copy stays. Raises
    DiskFull where there is no room for the copy and for what the migrations write; nothing was changed then.
    """
    if not migrations.pending(db):  # another process was faster
        return
    (earlier,) = db.execute("PRAGMA user_version").fetchone()
    kept = _copied(path, earlier) if earlier else None
    try:
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {schema}")
    except BaseException:
        if kept:
            kept.unlink()  # the database is what it was
        raise
    if kept:
        said = "%s is brought up from schema %d to %d; what it was is kept as %s"
        logger.warning(said, path, earlier, schema, kept.name)


def _copied(path: Path, schema: int) -> Path:
    """A copy of what was last committed, whole and on the disk under its name."""
    _require_room(path)
    names = (f"{path.name}.schema-{schema}{f'.{n}' if n > 1 else ''}.bak" for n in count(1))
    target = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    partial = path.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)  # of a copy that was interrupted
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return target


def _require_room(path: Path) -> None:
    """The copy is as large as the database, and so may be the log of what the migrations write."""
    files = (path, path.with_name(f"{path.name}-wal"))
    needed = 2 * sum(file.stat().st_size for file in files if file.exists()) + _SPARE
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        msg = (
            f"{path} is of an earlier release, and to bring it up takes {needed >> 20} MB for a copy of it and for the"
            f" change; the disk has {free >> 20} MB. Nothing was changed"
        )
        raise DiskFull(msg)
