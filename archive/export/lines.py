"""Reports as JSON Lines: one object a report, for programs that read them as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TextIO

from archive.as_json import report_object
from archive.findings.visible import visible_json
from archive.models import Report

_UNREAD = Report(
    title=None,
    agency=None,
    year=None,
    template=None,
    published=None,
    published_meta=None,
    media_type="",
    digest="",
)
_OF_ARCHIVE = ("status", "problem", "portal", "body", "division", "level", "url", "capture", "captured_at")


def write(
    file: TextIO, reports: Iterable[tuple[dict[str, Any], dict[str, Any]]], moved: Callable[[], None] = lambda: None
) -> int:
    """Write the reports as `archive.database.exports.whole_reports` gives them; how many there were."""
    count = 0
    for row, reading in reports:
        file.write(visible_json(json.dumps(whole(row, reading), ensure_ascii=False)) + "\n")
        count += 1
        moved()
    return count


def whole(row: dict[str, Any], reading: dict[str, Any]) -> dict[str, Any]:
    """The object of a report: what the archive knows of it, then what `parse --json` prints.

    One without a reading has the same keys, with nothing in them but year and digest.
    """
    told = row | {"body": row["agency"], "capture": row["capture_id"]}
    made = {"key": row["id"]} | {name: told[name] for name in _OF_ARCHIVE}
    return made | (reading or report_object(replace(_UNREAD, year=row["year"], digest=row["digest"] or "")))
