"""A picture of the spot a figure stands at: the page itself where it can be shown, else the table as it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from archive import media
from archive.blobs import Blobs
from archive.browser import NoPicture, screenshot
from archive.errors import UnreadableDocument
from archive.isolated import call
from archive.lineage import grid_page, html_page, paper
from archive.lineage.paper import Box, Marked
from archive.lineage.retelling import Told
from archive.models import GridCell, Place, Table
from archive.readers import packed

SECONDS = 60.0  # to draw one page
_MARGIN = 24.0  # points or pixels around a table
_AROUND = 120.0  # around a spot in no table


class Picture(NamedTuple):
    """What was made: `png`, or where there is no browser the page `html` to be opened in one; `what` says of what."""

    what: str
    png: bytes | None
    html: str | None = None
    problem: str | None = None


def picture(directory: Path, told: Told, cell_id: str, place: Place, caption: Sequence[str]) -> Picture | None:
    """The spot of a cell; None where nothing is known of it but words. `directory` holds the bytes."""
    document = told.document_of(place)
    if document is None:
        return None
    found = told.spot(place)
    marks = _marks(told, cell_id, found[1] if found else None)
    if isinstance(place.get("box"), list):
        try:
            png = call(_paper, directory, document.source.digest, place, _boxes(place, marks, found), seconds=SECONDS)
        except UnreadableDocument:
            png = None
        if png is not None:
            return Picture("the page", png)
    if found is None:
        return None
    table, spot = found
    what, body = "the table as it was read", ""
    if "table" in place and "script" not in place:
        body = _stored_page(directory, document.source.digest, place, marks)
        what = "the table of the page" if body else what
    body = body or grid_page.grid(table, spot, {id(cell): kind for kind, cell in marks})
    return _shown(what, grid_page.page(caption, body), grid_page.tall(table))


def _marks(told: Told, cell_id: str, spot: GridCell | None) -> list[tuple[str, GridCell]]:
    """The cells to mark, as they stand in the tables: the spot, and the labels that bound it."""
    rule = told.rules.get(cell_id)
    seen = [("label", cell) for cell in rule.labels] + [("head", cell) for cell in rule.heads] if rule else []
    return [*seen, *([("spot", spot)] if spot else [])]


def _boxes(
    place: Place, marks: Sequence[tuple[str, GridCell]], found: tuple[Table, GridCell] | None
) -> tuple[list[Marked], Box]:
    """The boxes to draw on the page of a place, and the part of the page to show: the table, else what is near."""
    drawn = [Marked(kind, box) for kind, cell in marks for box in _box(cell.place, place)]
    if not found:
        drawn += [Marked("spot", box) for box in _box(place, place)]
    around = list(
        {id(c): box for row in found[0].rows for c in row for box in _box(c.place, place)}.values() if found else []
    )
    margin = _MARGIN if around else _AROUND
    around += [mark.box for mark in drawn]
    left, top, right, bottom = zip(*around, strict=True)
    return drawn, (min(left) - margin, min(top) - margin, max(right) + margin, max(bottom) + margin)


def _box(of: Place, page: Place) -> Iterator[Box]:
    """The box of a place, if it is on the same page as another place."""
    box = of.get("box")
    alike = all(of.get(key) == page.get(key) for key in ("page", "member", "document"))
    if alike and isinstance(box, list) and len(box) == 4:
        yield (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _stored_page(directory: Path, digest: str, place: Place, marks: Sequence[tuple[str, GridCell]]) -> str:
    """The table of a stored page with its cells marked; empty where it is no page, or they are not found again."""
    spots = {
        (c.place["row"], c.place["column"]): (kind, c.text.strip())
        for kind, c in marks
        if c.place.get("table") == place["table"] and "row" in c.place and "column" in c.place
    }
    try:
        return call(_table, directory, digest, place, spots, seconds=SECONDS) or ""
    except UnreadableDocument:
        return ""


def _shown(what: str, page: str, tall: int) -> Picture:
    try:
        return Picture(what, trimmed(screenshot(page, grid_page.WIDTH, tall)))
    except NoPicture as error:
        return Picture(what, None, page, str(error))


def trimmed(png: bytes) -> bytes:
    """A picture of a page without the empty part below and beside what stands on it."""
    from PIL import Image, ImageChops

    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, (255, 255, 255))).getbbox()
    if box:
        image = image.crop((0, 0, min(image.width, box[2] + 12), min(image.height, box[3] + 12)))
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _bytes(directory: Path, digest: str, place: Place) -> bytes:
    """The bytes of the document or of the member of an archive a place is in."""
    body = Blobs(directory / "blobs").read(digest)
    name = place.get("member")
    if name is None:
        return body
    found = packed.member(body, str(name))
    if found is None:
        msg = f"the archive has no member {name}"
        raise UnreadableDocument(msg)
    return found


def _paper(directory: Path, digest: str, place: Place, boxes: tuple[list[Marked], Box]) -> bytes | None:
    """Runs in a process of its own."""
    body = _bytes(directory, digest, place)
    media_type, page = media.sniff(body), place.get("page", 1)
    assert isinstance(page, int)
    if media_type == media.PDF:
        return paper.of_pdf(body, page, *boxes, as_seen="confidence" in place)
    return paper.of_picture(body, page, *boxes) if media_type.startswith("image/") else None


def _table(directory: Path, digest: str, place: Place, spots: html_page.Spots) -> str | None:
    """Runs in a process of its own."""
    body = _bytes(directory, digest, place)
    ordinal = place["table"]
    assert isinstance(ordinal, int)
    return html_page.marked_table(body, ordinal, spots) if media.sniff(body) == media.HTML else None
