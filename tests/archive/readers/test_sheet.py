from datetime import UTC, datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from archive.parser import parse
from archive.readers.sheet import read
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.figures import real
from tests.archive.judging import named, wrong_or_missing
from tests.archive.small import RULES_2021, TITLE, values

REPORT = real()["富阳区卫生健康局", 2021]
ISSUED, REPEALED, IN_FORCE = (f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force"))


def workbook(fill, sheets=1):
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        fill(book, *(book.add_worksheet() for _ in range(sheets)))
    return made.getvalue()


def sheet(*rows, top=0, left=0, title=TITLE):
    def fill(book, page):
        page.write(top, left, title)
        for y, row in enumerate(rows, top + 1):
            for x, value in enumerate(row, left):
                if value is not None:
                    page.write(y, x, value)

    return workbook(fill)


def report_of(*rows, **where):
    return parse([read(sheet(*rows, **where))])


def issued(write):
    """The cell read from the sheet cell that `write` fills, None if there is none, and the report."""

    def fill(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", None, 0, 0])
        write(book, page)

    report = parse([read(workbook(fill))])
    return next((cell for cell in report.cells if cell.id == ISSUED), None), report


def test_a_whole_report_is_read_from_its_three_sheets():
    report = parse([read(xlsx(REPORT))])
    assert (report.title, report.year) == (REPORT.title, REPORT.year)
    assert wrong_or_missing(report, REPORT.printed) == []


def test_whole_numbers_have_no_decimals():
    report = report_of(RULES_2021, ["规章", 3, 1.0, 11398889])
    assert [(c.text, c.value) for c in report.cells] == [("3", 3), ("1", 1), ("11398889", 11398889)]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(59237.2449, 59237.2449), (22.04, 22.04), (-35, -35), ("1,105", 1105), ("2537769.5元", 2537769.5), ("0 ", 0)],
)
def test_figures_are_read_whether_numbers_or_texts(value, wanted):
    found, _ = issued(lambda book, page: page.write(1, 1, value))
    assert found.value == wanted


def test_the_result_of_a_formula_is_read():
    assert issued(lambda book, page: page.write_formula(1, 1, "=1+6", None, 7))[0].value == 7


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A"])
def test_a_formula_in_error_is_not_a_blank_cell(error):
    found, report = issued(lambda book, page: page.write_formula(1, 1, "=1/0", None, error))
    if found is None:
        assert report.leftovers
        return
    assert found.value is None
    assert found.state != "blank" or found.id in named(report)


def test_a_date_or_a_truth_in_a_cell_is_no_number():
    day = datetime(2023, 1, 5, tzinfo=UTC).replace(tzinfo=None)
    style = {"num_format": "yyyy-mm-dd"}
    _, with_date = issued(lambda book, page: page.write_datetime(1, 1, day, book.add_format(style)))
    _, with_truth = issued(lambda book, page: page.write_boolean(1, 1, True))
    assert values(with_date).get(ISSUED) is None
    assert values(with_truth).get(ISSUED) is None


def test_two_figures_in_one_cell_are_never_joined():
    found, _ = issued(lambda book, page: page.write(1, 1, "1\n2"))
    assert (found.value, found.state) == (None, "unreadable")


def test_an_address_leads_back_to_the_cell():
    report = report_of(RULES_2021, ["规章", 3, 1, 12], top=4, left=2)
    assert [c.place["address"] for c in report.cells] == ["D7", "E7", "F7"]
    assert {c.place["sheet"] for c in report.cells} == {"Sheet1"}


def test_an_empty_column_before_the_values_pushes_none_aside_silently():
    report = report_of(RULES_2021, ["规章", None, 3, 1, 12])
    found = values(report)
    wrong = {key for key, value in ((ISSUED, 3), (REPEALED, 1), (IN_FORCE, 12)) if found.get(key) != value}
    assert wrong <= named(report)


def test_an_empty_row_inside_a_table_ends_nothing():
    assert list(values(report_of(RULES_2021, [None], ["规章", 3, 1, 12])).values()) == [3, 1, 12]


def test_blank_cells_stay_blank():
    report = report_of(RULES_2021, ["规章", None, 1, None], ["行政规范性文件", 2, None, 5])
    assert list(values(report).values()) == [None, 1, None, 2, None, 5]


def test_a_row_label_without_figures_is_a_row_of_blanks():
    report = report_of(RULES_2021, ["规章", 3, 1, 12], ["行政规范性文件"])
    assert [(c.value, c.state) for c in report.cells][3:] == [(None, "blank")] * 3


def test_a_heading_between_two_tables_is_a_heading():
    rows = [RULES_2021, ["规章", 3, 1, 12], ["三、收到和处理政府信息公开申请情况"], ["自然人", "总计"]]
    assert [s.key for s in report_of(*rows).sections] == ["preface", "applications"]


def test_a_figure_merged_over_two_columns_is_given_to_neither():
    def fill(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write(1, 0, "规章")
        page.merge_range(1, 1, 1, 2, 5)
        page.write(1, 3, 12)

    report = parse([read(workbook(fill))])
    assert {key for key, value in values(report).items() if value == 5} <= named(report)


def test_a_hidden_copy_with_other_figures_is_told():
    def fill(book, page, other):
        for where, figures in ((page, [3, 1, 12]), (other, [9, 9, 9])):
            where.write_row(0, 0, RULES_2021)
            where.write_row(1, 0, ["规章", *figures])
        other.hide()

    report = parse([read(workbook(fill, sheets=2))])
    assert list(values(report).values()) == [3, 1, 12] or set(values(report)) <= named(report)


def test_an_empty_workbook_has_no_blocks():
    assert read(workbook(lambda book, page: None)).blocks == ()
