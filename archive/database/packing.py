"""A whole reading as it is stored: the report object of the public contract, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any

from archive.as_json import report_object
from archive.models import Report


def pack(report: Report) -> bytes:
    """The bytes of a reading."""
    text = json.dumps(report_object(report), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 9)


def unpack(packed: bytes) -> dict[str, Any]:
    """The report object of a packed reading."""
    made: dict[str, Any] = json.loads(zlib.decompress(packed))
    return made
