"""Reports as pictures: printed on paper, scanned, damaged, and saved in the formats of pictures.

`sheets` prints a report and gives its pages; `raster` does the same for any PDF; `degrade(image, kind, seed)` damages a
page in one of the `DAMAGES`; `encode(images, kind)` makes a file of them, one of the `FILES`.
"""

import subprocess
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from archive.grid import expand
from archive.template import load
from crawler.replicas.documents.forms import tables
from tests.archive import drawn

FIGURE_FONTS = ("Times-Roman", "Helvetica", "Courier", "DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "han")
RULINGS = ("grid", "open", "level", "three")  # all cells ruled; none at the sides; none down; above, below, under heads
YEARS = {"t2019": 2020, "t2021": 2023}
AGENCY = "云岭县司法局"
HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
_DEJAVU = "/usr/share/fonts/truetype/dejavu/"


@dataclass(frozen=True)
class Look:
    """How a report is printed: font of the figures, size of the tables' text, thickness of the rules (points)."""

    font: str = "Times-Roman"
    size: float = 8.0
    rule: float = 0.5
    ruling: str = "grid"
    padding: float = 3.0


def looks(dice):
    """A look that offices use."""
    return Look(
        font=dice.choice(FIGURE_FONTS),
        size=dice.choice((7.5, 8.0, 9.0, 9.5)),
        rule=dice.choice((0.35, 0.5, 0.75, 1.0)),
        padding=dice.choice((2.0, 3.0, 4.0)),
    )


def figures(template, dice):
    """Figures whose sums hold, with numbers of one to five digits, many zeros and amounts with decimals."""
    pool = dice.choice(((0, 0, 0, 0, 1, 3), (0, 0, 2, 7, 18), (0, 0, 0, 5, 36, 112), (0, 1, 8, 71, 398, 1703)))
    cells = drawn.honest(template, dice, pool)
    for key in cells:
        if key.endswith(".amount"):
            amount = dice.choice(("0", "22.04", "7545", "7730.28", "96171.6", "4068.208", f"{dice.random() * 100:.2f}"))
            cells[key] = amount + "万元" * (template == "t2019" and amount != "0")
        elif key.startswith("disclosure."):
            cells[key] = str(dice.choice((0, 0, 1, 6, 17, 83, 209, 1475, 20417, dice.randrange(99999))))
    return cells


def sheets(template, printed, look=None, dpi=200, year=None):
    """The pages of a printed report as pictures."""
    return raster(printout(template, printed, look or Look(), year or YEARS[template]), dpi)


def table_picture(template, printed, number, look=None, dpi=150, rows=None):
    """A picture of one table of a report alone, or of its first `rows`, with a margin around it."""
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=(560, 700), topMargin=20, bottomMargin=20).build(
        [_table(tables(template, printed)[number][:rows], look or Look())]
    )
    page = raster(made.getvalue(), dpi)[0]
    inked = np.asarray(page.convert("L")).min(axis=1) < 250
    return page.crop((0, 0, page.width, int(np.flatnonzero(inked)[-1]) + 30))


