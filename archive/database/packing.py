"""A whole reading as it is stored: the report object of the public contract, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any

from archive.as_json import report_from, report_object
from archive.errors import DamagedReading
from archive.models import Report

_DAMAGED = "the stored reading is damaged; `nianbao reread --all` makes it anew"


def pack(report: Report) -> bytes:
    """The bytes of a reading."""
    text = json.dumps(report_object(report), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 9)


def unpack(packed: bytes) -> dict[str, Any]:
    """The report object of a packed reading; raises DamagedReading."""
    try:
        made: dict[str, Any] = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError) as error:
        raise DamagedReading(_DAMAGED) from error
    return made


def unpacked_report(packed: bytes) -> Report:
    """The report of a packed reading; raises DamagedReading."""
    try:
        return report_from(unpack(packed))
    except (KeyError, TypeError) as error:
        raise DamagedReading(_DAMAGED) from error
