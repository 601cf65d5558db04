"""Tables made of other elements than tables."""

from html import escape
from random import Random

import pytest
from hypothesis import Phase, given, settings

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import drawn
from tests.archive.indicators import TITLE, drawn_figures, listed
from tests.archive.judging import silent_mistakes, wrong_or_missing
from tests.archive.layouts import HEADINGS, crossing, filled, form_tables, title_of

MODERATE = settings(max_examples=10, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))


def wrapped(outer, rows, row, cell):
    made = "".join(row.format("".join(cell.format(escape(text)) for text in texts)) for texts in rows)
    return outer.format(made)


def stated(rows):
    return [[item.text for item in row] for row in rows]


def css_table(rows):
    """Cells that merged ones cover are there and empty."""
    shown = [[placed.shown(r) for placed in row] for r, row in enumerate(crossing(rows))]
    kind = '<div style="display:table{}">{}</div>'
    return wrapped(kind.format("", "{}"), shown, kind.format("-row", "{}"), kind.format("-cell", "{}"))


def plain(rows):
    return wrapped("<div>{}</div>", stated(rows), '<div class="r">{}</div>', "<div>{}</div>")


def lists(rows):
    return wrapped("<div>{}</div>", stated(rows), "<ul>{}</ul>", "<li>{}</li>")


def flex(rows):
    row, cell = '<div style="display:flex">{}</div>', '<span style="display:inline-block;width:10%">{}</span>'
    return wrapped("<section>{}</section>", stated(rows), row, cell)


def css_grid(rows):
    width = 1 + max(column for _, column in filled(rows))
    cells = "".join(
        f'<div style="grid-column:span {i.width};grid-row:span {i.height}">{escape(i.text)}</div>'
        for row in rows
        for i in row
    )
    return f'<div style="display:grid;grid-template-columns:20px repeat({width - 1},1fr)">{cells}</div>'


def page(title, *parts):
    around = '<div class="menu"><ul><li>首页</li><li>公开</li></ul></div>'
    return f"<!doctype html><html><body>{around}<h1>{title}</h1><div>{''.join(parts)}</div></body></html>".encode()


def report_page(kind, figures):
    tables = form_tables(figures.template, figures.printed)
    parts = [f"<p>{heading}</p>{kind(rows)}" for heading, rows in zip(HEADINGS, tables, strict=True)]
    return page(title_of(figures.template), *parts, "<p>五、存在的主要问题及改进情况</p><p>无。</p>")


@pytest.mark.parametrize("kind", [css_table, plain, lists, flex, css_grid])
@MODERATE
@given(drawn.figures(left_out=["nothing", "zeros"]))
def test_every_figure_and_blank_is_read(kind, figures):
    report = parse([read(report_page(kind, figures))])
    assert wrong_or_missing(report, figures.printed) == []
    assert report.leftovers == ()


@pytest.mark.parametrize("kind", [css_table, plain, lists, flex, css_grid])
@MODERATE
@given(drawn.figures(left_out=["anything"]))
def test_no_blank_becomes_a_number(kind, figures):
    assert silent_mistakes(parse([read(report_page(kind, figures))]), figures.printed) == []


@pytest.mark.parametrize("kind", [css_table, plain, css_grid])
def test_a_list_of_indicators_is_read(kind):
    printed = drawn_figures(Random(1), ("stats.{}",))
    report = parse([read(page(TITLE, kind(listed(printed, ["统计数"]))))])
    assert wrong_or_missing(report, printed) == []


def test_places_say_where_a_cell_stands():
    report = parse([read(report_page(plain, drawn.Figures("t2021", "few", "nothing", 1)))])
    (cell,) = [c for c in report.cells if c.id == "disclosure.rules.repealed"]
    assert cell.place == {"grid": 1, "row": 3, "column": 3}


def test_a_page_of_prose_is_none():
    prose = "".join(f"<div><p>第{n}段。</p><p>本机关公开信息{n}条。</p></div>" for n in range(9))
    document = read(page(TITLE, prose))
    assert len(document.blocks) >= 18


@pytest.mark.timeout(60)
@pytest.mark.parametrize("style", ["repeat(999999,1fr)", "1fr " * 500, "repeat(3", ""])
def test_hostile_grids_are_bounded(style):
    cells = '<div style="grid-column:span 999999;grid-row:span 99999">总计</div>' * 300
    read(page(TITLE, "<div>" * 150, f'<div style="grid-template-columns:{style}">{cells}</div>', "</div>" * 150))
