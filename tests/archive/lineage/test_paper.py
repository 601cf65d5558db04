"""Boxes on pages of PDF and on pictures: they are drawn around what stands in them."""

import re
from functools import partial
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from archive.errors import UnreadableDocument
from archive.lineage.paper import MOST_PIXELS, Marked, of_pdf, of_picture

RED = (221, 0, 0)
BLACK = (0, 0, 0)


def sheet(size=(300.0, 200.0), origin=(0.0, 0.0), turned=0):
    """A page with a black square from 100, 50 to 120, 70 points, from the top left."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=1)
    if turned:
        canvas.setPageRotation(turned)
    canvas.translate(*origin)
    canvas.rect(100, size[1] - 70, 20, 20, stroke=0, fill=1)
    canvas.save()
    return re.sub(rb"/MediaBox \[ 0 0 (\d+) (\d+) \]", partial(_moved, origin), made.getvalue())


def _moved(origin, found):
    x, y = origin
    return f"/MediaBox [ {x:g} {y:g} {int(found[1]) + x:g} {int(found[2]) + y:g} ]".encode()


def scan(size=(300, 200)):
    """A picture with a black square from 100, 50 to 120, 70 pixels."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).rectangle((100, 50, 119, 69), fill=0)
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def where(png, colour):
    """The box of all pixels of about a colour."""
    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGB")
    away = ImageChops.difference(image, Image.new("RGB", image.size, colour)).split()
    furthest = ImageChops.lighter(ImageChops.lighter(away[0], away[1]), away[2])
    return furthest.point(lambda distance: 255 * (distance < 30)).getbbox()


def around(png):
    """How far the red frame lies outside the black square, on each side."""
    red, black = where(png, RED), where(png, BLACK)
    return [black[0] - red[0], black[1] - red[1], red[2] - black[2], red[3] - black[3]]


@pytest.mark.parametrize("frame", [(0, 0, 300, 200), (80, 30, 160, 100), (-50, -50, 900, 900), (500, 500, 600, 600)])
def test_a_box_on_a_pdf_stands_around_what_it_names(frame):
    png = of_pdf(sheet(), 1, [Marked("spot", (100, 50, 120, 70))], frame)
    assert all(0 <= side <= 6 for side in around(png))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [(0.0, 0.0), (40.0, 30.0)])
def test_a_sheet_that_is_turned_or_does_not_begin_at_the_corner(origin, turned):
    """Places are those of pdfplumber, with which the reader works."""
    import pdfplumber

    body = sheet(origin=origin, turned=turned)
    with pdfplumber.open(BytesIO(body)) as pdf:
        (square,) = pdf.pages[0].rects
        box = (square["x0"], square["top"], square["x1"], square["bottom"])
    png = of_pdf(body, 1, [Marked("spot", box)], (box[0] - 50, box[1] - 40, box[2] + 50, box[3] + 40))
    assert all(0 <= side <= 6 for side in around(png))


def test_a_box_on_a_picture_stands_around_what_it_names():
    for frame in ((0, 0, 300, 200), (80.5, 30.2, 160.9, 100)):
        png = of_picture(scan(), 1, [Marked("spot", (100, 50, 120, 70))], frame)
        assert all(0 <= side <= 6 for side in around(png))


def test_a_picture_is_turned_as_its_metadata_says():
    """A telephone keeps its pictures as the sensor lay; places are those of the picture as it is seen."""
    with Image.open(BytesIO(scan())) as image:
        lying = image.rotate(90, expand=True)
    exif, made = Image.Exif(), BytesIO()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees
    lying.save(made, "PNG", exif=exif)
    png = of_picture(made.getvalue(), 1, [Marked("spot", (100, 50, 120, 70))], (0, 0, 300, 200))
    assert all(0 <= side <= 6 for side in around(png))


def test_a_transparent_picture_lies_on_paper():
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 50, 119, 69), fill=(0, 0, 0, 255))
    made = BytesIO()
    image.save(made, "PNG")
    png = of_picture(made.getvalue(), 1, [Marked("spot", (100, 50, 120, 70))], (0, 0, 300, 200))
    assert all(0 <= side <= 6 for side in around(png))


def test_a_large_sheet_makes_no_large_picture():
    png = of_pdf(sheet((14_000, 14_000)), 1, [], (0, 0, 14_000, 14_000))
    with Image.open(BytesIO(png)) as image:
        assert image.width * image.height <= MOST_PIXELS * 1.01


def test_a_page_that_is_not_there():
    with pytest.raises(UnreadableDocument):
        of_pdf(sheet(), 7, [], (0, 0, 10, 10))
    with pytest.raises(UnreadableDocument):
        of_picture(scan(), 7, [], (0, 0, 10, 10))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 broken", scan()[:60]])
def test_broken_bytes_are_refused_with_a_sentence(body):
    with pytest.raises(UnreadableDocument, match="cannot be drawn"):
        of_pdf(body, 1, [], (0, 0, 10, 10))
    with pytest.raises(UnreadableDocument, match="cannot be drawn"):
        of_picture(body, 1, [], (0, 0, 10, 10))


def test_a_picture_that_unpacks_to_gigabytes_is_refused():
    image = Image.new("1", (30_000, 30_000))
    made = BytesIO()
    image.save(made, "PNG")
    with pytest.raises(UnreadableDocument, match="cannot be drawn"):
        of_picture(made.getvalue(), 1, [], (0, 0, 10, 10))
