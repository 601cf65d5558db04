"""Small OFD files: pages of texts and lines at stated places, in millimetres."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from archive.grid import expand

NAMESPACE = "http://www.ofdspec.org/2016"


def ofd(*pages, namespace=NAMESPACE, template="", annotations="", parts=(), common=""):
    """An OFD file; a page is the XML of its objects. `parts` are further (name, bytes) of the package."""
    x = f'xmlns:ofd="{namespace}"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
    common += "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common += '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0.xml"/>' if template else ""
    stamped = "<ofd:Annotations>Annots.xml</ofd:Annotations>" if annotations else ""
    files = {
        "OFD.xml": f"<ofd:OFD {x}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {x}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{stamped}</ofd:Document>",
    }
    if template:
        files["Doc_0/Tpls/Tpl_0.xml"] = _content(x, template)
    if annotations:
        files["Doc_0/Annots.xml"] = (
            f'<ofd:Annotations {x}><ofd:Page PageID="1"><ofd:FileLoc>A1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
        )
        files["Doc_0/A1.xml"] = f"<ofd:PageAnnot {x}>{annotations}</ofd:PageAnnot>"
    behind = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    for n, page in enumerate(pages, 1):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = _content(x, page, behind)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [*files.items(), *parts]:
            package.writestr(name, content)
    return made.getvalue()


def _content(x, objects, behind=""):
    return f"<ofd:Page {x}>{behind}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def text(x, y, words, size=3.0, deltas=None, inside="", **attributes):
    """A line of text whose letters stand on `y`; Chinese ones are `size` wide, others half of it."""
    steps = deltas or " ".join(str(size if ord(ch) > 0x2E7F else size / 2) for ch in words[:-1])
    width = sum(size if ord(ch) > 0x2E7F else size / 2 for ch in words)
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return (
        f'<ofd:TextObject Boundary="{x} {y - size} {width} {size * 1.2}" Font="1" Size="{size}"{more}>{inside}'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0, y0, x1, y1, inside="", **attributes):
    """A straight line."""
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {max(x1 - x0, 0.1)} {max(y1 - y0, 0.1)}" LineWidth="0.2"{more}>{inside}'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(rows, left, top, widths, height=12.0, draw=line):
    """A ruled table of stated cells; gives its XML and where it ends."""
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + width)
    made = []
    grid = expand(rows, {})
    for r, row in enumerate(grid.rows):
        for cell in (c for c in row if c.row == r):
            x0, x1 = xs[cell.column], xs[cell.column + cell.width]
            y0, y1 = top + r * height, top + (r + cell.height) * height
            made += [draw(x0, y0, x1, y0), draw(x0, y1, x1, y1), draw(x0, y0, x0, y1), draw(x1, y0, x1, y1)]
            made += _words(cell.text, x0, x1, y0)
    return "".join(made), top + len(rows) * height


def _words(words, x0, x1, y0, size=2.0):
    """The text of a cell, in lines as long as fit."""
    room = max(int((x1 - x0 - 1) / size), 1) if any(ord(ch) > 0x2E7F for ch in words) else 1000
    pieces = [words[i : i + room] for i in range(0, len(words), room)]
    return [text(x0 + 0.5, y0 + 2.5 * (n + 1), piece, size) for n, piece in enumerate(pieces)]
