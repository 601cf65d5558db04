"""HTML, first reading, with selectolax: the report inside a page, its blocks, title and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.charset import decode
from archive.counted import counted
from archive.grid import located
from archive.markup import tree_of
from archive.models import Block, Document, Paragraph, Table
from archive.readers.again import again
from archive.readers.html_blocks import Blocks
from archive.readers.html_cells import hides_anything, is_within_hidden
from archive.readers.html_doubts import unsure
from archive.readers.html_held import held
from archive.readers.html_landmarks import Landmarks, find, names_form, reaches_last_sections
from archive.readers.html_scripts import markup
from archive.readers.html_unseen import settle
from archive.titles import read_title

MOST_CHARACTERS = 20_000_000
_LABEL = 60  # characters; what names the form in a longer text is prose
_FEW_ROWS = 10  # no form has fewer
_IN_SCRIPT = "the tables stand in the text of a script, which a browser may or may not show"
_HELD = "tables stand in a document that the page holds itself, which a browser may or may not show"
_MARKUP = re.compile(r"\s*<")
_BY_SCRIPT = "the tables stand in a part of the page that is shown only by a script"


def read(body: bytes) -> Document:
    """The report a page holds, without the page around it."""
    text = decode(body)[:MOST_CHARACTERS]
    if not _MARKUP.match(text) and (written := _naming_form(markup(text))):
        text = written  # a script or an answer in JSON that carries a page
    tree = tree_of(text)
    marks = find(tree)
    text = settle(tree, text)
    walk, blocks, note = _walked(tree, marks.body, text)
    if not marks.has_form and not any(map(_names_form, blocks)) and (written := _written_by_scripts(tree)):
        return _with_written(blocks, marks, written)
    document = _document(text, marks, walk, blocks, note)
    return document if marks.has_form else _with_held(document, text)


def _with_held(page: Document, text: str) -> Document:
    """The page with what stands in the documents it holds itself, which a script or a viewer shows."""
    blocks = list(page.blocks)
    notes = list(page.notes)
    for document, problem in held(text):
        if document is None:
            notes.append(f"a document that the page holds itself was not read: {problem}")
            continue
        for block in document.blocks:
            located(block, script=1)
            blocks.append(block)
        notes += (_HELD, *document.notes)
    return (
        page if len(notes) == len(page.notes) else replace(page, blocks=tuple(blocks), notes=tuple(notes), second=None)
    )


def _names_form(block: Block) -> bool:
    """Whether the page shows a form without a table of its own: as a grid, or a paragraph a cell."""
    texts = [block.text] if isinstance(block, Paragraph) else [c.text for row in block.rows for c in row]
    return any(len(text) < _LABEL and names_form("".join(text.split())) for text in texts)


def _document(text: str, marks: Landmarks, walk: Blocks, blocks: tuple[Block, ...], note: str) -> Document:
    return Document(
        media_type="text/html",
        blocks=blocks,
        title=marks.title,
        title_meta=marks.title_meta,
        published=marks.published,
        published_meta=marks.published_meta,
        source=marks.source,
        beside=marks.beside,
        notes=tuple(filter(None, (note, walk.pictures.note()))),
        # html5lib takes for ever on deep pages, and sees no pictures
        second=None if walk.is_deep or walk.pictures.count else again("html_second", text),
    )


def _written_by_scripts(tree: LexborHTMLParser) -> str:
    """The markup in strings of scripts that holds tables of a form; with none of these on the page it is the report."""
    left = MOST_CHARACTERS
    found: list[str] = []
    for node in tree.css("script, textarea, xmp, template"):
        source = _source(node)[:left]
        left -= len(source)
        found += [source] if node.tag != "script" or _MARKUP.match(source) else markup(source)
    return _naming_form(found)


def _source(node: LexborNode) -> str:
    """What stands between the tags of an element whose content is no part of the page."""
    if node.tag != "template":
        return node.text(deep=True)
    return (node.html or "").partition(">")[2].rpartition("</")[0]


def _naming_form(pieces: Iterable[str]) -> str:
    return "\n".join(piece for piece in pieces if names_form(piece))


def _with_written(page: tuple[Block, ...], outer: Landmarks, written: str) -> Document:
    """The report that scripts write into the page, behind what the page itself shows unless it is all there."""
    inside = tree_of(written)
    inner = find(inside)
    written = settle(inside, written)
    walk, blocks, note = _walked(inside, inner.body, written)
    for block in blocks:
        located(block, script=1)
    if not reaches_last_sections(written):
        blocks = (*page, *blocks)
    document = _document(written, inner, walk, blocks, note)
    return replace(
        document,
        title=_title(outer, inner),
        title_meta=outer.title_meta,
        published=outer.published or inner.published,
        published_meta=outer.published_meta,
        source=outer.source or inner.source,
        beside=outer.beside,
        notes=(*document.notes, _IN_SCRIPT),
    )


def _title(outer: Landmarks, inner: Landmarks) -> str | None:
    """The page's, unless only the report itself has one that says what it is."""
    told = (marks.title for marks in (outer, inner) if marks.title and read_title(marks.title).kind == "report")
    return next(told, outer.title or inner.title)


def _walked(tree: LexborHTMLParser, body: LexborNode | None, text: str) -> tuple[Blocks, tuple[Block, ...], str]:
    """The walk over what the page shows, its blocks, and a note; where all tables are hidden these are read."""
    doubted = unsure(tree)
    walk = Blocks(tree, hides=hides_anything(text), unsure=doubted)
    blocks = tuple(walk.of(body))
    shown = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    if shown < _FEW_ROWS and walk.hidden_tables:
        walk = Blocks(tree, unsure=doubted)
        return walk, tuple(walk.of(body)), _BY_SCRIPT
    if walk.hides and shown and body is not None and is_within_hidden(body):
        return walk, blocks, _BY_SCRIPT
    hidden = counted(
        walk.hidden_rows, "table row that the page does not show was", "table rows that the page does not show were"
    )
    rows = f"{hidden} not read"
    return walk, blocks, rows if walk.hidden_rows else ""
