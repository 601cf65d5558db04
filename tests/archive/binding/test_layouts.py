"""Layouts that real documents have and a person reads without a second thought: every figure must be right."""

import pytest
from examples import examples
from hypothesis import Phase, given

from archive.labels import row_key
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents.html import LAYOUTS, fragment
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import Published
from tests.archive import drawn
from tests.archive.judging import doubts, silent_mistakes, wrong_or_missing
from tests.archive.layouts import (
    HEAD_ROWS,
    YEARS,
    cut,
    form_tables,
    html_page,
    one_a_line,
    piped,
    spaced,
    tabbed,
    text_page,
    unmerged,
)
from tests.archive.small import APPLICANTS, COLUMNS, RULES_2021, report_of, values

RULES = [RULES_2021, ["规章", "1", "0", "1"]]
PHASES = (Phase.explicit, Phase.generate)
MODERATE = examples(5, 40, derandomize=True, phases=PHASES)
HONEST = drawn.figures(left_out=["nothing"])
WITH_BLANKS = drawn.figures(left_out=["zeros", "totals"])


def assert_right(body, printed):
    report = parse([read(body)])
    assert wrong_or_missing(report, printed) == []
    assert doubts(report) == []
    assert report.leftovers == ()


def assert_no_silent_mistake(body, printed):
    assert silent_mistakes(parse([read(body)]), printed) == []


def one_table_a_section(template, printed, dice):
    return html_page(template, [[rows] for rows in form_tables(template, printed)])


def finer_grid(template, printed, dice):
    groups = [[spaced(rows, [dice.randint(1, 4) for _ in range(16)])] for rows in form_tables(template, printed)]
    return html_page(template, groups)


def cut_without_head(template, printed, dice, *, again=False):
    disclosure, applications, review = form_tables(template, printed)
    parts = cut(applications, dice.randint(HEAD_ROWS + 1, len(applications) - 1), again=again)
    return html_page(template, [cut(disclosure, dice.randint(3, len(disclosure) - 1)), parts, [review]])


def cut_with_labels_again(template, printed, dice):
    return cut_without_head(template, printed, dice, again=True)


def cut_under_a_second_head(template, printed, dice):
    disclosure, applications, review = form_tables(template, printed)
    first, second = cut(applications, dice.randint(HEAD_ROWS + 1, len(applications) - 1))
    return html_page(template, [[disclosure], [first, applications[:HEAD_ROWS] + second], [review]])


def head_again_inside(template, printed, dice):
    disclosure, applications, review = form_tables(template, printed)
    first, second = cut(applications, dice.randint(HEAD_ROWS + 1, len(applications) - 1))
    return html_page(template, [[disclosure], [first + applications[:HEAD_ROWS] + second], [review]])


def head_twice(template, printed, dice):
    """A page break right below the head."""
    tables = form_tables(template, printed)
    return html_page(template, [[tables[0]], *([rows[:HEAD_ROWS] + rows] for rows in tables[1:])])


def everything_in_one_table(template, printed, dice):
    disclosure, applications, review = form_tables(template, printed)
    return html_page(template, [[], [disclosure + applications + review], []])


def no_merged_cells(template, printed, dice):
    return html_page(template, [[unmerged(rows)] for rows in form_tables(template, printed)])


def text_of(render):
    return lambda template, printed, dice: text_page(template, map(render, form_tables(template, printed)))


def markdown(template, printed, dice):
    return text_of(piped)(template, printed, dice)


def text_cut_under_a_second_head(template, printed, dice):
    disclosure, applications, review = form_tables(template, printed)
    first, second = cut(applications, dice.randint(HEAD_ROWS + 1, len(applications) - 1))
    parts = "\n\n".join(map(tabbed, (first, applications[:HEAD_ROWS] + second)))
    return text_page(template, [tabbed(disclosure), parts, tabbed(review)])


def text_head_twice(template, printed, dice):
    disclosure, *others = form_tables(template, printed)
    parts = ["\n\n".join(map(tabbed, (rows[:HEAD_ROWS], rows))) for rows in others]
    return text_page(template, [tabbed(disclosure), *parts])


def published(figures):
    return Published("甲市乙局", YEARS[figures.template], figures.template, figures.printed)


