"""Figures printed without anything between them: read as they were meant, or not at all."""

from random import Random

import pytest
from examples import examples
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archive.binding.run_together import ways
from archive.parser import parse
from archive.readers.registry import read
from tests.archive import drawn
from tests.archive.judging import expected, silent_mistakes
from tests.archive.layouts import HEADINGS, Item, form_tables, html_page, tabbed, text_page
from tests.archive.small import APPLICANTS, COLUMNS, RULES_2021, report_of, values

PHASES = (Phase.explicit, Phase.generate)
MODERATE = examples(4, 40, derandomize=True, phases=PHASES)
MANY = settings(max_examples=300, deadline=None, database=None, phases=PHASES)
NUMBERS = st.integers(0, 10**5)
NEW = "一、本年新收政府信息公开申请数量"


DISCLOSED = [["第二十条第（一）项"], RULES_2021, ["规章", "0", "0", "0"]]


def row_of(parts):
    return (*parts, sum(parts))


def read_row(*cells):
    """The values of one row of section three, and its findings."""
    report = report_of(DISCLOSED, [["", *APPLICANTS], [NEW, *cells]])
    found = values(report)
    return [found.get(f"applications.new[{column}]") for column in COLUMNS], report


@examples(30, 300, derandomize=True, phases=PHASES)
@given(st.lists(NUMBERS, min_size=6, max_size=6))
def test_the_row_that_was_printed_is_among_the_ways_to_cut_it(parts):
    row = row_of(parts)
    found = ways(["".join(map(str, row))], (6,))
    assert found is None or row in found
    for way in found or ():
        assert "".join(map(str, way)) == "".join(map(str, row))
        assert sum(way[:6]) == way[6]


@examples(30, 300, derandomize=True, phases=PHASES)
@given(st.lists(st.integers(0, 300), min_size=12, max_size=12))
def test_the_routes_that_were_printed_are_among_the_ways_to_cut_them(parts):
    row = tuple(v for i in (0, 4, 8) for v in row_of(parts[i : i + 4]))
    found = ways(["".join(map(str, row))], (4, 4, 4))
    assert found is None or row in found


def test_one_reading_is_taken_and_told():
    found, report = read_row("1000001", *[""] * 6)
    assert found == [1, 0, 0, 0, 0, 0, 1]
    (told,) = [f for f in report.findings if f.check == "B4"]
    assert (told.status, told.severity) == ("unknown", "soft")
    assert told.cells == tuple(f"applications.new[{column}]" for column in COLUMNS)
    assert "1000001" in told.message


def test_two_readings_are_none():
    assert ways(["1112115"], (6,)) == []
    assert len(ways(["1010101013"], (6,)) or ()) != 1
    found, report = read_row("1010101013", *[""] * 6)
    assert found == [None] * 7
    row = [cell for cell in report.cells if cell.id.startswith("applications.")]
    assert {cell.state for cell in row} == {"unreadable"}
    assert any(f.check == "B2" and set(f.cells) == {cell.id for cell in row} for f in report.findings)


def test_a_number_among_blanks_that_is_no_row_stays_a_number():
    assert read_row("12", "", "", "", "", "", "")[0] == [12, None, None, None, None, None, None]


def test_all_three_routes_in_one_cell():
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = [[("行政复议", 5, 1), ("行政诉讼", 10, 1)]]
    head += [[*((h, 1, 2) for h in heads), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)], heads * 2]
    report = report_of(DISCLOSED, [*head, [("10203120001200000", 15, 1)]])
    assert [cell.value for cell in report.cells if cell.id.startswith("review.")] == [
        1,
        0,
        2,
        0,
        3,
        12,
        0,
        0,
        0,
        12,
        0,
        0,
        0,
        0,
        0,
    ]


