"""What a reading is told to have got wrong, finding by finding."""

import pytest

from archive.models import Cell, Finding, Report
from archive.truth import Truth, judge

KEY, OTHER = "disclosure.rules.issued", "disclosure.rules.repealed"


def cell(key, value, state="number"):
    return Cell(key, "" if value is None else str(value), value, state, None, {})


def report(*cells, findings=()):
    return Report(None, None, None, "t2021", None, None, "text/html", "", cells=cells, findings=tuple(findings))


def truth(*cells, doubtful=(), fails=()):
    return Truth((), {}, {}, {c.id: c for c in cells}, frozenset(doubtful), frozenset(fails), {})


def doubt(*keys, status="unknown", check="B1", **more):
    return Finding(check, status, "hard", keys, "a sentence", **more)


@pytest.mark.parametrize(
    ("true", "read", "findings", "kind"),
    [
        (cell(KEY, 3), cell(KEY, 3), [], "exact"),
        (cell(KEY, None, "blank"), cell(KEY, None, "blank"), [], "exact"),
        (cell(KEY, 3), cell(KEY, 8), [], "silent"),
        (cell(KEY, 3), cell(KEY, 8), [doubt(KEY)], "flagged"),
        (cell(KEY, 3), cell(KEY, 8), [doubt(KEY, status="fail")], "flagged"),
        (cell(KEY, 3), cell(KEY, 8), [doubt(KEY, status="pass")], "silent"),
        (cell(KEY, 3), cell(KEY, 8), [doubt(OTHER)], "silent"),
        (cell(KEY, 3), cell(KEY, 8), [doubt(KEY, *map(str, range(30)))], "silent"),
        (cell(KEY, 3), cell(KEY, None, "unreadable"), [], "flagged"),
        (cell(KEY, 3), cell(KEY, None, "blank"), [], "silent"),
        (cell(KEY, None, "blank"), cell(KEY, 0), [], "silent"),
        (cell(KEY, None, "not_applicable"), cell(KEY, None, "blank"), [], "silent"),
        (cell(KEY, 3), None, [], "silent"),
        (cell(KEY, 3), None, [doubt(check="C1")], "missing"),
        (None, cell(KEY, 3), [], "silent"),
        (None, cell(KEY, None, "blank"), [], "extra"),
    ],
)
def test_every_cell_is_of_one_kind(true, read, findings, kind):
    judged = judge(report(*filter(None, [read]), findings=findings), truth(*filter(None, [true])))
    assert judged.counts[kind] == 1
    assert sum(judged.counts[k] for k in ("exact", "flagged", "silent", "missing", "extra", "doubtful")) == 1
    assert bool(judged.silent) == (kind == "silent")


def test_doubt_that_is_allowed_is_counted_apart_but_a_wrong_number_never_is():
    allowed = truth(cell(KEY, 3), cell(OTHER, 4), doubtful=(KEY, OTHER))
    judged = judge(report(cell(KEY, None, "unreadable"), cell(OTHER, 9)), allowed)
    assert (judged.counts["doubtful"], judged.counts["silent"]) == (1, 1)


def test_a_sum_that_fails_over_figures_read_right_is_an_alarm_unless_it_fails_in_truth():
    failed = doubt(KEY, OTHER, status="fail", check="A2")
    read = report(cell(KEY, 3), cell(OTHER, 4), findings=[failed])
    assert judge(read, truth(cell(KEY, 3), cell(OTHER, 4))).counts["alarms"] == 1
    assert judge(read, truth(cell(KEY, 3), cell(OTHER, 4), fails=[("A2", frozenset((KEY, OTHER)))])).alarms == ()
    assert judge(read, truth(cell(KEY, 3), cell(OTHER, 5))).alarms == ()  # the sum is right to fail


def test_a_proposed_value_must_be_the_true_one():
    for proposed, count in ((3, 0), (8, 1)):
        found = doubt(KEY, OTHER, status="fail", suspects=(KEY,), proposed=proposed)
        judged = judge(report(cell(KEY, 5), cell(OTHER, 4), findings=[found]), truth(cell(KEY, 3), cell(OTHER, 4)))
        assert judged.counts["repairs"] == count
