"""A report as the JSON object of the public contract."""

from __future__ import annotations

from typing import Any

from archive.models import Cell, Claim, Field, Finding, Leftover, Report, Section, Spot

FACTS = ("title", "agency", "year", "template", "published", "published_meta", "media_type", "digest")
LISTS = ("cells", "fields", "sections", "findings", "leftovers", "claims")


def report_object(report: Report) -> dict[str, Any]:
    """The object `nianbao parse --json` prints."""
    made: dict[str, Any] = {key: getattr(report, key) for key in FACTS}
    made["cells"] = [cell._asdict() for cell in report.cells]
    made |= {key: [_fields(item) for item in getattr(report, key)] for key in LISTS[1:-1]}
    made["claims"] = [claim._asdict() | {"place": claim.place._asdict()} for claim in report.claims]
    return made


def _fields(item: Field | Section | Finding | Leftover) -> dict[str, Any]:
    """What `dataclasses.asdict` gives, without a copy of each value: reports have hundreds, and none is changed."""
    return {name: getattr(item, name) for name in item.__slots__}


def report_from(made: dict[str, Any]) -> Report:
    """The report of which `made` is the object; one stored before claims were read has none."""
    told = [{**f, "cells": tuple(f["cells"]), "suspects": tuple(f["suspects"])} for f in made["findings"]]
    return Report(
        **{key: made[key] for key in FACTS},
        cells=tuple(Cell(**cell) for cell in made["cells"]),
        fields=tuple(Field(**field) for field in made["fields"]),
        sections=tuple(Section(**{**s, "places": tuple(s.get("places", ()))}) for s in made["sections"]),
        findings=tuple(Finding(**finding) for finding in told),
        leftovers=tuple(Leftover(**leftover) for leftover in made["leftovers"]),
        claims=tuple(_claim(claim) for claim in made.get("claims", ())),
    )


def _claim(made: dict[str, Any]) -> Claim:
    return Claim(**{**made, "place": Spot(**made["place"]), "compared": tuple(made["compared"])})
