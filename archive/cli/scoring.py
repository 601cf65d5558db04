"""`nianbao score`: how exactly documents are read whose true figures are known."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from archive.blobs import Blobs
from archive.cli.files import Waiting, begin, report_of
from archive.cli.options import Complaint, plain_errors
from archive.cli.printing import print_json, print_rows
from archive.models import Hints
from archive.truth import NAME, Judged, Truth, judge, load
from archive.worker import ReadingPool, processors

_AXES = ("format", "layout", "template")
_SCANS = ("damage", "ruling")  # axes of documents without text
_COLUMNS = ("documents", "perfect", "cells", "exact", "flagged", "missing", "doubtful", "silent", "extra")
_LAST = ("alarms", "repairs", "facts", "seconds")


@dataclass(frozen=True)
class Scored:
    """One folder: its truth, how the reading compares, and how long it took in seconds."""

    folder: Path
    truth: Truth
    judged: Judged
    seconds: float


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.option("--details", is_flag=True, help="Name also the cells that are wrong and told, and the wrong facts.")
@plain_errors
def score(directory: Path, *, as_json: bool, details: bool) -> None:
    """Read the documents of folders that hold an expected.json, and print how exactly.

    Every folder below DIRECTORY with a file expected.json is a case: the other files are one report, and
    expected.json is what `nianbao parse --json` should print of it; docs/testing.md has its shape. Counted are
    cells read exactly, wrong ones that a finding names (flagged), gaps that are told (missing), cells allowed to be in
    doubt (doubtful), wrong ones nothing tells of (silent), cells that are none (extra), sums said to fail that hold
    (alarms), proposed values that are wrong (repairs), and wrong facts such as title or year.

    Exit status 1 when a cell is wrong in silence.

    \b
    Examples:
      nianbao score tests/reports
      nianbao score --details my-cases
    """
    folders = sorted(path.parent for path in directory.rglob(NAME))
    if not folders:
        raise Complaint(f"there is no {NAME} below {click.format_filename(directory)}")
    with click.progressbar(length=len(folders), label="reading", file=sys.stderr) as bar:
        scored = []
        for one in _read(folders):
            scored.append(one)
            bar.update(1)
    scored.sort(key=lambda one: one.folder)
    if as_json:
        print_json(_as_object(scored))
    else:
        _print(scored, details=details)
    if any(one.judged.silent for one in scored):
        sys.exit(1)


def _read(folders: Iterable[Path]) -> Iterator[Scored]:
    """The folders in the order they are done; no more are begun than can be read at the same time."""
    left = deque(folders)
    begun: dict[Any, tuple[Path, Truth, Waiting, float]] = {}
    with TemporaryDirectory(prefix="nianbao-") as place, ReadingPool(Path(place), processors()) as pool:
        blobs = Blobs(Path(place) / "blobs")
        while left or begun:
            while left and len(begun) < processors():
                folder = left.popleft()
                truth = load(folder)
                waiting = begin(truth.documents, Hints(), pool, blobs)
                if isinstance(waiting, Complaint):
                    raise waiting
                begun[waiting[1]] = (folder, truth, waiting, time.monotonic())
            for future in wait(begun, return_when=FIRST_COMPLETED).done:
                folder, truth, waiting, start = begun.pop(future)
                yield Scored(folder, truth, judge(report_of(waiting), truth), time.monotonic() - start)


def _as_object(scored: list[Scored]) -> dict[str, Any]:
    made: dict[str, Any] = {"total": _counts(scored)}
    for axis, groups in _axes(scored):
        made[axis] = {value: _counts(group) for value, group in groups.items()}
    made["silent"] = {str(one.folder): list(one.judged.silent) for one in scored if one.judged.silent}
    made["alarms"] = {str(one.folder): list(one.judged.alarms) for one in scored if one.judged.alarms}
    return made


def _counts(scored: list[Scored]) -> dict[str, Any]:
    counts: Counter[str] = sum((one.judged.counts for one in scored), Counter())
    seconds = sum(one.seconds for one in scored) / len(scored)
    return {key: counts[key] for key in (*_COLUMNS, *_LAST[:-1])} | {"seconds": round(seconds, 3)}


def _axes(scored: list[Scored]) -> Iterator[tuple[str, dict[str, list[Scored]]]]:
    """Each axis with its groups; those of scans where there are any, and of these alone."""
    yield from ((axis, _groups(scored, axis)) for axis in _AXES)
    for axis in _SCANS:
        if scans := [one for one in scored if axis in one.truth.case]:
            yield axis, _groups(scans, axis)


def _groups(scored: list[Scored], axis: str) -> dict[str, list[Scored]]:
    made: dict[str, list[Scored]] = {}
    for one in scored:
        stated = (
            one.truth.case.get(axis)
            or one.truth.facts.get(axis)
            or (one.truth.documents[0].suffix[1:] if axis == "format" else "other")
        )
        made.setdefault(stated, []).append(one)
    return dict(sorted(made.items()))


def _print(scored: list[Scored], *, details: bool) -> None:
    for axis, groups in _axes(scored):
        rows = [_row(value, _counts(group)) for value, group in groups.items()]
        print_rows((axis, *_COLUMNS, *_LAST), rows, "table")
        click.echo()
    total = _counts(scored)
    for one in scored:
        judged = one.judged
        for kind, sentences in (("SILENT", judged.silent), ("ALARM", judged.alarms)):
            for sentence in sentences:
                click.echo(f"{kind}  {one.folder}: {sentence}")
        if details:
            for sentence in (*judged.wrong, *judged.facts):
                click.echo(f"wrong  {one.folder}: {sentence}")
    read = f"{_share(total)} of {total['cells']:,} cells exact in {total['documents']:,} documents"
    alarms = f"{total['alarms']:,} false alarms, {total['repairs']:,} false repairs"
    click.echo(f"{read}; {total['silent']:,} wrong in silence, {alarms}")


def _row(value: str, counts: dict[str, Any]) -> list[Any]:
    shown = counts | {"exact": _share(counts), "seconds": f"{counts['seconds']:.2f}"}
    return [value, *(shown[key] for key in (*_COLUMNS, *_LAST))]


def _share(counts: dict[str, Any]) -> str:
    """The cells read exactly of those that must be."""
    must = counts["cells"] - counts["doubtful"]
    return f"{100 * counts['exact'] / must:.4f} %" if must else "-"
