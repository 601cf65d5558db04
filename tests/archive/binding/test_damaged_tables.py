"""The first promise: never a wrong number without a flag, whatever has become of a table."""

import pytest
from examples import examples
from hypothesis import Phase, given, settings

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import damage, drawn
from tests.archive.judging import silent_mistakes
from tests.archive.layouts import form_tables, html_page, one_a_line, piped, tabbed, text_page

PHASES = (Phase.explicit, Phase.generate)
MODERATE = examples(6, 60, derandomize=True, phases=PHASES)
MANY = settings(max_examples=1000, deadline=None, database=None, phases=PHASES)
TEXTS = {"tabs": tabbed, "one a line": one_a_line, "pipes": piped}


def check_page(kind, figures):
    printed, dice = figures.printed, figures.dice
    groups = [[kind(rows, dice)] for rows in form_tables(figures.template, printed)]
    report = parse([read(html_page(figures.template, groups))])
    assert silent_mistakes(report, damage.still_printed(groups, printed)) == []


def check_text(kind, render, figures):
    printed, dice = figures.printed, figures.dice
    tables = [kind(rows, dice) for rows in form_tables(figures.template, printed)]
    report = parse([read(text_page(figures.template, map(render, tables)))])
    assert silent_mistakes(report, damage.still_printed([[rows] for rows in tables], printed)) == []


@pytest.mark.parametrize("kind", damage.IN_WEB_PAGES, ids=lambda kind: kind.__name__)
@MODERATE
@given(drawn.figures())
def test_no_damage_to_a_web_page_gives_a_wrong_number_without_a_flag(kind, figures):
    check_page(kind, figures)


@pytest.mark.parametrize("kind", damage.IN_TEXTS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("render", TEXTS)
@MODERATE
@given(drawn.figures())
def test_no_damage_to_a_text_gives_a_wrong_number_without_a_flag(render, kind, figures):
    if render == "pipes" and kind is damage.value_cell_lost:
        pytest.skip("Markdown fills its rows up: nothing shows that a cell is gone")
    check_text(kind, TEXTS[render], figures)


@MODERATE
@given(drawn.figures(left_out=["nothing"]))
def test_a_surplus_value_in_a_web_page_gives_no_wrong_number_without_a_flag(figures):
    check_page(damage.surplus_value, figures)


@pytest.mark.parametrize("render", TEXTS)
@MODERATE
@given(drawn.figures(left_out=["nothing"]))
def test_a_surplus_value_in_a_text_gives_no_wrong_number_without_a_flag(render, figures):
    check_text(damage.surplus_value, TEXTS[render], figures)


@pytest.mark.parametrize("leading", [0, 1, 2])
@pytest.mark.parametrize("trailing", [0, 1, 2])
@pytest.mark.parametrize("slots", [False, True], ids=["cells", "slots"])
@examples(4, 40, derandomize=True, phases=PHASES)
@given(drawn.figures(left_out=["zeros", "totals", "anything"]))
def test_empty_cells_around_blank_values_give_no_wrong_number_without_a_flag(leading, trailing, slots, figures):
    printed = figures.printed
    tables = [
        tabbed(rows, leading=leading, trailing=trailing, slots=slots) for rows in form_tables(figures.template, printed)
    ]
    assert silent_mistakes(parse([read(text_page(figures.template, tables))]), printed) == []


@pytest.mark.nightly
@pytest.mark.parametrize("kind", damage.IN_WEB_PAGES, ids=lambda kind: kind.__name__)
@MANY
@given(drawn.figures(left_out=["nothing", "zeros", "totals", "anything"]))
def test_no_damage_to_a_web_page_gives_a_wrong_number_in_the_long_run(kind, figures):
    check_page(kind, figures)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", damage.IN_TEXTS, ids=lambda kind: kind.__name__)
@MANY
@given(drawn.figures())
def test_no_damage_to_a_text_gives_a_wrong_number_in_the_long_run(kind, figures):
    check_text(kind, tabbed, figures)
    check_text(kind, one_a_line, figures)
