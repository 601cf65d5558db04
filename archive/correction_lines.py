"""Corrections as the file people share: JSON Lines, one correction a line, believed in nothing that can be checked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast, get_args

from archive.checks.values import is_money, may_be_below_zero
from archive.corrections import MOST_PRINTED, Correction
from archive.models import State
from archive.numbers import MOST_DIGITS, UNITS

MOST_BYTES = 50_000_000  # of a file; some hundred thousand corrections
MOST_LINE_BYTES = 32_768

KEYS = (
    *("id", "report", "agency", "year", "cell", "printed", "read", "read_state", "value", "unit", "because", "author"),
    *("made_at", "version", "digest", "url", "withdrawn_at", "withdrawn_because"),
)
MOST_CHARACTERS = {
    "report": 300,
    "agency": 200,
    "printed": MOST_PRINTED,
    "because": 1000,
    "author": 100,
    "url": 2000,
    "withdrawn_because": 1000,
}
_FORMS = {
    "cell": (re.compile(r"[\w.]{1,150}(?:\[\w{1,50}\])?"), "the name of a cell"),
    "version": (re.compile(r"[0-9a-f]{32}"), "32 hexadecimal digits"),
    "digest": (re.compile(r"[0-9a-f]{64}"), "64 hexadecimal digits"),
    "made_at": (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII), "a time as 2026-01-31T12:00:00.000Z"),
}
_FORMS["withdrawn_at"] = _FORMS["made_at"]
_MAY_LACK = frozenset(
    ("agency", "year", "url", "printed", "read", "read_state", "unit", "author", "withdrawn_at", "withdrawn_because")
)
_WORDS = ("blank", "not_applicable")


class BadCorrection(Exception):
    """Raised with a phrase that says what is wrong with one line, or with what a person says."""


def line_of(correction: Correction) -> str:
    """A correction as one line of JSON without its end; the keys stand in the order of KEYS."""
    told = {key: getattr(correction, key) for key in KEYS}
    told["value"] = correction.value if correction.state == "number" else correction.state
    return json.dumps(told, ensure_ascii=False)


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections as a file lists them: by report, cell and time, so that two files can be compared line by line."""
    return sorted(corrections, key=lambda one: (one.report, one.cell, one.made_at, one.id))


def read_lines(body: bytes, latest: str) -> Iterator[tuple[int, Correction | BadCorrection]]:
    """The corrections of a file by the number of their line, from 1; of a bad line what is wrong with it.

    `latest` is the last moment a correction may claim to have been made at.
    """
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                yield number, correction_of(line, latest)
            except BadCorrection as problem:
                yield number, problem


def correction_of(line: bytes, latest: str) -> Correction:
    """The correction on one line; BadCorrection where it says anything that cannot be so, or was altered."""
    told = _object(line)
    if missing := [key for key in KEYS if key not in told and key != "id"]:
        raise BadCorrection(f"lacks {', '.join(missing)}")
    if unknown := sorted(told.keys() - set(KEYS)):
        raise BadCorrection(f"has {unknown[0][:40]!r}, which no correction has")
    value = told["value"]
    state: State = cast("State", value) if value in _WORDS else "number"
    said = {key: _checked(key, told[key]) for key in KEYS if key not in ("id", "value")}
    made = Correction(**said, state=state, value=number(value, "value") if state == "number" else None)
    _require_sense(made, latest)
    if told.get("id") not in (None, made.id):
        raise BadCorrection("was altered after it was exported: its id is not that of what it says")
    return made


def checked(correction: Correction) -> Correction:
    """A correction that was just made, as a file would give it back; BadCorrection where no file could hold it."""
    return correction_of(line_of(correction).encode("utf-8", "replace"), correction.made_at)


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MOST_LINE_BYTES:
        raise BadCorrection(f"is longer than {MOST_LINE_BYTES} bytes")
    try:
        told = json.loads(line.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise BadCorrection("is no text in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadCorrection("is no JSON") from error
    if not isinstance(told, dict):
        raise BadCorrection("is no JSON object")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise BadCorrection("names a key twice")
    return told


def _checked(key: str, told: Any) -> Any:
    """The value of a key where it may be that."""
    if told is None and key in _MAY_LACK:
        return None
    if key == "unit":
        return _one_of(UNITS, key, told)
    if key == "read":
        return number(told, key)
    if key == "read_state":
        return _one_of(get_args(State), key, told)
    if key == "year":
        if isinstance(told, bool) or not isinstance(told, int) or not 1900 <= told <= 2200:
            raise BadCorrection(f"{key} is no year from 1900 to 2200")
        return told
    return checked_text(key, told)


def _one_of(known: Sequence[str], key: str, told: Any) -> Any:
    if told not in known:
        raise BadCorrection(f"{key} is none of {', '.join(known)}")
    return told


def checked_text(key: str, told: Any) -> str:
    """A text that is one line, not empty, and not too long, of the form its key asks for."""
    if not isinstance(told, str):
        raise BadCorrection(f"{key} is no text")
    if key in _FORMS:
        pattern, form = _FORMS[key]
        if not pattern.fullmatch(told):
            raise BadCorrection(f"{key} is not {form}")
        return told
    if len(told) > MOST_CHARACTERS[key]:
        raise BadCorrection(f"{key} is longer than {MOST_CHARACTERS[key]} characters")
    if not told.isprintable():
        raise BadCorrection(f"{key} holds characters that cannot be seen, or several lines")
    if not told.strip() and key != "printed":
        raise BadCorrection(f"{key} is empty")
    return told


def number(told: Any, key: str) -> int | float:
    """A number a figure may be; a whole one is an int."""
    if isinstance(told, bool) or not isinstance(told, (int, float)):
        raise BadCorrection(f"{key} is no number{', blank or not_applicable' if key == 'value' else ''}")
    if not math.isfinite(told) or abs(told) >= 10**MOST_DIGITS:
        raise BadCorrection(f"{key} is larger than any figure")
    return int(told) if told == int(told) else told


def _require_sense(made: Correction, latest: str) -> None:
    """What several keys say together must be possible."""
    for key in ("made_at", "withdrawn_at"):
        moment = getattr(made, key)
        if moment is not None and not _is_moment(moment):
            raise BadCorrection(f"{key} is no moment of the calendar")
        if (moment or "") > latest:
            raise BadCorrection(f"{key} lies in the future")
    if (made.withdrawn_at or made.made_at) < made.made_at:
        raise BadCorrection("withdrawn_at lies before made_at")
    _require_figure(made.cell.partition("[")[0], made.value or 0)
    if (made.read is None) == (made.read_state == "number") or (made.printed is None) != (made.read_state is None):
        raise BadCorrection("printed, read and read_state do not fit together")
    if made.unit is not None and made.state != "number":
        raise BadCorrection("unit goes with a number")
    if (made.withdrawn_at is None) != (made.withdrawn_because is None):
        raise BadCorrection("withdrawn_at and withdrawn_because go together")


def _require_figure(row: str, value: float) -> None:
    """A cell must be able to hold the number: counts are whole, and never below 0."""
    if value < 0 and not may_be_below_zero(row, None):
        raise BadCorrection("value is below 0, which only a change or a sum of money can be")
    if not float(value).is_integer() and not is_money(row, None):
        raise BadCorrection("value has a fraction, which only a sum of money can have")


def _is_moment(moment: str) -> bool:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True
