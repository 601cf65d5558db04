"""A whole reading as it is stored: the report object of the public contract, column by column, compressed.

The first byte names the dictionary it was compressed beside; each lies in `dictionaries/` and is frozen for ever.
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

NEWEST = 1
_ZLIB = ord("x")
_MOST_BYTES = 1 << 30
_DAMAGED = "the stored reading is damaged; `nianbao reread --all` makes it anew"
_HOW: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 9,
    zstd.CompressionParameter.checksum_flag: 1,
    zstd.CompressionParameter.dict_id_flag: 0,  # our first byte tells it
}
_BROKEN = (zlib.error, zstd.ZstdError, ValueError, LookupError, OSError, TypeError, AttributeError, EOFError)
_Columns = dict[str, Any]


def pack(report: Report) -> bytes:
    """The bytes of a reading."""
    return bytes([NEWEST]) + zstd.compress(columns(report), options=_HOW, zstd_dict=_dictionary(NEWEST))


def unpack(packed: bytes) -> dict[str, Any]:
    """The report object of a packed reading; raises DamagedReading."""
    try:
        if packed[0] == _ZLIB:
            return dict(json.loads(zlib.decompressobj().decompress(packed, _MOST_BYTES)))
        unpacker = zstd.ZstdDecompressor(_dictionary(packed[0]))
        text = unpacker.decompress(packed[1:], _MOST_BYTES)
        return _object(json.loads(text)) if unpacker.eof else _refuse()
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

    The text of a cell is null where it is its number and no more; findings name cells by their place in the report.
    """
    made: dict[str, Any] = {key: getattr(report, key) for key in FACTS}
    for key in LISTS:
        made[key] = _columns(getattr(report, key))
    cells, findings = made["cells"], made["findings"]
    if cells:
        values = zip(cells["text"], cells["value"], strict=True)
        cells["text"] = [None if type(value) is int and text == str(value) else text for text, value in values]
        cells["place"] = _by_key(cells["place"])
    if findings:
        number = {name: place for place, name in enumerate(cells.get("id", ()))}
        findings["cells"] = [[number.get(name, name) for name in names] for names in findings["cells"]]
    if made["claims"]:
        made["claims"]["place"] = [spot._asdict() for spot in made["claims"]["place"]]
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _object(made: dict[str, Any]) -> dict[str, Any]:
    """The report object of what `columns` made."""
    cells, findings = made["cells"], made["findings"]
    if cells:
        values = zip(cells["text"], cells["value"], strict=True)
        cells["text"] = [str(value) if text is None else text for text, value in values]
        cells["place"] = _rows(cells["place"])
    if findings:
        names = cells.get("id", ())
        findings["cells"] = [[names[one] if type(one) is int else one for one in some] for some in findings["cells"]]
    return made | {key: _rows(made[key]) for key in LISTS}


def _columns(rows: Sequence[Any]) -> _Columns:
    """Rows of one kind by their fields; none of none."""
    if not rows:
        return {}
    names = getattr(rows[0], "_fields", None) or tuple(rows[0].__dataclass_fields__)
    told = rows if hasattr(rows[0], "_fields") else map(attrgetter(*names), rows)
    return {name: list(column) for name, column in zip(names, zip(*told, strict=True), strict=True)}


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
def _dictionary(number: int) -> zstd.ZstdDict:
    return zstd.ZstdDict((files(__package__) / "dictionaries" / f"reading.{number}.zstd").read_bytes())