def raster(pdf, dpi):
    """The pages of a PDF as pictures."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


@lru_cache(maxsize=1)
def _han():
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "WenQuanYi Zen Hei"], capture_output=True, text=True, check=True
    )
    return found.stdout


@lru_cache(maxsize=1)
def _fonts():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("han", _han(), subfontIndex=0))
    for name in ("DejaVuSans", "DejaVuSerif", "DejaVuSansMono"):
        pdfmetrics.registerFont(TTFont(name, f"{_DEJAVU}{name}.ttf"))


def printout(template, printed, look, year):
    """The report as a PDF whose fonts are embedded, tables running over page breaks."""
    pieces = ["一、总体情况", "本机关一年来按时公布各类信息，没有遗漏。"]
    for heading, rows in zip(HEADINGS, tables(template, printed), strict=True):
        pieces += [heading, rows]
    pieces += ["五、存在的主要问题及改进情况", "解读形式还比较单一。", "六、其他需要报告的事项", "没有其他事项。"]
    return paper(f"{AGENCY}{year}年政府信息公开工作年度报告", pieces, look)


def paper(head, pieces, look):
    """Paragraphs and tables under a title as a PDF whose fonts are embedded."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    _fonts()
    body = ParagraphStyle("body", fontName="han", fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")
    title = ParagraphStyle("title", parent=body, fontSize=16, leading=26, alignment=1, firstLineIndent=0)
    story = [Paragraph(escape(head), title), Spacer(1, 12)]
    for piece in pieces:
        if isinstance(piece, str):
            story.append(Paragraph(escape(piece), body))
        else:
            story += [Spacer(1, 4), _table(piece, look), Spacer(1, 8)]
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4, topMargin=50, bottomMargin=50).build(story)
    return made.getvalue()


def _table(rows, look):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    style = ParagraphStyle(
        "cell", fontName="han", fontSize=look.size, leading=look.size * 1.25, wordWrap="CJK", alignment=1
    )
    grid = expand(rows, {"table": 1})
    width = max(cell.column + cell.width for row in grid.rows for cell in row)
    data = [[""] * width for _ in rows]
    commands = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_ruled(look, width)]
    commands += [(f"{side}PADDING", (0, 0), (-1, -1), look.padding) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    for r, row in enumerate(grid.rows):
        for cell in (c for c in row if c.row == r):
            figure = any(ch.isdigit() for ch in cell.text) and all(ch in "0123456789.,-/ " for ch in cell.text)
            plain = escape(cell.text).replace("\n", "<br/>").replace("\N{MINUS SIGN}", "－")  # the font has no other
            text = f'<font name="{look.font}">{plain}</font>' if figure else plain
            data[r][cell.column] = Paragraph(text, style)
            if cell.width > 1 or cell.height > 1:
                commands.append(("SPAN", (cell.column, r), (cell.column + cell.width - 1, r + cell.height - 1)))
    stub = {10: (look.size + 2 * look.padding + 2, 64.0, 120.0), 3: (300.0, 60.0)}.get(width, ())
    rest = (490 - sum(stub)) / (width - len(stub))
    return Table(data, [*stub, *[rest] * (width - len(stub))], style=commands)


def _ruled(look, width):
    from reportlab.lib import colors

    if look.ruling == "grid":
        return [("GRID", (0, 0), (-1, -1), look.rule, colors.black)]
    if look.ruling == "open":
        return [("INNERGRID", (0, 0), (-1, -1), look.rule, colors.black), *_outer(look)]
    if look.ruling == "level":
        return [("LINEBELOW", (0, 0), (-1, -1), look.rule, colors.black), *_outer(look)]
    heads = 2 if width >= 10 else 1 if width > 3 else 0
    return [*_outer(replace(look, rule=1.0)), ("LINEBELOW", (0, heads), (-1, heads), look.rule, colors.black)]


def _outer(look):
    """The rules above and below a table."""
    from reportlab.lib import colors

    return [
        ("LINEABOVE", (0, 0), (-1, 0), look.rule, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), look.rule, colors.black),
    ]


# --- damage -----------------------------------------------------------------------------------------------


def degrade(image, kind, seed=0):
    """A page as one kind of damage leaves it; the same for the same seed."""
    dice = Random(f"{kind} {seed}")
    return DAMAGES[kind](image, dice, np.random.default_rng(dice.randrange(2**32)))


def _clean(image, _dice, _noise):
    return image


def _turned(image, dice, _noise):
    return image.rotate(
        dice.choice((-1, 1)) * dice.uniform(0.3, 3.0), Image.Resampling.BICUBIC, expand=True, fillcolor="white"
    )


def _sideways(image, dice, _noise):
    return image.rotate(dice.choice((90, 180, 270)), expand=True)


