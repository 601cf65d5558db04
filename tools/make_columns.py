"""Writes docs/columns.md, the dictionary of the exported tables, from archive/export/tables.toml."""

from pathlib import Path

from archive.export.dictionary import markdown
from archive.export.tables import tables

if __name__ == "__main__":
    page = Path(__file__).parent.parent / "docs" / "columns.md"
    page.write_text(markdown(tables().values(), "Tables and columns"), "utf-8")
