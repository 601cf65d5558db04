"""The public tables: names and columns are a promise."""

import pytest

from archive.database.connection import create_or_open

PROMISED = {
    "bodies": {"id"},
    "reports": {
        "id",
        "portal",
        "agency",
        "division",
        "level",
        "year",
        "template",
        "title",
        "published_on",
        "url",
        "capture_id",
        "digest",
        "status",
    },
    "applications": {
        "report_id",
        "row",
        "natural_person",
        "commercial_enterprise",
        "research_institution",
        "public_welfare_org",
        "legal_service_org",
        "other_org",
        "total",
        "states",
    },
    "disclosure": {"report_id", "row", "column", "value", "text", "unit", "state"},
    "review": {"report_id", "route", "upheld", "corrected", "other", "pending", "total", "states"},
    "statistics": {"report_id"},
    "fields": {"report_id", "key", "value"},
    "sections": {"report_id", "key", "heading", "text"},
    "findings": {"report_id", "status", "severity", "cells", "suspects", "message", "verdict", "proposed"},
    "corrections": {
        "id",
        "report_id",
        "cell",
        "read",
        "read_state",
        "corrected",
        "corrected_state",
        "corrected_unit",
        "because",
        "author",
        "made_at",
        "standing",
    },
    "captures": {
        "id",
        "portal",
        "url",
        "final_url",
        "captured_at",
        "status",
        "media_type",
        "digest",
        "size",
        "rendered",
        "outcome",
    },
    "crawls": {"id"},
    "portals": {"name"},
    "coverage": {"year", "status"},
    "changes": {"report_id"},
}
EXACT = ("reports", "applications", "disclosure", "review")


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_name_has_its_columns(archive, name):
    db = create_or_open(archive)
    columns = {column[0] for column in db.execute(f"SELECT * FROM {name}").description}
    assert columns >= PROMISED[name]
    if name in EXACT:
        assert columns == PROMISED[name]
