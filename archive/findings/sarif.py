"""Checked reports as SARIF 2.1.0, the format in which other programs take the results of checks."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.checks.spots import where as where_of
from archive.findings.checked import NOT_CHECKED, Checked
from archive.findings.html import LANGUAGES
from archive.findings.rules import told_rule
from archive.findings.told import Said, Sentence, Spot, told
from archive.findings.words import Words
from archive.models import Place

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HARD = {"hard": "error", "soft": "warning"}


def log(reports: Iterable[Checked], complaints: Sequence[str], words: Words) -> dict[str, Any]:
    """One run with a result for every finding that fails or is in doubt.

    What fails is an error, or a warning where the rule is a hint; what is in doubt is a note, but an error where it
    says that a report could not be checked. `complaints` say what could not be looked at.
    """
    given = list(reports)
    results = [result for i, one in enumerate(given) for result in _results(one, i, words)]
    rules = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = rules.index(result["ruleId"])
    driver = {
        "name": "nianbao",
        "version": version("nianbao"),
        "language": LANGUAGES[words.language],
        "rules": [_rule(check, words) for check in rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(complaints)],
        "artifacts": [_artifact(one) for one in given],
        "results": results,
        "columnKind": "unicodeCodePoints",
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _invocation(complaints: Sequence[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"executionSuccessful": not complaints}
    if complaints:
        made["toolExecutionNotifications"] = [{"level": "error", "message": {"text": text}} for text in complaints]
    return made


def _rule(check: str, words: Words) -> dict[str, Any]:
    """A reporting descriptor; of a check of no rule only its id is known."""
    known = told_rule(check, words.language)
    if known is None:
        return {"id": check}
    return {
        "id": check,
        "shortDescription": {"text": known.sentence},
        "fullDescription": {"text": known.sentence},
        "help": {"text": f"{words('basis')}: {known.basis}"},
    }


def _artifact(checked: Checked) -> dict[str, Any]:
    made: dict[str, Any] = {"location": {"uri": uri_of(checked)}}
    if media_type := checked.reading.get("media_type"):
        made["mimeType"] = media_type
    if digest := checked.reading.get("digest"):
        made["hashes"] = {"sha-256": digest}
    return made


def uri_of(checked: Checked) -> str:
    """Where a report was read from: a path below the current folder is relative to it, another one a file URI.

    >>> uri_of(Checked("草稿.docx", {}, "草 稿.docx")), uri_of(Checked("甲局:2020", {}, "http://a.gov.cn/年报.html"))
    ('%E8%8D%89%20%E7%A8%BF.docx', 'http://a.gov.cn/%E5%B9%B4%E6%8A%A5.html')
    """
    if checked.source is None:
        return quote(checked.name, safe="")
    if "://" in checked.source:
        return quote(checked.source, safe=":/?#[]@!$&'()*+,;=%")
    path = Path(os.path.normpath(Path.cwd() / checked.source))
    if path.is_relative_to(Path.cwd()):
        return quote(os.fsencode(path.relative_to(Path.cwd()).as_posix()))
    return path.as_uri()


def _results(checked: Checked, artifact: int, words: Words) -> list[dict[str, Any]]:
    """The results of one report; alike ones are told apart by their number, so that their fingerprints differ."""
    results, seen = [], Counter[str]()
    for said in told(checked, words):
        if said.status not in ("fail", "unknown"):
            continue
        print_ = _fingerprint(said)
        seen[print_] += 1
        first, *others = _locations(checked, said, artifact)
        made: dict[str, Any] = {
            "ruleId": said.check,
            "level": _level(said),
            "message": {"text": said.message},
            "locations": [first],
            "partialFingerprints": {"finding/v1": f"{print_}:{seen[print_]}"},
        }
        if others:
            made["relatedLocations"] = others
        facts = {key: said.finding[key] for key in ("verdict", "proposed") if said.finding[key] is not None}
        results.append(made | {"properties": {"status": said.status, **facts}})
    return results


def _level(said: Said) -> str:
    if said.check in NOT_CHECKED:
        return "error"
    return _HARD[said.finding["severity"]] if said.status == "fail" else "note"


def _fingerprint(said: Said) -> str:
    """What stays the same while the figures of a draft change: the rule and its cells, else what it says."""
    told_of = said.finding["cells"] or [said.finding["message"]]
    return hashlib.sha256("\0".join((said.check, *told_of)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _locations(checked: Checked, said: Said, artifact: int) -> list[dict[str, Any]]:
    """A location for the sentence, then one for each cell, suspects first; without any, the document alone.

    Cells of another document come last.
    """
    where = {"artifactLocation": {"uri": uri_of(checked), "index": artifact}}
    own = [_of_sentence(where, said.sentence)] if said.sentence else []
    own += [_location(where, spot) for spot in said.spots if not spot.of_year]
    return (own or [{"physicalLocation": where}]) + [_location(None, spot) for spot in said.spots if spot.of_year]


def _of_sentence(where: dict[str, Any], sentence: Sentence) -> dict[str, Any]:
    """The section with its line; a line of the document only where that has lines."""
    name = where_of(sentence.section, sentence.line, sentence.letter)
    logical = {"name": sentence.address or sentence.name, "fullyQualifiedName": name, "kind": "section"}
    made: dict[str, Any] = {"logicalLocations": [logical], "physicalLocation": where | _region(sentence.place)}
    return made | {"properties": {"place": sentence.place}} if sentence.place else made


def _region(place: Place | None) -> dict[str, Any]:
    line = (place or {}).get("line")
    return {"region": {"startLine": line}} if isinstance(line, int) and line > 0 else {}


def _location(where: dict[str, Any] | None, spot: Spot) -> dict[str, Any]:
    logical = {"name": spot.address or spot.name, "fullyQualifiedName": spot.cell, "kind": "cell"}
    made: dict[str, Any] = {"logicalLocations": [logical]}
    if where:
        made["physicalLocation"] = where | _region(spot.place)
    if spot.text is not None:
        made["message"] = {"text": f"{spot.name}: {spot.text}"}
    return made | {"properties": {"place": spot.place}} if spot.place else made
