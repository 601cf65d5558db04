"""Differences between two releases of the parser on standard output: lines for people, CSV, JSON; and their totals."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import click

from archive.counted import counted
from archive.findings.visible import visible, visible_json
from archive.release_diff import Difference
from archive.releases_compared import Compared

_COLUMNS = ("report_id", "version", *Difference._fields)
_MOST_RULES = 30  # that the totals name


class Totals:
    """What was compared, and what differed by kind and by rule."""

    def __init__(self, old: str, new: str, both: int) -> None:
        """Of releases `old` and `new`, which both read so many versions."""
        self._said = f"{counted(both, 'version')} read by both {old} and {new}"
        self._differing = 0
        self._kinds: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()

    def add(self, one: Compared) -> None:
        """Count a version that differs."""
        self._differing += 1
        self._kinds.update(d.kind for d in one.differences)
        self._rules.update(d.rule for d in one.differences if d.rule)

    def tell(self, *, err: bool) -> None:
        """Print the totals, on standard error where standard output is for a program."""
        click.echo(f"{self._said}: {self._differing} differ", err=err)
        for kind, count in self._kinds.most_common():
            click.echo(f"  {count:>8}  {kind}", err=err)
        if self._rules:
            click.echo("by rule:", err=err)
        for rule, count in self._rules.most_common(_MOST_RULES):
            click.echo(f"  {count:>8}  {visible(rule)}", err=err)
        if len(self._rules) > _MOST_RULES:
            click.echo(f"  {len(self._rules) - _MOST_RULES} more rules", err=err)


def writer(output: str | None) -> Callable[[Compared], None]:
    """What prints a version as lines for people (None), `csv` or `json`."""
    if output == "json":
        return _json
    if output == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(_COLUMNS)
        return lambda one: rows.writerows(_row(one, d).values() for d in one.differences)
    return _lines


def _row(one: Compared, difference: Difference) -> dict[str, Any]:
    return {"report_id": one.report, "version": one.version, **difference._asdict()}


def _json(one: Compared) -> None:
    for difference in one.differences:
        click.echo(visible_json(json.dumps(_row(one, difference), ensure_ascii=False)))


def _lines(one: Compared) -> None:
    click.echo(visible(f"{one.report or 'no report'}  (version {one.version})"))
    for kind, item, old, new, rule in one.differences:
        said = f"  {kind:<13} {visible(item)}"
        if old is not None or new is not None:
            said += f"  {_shown(old)} -> {_shown(new)}"
        click.echo(said)
        if rule and rule != item:
            click.echo(f"  {'':<13} {visible(rule)}")
    click.echo()


def _shown(value: Any) -> str:
    return "nothing" if value is None else visible(str(value)) or "''"