def _blurred(image, dice, _noise):
    return image.filter(ImageFilter.GaussianBlur(dice.uniform(0.6, 1.1) * _unit(image)))


def _noisy(image, dice, noise):
    made = np.asarray(image, np.float32) + noise.normal(0, dice.uniform(8, 22), (image.height, image.width, 1))
    return Image.fromarray(made.clip(0, 255).astype(np.uint8))


def _speckled(image, dice, noise):
    made = np.asarray(image).copy()
    share = dice.uniform(0.0005, 0.003)
    made[noise.random(made.shape[:2]) < share] = 0
    made[noise.random(made.shape[:2]) < share] = 255
    page = Image.fromarray(made)
    pen = ImageDraw.Draw(page)
    for _ in range(dice.randrange(10, 60)):
        x, y, r = dice.randrange(page.width), dice.randrange(page.height), dice.uniform(0.4, 1.6) * _unit(image)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(dice.randrange(120),) * 3)
    return page


def _jpeg(image, dice, _noise):
    kept = BytesIO()
    image.save(kept, "JPEG", quality=dice.choice((35, 50, 60)))
    return Image.open(BytesIO(kept.getvalue())).convert("RGB")


def _grey(image, dice, _noise):
    low, high = dice.uniform(40, 110), dice.uniform(185, 235)
    return image.convert("L").point(lambda v: int(low + (high - low) * v / 255)).convert("RGB")


def _faint(image, dice, _noise):
    ink = dice.uniform(130, 175)
    return image.convert("L").point(lambda v: int(ink + (250 - ink) * v / 255)).convert("RGB")


def _fax(image, dice, noise):
    """Black and white alone."""
    page = _noisy(_blurred(image, dice, noise), dice, noise).convert("L")
    level = dice.randrange(165, 215)
    return page.point(lambda v: 255 * (v > level)).convert("RGB")


