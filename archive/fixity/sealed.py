"""Seals over manifests: each fits the manifest it is kept for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.database import seals
from archive.fixity.faults import Fault
from archive.seals.judging import Trust, judge
from archive.seals.keys import MISSING, is_installed


def sealed(connection: sqlite3.Connection, trust: Trust) -> Iterator[Fault]:
    """Every seal that is none over its manifest, or by an authority that was not given while others were."""
    for seal in seals.seals(connection):
        if not is_installed():
            yield Fault("seal", f"seals were not checked: {MISSING}", seal.crawl, harmless=True)
            return
        judged = judge(seal, seals.manifest(connection, seal.crawl) or b"", trust)
        if judged.holds is False:
            yield Fault("seal", judged.said, seal.crawl)
