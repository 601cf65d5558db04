"""How the database came to its present shape, one named step a release."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.database.public import VIEWS
from archive.database.schema import BASE

migrations = Migrations("nianbao")


def statements(script: str) -> list[str]:
    """The statements of a script; executescript would commit the migration's transaction."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [part.strip() for part in bare.split(";") if part.strip()]


@migrations()
def m001_layers_of_fact(db: Database) -> None:
    """Base tables after the layers of fact, and the public views over them."""
    for statement in statements(BASE) + statements(VIEWS):
        db.execute(statement)
