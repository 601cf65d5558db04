"""How the database came to its present shape, one named step a release."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.database import body_rows, edits, lists, repacking, revisits
from archive.database.census_views import CENSUS
from archive.database.public import NAMES, VIEWS
from archive.database.schema import BASE, BODIES, CHECKED, COUNTED, PLACED
from archive.database.schema_history import DATED, HISTORY
from archive.database.script import statements

migrations = Migrations("nianbao")


@migrations()
def m001_layers_of_fact(db: Database) -> None:
    """Base tables after the layers of fact."""
    for statement in statements(BASE):
        db.execute(statement)


@migrations()
def m002_what_is_checked(db: Database) -> None:
    """Claims of the text, corrections by people, estimates of missing years, and checks that need other reports."""
    for statement in statements(CHECKED):
        db.execute(statement)
    renew_views(db)


@migrations()
def m003_bodies_by_their_names(db: Database) -> None:
    """Kind, division and level of bodies by their names, keys that are the same on every portal, and predecessors."""
    for statement in statements(BODIES):
        db.execute(statement)
    body_rows.settle(db.conn)
    renew_views(db)


@migrations()
def m004_census(db: Database) -> None:
    """What a list was when it was looked at, and quick ways to what is known of a body and a year."""
    for statement in statements(COUNTED):
        db.execute(statement)
    renew_views(db)


@migrations()
def m005_portals_by_their_titles(db: Database) -> None:
    """The place and the body of each portal by its title, also where that is the bare name of a place."""
    for statement in statements(PLACED):
        db.execute(statement)
    lists.settle(db.conn)
    renew_views(db)


@migrations()
def m006_what_happens_over_time(db: Database) -> None:
    """When to look again, the ledger of edits, what is gone, what was withheld, and seals."""
    for statement in statements(HISTORY):
        db.execute(statement)
    revisits.settle(db.conn)
    renew_views(db)


@migrations()
def m007_packed(db: Database) -> None:
    """Headers and readings packed beside dictionaries, words that come again kept once, rows in the order they came."""
    drop_views(db)
    repacking.repack(db.conn)
    renew_views(db)


@migrations()
def m008_dates(db: Database) -> None:
    """What each capture said of its dates, and the ledger of edits of archives that had none."""
    db.execute(DATED)
    edits.settle(db.conn)


def drop_views(db: Database) -> None:
    """No public view."""
    for name in NAMES:
        db.execute(f"DROP VIEW IF EXISTS {name}")


def renew_views(db: Database) -> None:
    """The public views as this release has them."""
    drop_views(db)
    for statement in statements(VIEWS + CENSUS):
        db.execute(statement)
