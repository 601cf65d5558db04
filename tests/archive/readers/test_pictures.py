"""Scans and pictures of reports: the figures are read, or named by a finding; never read otherwise in silence."""

import base64
import struct
import sys
import zlib
from io import BytesIO
from random import Random

import docx
import numpy as np
import pytest
from PIL import Image, ImageOps

from archive.errors import UnreadableDocument
from archive.grid import Span
from archive.media import sniff
from archive.models import Hints, Table
from archive.parser import parse
from archive.readers.embedded import data_uri
from archive.readers.ocr import engine
from archive.readers.ocr.page import turned_back
from archive.readers.ocr.paper import is_negative
from archive.readers.ocr.picture import pages
from archive.readers.registry import read
from archive.template import review_columns
from tests.archive import scans
from tests.archive.judging import doubts, named, silent_mistakes, wrong_or_missing

YEARS = {"t2019": 2020, "t2021": 2023}


def report_of(body):
    return parse([read(body)])


def sheets(template, seed, dpi=200):
    figures = scans.figures(template, Random(seed))
    return figures, scans.sheets(template, figures, scans.looks(Random(seed)), dpi)


TOP_ROWS = 7  # of section two: rules, other normative documents, licences, each under its heads
TOP = ("disclosure.rules.", "disclosure.normative_documents.", "disclosure.licensing.")


@pytest.fixture(scope="module")
def section_two():
    """The figures of the first rows of section two, and a picture of these alone: reading more proves no more."""
    figures = scans.figures("t2021", Random(3))
    picture = scans.table_picture("t2021", figures, 0, rows=TOP_ROWS)
    return {k: v for k, v in figures.items() if k.startswith(TOP)}, picture


@pytest.fixture(scope="module")
def plain_report(section_two):
    """What is read of that picture as it is."""
    return report_of(scans.encode([section_two[1]], "png"))


def read_figures(report, of):
    return {cell.id: cell.value for cell in report.cells if cell.id in of}


def meant(figures):
    return {key: float(text) if "." in text else int(text) for key, text in figures.items()}


def test_a_scan_of_several_pages_is_read_cell_by_cell():
    figures, pages = sheets("t2021", 1, dpi=150)
    report = report_of(scans.encode(pages, "pdf", 150))
    assert wrong_or_missing(report, figures) == []
    assert (report.agency, report.year, report.template) == (scans.AGENCY, 2023, "t2021")
    assert [key for key, _ in doubts(report)] == []
    cell = next(c for c in report.cells if c.id == "applications.carried_out[total]")
    assert cell.place["page"] == 2
    x0, top, x1, bottom = cell.place["box"]
    assert 50 < x0 < x1 < 560, "points of the PDF's page"
    assert 40 < top < bottom < 800
    assert 0.9 <= cell.place["confidence"] <= 1


def test_a_copy_of_a_copy_keeps_the_promise():
    figures = scans.figures("t2019", Random(2))
    copied = scans.degrade(scans.table_picture("t2019", figures, 0, dpi=200), "copied", 1)
    report = report_of(scans.encode([copied], "tiff"))
    printed = {key: text for key, text in figures.items() if key.startswith("disclosure.")}
    assert silent_mistakes(report, printed) == []
    assert len(wrong_or_missing(report, printed)) <= len(printed) // 20


@pytest.mark.parametrize(
    ("kind", "file"), [("perspective", "jpeg"), pytest.param("stamped", "png", marks=pytest.mark.nightly)]
)
def test_a_page_taken_from_the_side_or_stamped(kind, file, section_two):
    figures, picture = section_two
    report = report_of(scans.encode([scans.degrade(picture, kind, 4)], file))
    assert read_figures(report, figures) == meant(figures)
    assert report.media_type == f"image/{file}"


def test_a_picture_as_it_is(section_two, plain_report):
    figures, _ = section_two
    assert read_figures(plain_report, figures) == meant(figures)
    assert plain_report.media_type == "image/png"


