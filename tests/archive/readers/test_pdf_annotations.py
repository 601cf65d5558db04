"""What a viewer shows upon a page of a PDF (notes, stamps, fields) is never overlooked in silence."""

import pytest
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.platypus import PageBreak

from archive.errors import UnreadableDocument
from tests.archive.judging import named
from tests.archive.readers.test_pdf import ISSUED, REPEALED, report_of, ruled
from tests.archive.readers.test_pdf_seen import Drawn, report, table, write
from tests.archive.small import RULES_2021, values

OVER = (-2, -2, 30, 12)


def annotated(figure, subtype, rect=OVER, **entries):
    """A cell with a figure and an annotation at `rect` from the figure's foot; `entries` say what more it has."""

    def draw(canvas):
        write(canvas, 0, 2, figure)
        where = PDFArray(list(canvas._absRect(rect, 1)))
        canvas._addAnnotation(
            PDFDictionary({"Type": PDFName("Annot"), "Subtype": PDFName(subtype), "Rect": where} | entries)
        )

    return draw


@pytest.mark.parametrize("figure", ["15", ""])
@pytest.mark.parametrize(
    ("subtype", "entries"),
    [
        ("FreeText", {"Contents": PDFString("28")}),
        ("Stamp", {}),
        ("Square", {"IC": PDFArray([1, 1, 1])}),
        ("StrikeOut", {}),
        ("Ink", {}),
        ("Widget", {"FT": PDFName("Tx"), "V": PDFString("28")}),
        ("Widget", {"Parent": PDFDictionary({"FT": PDFName("Tx"), "V": PDFString("28")})}),
        ("Widget", {"AP": PDFDictionary({"N": PDFDictionary({})})}),
    ],
    ids=["text", "stamp", "square", "struck out", "ink", "field", "field of a field", "drawn field"],
)
def test_a_cell_under_an_annotation_is_in_doubt(figure, subtype, entries):
    found = report(annotated(figure, subtype, **entries))
    assert ISSUED in named(found)
    assert REPEALED not in named(found)


def test_a_thin_line_through_a_figure_is_an_annotation_too():
    assert ISSUED in named(report(annotated("15", "Line", (-2, 5, 12, 5))))


def test_an_annotation_that_is_drawn_outside_its_frame_reaches_there():
    assert ISSUED in named(report(annotated("15", "StrikeOut", (300, 2, 310, 8), QuadPoints=whole_page())))


def whole_page():
    return PDFArray([0, 0, 590, 0, 0, 800, 590, 800])


@pytest.mark.parametrize(
    ("subtype", "rect", "entries"),
    [
        ("Link", OVER, {}),
        ("Popup", OVER, {}),
        ("FreeText", OVER, {"F": 2}),
        ("FreeText", OVER, {"F": 32}),
        ("Widget", OVER, {"FT": PDFName("Tx")}),
        ("Widget", (0, 0, 0, 0), {"FT": PDFName("Sig"), "V": PDFDictionary({})}),
        ("Stamp", (0, 100, 30, 130), {}),
    ],
    ids=["link", "popup", "hidden", "not on the screen", "empty field", "invisible signature", "elsewhere"],
)
def test_what_shows_nothing_on_a_figure_leaves_it_alone(subtype, rect, entries):
    found = report(annotated("15", subtype, rect, **entries))
    assert values(found)[ISSUED] == 15
    assert named(found) == set()


def test_doubt_survives_where_a_page_break_cuts_the_cell():
    rows = [RULES_2021, ["规章", Drawn(annotated("", "FreeText")), "5", "3"]]
    below = [["", "15", "", ""]]
    open_below = ("LINEBELOW", (0, -1), (-1, -1), 1, "white")
    first, second = ruled(rows, open_below, widths=[60, 80, 80, 80]), ruled(below, widths=[60, 80, 80, 80])
    assert ISSUED in named(report_of(first, PageBreak(), second))


def many(count):
    def draw(canvas):
        annotated("15", "FreeText")(canvas)
        one = PDFDictionary({"Subtype": PDFName("Stamp"), "Rect": PDFArray([0, 0, 20, 20])})
        for _ in range(count):
            canvas._addAnnotation(one, "same")

    return draw


def test_more_annotations_than_a_page_has_hide_none():
    assert ISSUED in named(report(many(300)))


def test_annotations_without_end_are_refused():
    with pytest.raises(UnreadableDocument, match="no report"):
        report(many(30_000))


@pytest.mark.parametrize(
    "rect",
    [PDFArray([1, 2]), PDFArray(["x", 1, 2, 3]), PDFArray([10**30, 0, 1, 1]), PDFDictionary({}), PDFString("x")],
    ids=["short", "no numbers", "huge", "dictionary", "text"],
)
def test_an_annotation_that_is_damaged_stops_no_reading(rect):
    damaged = table(annotated("15", "Stamp", Rect=rect))
    assert values(report_of(damaged))[ISSUED] == 15
