"""What people said in another archive: corrections of figures, and what had to go there by law."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.corrections import Correction
from archive.database import corrections, withheld
from archive.database.merge.crawls import Conflict
from archive.database.merge.source import Source
from archive.database.standing import FIELDS
from archive.database.withheld import Tombstone
from archive.database.withholding import reach, withhold


def take_corrections(connection: sqlite3.Connection, source: Source) -> tuple[int, list[Conflict]]:
    """Take the corrections that can be meant here; how many were new, and which were refused and why."""
    taken, refused = 0, []
    for row in source.rows("correction", "1 ORDER BY id"):
        one = Correction(**{name: row[name] for name in FIELDS})
        name = f"correction {row['id'][:8]} of {one.report} {one.cell}"
        if one.id != row["id"]:
            refused.append(Conflict(name, "it was changed after it was made"))
        elif problem := corrections.problem(connection, one):
            refused.append(Conflict(name, f"it {problem}"))
        elif _is_news(connection, one):
            corrections.take(connection, [one])
            taken += 1
        else:
            taken += _withdrawn_before(connection, one)
    return taken, refused


def _is_news(connection: sqlite3.Connection, one: Correction) -> bool:
    """Whether a correction is not here, or is not withdrawn here though it is there."""
    row = connection.execute("SELECT withdrawn_at FROM correction WHERE id = ?", (one.id,)).fetchone()
    return row is None or (row[0] is None and one.withdrawn_at is not None)


def _withdrawn_before(connection: sqlite3.Connection, one: Correction) -> bool:
    """Whether it was withdrawn there earlier than here; then that is what is kept."""
    if one.withdrawn_at is None:
        return False
    done = connection.execute(
        "UPDATE correction SET withdrawn_at = ?1, withdrawn_because = ?2 WHERE id = ?3"
        " AND (withdrawn_at, withdrawn_because) > (?1, ?2)",
        (one.withdrawn_at, one.withdrawn_because or "", one.id),
    )
    return done.rowcount > 0


def asked_to_go(connection: sqlite3.Connection, source: Source) -> list[Tombstone]:
    """The tombstones of theirs that are not here."""
    known = withheld.digests(connection)
    return [stone for stone in _stones(source) if stone.digest not in known]


def _stones(source: Source) -> Iterator[Tombstone]:
    for row in source.rows("withheld", "1 ORDER BY digest"):
        yield Tombstone(row["digest"], row["because"], row["author"], row["at"])


def is_here(connection: sqlite3.Connection, digest: str) -> bool:
    """Whether a capture here has a document."""
    return connection.execute("SELECT 1 FROM capture WHERE digest = ? LIMIT 1", (digest,)).fetchone() is not None


def honour(connection: sqlite3.Connection, source: Source) -> int:
    """Withhold here what was withheld there; how many documents. Of two tombstones the earlier stays."""
    stones = asked_to_go(connection, source)
    for stone in stones:
        withhold(connection, [stone.digest], stone, keep_figures=False)
        withheld.bury(connection, stone)
    for stone in _stones(source):
        connection.execute(
            "UPDATE withheld SET because = ?2, author = ?3, at = ?4 WHERE digest = ?1 AND (at, because) > (?4, ?2)",
            stone,
        )
    return len(stones)


def honour_again(connection: sqlite3.Connection) -> int:
    """Withhold what came and says the same as what was withheld before; how many documents went.

    A tombstone of what did not come stands for nothing here.
    """
    connection.execute("DELETE FROM withheld WHERE digest NOT IN (SELECT digest FROM blob)")
    known = withheld.tombstones(connection)
    for stone in known.values():
        if set(reach(connection, [stone.digest]).digests) - known.keys():
            withhold(connection, [stone.digest], stone, keep_figures=False, again=True)
    return len(withheld.digests(connection)) - len(known)
