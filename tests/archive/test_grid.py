from hypothesis import given, settings
from hypothesis import strategies as st

from archive.grid import MOST_COLUMNS, MOST_ROWS, Span, expand, ordered

MODERATE = settings(max_examples=200, deadline=None, derandomize=True)
TABLES = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5),
    min_size=1,
    max_size=6,
)
LIES = st.integers(-5, 10**9)


def spans_of(sizes):
    return [[Span(f"{r}/{i}", *size) for i, size in enumerate(row)] for r, row in enumerate(sizes)]


def slots_by_hand(sizes):
    """Row by row, each cell into the first free slots from the left: (row, column) -> texts."""
    slots = {}
    for r, row in enumerate(sizes):
        column = 0
        for i, (width, height) in enumerate(row):
            while (r, column) in slots:
                column += 1
            for down in range(min(height, len(sizes) - r)):
                for right in range(width):
                    slots.setdefault((r + down, column + right), []).append(f"{r}/{i}")
            column += width
    return slots


def slots_of(table):
    slots = {}
    for r, row in enumerate(table.rows):
        for cell in row:
            for right in range(cell.width):
                slots.setdefault((r, cell.column + right), []).append(cell.text)
    return slots


@MODERATE
@given(TABLES)
def test_merged_cells_cover_the_slots_one_fills_by_hand(sizes):
    found = slots_of(expand(spans_of(sizes), {"table": 1}))
    wanted = slots_by_hand(sizes)
    assert {slot: sorted(texts) for slot, texts in found.items()} == {
        slot: sorted(texts) for slot, texts in wanted.items()
    }


@MODERATE
@given(TABLES)
def test_every_cell_stands_in_each_row_it_covers_from_left_to_right(sizes):
    table = expand(spans_of(sizes), {"table": 1})
    for r, row in enumerate(table.rows):
        assert [cell.column for cell in row] == sorted(cell.column for cell in row)
        assert all(cell.row <= r < cell.row + cell.height for cell in row)
    assert all(cell.row + cell.height <= len(sizes) for row in table.rows for cell in row)


@MODERATE
@given(st.lists(st.lists(st.tuples(LIES, LIES), max_size=4), max_size=6))
def test_lying_spans_stay_within_bounds(sizes):
    table = expand(spans_of(sizes), {"table": 1})
    assert len(table.rows) == len(sizes)
    for cell in (cell for row in table.rows for cell in row):
        assert 0 <= cell.column <= MOST_COLUMNS
        assert 1 <= cell.width <= MOST_COLUMNS
        assert cell.row + cell.height <= len(sizes)


def test_a_height_of_nought_reaches_to_the_last_row():
    table = expand([[Span("a", 1, 0), Span("b")], [Span("c")], [Span("d")]], {"table": 1})
    assert [[cell.text for cell in row] for row in table.rows] == [["a", "b"], ["a", "c"], ["a", "d"]]


def test_a_cell_is_found_again_by_its_row_and_column():
    table = expand([[Span("a", 1, 2), Span("b")], [Span("c")]], {"table": 4})
    assert table.rows[1][1].place == {"table": 4, "row": 2, "column": 2}


def test_a_table_of_tall_and_wide_cells_does_not_grow_without_end():
    table = expand([[Span("x", MOST_COLUMNS, MOST_ROWS)] for _ in range(200)], {"table": 1})
    assert max(cell.column for row in table.rows for cell in row) <= MOST_COLUMNS


def test_rows_beyond_the_bound_are_left_out():
    assert len(expand([[Span("x")]] * (MOST_ROWS + 1), {}).rows) == MOST_ROWS


def test_rows_of_text_keep_their_lines_and_claim_no_columns():
    table = ordered([(["a", ""], {"table": 1, "line": 3}), (["b"], {"table": 1, "line": 5})], {"table": 1})
    assert not table.aligned
    assert [cell.place for row in table.rows for cell in row] == [
        {"table": 1, "line": 3, "column": 1},
        {"table": 1, "line": 3, "column": 2},
        {"table": 1, "line": 5, "column": 1},
    ]
