"""The index of WARC files by which replay programs find records: CDXJ, sorted, packed in blocks."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Self
from urllib.parse import urlencode

import surt
from warcio.recordloader import ArcWarcRecord
from warcio.timeutils import iso_date_to_timestamp

from archive.database.kept import Kept
from archive.export.warc import Place
from archive.request_body import carried

_INDEXED = ("response", "revisit", "resource")
_IN_MEMORY = 200_000  # lines, some 60 MB
_BLOCK = 1024  # lines a reader unpacks to find one


def line(one: Kept, record: ArcWarcRecord, place: Place) -> str | None:
    """The line of a record; None for one that is not looked up. An answer to what was posted stands under that, too."""
    if record.rec_type not in _INDEXED:
        return None
    told = record.rec_headers.get_header
    url = told("WARC-Target-URI")
    head = record.http_headers
    mime = head.get_header("Content-Type") or "unk" if head else one.capture.media_type
    found = {
        "url": url,
        "mime": "warc/revisit" if record.rec_type == "revisit" else mime.partition(";")[0].strip(),
        "status": head.get_statuscode() if head else "200",
        "digest": told("WARC-Payload-Digest"),
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": place.file,
    }
    found |= _posted(one) if url == one.capture.final_url else {}
    return f"{_key(_with_query(url, found))} {iso_date_to_timestamp(told('WARC-Date'))} {json.dumps(found)}\n"


def _key(url: str) -> str:
    """The key of an address; one that is none stands as it is, and nobody will look for it."""
    try:
        return str(surt.surt(url)).replace(" ", "%20")
    except ValueError:
        return url


def _posted(one: Kept) -> dict[str, str]:
    """The method and the form of a request that was no GET."""
    method = str(one.capture.wire.get("method") or "GET").upper()
    if method in ("GET", "HEAD"):
        return {}
    body, kind = carried(one.detail)
    is_form = kind is not None and kind.startswith("application/x-www-form")
    return {"method": method, "requestBody": (body or "") if is_form else ""}


def _with_query(url: str, found: dict[str, str]) -> str:
    if "method" not in found:
        return url
    more = "&".join(filter(None, (urlencode({"__wb_method": found["method"]}), found["requestBody"])))
    return f"{url}{'&' if '?' in url else '?'}{more}"


class Sorted:
    """Lines in the order of their bytes, however many there are. Use as a context manager."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._lines: list[bytes] = []
        self._runs: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        """The lines."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget them."""
        for run in self._runs:
            run.close()

    def add(self, text: str) -> None:
        """Add a line, with its end."""
        self._lines.append(text.encode())
        if len(self._lines) >= _IN_MEMORY:
            run = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the others
            run.writelines(sorted(self._lines))
            run.seek(0)
            self._runs.append(run)
            self._lines = []

    def __iter__(self) -> Iterator[bytes]:
        return heapq.merge(sorted(self._lines), *self._runs)


def packed(lines: Iterable[bytes], name: str) -> Iterator[tuple[bytes, bytes]]:
    """The lines in blocks, each packed alone, and of each the line by which it is found in the file called `name`."""
    offset, rest = 0, iter(lines)
    while block := list(islice(rest, _BLOCK)):
        data = gzip.compress(b"".join(block), mtime=0)
        prefix = block[0].partition(b" {")[0].decode()
        found = {
            "offset": offset,
            "length": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "filename": name,
        }
        yield data, f"{prefix} {json.dumps(found)}\n".encode()
        offset += len(data)
