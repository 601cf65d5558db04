"""Pictures, text boxes and shapes over the cells of a sheet."""

from io import BytesIO

import pytest
from PIL import Image

from archive.errors import UnreadableDocument
from archive.parser import parse
from archive.readers.sheet import read
from tests.archive.judging import named
from tests.archive.readers.test_sheet import IN_FORCE, ISSUED, REPEALED, changed, workbook
from tests.archive.small import RULES_2021, TITLE, values

DRAWING = "xl/drawings/drawing1.xml"
CELLS = (ISSUED, REPEALED, IN_FORCE)


def picture(page, y, x, size=(40, 15), **options):
    made = BytesIO()
    Image.new("RGB", size, "white").save(made, "PNG", dpi=(96, 96))
    page.insert_image(y, x, "seal.png", {"image_data": made} | options)


def box(page, y, x, width=60, height=15, **options):
    page.insert_textbox(y, x, "99", {"width": width, "height": height} | options)


def drawn(draw, figures=(3, 1, 12), merges=()):
    def fill(book, page):
        page.write(0, 0, TITLE)
        page.write_row(1, 0, RULES_2021)
        page.write_row(2, 0, ["规章", *figures])
        for merge in merges:
            page.merge_range(*merge)
        draw(page)

    return workbook(fill)


def untold(body):
    """The cells that are not read as what the sheet holds; each of them has to be named."""
    report = parse([read(body)])
    found = {cell.id for cell in report.cells if cell.state == "unreadable"}
    assert found <= named(report)
    assert [values(report)[key] for key in CELLS if key not in found] == [
        value for key, value in zip(CELLS, (3, 1, 12), strict=True) if key not in found
    ]
    assert report.title == TITLE
    return found


@pytest.mark.parametrize("draw", [picture, box])
@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_figure_under_a_picture_or_a_box_is_untold(draw, position):
    assert untold(drawn(lambda page: draw(page, 2, 1, object_position=position))) == {ISSUED}


def test_a_drawing_covers_as_many_cells_as_it_is_large():
    assert untold(drawn(lambda page: box(page, 0, 1, width=100, height=70))) == {ISSUED, REPEALED}
    assert untold(drawn(lambda page: box(page, 1, 2, width=500, height=500))) == {REPEALED, IN_FORCE}
    assert untold(drawn(lambda page: box(page, 2, 2, width=64, height=20))) == {REPEALED}
    assert untold(drawn(lambda page: box(page, 0, 1, width=60, height=18))) == set()


def test_the_sizes_of_rows_and_columns_count():
    def draw(page):
        page.set_column(1, 1, 2)
        page.set_row(2, 60)
        box(page, 2, 1, width=70, object_position=2)

    assert untold(drawn(draw)) == {ISSUED, REPEALED}


def test_a_blank_under_a_picture_is_no_blank():
    report = parse([read(drawn(lambda page: picture(page, 2, 2), figures=(3, None, 12)))])
    assert [cell.state for cell in report.cells] == ["number", "unreadable", "number"]


def test_pictures_beside_the_figures_change_nothing():
    def draw(page):
        picture(page, 0, 2)
        picture(page, 2, 0)
        picture(page, 30, 0)
        picture(page, 2, 9)

    assert untold(drawn(draw)) == set()


def test_a_merged_cell_is_untold_wherever_it_is_covered():
    body = drawn(lambda page: box(page, 3, 1), merges=[(2, 1, 3, 1, 3), (2, 2, 3, 2, 1), (2, 3, 3, 3, 12)])
    report = parse([read(body)])
    assert report.cells[0].state == "unreadable"


def test_a_hidden_shape_hides_nothing():
    body = drawn(lambda page: box(page, 2, 1))
    assert untold(changed(body, DRAWING, lambda text: text.replace("<xdr:cNvPr ", '<xdr:cNvPr hidden="1" '))) == set()


@pytest.mark.parametrize("anchor", ["oneCellAnchor", "absoluteAnchor"])
def test_anchors_of_one_cell_and_of_none_are_known(anchor):
    start = "<xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from>"
    if anchor == "absoluteAnchor":
        start = '<xdr:pos x="700000" y="400000"/>'  # in the second column (609600) and the third row (381000)
    made = f'<xdr:{anchor}>{start}<xdr:ext cx="400000" cy="90000"/></xdr:{anchor}></xdr:wsDr>'
    body = drawn(lambda page: picture(page, 30, 0))
    assert untold(changed(body, DRAWING, lambda text: text.replace("</xdr:wsDr>", made))) == {ISSUED}


def test_more_shapes_than_a_report_ever_has_are_refused():
    start = "<xdr:from><xdr:col>0</xdr:col><xdr:row>0</xdr:row></xdr:from>"
    end = "<xdr:to><xdr:col>16000</xdr:col><xdr:row>1000000</xdr:row></xdr:to>"
    made = f"<xdr:twoCellAnchor>{start}{end}</xdr:twoCellAnchor>" * 100_000
    with pytest.raises(UnreadableDocument, match="more pictures"):
        read(
            changed(
                drawn(lambda page: picture(page, 0, 0), figures=[5] * 99),
                DRAWING,
                lambda text: text.replace("</xdr:wsDr>", made + "</xdr:wsDr>"),
            )
        )
