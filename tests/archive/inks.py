"""The ink of single lines, drawn, and what lines of a page come to when compared."""

import numpy as np

from archive.readers.ocr.compared import Line, compared
from archive.readers.ocr.figures import Figure
from archive.readers.ocr.strips import Strip
from tests.archive.scans import Image, ImageDraw, ImageFont


def written(text, size, *stroke):
    """A number as a picture of its ink, with a stroke from one point to another, in parts of its width and height."""
    font = ImageFont.load_default(size)
    _, _, w, h = font.getbbox(text, anchor="lt")
    page = Image.new("L", (int(w) + 12, int(h) + 12))
    pen = ImageDraw.Draw(page)
    pen.text((6, 6), text, fill=230, font=font, anchor="lt")
    if stroke:
        x0, y0, x1, y1 = stroke
        pen.line((6 + x0 * w, 6 + y0 * h, 6 + x1 * w, 6 + y1 * h), fill=230, width=max(2, size // 12))
    return np.asarray(page)


def beside(*placed):
    """A line of numbers, each a text and where it begins, in pixels."""
    inks = [(written(text, 30), x) for text, x in placed]
    page = np.zeros((max(ink.shape[0] for ink, _ in inks), max(x + ink.shape[1] for ink, x in inks)), np.uint8)
    for ink, x in inks:
        page[: ink.shape[0], x : x + ink.shape[1]] |= ink
    return page


def line(text, ink=None, sure=0.99, **more):
    ink = np.zeros((20, 20), np.uint8) if ink is None else ink
    return Line(Strip(ink, (0, 0, ink.shape[1], ink.shape[0])), Figure(text, sure, **more))


def said(lines):
    return [(made.figure.text, made.figure.is_doubtful) for made in compared(lines)]
