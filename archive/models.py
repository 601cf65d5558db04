"""The data that pass between readers, parser, checks and database: frozen, plain, without behaviour.

Cells are named tuples: a document has hundreds, and frozen dataclasses take three times as long to make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

Place = dict[str, "int | float | str | list[float]"]
"""Where something stands in its document: HTML and Word `table`, `row`, `column` (from 1; the table's
ordinal in the document); PDF also `page` and `box` (points, from the top left); sheets `sheet` and
`address`; text `line`; in a ZIP also `member`; in what a script or
a viewer shows `script`; in a picture `page`, `box` (its own pixels) and `confidence` (0 to 1), with
`readings` where the cell is in doubt: what else it may say, parted by bars. `doubtful` says that a
part of a paragraph may be seen otherwise than it is read. `document` (from 1) is set where a
report is made of several documents."""

State = Literal["number", "blank", "not_applicable", "text", "unreadable"]
Status = Literal["pass", "fail", "unknown", "not_assessable"]
Number = int | float

MOST_NAMED = 30
"""Cells that one finding may name; one that names more points at nothing, and flags nothing."""


class GridCell(NamedTuple):
    """One cell of a table; `column`, `row` from 0 in the expanded grid, `width`, `height` in grid steps."""

    text: str
    place: Place
    column: int
    width: int
    row: int
    height: int


grid_cell: Callable[[tuple[str, Place, int, int, int, int]], GridCell] = partial(tuple.__new__, GridCell)
"""A cell of all its fields, made in a third of the time: tables are made of hundreds."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells from left to right; a merged cell stands in every row it covers.

    `aligned` says that grid columns mean something, so that a value can be told by what stands above
    it. Tab-separated text has no such columns, only an order.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    aligned: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between tables."""

    text: str
    place: Place


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of bytes: blocks in reading order, and what the document says of itself.

    `published` is the visible date, `published_meta` the one in the metadata (both ISO dates).
    `beside` are texts that stand around the report, nearest first. `notes` are sentences on what could
    not be read for certain. `second`, where the format has one, reads the same bytes again in an
    independent way; one that only finds what it is sure of `is_partial`. `several` names the bodies and years of
    the reports in it, where it holds several.
    """

    media_type: str
    blocks: tuple[Block, ...]
    title: str | None = None
    title_meta: str | None = None
    published: str | None = None
    published_meta: str | None = None
    source: str | None = None
    beside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    second: Callable[[], Document] | None = None
    several: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known from outside the document; used only where the document is silent."""

    link_title: str | None = None
    page_title: str | None = None
    agency: str | None = None
    url: str | None = None
    year: int | None = None


class Cell(NamedTuple):
    """One value of an official form: the text as printed, its value, and where it stands."""

    id: str
    text: str
    value: Number | None
    state: State
    unit: str | None
    place: Place


cell_of: Callable[[tuple[str, str, Number | None, State, str | None, Place]], Cell] = partial(tuple.__new__, Cell)
"""A value of all its fields, made as `grid_cell` makes a cell."""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact outside the tables, such as a telephone number."""

    key: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the narrative; `preface` is what stands before the first heading.

    `places` has the place of each line of the text; readings stored before it was kept have none.
    """

    key: str
    heading: str | None
    text: str
    places: tuple[Place, ...] = ()


ClaimKind = Literal["count", "part", "list", "delta", "percent", "zero", "share", "all"]
ClaimStatus = Literal["agrees", "differs", "not_comparable"]


class Spot(NamedTuple):
    """Where a sentence says something: letters `start` to `end` (from 0) of line `line` (from 1) of a section's text.

    What goes on in the next line ends with its own. `place` is that of the paragraph in the document.
    """

    section: str
    line: int
    start: int
    end: int
    place: Place


class Claim(NamedTuple):
    """One statement of the narrative on a quantity, and how it compares.

    `said` are the words of it, `sentence` those around. `quantity` is a cell id, a sum of such (with +), or the name of
    what no form counts (`information.disclosed`). A `delta` and a `percent` are changes since last year (negative where
    it fell), a `share` is of `base`, a `list` is the sum of the parts of a whole, `all` says that all of `base` are so
    and has no value. `part_of` is the number (from 0) of the claim it is told as a part of. `scope` and `rough` are
    words that keep it from being compared as it stands, `year` is the year it names. `compared` are cell ids, or claims
    as `claims[3]`; `other` is the figure these come to, `reason` why it cannot be compared, or why a difference may be
    none.
    """

    quantity: str
    kind: ClaimKind
    value: Number | None
    unit: str | None
    said: str
    sentence: str
    place: Spot
    base: str = ""
    part_of: int | None = None
    scope: str = ""
    rough: str = ""
    year: int | None = None
    compared: tuple[str, ...] = ()
    other: Number | None = None
    status: ClaimStatus = "not_comparable"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule on the cells it names.

    On a sum that fails `verdict` is `agency`, `reader` or `unclear`; `suspects` are the fewest cells that may be wrong,
    and `proposed` is what the one there is would have to be: under `agency` it is not what is printed.
    """

    check: str
    status: Status
    severity: Literal["hard", "soft"]
    cells: tuple[str, ...]
    message: str
    suspects: tuple[str, ...] = ()
    verdict: str | None = None
    proposed: Number | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A table cell or row that no rule places."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the parser makes of the documents of one report."""

    title: str | None
    agency: str | None
    year: int | None
    template: str | None
    published: str | None
    published_meta: str | None
    media_type: str
    digest: str
    cells: tuple[Cell, ...] = ()
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    claims: tuple[Claim, ...] = ()
