"""Opening archive.db: what it must be, how it is set up, and what to say when it is not that."""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.database.migrations import migrations
from archive.database.network_disks import network_disk
from archive.database.upgrading import bring_up
from archive.errors import ArchiveBusy, ArchiveUnusable, DiskFull, ForeignDatabase, NewerArchive

APPLICATION_ID = 0x6E62616F  # "nbao"
SCHEMA_VERSION = 8  # raise with every migration; an archive above it is refused
PAGE = 8192  # a reading with its narrative takes two to three thousand bytes, which leave much of a page of 4096 empty
BUSY_SECONDS = 30.0
TOLD_SECONDS = 2.0  # of waiting for another program before it is said
MOST_LOG_BYTES = 64 << 20  # that the log keeps when it is written over
NAME = "archive.db"
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)  # the latter where SQLite's own words quote damaged bytes
NETWORK_DISK = "NIANBAO_NETWORK_DISK"
logger = logging.getLogger(__name__)


def create_or_open(directory: Path) -> Database:
    """The archive's database for writing, made or migrated where needed."""
    with translated_errors(directory):
        mode = _journal(directory)
        directory.mkdir(parents=True, exist_ok=True)
        fresh = not (directory / NAME).exists() or (directory / NAME).stat().st_size == 0
        db = _connect(directory / NAME)
        if fresh:
            db.execute(f"PRAGMA page_size = {PAGE}")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        require_ours(db, directory)
        if db.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0] != mode:
            msg = f"{directory / NAME} is in use by another program, so that it cannot be opened for a network disk"
            raise ArchiveBusy(msg)
        db.execute(f"PRAGMA journal_size_limit = {MOST_LOG_BYTES}")  # what a long reader made it grow to goes again
        if migrations.pending(db):
            with immediate(db.conn):
                bring_up(db, directory / NAME, SCHEMA_VERSION)
        return db


def _journal(directory: Path) -> str:
    """How changes are kept until they are whole: in SQLite's log, which no network disk can have."""
    kind = network_disk(directory)
    if kind is None:
        return "wal"
    if not os.environ.get(NETWORK_DISK):
        msg = (
            f"{directory} lies on a network disk ({kind}), where two hosts writing at once would destroy the database:"
            f" keep it on a disk of this machine, or set {NETWORK_DISK}=1 and write from one host at a time"
        )
        raise ArchiveUnusable(msg)
    return "delete"


def open_existing(directory: Path, *, read_only: bool = True) -> Database:
    """The database of an archive that must be there; `read_only` refuses every write."""
    path = directory / NAME
    if not path.is_file():
        msg = f"there is no archive in {directory} (no {NAME}); `nianbao crawl` or `nianbao add` makes one"
        raise ArchiveUnusable(msg)
    if not read_only:
        return create_or_open(directory)
    with translated_errors(directory):
        db = look(directory)
        require_ours(db, directory)
        if db.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            db.close()
            return _brought_up(directory)
        db.execute("PRAGMA query_only = 1")
        return db


def open_untouched(directory: Path) -> Database:
    """The database of an archive as it is, of whatever earlier release; it is not written to, nor brought up."""
    if not (directory / NAME).is_file():
        msg = f"there is no archive in {directory} (no {NAME})"
        raise ArchiveUnusable(msg)
    with translated_errors(directory):
        db = look(directory, "?mode=ro")
        require_ours(db, directory)
        return db


def look(directory: Path, how: str = "") -> Database:
    """The database for reading, whatever it is; also on a medium that cannot be written, if its log is empty."""
    path = directory / NAME
    try:
        db = _connect(path, how)
        db.execute("PRAGMA application_id").fetchone()
    except sqlite3.OperationalError as error:
        if "unable to open" not in str(error) or log_size(directory):
            raise
        return _connect(path, "?mode=ro&immutable=1")
    return db


def _brought_up(directory: Path) -> Database:
    """An archive of an earlier release, with what this one needs in it, for looking only."""
    try:
        db = create_or_open(directory)
    except ArchiveUnusable as error:
        msg = (
            f"{directory / NAME} is of an earlier release and must be brought up once where it can be written: {error}"
        )
        raise ArchiveUnusable(msg) from error
    db.execute("PRAGMA query_only = 1")
    return db


def log_size(directory: Path) -> int:
    """How many bytes SQLite's log has; 0 where all that was written is in the database itself."""
    log = directory / f"{NAME}-wal"
    return log.stat().st_size if log.exists() else 0


def _connect(path: Path, how: str = "") -> Database:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}{how}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    db = Database(connection)
    db.execute("PRAGMA synchronous = NORMAL")  # in WAL: a crash may cost the last commits, never consistency
    db.execute("PRAGMA foreign_keys = 0")  # the keeper writes children and parents in one transaction
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def require_ours(db: Database | sqlite3.Connection, directory: Path) -> None:
    """Raise where a database is another program's, or of a newer release."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        msg = f"{directory / NAME} is a database of another program; it was left as it is"
        raise ForeignDatabase(msg)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        msg = f"{directory / NAME} was written by a newer nianbao (schema {version}, this one knows {SCHEMA_VERSION})"
        raise NewerArchive(msg)


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that takes the write lock at once, so that it never has to be begun again."""
    _begin(connection)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Reading of one moment, whoever writes meanwhile; keep it short, for the log grows until it ends."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _begin(connection: sqlite3.Connection) -> None:
    """Take the write lock, and say so where another program keeps it for so long that a person wonders."""
    patience = min(TOLD_SECONDS, BUSY_SECONDS)
    connection.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")
    try:
        connection.execute("BEGIN IMMEDIATE")
        return
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) or patience == BUSY_SECONDS:
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    logger.warning("waiting for another nianbao that writes to this archive")
    connection.execute("BEGIN IMMEDIATE")


@contextmanager
def translated_errors(where: Path) -> Iterator[None]:
    """SQLite's and the system's errors as one line of plain words."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            msg = f"{where / NAME} is locked by another program; it stayed locked for {BUSY_SECONDS:.0f} seconds"
            raise ArchiveBusy(msg) from error
        if "full" in text:
            msg = f"the disk of {where} is full"
            raise DiskFull(msg) from error
        if "readonly" in text or ("unable to open" in text and not os.access(where, os.W_OK)):
            msg = f"the archive is read-only: {where}"
            raise ArchiveUnusable(msg) from error
        if "not a database" in text:
            msg = f"{where / NAME} is not an SQLite database; it was left as it is"
            raise ForeignDatabase(msg) from error
        msg = f"{where / NAME} cannot be used: {text}"
        raise ArchiveUnusable(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{where / NAME} cannot be used: its list of tables is damaged; `nianbao repair` may put it right"
        raise ArchiveUnusable(msg) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            msg = f"the disk of {where} is full"
            raise DiskFull(msg) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) and (where / NAME).exists():
            msg = f"the archive is read-only: {where}"
            raise ArchiveUnusable(msg) from error
        msg = f"{where} cannot be used: {error.strerror or error}"
        raise ArchiveUnusable(msg) from error


def damages(connection: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with the database file."""
    try:
        for (line,) in connection.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield str(line)
    except UNREADABLE as error:
        yield str(error)
