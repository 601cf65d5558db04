"""What editors, converters and page breaks do to the rows of a table, one kind of damage a function.

Each takes rows of `Item` and dice and gives new rows. No kind, alone or with the others of its list,
leaves a table that a person would read otherwise than it was meant without seeing that it is damaged.
"""

from dataclasses import replace

from tests.archive.layouts import HEAD_ROWS, Item, cut


def _any_row(rows, dice, tag="value"):
    return dice.choice([r for r, row in enumerate(rows) if any(item.tag == tag for item in row)])


def _any_cell(row, dice, tag):
    return dice.choice([i for i, item in enumerate(row) if item.tag == tag])


def _with_row(rows, r, *new):
    return [*rows[:r], *map(list, new), *rows[r + 1 :]]


def _break_in(label, dice):
    """Where a label may be broken: not inside the number it starts with, nor before a closing mark."""
    end = dice.randint(min(3, len(label) - 1), len(label) - 1)
    return end - 1 if label[end] in "”）" else end


def empty_cell_too_many(rows, dice):
    """An empty cell somewhere in a row, left over from a merge."""
    r = _any_row(rows, dice)
    at = dice.randint(0, len(rows[r]))
    return _with_row(rows, r, [*rows[r][:at], Item(""), *rows[r][at:]])


def cell_of_another_width(rows, dice):
    """One cell of a row spans more or fewer columns than it should."""
    r = _any_row(rows, dice)
    row = list(rows[r])
    at = dice.randrange(len(row))
    row[at] = replace(row[at], width=max(1, row[at].width + dice.choice((-2, -1, 1, 2))))
    return _with_row(rows, r, row)


def widths_of_its_own(rows, dice):
    """A row whose colspans have nothing to do with those of the other rows."""
    r = _any_row(rows, dice)
    return _with_row(rows, r, [replace(item, width=dice.randint(1, 3)) for item in rows[r]])


def value_cell_lost(rows, dice):
    """A row with a cell too few."""
    r = _any_row(rows, dice)
    at = _any_cell(rows[r], dice, "value")
    return _with_row(rows, r, [*rows[r][:at], *rows[r][at + 1 :]])


def label_in_two_cells(rows, dice):
    """A row's label broken into two cells beside one another."""
    r = _any_row(rows, dice)
    row = rows[r]
    at = next((i for i, item in enumerate(row) if item.tag == "label" and len(item.text) > 1), None)
    if at is None:
        return rows
    end = _break_in(row[at].text, dice)
    left = replace(row[at], text=row[at].text[:end], width=1)
    right = replace(row[at], text=row[at].text[end:], width=max(1, row[at].width - 1))
    return _with_row(rows, r, [*row[:at], left, right, *row[at + 1 :]])


def heights_forgotten(rows, dice):
    """A row whose cells reach no further down, and nothing in the rows below where they did."""
    r = _any_row(rows, dice)
    return _with_row(rows, r, [replace(item, height=1) for item in rows[r]])


def unknown_label(rows, dice):
    """A row whose label is in no list of spellings."""
    r = _any_row(rows, dice)
    unknown = dice.choice(("某种没有见过的说法", "1.某种没有见过的说法", "新说法"))
    return _with_row(rows, r, [replace(i, text=unknown) if i.tag == "label" else i for i in rows[r]])


def unknown_head(rows, dice):
    """A column whose head is in no list of spellings."""
    r = _any_row(rows, dice, "head")
    row = list(rows[r])
    at = _any_cell(row, dice, "head")
    row[at] = replace(row[at], text="某种没有见过的说法")
    return _with_row(rows, r, row)


def head_cell_lost(rows, dice):
    """A head row with a cell too few: the heads behind it move over the wrong columns."""
    r = _any_row(rows, dice, "head")
    at = _any_cell(rows[r], dice, "head")
    return _with_row(rows, r, [*rows[r][:at], *rows[r][at + 1 :]])


def head_row_lost(rows, dice):
    """One of the rows of a head is missing."""
    r = _any_row(rows, dice, "head")
    return _with_row(rows, r)


def head_of_another_width(rows, dice):
    """One cell of a head spans more or fewer columns than it should."""
    r = _any_row(rows, dice, "head")
    row = list(rows[r])
    at = _any_cell(row, dice, "head")
    row[at] = replace(row[at], width=max(1, row[at].width + dice.choice((-2, -1, 1, 2))))
    return _with_row(rows, r, row)


def surplus_value(rows, dice):
    """One value too many in the row of section four."""
    if len(rows) != HEAD_ROWS + 1:
        return rows
    at = dice.randint(0, len(rows[-1]))
    return [*rows[:-1], [*rows[-1][:at], Item(dice.choice(("0", "0", "1", "7"))), *rows[-1][at:]]]


def label_cut_by_page_break(rows, dice):
    """The rest of a row's label stands alone below it, perhaps under the head printed again."""
    if not _is_long(rows):
        return rows
    r = dice.randint(HEAD_ROWS + 2, len(rows) - 2)
    before, after = cut(rows, r + 1)
    at = next(i for i, item in enumerate(before[r]) if item.tag == "label")
    label = before[r][at]
    end = _break_in(label.text, dice)
    before[r][at] = replace(label, text=label.text[:end])
    rest = [*[Item("")] * (3 - label.width), replace(label, text=label.text[end:]), *[Item("")] * 7]
    again = rows[:HEAD_ROWS] if dice.random() < 0.5 else []
    return [*before, *again, rest, *after]


def label_cut_before_its_values(rows, dice):
    """The first part of a row's label stands alone above it, perhaps over the head printed again."""
    if not _is_long(rows):
        return rows
    r = dice.randint(HEAD_ROWS + 2, len(rows) - 2)
    before, after = cut(rows, r)
    at = next(i for i, item in enumerate(after[0]) if item.tag == "label")
    label = after[0][at]
    end = _break_in(label.text, dice)
    after[0][at] = replace(label, text=label.text[end:])
    start = [*[Item("")] * (3 - label.width), replace(label, text=label.text[:end]), *[Item("")] * 7]
    again = rows[:HEAD_ROWS] if dice.random() < 0.5 else []
    return [*before, start, *again, *after]


def _is_long(rows):
    """Whether this is the table of section three."""
    return len(rows) > 20 and len(rows[1]) == 3


def cell_damage_at_once(rows, dice):
    """Several kinds of damage that leave every figure in its place in the row."""
    for _ in range(3):
        kinds = (cell_of_another_width, widths_of_its_own, label_in_two_cells, heights_forgotten)
        rows = dice.choice(kinds)(rows, dice)
    return rows


def still_printed(groups, printed):
    """The figures that are left in tables after the damage; the others are printed nowhere."""
    left = {item.id for tables in groups for rows in tables for row in rows for item in row if item.id}
    return {key: text if key in left else "" for key, text in printed.items()}


IN_WEB_PAGES = (
    cell_of_another_width,
    widths_of_its_own,
    cell_damage_at_once,
    value_cell_lost,
    label_in_two_cells,
    heights_forgotten,
    unknown_label,
    empty_cell_too_many,
    unknown_head,
    head_cell_lost,
    head_row_lost,
    head_of_another_width,
    label_cut_by_page_break,
    label_cut_before_its_values,
)
IN_TEXTS = (
    value_cell_lost,
    label_in_two_cells,
    unknown_label,
    empty_cell_too_many,
    unknown_head,
    head_cell_lost,
    head_row_lost,
    label_cut_by_page_break,
    label_cut_before_its_values,
)
