import re
import struct
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from support import ROOT
from xlsxwriter import Workbook

from archive.errors import UnreadableDocument
from archive.parser import parse
from archive.readers import sheet_calamine
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


def formatted(value, code):
    """The cell read from a cell with this value in this number format, and the report."""
    return issued(lambda book, page: page.write(1, 1, value, book.add_format({"num_format": code})))


@pytest.mark.parametrize(
    ("value", "code", "wanted"),
    [
        (15, "0", 15),
        (12.6, "0", 13),
        (0.285 * 100, "0", 29),
        (1234.5, "#,##0.00", 1234.5),
        (1234567, "#,##0", 1234567),
        (150000, "0,", 150),
        (-5, "0;0", 5),
        (-5, "0_ ;[Red]\\-0\\ ", -5),
        (15, "0.00_);[Red]\\(0.00\\)", 15),
        (15, "# ?/?", 15),
        (15, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 15),
        (15, '0.0"亿元"', 15),
        (15, "@", 15),
        (1 / 3, "General", 0.333333333),
        (0.1 + 0.2, "General", 0.3),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value, code, wanted):
    assert formatted(value, code)[0].value == wanted


@pytest.mark.parametrize(
    ("value", "code", "text", "state"),
    [
        (15, '0"万"', "15万", "text"),
        (15, "0万", "15万", "text"),
        (15, '"约"0', "约15", "text"),
        (15, '"约"General', "约15", "text"),
        (15, '0"余"', "15余", "text"),
        (0.15, "0%", "15%", "text"),
        (0.155, "0.0%", "15.5%", "text"),
        (-5, "0_);(0)", "(5)", "text"),
        (15, "¥#,##0.00", "¥15.00", "text"),
        (15, "[$¥-804]0", "¥15", "text"),
        (0, '0;-0;"/"', "/", "not_applicable"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-", "not_applicable"),
        (15, ";;;", "", "blank"),
        (0, "#", "", "blank"),
    ],
)
def test_what_a_format_adds_or_takes_is_seen(value, code, text, state):
    found, _ = formatted(value, code)
    assert (found.text, found.state) == (text, state)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (123456, '0!.0,"万"'),
        (123456, '0\\.0,"万"'),
        (15, "[DBNum1]General"),
        (15, "[$-1E000804]0"),
        (15, '[>=10]0"多";0'),
        (15, "0.00E+00"),
        (15, "000-0000"),
        (15.5, "# ?/?"),
        (15, "yyyy"),
        (15, "[h]"),
        (15, "0.0,0"),
        (-15, "0;"),
    ],
)
def test_a_format_that_is_not_certain_makes_no_number(value, code):
    found, _ = formatted(value, code)
    assert (found.value, found.state) == (None, "text")


def test_a_format_of_texts_is_seen_too():
    assert formatted("15", "@万")[0].text == "15万"
    assert formatted("15", ";;;")[0].state == "blank"
    assert formatted("15", "0.00")[0].value == 15


@pytest.mark.parametrize("script", [1, 2])
def test_a_raised_digit_is_no_digit_of_the_figure(script):
    def write(book, page):
        page.write_rich_string(1, 1, "12", book.add_format({"font_script": script}), "1", " ")

    assert issued(write)[0].value == 12


def test_digits_struck_out_are_not_read():
    def piece(book, page):
        page.write_rich_string(1, 1, "12", book.add_format({"font_strikeout": True}), "34", " ")

    def whole(value):
        return lambda book, page: page.write(1, 1, value, book.add_format({"font_strikeout": True}))

    assert issued(piece)[0].value == 12
    assert [issued(whole(value))[0].state for value in (15, "15")] == ["blank", "blank"]


def test_a_space_between_two_figures_stays():
    def write(book, page):
        style = book.add_format({"bold": True})
        page.write_rich_string(1, 1, style, "1", style, " ", style, "2")

    assert issued(write)[0].state == "unreadable"


def test_a_formula_nobody_has_computed_is_told():
    for value in ("", 0):
        found, _ = issued(lambda book, page, value=value: page.write_formula(1, 1, "=7+8", None, value))
        assert (found.value, found.state) == (None, "text")


