"""Documents that are missing or altered, put back from copies whose digest is right; the others are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from archive.blobs import Blobs, digest_of
from archive.clock import now
from archive.database import blob_rows
from archive.database.blob_rows import BlobRow
from archive.database.withheld import tombstones
from archive.files import NotReadable, read_bytes
from archive.fixity.faults import Fault
from archive.fixity.stored_bytes import Moved, Scope, altered, unfinished_files, unknown_files
from archive.keeper import Keeper
from archive.mending.steps import Step, written

ASIDE = "orphans"  # the folder of an archive for bytes that are nobody's


def missing_documents(
    connection: Connection, directory: Path, others: Sequence[Path], moved: Moved | None = None
) -> Iterator[Step]:
    """Blobs that are missing or altered, and those no row speaks of any more though a capture does."""
    blobs, sources = Blobs(directory / "blobs"), [Blobs(other / "blobs") for other in others]
    withheld = tombstones(connection)
    for fault in altered(connection, blobs, withheld.keys(), Scope(), moved):
        yield _put_back(Path(fault.where), blobs, sources, fault)
    for row in blob_rows.lost(connection):
        if row.digest in withheld or _holds(blobs, row.digest):
            yield Step("enter bytes again that are here and that a capture names", row.digest, partial(_enter, row))
        elif source := next((one for one in sources if _holds(one, row.digest)), None):
            act = partial(_enter, row, source=source)
            yield Step(f"copy bytes that a capture names from {source.directory.parent}", row.digest, act)
        else:
            yield Step("a capture names these bytes, which are not here", row.digest, is_loss=True)


def _put_back(path: Path, blobs: Blobs, sources: Iterable[Blobs], fault: Fault) -> Step:
    source = next((one for one in sources if _holds(one, path.name)), None)
    if source is None:
        return Step(f"{fault.what}, and no archive given with --from has them", str(path), is_loss=True)
    act = partial(_replace, path, blobs, source)
    return Step(f"{fault.what}: copy them from {source.directory.parent}", str(path), act)


def _replace(path: Path, blobs: Blobs, source: Blobs, _: Keeper) -> None:
    """The right bytes into their place; what stood there is kept aside."""
    body = source.read(path.name)
    if path.exists():
        _set_aside(path, f"{path.name}.altered")
    blobs.keep([(path.name, body)])


def _enter(row: BlobRow, keeper: Keeper, source: Blobs | None = None) -> None:
    if source is not None:
        keeper.keep(row.digest, source.read(row.digest))
    written(lambda c: blob_rows.enter(c, row, now()), keeper)


def _holds(blobs: Blobs, digest: str) -> bool:
    try:
        return blobs.path(digest).is_file() and blobs.verify(digest)
    except OSError:
        return False


def unfinished(connection: Connection, directory: Path) -> Iterator[Step]:
    """Files a crash left: whole ones go to their place, parts aside; what is derived from others is removed."""
    blobs, withheld = Blobs(directory / "blobs"), tombstones(connection)
    for fault in unknown_files(connection, blobs):
        path = Path(fault.where)
        if fault.kind == "temporary" and not any(digest in path.name for digest in withheld):
            yield Step("move a file aside that a crash left unfinished", fault.where, partial(_tidy, path, blobs))
        else:
            yield Step(f"{fault.what}: left where it is", fault.where)
    for fault in unfinished_files(directory):
        path = Path(fault.where)
        yield Step("remove an unfinished copy of what is held elsewhere", fault.where, partial(_remove, path))


def _remove(path: Path, _: Keeper) -> None:
    path.unlink()


def _tidy(path: Path, blobs: Blobs, _: Keeper) -> None:
    """Bytes that turn out to be whole go to their place, all others aside."""
    digest = path.name.removeprefix(".").partition(".")[0]
    try:
        body = read_bytes(path)
    except NotReadable:
        body = b""
    if digest_of(body) == digest:
        blobs.keep([(digest, body)])
        path.unlink()  # they are in their place
    else:
        _set_aside(path, path.name.removeprefix("."))


def _set_aside(path: Path, name: str) -> None:
    """Move a file of `blobs/` to the archive's folder for such, never over one that is there."""
    folder = next(parent for parent in path.parents if parent.name == "blobs").parent / ASIDE
    folder.mkdir(exist_ok=True)
    number = 0
    while (target := folder / (f"{name}.{number}" if number else name)).exists():
        number += 1
    path.rename(target)
