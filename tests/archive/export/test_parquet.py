"""`nianbao export parquet`, as DuckDB reads it."""

import sys
from datetime import UTC, date, datetime

import duckdb
import pytest

import archive.export
from archive.keeper import write_now
from tests.archive.export.conftest import KEY


@pytest.fixture
def read(run, tmp_path):
    def made(archive=None, *more):
        ran = run("parquet", tmp_path / "pq", *more, **({"archive": archive} if archive else {}))
        assert ran.code == 0, ran.err
        return lambda statement: duckdb.sql(statement.replace("$", f"{tmp_path}/pq/")).fetchall()

    return made


def test_columns_have_the_types_of_what_they_hold(read):
    asked = read()
    types = {
        (table, row[0]): row[1]
        for table in ("reports", "applications", "disclosure", "captures", "findings")
        for row in asked(f"DESCRIBE SELECT * FROM '${table}.parquet'")
    }
    assert types["reports", "year"] == types["applications", "total"] == "BIGINT"
    assert types["disclosure", "value"] == "DOUBLE"
    assert types["reports", "published_on"] == "DATE"
    assert types["captures", "captured_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["captures", "rendered"] == "BOOLEAN"
    assert types["findings", "cells"] == "VARCHAR[]"
    assert types["applications", "states"] == "MAP(VARCHAR, VARCHAR)"


def test_figures_are_as_printed_and_what_is_unknown_is_null(read, mine):
    write_now(mine, lambda c: c.execute("UPDATE reading SET published_on = '2023-01-22'"))
    asked = read(mine)
    (row,) = asked(
        "SELECT natural_person, commercial_enterprise IS NULL, states['natural_person'] FROM '$applications.parquet'"
        f" WHERE report_id = '{KEY}' AND row = 'applications.new'"
    )
    assert row == (None, False, "blank")
    assert asked(f"SELECT value, unit FROM '$disclosure.parquet' WHERE report_id = '{KEY}' AND row LIKE '%fees'") == [
        (253.77695, "万元")
    ]
    assert asked(
        "SELECT published_on, captured_at FROM '$reports.parquet' r JOIN '$captures.parquet' c ON c.id = r.capture_id"
        f" WHERE r.id = '{KEY}'"
    ) == [(date(2023, 1, 22), datetime(2026, 2, 1, tzinfo=UTC))]
    assert asked("SELECT count(*) FROM '$findings.parquet' WHERE len(cells) > 0")[0][0] > 0


def test_where_a_report_prints_a_count_with_decimals_they_are_kept(read, mine):
    write_now(mine, lambda c: c.execute("UPDATE application SET total = 7.5"))
    asked = read(mine)
    assert asked("SELECT DISTINCT total FROM '$applications.parquet'") == [(7.5,)]
    assert [row[1] for row in asked("DESCRIBE SELECT total FROM '$review.parquet'")] == ["BIGINT"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE disclosure_cell SET value = 'many'", "disclosure.value holds 'many', which is no number"),
        ("UPDATE disclosure_cell SET value = 9e999", "disclosure.value holds 'inf', which is no number"),
        ("UPDATE reading SET published_on = '2023-02-31'", "reports.published_on holds '2023-02-31', which is no date"),
        ("UPDATE finding SET cells = '{'", "findings.cells holds '{', which is no list"),
        ("UPDATE application SET states = '[1]'", "applications.states holds '[1]', which is no map"),
        ("UPDATE capture SET captured_at = '2026'", "captures.captured_at holds '2026', which is no datetime"),
        ("UPDATE report SET year = 1 << 62 WHERE id = 1", None),
    ],
)
def test_a_value_that_is_nothing_of_its_kind_is_told_and_nothing_is_left(run, mine, tmp_path, change, told):
    write_now(mine, lambda c: c.execute(change))
    ran = run("parquet", tmp_path / "pq", archive=mine)
    if told is None:
        assert ran.code == 0
        return
    assert ran.code == 2
    assert told in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_without_pyarrow_it_is_said_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.delattr(archive.export, "parquet", raising=False)
    monkeypatch.delitem(sys.modules, "archive.export.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = run("parquet", tmp_path / "pq")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "pip install 'nianbao[export]'" in ran.err
