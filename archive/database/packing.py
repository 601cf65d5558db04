"""A whole reading as it is stored: the report object of the public contract, column by column, compressed.

The first byte names the dictionary it was compressed beside; each lies in `dictionaries/` and is frozen for ever, with
the names that readings give by their number.
Readings of the first releases are the object as it is, compressed by zlib, whose first byte is an x.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from archive.as_json import FACTS, LISTS, report_from
from archive.errors import DamagedReading
from archive.models import Report

NEWEST = 2
_ZLIB = ord("x")
_MOST_BYTES = 1 << 28
_DAMAGED = "the stored reading is damaged; `nianbao reread --all` makes it anew"
_HOW: dict[int, int] = {  # by measurement: the bytes of level 9 in less than half of its time
    zstd.CompressionParameter.compression_level: 6,
    zstd.CompressionParameter.window_log: 18,
    zstd.CompressionParameter.hash_log: 15,
    zstd.CompressionParameter.chain_log: 15,
    zstd.CompressionParameter.search_log: 6,
    zstd.CompressionParameter.checksum_flag: 1,
    zstd.CompressionParameter.dict_id_flag: 0,  # our first byte tells it
}
_BROKEN = (
    zlib.error,
    zstd.ZstdError,
    ValueError,
    LookupError,
    OSError,
    TypeError,
    AttributeError,
    EOFError,
    RecursionError,
)
_Columns = dict[str, Any]


def pack(report: Report) -> bytes:
    """The bytes of a reading."""
    packer = _packer()
    return bytes([NEWEST]) + packer.compress(columns(report), packer.FLUSH_FRAME)


def unpack(packed: bytes) -> dict[str, Any]:
    """The report object of a packed reading; raises DamagedReading."""
    try:
        if packed[0] == _ZLIB:
            return dict(json.loads(zlib.decompressobj().decompress(packed, _MOST_BYTES)))
        unpacker = zstd.ZstdDecompressor(_dictionary(packed[0]))
        text = unpacker.decompress(packed[1:], _MOST_BYTES)
        return _object(json.loads(text), _names(packed[0])) if unpacker.eof else _refuse()
    except _BROKEN as error:
        raise DamagedReading(_DAMAGED) from error


def unpacked_report(packed: bytes) -> Report:
    """The report of a packed reading; raises DamagedReading."""
    try:
        return report_from(unpack(packed))
    except (KeyError, TypeError) as error:
        raise DamagedReading(_DAMAGED) from error


def columns(report: Report) -> bytes:
    """A report as JSON, each of its tables as columns by name: what is alike stands together.

    The text of a cell is null where it is its number and no more; findings name cells by their place in the report;
    ids and messages that are known names are their number; a column of one value, but for the first, is that value.
    """
    made: dict[str, Any] = {key: getattr(report, key) for key in FACTS}
    for key in LISTS:
        made[key] = _columns(getattr(report, key))
    cells, findings = made["cells"], made["findings"]
    if cells:
        values = zip(cells["text"], cells["value"], strict=True)
        cells["text"] = [None if type(value) is int and text == str(value) else text for text, value in values]
        cells["place"] = _by_key(cells["place"])
    known = _numbers(NEWEST)
    if findings:
        number = {name: place for place, name in enumerate(cells.get("id", ()))}
        findings["cells"] = [[number.get(name, name) for name in names] for names in findings["cells"]]
        findings["message"] = [known.get(said, said) for said in findings["message"]]
    if cells:
        cells["id"] = [known.get(name, name) for name in cells["id"]]
    if made["claims"]:
        made["claims"]["place"] = [spot._asdict() for spot in made["claims"]["place"]]
    for key in LISTS:
        made[key] = _squeezed(made[key])
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _object(made: dict[str, Any], known: Sequence[str]) -> dict[str, Any]:
    """The report object of what `columns` made."""
    for key in LISTS:
        made[key] = _full(made[key])
    cells, findings = made["cells"], made["findings"]
    if cells:
        cells["id"] = [known[one] if type(one) is int else one for one in cells["id"]]
        values = zip(cells["text"], cells["value"], strict=True)
        cells["text"] = [str(value) if text is None else text for text, value in values]
        cells["place"] = _rows(cells["place"])
    if findings:
        names = cells.get("id", ())
        findings["cells"] = [[names[one] if type(one) is int else one for one in some] for some in findings["cells"]]
        findings["message"] = [known[one] if type(one) is int else one for one in findings["message"]]
    return made | {key: _rows(made[key]) for key in LISTS}


def _columns(rows: Sequence[Any]) -> _Columns:
    """Rows of one kind by their fields; none of none."""
    if not rows:
        return {}
    names = getattr(rows[0], "_fields", None) or tuple(rows[0].__dataclass_fields__)
    told = rows if hasattr(rows[0], "_fields") else map(attrgetter(*names), rows)
    return {name: list(column) for name, column in zip(names, zip(*told, strict=True), strict=True)}


def _squeezed(told: _Columns) -> _Columns:
    """Columns; one that says the same word in all rows, or nothing, is that. The first stays, and counts the rows."""
    return {
        name: column[0] if place and _is_one(column) else column for place, (name, column) in enumerate(told.items())
    }


def _is_one(column: Any) -> bool:
    if not isinstance(column, list):
        return False
    first = column[0]
    return (first is None or type(first) is str) and column.count(first) == len(column)


def _full(told: _Columns) -> _Columns:
    """The columns that were squeezed, in full."""
    rows = len(next(iter(told.values()))) if told else 0
    return {name: column if isinstance(column, (list, dict)) else [column] * rows for name, column in told.items()}


def _by_key(places: list[dict[str, Any]]) -> _Columns | list[dict[str, Any]]:
    """Dictionaries of the same keys as columns; others as they are."""
    first = tuple(places[0])
    if not first or any(tuple(place) != first for place in places):
        return places
    return {key: [place[key] for place in places] for key in first}


def _rows(told: _Columns | list[dict[str, Any]]) -> list[dict[str, Any]]:
    if isinstance(told, list):
        return told
    return [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]


def _refuse() -> dict[str, Any]:
    raise EOFError


@cache
def _packer() -> zstd.ZstdCompressor:
    """One for all readings, which it locks: to make it costs as much as to pack one."""
    return zstd.ZstdCompressor(options=_HOW, zstd_dict=_dictionary(NEWEST))


@cache
def _names(number: int) -> tuple[str, ...]:
    """The names that go with a dictionary; the first has none."""
    path = files(__package__) / "dictionaries" / f"names.{number}.txt"
    return tuple(path.read_text("utf-8").splitlines()) if path.is_file() else ()


@cache
def _numbers(number: int) -> dict[str, int]:
    return {name: place for place, name in enumerate(_names(number))}


@cache
def _dictionary(number: int) -> zstd.ZstdDict:
    return zstd.ZstdDict((files(__package__) / "dictionaries" / f"reading.{number}.zstd").read_bytes())
