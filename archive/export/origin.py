"""Where an export comes from: the program, the moment, the archive and what of it was chosen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive import __version__
from archive.clock import now
from archive.database import exports
from archive.database.exports import Choice
from archive.export.delimited import Written
from archive.export.placing import TOLD


def origin(connection: sqlite3.Connection, choice: Choice) -> dict[str, Any]:
    """Program and version, the moment, what is in the archive, and the choice of reports where there is one."""
    chosen = {name: value for name, value in choice._asdict().items() if value is not None}
    return {
        "program": f"nianbao {__version__}",
        "made_at": now(),
        "archive": exports.facts(connection),
        "choice": chosen | ({"reports": exports.how_many(connection, choice)} if chosen else {}),
    }


def tell(folder: Path, kind: str, told: dict[str, Any], files: Iterable[Written]) -> None:
    """Write into a folder of tables what it holds, and where that is from."""
    listed = [
        {"name": f.table.name, "path": f.path, "rows": f.rows, "bytes": f.bytes, "sha256": f.sha256} for f in files
    ]
    text = json.dumps({"format": kind, "nianbao": told, "tables": listed}, ensure_ascii=False, indent=2)
    (folder / TOLD).write_text(f"{text}\n", "utf-8")
