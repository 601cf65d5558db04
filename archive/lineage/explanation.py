"""All that is known of a report's figures, as plain data: for a person to be shown, for a program as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from archive.as_json import report_object
from archive.binding.rules import Rule
from archive.lineage.places import in_words
from archive.lineage.retelling import Told
from archive.lineage.subject import Subject
from archive.models import GridCell

_FACTS = ("title", "agency", "year", "template", "published", "published_meta")
_SAID = ("text", "value", "state", "unit")
_NOT_FOUND = ("C1", "C2")
_SUMS = ("A", "R")  # how the checks of sums begin


def reading_of(subject: Subject, told: Told) -> dict[str, Any]:
    """The report object that is explained: as stored, else as just read."""
    if subject.reading is not None:
        return subject.reading
    return report_object(told.report) if told.report else {"cells": [], "findings": [], "leftovers": []}


def of_report(subject: Subject, told: Told) -> dict[str, Any]:
    """Documents, form, cells by state, findings that are no pass, sums."""
    reading = reading_of(subject, told)
    sums = Counter(f["status"] for f in reading["findings"] if _is_sum(f))
    return (
        {"report": subject.name, "status": subject.status, "release": subject.release}
        | {key: reading.get(key) for key in _FACTS}
        | {
            "form": told.form,
            "problem": told.problem,
            "documents": subject.documents(),
            "cells": dict(Counter(cell["state"] for cell in reading["cells"])),
            "sums": dict(sums),
            "findings": [f for f in reading["findings"] if f["status"] != "pass"],
            "leftovers": len(reading["leftovers"]),
            "differs": sorted(_differing(subject, told)),
            "corrections": list(subject.corrections),
        }
    )


def of_cell(subject: Subject, told: Told, cell_id: str) -> dict[str, Any]:
    """One cell: what it says, where it stands, what bound it, what is said of it, and what it said elsewhere."""
    reading = reading_of(subject, told)
    cell = next((c for c in reading["cells"] if c["id"] == cell_id), None)
    place = cell["place"] if cell else None
    document = told.document_of(place) if place is not None else None
    source = document.source if document else None
    rule = told.rules.get(cell_id)
    return {
        "id": cell_id,
        **{key: cell[key] if cell else None for key in _SAID},
        "place": place,
        "place_in_words": in_words(place) if place is not None else None,
        "document": next((d for d in subject.documents() if source and d["digest"] == source.digest), None),
        "rule": _rule(rule) if rule else None,
        "differs": _difference(subject, told, cell_id),
        "findings": [f for f in reading["findings"] if _concerns(f, cell_id, is_there=cell is not None)],
        "corrections": [c for c in subject.corrections if c["cell"] == cell_id],
        "elsewhere": [_account(a, cell_id) for a in subject.accounts if not a["is_told"]],
    }


def known_cells(subject: Subject, told: Told) -> list[str]:
    """Every cell a person may ask for: those read, now or ever, those a finding names, those of the form."""
    from archive.template import load

    reading = reading_of(subject, told)
    names = [cell["id"] for cell in reading["cells"]]
    names += [name for account in subject.accounts for name in account["cells"]]
    names += [name for finding in reading["findings"] for name in finding["cells"]]
    if reading.get("template"):
        names += sorted(load(reading["template"]).cells)
    return list(dict.fromkeys(names))


def _concerns(finding: Mapping[str, Any], cell_id: str, *, is_there: bool) -> bool:
    """Whether a finding is about a cell; of one that was not found, also those on lost and unplaced rows."""
    if cell_id in finding["cells"] or cell_id in finding["suspects"]:
        return True
    return not is_there and not finding["cells"] and finding["check"] in _NOT_FOUND


def _is_sum(finding: Mapping[str, Any]) -> bool:
    return str(finding["check"]).startswith(_SUMS)


def _rule(rule: Rule) -> dict[str, Any]:
    return {"row": _seen(rule.labels), "column": _seen(rule.heads), "how": rule.how, "doubt": rule.doubt or None}


def _seen(cells: Sequence[GridCell]) -> list[dict[str, Any]]:
    return [{"text": "".join(c.text.split()), "place": c.place, "place_in_words": in_words(c.place)} for c in cells]


def _account(account: Mapping[str, Any], cell_id: str) -> dict[str, Any]:
    """What another reading or version of the report says of a cell."""
    cell = account["cells"].get(cell_id)
    told = {key: account[key] for key in ("version", "first_seen", "release", "read_at", "url")}
    kind = "another document" if account["is_rival"] else "another reading or version"
    return told | {"kind": kind} | {key: cell[key] if cell else None for key in _SAID}


def _differing(subject: Subject, told: Told) -> set[str]:
    """The cells that are read otherwise today than the stored reading has them."""
    if subject.reading is None or told.report is None:
        return set()
    stored = {c["id"]: (c["text"], c["value"], c["state"]) for c in subject.reading["cells"]}
    now = {c.id: (c.text, c.value, c.state) for c in told.report.cells}
    return {name for name in stored.keys() | now.keys() if stored.get(name) != now.get(name)}


def _difference(subject: Subject, told: Told, cell_id: str) -> str | None:
    """Why the rule and the spot may not be those of the stored value."""
    if subject.reading is not None and told.report is None:
        return f"the document could not be read again: {told.problem}"
    if cell_id not in _differing(subject, told) or told.report is None:
        return None
    now = next((cell for cell in told.report.cells if cell.id == cell_id), None)
    said = f"{now.text!r} ({now.state})" if now else "nothing"
    return f"stored by release {subject.release} of the parser; read again today the document says {said}"
