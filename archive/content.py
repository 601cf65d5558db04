"""What a document says, apart from the page around it: the digest by which versions are told apart."""

from __future__ import annotations

import hashlib

from archive.models import Document, Paragraph


def content_digest(document: Document) -> str:
    """SHA-256 over title, paragraphs and table cells in reading order, white space left out."""
    found = hashlib.sha256()
    found.update((document.title or "").encode())
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.update(b"\np" + "".join(block.text.split()).encode())
            continue
        for number, row in enumerate(block.rows):
            own = (cell for cell in row if cell.row == number)
            texts = ("".join(cell.text.split()) for cell in own)
            found.update(("\nr" + "\t".join(texts)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()
