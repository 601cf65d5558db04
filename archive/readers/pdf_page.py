"""What a PDF page shows: its characters without those that nobody sees, and the shapes on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import decompressobj
from zlib import error as zlib_error

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import resolve1, stream_value
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix
from pdfplumber.utils.exceptions import PdfminerException

from archive.errors import UnreadableDocument
from archive.readers.pdf_fonts import keep_every_code
from archive.readers.pdf_ink import Box, Ink, Surface, colour, meet
from archive.readers.pdf_text import Char, doubtful

MOST_DRAWN = 10_000_000  # bytes of drawing in a document; 30 pages of tables have a tenth of it
MOST_CHARACTERS, MOST_SHAPES = 50_000, 30_000  # of a page; a page of small print has 5,000 of either
_FORM, _CHARACTER, _SHAPE = 1000, 10, 30  # bytes; what each costs beyond its commands
_UNPAINTED = (3, 7)  # text rendering modes: what scanners lay over a picture, and clipping
_FAINTEST, _HALF = 0.05, 0.5
_SKEW = 0.1  # part of the width; more is turned text
_EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


@dataclass
class Effort:
    """What was drawn so far, of all pages; beyond any report's it is an attack."""

    drawn: int = 0

    def spend(self, size: int) -> None:
        """Draw `size` bytes."""
        self.drawn += size
        if self.drawn > MOST_DRAWN:
            msg = f"the PDF draws with more than {MOST_DRAWN // 1_000_000} MB of commands: no report"
            raise UnreadableDocument(msg)


def printed(page: Any, effort: Effort) -> list[Char]:
    """The visible characters of a pdfplumber page in the order they are drawn; the page then knows its shapes.

    A digit that is turned, mirrored or half cut off is marked: it is no part of a number one can trust.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number)
    device.effort = effort
    interpreter = _Interpreter(page.pdf.rsrcmgr, device)
    interpreter.effort = effort
    try:
        interpreter.process_page(page.page_obj)
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer's readers of broken files fail in every way there is
        raise PdfminerException(error) from error
    page._layout = device.get_result()  # noqa: SLF001  pdfplumber makes its own device, which forgets what is invisible
    left, top = page.mediabox[:2]
    return list(_placed(device.surface.seen(), left, top + page.height))


def _placed(inks: Iterator[Ink], left: float, base: float) -> Iterator[Char]:
    """Counted from the page's top, as pdfplumber does."""
    for ink in inks:
        x0, y0, x1, y1 = ink.box
        char = Char(ink.text, x0 + left, base - y1, x1 + left, base - y0, ink.size, ink.order, ink.is_veiled)
        yield char if ink.is_plain else doubtful(char)


class _State(PDFGraphicState):
    """A graphics state that knows what pdfminer ignores: the box outside which nothing shows, and transparency."""

    clip: Box = _EVERYWHERE
    alpha = 1.0
    is_blended = False

    def copy(self) -> _State:
        return copy(self)


class _Interpreter(PDFPageInterpreter):
    """Runs a page's drawing; forms within it begin in the state they are called in."""

    outer: _State | None = None
    effort: Effort

    def dup(self) -> Any:
        made = super().dup()
        made.outer, made.effort = self.graphicstate, self.effort
        return made

    def execute(self, streams: Sequence[Any]) -> None:
        """Run streams of commands, unless it would take too long."""
        for stream in streams:
            self.effort.spend(_FORM + _size(stream_value(stream)))
        super().execute(streams)

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = self.outer.copy() if self.outer else _State()

    def do_W(self) -> None:  # noqa: N802  the operator's name
        """Cut what follows to the box of the path."""
        points = [xy for part in self.curpath for xy in zip(part[1::2], part[2::2], strict=False)]
        if points:
            box = _around([apply_matrix_pt(self.ctm, point) for point in points])
            self.graphicstate.clip = meet(self.graphicstate.clip, box)

    def do_W_a(self) -> None:  # noqa: N802
        """The same by another rule of what is inside."""
        self.do_W()

    def do_gs(self, name: Any) -> None:
        """Transparency and blending."""
        states = resolve1(self.resources.get("ExtGState"))
        stated = resolve1(states.get(getattr(name, "name", name))) if isinstance(states, dict) else None
        if not isinstance(stated, dict):
            return
        alpha = resolve1(stated.get("ca"))
        if isinstance(alpha, int | float):
            self.graphicstate.alpha = float(alpha)
        if "BM" in stated or "SMask" in stated:
            modes = (resolve1(stated.get("BM")), resolve1(stated.get("SMask")))
            self.graphicstate.is_blended = any(_name(m) not in (None, "Normal", "Compatible", "None") for m in modes)

    def do_sh(self, name: object) -> None:  # noqa: ARG002  which shading it is changes nothing
        """Something unknown is painted as far as one may paint."""
        self.device.surface.fill(self.graphicstate.clip, None, solid=False)


