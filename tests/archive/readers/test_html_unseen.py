"""Figures of a page that only their colour hides, and those that only a style sheet shows."""

import pytest

from archive.parser import parse
from archive.readers.registry import read
from tests.archive.judging import named
from tests.archive.small import RULES_2021, TITLE, values

ISSUED, REPEALED, IN_FORCE = (f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force"))


def report(cell, *, head="", table="", row="", heads="", around="{}"):
    """A report whose second figure stands in `cell`, the whole element."""
    names = "".join(f"<td {heads}>{name}</td>" for name in RULES_2021)
    made = (
        f"<table {table}><tr><td colspan=4>第二十条第（一）项</td></tr><tr>{names}</tr>"
        f"<tr {row}><td>规章</td><td>7</td>{cell}<td>9</td></tr></table>"
    )
    page = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{around.format(made)}</body></html>"
    return parse([read(page.encode())])


def style(rules):
    return f"<style>{rules}</style>"


LINK = '<link rel="stylesheet" href="/a.css">'


@pytest.mark.parametrize(
    "cell",
    [
        '<td>8<font color="#FFFFFF">1</font></td>',
        "<td>8<FONT COLOR=white>1</FONT></td>",
        '<td>8<span style="color:#fff">1</span></td>',
        '<td>8<span style="COLOR: rgb(255, 255, 255)">1</span></td>',
        '<td>8<span style="color:transparent"><b>1</b></span></td>',
        '<td>8<span style="color:rgba(0,0,0,0)">1</span></td>',
        '<td>8<span style="background:#fff;color:#FEFEFE">1</span></td>',
        '<td bgcolor="#ffffff">8<span style="color:white">1</span></td>',
        '<td style="color:#fff">1<span style="color:#000">8</span></td>',
    ],
)
def test_white_figures_on_a_white_page_are_not_read(cell):
    assert values(report(cell)) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}


def test_a_white_row_is_a_row_without_figures():
    assert values(report("<td>8</td>", row='style="color:#fff"')) == dict.fromkeys((ISSUED, REPEALED, IN_FORCE))


@pytest.mark.parametrize(
    "more",
    [
        {"row": 'bgcolor="#003366"'},
        {"row": 'style="background-color:#036"'},
        {"table": 'bgcolor="blue"'},
        {"table": 'style="background:url(a.png)"'},
        {"around": '<div style="background:navy">{}</div>'},
        {"head": style(".t{background:#036}"), "table": 'class="t"'},
        {"head": style("tr{background-color:#036;}")},
    ],
)
def test_white_figures_on_a_dark_ground_are_read_without_doubt(more):
    found = report('<td><font color="#ffffff">8</font></td>', **more)
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}
    assert named(found) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"heads": 'style="color:#fff;background:#069"'},
        {"heads": 'style="color:#fff" class="head"', "head": LINK},
        {"heads": 'style="color:#fff"'},
        {"heads": 'class="head"', "head": style(".head{color:#fff}")},
        {"heads": 'class="head"', "head": style(".head{color:#fff;background:#069}")},
        {"head": style("a{color:#fff} .nav{display:none} td{background-color:#fff}")},
        {"head": style("@media print{td{display:none}} @media (max-width:600px){td:before{content:attr(x) '1'}}")},
        {"head": style("@media screen and (max-width:600px){ td { color: #fff } }")},
        {"head": style("li::before{content:'1'} td::before{content:''} .clear:after{content:'.';clear:both}")},
        {"head": style("<!-- td{color:#333} /* td{display:none} */ -->")},
    ],
)
def test_heads_and_sheets_that_hide_nothing_raise_no_doubt(more):
    found = report("<td>8</td>", **more)
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}
    assert named(found) == set()


@pytest.mark.parametrize(
    ("cell", "more"),
    [
        ('<td class="x">8</td>', {"head": style(".x{color:#fff}")}),
        ('<td class="x">8</td>', {"head": style("table td.x { COLOR : White !important }")}),
        ('<td>8<span class="x">1</span></td>', {"head": style("@media screen{.x{display:none}}")}),
        ('<td>8<span id="x">1</span></td>', {"head": style("#x{visibility:hidden}")}),
        ('<td class="x"><font color="white">8</font></td>', {"head": LINK}),
        ('<td class="x">8</td>', {"head": style('.x::before{content:"1"}')}),
        ('<td class="x">8</td>', {"head": style(".x:AFTER{content:'00'}")}),
        ('<td data-n="1">8</td>', {"head": style("td::before{content:attr(data-n)}")}),
        ('<td class="x"></td>', {"head": style("p,.x::before{content:'8'}")}),
        ('<td><i class="x"></i>8</td>', {"head": style("i.x::before{content:'-' counter(n)}")}),
        ('<td class="x">8</td>', {"head": "<STYLE>.x::before{content:'1;}'}</STYLE>"}),
    ],
)
def test_a_figure_that_a_sheet_may_hide_or_change_is_no_number_and_is_told(cell, more):
    found = report(cell, **more)
    assert values(found)[ISSUED] == 7
    assert values(found)[REPEALED] is None
    assert REPEALED in named(found)


@pytest.mark.parametrize(
    "sheet", ["{{{", "}}}}a{", "a{b:c", "@media{", "td::before{content:'1", "td:nope(:{color:#fff}"]
)
def test_broken_sheets_do_no_harm(sheet):
    assert values(report("<td>8</td>", head=style(sheet)))[ISSUED] == 7


@pytest.mark.timeout(60)
def test_a_sheet_made_to_be_endless_is_no_hang():
    rules = "".join(f"* * * * * * b{n}, * * * *{{color:#fff}}" for n in range(300))
    rows = "<tr><td>1<td>2<td>3" * 10_000
    found = read(f"<style>{rules}</style><h1>{TITLE}</h1><table>{rows}</table>".encode())
    assert len(found.blocks) > 0
