"""An explanation for people: what a report is made of, and where one figure comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from archive.cli.corrected import print_corrections
from archive.cli.summary import print_findings
from archive.counted import counted
from archive.findings.visible import visible

_FACTS = ("report", "title", "agency", "year", "published", "status")


def print_report_explained(told: Mapping[str, Any]) -> None:
    """Documents, form, cells by state, findings and sums."""
    for key in _FACTS:
        _line(key, told[key])
    _line("form", f"{told['template']}: {told['form']}" if told["template"] else told["form"])
    _line("problem", told["problem"])
    for number, document in enumerate(told["documents"], 1):
        _line("document", f"{number} of {len(told['documents'])}")
        _document(document)
    _line("cells", _counted(told["cells"]) or "none")
    _line("sums", _counted(told["sums"]) or "none")
    if told["leftovers"]:
        _line("left over", f"{counted(told['leftovers'], 'row or cell', 'rows or cells')} no rule places")
    if told["differs"]:
        many, first = counted(len(told["differs"]), "cell is", "cells are"), ", ".join(told["differs"][:3])
        _line("differs", f"{many} read otherwise today than release {told['release']} did: {first} …")
    print_findings(told["findings"])
    print_corrections(told["corrections"])


def print_cell_explained(told: Mapping[str, Any]) -> None:
    """One cell with its value, document, place, rule, findings and other accounts."""
    _line("cell", told["id"])
    if told["state"] is None:
        _line("value", "none: this cell was not found in the document")
    else:
        value = "no value" if told["value"] is None else f"{told['value']}{told['unit'] or ''}"
        _line("value", f"{value} ({told['state']}), printed as {told['text']!r}")
        _line("place", told["place_in_words"])
    if told["document"]:
        _document(told["document"])
    if told["rule"]:
        _rule(told["rule"])
    _line("differs", told["differs"])
    for finding in told["findings"]:
        proposed = "" if finding["proposed"] is None else f" (proposed: {finding['proposed']})"
        _line("finding", f"{finding['status']} {finding['check']}: {finding['message']}{proposed}")
    print_corrections(told["corrections"])
    for account in told["elsewhere"]:
        said = "not found" if account["state"] is None else f"{account['text']!r} ({account['state']})"
        _line("elsewhere", f"{said} in {account['kind']}, release {account['release']}, seen {account['first_seen']}")
        _line("", account["url"])
    _line("picture", ", ".join(filter(None, (told["picture"], told["picture_note"]))))


def _rule(rule: Mapping[str, Any]) -> None:
    _labels("row", rule["row"])
    _labels("column", rule["column"])
    _line("rule", rule["how"])
    _line("in doubt", rule["doubt"])


def _labels(name: str, seen: Sequence[Mapping[str, Any]]) -> None:
    if seen:
        _line(name, " / ".join(label["text"] or "(empty)" for label in seen))
        _line("", f"at {seen[-1]['place_in_words']}")


def _document(document: Mapping[str, Any]) -> None:
    size = f", {document['size']:,} bytes" if document.get("size") is not None else ""
    _line("read from", f"{document['media_type']}{size}{', rendered' if document.get('rendered') else ''}")
    _line("", f"sha256 {document['digest']}")
    _line("", document.get("url"))
    if document.get("captured_at"):
        first = document["first_captured_at"]
        earlier = f", first {first}" if first != document["captured_at"] else ""
        _line("captured", f"{document['captured_at']} ({counted(document['captures'], 'capture')}{earlier})")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


def _line(name: str, text: object) -> None:
    if text is not None and text != "":
        click.echo(f"{name:<11}{visible(str(text))}")
