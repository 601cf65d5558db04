"""A damaged database replaced by what can be read of it; the damaged one is kept aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from archive.clock import now
from archive.database.connection import NAME, damages, look, require_ours
from archive.database.salvage import Table, salvage
from archive.errors import ArchiveBusy, ArchiveUnusable, DiskFull

_PARTIAL = f".{NAME}.salvaged.partial"
_LOGS = ("-wal", "-shm")


def damage(directory: Path) -> str | None:
    """What SQLite says first of a database that is damaged; None where it is sound.

    Raises what opening it raises where it is another program's, or a newer release's.
    """
    try:
        db = look(directory)
    except sqlite3.DatabaseError as error:
        return str(error)
    with closing(db):
        with suppress(sqlite3.DatabaseError):  # it is damaged there, too
            require_ours(db, directory)
        return next(damages(db.conn), None)


def replaced(directory: Path) -> tuple[Path, list[Table]]:
    """Put what can be read in the place of the database; where the damaged one is now, and what came of each table.

    Raises ArchiveBusy while another program has the database open, DiskFull without room for a second one, and
    ArchiveUnusable where nothing can be read or what was read is no sound database; nothing is changed then.
    """
    path, fresh = directory / NAME, directory / _PARTIAL
    if others := sorted(_users(path)):
        msg = f"{path} is in use by other programs (process {', '.join(map(str, others))}); end them first"
        raise ArchiveBusy(msg)
    if shutil.disk_usage(directory).free < path.stat().st_size:
        msg = f"the disk of {directory} has no room for a second database of {path.stat().st_size >> 20} MB"
        raise DiskFull(msg)
    fresh.unlink(missing_ok=True)
    try:
        tables = _salvaged(path, fresh)
        aside = path.with_name(f"{NAME}.damaged-{now()[:19].replace(':', '').replace('-', '')}Z")
        _swap(path, fresh, aside)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return aside, tables


def _salvaged(path: Path, fresh: Path) -> list[Table]:
    try:
        tables = salvage(path, fresh)
        with closing(sqlite3.connect(fresh)) as connection:
            problem = next(damages(connection), None)
    except sqlite3.DatabaseError as error:
        problem = str(error)
        if "full" in problem:
            msg = f"the disk of {path.parent} is full; nothing was changed"
            raise DiskFull(msg) from error
    if problem is not None:
        msg = (
            f"nothing can be read of {path} ({problem}); it was left as it is. The documents under blobs/ do not depend"
            f" on it: put a copy such as {NAME}.schema-N.bak in its place, or `nianbao add` them to a new archive"
        )
        raise ArchiveUnusable(msg)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    return tables


def _swap(path: Path, fresh: Path, aside: Path) -> None:
    """The damaged database with its log under another name, then the new one in its place, which has no log."""
    for ending in ("", *_LOGS):
        with suppress(FileNotFoundError):
            _link(f"{path}{ending}", f"{aside}{ending}")
    for ending in _LOGS:  # a log beside another database would be played back into it
        Path(f"{path}{ending}").unlink(missing_ok=True)
    fresh.rename(path)


def _link(path: str, other: str) -> None:
    try:
        os.link(path, other)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without second names
        shutil.copy2(path, other)


def _users(path: Path) -> Iterator[int]:
    """The other processes of this machine that have a file open, as far as we may see."""
    wanted = path.stat()
    for folder in Path("/proc").glob("[0-9]*/fd"):
        if int(folder.parent.name) == os.getpid():
            continue
        with suppress(OSError):
            if any(os.path.samestat(opened.stat(), wanted) for opened in folder.iterdir() if opened.exists()):
                yield int(folder.parent.name)
