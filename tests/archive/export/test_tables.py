"""What tables.toml says of the public tables is so."""

from itertools import groupby

from support import ROOT

from archive.database.connection import create_or_open, open_existing
from archive.database.exports import Choice, selection
from archive.database.public import NAMES
from archive.export import cells
from archive.export.dictionary import markdown
from archive.export.tables import tables


def test_every_public_table_is_described_with_all_its_columns(archive):
    """A table or column that is added to the public names needs its line in tables.toml."""
    connection = create_or_open(archive).conn
    assert set(tables()) == {*NAMES, "cells"}  # the latter is made of the forms
    for name in NAMES:
        table = tables()[name]
        there = [column[0] for column in connection.execute(f"SELECT * FROM {name}").description]
        assert table.names == there, name


def test_keys_tell_rows_apart_and_foreign_keys_lead_somewhere(kept):
    connection = open_existing(kept).conn
    for table in tables().values():
        for column, target in table.foreign.items():
            other, _, key = target.partition(".")
            lost = f"SELECT [{column}] FROM {table.name} WHERE [{column}] NOT IN (SELECT [{key}] FROM {other})"
            assert column in table.names
            assert tables()[other].key == (key,)
            assert connection.execute(lost).fetchall() == [], (table.name, column)
        made = list(cells.rows(connection, table, Choice()))
        places = [table.names.index(name) for name in table.key]
        if places:
            assert len({tuple(row[place] for place in places) for row in made}) == len(made), table.name


def test_rows_come_in_their_order_without_being_sorted(kept):
    """An archive of a million reports is written as it is read; SQLite would sort it in memory."""
    connection = open_existing(kept).conn
    for table in (tables()[name] for name in NAMES):
        plan = connection.execute(f"EXPLAIN QUERY PLAN {selection(table, Choice())}", Choice()._asdict()).fetchall()
        assert [step for _, above, _, step in plan if above == 0 and "ORDER BY" in step] == [], table.name


def test_the_rows_of_a_report_stand_together(kept):
    connection = open_existing(kept).conn
    for table in tables().values():
        if "report_id" in table.names and table.chosen_by == "report_id":
            place = table.names.index("report_id")
            told = [row[place] for row in cells.rows(connection, table, Choice())]
            assert len([one for one, _ in groupby(told)]) == len(set(told)), table.name


def test_the_cells_bear_the_names_and_units_of_their_form():
    told = {(form, cell): rest for form, cell, *rest in cells.cells()}
    assert told["t2021", "disclosure.fees.amount"] == [
        "disclosure.fees",
        "amount",
        "二、行政事业性收费 · 本年收费金额（单位：万元）",
        "万元",
    ]
    assert told["t2019", "review.litigation_direct.upheld"] == [
        "review.litigation_direct",
        "upheld",
        "四、行政诉讼（未经复议直接起诉） · 结果维持",
        "件",
    ]
    assert told["t2014", "stats.requests.received"] == ["stats.requests.received", "", "收到申请数", None]
    assert told["t2021", "applications.new[total]"][:2] == ["applications.new", "total"]


def test_the_dictionary_in_the_docs_is_of_today():
    """`python tools/make_columns.py` writes it."""
    assert (ROOT / "docs" / "columns.md").read_text("utf-8") == markdown(tables().values(), "Tables and columns")
