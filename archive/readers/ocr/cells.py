"""What stands in the cells of a page's tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from archive.binding.spelling import is_official
from archive.indicators import UNIT_WORDS
from archive.labels import is_chinese
from archive.numbers import UNTOLD, read_value
from archive.readers.ocr import engine
from archive.readers.ocr.compared import SHORT, Line, compared, is_number
from archive.readers.ocr.figures import SURE, Figure, agreed, figure_of, is_dirt
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.remarks import closed
from archive.readers.ocr.strips import Inked, Strip, framed, inked, letter_height, softened, without_rules
from archive.readers.ocr.strokes import PixelBox, are_dashes
from archive.readers.pdf_rules import Box
from archive.readers.pdf_tables import RuledCell, RuledTable, Seen
from archive.readers.pdf_text import Char

_FIRST, _SECOND, _THIRD = (0.3, 0.6), (0.55, 0.4), (0.42, 1.0)  # room around a line, in parts of its height
_TRIES = 2  # readings of a number that is not in doubt
_SOFTENED = 0.43  # points; what a fax made ragged is read better
_LOWEST = 0.75  # of the height of a letter
_POOR = 0.9  # likelihood of the least likely letter below which a label is read again
_DIGIT = 0.72  # of the size of its letters is a digit's height
Locate = Callable[[Box], list[float]]
Signs = Sequence[engine.Sign]


def read_cells(paper: Paper, mask: Any, tables: Sequence[RuledTable], locate: Locate) -> list[RuledTable]:
    """The tables with what their cells say; `mask` are the pixels of the rules."""
    boxes = [[_pixels(cell.box, paper) for cell in table.cells] for table in tables]
    clean = without_rules(paper, mask, [box for row in boxes for box in row])
    letter = letter_height([inked(paper, clean, b, 0) for row in boxes for b in row], paper.unit)
    found = [[inked(paper, clean, box, letter) for box in row] for row in boxes]
    found = _without_dust(found)
    strips = [one.strips for row in found for one in row]
    ends = accumulate(map(len, strips))
    alone = [end - 1 for end, own in zip(ends, strips, strict=True) if len(own) == 1]
    lines = iter(_read([strip for own in strips for strip in own], letter, alone, paper.unit))
    made = []
    for table, row in zip(tables, found, strict=True):
        cells = [_cell(cell, one, lines, paper, locate) for cell, one in zip(table.cells, row, strict=True)]
        made.append(replace(table, cells=tuple(c for c in cells if _has_room(c, letter / paper.unit))))
    return made


def _without_dust(found: Sequence[Sequence[Inked]]) -> list[list[Inked]]:
    """The cells without the marks in their middles, where dirt as small lies elsewhere in empty cells too."""
    marks = sum(one.mark is not None for row in found for one in row)
    if are_dashes(marks, (one.specks for row in found for one in row)):
        return [list(row) for row in found]
    return [[replace(one, mark=None) for one in row] for row in found]


def _has_room(cell: RuledCell, letter: float) -> bool:
    """Whether a cell is as high as a letter, or something stands in it; else it is the space between two rules."""
    return cell.box[3] - cell.box[1] >= _LOWEST * letter or any(char.text != UNTOLD for char in cell.chars)


def _pixels(box: Box, paper: Paper) -> PixelBox:
    width, height = paper.size
    x0, y0, x1, y1 = (round(v * paper.unit) for v in box)
    return max(0, x0), max(0, y0), min(width, x1 + 1), min(height, y1 + 1)


def _read(strips: Sequence[Strip], letter: float, alone: Collection[int], unit: float) -> list[Line]:
    """Every line once, and what may be a number, or was read badly, again in other frames, at last softened."""
    tries: list[list[Signs]] = [[signs] for signs in engine.read_lines([framed(s, letter, *_FIRST) for s in strips])]
    _again(tries, {i: strips[i] for i, (signs,) in enumerate(tries) if _needs_more(signs)}, letter, _SECOND)
    made = [_line(strip, found) for strip, found in zip(strips, tries, strict=True)]

    def read_again(unsure: Sequence[int]) -> None:
        for softening in (0.0, _SOFTENED * unit):
            _again(tries, {i: softened(strips[i], softening) for i in unsure}, letter, _THIRD)
            for i in unsure:
                made[i] = _line(strips[i], tries[i])
            unsure = [i for i in unsure if made[i].figure.is_doubtful]

    read_again([i for i, line in enumerate(made) if len(tries[i]) > 1 and line.figure.is_doubtful])
    judged = compared(made, alone)
    doubted = [i for i, line in enumerate(judged) if len(tries[i]) == _TRIES and line.figure.is_doubtful]
    if not doubted:
        return judged
    read_again(doubted)
    return compared(made, alone)


def _again(tries: list[list[Signs]], which: Mapping[int, Strip], letter: float, frame: tuple[float, float]) -> None:
    read = engine.read_lines([framed(strip, letter, *frame) for strip in which.values()])
    for i, signs in zip(which, read, strict=True):
        tries[i].append(signs)


def _needs_more(signs: Signs) -> bool:
    """Whether a line may be a number, or a label that was not read well."""
    text = engine.text_of(signs)
    figures = figure_of(signs) is not None or any(ch.isdigit() for ch in text[:1] + text[-1:])
    return len(text) <= SHORT or figures or (engine.confidence(signs) < _POOR and not is_official(text))


def _line(strip: Strip, tries: Sequence[Signs]) -> Line:
    """What all readings of a line come to: a number, else the likeliest text, an official label before others."""
    figures = [figure_of(signs) for signs in tries]
    texts = [Figure(engine.text_of(signs), engine.confidence(signs)) for signs in tries]
    if len(tries) > 1 and any(figures) and not any(is_official(text.text) for text in texts):
        return Line(strip, agreed(figures))
    best = max(texts, key=lambda text: (is_official(text.text), text.sure))
    digits = {"".join(ch for ch in text.text if ch.isdigit()) for text in texts}
    if len(digits) > 1 and not is_official(best.text):
        return Line(strip, Figure(best.text, min(best.sure, SURE / 2), is_contested=True))
    return Line(strip, best)


def _cell(cell: RuledCell, one: Inked, lines: Iterator[Line], paper: Paper, locate: Locate) -> RuledCell:
    own = closed(_without_dirt([next(lines) for _ in one.strips]))
    chars = tuple(char for line in own for char in _chars(line, paper))
    box = locate(cell.box)
    if not own and one.mark:
        return replace(cell, chars=(_dash(one.mark, paper.unit),), seen=Seen(box, SURE / 2, is_doubtful=True))
    if not (own or one.has_traces or one.is_red):
        return replace(cell, seen=Seen(box, 1.0))
    if not any(line.figure.text for line in own) or (len(own) == 1 and _says_nothing(own[0].figure.text)):
        middle = ((cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2)
        untold = Char(UNTOLD, middle[0] - 1, middle[1] - 1, middle[0] + 1, middle[1] + 1, 2)
        return replace(cell, chars=(untold,), seen=Seen(box, 0.0))
    is_unsure = one.is_red or one.is_cut or (one.is_signed and is_number(own[0].figure.text))
    sure = min(SURE / 2 if is_unsure else 1.0, *(line.figure.sure for line in own))
    rivals = own[0].figure.rivals if len(own) == 1 else ()
    doubtful = is_unsure or any(line.figure.is_doubtful for line in own)
    return replace(cell, chars=chars, seen=Seen(box, round(sure, 2), rivals, is_doubtful=doubtful))


def _dash(mark: PixelBox, unit: float) -> Char:
    """Marks in the middle of a cell, too small to be read, as what they must be if they are print."""
    x0, y0, x1, y1 = (v / unit for v in mark)
    return Char("-", x0, y0, x1, y1, y1 - y0)


def _says_nothing(text: str) -> bool:
    """Whether a text alone in its cell is neither a value nor a unit, nor the least part of a label."""
    is_told = is_official(text) or text.strip() in UNIT_WORDS
    if read_value(text).state != "text" or any(sign.isdigit() for sign in text) or is_told:
        return not text.strip()
    return len(text.strip()) == 1 or not any(map(is_chinese, text))


def _without_dirt(lines: list[Line]) -> list[Line]:
    """The lines of a cell without specks that stand above or below a number; the number is then in doubt."""
    kept = [line for line in lines if line.figure.text and not is_dirt(line.figure.text)]
    if len(kept) == len(lines) or not kept:
        return lines
    return [replace(line, figure=replace(line.figure, sure=min(line.figure.sure, SURE * 0.9))) for line in kept]


def _chars(line: Line, paper: Paper) -> Iterator[Char]:
    """The characters of a line side by side over the width of its ink."""
    x0, y0, x1, y1 = (v / paper.unit for v in line.strip.box)
    step = (x1 - x0) / max(len(line.figure.text), 1)
    size = (y1 - y0) / (_DIGIT if line.figure.text.isascii() else 1)
    for i, sign in enumerate(line.figure.text):
        yield Char(sign, x0 + i * step, y0, x0 + (i + 1) * step, y1, size)
