import json
from random import Random

import pytest
from support import PARSED_KEYS

from archive.as_json import report_object
from archive.content import content_digest
from archive.models import Hints
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents.html import fragment
from crawler.replicas.documents.pdf import pdf
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import real
from tests.archive import drawn
from tests.archive.layouts import form_tables, html_page

REPORT = real()["番禺区卫生健康局", 2020]


def page(body, visits=1):
    return f"<html><body><h1>{REPORT.title}</h1><i>浏览{visits}次</i><div>{body}</div></body></html>".encode()


def digest(body):
    return content_digest(read(body))


def test_the_page_around_a_report_is_no_part_of_its_content():
    assert digest(page(fragment(REPORT), visits=1)) == digest(page(fragment(REPORT), visits=2))


def test_white_space_is_no_part_of_the_content():
    body = fragment(REPORT)
    assert digest(page(body)) == digest(page(body.replace("<td>", "<td>\n  ").replace("</p>", " \n</p>")))


@pytest.mark.parametrize(
    ("old", "new"),
    [("3487.1万元", "3487.2万元"), ("<td>7646</td>", "<td>7647</td>"), ("行政处罚", "行政处置"), ("汇总", "总汇")],
)
def test_another_figure_or_word_is_another_content(old, new):
    body = fragment(REPORT)
    assert old in body
    assert digest(page(body)) != digest(page(body.replace(old, new)))


def test_figures_moved_to_the_next_cell_are_another_content():
    body = fragment(REPORT)
    row = "<td>7646</td>"
    assert digest(page(body)) != digest(page(body.replace("<td>0</td>" + row, row + "<td>0</td>")))
    assert digest(page("<table><tr><td>1</td><td>2</td></tr></table>" * 2)) != digest(
        page("<table><tr><td>12</td><td></td></tr></table>" * 2)
    )


@pytest.mark.parametrize("make", [fragment, docx, xlsx, pdf])
def test_the_same_bytes_give_the_same_report(make):
    body = make(REPORT)
    body = page(body) if isinstance(body, str) else body
    first, second = (report_object(parse([read(body)], Hints(), digest="d")) for _ in range(2))
    assert json.dumps(first, ensure_ascii=False) == json.dumps(second, ensure_ascii=False)
    assert digest(body) == digest(body)


def test_a_report_as_json_keeps_the_public_contract():
    report = report_object(parse([read(page(fragment(REPORT)))], digest="d"))
    assert list(report) == PARSED_KEYS
    cell = next(c for c in report["cells"] if c["id"] == "disclosure.procurement.amount")
    assert set(cell) == {"id", "text", "value", "state", "unit", "place"}
    assert (cell["text"], cell["value"], cell["state"], cell["unit"]) == ("3487.1万元", 3487.1, "number", "万元")
    assert {"check", "status", "severity", "cells", "suspects", "message", "verdict", "proposed"} == set(
        report["findings"][0]
    )
    assert json.loads(json.dumps(report)) == json.loads(json.dumps(report, ensure_ascii=False))


def test_every_cell_can_be_found_again_where_its_place_says():
    printed = drawn.honest("t2021", Random(5), drawn.POOLS["many"])
    groups = [[rows] for rows in form_tables("t2021", printed)]
    for cell in parse([read(html_page("t2021", groups))]).cells:
        rows = groups[cell.place["table"] - 1][0]
        assert cell.id in {item.id for item in rows[cell.place["row"] - 1]}
