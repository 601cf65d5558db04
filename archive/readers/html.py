"""HTML, first reading, with selectolax: the report inside a page, its blocks, title and dates."""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.charset import decode
from archive.markup import tree_of
from archive.models import Block, Document, Table
from archive.readers.html_blocks import Blocks
from archive.readers.html_cells import hides_anything, is_within_hidden
from archive.readers.html_landmarks import Landmarks, find

MOST_CHARACTERS = 20_000_000
_FEW_ROWS = 10  # no form has fewer
_BY_SCRIPT = "the tables stand in a part of the page that is shown only by a script"


def read(body: bytes) -> Document:
    """The report a page holds, without the page around it."""
    text = decode(body)[:MOST_CHARACTERS]
    tree = tree_of(text)
    marks = find(tree)
    walk, blocks, note = _walked(tree, marks.body, text)
    return Document(
        media_type="text/html",
        blocks=blocks,
        title=marks.title,
        title_meta=marks.title_meta,
        published=marks.published,
        published_meta=marks.published_meta,
        source=marks.source,
        notes=(note,) if note else (),
        second=None if walk.is_deep else partial(read_again, text, marks),  # html5lib takes for ever on such pages
    )


def _walked(tree: LexborHTMLParser, body: LexborNode | None, text: str) -> tuple[Blocks, tuple[Block, ...], str]:
    """The walk over what the page shows, its blocks, and a note; where all tables are hidden these are read."""
    walk = Blocks(tree, hides=hides_anything(text))
    blocks = tuple(walk.of(body))
    shown = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    if shown < _FEW_ROWS and walk.hidden_tables:
        walk = Blocks(tree)
        return walk, tuple(walk.of(body)), _BY_SCRIPT
    if walk.hides and shown and body is not None and is_within_hidden(body):
        return walk, blocks, _BY_SCRIPT
    rows = f"{walk.hidden_rows} table rows are not shown by the page and were not read"
    return walk, blocks, rows if walk.hidden_rows else ""


def read_again(text: str, marks: Landmarks) -> Document:
    """The second reading: another library, another way to expand merged cells."""
    from archive.readers.html_second import blocks

    return Document("text/html", tuple(blocks(text)), title=marks.title)
