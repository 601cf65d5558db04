"""The fewest cells whose change would make failing sums hold."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archive.checks.suspects import MOST_SUSPECTS, Sums
from archive.template import load
from tests.archive import drawn

IDENTITIES = [i for i in load("t2021").identities if not i.only_if_printed]
CELLS = sorted({cell for i in IDENTITIES if not i.at_most for cell in i.cells})


def honest(seed, pool="many"):
    return {k: int(v) for k, v in drawn.honest("t2021", Random(seed), drawn.POOLS[pool]).items()}


def smallest(values):
    """The smallest sets of each group of failing sums."""
    sums = Sums(IDENTITIES, values)
    groups = sums.groups(sums.failing())
    return [sums.smallest(i for i, own in groups.items() if own == group) for group in sorted(set(groups.values()))]


@given(st.integers(0, 10**6), st.sampled_from([c for c in CELLS if c.startswith("applications.")]))
def test_one_wrong_cell_of_section_three_is_the_only_smallest_set(seed, key):
    values = honest(seed)
    assert smallest({**values, key: values[key] + 6}) == [[{key: values[key]}]]


@given(st.integers(0, 10**6), st.data())
def test_a_few_wrong_cells_in_other_rows_and_columns_are_among_the_smallest_sets(seed, data):
    values = honest(seed)
    form = load("t2021")
    count = data.draw(st.integers(2, MOST_SUSPECTS))
    leaves = [row for row in form.application_rows if ".results." in row and not row.endswith("results.total")]
    rows = data.draw(st.permutations(leaves))[:count]
    columns = data.draw(st.permutations(form.applicants[:-1]))[:count]
    wrong = {f"{row}[{column}]": by for row, column, by in zip(rows, columns, (3, 17, 112), strict=False)}
    found = smallest(values | {key: values[key] + by for key, by in wrong.items()})
    assert [{key: values[key] for key in wrong}] in found


def test_of_a_sum_that_stands_alone_every_cell_may_be_the_wrong_one():
    values = honest(1) | {f"review.reconsideration.{o}": 5 for o in ("upheld", "corrected", "other", "pending")}
    values["review.reconsideration.total"] = 21
    (sets,) = smallest(values)
    assert {cell: value for one in sets for cell, value in one.items()} == {
        "review.reconsideration.total": 20,
        **{f"review.reconsideration.{o}": 6 for o in ("upheld", "corrected", "other", "pending")},
    }


def test_no_count_is_thought_to_be_below_nought():
    values = honest(1) | dict.fromkeys([f"review.reconsideration.{o}" for o in ("upheld", "corrected", "other")], 0)
    values |= {"review.reconsideration.pending": 3, "review.reconsideration.total": 1}
    (sets,) = smallest(values)
    assert sets == [{"review.reconsideration.total": 3}, {"review.reconsideration.pending": 1}]


@given(st.integers(0, 10**6))
def test_figures_without_any_order_end_in_no_suspects_after_a_bounded_search(seed):
    dice = Random(seed)
    values = {cell: dice.randrange(10**6) for cell in CELLS}
    sums = Sums(IDENTITIES, values)
    assert sums.smallest(sums.failing()) == []