@pytest.mark.parametrize("kind", scans.FILES[:-1])
def test_every_format_of_pictures_shows_the_same(kind, section_two):
    picture = section_two[1]
    body = scans.encode([picture], kind)
    assert sniff(body) == f"image/{kind}"
    (page,) = pages(body)
    (original,) = pages(scans.encode([picture], "bmp"))
    assert page.pixels.shape == original.pixels.shape
    assert abs(page.pixels.astype(int) - original.pixels).mean() < 2, "of 255"


@pytest.mark.parametrize(("kind", "frames", "count"), [("GIF", 3, 3), ("WEBP", 2, 2), ("GIF", 40, 1)])
def test_frames_are_pages_but_not_those_of_an_animation(kind, frames, count):
    made = [scans.Image.new("L", (300, 400), shade) for shade in range(50, 50 + frames)]
    kept = BytesIO()
    made[0].save(kept, kind, save_all=True, append_images=made[1:], lossless=True)
    assert [round(page.pixels.mean()) for page in pages(kept.getvalue())] == list(range(50, 50 + count))


def test_light_letters_on_a_dark_ground_are_read(section_two):
    figures, picture = section_two
    assert read_figures(report_of(scans.encode([ImageOps.invert(picture.convert("RGB"))], "png")), figures) == meant(
        figures
    )


def test_paper_on_a_dark_table_is_no_negative(section_two):
    picture = np.asarray(section_two[1].convert("RGB"))
    table = np.full((3 * picture.shape[0], 2 * picture.shape[1], 3), 40, np.uint8)
    table[: picture.shape[0], : picture.shape[1]] = picture
    assert not is_negative(table)
    assert not is_negative(picture)
    assert is_negative(255 - picture)