class _Device(PDFPageAggregator):
    """Puts characters and fills on a surface; lines and boxes go where pdfminer puts them."""

    effort: Effort

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.surface = Surface()
        self.mode = 0
        self.frames: deque[Box] = deque()
        self.is_part = False
        self.characters = self.shapes = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        whole = self.cur_item.bbox
        cropped = meet(whole, apply_matrix_rect(ctm, page.cropbox))
        self.frames.append(whole if _is_empty(cropped) else cropped)

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        frame = apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox)
        self.frames.append(meet(self.frames[-1], frame))
        super().begin_figure(name, bbox, matrix)

    def end_figure(self, name: Any) -> None:
        self.frames.pop()
        super().end_figure(name)

    def render_image(self, name: Any, stream: Any) -> None:
        super().render_image(name, stream)
        self.surface.fill(meet(self.cur_item.bbox, self.frames[-1]), None, solid=False)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        keep_every_code(textstate.font)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance: float = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        item = self.cur_item._objs.pop()  # noqa: SLF001  pdfplumber makes a slow dictionary of each
        self.characters += 1
        self.effort.spend(_CHARACTER)
        if self.characters > MOST_CHARACTERS:
            msg = f"a page of the PDF has more than {MOST_CHARACTERS:,} characters: no report"
            raise UnreadableDocument(msg)
        shown = _shown(item.bbox, meet(graphicstate.clip, self.frames[-1]))
        if self.mode in _UNPAINTED or graphicstate.alpha < _FAINTEST or shown < 0.25:
            return advance
        stroked = self.mode in (1, 2, 5, 6) and colour(graphicstate.scolor, graphicstate.scs.name)
        inside = colour(graphicstate.ncolor, graphicstate.ncs.name)
        paint = stroked if self.mode in (1, 5) or (stroked and inside) else inside
        upright = _is_upright(matrix, fontsize * scaling, fontsize)
        self.surface.write(item.get_text(), item.bbox, item.size, paint or None, is_plain=upright and shown > 0.75)
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self.shapes += 1
        self.effort.spend(_SHAPE)
        if self.shapes > MOST_SHAPES:
            msg = f"a page of the PDF has more than {MOST_SHAPES:,} shapes: no report"
            raise UnreadableDocument(msg)
        if fill and path and not self.is_part:
            self._fill(gstate, path, is_odd=evenodd)
        before, self.is_part = self.is_part, True  # pdfminer takes a path apart by calling this again
        super().paint_path(gstate, stroke, fill, evenodd, path)
        self.is_part = before

    def _fill(self, gstate: Any, path: Sequence[Any], *, is_odd: bool) -> None:
        outline = [[apply_matrix_pt(self.ctm, xy) for xy in part] for part in _parts(path)]
        corners = [corner for part in outline for corner in part]
        if not corners:
            return
        box = _around(corners)
        whole = [p[0] for p in path][:5] == ["m", "l", "l", "l", "h"] and len(path) == 5
        is_rectangle = whole and all(x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in corners)
        opaque = gstate.alpha > 1 - _FAINTEST and not gstate.is_blended
        patterned = gstate.ncs.name == "Pattern"
        self.surface.fill(
            meet(meet(gstate.clip, self.frames[-1]), box),
            colour(gstate.ncolor, gstate.ncs.name) if opaque else None,
            solid=is_rectangle and opaque and not patterned,
            veils=gstate.alpha > _HALF,
            outline=() if is_rectangle else outline,
            is_odd=is_odd,
        )


def _parts(path: Sequence[Any]) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; those that only bend it count as corners."""
    part: list[tuple[float, float]] = []
    for command, *numbers in path:
        if command == "m" and part:
            yield part
            part = []
        part.extend(zip(numbers[::2], numbers[1::2], strict=False))
    if part:
        yield part


def _size(stream: Any) -> int:
    """The bytes of a stream unpacked, or somewhat more than may be drawn."""
    if stream.data is None and stream.rawdata is not None:
        try:
            unpacked = decompressobj().decompress(stream.rawdata, MOST_DRAWN + 1)
        except zlib_error:
            unpacked = b""
        if len(unpacked) > MOST_DRAWN:
            return len(unpacked)
    return len(stream.get_data())


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


def _is_upright(matrix: Any, across: float, up: float) -> bool:
    """Whether text runs to the right and stands on its feet; slanted is upright."""
    m = _Matrix(*matrix)
    return m.a * across > 0 and m.d * up > 0 and abs(m.b) <= _SKEW * abs(m.a) and abs(m.c) < abs(m.d)


def _shown(box: Box, clip: Box) -> float:
    """Which part of a character's width shows: all or nothing of its height, by its middle."""
    middle = (box[1] + box[3]) / 2
    if not clip[1] <= middle <= clip[3]:
        return 0
    if box[2] - box[0] <= 0:
        return 1 if clip[0] <= box[0] <= clip[2] else 0
    return (min(box[2], clip[2]) - max(box[0], clip[0])) / (box[2] - box[0])


def _is_empty(box: Box) -> bool:
    return box[2] <= box[0] or box[3] <= box[1]


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _name(value: Any) -> str | None:
    value = resolve1(value[0]) if isinstance(value, list) and value else value
    return None if value is None else str(getattr(value, "name", "other"))
