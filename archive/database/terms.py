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


def _known(connection: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT term.text, term.id FROM json_each(?) JOIN term ON term.text = json_each.value",
            (json.dumps(list(words), ensure_ascii=False),),
        )
    )
