"""Figures of a PDF as a person sees them: what is hidden is not there, what is doubtful is no figure."""

import zlib
from io import BytesIO

import pytest
from PIL import Image
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph

from archive.errors import UnreadableDocument
from archive.readers import registry
from archive.readers.pdf import MOST_PAGES, read
from tests.archive.judging import named
from tests.archive.readers.test_pdf import FONT, ISSUED, document, report_of, ruled, say
from tests.archive.small import RULES_2021, values

rl_config.invariant = 1
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10)


class Drawn(Flowable):
    """A cell that something draws."""

    def __init__(self, draw):
        super().__init__()
        self.paint = draw

    def wrap(self, width, height):
        return width, 12

    def draw(self):
        self.canv.saveState()
        self.paint(self.canv)
        self.canv.restoreState()


def write(canvas, x, y, text, size=8):
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def string(canvas, text, *, mode=0, space=0.0):
    line = canvas.beginText(0, 2)
    line.setFont(FONT, 8)
    line.setCharSpace(space)
    line.setTextRenderMode(mode)
    line.textOut(text)
    canvas.drawText(line)


def table(content, *commands):
    cell = Paragraph(content, CELL) if isinstance(content, str) else Drawn(content)
    return ruled([RULES_2021, ["规章", cell, "5", "3"]], *commands, widths=[60, 80, 80, 80])


def report(content, *commands):
    return report_of(table(content, *commands))


# --- what nobody sees ---------------------------------------------------------------------------------------


def clipped(canvas, x0, x1):
    path = canvas.beginPath()
    path.rect(x0, 0, x1 - x0, 12)
    canvas.clipPath(path, stroke=0)
    write(canvas, 0, 2, "153")


def covered(canvas):
    write(canvas, 0, 2, "15")
    canvas.setFillColor(colors.white)
    canvas.rect(-6, -3, 80, 17, fill=1, stroke=0)
    canvas.setFillColor(colors.black)
    write(canvas, 0, 2, "28")


def white_by_a_form(canvas):
    canvas.beginForm("figure")
    write(canvas, 8, 2, "3")
    canvas.endForm()
    write(canvas, 0, 2, "15")
    canvas.setFillColor(colors.white)
    canvas.doForm("figure")


def transparent(canvas):
    write(canvas, 0, 2, "15")
    canvas.setFillAlpha(0)
    write(canvas, 8, 2, "3")


def unpainted(canvas):
    write(canvas, 0, 2, "15")
    canvas.translate(8, 0)
    string(canvas, "3", mode=3)


@pytest.mark.parametrize(
    ("content", "figure"),
    [
        ('15<font color="white">3</font>', 15),
        ('<font color="#fefefe">3</font>15', 15),
        (unpainted, 15),
        (transparent, 15),
        (lambda c: clipped(c, 0, 8.2), 15),
        (lambda c: clipped(c, 3.8, 20), 53),
        (covered, 28),
    ],
    ids=["white", "nearly white", "mode 3", "transparent", "cut off behind", "cut off before", "covered"],
)
def test_invisible_digits_are_no_part_of_a_figure(content, figure):
    assert values(report(content))[ISSUED] in {figure, None}


def picture_of(colour):
    from reportlab.lib.utils import ImageReader

    made = BytesIO()
    Image.new("RGB", (8, 8), colour).save(made, "PNG")
    made.seek(0)
    return ImageReader(made)


def under(cover):
    """A figure with something drawn over it in white."""

    def draw(canvas):
        write(canvas, 0, 2, "15")
        canvas.setFillColor(colors.white)
        cover(canvas)

    return draw


def upon(ground, colour="white"):
    """A figure drawn upon something."""

    def draw(canvas):
        ground(canvas)
        canvas.setFillColor(getattr(colors, colour))
        write(canvas, 0, 2, "15")

    return draw


def ring(canvas, x0=-40):
    """A frame around the cell, filled between its outer and its inner edge."""
    path = canvas.beginPath()
    path.rect(x0, -20, 120, 50)
    path.moveTo(-5, -4)
    for x, y in ((-5, 14), (60, 14), (60, -4)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)


def shaded(canvas):
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(-2, -2, 60, 14)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(0, 0, 60, 0, (colors.white, colors.lightgrey), extend=True)
    canvas.restoreState()


