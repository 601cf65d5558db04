"""The official tables in the layouts real documents have: cut, repeated, merged, with cells too many or too few.

A table here is a list of rows of `Item`, one for each cell as a document states it. How a layout is to
be read is worked out in this module alone, without the code under test.
"""

from dataclasses import dataclass, replace
from html import escape

from crawler.replicas.documents import forms

HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
YEARS = {"t2019": 2020, "t2021": 2023}
HEAD_ROWS = 3  # of the tables of sections three and four


@dataclass(frozen=True)
class Item:
    """A cell as stated: `tag` is caption, head, stub, label or value; a value knows which cell of the form it is."""

    text: str
    width: int = 1
    height: int = 1
    tag: str = "stub"
    id: str | None = None

    def __iter__(self):
        """As a span is taken apart: its text, and how far it reaches."""
        return iter((self.text, self.width, self.height))


@dataclass(frozen=True)
class Placed:
    """A cell and the slot its upper left corner fills."""

    item: Item
    row: int
    column: int

    def shown(self, row):
        """The text seen in `row`: that of a merged cell stands in its first row only."""
        return self.item.text if row == self.row else ""


class _Ids(dict):
    def get(self, key, default=None):
        return key


def title_of(template):
    return f"甲市乙局{YEARS[template]}年政府信息公开工作年度报告"


def form_tables(template, printed):
    """The three tables of a form with these figures in them."""
    disclosure, applications, review = forms.tables(template, _Ids())
    made = [
        [_items(row, _disclosure_tags(row)) for row in disclosure],
        [_items(row, _application_tags(r, row)) for r, row in enumerate(applications)],
        [_items(row, ["head" if r < HEAD_ROWS else "value"] * 15) for r, row in enumerate(review)],
    ]
    return [[[_with_figure(item, printed) for item in row] for row in rows] for rows in made]


def _items(row, tags):
    return [Item(span.text, span.width, span.height, tag) for span, tag in zip(row, tags, strict=False)]


def _with_figure(item, printed):
    return replace(item, text=printed[item.text], id=item.text) if item.tag == "value" else item


def _disclosure_tags(row):
    if len(row) == 1:
        return ["caption"]
    return ["head"] * 4 if row[0].text == "信息内容" else ["label", *["value"] * 3]


def _application_tags(r, row):
    return ["head"] * 7 if r < HEAD_ROWS else [*["stub"] * (len(row) - 8), "label", *["value"] * 7]


def filled(rows):
    """Which cell fills which slot of a table, as one fills a sheet of squared paper."""
    taken = {}
    for r, row in enumerate(rows):
        column = 0
        for item in row:
            while (r, column) in taken:
                column += 1
            placed = Placed(item, r, column)
            for down in range(min(item.height, len(rows) - r)):
                for right in range(item.width):
                    taken.setdefault((r + down, column + right), placed)
            column += item.width
    return taken


def crossing(rows):
    """For each row its cells from left to right, those that reach into it from above included."""
    made = [[] for _ in rows]
    for (r, _), placed in sorted(filled(rows).items(), key=lambda entry: entry[0]):
        if not made[r] or made[r][-1] != placed:
            made[r].append(placed)
    return made


def cut(rows, at, *, again=False):
    """A table as a page break at row `at` leaves it: two tables.

    A merged cell goes on in the second part, empty or, with `again`, with its text printed again.
    """
    first = [[replace(item, height=min(item.height, at - r)) for item in row] for r, row in enumerate(rows[:at])]
    second = [list(row) for row in rows[at:]]
    reaching = [p for p in crossing(rows)[at] if p.row < at]
    rest = [replace(p.item, text=p.shown(p.row if again else at), height=p.row + p.item.height - at) for p in reaching]
    second[0] = rest + second[0]
    return first, second


def unmerged(rows, *, again=False):
    """The table without merged cells: what they covered is empty or, with `again`, repeats their text."""
    taken = filled(rows)
    made = []
    for r in range(len(rows)):
        row = []
        for c in range(1 + max(column for _, column in taken)):
            placed = taken.get((r, c)) or Placed(Item(""), r, c)
            shown = placed.item.text if again or (placed.row, placed.column) == (r, c) else ""
            row.append(replace(placed.item, text=shown, width=1, height=1))
        made.append(row)
    return made


def spaced(rows, widths):
    """The same table on a finer grid: column `c` takes up `widths[c]` of it."""
    places = {(p.row, p.column): p for p in filled(rows).values()}
    made = []
    for r in range(len(rows)):
        row = [p for (at, _), p in sorted(places.items()) if at == r]
        made.append([replace(p.item, width=sum(widths[p.column : p.column + p.item.width])) for p in row])
    return made


# --- HTML -----------------------------------------------------------------------------------------------


def html_table(rows):
    lines = "\n".join("<tr>" + "".join(map(_html_cell, row)) + "</tr>" for row in rows)
    return f'<table border="1">\n{lines}\n</table>'


def _html_cell(item):
    wide = f' colspan="{item.width}"' if item.width > 1 else ""
    high = f' rowspan="{item.height}"' if item.height > 1 else ""
    return f"<td{wide}{high}>{escape(item.text)}</td>"


def html_page(template, groups):
    """A page with the tables of each section, and the narrative of a report around them."""
    parts = ["<!doctype html><html><head><meta charset=utf-8></head><body>", f"<h1>{title_of(template)}</h1>"]
    parts += ["<p>一、总体情况</p>", "<p>本机关一年来按时公布各类信息。</p>"]
    for heading, tables in zip(HEADINGS, groups, strict=True):
        parts += [f"<p>{heading}</p>", *map(html_table, tables)]
    parts += ["<p>五、存在的主要问题及改进情况</p>", "<p>解读形式还比较单一。</p>"]
    parts += ["<p>六、其他需要报告的事项</p>", "<p>没有其他事项。</p>", "</body></html>"]
    return "\n".join(parts).encode()


# --- text -----------------------------------------------------------------------------------------------


def tabbed(rows, *, leading=0, trailing=0, slots=False):
    """Rows of tabs, as PDF-to-text gives them.

    With `slots` a merged cell leaves an empty cell for each column it covers; `leading` and `trailing`
    empty cells are added to each row.
    """
    made = []
    for r, row in enumerate(crossing(rows)):
        cells = [""] * leading
        for placed in row:
            cells += [placed.shown(r), *[""] * (placed.item.width - 1) * slots]
        made.append("\t".join(cells + [""] * trailing))
    return "\n".join(made)


def one_a_line(rows):
    """Word's own text export: a tab and a cell a line, a blank line after each row."""
    made = []
    for r, row in enumerate(crossing(rows)):
        made += [f"\t{placed.shown(r)}" for placed in row]
        made.append("")
    return "\n".join(made)


def piped(rows):
    """A Markdown table; it knows no merged cells."""
    lines = ["| " + " | ".join(item.text for item in row) + " |" for row in unmerged(rows)]
    rule = "|" + " --- |" * len(unmerged(rows)[0])
    return "\n".join([lines[0], rule, *lines[1:]])


def text_page(template, tables):
    """A text with the tables of each section, and the narrative of a report around them."""
    parts = [title_of(template), "一、总体情况", "本机关一年来按时公布各类信息。"]
    for heading, table in zip(HEADINGS, tables, strict=True):
        parts += [heading, table]
    parts += ["五、存在的主要问题及改进情况", "解读形式还比较单一。", "六、其他需要报告的事项", "没有其他事项。"]
    return "\n\n".join(parts).encode()
