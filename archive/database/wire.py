"""What went over the wire of a capture, as it is stored: its JSON, packed beside a dictionary of common headers.

The first byte names the dictionary. Each lies in `dictionaries/` and is frozen for ever: what it packed cannot be
read without it. What else the row of the capture says is not said again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

NEWEST = 1
DAMAGED = {"damaged": "what was stored of the headers can no longer be unpacked"}
_MOST_BYTES = 64 << 20
_Pairs = list[tuple[str, str]]


class Told(NamedTuple):
    """What the row of a capture says beside its wire."""

    url: str
    final_url: str
    found_on: str | None
    captured_at: str
    size: int


def pack_wire(wire: Mapping[str, Any], told: Told) -> bytes:
    """The bytes of a wire; `unpack_wire` gives the same JSON back, letter for letter."""
    text = json.dumps(wire, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign, word in _signs(told):
        text = text.replace(word, sign)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, _dictionary(NEWEST))
    return bytes([NEWEST]) + packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack_wire(packed: bytes, told: Told) -> dict[str, Any]:
    """What was packed. What is damaged gives DAMAGED: the chain then says that this capture was changed."""
    try:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS, _dictionary(packed[0]))
        text = unpacker.decompress(packed[1:], _MOST_BYTES).decode("utf-8", "surrogatepass")
        for sign, word in reversed(list(_signs(told))):
            text = text.replace(sign, word)
        wire = json.loads(text)
    except (zlib.error, ValueError, LookupError, OSError, TypeError, RecursionError):
        return dict(DAMAGED)
    return wire if unpacker.eof and isinstance(wire, dict) else dict(DAMAGED)


def _signs(told: Told) -> Iterator[tuple[str, str]]:
    """What stands for words of the row: control characters, which no JSON has in it as they are."""
    addresses = [told.final_url, told.url, told.found_on]
    words = [*((chr(sign), address) for sign, address in enumerate(addresses, 1)), *_dates(told.captured_at)]
    for sign, word in [*words, ("\6", str(told.size))]:
        if word:
            yield sign, json.dumps(word, ensure_ascii=False)[1:-1]


def _dates(captured_at: str) -> _Pairs:
    """The second of the capture and the one before, as servers write them in their headers."""
    try:
        second = datetime.fromisoformat(captured_at).replace(microsecond=0)
        return [
            (sign, format_datetime(second - timedelta(seconds=ago), usegmt=True))
            for sign, ago in (("\4", 0), ("\5", 1))
        ]
    except (ValueError, OverflowError):  # another clock's time, or none
        return []


@cache
def _dictionary(number: int) -> bytes:
    return (files(__package__) / "dictionaries" / f"wire.{number}.txt").read_bytes()
