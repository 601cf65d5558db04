"""What a saved page is to a crawl: its family, what it shows of itself, and what its list holds and would ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.database.frontier import Task
from archive.errors import UnreadableDocument
from archive.media import sniff
from archive.models import Block, Document, Paragraph
from archive.readers.registry import has_reader, read
from crawler.attachments import attachments
from crawler.blocking import judge
from crawler.detection import by_page
from crawler.families import Families
from crawler.family import Ask, Entry, Listing, Page
from crawler.follow import in_column
from crawler.links import classify, is_column_address
from crawler.portals import Portal

_MOST_BODY = 1_000_000  # characters


def inspected(
    body: bytes, url: str, listings: Mapping[str, Callable[[Page], Listing]], family: str = ""
) -> dict[str, Any]:
    """The page as one JSON object.

    `family`, `evidence`, `needs_browser` say what made it; `answer`, `reason` what a crawl would take it for;
    `title`, `published` (the visible date), `published_meta`, `source`, `body` (text) what it shows of itself;
    `entries`, `asks`, `total`, `shortfall`, `problem` what it is as a list; `attachments` its files.
    """
    page = Page(url, body)
    told = by_page(page)
    verdict = judge(200, {}, body, url)
    row = Portal(name="page", title="", family=family, index_url=url)
    task = Task(0, "", "page", "", "list", url, b"", {})
    listed = Families(listings).listed(row, task, page)
    return {
        "url": url,
        "family": family or told.family,
        "evidence": list(told.evidence),
        "needs_browser": told.needs_browser,
        "answer": verdict.outcome,
        "reason": verdict.reason,
        **_shown(body),
        **_listed(listed.listing, column=is_column_address(url) or in_column(task, page)),
        "attachments": [{"url": address, "name": name} for address, name in attachments(page)],
    }


def _shown(body: bytes) -> dict[str, Any]:
    """What the page shows of itself; nulls where it cannot be read."""
    names = ("title", "title_meta", "published", "published_meta", "source")
    media_type = sniff(body)
    try:
        document = read(body, media_type) if has_reader(media_type) else Document(media_type, ())
    except UnreadableDocument as error:
        return {"media_type": media_type, **dict.fromkeys(names), "body": "", "unreadable": str(error)}
    facts = {name: getattr(document, name) for name in names}
    text = "\n".join(line for block in document.blocks for line in _lines(block))
    return {"media_type": media_type, **facts, "body": text[:_MOST_BODY]}


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return ["\t".join(cell.text for cell in row) for row in block.rows]


def _listed(listing: Listing, *, column: bool) -> dict[str, Any]:
    return {
        "is_column": column,
        "entries": [_entry(entry, column=column) for entry in listing.entries],
        "asks": [_ask(ask) for ask in listing.asks],
        "total": listing.total,
        "shortfall": listing.shortfall,
        "problem": listing.problem,
    }


def _entry(entry: Entry, *, column: bool) -> dict[str, Any]:
    link = classify(entry, in_column=column)
    return {
        "kind": link.kind,
        "title": entry.title,
        "date": entry.date,
        "year": link.title.year,
        "agency": link.title.agency,
        "url": entry.url,
    }


def _ask(ask: Ask) -> dict[str, Any]:
    said = {"method": ask.method, "url": ask.url, "form": dict(ask.form) or None, "json": ask.json}
    return {name: value for name, value in said.items() if value is not None}
