"""The figures of the replica portals' reports: real ones of five published reports, else random ones."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources

from archive.template import load

_NOT_THEIRS = ("disclosure.rules",)  # townships and bureaus issue no 规章


@dataclass(frozen=True)
class Published:
    """A report as its agency means it: `printed` is what stands in each cell of the form."""

    agency: str
    year: int
    template: str
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title as most agencies write it."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def date(self) -> str:
        """The day of publication: in January after the year, the day depends on the body."""
        return f"{self.year + 1}-01-{10 + sum(map(ord, self.agency)) % 20:02d}"


@lru_cache(maxsize=1)
def real() -> dict[tuple[str, int], Published]:
    """The reports of figures.toml."""
    path = resources.files("crawler.replicas") / "figures.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    made = {}
    for row in data["report"]:
        cells = load(row["template"]).cells
        printed = dict.fromkeys(sorted(cells), "0") | row["cells"]
        made[row["agency"], row["year"]] = Published(row["agency"], row["year"], row["template"], printed)
    return made


def reports(agency: str, years: Iterable[int]) -> list[Published]:
    """The reports of a body over consecutive years; what is carried out of one year comes into the next."""
    carried: dict[str, int] = {}
    made: list[Published] = []
    for year in years:
        known = real().get((agency, year))
        report = known or _following(_random(agency, year, carried), made[-1] if made else None)
        columns = load(report.template).applicants
        carried = {c: int(report.printed[f"applications.carried_out[{c}]"]) for c in columns if c != "total"}
        made.append(report)
    return made


def _following(report: Published, last: Published | None) -> Published:
    """The report with stocks that follow from the year before: documents in force, items of the lists."""
    printed = {key: int(text) for key, text in report.printed.items() if text.lstrip("-").isdecimal()}
    before = {key: int(text) for key, text in last.printed.items() if text.lstrip("-").isdecimal()} if last else {}
    if last is None or last.template != report.template:  # the columns of decisions alone go on
        before = {key: value for key, value in before.items() if key.endswith(".decisions")}
    stocks: dict[str, int] = {}
    for key, value in printed.items():
        row, _, column = key.rpartition(".")
        if column == "in_force":
            stood = before.get(key, value + printed[f"{row}.repealed"])
            stocks[f"{row}.repealed"] = repealed = min(printed[f"{row}.repealed"], stood)
            stocks[key] = stood + printed[f"{row}.issued"] - repealed
        elif column == "public_total":
            stocks[key] = value + max(printed[f"{row}.made_new"], printed[f"{row}.disclosed_new"])
        elif column == "decisions" and before.get(key):
            stocks[key] = before[key] + value % 10
        elif column == "items_prev" and key in before:
            stocks[key] = before[key] + before[f"{row}.items_change"]
    for key in [key for key in printed if key.endswith(".items_change")]:
        items = key.replace("_change", "_prev")
        stocks[key] = max(printed[key], -stocks.get(items, printed[items]))
    return replace(report, printed={**report.printed, **{key: str(value) for key, value in stocks.items()}})


def _random(agency: str, year: int, carried: Mapping[str, int]) -> Published:
    """Figures that add up, the same for a body and year every time."""
    dice = random.Random(f"{agency} {year}")
    template = "t2019" if year < 2021 else "t2021"
    form = load(template)
    cells: dict[str, int] = {}
    _applications(dice, form.applicants, form.application_rows, carried, cells)
    for route in form.routes:
        parts = [dice.choice((0, 0, 0, 1, 2, 5)) for _ in range(4)]
        cells |= {f"{route}.{o}": v for o, v in zip(form.outcomes, (*parts, sum(parts)), strict=True)}
    printed = {key: str(value) for key, value in cells.items()}
    for block in form.blocks:
        for row in block.rows:
            for column in block.columns:
                told = _disclosure(dice, column, template)
                printed[f"{row}.{column}"] = "0" if row in _NOT_THEIRS else told
    return Published(agency, year, template, printed)


def _disclosure(dice: random.Random, column: str, template: str) -> str:
    if column == "amount":
        value = dice.choice((0, 0, 12.5, 48.07, 1093.2, 18.871))
        return f"{value}万元" if template == "t2019" and value else f"{value:g}"
    if column == "items_change":
        return str(dice.choice((0, 0, 3, -2, 11)))
    if column == "decisions":
        return str(dice.choice((0, 7, 96, 1475, 20417)))
    return str(dice.choice((0, 0, 1, 4, 12, 37)))


def _applications(
    dice: random.Random,
    columns: tuple[str, ...],
    rows: tuple[str, ...],
    carried: Mapping[str, int],
    cells: dict[str, int],
) -> None:
    leaves = [r for r in rows if r.startswith("applications.results.") and not r.endswith(".total")]
    for column in columns[:-1]:
        busy = dice.random() < (0.9 if column == "natural_person" else 0.3)
        found = {row: dice.choice((0, 0, 0, 1, 2, 9, 31)) if busy else 0 for row in leaves}
        total, out = sum(found.values()), dice.choice((0, 0, 1, 3)) if busy else 0
        came_in = carried.get(column, 0)
        if total + out < came_in:
            out = came_in - total
        found |= {
            "applications.new": total + out - came_in,
            "applications.carried_in": came_in,
            "applications.results.total": total,
            "applications.carried_out": out,
        }
        cells |= {f"{row}[{column}]": value for row, value in found.items()}
    for row in rows:
        cells[f"{row}[total]"] = sum(cells[f"{row}[{column}]"] for column in columns[:-1])
