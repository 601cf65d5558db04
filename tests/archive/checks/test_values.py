import pytest

from archive.checks.values import values
from archive.models import Cell, Finding, Report
from archive.numbers import read_value

DECISIONS = "disclosure.licensing.decisions"


def found(text, cell_id=DECISIONS, unit=None, findings=()):
    state, number, printed = read_value(text)
    cell = Cell(cell_id, text, number, state, printed or unit, {})
    made = Report(None, None, None, "t2021", None, None, "", "", cells=(cell,), findings=findings)
    return {f.check: f for f in values(made)}


@pytest.mark.parametrize("text", ["1 234", "1,23", "35%", "约5", "1\n2", "详见附件"])
def test_a_cell_that_is_no_number_is_named(text):
    finding = found(text)["C3"]
    assert (finding.status, finding.cells) == ("unknown", (DECISIONS,))


@pytest.mark.parametrize("text", ["0", "12", "", "/", "无", "3件"])
def test_counts_and_blanks_are_nothing_to_tell(text):
    assert found(text) == {}


def test_what_another_finding_names_is_not_told_twice():
    assert found("1 234", findings=(Finding("B2", "unknown", "hard", (DECISIONS,), ""),)) == {}


@pytest.mark.parametrize("text", ["-5", "12.5"])
def test_what_cannot_be_a_count_is_named(text):
    assert found(text)["C4"].cells == (DECISIONS,)


def test_money_has_fractions_and_changes_fall():
    assert found("22.04", "disclosure.fees.amount", "万元") == {}
    assert found("2537769.5", "disclosure.procurement.amount") == {}
    assert found("-5", "disclosure.licensing.items_change") == {}


@pytest.mark.parametrize(
    "text", ["3（减）", "3(减少)", "3（下降）", "3（↓）", "3项（减少）", "12（百分比）", "12（待定）", "0（约12）"]
)
def test_a_remark_that_turns_a_number_makes_it_none(text):
    assert found(text)["C3"].cells == (DECISIONS,)


@pytest.mark.parametrize("text", ["12（累计）", "12（截至2022年）", "7（全区）"])
def test_a_remark_that_may_change_what_is_counted_is_named(text):
    finding = found(text)["C6"]
    assert (finding.status, finding.cells) == ("unknown", (DECISIONS,))


@pytest.mark.parametrize(
    "text", ["22（其中修订16件）", "5（含上年3件）", "9（件）", "4（新制定3件，修订1件）", "8（详见附表）", "6[1]"]
)
def test_a_remark_that_tells_a_part_of_the_number_is_nothing_to_tell(text):
    assert found(text) == {}


def test_each_of_many_cells_is_named_by_a_finding_that_points_at_few():
    cells = tuple(Cell(f"disclosure.a{n}.decisions", "见附件", None, "text", None, {}) for n in range(70))
    report = Report(None, None, None, "t2021", None, None, "", "", cells=cells)
    told = [f.cells for f in values(report)]
    assert max(map(len, told)) <= 30
    assert sum(told, ()) == tuple(cell.id for cell in cells)