def glass(canvas):
    canvas.setFillColor(colors.yellow)
    canvas.setFillAlpha(0.2)
    canvas.roundRect(-3, -3, 60, 15, 5, fill=1, stroke=0)


@pytest.mark.parametrize(
    "content",
    [
        under(lambda c: c.roundRect(-3, -3, 60, 15, 5, fill=1, stroke=0)),
        under(lambda c: c.ellipse(-6, -6, 40, 20, fill=1, stroke=0)),
        under(lambda c: c.drawImage(picture_of("white"), -2, -2, 60, 14)),
        under(shaded),
        upon(lambda c: c.drawImage(picture_of("white"), -2, -2, 60, 14)),
    ],
    ids=["rounded", "ellipse", "picture", "shading", "white on a picture"],
)
def test_a_figure_that_may_be_covered_is_in_doubt(content):
    found = report(content)
    assert values(found).get(ISSUED) in {15, None}
    assert ISSUED in named(found)


@pytest.mark.parametrize(
    "content",
    [
        under(ring),
        under(glass),
        under(lambda c: c.roundRect(30, -3, 20, 15, 5, fill=1, stroke=0)),
        upon(lambda c: c.drawImage(picture_of("lightblue"), -2, -2, 60, 14), "black"),
        upon(lambda c: (c.setFillColor(colors.darkblue), c.roundRect(-3, -3, 60, 15, 5, fill=1, stroke=0))),
    ],
    ids=["frame around", "glass", "beside", "on a picture", "white on dark"],
)
def test_a_figure_that_is_seen_all_the_same_is_in_no_doubt(content):
    found = report(content)
    assert values(found)[ISSUED] == 15
    assert ISSUED not in named(found)


def test_white_on_a_white_shape_is_not_read():
    shape = upon(lambda c: (c.setFillColor(colors.white), c.ellipse(-6, -6, 40, 20, fill=1, stroke=0)))
    assert values(report(shape)).get(ISSUED) is None


def test_white_on_a_dark_ground_is_read():
    black = ("BACKGROUND", (0, 0), (-1, -1), colors.darkblue)
    assert values(report('<font color="white">15</font>', black))[ISSUED] == 15


def test_black_on_a_black_ground_is_not_read():
    assert values(report("15", ("BACKGROUND", (1, 1), (1, 1), colors.black))).get(ISSUED) is None


def test_a_form_is_drawn_in_the_colour_it_is_called_in():
    assert values(report(white_by_a_form))[ISSUED] in {15, None}


def test_a_page_of_nothing_but_invisible_text_is_a_scan():
    with pytest.raises(UnreadableDocument, match="no text layer"):
        read(pages(b"BT 3 Tr /F 10 Tf 50 700 Td (2023) Tj ET"))


# --- what is doubtful ---------------------------------------------------------------------------------------


def turned(degrees):
    def draw(canvas):
        canvas.translate(20, 8)
        canvas.rotate(degrees)
        write(canvas, 0, 0, "15")

    return draw


def mirrored(canvas):
    canvas.translate(20, 2)
    canvas.scale(-1, 1)
    write(canvas, 0, 0, "15")


def over_one_another(first, second):
    def draw(canvas):
        write(canvas, 0, 2, first)
        write(canvas, 0, 2, second)

    return draw


def crossed(canvas):
    write(canvas, 0, 2, "15")
    canvas.line(0, 5, 8, 5)


def crossed_out(canvas):
    write(canvas, 0, 2, "15")
    canvas.line(-1, 1, 9, 10)


def scribbled_over(canvas):
    write(canvas, 0, 2, "15")
    path = canvas.beginPath()
    path.moveTo(-1, 1)
    for x in range(1, 10):
        path.lineTo(x, 1 + 8 * (x % 2))
    canvas.drawPath(path)


def ticked(canvas):
    write(canvas, 0, 2, "15")
    canvas.line(14, 1, 22, 10)


def with_drawn_minus(canvas):
    canvas.line(0, 4.5, 3, 4.5)
    write(canvas, 4, 2, "5")


