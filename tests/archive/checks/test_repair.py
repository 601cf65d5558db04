"""The sums locate a misread cell; they never repair what an agency printed."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archive.checks.arithmetic import arithmetic
from archive.checks.repair import repairs
from archive.models import Cell, Report
from archive.template import load
from tests.archive import drawn

IDENTITIES = [i for i in load("t2021").identities if not i.only_if_printed]


def honest(seed):
    return {k: int(v) for k, v in drawn.honest("t2021", Random(seed), drawn.POOLS["small"]).items()}


def report_of(values, **places):
    cells = tuple(
        Cell(key, str(value), value, "number", None, {"confidence": 1.0, **places.get(key.replace(".", "_"), {})})
        for key, value in values.items()
    )
    return Report(None, None, None, "t2021", None, None, "image/png", "", cells)


def proposals(report):
    return {(f.suspects, f.proposed) for f in arithmetic(report) if f.proposed is not None}


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_one_changed_cell_of_section_three_is_found_with_its_value(seed, which):
    values = honest(seed)
    key = sorted(k for k in values if k.startswith("applications."))[which % 175]
    found = repairs(IDENTITIES, {**values, key: values[key] + 6}, set(), lambda *_: True)
    assert [(r.cell, r.value) for r in found] == [(key, values[key])]


@given(st.integers(0, 10**6), st.data())
def test_two_changed_cells_never_look_like_a_third_one(seed, data):
    values = honest(seed)
    keys = data.draw(st.lists(st.sampled_from(sorted(values)), min_size=2, max_size=2, unique=True))
    changed = {**values, **{k: values[k] + data.draw(st.sampled_from((1, 3, 6, 10))) for k in keys}}
    for repair in repairs(IDENTITIES, changed, set(), lambda *_: True):
        assert values[repair.cell] == repair.value


def test_a_single_failing_sum_accuses_nobody():
    values = honest(1)
    values["review.reconsideration.upheld"] += 6
    assert repairs(IDENTITIES, values, set(), lambda *_: True) == []


def test_an_unreadable_cell_gets_the_value_two_sums_agree_on():
    values = honest(2)
    key = "applications.results.granted[natural_person]"
    left = {k: v for k, v in values.items() if k != key}
    assert [(r.cell, r.value) for r in repairs(IDENTITIES, left, {key}, lambda *_: True)] == [(key, values[key])]


KEY = "applications.results.granted[natural_person]"
PLACE = KEY.replace(".", "_")


def test_a_cell_read_with_doubt_is_proposed_what_another_reading_says():
    values = honest(3)
    values[KEY] += 6
    report = report_of(values, **{PLACE: {"readings": f"{values[KEY] - 6}"}})
    assert proposals(report) == {((KEY,), values[KEY] - 6)}
    assert next(c.value for c in report.cells if c.id == KEY) == values[KEY], "never written into the cell"


def test_what_was_read_for_certain_is_the_agencys_own_mistake():
    values = honest(3)
    values[KEY] += 6
    assert proposals(report_of(values)) == set()


def test_a_doubtful_cell_is_proposed_only_what_it_may_look_like():
    values = honest(3)
    true = values[KEY]
    for misread, may in ((true + 1000, False), (true + 6 if true == 1 else None, True)):
        if misread is not None:
            report = report_of({**values, KEY: misread}, **{PLACE: {"readings": ""}})
            assert bool(proposals(report)) is may
