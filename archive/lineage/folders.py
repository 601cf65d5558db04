"""A report as a test folder: its documents, and what was read from them, to be corrected by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive import media
from archive.blobs import Blobs
from archive.errors import ArchiveError
from archive.lineage.subject import Subject
from archive.truth import FACTS, NAME, as_text

_ENDINGS = {
    media.HTML: "html",
    media.TEXT: "txt",
    media.PDF: "pdf",
    media.DOCX: "docx",
    media.XLSX: "xlsx",
    media.ODT: "odt",
    media.ODS: "ods",
    media.DOC: "doc",
    media.XLS: "xls",
    media.OFD: "ofd",
    media.ZIP: "zip",
    media.RAR: "rar",
    media.SEVEN_ZIP: "7z",
    media.RTF: "rtf",
    media.XML: "xml",
    media.JSON: "json",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/webp": "webp",
}


def save_folder(folder: Path, subject: Subject, reading: Mapping[str, Any]) -> list[Path]:
    """Write `report.<ending>`, its attachments `attachment1.<ending>` … and `expected.json`; the files written.

    Raises ArchiveError where the folder holds anything already, cannot be written, or a document is not as stored.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            msg = f"{folder} is there already and is not empty; nothing was written"
            raise ArchiveError(msg)
        blobs = Blobs(subject.directory / "blobs")
        bodies = {
            f"{f'attachment{number}' if number else 'report'}.{ending(source.media_type)}": blobs.read(source.digest)
            for number, source in enumerate(subject.job.sources)
        }
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in bodies.items():
            (folder / name).write_bytes(body)
        (folder / NAME).write_text(as_text(_expected(subject, reading)), encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise ArchiveError(msg) from error
    return [folder / name for name in (*bodies, NAME)]


def ending(media_type: str) -> str:
    """How the name of a file of that type ends."""
    return _ENDINGS.get(media_type, "bin")


def _expected(subject: Subject, reading: Mapping[str, Any]) -> dict[str, Any]:
    """What was read. `may_be_doubtful` are the cells a finding names: look at these first."""
    doubtful = {name for f in reading["findings"] if f["status"] != "pass" for name in f["cells"]}
    said = ("url", "captured_at", "digest", "media_type")
    return {
        **{key: reading.get(key) for key in FACTS},
        "sources": [{key: document.get(key) for key in said} for document in subject.documents()],
        "may_be_doubtful": sorted(doubtful),
        "fields": [{"key": f["key"], "value": f["value"]} for f in reading.get("fields", ())],
        "cells": [_cell(cell) for cell in reading["cells"]],
    }


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """The unit only where there is one."""
    made = {key: cell[key] for key in ("id", "text", "value", "state")}
    return made | ({"unit": cell["unit"]} if cell["unit"] else {})
