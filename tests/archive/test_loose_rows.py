"""Tables whose cells or rows stand as paragraphs, in web pages, texts and Word documents."""

from io import BytesIO

import pytest
from docx import Document as WordDocument
from hypothesis import Phase, given, settings

from archive.parser import parse
from archive.readers.registry import read
from tests.archive import damage, drawn
from tests.archive.indicators import TITLE, drawn_figures, listed
from tests.archive.judging import doubts, silent_mistakes, wrong_or_missing
from tests.archive.layouts import HEADINGS, crossing, form_tables, text_page, title_of

MODERATE = settings(max_examples=10, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
HONEST = drawn.figures(left_out=["nothing"])
BLANKS = drawn.figures(left_out=["zeros", "totals"])


def cells(rows):
    return [item.text for row in rows for item in row]


def lines(rows):
    return ["  ".join(placed.shown(r) for placed in row) for r, row in enumerate(crossing(rows))]


def as_text(template, tables, split):
    return text_page(template, ["\n".join(split(rows)) for rows in tables])


def as_page(template, tables, split):
    made = f"<!doctype html><html><body><h1>{title_of(template)}</h1>"
    for heading, rows in zip(HEADINGS, tables, strict=True):
        made += f"<p>{heading}</p>" + "".join(f"<p>{text or '&nbsp;'}</p>" for text in split(rows))
    return (made + "</body></html>").encode()


def as_word(template, tables, split):
    document, made = WordDocument(), BytesIO()
    document.add_paragraph(title_of(template))
    for heading, rows in zip(HEADINGS, tables, strict=True):
        for text in (heading, *split(rows)):
            document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("split", [cells, lines])
@pytest.mark.parametrize("write", [as_text, as_page, as_word])
@MODERATE
@given(HONEST)
def test_every_figure_is_read(write, split, figures):
    tables = form_tables(figures.template, figures.printed)
    report = parse([read(write(figures.template, tables, split))])
    assert wrong_or_missing(report, figures.printed) == []
    assert doubts(report) == []
    assert report.leftovers == ()


@pytest.mark.parametrize("split", [cells, lines])
@pytest.mark.parametrize("write", [as_text, as_page, as_word])
@MODERATE
@given(BLANKS)
def test_a_blank_nobody_can_see_is_told(write, split, figures):
    tables = form_tables(figures.template, figures.printed)
    report = parse([read(write(figures.template, tables, split))])
    assert silent_mistakes(report, figures.printed) == []


def test_a_list_of_indicators_is_read():
    printed = drawn_figures(figures_dice(), ("stats.{}",), pool=(0, 1, 12))
    texts = cells(listed(printed, ["统计数"]))
    report = parse([read("\n".join((TITLE, "", *texts)).encode())])
    found = {cell.id: str(cell.value) for cell in report.cells}
    assert {key: found.get(key) for key in printed} == printed


def figures_dice():
    return drawn.Figures("t2021", "few", "nothing", 3).dice


def test_prose_that_names_rows_of_the_form_makes_no_table():
    prose = ["一、总体情况", "1.行政许可 12件", "2.行政处罚 3件", "重复申请", "5", "二、主动公开政府信息情况"]
    report = parse([read("\n".join((title_of("t2021"), *prose)).encode())])
    assert report.template is None
    assert report.cells == ()
    assert [section.key for section in report.sections][-2:] == ["overview", "disclosure"]


def test_a_page_number_below_a_table_is_no_row():
    figures = drawn.Figures("t2021", "few", "nothing", 3)
    disclosure, *others = form_tables("t2021", figures.printed)
    body = as_text("t2021", [disclosure, *others], lines).decode().replace("三、收到", "- 2 -\n三、收到")
    assert wrong_or_missing(parse([read(body.encode())]), figures.printed) == []


def test_a_figure_with_its_unit_is_one_cell():
    figures = drawn.Figures("t2021", "few", "nothing", 3)
    printed = {key: f"{text} 件" for key, text in figures.printed.items()}
    report = parse([read(as_page("t2021", form_tables("t2021", printed), cells))])
    assert wrong_or_missing(report, figures.printed) == []
    assert {cell.unit for cell in report.cells} == {"件"}


@pytest.mark.parametrize("split", [cells, lines])
@pytest.mark.parametrize("kind", damage.IN_TEXTS, ids=lambda kind: kind.__name__)
@MODERATE
@given(drawn.figures())
def test_no_damage_gives_a_wrong_number_without_a_flag(kind, split, figures):
    tables = [kind(rows, figures.dice) for rows in form_tables(figures.template, figures.printed)]
    report = parse([read(as_text(figures.template, tables, split))])
    assert silent_mistakes(report, damage.still_printed([[rows] for rows in tables], figures.printed)) == []


def test_the_rest_of_a_label_below_a_page_break_belongs_to_its_row():
    figures = drawn.Figures("t2019", "few", "nothing", 104)
    body = as_text("t2019", form_tables("t2019", figures.printed), cells).decode()
    start, _, rest = body.partition("（六）其他处理")
    row, rest = rest.split("（七）", 1)
    report = parse([read(f"{start}（六）其他{row}处理\n（七）{rest}".encode())])
    assert wrong_or_missing(report, figures.printed) == []


def test_a_figure_that_is_only_about_right_keeps_its_place_in_the_row():
    figures = drawn.Figures("t2021", "few", "nothing", 3)
    vague = dict.fromkeys(("disclosure.rules.issued", "disclosure.normative_documents.repealed"), "96余件")
    printed = figures.printed | vague
    report = parse([read(as_page("t2021", form_tables("t2021", printed), cells))])
    assert {cell.id: cell.text for cell in report.cells if cell.state == "text"} == vague
    assert wrong_or_missing(report, {key: text for key, text in printed.items() if key not in vague}) == []
