"""`nianbao rules`: the catalogue of checks."""

import csv
import json
from io import StringIO

import pytest
from support import run_nianbao

from archive.checks.catalogue import rules


def test_the_whole_catalogue_is_printed_in_every_format():
    table = run_nianbao("rules").out
    assert [line.split()[0] for line in table.splitlines()[1:]] == list(rules())
    rows = list(csv.DictReader(StringIO(run_nianbao("rules", "--format", "csv").out)))
    objects = json.loads(run_nianbao("rules", "--format", "json").out)
    assert [row["id"] for row in rows] == [one["id"] for one in objects] == list(rules())
    assert {"sentence", "basis", "severity", "forms", "stage"} <= set(objects[0])


def test_one_rule_is_printed_in_full_in_both_languages():
    said = run_nianbao("rules", "A4_denied").out
    assert "A4_: a printed subtotal is the sum of its rows" in said
    assert "国办公开办函〔2021〕30号" in said
    assert "must hold" in said
    said = run_nianbao("rules", "A1", "--lang", "zh").out
    assert "本年新收与上年结转之和" in said
    assert "第三部分表头所注" in said
    assert json.loads(run_nianbao("rules", "A1", "--format", "json").out)["severity"] == "hard"


def ids(ran):
    return [line.split()[0] for line in ran.out.splitlines()[1:]]


def test_the_beginning_of_an_id_finds_the_rules_that_begin_so():
    assert run_nianbao("rules", "A4").out.startswith("A4_: a printed subtotal")
    assert run_nianbao("rules", "L").out.startswith("L: ")
    said = ids(run_nianbao("rules", "N"))
    assert {"N03", "N28"} <= set(said)
    assert all(one.startswith("N") for one in said)


def test_the_table_is_in_chinese_where_it_is_asked_for():
    head, *rows = run_nianbao("rules", "--lang", "zh").out.splitlines()
    assert head.split() == ["编号", "性质", "内容"]
    assert {row.split()[1] for row in rows} == {"必须成立", "提示"}
    head, *rows = run_nianbao("rules").out.splitlines()
    assert head.split() == ["id", "severity", "sentence"]
    assert run_nianbao("rules", "--format", "csv", "--lang", "zh").out.startswith("id,severity,")


@pytest.mark.parametrize("unknown", ["Q9", "\x1b[2J"])
def test_a_check_that_is_not_there_is_one_line(unknown):
    ran = run_nianbao("rules", unknown)
    assert ran.code == 2
    assert "there is no check" in ran.err
    assert "\x1b" not in ran.err


def test_every_rule_can_be_printed():
    from click.testing import CliRunner

    from archive.cli.rules import rules as command

    for language in ("en", "zh"):
        for check in rules():
            assert CliRunner().invoke(command, [check, "--lang", language]).exit_code == 0, check
