"""What tables.toml says of the public tables is so."""

from archive.database.connection import create_or_open, open_existing
from archive.database.exports import Choice, rows, selection
from archive.database.public import NAMES
from archive.export.tables import tables

IN_NO_EXPORT = {"redirects", "request_headers", "response_headers"}  # long, and told by `export warc`


def test_every_public_table_is_described_with_all_its_columns(archive):
    """A table or column that is added to the public names needs its line in tables.toml."""
    connection = create_or_open(archive).conn
    assert set(tables()) == set(NAMES)
    for name, table in tables().items():
        there = [column[0] for column in connection.execute(f"SELECT * FROM {name}").description]
        assert table.names == [column for column in there if column not in IN_NO_EXPORT], name


def test_keys_tell_rows_apart_and_foreign_keys_lead_somewhere(kept):
    connection = open_existing(kept).conn
    for table in tables().values():
        for column, target in table.foreign.items():
            other, _, key = target.partition(".")
            lost = f"SELECT [{column}] FROM {table.name} WHERE [{column}] NOT IN (SELECT [{key}] FROM {other})"
            assert column in table.names
            assert tables()[other].key == (key,)
            assert connection.execute(lost).fetchall() == [], (table.name, column)
        made = list(rows(connection, table, Choice()))
        places = [table.names.index(name) for name in table.key]
        if places:
            assert len({tuple(row[place] for place in places) for row in made}) == len(made), table.name


def test_rows_come_in_their_order_without_being_sorted(kept):
    """An archive of a million reports is written as it is read; SQLite would sort it in memory."""
    connection = open_existing(kept).conn
    for table in tables().values():
        plan = connection.execute(f"EXPLAIN QUERY PLAN {selection(table, Choice())}", Choice()._asdict()).fetchall()
        assert [step for _, above, _, step in plan if above == 0 and "ORDER BY" in step] == [], table.name
