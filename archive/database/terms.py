"""Words that stand in the tables again and again, each kept once under a number."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable


def numbers(connection: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """The number of each of some words; those that have none yet get one."""
    wanted = set(words)
    found = _known(connection, wanted)
    if new := sorted(wanted - found.keys()):
        connection.executemany("INSERT INTO term (text) VALUES (?)", [(word,) for word in new])
        found |= _known(connection, new)
    return found


_USED = (
    "SELECT row FROM application UNION SELECT row FROM disclosure_cell UNION SELECT column FROM disclosure_cell"
    " UNION SELECT row FROM statistic UNION SELECT route FROM review_row UNION SELECT quantity FROM claim"
    " UNION SELECT section FROM claim UNION SELECT cell FROM estimate UNION SELECT because FROM estimate"
    " UNION SELECT message FROM finding WHERE status = 'pass'"
)


def forget(connection: sqlite3.Connection) -> None:
    """Remove the words that stand in no table any more."""
    connection.execute(f"DELETE FROM term WHERE id IN (SELECT id FROM term EXCEPT SELECT * FROM ({_USED}))")  # noqa: S608


def _known(connection: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT term.text, term.id FROM json_each(?) JOIN term ON term.text = json_each.value",
            (json.dumps(list(words), ensure_ascii=False),),
        )
    )
