"""The texts of reports and the index of their words, in one transaction with the reading they are of."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from archive.errors import BadQuery
from archive.models import Report
from archive.spaced import has_words, phrase, snippet, spaced

TITLE = "title"
MOST_LETTERS = 1_000  # of all words together; the longer a phrase, the longer the index takes
_Text = tuple[int, str, str | None, str]


class Hit(NamedTuple):
    """A section in which words stand, with what stands around them."""

    report: str
    agency: str
    year: int | None
    section: str
    heading: str | None
    snippet: str


def renew(connection: sqlite3.Connection, number: int, report: Report | None) -> None:
    """Put the texts of a report in the place of those that stood there; those that are the same stay untouched."""
    before = connection.execute(
        "SELECT id, position, key, heading, text FROM section WHERE report = ? ORDER BY position", (number,)
    ).fetchall()
    now = list(_texts(report)) if report else []
    if [row[1:] for row in before] == now:
        return
    _unindex(connection, [(row[0], row[3], row[4]) for row in before])
    connection.execute("DELETE FROM section WHERE report = ?", (number,))
    for text in now:
        added = connection.execute(
            "INSERT INTO section (report, position, key, heading, text) VALUES (?, ?, ?, ?, ?)", (number, *text)
        )
        connection.execute(
            "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)",
            (added.lastrowid, spaced(text[2]), spaced(text[3])),
        )


def _texts(report: Report) -> Iterator[_Text]:
    if report.title is not None:
        yield 0, TITLE, None, report.title
    for position, section in enumerate(report.sections, 1):
        yield position, section.key, section.heading, section.text


def _unindex(connection: sqlite3.Connection, rows: Sequence[tuple[int, str | None, str]]) -> None:
    connection.executemany(
        "INSERT INTO words (words, rowid, heading, text) VALUES ('delete', ?, ?, ?)",
        [(number, spaced(heading), spaced(text)) for number, heading, text in rows],
    )


def index_all(connection: sqlite3.Connection) -> None:
    """Make the whole index anew from the texts."""
    connection.create_function("spaced", 1, spaced, deterministic=True)
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    connection.execute("INSERT INTO words (rowid, heading, text) SELECT id, spaced(heading), spaced(text) FROM section")


def forget(connection: sqlite3.Connection) -> None:
    """Take what was removed out of the index's pages, where words of removed texts lie until others replace them."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")


_COLUMNS = "SELECT report.key, body.name, report.year, section.key, section.heading, section.text"
_REPORT = "JOIN report ON report.id = section.report JOIN body ON body.id = report.body"


def find(
    connection: sqlite3.Connection,
    words: Sequence[str],
    *,
    body: str | None = None,
    years: tuple[int, int] | None = None,
    expression: bool = False,
    most: int = 20,
) -> list[Hit]:
    """The first `most` sections in which all of some words stand, each as a phrase; raises BadQuery.

    With `expression` the one string in `words` is in the language of SQLite's index: AND, OR, NOT, NEAR, *.
    """
    wanted = spaced_expression(words[0]) if expression else " AND ".join(phrase(one) for one in words)
    if not all(has_words(one) for one in words):
        msg = "there is no word in what is to be found: marks are not in the index"
        raise BadQuery(msg)
    if sum(map(len, words)) > MOST_LETTERS:
        msg = f"no more than {MOST_LETTERS} letters are looked for at once"
        raise BadQuery(msg)
    source = f"words CROSS JOIN section ON section.id = words.rowid {_REPORT}"
    if body is not None:  # few sections, so that each is asked for; else all hits of a common word were looked at
        source = (
            "report CROSS JOIN section ON section.report = report.id"
            " CROSS JOIN words ON words.rowid = section.id JOIN body ON body.id = report.body"
        )
    first, last = years or (None, None)
    statement = (
        f"{_COLUMNS} FROM {source} WHERE words MATCH :words AND (:body IS NULL OR report.body = :body)"
        " AND (:first IS NULL OR report.year BETWEEN :first AND :last) LIMIT :most"
    )
    values = {"words": wanted, "body": body, "first": first, "last": last, "most": most}
    try:
        rows = connection.execute(statement, values).fetchall()
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error) and "unterminated" not in str(error) and "no such column" not in str(error):
            raise
        msg = f"{words[0][:40]!r} is no expression for the index: {str(error)[:80]}"
        raise BadQuery(msg) from error
    return [_hit(row, words) for row in rows]


def spaced_expression(expression: str) -> str:
    """An expression whose Chinese words are phrases, whether or not they are quoted."""
    return re.sub(r'"[^"]*"|[^\s"()*:^+{}-]+', _as_phrase, expression)


def _as_phrase(found: re.Match[str]) -> str:
    word = found[0]
    return word if word.isascii() and word[0] != '"' else phrase(word.strip('"'))


def _hit(row: Sequence[Any], words: Sequence[str]) -> Hit:
    """A row as a hit; where no word is seen in the text, as an expression may have it, its beginning is shown."""
    key, agency, year, section, heading, text = row
    seen = (snippet(place, word) for place in (text, heading or "") for word in words)
    shown = next(filter(None, seen), None) or " ".join(text[:60].split())
    return Hit(key, agency, year, section, heading, shown)
