"""Printed pages of any format to paragraphs and tables, both going on over page breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import Block, Paragraph
from archive.readers import pdf_grid, pdf_margins, pdf_tables
from archive.readers.pdf_rules import Box
from archive.readers.pdf_tables import RuledTable
from archive.readers.pdf_text import Line, line_text, lines

_INDENT = 1.6  # characters; a line that starts or ends this far inside begins or ends a paragraph
_HANGING = "，。、；：！？）》」』”’,.;:)"
_FEW_LINES = 8
_SPACED, _SPACED_SEEN = 1.3, 0.7  # sizes between the lines of a paragraph, at most; on pictures lines are seen higher
_OTHER_SIZE, _OTHER_SIZE_SEEN = 0.15, 0.25  # a title is larger than what follows by more; figures are seen lower
_SHORTEST = 6  # characters of a line that tells how far lines reach; what is left of a seal is shorter


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page, `number` from 1: tables from top to bottom, and the lines outside their cells.

    Lengths are in points from the top left corner. `is_crowded`: more lines are drawn than tables have.
    Of a picture that was set upright `locate` tells where a box stands in the document, and `sure` how surely
    the least sure of the lines was read (0 to 1).
    """

    number: int
    height: float
    tables: Sequence[RuledTable]
    lines: list[Line]
    is_crowded: bool
    locate: Callable[[Box], list[float]] | None = None
    sure: float = 1.0

    @property
    def is_empty(self) -> bool:
        """Whether there is no text at all on the page."""
        return not self.lines and not any(cell.chars for table in self.tables for cell in table.cells)


def gaps(pages: Sequence[Page], missing: str = "") -> Iterator[str]:
    """What of the pages could not be read; `missing` says what the scans among them would need."""
    if scans := [str(page.number) for page in pages if page.is_empty]:
        yield f"pages without text (scans) were not read: {', '.join(scans)}{missing}"
    if crowded := [str(page.number) for page in pages if page.is_crowded]:
        yield f"more lines are drawn than tables have, so tables were not read on the pages: {', '.join(crowded)}"


def blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Runs of text and tables in reading order; a table cut by page breaks is one table."""
    text: list[tuple[Page, Line]] = []
    table: list[RuledTable] = []
    items = list(_items(pages))
    margins = _margins([item for item in items if not isinstance(item, RuledTable)])
    for item in items:
        if isinstance(item, RuledTable):
            yield from _paragraphs(text, margins)
            text = []
            if table and not pdf_grid.goes_on(table[-1], item):
                yield pdf_grid.join(table)
                table = []
            table.append(item)
        else:
            if table:
                yield pdf_grid.join(table)
                table = []
            text.append(item)
    if table:
        yield pdf_grid.join(table)
    yield from _paragraphs(text, margins)


def _margins(printed: Sequence[tuple[Page, Line]]) -> dict[int, tuple[float, float]]:
    """How far to the left and right the lines of each page reach; a page of a few lines is set like the others."""
    long = [(page, line) for page, line in printed if page.locate is None or len(line) >= _SHORTEST] or printed
    edges: dict[int, list[tuple[float, float]]] = {page.number: [] for page, _ in printed}
    for page, line in long:
        edges[page.number].append((line[0].x0, _edge(line)))
    whole = [edge for page in edges.values() for edge in page]
    made = {}
    for number, own in edges.items():
        lefts, rights = zip(*(own if len(own) >= _FEW_LINES else whole), strict=True)
        made[number] = min(lefts), max(rights)
    return made


def _items(pages: Sequence[Page]) -> Iterator[RuledTable | tuple[Page, Line]]:
    """Tables and lines from top to bottom; a line beside a table comes after it."""
    texts = pdf_margins.without([(p.height, p.lines) for p in pages])
    for i, (page, text) in enumerate(zip(pages, texts, strict=True)):
        tables, remaining = list(page.tables), text
        if tables and i + 1 < len(pages) and _goes_on(tables[-1], pages[i + 1], texts[i + 1]):
            tables[-1], remaining = _with_hanging(tables[-1], text)
        for table in tables:
            while remaining and remaining[0][0].middle[1] < table.box[1]:
                yield page, remaining.pop(0)
            yield table
        yield from ((page, line) for line in remaining)


def _goes_on(table: RuledTable, below: Page, text: Sequence[Line]) -> bool:
    """Whether the next page begins with the rest of the table."""
    if not below.tables or not pdf_grid.goes_on(table, below.tables[0]):
        return False
    return not any(line[0].middle[1] < below.tables[0].box[1] for line in text)


def _with_hanging(table: RuledTable, text: Sequence[Line]) -> tuple[RuledTable, list[Line]]:
    under = [line for line in text if line[0].middle[1] > table.box[3]]
    table, rest = pdf_tables.hang(table, [char for line in under for char in line])
    return table, [line for line in text if line not in under] + list(lines(rest))


def _paragraphs(printed: Sequence[tuple[Page, Line]], margins: dict[int, tuple[float, float]]) -> Iterator[Paragraph]:
    """Lines put together where one runs on into the next."""
    run: list[tuple[Page, Line]] = []
    for page, line in printed:
        above = run[-1] if run else None
        if above and not (
            _is_near(*above, page, line) and _runs_on(above[1], page, line, *_between(margins, above[0], page))
        ):
            yield _paragraph(run)
            run = []
        run.append((page, line))
    if run:
        yield _paragraph(run)


def _edge(line: Line) -> float:
    """Where a line ends; a stop or comma may hang over the margin."""
    return line[-2 if len(line) > 1 and line[-1].text in _HANGING else -1].x1


def _between(margins: dict[int, tuple[float, float]], above: Page, below: Page) -> tuple[float, float]:
    """The left margin of the lower line, the right one of the upper line."""
    return margins[below.number][0], margins[above.number][1]


def _runs_on(above: Line, page: Page, line: Line, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line above: set alike, from margin to margin."""
    size = line[0].size
    most = (_OTHER_SIZE if page.locate is None else _OTHER_SIZE_SEEN) * size
    alike = abs(above[0].size - size) < most
    room = max(_INDENT * size, _unbroken(line) + size)
    return alike and right - above[-1].x1 <= room and line[0].x0 - left <= _INDENT * size


def _unbroken(line: Line) -> float:
    """How wide the number or word is that a line begins with: where it had no room it went to the next line whole.

    The marks that close behind it went with it, as no line begins with one.
    """
    end = next((i for i, char in enumerate(line) if not char.text.isascii() or char.text.isspace()), len(line))
    while 0 < end < len(line) and line[end].text in _HANGING:
        end += 1
    return line[end - 1].x1 - line[0].x0 if end else 0.0


def _is_near(page: Page, above: Line, below: Page, line: Line) -> bool:
    """Whether a line stands right below the other; on another page it may."""
    gap = line[0].top - above[0].bottom
    return page is not below or gap <= (_SPACED if page.locate is None else _SPACED_SEEN) * line[0].size


def _paragraph(run: Sequence[tuple[Page, Line]]) -> Paragraph:
    """The place is that of the lines on the paragraph's first page."""
    page = run[0][0]
    box = _box(char for on, line in run if on is page for char in line)
    text = "".join(line_text(line) for _, line in run)
    if page.locate is None:
        return Paragraph(text, {"page": page.number, "box": [round(v, 1) for v in box]})
    # its figures were read but once: should they turn out to be a table's, they are in doubt
    return Paragraph(text, {"page": page.number, "box": page.locate(box), "confidence": page.sure, "readings": ""})


def _box(chars: Iterable[Any]) -> Box:
    corners = [(c.x0, c.top, c.x1, c.bottom) for c in chars]
    x0s, tops, x1s, bottoms = zip(*corners, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)
