"""What is known to be true of a document, and how a reading of it compares: the file expected.json of a test folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.checks.arithmetic import arithmetic
from archive.errors import BadTruth
from archive.files import NotReadable, read_bytes
from archive.models import MOST_NAMED, Cell, Finding, Report
from archive.template import STATISTICS, TEMPLATES

NAME = "expected.json"
FACTS = ("title", "agency", "year", "template", "published")
_DOUBT = ("fail", "unknown")
_OF_MEANING = ("D", "U", "N", "Y", "Z")  # checks by the beginning of their ids: they doubt what a figure means


@dataclass(frozen=True)
class Truth:
    """What a folder's expected.json states; what it does not state is not compared.

    `fails` are the sums, as (check, cells), that do not hold in the true figures either.
    """

    documents: tuple[Path, ...]
    facts: Mapping[str, Any]
    fields: Mapping[str, str]
    cells: Mapping[str, Cell]
    may_be_doubtful: frozenset[str]
    fails: frozenset[tuple[str, frozenset[str]]]
    case: Mapping[str, str]


@dataclass(frozen=True)
class Judged:
    """How a reading compares with the truth: counts by kind, and a sentence on each thing that is not exact."""

    counts: Counter[str]
    silent: tuple[str, ...] = ()  # wrong, and nothing says so
    wrong: tuple[str, ...] = ()  # wrong or missing, and told
    alarms: tuple[str, ...] = ()  # sums said to fail that hold, and values proposed that are none
    facts: tuple[str, ...] = ()


def load(folder: Path) -> Truth:
    """The truth about the documents of a folder. Raises BadTruth."""
    path = folder / NAME
    try:
        data = json.loads(read_bytes(_within(folder, path)))
        cells = {c["id"]: _cell(c) for c in data.get("cells", ())}
        listed = data.get("documents")
        documents = tuple(folder / Path(name).name for name in listed) if listed else _others(folder)
        documents = tuple(_within(folder, document) for document in documents)
        return Truth(
            documents=documents,
            facts={key: data[key] for key in FACTS if key in data},
            fields={f["key"]: f["value"] for f in data.get("fields", ())},
            cells=cells,
            may_be_doubtful=frozenset(data.get("may_be_doubtful", ())),
            fails=frozenset(_fails(data, cells)),
            case={key: str(value) for key, value in data.get("case", {}).items()},
        )
    except NotReadable as error:
        msg = f"{path} cannot be read: {error}"
        raise BadTruth(msg) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        msg = f"{path} does not say what is true: {_in_words(error)}"
        raise BadTruth(msg) from error


def _in_words(error: Exception) -> str:
    """What is wrong with a file, for whoever wrote it."""
    if isinstance(error, json.JSONDecodeError):
        return f"from line {error.lineno}, column {error.colno} on it is no JSON"
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, KeyError):
        return f"something in it lacks its {error}; docs/testing.md has its shape"
    if isinstance(error, (TypeError, AttributeError)):
        return "something in it is not of the kind that docs/testing.md describes"
    return str(getattr(error, "strerror", None) or error)


def as_text(expected: Mapping[str, Any]) -> str:
    """What a file of that name says: JSON with a line for each cell, so that a change is a change of one line."""
    lines = []
    for key, value in expected.items():
        if isinstance(value, list) and value:
            items = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value)
            lines.append(f'  "{key}": [\n{items}\n  ]')
        else:
            lines.append(f'  "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _cell(stated: Mapping[str, Any]) -> Cell:
    text = str(stated.get("text", ""))
    return Cell(str(stated["id"]), text, stated["value"], stated["state"], stated.get("unit"), {})


def _others(folder: Path) -> tuple[Path, ...]:
    """All files beside the truth; the one called `report` is the first of the documents."""
    files = [p for p in sorted(folder.iterdir()) if not p.is_dir() and p.name != NAME and not p.name.startswith(".")]
    if not files:
        msg = "there is no document beside it"
        raise ValueError(msg)
    return tuple(sorted(files, key=lambda p: p.stem != "report"))


def _within(folder: Path, path: Path) -> Path:
    """The path itself, unless it leads to no ordinary file or out of the folder: a case of others may link anywhere."""
    if not path.resolve().is_relative_to(folder.resolve()):
        msg = f"{path.name} is a link out of the folder"
        raise ValueError(msg)
    if path.exists() and not path.is_file():
        msg = f"{path.name} is no ordinary file"
        raise ValueError(msg)
    return path


def _fails(data: Mapping[str, Any], cells: Mapping[str, Cell]) -> Iterator[tuple[str, frozenset[str]]]:
    template = data.get("template") if data.get("template") in (*TEMPLATES, STATISTICS) else None
    bare = Report(None, None, None, template, None, None, "", "", cells=tuple(cells.values()))
    yield from ((f.check, frozenset(f.cells)) for f in arithmetic(bare) if f.status == "fail")
    yield from ((f["check"], frozenset(f["cells"])) for f in data.get("findings", ()) if f["status"] == "fail")


def judge(report: Report, truth: Truth) -> Judged:
    """Compare a reading with the truth, cell by cell."""
    read = {cell.id: cell for cell in report.cells}
    named = {c for f in report.findings if _is_flag(f) for c in f.cells}
    told_of_gaps = any(f.status in _DOUBT and f.check[0] in "CTX" for f in report.findings)
    counts: Counter[str] = Counter(documents=1, cells=len(truth.cells))
    silent: list[str] = []
    wrong: list[str] = []
    right = set()
    for key in {**truth.cells, **read}:
        kind = _kind(truth.cells.get(key), read.get(key), told=key in named, told_of_gaps=told_of_gaps)
        if kind == "exact":
            right.add(key)
        elif key in truth.may_be_doubtful and kind != "silent":
            kind = "doubtful"
        counts[kind] += 1
        if kind != "exact":
            (silent if kind == "silent" else wrong).append(_said(key, truth.cells.get(key), read.get(key)))
    alarms = list(_alarms(report.findings, truth, right))
    repairs = list(_false_repairs(report.findings, truth))
    facts = list(_wrong_facts(report, truth))
    counts += Counter(alarms=len(alarms), repairs=len(repairs), facts=len(facts), perfect=not silent and not wrong)
    return Judged(counts, tuple(silent), tuple(wrong), tuple(alarms + repairs), tuple(facts))


def _is_flag(found: Finding) -> bool:
    """Whether a finding says of its cells that they may be read wrongly; what is hardly meant may be read well."""
    is_told = found.status in _DOUBT and len(found.cells) <= MOST_NAMED
    return is_told and not (found.severity == "soft" and found.check.startswith(_OF_MEANING))


def _kind(true: Cell | None, read: Cell | None, *, told: bool, told_of_gaps: bool) -> str:
    """`exact`, or how it is not: `flagged`, `missing`, `extra`, or `silent` where nothing says that it is wrong."""
    if true is None:
        assert read is not None
        return "extra" if told or read.value is None else "silent"
    if read is None:
        return "missing" if told or told_of_gaps else "silent"
    if (true.value, true.state) == (read.value, read.state):
        return "exact"
    return "flagged" if told or read.state == "unreadable" else "silent"


def _said(key: str, true: Cell | None, read: Cell | None) -> str:
    shown = [
        f"{c.value if c.state == 'number' else c.state} ({c.text[:40]!r})" if c else "nothing" for c in (true, read)
    ]
    return f"{key} is {shown[0]}, read {shown[1]}"


def _alarms(findings: Sequence[Finding], truth: Truth, right: set[str]) -> Iterator[str]:
    """Hard checks that fail though all their cells were read right and the true figures pass them."""
    for found in findings:
        is_failed = found.status == "fail" and found.severity == "hard" and set(found.cells) <= right
        if is_failed and (found.check, frozenset(found.cells)) not in truth.fails:
            yield f"{found.check} fails though it holds: {found.message}"


def _false_repairs(findings: Sequence[Finding], truth: Truth) -> Iterator[str]:
    for found in findings:
        if found.proposed is None or found.verdict == "agency":  # what should be printed is no claim about what is
            continue
        meant = [truth.cells[key].value for key in (found.suspects or found.cells) if key in truth.cells]
        if found.proposed not in meant:
            yield f"{found.check} proposes {found.proposed}, which is wrong: {found.message}"


def _wrong_facts(report: Report, truth: Truth) -> Iterator[str]:
    fields = {f.key: f.value for f in report.fields}
    for key, true in truth.facts.items():
        if (read := getattr(report, key)) != true:
            yield f"{key} is {true!r}, read {read!r}"
    for key, true in truth.fields.items():
        if (read := fields.get(key)) != true:
            yield f"{key} is {true!r}, read {read!r}"
