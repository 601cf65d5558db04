"""The SARIF log: what the standard asks for, and results that stay the same from one draft to the next."""

import json
import os
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from archive.findings.sarif import log, uri_of
from archive.findings.words import Words
from tests.archive.findings.made import NEW, SAYS, TOTAL, cell, checked, finding, section

EN = Words("en")
# What SARIF 2.1.0 says of the parts we write (OASIS, sections 3.13 to 3.52); nothing else may stand in them.
SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text("utf-8"))
CELLS = (
    cell(NEW, "9", {"table": 1, "row": 2, "column": 3, "line": 12}, 9),
    cell(TOTAL, "8", {"sheet": "S", "address": "B7"}, 8),
)


def run(*reports, complaints=(), words=EN):
    made = log(reports, complaints, words)
    jsonschema.validate(json.loads(json.dumps(made)), SCHEMA)
    return made["runs"][0]


def test_failures_doubts_and_what_could_not_be_checked_have_their_levels():
    findings = [
        finding("A1", "fail", "hard"),
        finding("D2", "fail", "soft"),
        finding("C3", "unknown", "soft"),
        finding("A3", "pass"),
        finding("A2", "not_assessable"),
        finding("X0", "unknown", cells=()),
    ]
    results = run(checked(*findings))["results"]
    assert [(r["ruleId"], r["level"]) for r in results] == [
        ("A1", "error"),
        ("D2", "warning"),
        ("C3", "note"),
        ("X0", "error"),
    ]


def test_every_result_has_its_rule_with_words_and_help():
    made = run(checked(finding("A4_denied"), finding("A1"), finding("Q9")))
    rules = made["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in made["results"]] == [r["ruleId"] for r in made["results"]]
    known = {rule["id"]: rule for rule in rules}
    assert "subtotal" in known["A4_denied"]["shortDescription"]["text"]
    assert "table three" in known["A1"]["help"]["text"]
    assert known["Q9"] == {"id": "Q9"}


def test_the_log_is_in_the_language_asked_for():
    made = run(checked(finding()), words=Words("zh"))
    assert made["tool"]["driver"]["language"] == "zh-CN"
    assert made["results"][0]["message"]["text"] == "每行总计应等于六类申请人之和；现 9 不等于 8"
    assert "本年新收" in made["tool"]["driver"]["rules"][0]["fullDescription"]["text"]


def test_a_result_stands_at_its_suspects_with_line_and_name():
    (result,) = run(checked(finding(cells=(TOTAL, NEW), suspects=(NEW,)), cells=CELLS))["results"]
    (first,), (second,) = result["locations"], result["relatedLocations"]
    assert first["physicalLocation"]["region"] == {"startLine": 12}
    assert first["logicalLocations"][0]["fullyQualifiedName"] == NEW
    assert second["logicalLocations"][0] == {"name": "S!B7", "fullyQualifiedName": TOTAL, "kind": "cell"}
    assert "region" not in second["physicalLocation"]


def test_a_result_on_a_sentence_stands_at_its_section_and_in_a_text_at_its_line():
    said = finding("N06", cells=(NEW,), message=SAYS)
    for place, region in (({"line": 8}, {"startLine": 8}), ({"paragraph": 6}, None)):
        (result,) = run(checked(said, cells=CELLS, sections=[section({"line": 7}, place)]))["results"]
        (first,), (second,) = result["locations"], result["relatedLocations"]
        assert first["physicalLocation"].get("region") == region
        assert first["logicalLocations"][0]["fullyQualifiedName"] == "overview, line 2, letter 5"
        assert second["logicalLocations"][0]["fullyQualifiedName"] == NEW


def test_a_cell_of_the_year_before_is_in_no_file_of_this_run():
    last = {"year": 2022, "cells": [cell(NEW, "7", {"line": 3}, 7)]}
    one = replace(checked(finding(cells=(f"2022:{NEW}", NEW)), cells=CELLS), last=last, against="甲县教育局:2022")
    (result,) = run(one)["results"]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == NEW
    assert "physicalLocation" not in result["relatedLocations"][0]
    assert "report of 2022, line 3" in result["relatedLocations"][0]["logicalLocations"][0]["name"]


def test_fingerprints_stay_while_figures_change_and_differ_between_results():
    def prints(*findings):
        return [r["partialFingerprints"]["finding/v1"] for r in run(checked(*findings))["results"]]

    before = prints(finding(message="a, but 9 is not 8"), finding(message="b"), finding("X1", cells=(), message="c"))
    after = prints(finding(message="a, but 7 is not 8"), finding(message="b"), finding("X1", cells=(), message="c"))
    assert before == after
    assert len(set(before)) == 3
    assert prints(finding(cells=(TOTAL,))) != prints(finding(cells=(NEW,)))


def test_what_could_not_be_looked_at_is_an_error_of_the_run():
    made = run(complaints=["nope.docx: there is no such file"])
    assert made["invocations"][0]["executionSuccessful"] is False
    assert "nope.docx" in made["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("a b.docx", "a%20b.docx"),
        ("./x/../草.docx", "%E8%8D%89.docx"),
        ("c:1#2?.docx", "c%3A1%232%3F.docx"),
        ("/srv/x y.docx", "file:///srv/x%20y.docx"),
        ("../up.docx", None),
        ("http://a.gov.cn/x y.html?id=1", "http://a.gov.cn/x%20y.html?id=1"),
        (os.fsdecode(b"\xff.docx"), "%FF.docx"),
    ],
)
def test_documents_are_named_by_uris(source, uri, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    expected = uri or tmp_path.parent.joinpath("up.docx").as_uri()
    assert uri_of(checked(source=source)) == expected