def _coarse_fax(image, dice, noise):
    """A fax of the coarser of its two resolutions: half as many lines as columns."""
    page = _blurred(image, dice, noise).resize((image.width, image.height // 2), Image.Resampling.BOX)
    level = dice.randrange(165, 215)
    return page.convert("L").point(lambda v: 255 * (v > level)).convert("RGB")


def _shaded(image, dice, _noise):
    """A lamp to one side, or the shadow of whoever takes the picture."""
    y, x = np.mgrid[0 : image.height, 0 : image.width]
    x, y = x / image.width - dice.random(), y / image.height - dice.random()
    light = 1 - dice.uniform(0.3, 0.55) * np.clip(np.hypot(x, y), 0, 1)
    return Image.fromarray((np.asarray(image) * light[..., None]).clip(0, 255).astype(np.uint8))


def _stamped(image, dice, _noise):
    """A round red seal somewhere on the lower part of the page, over whatever stands there."""
    size = int(image.width * dice.uniform(0.17, 0.22))
    seal = Image.new("RGBA", (size, size))
    pen = ImageDraw.Draw(seal)
    red = (dice.randrange(190, 235), dice.randrange(20, 70), dice.randrange(20, 70), dice.randrange(150, 230))
    pen.ellipse((4, 4, size - 4, size - 4), outline=red, width=max(3, size // 35))
    points = [(size / 2 + size * r * np.sin(a), size / 2 - size * r * np.cos(a)) for a, r in _star()]
    pen.polygon(points, fill=red)
    font = ImageFont.truetype(_han(), size // 9)
    for i, sign in enumerate("云岭县司法局专用章"):
        letter = Image.new("RGBA", (size, size))
        ImageDraw.Draw(letter).text((size / 2, size * 0.1), sign, font=font, fill=red, anchor="mt")
        seal.alpha_composite(letter.rotate(120 - 30 * i))
    seal = seal.rotate(dice.uniform(-15, 15))
    page = image.convert("RGBA")
    where = (
        dice.randrange(image.width // 3, image.width - size),
        dice.randrange(image.height // 4, image.height - size),
    )
    return _multiplied(page, seal, where)


def _grey_stamped(image, dice, noise):
    """A seal seen by a scanner without colours."""
    return _stamped(image, dice, noise).convert("L").convert("RGB")


def _multiplied(page, seal, where):
    """Ink on ink: where black was, it stays black."""
    layer = Image.new("RGBA", page.size)
    layer.paste(seal, where)
    under, over = np.asarray(page.convert("RGB"), np.float32), np.asarray(layer, np.float32)
    alpha = over[..., 3:] / 255
    made = under * (1 - alpha) + alpha * np.minimum(under, over[..., :3] * (0.35 + 0.65 * under / 255))
    return Image.fromarray(made.clip(0, 255).astype(np.uint8))


def _star():
    return [(np.pi * k / 5, 0.16 if k % 2 == 0 else 0.065) for k in range(10)]


def _perspective(image, dice, _noise):
    """A picture taken by hand: the page on a table, not quite from above."""
    w, h = image.size
    far = 0.03
    ends = [(dice.uniform(-far, far) * w, dice.uniform(-far, far) * h) for _ in range(4)]
    corners = [(0, 0), (w, 0), (w, h), (0, h)]
    border = int(0.06 * w)
    target = [(x + dx + border, y + dy + border) for (x, y), (dx, dy) in zip(corners, ends, strict=True)]
    size = (w + 2 * border, h + 2 * border)
    return image.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _homography(target, corners),
        Image.Resampling.BICUBIC,
        fillcolor=(118, 110, 100),
    )


def _homography(source, target):
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    return np.linalg.solve(np.array(rows, float), np.array(target, float).reshape(8))


def _photo(image, dice, noise):
    page = _shaded(_perspective(image, dice, noise), dice, noise)
    return _jpeg(_noisy(page.filter(ImageFilter.GaussianBlur(0.5 * _unit(image))), dice, noise), dice, noise)


def _copied(image, dice, noise):
    """A copy of a copy, scanned askew."""
    page = _speckled(_blurred(image, dice, noise), dice, noise)
    page = page.rotate(dice.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return _jpeg(_noisy(page, dice, noise), dice, noise)


def _unit(image):
    """A pixel of a page of 150 dpi."""
    return max(image.width, 1) / 1240


DAMAGES = {
    "clean": _clean,
    "turned": _turned,
    "sideways": _sideways,
    "blurred": _blurred,
    "noisy": _noisy,
    "speckled": _speckled,
    "jpeg": _jpeg,
    "grey": _grey,
    "faint": _faint,
    "fax": _fax,
    "coarse_fax": _coarse_fax,
    "shaded": _shaded,
    "stamped": _stamped,
    "grey_stamped": _grey_stamped,
    "perspective": _perspective,
    "photo": _photo,
    "copied": _copied,
}
FAXES = ("fax", "coarse_fax")  # in black and white alone

# --- files ------------------------------------------------------------------------------------------------


def encode(images, kind, dpi=200):
    """The pages as one file: `pdf` and `tiff` of several pages, in all others the pages stand under one another."""
    made = BytesIO()
    if kind in ("pdf", "tiff"):
        more = {"compression": "tiff_deflate"} if kind == "tiff" else {}
        images[0].save(
            made, kind.upper(), save_all=True, append_images=images[1:], resolution=dpi, dpi=(dpi, dpi), **more
        )
        return made.getvalue()
    page = stacked(images)
    page.save(made, kind.upper(), **({"quality": 85} if kind in ("jpeg", "webp") else {}))
    return made.getvalue()


def stacked(images):
    """One long picture."""
    if len(images) == 1:
        return images[0]
    page = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    top = 0
    for image in images:
        page.paste(image, (0, top))
        top += image.height
    return page


FILES = ("png", "jpeg", "tiff", "bmp", "gif", "webp", "pdf")
TEMPLATES = ("t2019", "t2021")


def known(template):
    """Every cell of a form."""
    return load(template).cells
