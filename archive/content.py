"""What a document says, apart from the page around it: the digests by which versions, and pages, are told apart."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from selectolax.lexbor import LexborHTMLParser

from archive.jobs import Parts
from archive.models import Document, Paragraph, Table
from archive.sections import heading_key

_MOST_HEX = 32
_SHORT = 120  # characters of a line that tells of a page and not of a report


def content_digest(document: Document) -> str:
    """SHA-256 over title, paragraphs and table cells in reading order, white space left out.

    What a page counts and says of today (archive/chrome.toml) is no part of it above the first section.
    """
    found = hashlib.sha256()
    found.update((document.title or "").encode())
    for block, text in _said(document):
        found.update(("\np" if isinstance(block, Paragraph) else "").encode() + text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def parts(document: Document, tree: LexborHTMLParser) -> Parts:
    """The digests of a page's report, its text and its tables, and of all that the page shows beside them.

    Its date, its source and what a page says of corrections count as text of the report, wherever they stand.
    """
    facts = (document.title, document.published, document.published_meta, document.source)
    text, tables, chrome = hashlib.sha256("\n".join(map(str, facts)).encode()), hashlib.sha256(), hashlib.sha256()
    own: set[str] = set()
    for block, said in _said(document):
        kind = text if isinstance(block, Paragraph) else tables
        kind.update(f"\n{said}".encode("utf-8", "surrogatepass"))
        own.update((said,) if isinstance(block, Paragraph) else _cells(block))
    shown = tree.body.text(deep=True, separator="\n") if tree.body else ""
    for line in shown.splitlines():
        if (bare := "".join(line.split())) and bare not in own:
            kind = text if _notices().search(bare) else chrome
            kind.update(f"\n{bare}".encode("utf-8", "surrogatepass"))
    return Parts(*(found.hexdigest()[:_MOST_HEX] for found in (text, tables, chrome)))


def _said(document: Document) -> Iterator[tuple[Paragraph | Table, str]]:
    """Each block with what it says, without white space and without what is the page's own."""
    inside = _sections(document)
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            yield block, "".join(_rows(block))
            continue
        text = "".join(block.text.split())
        yield block, text if number in inside or len(text) > _SHORT or "。" in text else _without_chrome(text)


def _sections(document: Document) -> range:
    """The blocks from the first heading of a section on; where there is none, all are the report's."""
    headings = (n for n, b in enumerate(document.blocks) if isinstance(b, Paragraph) and heading_key(b.text))
    return range(next(headings, 0), len(document.blocks))


def _cells(table: Table) -> Iterator[str]:
    return ("".join(line.split()) for row in table.rows for cell in row for line in cell.text.splitlines())


def _rows(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        own = (cell for cell in row if cell.row == number)
        yield "\nr" + "\t".join("".join(cell.text.split()) for cell in own)


def _without_chrome(text: str) -> str:
    for pattern in _patterns():
        text = pattern.sub("", text)
    return text


@cache
def _chrome() -> dict[str, list[str]]:
    return tomllib.loads(files("archive").joinpath("chrome.toml").read_text(encoding="utf-8"))


@cache
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(_chrome()["notices"]))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _chrome()["patterns"])