PAGES = [
    one_table_a_section,
    finer_grid,
    cut_without_head,
    cut_with_labels_again,
    cut_under_a_second_head,
    head_again_inside,
    head_twice,
    everything_in_one_table,
    no_merged_cells,
    markdown,
    text_cut_under_a_second_head,
    text_head_twice,
]


@pytest.mark.parametrize("layout", PAGES, ids=lambda layout: layout.__name__)
@MODERATE
@given(HONEST)
def test_every_figure_is_read_whatever_the_layout(layout, figures):
    assert_right(layout(figures.template, figures.printed, figures.dice), figures.printed)


@pytest.mark.parametrize("layout", PAGES, ids=lambda layout: layout.__name__)
@MODERATE
@given(WITH_BLANKS)
def test_blank_cells_are_no_numbers_whatever_the_layout(layout, figures):
    assert_no_silent_mistake(layout(figures.template, figures.printed, figures.dice), figures.printed)


@pytest.mark.parametrize(
    ("first", "second", "values_first"),
    [
        ("3.要", "求提供公开出版物", True),
        ("（一）", "予以公开", True),
        ("8.属于行政查询", "事项", False),
        ("（二）部分公开（区分处理的，只计", "这一情形，不计其他情形）", True),
    ],
)
def test_values_beside_either_half_of_a_label_cut_in_two_are_its_own(first, second, values_first):
    blank = [""] * 7
    figures = ["4", "0", "3", "0", "0", "0", "7"]
    halves = [[first, *(figures if values_first else blank)], [second, *(blank if values_first else figures)]]
    head = [["", *APPLICANTS]]
    report = report_of(RULES, [*head, ["2.重复申请", *["1"] * 7], *halves, ["（七）总计", *["9"] * 7]])
    key = row_key(first + second)
    assert {k: v for k, v in values(report).items() if k.startswith(f"{key}[")} == {
        f"{key}[{column}]": int(figure) for column, figure in zip(COLUMNS, figures, strict=True)
    }
    assert report.leftovers == ()


def test_a_row_whose_label_never_goes_on_is_left_over():
    report = report_of(RULES, [["", *APPLICANTS], ["3.要", *["5"] * 7], ["（七）总计", *["9"] * 7]])
    assert [found.text for found in report.leftovers] == ["3.要 | 5 | 5 | 5 | 5 | 5 | 5 | 5"]


@MODERATE
@given(drawn.figures())
def test_every_figure_and_blank_of_a_text_of_one_cell_a_line_is_read(figures):
    body = text_of(one_a_line)(figures.template, figures.printed, figures.dice)
    assert wrong_or_missing(parse([read(body)]), figures.printed) == []


@pytest.mark.parametrize("leading", [0, 1, 2])
@pytest.mark.parametrize("trailing", [0, 1, 2])
@pytest.mark.parametrize("slots", [False, True], ids=["cells", "slots"])
@examples(4, 30, derandomize=True, phases=PHASES)
@given(HONEST)
def test_empty_cells_around_the_rows_of_a_text_change_no_figure(leading, trailing, slots, figures):
    render = text_of(lambda rows: tabbed(rows, leading=leading, trailing=trailing, slots=slots))
    assert_right(render(figures.template, figures.printed, figures.dice), figures.printed)


@pytest.mark.parametrize("layout", LAYOUTS)
@MODERATE
@given(drawn.figures())
def test_every_figure_and_blank_is_read_from_the_markup_of_editors(layout, figures):
    report = published(figures)
    body = f"<html><body><h1>{report.title}</h1><div>{fragment(report, layout)}</div></body></html>"
    assert wrong_or_missing(parse([read(body.encode())]), figures.printed) == []


@pytest.mark.parametrize("make", [docx, xlsx])
@examples(4, 30, derandomize=True, phases=PHASES)
@given(drawn.figures())
def test_every_figure_and_blank_is_read_from_office_documents(make, figures):
    assert wrong_or_missing(parse([read(make(published(figures)))]), figures.printed) == []


@MODERATE
@given(drawn.figures())
def test_merged_cells_dissolved_into_copies_are_read_once(figures):
    groups = [[unmerged(rows, again=True)] for rows in form_tables(figures.template, figures.printed)]
    assert wrong_or_missing(parse([read(html_page(figures.template, groups))]), figures.printed) == []
