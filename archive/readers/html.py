"""HTML, first reading, with selectolax: the report inside a page, its blocks, title and dates."""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser

from archive.charset import decode
from archive.models import Document
from archive.readers.html_blocks import Blocks
from archive.readers.html_landmarks import Landmarks, find

MOST_CHARACTERS = 20_000_000


def read(body: bytes) -> Document:
    """The report a page holds, without the page around it."""
    text = decode(body)[:MOST_CHARACTERS]
    tree = LexborHTMLParser(text)
    marks = find(tree)
    walk = Blocks(tree)
    return Document(
        media_type="text/html",
        blocks=tuple(walk.of(marks.body)),
        title=marks.title,
        title_meta=marks.title_meta,
        published=marks.published,
        published_meta=marks.published_meta,
        source=marks.source,
        second=None if walk.is_deep else partial(read_again, text, marks),  # html5lib takes for ever on such pages
    )


def read_again(text: str, marks: Landmarks) -> Document:
    """The second reading: another library, another way to expand merged cells."""
    from archive.readers.html_second import blocks

    return Document("text/html", tuple(blocks(text)), title=marks.title)
