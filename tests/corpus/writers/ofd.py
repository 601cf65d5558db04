"""OFD (GB/T 33190): a ZIP of XML pages with runs of positioned text and the lines of tables; lengths in millimetres."""

import zipfile
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import groupby

from tests.archive.layouts import crossing, filled

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_WIDE, _HIGH, _MARGIN = 210.0, 297.0, 18.0
_BODY, _SMALL, _TITLE = 4.2, 2.8, 6.0  # sizes of letters
_PAD = 0.8


@dataclass
class _Page:
    texts: list = field(default_factory=list)  # x, baseline, size, text
    lines: list = field(default_factory=list)  # x1, y1, x2, y2


class _Writer:
    """Sets paragraphs and tables on pages, from top to bottom."""

    def __init__(self):
        self.pages = [_Page()]
        self.y = _MARGIN

    def room(self, height):
        if self.y + height > _HIGH - _MARGIN:
            self.pages.append(_Page())
            self.y = _MARGIN

    def paragraph(self, text, size=_BODY):
        for line in wrapped(text, _WIDE - 2 * _MARGIN, size):
            self.room(size * 1.6)
            self.y += size * 1.6
            self.pages[-1].texts.append((_MARGIN, self.y - size * 0.4, size, line))

    def table(self, rows):
        edges = _edges(rows)
        heights = _heights(rows, edges)
        self.y += 2
        r = 0
        while r < len(rows):
            self.room(heights[r])
            end, bottom = r, self.y
            while end < len(rows) and bottom + heights[end] <= _HIGH - _MARGIN:
                bottom += heights[end]
                end += 1
            self._part(rows, r, max(end, r + 1), edges, heights)
            r = max(end, r + 1)
        self.y += 2

    def _part(self, rows, first, end, edges, heights):
        """The rows of a table that stand on one page; a merged cell is closed at the page's end."""
        page, tops = self.pages[-1], [self.y]
        for r in range(first, end):
            tops.append(tops[-1] + heights[r])
        for r in range(first, end):
            for placed in crossing(rows)[r]:
                if r not in (placed.row, first):
                    continue
                left, right = edges[placed.column], edges[min(placed.column + placed.item.width, len(edges) - 1)]
                top, bottom = tops[r - first], tops[min(placed.row + placed.item.height, end) - first]
                page.lines += _box(left, top, right, bottom)
                if placed.row == r:
                    self._text(page, placed.item.text, left, right, top, bottom)
        self.y = tops[-1]

    def _text(self, page, text, left, right, top, bottom):
        lines = wrapped(text, right - left - 2 * _PAD, _SMALL)
        at = top + max(0.0, (bottom - top - len(lines) * _SMALL * 1.25) / 2)
        for line in lines:
            at += _SMALL * 1.25
            if line.strip():
                page.texts.append((left + _PAD, at - _SMALL * 0.3, _SMALL, line))


def ofd(words, pieces, dice):
    """An OFD document."""
    writer = _Writer()
    writer.paragraph(words.title, _TITLE)
    for piece in pieces:
        if isinstance(piece, str):
            writer.paragraph(piece)
        else:
            writer.table(piece)
    return _packed(words, writer.pages, by_letter=dice.random() < 0.3)


def advance(ch, size):
    """How far a letter moves on: letters and digits take half of a Han character's square."""
    return size / 2 if ord(ch) < 0x100 else size


def wrapped(text, width, size):
    """A text in lines no wider than `width`; a number is never broken."""
    made, line, used = [], "", 0.0
    words = (word for part in text.split("\n") for word in (*_words(part), "\n"))
    for word in words:
        wide = sum(advance(ch, size) for ch in word)
        if word == "\n" or (line and used + wide > width):
            made.append(line)
            line, used = "", 0.0
        if word != "\n":
            line, used = line + word, used + wide
    return [*made, line] if line else made


def _words(text):
    for is_number, letters in groupby(text, lambda ch: ch.isascii() and not ch.isspace()):
        word = "".join(letters)
        yield from [word] if is_number else word


def _edges(rows):
    columns = 1 + max(column for _, column in filled(rows))
    labels = {10: 3, 15: 0, 3: 1}.get(columns, 1)
    shares = [2.2] * labels + [1.0] * (columns - labels)
    unit = (_WIDE - 2 * _MARGIN) / sum(shares)
    edges = [_MARGIN]
    for share in shares:
        edges.append(edges[-1] + share * unit)
    return edges


def _heights(rows, edges):
    heights = [_SMALL * 1.9] * len(rows)
    cells = sorted({(p.row, p.column): p for p in filled(rows).values()}.values(), key=lambda p: p.item.height)
    for placed in cells:
        item, r = placed.item, placed.row
        width = edges[min(placed.column + item.width, len(edges) - 1)] - edges[placed.column] - 2 * _PAD
        needed = len(wrapped(item.text, width, _SMALL)) * _SMALL * 1.25 + 2 * _PAD
        last = min(r + item.height, len(rows)) - 1
        heights[last] += max(0.0, needed - sum(heights[r : last + 1]))
    return heights


def _box(left, top, right, bottom):
    return (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )


def _packed(words, pages, *, by_letter):
    links = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    files = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{'0' * 32}</ofd:DocID><ofd:Title>{escape(words.title)}</ofd:Title>"
        f"<ofd:CreationDate>{words.published}</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_WIDE:g} {_HIGH:g}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{links}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for n, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = _content(page, by_letter=by_letter)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return made.getvalue()


def _content(page, *, by_letter):
    objects = [_line(*line) for line in dict.fromkeys(page.lines)]
    for x, y, size, text in page.texts:
        if not by_letter:
            objects.append(_text(x, y, size, text))
            continue
        at = x
        for ch in text:
            objects += [_text(at, y, size, ch)] if ch.strip() else []
            at += advance(ch, size)
    numbered = "".join(each.replace('ID=""', f'ID="{n}"', 1) for n, each in enumerate(objects, 1000))
    return f'<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="5" Type="Body">{numbered}</ofd:Layer></ofd:Content></ofd:Page>'


def _text(x, y, size, text):
    wide = sum(advance(ch, size) for ch in text)
    deltas = [f"{advance(ch, size):g}" for ch in text[:-1]]
    runs = [(step, len(list(group))) for step, group in groupby(deltas)]
    delta = " ".join(f"g {count} {step}" if count > 2 else " ".join([step] * count) for step, count in runs)
    step = f' DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="" Boundary="{x:.3f} {y - size:.3f} {wide:.3f} {size * 1.3:.3f}" Font="3" Size="{size:g}">'
        f'<ofd:TextCode X="0" Y="{size:g}"{step}>{escape(text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _line(x1, y1, x2, y2):
    wide, high = x2 - x1, y2 - y1
    return (
        f'<ofd:PathObject ID="" Boundary="{x1:.3f} {y1:.3f} {max(wide, 0.35):.3f} {max(high, 0.35):.3f}" LineWidth="0.35">'
        f'<ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L {wide:.3f} {high:.3f}</ofd:AbbreviatedData></ofd:PathObject>'
    )
