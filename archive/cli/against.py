"""The report of the year before, out of an archive, for a draft to be held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.agencies import is_short_for, unnamed_regions
from archive.as_json import report_from
from archive.checks.narrative import changes
from archive.checks.vouched import with_verdict
from archive.checks.years import year_over_year
from archive.cli.options import view
from archive.database import queries
from archive.findings.checked import Checked

_NAMED = 4  # how many candidates are named


class Against:
    """An archive in which the reports of the year before are looked for."""

    def __init__(self, archive: Path, agency: str | None = None, year: int | None = None) -> None:
        """Open the archive; it must be there. `agency` and `year` go before what a draft says of itself."""
        self._connection = view(archive)
        self._agency, self._year = agency, year
        self._agencies = lru_cache(maxsize=4)(lambda year: queries.agencies_of(self._connection, year))

    def held(self, checked: Checked) -> Checked:
        """The report with what is said of it beside that of the year before, or with why there is none."""
        agency, year = self._agency or checked.reading.get("agency"), self._year or checked.reading.get("year")
        if not agency or not year or "cells" not in checked.reading:
            return replace(checked, sought=("no_body", {}))
        reading = {**checked.reading, "agency": agency, "year": year}
        keys, others = self._keys(reading, year - 1)
        wanted = f"{agency}:{year - 1}"
        if not keys and others:
            return replace(checked, sought=("other_last", {"text": ", ".join(others[:_NAMED])}))
        if not keys:
            return replace(checked, sought=("no_last", {"text": wanted}))
        if len(keys) > 1:
            return replace(checked, sought=("many_last", {"text": wanted, "others": ", ".join(keys[:_NAMED])}))
        return self._beside(checked, reading, keys[0])

    def _beside(self, checked: Checked, reading: dict[str, Any], key: str) -> Checked:
        """The report with the findings on it beside that of the year before."""
        last = self._reading(key)
        this, before, mark = report_from(reading), report_from(last), str(reading["year"] - 1)
        both = {"": this, mark: before}
        said = [with_verdict(f, both) for f in (*year_over_year(this, before), *changes(this, before))]
        again = {(f.check, f.cells) for f in said}  # a report of the archive has them already
        alone = [
            f
            for f in checked.findings
            if (f["check"], tuple(f["cells"])) not in again and not any(c.startswith(f"{mark}:") for c in f["cells"])
        ]
        findings = [*alone, *map(asdict, said)]
        return replace(checked, reading={**checked.reading, "findings": findings}, last=last, against=key)

    def _keys(self, reading: Mapping[str, Any], year: int) -> tuple[list[str], list[str]]:
        """The reports of a year that are this body's, and the names of bodies that may be another.

        A report is this body's by its name, else by one that is short for it, or it for. The region that only the
        longer name begins with must then stand in the document of the shorter.
        """
        agency, known = reading["agency"], self._agencies(year)
        if exact := [key for name, key in known if name == agency]:
            return exact, []
        near = [(name, key) for name, key in known if is_short_for(name, agency)]
        surely = [key for name, key in near if self._is_same(reading, name, key)]
        return surely, list(dict.fromkeys(name for name, _ in near))

    def _is_same(self, reading: Mapping[str, Any], name: str, key: str) -> bool:
        agency = reading["agency"]
        if unnamed_regions(name, (agency, *_texts(reading))):
            return False
        return not unnamed_regions(agency, (name,)) or not unnamed_regions(agency, _texts(self._reading(key)))

    def _reading(self, key: str) -> dict[str, Any]:
        reading: dict[str, Any] = queries.report(self._connection, key)["reading"]
        return reading


def _texts(reading: Mapping[str, Any]) -> list[str]:
    """What a document says in words."""
    told = [reading["title"] or "", *(field["value"] for field in reading["fields"])]
    return [*told, *(section["text"] for section in reading["sections"])]
