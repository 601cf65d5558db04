"""The official forms as data: which cells they print and which sums must hold between them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

from archive.labels import normal

TEMPLATES = ("t2019", "t2021")  # the forms with tables by article, oldest first
STATISTICS = "t2014"  # the form with one list of indicators


@dataclass(frozen=True)
class Block:
    """A block of section two: the rows under one caption and the columns they share."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum between cells: `left` and `right` list cell ids and must come to the same total.

    With `at_most` the left side must not be more than the right. `exact` identities are tested only where
    the form prints just these parts of the whole on the left: local forms have parts of their own.
    """

    id: str
    sentence: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    only_if_printed: bool
    severity: Literal["hard", "soft"] = "hard"
    at_most: bool = False
    exact: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells of both sides."""
        return self.left + self.right


@dataclass(frozen=True)
class Template:
    """One official form, as read from templates/<id>.toml."""

    id: str
    document: str
    reporting_years: tuple[int, ...]
    open_ended: bool
    fingerprint: frozenset[str]
    fingerprint_rows: frozenset[str]
    blocks: tuple[Block, ...]
    applicants: tuple[str, ...]
    application_rows: tuple[str, ...]
    application_groups: tuple[str, ...]
    routes: tuple[str, ...]
    outcomes: tuple[str, ...]
    statistics: tuple[str, ...]
    statistic_groups: tuple[str, ...]
    identities: tuple[Identity, ...]
    names: Mapping[str, str]

    @cached_property
    def rows(self) -> dict[str, tuple[str, ...]]:
        """The cell ids of every printed row, by row key; a route of section four is a row."""
        made = {row: tuple(f"{row}.{c}" for c in b.columns) for b in self.blocks for row in b.rows}
        made |= {row: tuple(f"{row}[{c}]" for c in self.applicants) for row in self.application_rows}
        made |= {route: tuple(f"{route}.{o}" for o in self.outcomes) for route in self.routes}
        return made | {row: (row,) for row in self.statistics}

    @cached_property
    def cells(self) -> frozenset[str]:
        """Every cell id the form prints."""
        return frozenset(cell for cells in self.rows.values() for cell in cells)


_NOTHING: dict[str, Any] = {"columns": [], "rows": [], "groups": [], "routes": [], "outcomes": []}


def _identities(data: dict[str, Any]) -> Iterator[Identity]:
    applications = data.get("applications", _NOTHING)
    for rule in data["identities"]:
        each: Literal["row", "column"] | None = rule.get("each")
        if each == "row":
            frames = [f"{row}{{}}" for row in applications["rows"] + applications["groups"]]
        elif each == "column":
            frames = [f"{{}}[{column}]" for column in applications["columns"]]
        else:
            frames = ["{}"]
        for frame in frames:
            yield Identity(
                id=rule["id"],
                sentence=rule["sentence"],
                left=tuple(frame.format(key) for key in rule["left"]),
                right=tuple(frame.format(key) for key in rule["right"]),
                only_if_printed=rule.get("only_if_printed", False)
                or (each == "row" and any(frame == f"{g}{{}}" for g in applications["groups"])),
                severity="soft" if rule.get("soft") else "hard",
                at_most=rule.get("at_most", False),
                exact=rule.get("exact", False),
            )


@lru_cache(maxsize=8)
def load(template_id: str) -> Template:
    """The template of that id; every form the project knows has one data file."""
    path = resources.files("archive") / "templates" / f"{template_id}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    applications, review, statistics = (data.get(part, _NOTHING) for part in ("applications", "review", "statistics"))
    return Template(
        id=data["id"],
        document=data["document"],
        reporting_years=tuple(data["reporting_years"]),
        open_ended=data["open_ended"],
        fingerprint=frozenset(map(normal, data.get("fingerprint", ()))),
        fingerprint_rows=frozenset(data["fingerprint_rows"]),
        blocks=tuple(Block(b["caption"], tuple(b["columns"]), tuple(b["rows"])) for b in data.get("blocks", ())),
        applicants=tuple(applications["columns"]),
        application_rows=tuple(applications["rows"]),
        application_groups=tuple(applications["groups"]),
        routes=tuple(review["routes"]),
        outcomes=tuple(review["outcomes"]),
        statistics=tuple(statistics["rows"]),
        statistic_groups=tuple(statistics["groups"]),
        identities=tuple(_identities(data)),
        names=data.get("names", {}),
    )


@lru_cache(maxsize=1)
def disclosure_columns() -> dict[str, frozenset[str]]:
    """The columns a row of section two may have, in any form."""
    made: dict[str, frozenset[str]] = {}
    for template in map(load, TEMPLATES):
        for block in template.blocks:
            for row in block.rows:
                made[row] = made.get(row, frozenset()) | set(block.columns)
    return made


@lru_cache(maxsize=1)
def disclosure_blocks() -> frozenset[tuple[str, frozenset[str]]]:
    """Every row of section two with all the columns one form gives it."""
    return frozenset(
        (row, frozenset(b.columns)) for template in map(load, TEMPLATES) for b in template.blocks for row in b.rows
    )


@lru_cache(maxsize=1)
def application_columns() -> tuple[str, ...]:
    """The columns of section three, the same in every form, from left to right."""
    return load(TEMPLATES[-1]).applicants


@lru_cache(maxsize=1)
def review_columns() -> tuple[str, ...]:
    """The columns of section four, the same in every form, from left to right."""
    form = load(TEMPLATES[-1])
    return tuple(f"{route}.{outcome}" for route in form.routes for outcome in form.outcomes)


@lru_cache(maxsize=1)
def application_rows() -> frozenset[str]:
    """The rows of section three, subtotals included, in any form."""
    return frozenset(row for t in map(load, TEMPLATES) for row in (*t.application_rows, *t.application_groups))


@lru_cache(maxsize=1)
def application_groups() -> frozenset[str]:
    """The rows of section three that only head a group, in any form."""
    return frozenset(row for t in map(load, TEMPLATES) for row in t.application_groups)


@lru_cache(maxsize=1)
def statistic_groups() -> frozenset[str]:
    """The rows of the statistics form that only head a group."""
    return frozenset(load(STATISTICS).statistic_groups)


def choose(heads: Iterable[str], rows: Iterable[str]) -> str | None:
    """The form a document follows: by its column heads; without those, by rows only one form has.

    `heads` are normal column heads as printed, `rows` the keys of the rows found. Year and cited
    document number are no evidence: agencies print last year's form and cite the wrong decree.
    """
    templates = [load(t) for t in TEMPLATES]
    by_heads = [(sum(h in t.fingerprint for h in heads), t.id) for t in templates]
    if max(by_heads)[0]:
        return max(by_heads)[1]
    rows = set(rows)
    by_rows = [(len(t.fingerprint_rows & rows), t.id) for t in templates]
    if max(by_rows)[0]:
        return max(by_rows)[1]
    if "applications.results.other_handling" in rows:  # a row of values in the form of 2019 alone
        return "t2019"
    return STATISTICS if any(row.startswith("stats.") for row in rows) else None
