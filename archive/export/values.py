"""The values of exported tables: as text for CSV, and as what they are for typed formats."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from archive.errors import CannotExport
from archive.export.tables import Column, Table

# How a spreadsheet tells a formula: by the first letter, in Chinese locales also by the wide one, and some pass over
# white space before it. A plain number or a dash is none.
_FORMULA = re.compile(r"[\s\x00']*[=+\-@＝＋－＠]|'*[\t\r\n\x00]")
_HARMLESS = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?|[-－]{1,4}")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guarded("=HYPERLINK(1)"), guarded("-5"), guarded("—"), guarded("86-21")
    ("'=HYPERLINK(1)", '-5', '—', '86-21')
    """
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded(guarded("'=1")), unguarded("-5")
    ("'=1", '-5')
    """
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def as_it_is(text: str) -> str:
    """The text, for programs."""
    return text


def texts(table: Table, text: Callable[[str], str]) -> Callable[[tuple[Any, ...]], list[Any]]:
    """What makes of a row the cells of a line of CSV: None is empty, numbers stay, `text` is done to texts."""
    others = {n: _AS_PRINTED[column.type] for n, column in enumerate(table.columns) if column.type in _AS_PRINTED}

    def made(row: tuple[Any, ...]) -> list[Any]:
        return [
            text(value)
            if isinstance(value, str)
            else ("" if value is None else others[number](value) if number in others else value)
            for number, value in enumerate(row)
        ]

    return made


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _truth(value: Any) -> str:
    return "true" if value else "false"


_AS_PRINTED: dict[str, Callable[[Any], Any]] = {"integer": _whole, "boolean": _truth}


def typed(table: Table, column: Column) -> Callable[[Any], Any]:
    """What makes of a value of the column what it is; it raises CannotExport for one that is nothing of the kind."""
    convert = _KINDS[column.type]

    def made(value: Any) -> Any:
        if value is None:
            return None
        try:
            return convert(value)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            msg = f"{table.name}.{column.name} holds {str(value)[:40]!r}, which is no {column.type}"
            raise CannotExport(msg) from error

    return made


def _string(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _number(value: Any) -> float:
    if isinstance(value, str) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _integer(value: Any) -> int:
    if isinstance(value, str) or int(value) != value:
        raise ValueError
    return int(value)


def _moment(value: str) -> datetime:
    made = datetime.fromisoformat(value)
    if made.tzinfo is None:
        raise ValueError
    return made


def _list(value: str) -> list[str]:
    made = json.loads(value)
    if not isinstance(made, list):
        raise TypeError
    return [_string(item) for item in made]


def _map(value: str) -> list[tuple[str, str]]:
    return [(key, _string(item)) for key, item in json.loads(value).items()]


_KINDS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "json": _string,
    "integer": _integer,
    "count": _number,
    "number": _number,
    "boolean": bool,
    "date": date.fromisoformat,
    "datetime": _moment,
    "list": _list,
    "map": _map,
}
