"""The words by which our WARC records say what the standard has no word for; the import understands them, too."""

from __future__ import annotations

import json
import uuid
from typing import Any

FIELD = "nianbao-capture"  # of a capture's metadata record: one line of JSON
PORTAL = "nianbao-portal"
RENDERED = "urn:rendered:"  # before the address of a page as a browser showed it
CAPTURE = "urn:x-nianbao:capture:"
PORTAL_URN = "urn:x-nianbao:portal:"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_DOCUMENT = "urn:x-nianbao:revisit:same-document"  # the page around it differed; the bytes that came were not kept
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "nianbao")


def record_id(capture: str, part: str) -> str:
    """The id of a record of a capture: the same whenever and by whomever it is written."""
    return f"<urn:uuid:{uuid.uuid5(_OURS, f'{capture}/{part}')}>"


def fields(pairs: dict[str, Any]) -> bytes:
    """Names and values as application/warc-fields, a line each; empty ones are left out."""
    told = ((name, str(value).replace("\r", " ").replace("\n", " ")) for name, value in pairs.items() if value)
    return "".join(f"{name}: {text}\r\n" for name, text in told).encode("utf-8", "replace")


def one_line(value: dict[str, Any]) -> str:
    """An object as JSON without line breaks."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