def test_zeros_without_a_sum_can_only_be_cut_one_way():
    rows = [["第二十条第（一）项"], RULES_2021, ["规章", "000", "", ""], ["行政规范性文件", "120", "", ""]]
    found = values(report_of(rows))
    assert [found[f"disclosure.rules.{c}"] for c in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert found["disclosure.normative_documents.issued"] == 120


def glued(rows, kind):
    """Each row of figures in one cell: over all columns, or in the first of them."""
    made = []
    for row in rows:
        figures = [item for item in row if item.tag == "value"]
        if len(figures) < 7:
            made.append(row)
            continue
        text = "".join(item.text for item in figures)
        cells = [Item(text, len(figures), tag="value")]
        if kind == "first":
            cells = [Item(text, tag="value"), *[Item("")] * (len(figures) - 1)]
        made.append([item for item in row if item.tag != "value"] + cells)
    return made


def as_page(figures, kind):
    disclosure, *others = form_tables(figures.template, figures.printed)
    return html_page(figures.template, [[disclosure], *([glued(rows, kind)] for rows in others)])


def as_text(figures):
    disclosure, *others = form_tables(figures.template, figures.printed)
    return text_page(figures.template, [tabbed(disclosure), *(tabbed(glued(rows, "all")) for rows in others)])


def as_lines(figures):
    """A row a paragraph: the label, and all figures right behind it."""
    tables = []
    for rows in form_tables(figures.template, figures.printed):
        lines = []
        for row in rows:
            behind = "".join(item.text for item in row if item.tag == "value")
            labels = [item.text for item in row if item.tag != "value" and item.text]
            together = len(row) >= 7 and behind
            lines += [*labels[:-1], (labels or [""])[-1] + behind] if together else [" ".join(i.text for i in row)]
        tables.append("\n".join(lines))
    return text_page(figures.template, tables)


def mistakes(body, printed):
    """Wrong numbers, told or not: a row is read as it was meant, or not at all."""
    report = parse([read(body)])
    cells = {cell.id: cell.value for cell in report.cells}
    assert silent_mistakes(report, printed) == []
    return [key for key, value in cells.items() if value is not None and value != expected(printed[key])]


@pytest.mark.parametrize("write", [lambda f: as_page(f, "all"), lambda f: as_page(f, "first"), as_text, as_lines])
@MODERATE
@given(drawn.figures(left_out=["nothing"]))
def test_rows_run_together_are_read_right_or_not_at_all(write, figures):
    assert mistakes(write(figures), figures.printed) == []


@pytest.mark.parametrize("pool", ["none", "few", "small"])
@pytest.mark.parametrize("write", [lambda f: as_page(f, "all"), lambda f: as_page(f, "first"), as_text, as_lines])
@pytest.mark.parametrize("template", drawn.TEMPLATES)
def test_the_sums_over_the_columns_settle_most_rows(template, write, pool):
    figures = drawn.Figures(template, pool, "nothing", 5)
    report = parse([read(write(figures))])
    right = sum(cell.value == expected(figures.printed[cell.id]) for cell in report.cells)
    assert right >= 0.97 * len(figures.printed)


@MODERATE
@given(drawn.figures(left_out=["nothing"]), st.integers(0, 10**6))
def test_two_figures_of_a_row_run_together_are_read_right_or_not_at_all(figures, seed):
    dice = Random(seed)
    disclosure, applications, review = form_tables(figures.template, figures.printed)
    r = dice.randrange(3, len(applications))
    row = applications[r]
    at = dice.randrange(len(row) - 7, len(row) - 1)
    both = Item(row[at].text + row[at + 1].text, 2, tag="value")
    applications[r] = [*row[:at], both, *row[at + 2 :]]
    assert mistakes(html_page(figures.template, [[disclosure], [applications], [review]]), figures.printed) == []


@MODERATE
@given(drawn.figures(left_out=["nothing"]), st.integers(0, 10**6))
def test_a_lost_figure_is_not_made_up_by_cutting_another(figures, seed):
    dice = Random(seed)
    disclosure, applications, review = form_tables(figures.template, figures.printed)
    r = dice.randrange(3, len(applications))
    applications[r].pop(dice.randrange(len(applications[r]) - 7, len(applications[r])))
    assert mistakes(html_page(figures.template, [[disclosure], [applications], [review]]), figures.printed) == []


@pytest.mark.nightly
@MANY
@given(drawn.figures(left_out=["nothing"]))
def test_rows_run_together_are_never_read_wrong_in_the_long_run(figures):
    assert mistakes(as_page(figures, "all"), figures.printed) == []
    assert mistakes(as_lines(figures), figures.printed) == []


def test_headings_do_not_run_into_rows():
    figures = drawn.Figures("t2021", "small", "nothing", 1)
    assert all(heading in as_lines(figures).decode() for heading in HEADINGS)
