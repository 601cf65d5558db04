"""Second readings: each finds the cells of the first by another way, and none can be made to take for ever."""

from dataclasses import replace
from io import BytesIO
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import loose_rows
from archive.binding.binder import Binder
from archive.errors import UnreadableDocument
from archive.readers import docx_second, packed, sheet_second, text_second
from archive.readers.anchored import blocks
from archive.readers.drawn_words import Character, words
from archive.readers.pieces import Piece
from archive.readers.registry import read
from tests.archive import drawn
from tests.archive.layouts import form_tables, html_page
from tests.archive.readers.test_sheet import RULES_2021, SHEET, SMALL, changed, workbook
from tests.corpus.cases import Case, make

LABELS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开")


def cells(pieces):
    """The values that labels anchor, by cell."""
    return {c.id: c.value for c in Binder().bind(blocks(pieces)).cells.values()}


def again(document):
    return {c.id: (c.state, c.value) for c in Binder().bind(loose_rows.tables(document.second().blocks)).cells.values()}


@pytest.mark.parametrize("kind", ["html", "text", "markdown", "docx", "xlsx", "pdf", "ofd"])
@pytest.mark.parametrize("template", ["t2019", "t2021"])
def test_the_second_reading_finds_every_figure_of_sections_three_and_four(kind, template):
    made = make(Case(template, "honest", "whole", kind))
    found = again(read(*made.files.values()))
    wanted = {c["id"]: (c["state"], c["value"]) for c in made.expected["cells"] if c["id"][0] in "ar"}
    assert {key: found.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_a_figure_left_out_of_a_printed_row_stays_a_blank_in_its_own_column(kind):
    made = make(Case("t2021", "blanks", "whole", kind))
    found = again(read(*made.files.values()))
    wanted = {c["id"]: (c["state"], c["value"]) for c in made.expected["cells"] if c["id"].startswith("applications.")}
    assert {key: value for key, value in found.items() if key in wanted and value != wanted[key]} == {}
    assert sum(value[0] == "blank" for key, value in found.items() if key in wanted) > 20


def test_values_are_bound_by_the_label_before_them_however_it_is_broken():
    pieces = [Piece(text) for text in ("二、上年结转政府", "信息公开申请数量", *"1200003")]
    assert cells(pieces) == {
        f"applications.carried_in[{column}]": value
        for column, value in zip(
            ("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org"),
            (1, 2, 0, 0),
            strict=True,
        )
    } | {
        "applications.carried_in[legal_service_org]": 0,
        "applications.carried_in[other_org]": 0,
        "applications.carried_in[total]": 3,
    }


@pytest.mark.parametrize("figures", ["120000", "12000034"])
def test_a_row_with_figures_too_few_or_too_many_is_left_out(figures):
    assert cells([Piece(LABELS[0]), *map(Piece, figures)]) == {}


def test_figures_whose_place_is_known_find_their_columns_beside_whole_rows():
    whole = [Piece(LABELS[0]), *(Piece("1", 98.0 + 20 * i, 102.0 + 20 * i) for i in range(7))]
    part = [Piece(LABELS[1]), Piece("4", 119.0, 123.0), Piece("4", 217.0, 221.0)]
    found = cells([*whole, *part, Piece(LABELS[2])])
    assert found["applications.carried_in[commercial_enterprise]"] == found["applications.carried_in[total]"] == 4
    assert found["applications.carried_in[natural_person]"] is None
    between = [Piece(LABELS[1]), Piece("4", 108.0, 113.0), Piece("4", 217.0, 221.0), Piece(LABELS[2])]
    assert "applications.carried_in[total]" not in cells([*whole, *between]), "it may be of either column"
    ended = [*part, Piece("注："), Piece("9", 137.0, 142.0), Piece(LABELS[2])]
    assert "applications.carried_in[total]" not in cells([*whole, *ended]), "more of the row may follow"


def test_a_figure_that_its_cell_breaks_is_one_figure():
    figures = [Piece("1", 98.0 + 20 * i, 102.0 + 20 * i) for i in range(6)]
    found = cells([Piece(LABELS[0]), *figures, Piece("1033", 214.0, 226.0), Piece("51", 214.0, 219.0)])
    assert found["applications.new[total]"] == 103351


def test_a_label_that_a_page_breaks_below_its_figures_is_put_together():
    pieces = [*map(Piece, ("二、上年结转政府", *"1200003", "信息公开申请数量", LABELS[2], *"0000011"))]
    found = cells(pieces)
    assert (found["applications.carried_in[total]"], found["applications.results.granted[total]"]) == (3, 1)


def test_prose_that_names_rows_of_the_form_is_no_row():
    assert cells([Piece("全年"), Piece("予以公开"), Piece("3"), Piece("件，部分公开"), Piece("2")]) == {}


def test_words_are_parted_where_a_gap_or_a_line_is_and_page_numbers_are_none():
    line = [Character(c, 10.0 * i, 10.0 * i + 9, 50, 10) for i, c in enumerate("12 3") if c != " "]
    spaced = [Character(c, 6.0 * i, 6.0 * i + 5, 70, 10) for i, c in enumerate("5 件")]
    below = [Character(c, 10.0 * i, 10.0 * i + 9, 90, 10) for i, c in enumerate("- 7 -")]
    assert [word.text for word in words([*line, *spaced, *below])] == ["12", "3", "5 件"]


def test_a_member_of_an_archive_without_a_second_reading_confirms_nothing():
    printed = drawn.honest("t2021", Random(4), drawn.POOLS["many"]) | {"review.reconsideration.total": "999999"}
    page = html_page("t2021", [[rows] for rows in form_tables("t2021", printed)])
    found = [("甲", read(page)), ("乙", replace(read(page), second=None))]
    again = packed._second("application/zip", found)
    assert again.is_partial
    assert {block.place["member"] for block in again.blocks} == {"甲"}


def test_a_cell_far_outside_a_sheet_is_not_made_room_for():
    def fill(_book, page):
        page.write_row(0, 0, RULES_2021)
        page.write(1048575, 16383, "x")

    with pytest.raises(UnreadableDocument, match="larger"):
        sheet_second.read(workbook(fill))


def test_a_cell_merged_over_the_whole_sheet_is_read_to_its_end():
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    body = changed(SMALL, SHEET, lambda text: text.replace("</sheetData>", merged))
    (table,) = sheet_second.read(body).blocks
    assert [cell.text for cell in table.rows[-1]] == ["规章", "3", "1", "12"]


def test_a_word_cell_merged_over_a_million_columns_is_refused():
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), "999999")
    body = BytesIO()
    document.save(body)
    with pytest.raises(UnreadableDocument, match="merged"):
        docx_second.read(body.getvalue())


WRITTEN = st.text(st.sampled_from("\t\n| -—0123件一二（）1.总计其他予以公开结果维持合重复申请\u3000a"), max_size=400)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(WRITTEN)
def test_any_text_is_read_again_without_an_error(text):
    Binder().bind(loose_rows.tables(text_second.read(text).blocks))


@pytest.mark.parametrize(
    "text", ["一、" * 200_000, "1\t" * 200_000, "总计\n1\n" * 30_000, "（一）予以公开" + "\t0" * 90_000]
)
def test_a_hostile_text_is_read_again_in_little_time(text):
    began = process_time()
    text_second.read(text)
    assert process_time() - began < 5


def test_a_figure_that_goes_on_for_ever_is_put_together_only_so_far():
    pieces = [Piece(LABELS[0]), *(Piece("1", 100.0, 104.0) for _ in range(50_000))]
    began = process_time()
    assert cells(pieces) == {}
    assert process_time() - began < 5