@pytest.mark.parametrize(
    "content",
    [
        "12<strike>3</strike>",
        "<strike>15</strike>",
        crossed,
        crossed_out,
        scribbled_over,
        with_drawn_minus,
        turned(180),
        turned(90),
        mirrored,
        over_one_another("5", "8"),
        over_one_another("15", "28"),
        lambda c: string(c, "15", space=-8),
        lambda c: clipped(c, 0, 6),
    ],
    ids=[
        "strike",
        "all struck",
        "line",
        "slanted line",
        "scribble",
        "minus",
        "upside down",
        "turned",
        "mirrored",
        "overprinted",
        "two overprinted",
        "backwards",
        "half cut off",
    ],
)
def test_doubtful_digits_are_no_figure(content):
    found = report(content)
    assert values(found)[ISSUED] is None
    assert ISSUED in named(found)


@pytest.mark.parametrize(
    "content", ["<u>15</u>", "<i>15</i>", "<b>15</b>", '<font color="red">15</font>', ticked], ids=lambda c: str(c)[:9]
)
def test_decoration_makes_no_figure_doubtful(content):
    assert values(report(content))[ISSUED] == 15


# --- footnotes and small print ------------------------------------------------------------------------------


@pytest.mark.parametrize(("rise", "size"), [(3, 5), (2, 6), (2.5, 4)])
def test_a_small_raised_digit_is_a_footnote(rise, size):
    found = report(f'12<super rise="{rise}" size="{size}">1</super>')
    assert values(found)[ISSUED] == 12
    assert next(cell.text for cell in found.cells if cell.id == ISSUED) == "12[1]"


def test_a_raised_digit_before_a_figure_is_no_part_of_it():
    assert values(report('<super rise="3" size="5">1</super>12'))[ISSUED] is None


@pytest.mark.parametrize("size", [1.5, 1.9, 3, 8])
def test_equal_digits_of_small_print_are_two(size):
    assert values(report(lambda c: write(c, 0, 2, "11", size)))[ISSUED] == 11


# --- hostile files ------------------------------------------------------------------------------------------


def pages(content, tree=b"/Kids[3 0 R]/Count 1"):
    """A PDF of one page whose form calls itself, as small as it gets."""
    resources = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X 4 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/MediaBox[0 0 600 800]" + tree + resources + b">>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
        stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources),
        stream(content),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def stream(content, entries=b""):
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode%b/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed)


TEXT = b"BT /F 10 Tf 50 700 Td (2023) Tj ET "


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "content",
    [
        TEXT + b" " * 200_000_000,
        b"BT /F 1 Tf 50 700 Td (" + b"1" * 60_000 + b") Tj ET",
        b"BT /F 1 Tf 9000 9000 Td (" + b"1" * 60_000 + b") Tj ET",
        TEXT + b"0 0 9 9 re f " * 40_000,
        TEXT + b"q /X Do Q " * 20_000,
        TEXT + b"0 0 m " + b"1 1 l " * 2_000_000 + b"f",
    ],
    ids=["unpacked", "characters", "characters outside", "shapes", "forms", "path"],
)
def test_a_page_that_draws_without_end_is_refused(content):
    with pytest.raises(UnreadableDocument, match="no report"):
        read(pages(content))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "tree", [b"/Kids[2 0 R 2 0 R]/Count 2", b"/Kids[]/Count 999999999", b"/Kids[" + b"9 0 R " * 50_000 + b"]"]
)
def test_a_tree_of_pages_without_end_is_no_hang(tree):
    with pytest.raises(UnreadableDocument):
        registry.read(pages(TEXT, tree))


def test_a_form_that_draws_itself_is_drawn_once():
    assert [block.text for block in read(pages(TEXT + b"/X Do")).blocks] == ["2023"]


@pytest.mark.timeout(60)
def test_a_page_full_of_rules_is_told_and_read_without_tables():
    across = b"".join(b"0 %d m 600 %d l S " % (y, y) for y in range(0, 800, 5))
    down = b"".join(b"%d 0 m %d 800 l S " % (x, x) for x in range(0, 600, 5))
    found = read(pages(TEXT + across + down))
    assert any("more lines are drawn than tables have" in note for note in found.notes)


def test_a_page_full_of_slanted_lines_has_no_figures():
    def draw(canvas):
        write(canvas, 0, 2, "15")
        for x in range(400):
            canvas.line(30 + x / 10, 0, 40 + x / 10, 12)

    assert ISSUED in named(report(draw))


def test_pages_beyond_the_most_are_not_read_and_that_is_told():
    found = read(document(*[PageBreak(), say("正文。")] * (MOST_PAGES + 5)))
    assert max(block.place["page"] for block in found.blocks) == MOST_PAGES
    assert any("only the first" in note for note in found.notes)
