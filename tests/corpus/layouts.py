"""How the tables of a report are arranged: whole, split, cut by page ends, with heads lost, labels broken, spans that lie.

An arrangement takes the tables of a form and dice and gives, for each section, its tables. `may_be_doubtful` are the
cells of which an honest reader may say that they cannot be told for certain; all others must be read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.archive import damage
from tests.archive.layouts import HEAD_ROWS, Item, cut, filled, spaced, unmerged

Tables = list
ANY = frozenset(("html", "text", "markdown", "docx", "xlsx", "pdf", "ofd"))
PAGED = frozenset(("pdf", "ofd"))
GRIDS = ANY - {"markdown"}
STATED = frozenset(("html", "docx"))  # formats that can say what no sheet of squared paper can hold
SPANNED = ANY - {"text", "markdown"}


@dataclass(frozen=True)
class Layout:
    """An arrangement, the formats it makes sense in, and the cells that may be in doubt in it."""

    arrange: Callable
    formats: frozenset = ANY
    doubtful: Callable = lambda groups: ()


def _whole(tables, dice):
    return [[rows] for rows in tables]


def _everything_in_one(tables, dice):
    return [[], [[row for rows in tables for row in rows]], []] if len(tables) == 3 else [tables]


def _everything_on_one_grid(tables, dice):
    """All tables as one whose rows all reach from side to side."""
    widths = [60 // (1 + max(column for _, column in filled(rows))) for rows in tables]
    wide = [spaced(rows, [width] * 16) for rows, width in zip(tables, widths, strict=True)]
    return [[], [[row for rows in wide for row in rows]], []]


def _blocks(rows):
    """Section two cut before each caption."""
    starts = [i for i, row in enumerate(rows) if row[0].tag == "caption"]
    return [rows[a:b] for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]


def _table_a_block(tables, dice):
    return [_blocks(tables[0]), *([rows] for rows in tables[1:])]


def _without_captions(tables, dice):
    """Section two without its captions, in one table."""
    return [[[row for row in tables[0] if row[0].tag != "caption"]], *([rows] for rows in tables[1:])]


def _break(rows, dice):
    return dice.randint(HEAD_ROWS + 1, len(rows) - 1)


def _cut(tables, dice, *, again=False):
    disclosure, applications, review = tables
    return [
        cut(disclosure, dice.randint(3, len(disclosure) - 1)),
        cut(applications, _break(applications, dice), again=again),
        [review],
    ]


def _cut_labels_again(tables, dice):
    return _cut(tables, dice, again=True)


def _cut_under_second_head(tables, dice):
    disclosure, applications, review = tables
    first, second = cut(applications, _break(applications, dice))
    return [[disclosure], [first, applications[:HEAD_ROWS] + second], [review]]


def _head_again_inside(tables, dice):
    disclosure, applications, review = tables
    first, second = cut(applications, _break(applications, dice))
    return [[disclosure], [first + applications[:HEAD_ROWS] + second], [review]]


def _cut_below_head(tables, dice):
    disclosure, applications, review = tables
    return [[disclosure], *([rows[:HEAD_ROWS], rows] for rows in (applications, review))]


def _label_cut(kind):
    def arrange(tables, dice):
        return [[tables[0]], [kind(tables[1], dice)], [tables[2]]]

    return arrange


def _first_head_row_lost(tables, dice):
    """Without the row that only says 申请人情况."""
    disclosure, applications, review = tables
    corner = replace(applications[0][0], height=HEAD_ROWS - 1)
    return [[disclosure], [[[corner, *applications[1]], *applications[2:]]], [review]]


def _mapped(change):
    def arrange(tables, dice):
        return [[[[change(item, dice) for item in row] for row in rows]] for rows in tables]

    return arrange


def _upright(item, _dice):
    """A group label set one character below another."""
    return replace(item, text="\n".join(item.text)) if item.height > 3 and item.tag == "stub" else item


def _broken_labels(item, dice):
    """Heads and labels broken over lines wherever the column was too narrow."""
    if item.tag not in ("head", "label") or len(item.text) < 4:
        return item
    at = dice.randint(2, len(item.text) - 2)
    return replace(item, text=f"{item.text[:at]}\n{item.text[at:]}")


_PUNCTUATION = str.maketrans("（）“”，", '()"",')


def _half_width(item, dice):
    """Labels typed with the punctuation of another keyboard, and with blanks behind the number."""
    if item.tag not in ("label", "caption", "stub"):
        return item
    text = item.text.translate(_PUNCTUATION)
    return replace(item, text=text.replace(")", ") ", 1) if text.startswith("(") else text)


def _other_numbers(item, _dice):
    return replace(item, text=item.text.replace(".", "、", 1)) if item.tag == "label" else item


def _rowspans_dissolved(tables, dice):
    return [[unmerged(rows)] for rows in tables]


def _copies_for_spans(tables, dice):
    return [[unmerged(rows, again=True)] for rows in tables]


def _finer(tables, dice):
    return [[spaced(rows, [dice.randint(1, 4) for _ in range(16)])] for rows in tables]


def _two_row_stubs(tables, dice):
    """Each refusal with its ground in a cell of two rows, the second of them empty."""
    disclosure, applications, review = tables
    rows = []
    for r, row in enumerate(applications):
        if r < HEAD_ROWS or ".denied." not in str(row[-1].id):
            rows.append(row)
            continue
        rows.append([replace(item, height=item.height + 1) if item.height == 1 else item for item in row])
        rows.append([])
    return [[disclosure], [_grown(rows)], [review]]


def _grown(rows):
    """Group labels reach over the rows added below them."""
    added = [r for r, row in enumerate(rows) if not row]
    made = []
    for r, row in enumerate(rows):
        made.append([_reaching(item, r, added) for item in row])
    return made


def _reaching(item, r, added):
    if item.height <= 2:
        return item
    end, height = r + item.height, item.height
    for at in added:
        if r < at <= end:
            end, height = end + 1, height + 1
    return replace(item, height=height)


def _surplus(tables, dice):
    disclosure, applications, review = tables
    at = dice.randint(0, len(review[-1]))
    more = [*review[:-1], [*review[-1][:at], Item("0"), *review[-1][at:]]]
    return [[disclosure], [applications], [more]]


def _review_cells(groups):
    return [item.id for tables in groups for rows in tables for row in rows for item in row if _of(item, "review.")]


def _of(item, start):
    return item.id is not None and item.id.startswith(start)


def _damaged(*kinds):
    def arrange(tables, dice):
        return [[dice.choice(kinds)(rows, dice)] for rows in tables]

    return arrange


def _all_cells(groups):
    return [item.id for tables in groups for rows in tables for row in rows for item in row if item.id]


def _run_together(tables, dice):
    """In some rows the figures stand in one cell without anything between them."""
    disclosure, applications, review = tables
    rows = list(applications)
    for r in dice.sample(range(HEAD_ROWS, len(rows)), 4):
        row = rows[r]
        values = [item for item in row if item.id]
        whole = Item(
            "".join(item.text.strip() for item in values), width=7, tag="run", id=" ".join(i.id for i in values)
        )
        rows[r] = [*[item for item in row if not item.id], whole]
    return [[disclosure], [rows], [review]]


def _run_cells(groups):
    return [
        key
        for tables in groups
        for rows in tables
        for row in rows
        for i in row
        if i.tag == "run"
        for key in i.id.split()
    ]


LAYOUTS = {
    "whole": Layout(_whole),
    "one_table": Layout(_everything_in_one, ANY - PAGED),
    "one_grid": Layout(_everything_on_one_grid, SPANNED - {"pdf"}),
    "table_a_block": Layout(_table_a_block),
    "no_captions": Layout(_without_captions),
    "cut": Layout(_cut, SPANNED),
    "cut_labels_again": Layout(_cut_labels_again, SPANNED),
    "cut_second_head": Layout(_cut_under_second_head),
    "head_inside": Layout(_head_again_inside),
    "cut_below_head": Layout(_cut_below_head),
    "label_cut": Layout(_label_cut(damage.label_cut_by_page_break), doubtful=_all_cells),
    "label_cut_before": Layout(_label_cut(damage.label_cut_before_its_values), doubtful=_all_cells),
    "head_row_lost": Layout(_first_head_row_lost),
    "upright_labels": Layout(_mapped(_upright), SPANNED),
    "broken_labels": Layout(_mapped(_broken_labels), SPANNED),
    "half_width_labels": Layout(_mapped(_half_width)),
    "other_numbers": Layout(_mapped(_other_numbers)),
    "no_spans": Layout(_rowspans_dissolved),
    "copies_for_spans": Layout(_copies_for_spans, GRIDS),
    "finer_grid": Layout(_finer, SPANNED - PAGED),
    "two_row_stubs": Layout(_two_row_stubs, SPANNED),
    "surplus": Layout(_surplus, ANY - PAGED - {"xlsx"}, doubtful=_review_cells),
    "lying_spans": Layout(
        _damaged(damage.cell_of_another_width, damage.widths_of_its_own), STATED, doubtful=_all_cells
    ),
    "run_together": Layout(_run_together, frozenset(("html", "text", "docx")), doubtful=_run_cells),
}
