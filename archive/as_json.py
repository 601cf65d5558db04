"""A report as the JSON object of the public contract."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.models import Report

_KEYS = ("title", "agency", "year", "template", "published", "published_meta", "media_type", "digest")
_LISTS = ("fields", "sections", "findings", "leftovers")


def report_object(report: Report) -> dict[str, Any]:
    """The object `nianbao parse --json` prints."""
    made: dict[str, Any] = {key: getattr(report, key) for key in _KEYS}
    made["cells"] = [cell._asdict() for cell in report.cells]
    made |= {key: [asdict(item) for item in getattr(report, key)] for key in _LISTS}
    return made