def test_hidden_rows_are_not_read_but_told():
    def fill(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", 9, 9, 9])
        page.write_row(2, 0, ["规章", 3, 1, 12])
        page.set_row(1, None, None, {"hidden": True})

    found = read(workbook(fill))
    assert list(values(parse([found])).values()) == [3, 1, 12]
    assert found.notes == ("the sheet Sheet1 has values in hidden rows or columns, which were not read",)
    assert [c.place["address"] for c in parse([found]).cells] == ["B3", "C3", "D3"]


@pytest.mark.parametrize("hiding", [{"width": None, "options": {"hidden": True}}, {"width": 0, "options": {}}])
def test_hidden_columns_are_not_read_and_move_no_address(hiding):
    def fill(book, page):
        page.write_row(0, 0, ["信息内容", "旧", *RULES_2021[1:]])
        page.write_row(1, 0, ["规章", 9, 3, 1, 12])
        page.set_column(1, 1, hiding["width"], None, hiding["options"])

    report = parse([read(workbook(fill))])
    assert list(values(report).values()) == [3, 1, 12]
    assert [c.place["address"] for c in report.cells] == ["C2", "D2", "E2"]


def test_a_merged_cell_whose_first_row_is_hidden_is_seen_in_the_others():
    def fill(book, page):
        page.merge_range(0, 0, 2, 0, "规章")
        page.write_column(0, 1, ["a", "b", "c"])
        page.set_row(0, None, None, {"hidden": True})

    (table,) = read(workbook(fill)).blocks
    assert [[c.text for c in row] for row in table.rows] == [["规章", "b"], ["规章", "c"]]


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_not_read_but_told(hide):
    def fill(book, page, other):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", None, 1, 12])
        other.write_row(0, 0, RULES_2021)
        other.write_row(1, 0, ["规章", 99, 1, 12])
        getattr(other, hide)()

    found = read(workbook(fill, sheets=2))
    assert list(values(parse([found])).values()) == [None, 1, 12]
    assert found.notes == ("the hidden sheet Sheet2 has values, which were not read",)


def test_zeros_that_a_sheet_hides_are_blank():
    def write(book, page):
        page.hide_zero()
        page.write(1, 1, 0)

    assert issued(write)[0].state == "blank"


def changed(body, part, change):
    """A workbook with the text of one part changed."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = sheet(RULES_2021, ["规章", 3, 1, 12])


def test_a_sheet_without_addresses_is_read_in_order():
    body = changed(SMALL, SHEET, lambda text: re.sub(r'(<(?:row|c)) r="[A-Z0-9]+"', r"\1", text))
    assert list(values(parse([read(body)])).values()) == [3, 1, 12]


@pytest.mark.parametrize("address", ["ZZZZZZZ99999999999", "3", "A0", "B9", "A3"])
def test_an_address_that_is_none_is_damage(address):
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(changed(SMALL, SHEET, lambda text: text.replace('r="B3"', f'r="{address}"')))


@pytest.mark.parametrize(("row", "column"), [(1048575, 16383), (4000, 16383), (1048575, 0)])
def test_a_cell_far_outside_costs_nothing_and_is_told(row, column):
    def fill(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", 3, 1, 12])
        page.write(row, column, "x")

    found = read(workbook(fill))
    assert list(values(parse([found])).values()) == [3, 1, 12]
    assert found.notes == ("the sheet Sheet1 is larger than a report ever is; only its beginning was read",)


def test_more_sheets_than_a_report_has_are_told():
    found = read(workbook(lambda book, *pages: [page.write(0, 0, "甲") for page in pages], sheets=101))
    assert (len(found.blocks), len(found.notes)) == (100, 1)


def test_merges_over_each_other_are_damage():
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 60))
    added = f"</sheetData><mergeCells>{merges}</mergeCells>"
    with pytest.raises(UnreadableDocument, match="overlap"):
        read(changed(SMALL, SHEET, lambda text: text.replace("</sheetData>", added)))


@pytest.mark.parametrize(
    ("part", "bomb"),
    [(SHEET, "a" * 51_000_000), (SHEET, "<row/>" * 2_100_000), ("xl/sharedStrings.xml", "a" * 51_000_000)],
)
def test_more_than_a_report_ever_has_is_refused(part, bomb):
    end = "</sheetData>" if part == SHEET else "</sst>"
    with pytest.raises(UnreadableDocument, match="than a report ever has"):
        read(changed(SMALL, part, lambda text: text.replace(end, bomb + end)))


def test_a_comment_in_the_file_cuts_no_figure():
    body = changed(SMALL, SHEET, lambda text: text.replace("<v>12</v>", "<v>1<!-- -->2</v>"))
    assert list(values(parse([read(body)])).values()) == [3, 1, 12]


def test_raw_values_are_read_where_only_the_library_can():
    (page,), notes = sheet_calamine.pages(SMALL)
    assert (page.texts[2], notes) == ({0: "规章", 1: "3", 2: "1", 3: "12"}, [])


def test_a_library_that_gives_up_is_a_document_that_cannot_be_read():
    with pytest.raises(UnreadableDocument, match="damaged"):
        sheet_calamine.pages(changed(SMALL, SHEET, lambda text: text.replace('r="B3"', 'r="ZZZZZZZ99999999999"')))


def test_a_value_in_a_column_that_cannot_be_is_refused():
    """The library of raw values would make room for all cells up to it: three gigabytes."""
    body = min((ROOT / "tests" / "reports").glob("xls-*/report.xls")).read_bytes()
    cell = body.index(struct.pack("<HHHH", 0xFD, 10, 1, 0))  # shared text in the second row, first column
    spoiled = body[: cell + 6] + struct.pack("<H", 64768) + body[cell + 8 :]
    with pytest.raises(UnreadableDocument, match="row 2, column 64,769"):
        sheet_calamine.pages(spoiled)
