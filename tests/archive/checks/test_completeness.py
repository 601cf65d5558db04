from archive.checks.completeness import completeness
from archive.models import Cell, Leftover, Report
from archive.template import load


def report(template="t2021", cells=None, leftovers=()):
    ids = sorted(load("t2021").cells) if cells is None else cells
    made = tuple(Cell(i, "0", 0, "number", None, {}) for i in ids)
    return Report(None, None, None, template, None, None, "", "", cells=made, leftovers=leftovers)


def found(report, *, is_report=True):
    return {f.check: f for f in completeness(report, is_report=is_report)}


def test_a_complete_report_has_nothing_to_tell():
    assert found(report()) == {}


def test_rows_that_were_not_found_are_counted_and_named():
    rest = [i for i in load("t2021").cells if not i.startswith(("disclosure.rules.", "applications.new["))]
    finding = found(report(cells=rest))["C1"]
    assert finding.status == "unknown"
    assert "2 rows" in finding.message
    assert "disclosure.rules" in finding.message
    assert "applications.new" in finding.message


def test_a_column_that_was_not_found_is_told():
    rest = [i for i in load("t2021").cells if not i.endswith("[public_welfare_org]")]
    doubtful = [f for f in found(report(cells=rest)).values() if f.status in {"fail", "unknown"}]
    assert doubtful


def test_a_single_cell_that_was_not_found_is_told():
    rest = [i for i in load("t2021").cells if i != "disclosure.rules.repealed"]
    assert any("disclosure.rules.repealed" in (*f.cells, f.message) for f in found(report(cells=rest)).values())


def test_what_no_rule_placed_is_counted_and_quoted():
    finding = found(report(leftovers=tuple(Leftover({}, f"备注{i}") for i in range(5))))["C2"]
    assert finding.status == "unknown"
    assert "5 table rows" in finding.message
    assert "备注0" in finding.message


def test_a_form_without_any_figure_is_suspected_to_be_empty():
    empty = tuple(Cell(i, "", None, "blank", None, {}) for i in sorted(load("t2021").cells))
    made = Report(None, None, None, "t2021", None, None, "", "", cells=empty)
    assert "T1" in {f.check for f in completeness(made, is_report=True)}


def test_a_report_without_tables_and_no_report_at_all_are_told_apart():
    assert set(found(report(template=None, cells=[]), is_report=True)) == {"T2"}
    assert set(found(report(template=None, cells=[]), is_report=False)) == {"T0"}
