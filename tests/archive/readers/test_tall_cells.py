"""Cells over several rows, of tables on pictures whose rows and columns are told by the white, are as wide in each."""

from hypothesis import given
from hypothesis import strategies as st

from archive.readers.ocr.tall_cells import between, closed

SIDES = (0.0, 100.0)


def test_a_group_beside_two_rows_is_as_wide_as_its_wider_row_has_it():
    """The upper row has white within the group's label, the lower one none."""
    rows, whole = closed([[0, 20, 35, 50, 80, 100], [0, 20, 50, 80, 100]], [[30]])
    assert rows == [[0, 20, 50, 80, 100], [0, 20, 50, 80, 100]]
    assert whole == [[(20, 50)]]


def test_what_is_made_wider_is_wider_in_all_its_rows():
    rows, whole = closed([[0, 50, 100], [0, 50, 100], [0, 100]], [[25], [75]])
    assert rows == [[0, 100]] * 3
    assert whole == [[(0, 100)]] * 2


cuts = st.sets(st.integers(1, 99).map(float), max_size=6).map(lambda xs: sorted({*SIDES, *xs}))
tables = st.lists(cuts, min_size=1, max_size=6).flatmap(
    lambda rows: st.tuples(
        st.just(rows),
        st.lists(
            st.lists(st.floats(0.5, 99.5).map(lambda x: int(x) + 0.5), max_size=3),
            min_size=len(rows) - 1,
            max_size=len(rows) - 1,
        ),
    )
)


@given(tables)
def test_what_goes_on_into_the_next_row_is_one_rectangle(table):
    rows, through = table
    made, whole = closed(rows, through)
    for i, places in enumerate(through):
        for x in places:
            (cell,) = [(a, b) for a, b in whole[i] if a < x < b]
            assert all(set(cell) <= set(row) and not any(cell[0] < y < cell[1] for y in row) for row in made[i : i + 2])
        gaps = list(between(whole[i], SIDES))
        assert sum(b - a for a, b in [*gaps, *whole[i]]) == 100
    assert all(set(SIDES) <= set(new) <= set(old) for new, old in zip(made, rows, strict=True))
