"""The report of the year before, out of an archive, for a draft to be held against."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from archive.agencies import is_short_for
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

    def __init__(self, archive: Path) -> None:
        """Open the archive; it must be there."""
        self._connection = view(archive)
        self._agencies = lru_cache(maxsize=4)(lambda year: queries.agencies_of(self._connection, year))

    def held(self, checked: Checked) -> Checked:
        """The report with what is said of it beside that of the year before, or with why there is none."""
        agency, year = checked.reading.get("agency"), checked.reading.get("year")
        if not agency or not year or "cells" not in checked.reading:
            return replace(checked, sought=("no_body", {}))
        keys = self._keys(agency, year - 1)
        wanted = f"{agency}:{year - 1}"
        if not keys:
            return replace(checked, sought=("no_last", {"text": wanted}))
        if len(keys) > 1:
            return replace(checked, sought=("many_last", {"text": wanted, "others": ", ".join(keys[:_NAMED])}))
        last = queries.report(self._connection, keys[0])["reading"]
        this, before = report_from(dict(checked.reading)), report_from(last)
        both = {"": this, str(year - 1): before}
        said = [with_verdict(f, both) for f in (*year_over_year(this, before), *changes(this, before))]
        alone = [f for f in checked.findings if not any(cell.startswith(f"{year - 1}:") for cell in f["cells"])]
        findings = [*alone, *map(asdict, said)]
        return replace(checked, reading={**checked.reading, "findings": findings}, last=last, against=keys[0])

    def _keys(self, agency: str, year: int) -> list[str]:
        """The reports of a year that are this body's: by its name, else by one that is short for it, or it for."""
        known = self._agencies(year)
        exact = [key for name, key in known if name == agency]
        return exact or [key for name, key in known if is_short_for(name, agency)]