def test_a_fax_whose_pixels_are_higher_than_wide(section_two):
    figures, picture = section_two
    squeezed = picture.resize((picture.width, picture.height // 2), scans.Image.Resampling.BOX)
    kept = BytesIO()
    squeezed.save(kept, "TIFF", compression="tiff_deflate", dpi=(150, 75))
    report = report_of(kept.getvalue())
    assert read_figures(report, figures) == meant(figures)
    boxes = [cell.place["box"] for cell in report.cells]
    assert max(box[3] for box in boxes) <= squeezed.height, "places are the file's own pixels"
    assert max(box[3] for box in boxes) > 0.8 * squeezed.height


@pytest.mark.parametrize("turns", [1, 2])
def test_places_on_a_turned_picture_are_those_of_its_own_pixels(turns, section_two):
    figures, picture = section_two
    turned = picture.rotate(90 * turns, expand=True)
    report = report_of(scans.encode([turned], "png"))
    assert read_figures(report, figures) == meant(figures)
    cell = next(c for c in report.cells if c.id == "disclosure.licensing.decisions")
    x0, y0, x1, y1 = cell.place["box"]
    assert 0 <= x0 < x1 <= turned.width
    assert 0 <= y0 < y1 <= turned.height
    assert {1: x1 / turned.width, 2: 1 - y0 / turned.height}[turns] > 0.8, "the licences are the last row"


@pytest.mark.parametrize("turns", range(4))
def test_a_corner_of_a_turned_picture_is_found_again(turns):
    """What stood at (10, 20) of 300 by 200 pixels, turned left so often, is put back there."""
    left, top, width, height = 10, 20, 300, 200
    for _ in range(turns):
        left, top, width, height = top, width - left, height, width
    x, y, w = turned_back(turns, (200, 300)) @ (left, top, 1)
    assert (x / w, y / w) == (10, 20)


def test_pictures_in_word_and_in_the_address_of_a_page(section_two):
    figures, picture = section_two
    png = scans.encode([picture], "png")
    document = docx.Document()
    document.add_paragraph("甲县2023年政府信息公开工作年度报告")
    document.add_picture(BytesIO(png), width=docx.shared.Cm(15))
    kept = saved(document)
    page = f'<h1>甲县2023年政府信息公开工作年度报告</h1><p><img src="data:image/png;base64,{base64.b64encode(png).decode()}"></p>'
    for body in (kept, page.encode()):
        report = report_of(body)
        assert read_figures(report, figures) == meant(figures)
        assert report.year == 2023


def saved(document):
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("columns", [pytest.param(1, marks=pytest.mark.nightly), 2])
def test_a_page_in_a_cell_of_a_word_table_is_read(columns, section_two):
    figures, picture = section_two
    document = docx.Document()
    document.add_paragraph("甲县2023年政府信息公开工作年度报告")
    run = document.add_table(1, columns).cell(0, 0).paragraphs[0].add_run()
    run.add_picture(BytesIO(scans.encode([picture], "png")), width=docx.shared.Cm(15))
    assert read_figures(report_of(saved(document)), figures) == meant(figures)


def test_what_cannot_be_made_out_is_no_blank(section_two, plain_report):
    picture = section_two[1].copy()
    pen = scans.ImageDraw.Draw(picture)
    box = next(c for c in plain_report.cells if c.id == "disclosure.licensing.decisions").place["box"]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    pen.rectangle((box[0] + 40, box[1] + 5, box[2] - 40, box[3] - 5), fill="white")
    pen.line((x - 12, y - 8, x + 9, y + 7, x - 5, y + 6, x + 12, y - 9), fill=(90, 90, 90), width=3)
    report = report_of(scans.encode([picture], "png"))
    cell = next(c for c in report.cells if c.id == "disclosure.licensing.decisions")
    assert cell.state != "blank"
    assert cell.id in named(report)


def drawn_over(picture, report, draws, *, keep):
    """The report of a picture with something drawn in the middle of some cells, over their figures or in their place."""
    made = picture.copy()
    pen = scans.ImageDraw.Draw(made)
    for key, draw in draws.items():
        x0, y0, x1, y1 = next(c for c in report.cells if c.id == key).place["box"]
        if not keep:
            pen.rectangle((x0 + 4, y0 + 4, x1 - 4, y1 - 4), fill="white")
        draw(pen, (x0 + x1) / 2, (y0 + y1) / 2)
    return report_of(scans.encode([made], "png"))


RED, ORANGE, YELLOW = (215, 30, 30), (240, 140, 30), (240, 210, 60)
THREE = ("disclosure.licensing.decisions", "disclosure.rules.repealed", "disclosure.normative_documents.in_force")


def test_figures_printed_in_the_colours_of_seals_are_no_blanks(section_two, plain_report):
    font = scans.ImageFont.load_default(20)

    def figure(colour):
        return lambda pen, x, y: pen.text((x, y), "6474", fill=colour, font=font, anchor="mm")

    draws = {key: figure(colour) for key, colour in zip(THREE, (RED, ORANGE, YELLOW), strict=True)}
    report = drawn_over(section_two[1], plain_report, draws, keep=False)
    assert all(c.state != "blank" for c in report.cells if c.id in THREE)
    assert named(report) >= set(THREE)
    others = set(section_two[0]) - set(THREE)
    assert {c.id: c.value for c in report.cells if c.id in others} == meant({k: section_two[0][k] for k in others})
    assert not others & named(report)


def test_a_figure_struck_out_in_red_is_in_doubt(section_two, plain_report):
    key = "disclosure.rules.issued"

    def strike(pen, x, y):
        pen.line((x - 25, y + 1, x + 25, y - 1), fill=RED, width=2)

    report = drawn_over(section_two[1], plain_report, {key: strike}, keep=True)
    assert named(report) & set(section_two[0]) == {key}


def test_figures_struck_out_in_black_are_in_doubt(section_two, plain_report):
    def struck(left, right):
        def figure(pen, x, y):
            pen.text((x, y), "2586", fill="black", font=scans.ImageFont.load_default(20), anchor="mm")
            pen.line((x - 25, y + left, x + 25, y + right), fill="black", width=2)

        return figure

    draws = {key: struck(*ends) for key, ends in zip(THREE, ((1, 1), (12, -12), (-9, 9)), strict=True)}
    assert named(drawn_over(section_two[1], plain_report, draws, keep=False)) >= set(THREE)


def test_a_figure_that_runs_into_the_rule_beside_it_is_in_doubt(section_two, plain_report):
    key = "disclosure.licensing.decisions"
    left = next(c for c in plain_report.cells if c.id == key).place["box"][0]

    def figure(pen, _, y):
        pen.text((left, y), "8863", fill="black", font=scans.ImageFont.load_default(20), anchor="lm")

    assert key in named(drawn_over(section_two[1], plain_report, {key: figure}, keep=False))


def test_the_models_are_read_without_the_package_that_fetches_them(plain_report):
    assert plain_report.cells
    assert "rapidocr" not in sys.modules
    assert "requests" not in sys.modules or "archive" not in getattr(sys.modules["requests"], "__spec__", "").name


@pytest.mark.parametrize("size", [(60000, 60000), (2, 2_000_000_000)])
def test_a_picture_larger_than_any_page_is_refused_before_it_is_decoded(size):
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    body = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    body += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(UnreadableDocument, match="more than any page"):
        read(body)


@pytest.mark.parametrize("shape", [(1, 20000), (20000, 1)])
def test_a_picture_that_is_a_line_is_refused_in_a_sentence(shape):
    with pytest.raises(UnreadableDocument, match="too narrow for a page"):
        read(scans.encode([scans.Image.new("RGB", shape, "white")], "png"))


def test_a_damaged_picture_is_told_in_a_sentence(section_two):
    body = scans.encode([section_two[1]], "jpeg")
    with pytest.raises(UnreadableDocument, match="damaged or cut short"):
        read(body[: len(body) // 3])


def test_without_the_extra_a_scan_says_what_to_install(monkeypatch, section_two):
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    for kind in ("png", "pdf"):
        with pytest.raises(UnreadableDocument, match=r"pip install 'nianbao\[ocr\]'"):
            read(scans.encode([section_two[1]], kind))
    address = base64.b64encode(scans.encode([section_two[1]], "png")).decode()
    page = read(f'<p>年度报告</p><img src="data:image/png;base64,{address}">'.encode())
    assert any("1 pictures were not read" in note for note in page.notes)


def test_addresses_that_hold_no_picture():
    assert data_uri("https://example.org/a.png") == b""
    assert data_uri("data:text/html;base64,AAAA") == b""
    assert data_uri("data:image/png,%89PNG") == b"\x89PNG"


def test_an_empty_page_is_told_as_such():
    with pytest.raises(UnreadableDocument, match="no text is seen"):
        read(scans.encode([scans.Image.new("RGB", (900, 1200), "white")], "png"))


@pytest.mark.nightly
def test_a_long_picture_of_all_pages_is_one_report():
    figures, pages = sheets("t2021", 5, dpi=120)
    report = report_of(scans.encode(pages, "png"))
    assert wrong_or_missing(report, figures) == []


def test_tables_below_one_another_on_a_long_picture_are_one_report(section_two):
    top, picture = section_two
    figures = scans.figures("t2021", Random(3))
    review = {key: text for key, text in figures.items() if key.startswith("review.")}
    report = report_of(scans.encode([picture, scans.table_picture("t2021", figures, 2)], "png"))
    assert read_figures(report, top | review) == meant(top | review)


@pytest.mark.parametrize("ruling", [pytest.param("level", marks=pytest.mark.nightly), "three"])
def test_a_table_without_rules_down_is_read_by_the_white_between_its_columns(ruling, section_two):
    figures = scans.figures("t2021", Random(3))
    picture = scans.table_picture("t2021", figures, 0, scans.Look(ruling=ruling), rows=TOP_ROWS)
    report = report_of(scans.encode([picture], "png"))
    assert read_figures(report, section_two[0]) == meant(section_two[0])


def test_units_of_a_list_on_a_picture_are_no_figures():
    rows = [
        [Span("统计指标"), Span("单位"), Span("统计数")],
        [Span("1.当面申请数"), Span("件"), Span("17")],
        [Span("2.传真申请数"), Span("件"), Span("26")],
    ]
    page = scans.raster(scans.paper("甲县2015年政府信息公开工作年度报告", [rows], scans.Look(font="Helvetica")), 150)[0]
    (table,) = (
        b for b in read(scans.encode([page.crop((0, 0, page.width, 400))], "png")).blocks if isinstance(b, Table)
    )
    assert [[cell.text for cell in row[1:]] for row in table.rows] == [["单位", "统计数"], ["件", "17"], ["件", "26"]]


def test_a_dash_in_the_smallest_letters_is_no_blank():
    figures = {**scans.figures("t2021", Random(3)), "disclosure.rules.issued": "-"}
    picture = scans.table_picture("t2021", figures, 0, scans.Look("Helvetica", 7.5), rows=TOP_ROWS)
    report = report_of(scans.encode([picture], "png"))
    cells = {cell.id: cell for cell in report.cells}
    assert cells["disclosure.rules.issued"].state != "blank"
    assert "disclosure.rules.issued" in named(report), "a speck looks like a dash where there is no other"


def test_rows_are_told_where_a_fax_lost_the_rule_between_them_and_an_empty_cell_may_have_had_a_dash():
    figures = {**scans.figures("t2021", Random(3)), "disclosure.rules.issued": ""}
    picture = scans.table_picture("t2021", figures, 0, scans.Look("Helvetica", 9.0), rows=TOP_ROWS)
    report = report_of(scans.encode([_without_rules_across(picture)], "png"))
    cells = {cell.id: cell for cell in report.cells}
    shown = {k: v for k, v in figures.items() if k.startswith(TOP)}
    assert cells["disclosure.rules.issued"].state == "blank"
    assert "disclosure.rules.issued" in named(report)
    assert wrong_or_missing(report, shown) == []


def _without_rules_across(picture):
    """A table of whose inner rules across nothing but knots on the rules down is left."""
    dark = np.asarray(picture.convert("L")) < 200
    rows = np.flatnonzero(dark.mean(axis=1) > 0.8 * dark.mean(axis=1).max())
    left = np.array(picture)
    for y in rows[(rows > rows[0] + 3) & (rows < rows[-1] - 3)]:
        down = np.convolve(dark[y - 4] | dark[y + 4], np.ones(7), "same") > 0
        left[y - 1 : y + 2, ~down] = 255
    return Image.fromarray(left)


def test_heads_of_several_rows_are_told_where_three_rules_are_drawn(section_two):
    """Section four has three rows of heads, with no rule between them nor between its columns."""
    figures = scans.figures("t2021", Random(3))
    picture = scans.table_picture("t2021", figures, 2, scans.Look(ruling="three"))
    (table,) = (block for block in read(scans.encode([picture], "png")).blocks if isinstance(block, Table))
    heads, routes = (
        {cell.text: (cell.column, cell.width) for cell in row if cell.row == i} for i, row in enumerate(table.rows[:2])
    )
    assert heads == {"行政复议": (0, 5), "行政诉讼": (5, 10)}
    assert {text: span for text, span in routes.items() if span[1] > 1} == {
        "未经复议直接起诉": (5, 5),
        "复议后起诉": (10, 5),
    }
    assert [cell.text for cell in table.rows[3]] == [figures[key] for key in review_columns()]


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", sorted(scans.DAMAGES))
def test_no_damage_makes_a_silent_mistake(kind, seed):
    template = ("t2019", "t2021")[seed % 2]
    figures, pages = sheets(template, f"{kind} {seed}", dpi=(150, 200, 300)[seed % 3] if kind != "fax" else 200)
    damaged = [scans.degrade(page, kind, 10 * seed + n) for n, page in enumerate(pages)]
    report = parse([read(scans.encode(damaged, ("pdf", "tiff")[seed // 2]))], Hints())
    assert silent_mistakes(report, figures) == []
    for finding in report.findings:
        if finding.proposed is not None:
            assert finding.proposed == float(figures[finding.suspects[0]]), "a false repair"


@pytest.mark.nightly
def test_tables_stand_where_they_stood():
    _, pages = sheets("t2021", 9)
    blocks = read(scans.encode(pages, "tiff")).blocks
    assert [len(block.rows) for block in blocks if isinstance(block, Table)] == [14, 28, 4]


@pytest.mark.nightly
@pytest.mark.parametrize("ruling", ["open", "level", "three"])
def test_columns_told_by_the_white_are_the_same_beyond_a_page_break(ruling):
    figures = scans.figures("t2021", Random(6))
    report = report_of(scans.encode(scans.sheets("t2021", figures, scans.Look(ruling=ruling)), "tiff"))
    assert silent_mistakes(report, figures) == []
    assert len(wrong_or_missing(report, figures)) <= len(figures) // 50
