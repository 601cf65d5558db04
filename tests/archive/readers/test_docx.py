from io import BytesIO

import docx as word
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.models import Paragraph, Table
from archive.parser import parse
from archive.readers.docx import read
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import real
from tests.archive.judging import named, wrong_or_missing
from tests.archive.small import RULES_2021, TITLE, values

REPORT = real()["番禺区卫生健康局", 2020]
ISSUED, REPEALED, IN_FORCE = (f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force"))


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(content, properties=""):
    inside = content if content.startswith("<w:p>") else paragraph(run(content))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells, properties=""):
    made = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr>{properties}{made}</w:tr>"


def table(*rows):
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def document_of(*elements):
    document = word.Document()
    document.add_paragraph(TITLE)
    for element in elements:
        document.element.body.insert(-1, parse_xml(element))
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def report_of(*rows):
    return parse([read(document_of(table(row(*RULES_2021), *rows)))])


def issued(content):
    """The cell read from a table cell with this content, and the report."""
    report = report_of(row("规章", content, "0", "0"))
    return next(c for c in report.cells if c.id == ISSUED), report


def test_a_whole_report_is_read():
    report = parse([read(docx(REPORT))])
    assert (report.title, report.agency, report.year) == (REPORT.title, REPORT.agency, REPORT.year)
    assert wrong_or_missing(report, REPORT.printed) == []
    assert [s.key for s in report.sections][1:] == [
        "overview",
        "disclosure",
        "applications",
        "review",
        "problems",
        "other_matters",
    ]


def test_runs_of_one_paragraph_are_one_figure():
    assert issued(paragraph(run("1"), run("2")))[0].value == 12


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(paragraph(run("1")) + paragraph(run("2")), id="paragraphs"),
        pytest.param("<w:p><w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r></w:p>", id="line break"),
        pytest.param("<w:p><w:r><w:t>1</w:t><w:cr/><w:t>2</w:t></w:r></w:p>", id="carriage return"),
        pytest.param("<w:p><w:r><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r></w:p>", id="tab"),
    ],
)
def test_two_figures_in_one_cell_are_never_joined(content):
    found, _ = issued(content)
    assert (found.value, found.state) == (None, "unreadable")


def test_a_deleted_figure_gives_way_to_the_inserted_one():
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>35</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="a">{run("40")}</w:ins>'
    assert issued(paragraph(deleted, inserted))[0].value == 40


def test_a_figure_moved_away_is_not_read_where_it_was():
    moved = f'<w:moveFrom w:id="1" w:author="a">{run("35")}</w:moveFrom>'
    found, _ = issued(paragraph(moved, f'<w:moveTo w:id="2" w:author="a">{run("40")}</w:moveTo>'))
    assert found.value == 40


def test_a_footnote_mark_is_no_digit_of_the_figure():
    found, _ = issued(paragraph(run("35"), run("1", '<w:vertAlign w:val="superscript"/>')))
    assert found.value in {35, None}


@pytest.mark.parametrize("style", ["<w:vanish/>", "<w:strike/>", "<w:dstrike/>"])
def test_hidden_and_struck_out_digits_are_not_joined_with_the_figure(style):
    found, report = issued(paragraph(run("5", style), run("7")))
    assert found.value in {7, None} or found.id in named(report)


def test_a_hyphen_that_does_not_break_is_a_minus():
    found, _ = issued("<w:p><w:r><w:noBreakHyphen/><w:t>35</w:t></w:r></w:p>")
    assert found.value == -35


def test_the_result_of_a_field_is_read_and_not_its_formula():
    parts = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE) 99</w:instrText></w:r>',
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    assert issued(paragraph(*parts))[0].value == 7


def test_merged_cells_are_found_in_each_row_they_cover():
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = document_of(table(row(cell("a", start), "b"), row(cell("", more), "c"), row(cell("d"), "e")))
    (found,) = [b for b in read(body).blocks if isinstance(b, Table)]
    assert [[c.text for c in r] for r in found.rows] == [["a", "b"], ["a", "c"], ["d", "e"]]


def test_a_merge_that_starts_nowhere_is_a_cell_of_its_own():
    body = document_of(table(row("a", "b"), row(cell("c", "<w:vMerge/>"), "d")))
    (found,) = [b for b in read(body).blocks if isinstance(b, Table)]
    assert [[c.text for c in r] for r in found.rows] == [["a", "b"], ["c", "d"]]


def test_cells_merged_the_old_way_push_no_value_aside():
    merged = (cell("3", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"))
    report = report_of(row("规章", *merged, "1", "12"))
    found = values(report)
    wrong = {key for key, value in ((ISSUED, 3), (REPEALED, 1), (IN_FORCE, 12)) if found.get(key) != value}
    assert wrong <= named(report)


def test_rows_inside_a_content_control_are_rows_of_the_table():
    inside = f"<w:sdt><w:sdtContent>{row('规章', '3', '1', '12')}</w:sdtContent></w:sdt>"
    assert list(values(report_of(inside)).values()) == [3, 1, 12]


def test_cells_and_tables_inside_a_content_control_are_read():
    control = f"<w:sdt><w:sdtContent>{cell('3')}</w:sdtContent></w:sdt>"
    whole = f"<w:tr>{cell('规章')}{control}{cell('1')}{cell('12')}</w:tr>"
    assert list(values(report_of(whole)).values()) == [3, 1, 12]
    around = table(row(*RULES_2021), row("规章", "3", "1", "12"))
    body = document_of(f"<w:sdt {nsdecls('w')}><w:sdtContent>{around}</w:sdtContent></w:sdt>")
    assert list(values(parse([read(body)])).values()) == [3, 1, 12]


def test_a_table_that_lays_out_others_is_walked_through():
    inner = table(row(*RULES_2021), row("规章", "3", "1", "12"))
    body = document_of(table(row(f"<w:tc><w:tcPr/>{paragraph(run('甲'))}{inner}<w:p/></w:tc>")))
    assert list(values(parse([read(body)])).values()) == [3, 1, 12]


def test_columns_left_out_before_a_row_move_no_figure():
    report = report_of(row("规章", "3", "1", "12", properties='<w:trPr><w:gridBefore w:val="1"/></w:trPr>'))
    assert list(values(report).values()) == [3, 1, 12]


def test_a_copy_of_a_text_for_older_programs_is_not_read_twice():
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice Requires='wps'>{run('7')}</mc:Choice><mc:Fallback>{run('7')}</mc:Fallback>"
    assert issued(paragraph(f"<mc:AlternateContent {namespace}>{both}</mc:AlternateContent>"))[0].value == 7


def test_a_place_names_table_row_and_column():
    report = report_of(row("规章", "3", "1", "12"))
    assert report.cells[1].place == {"table": 1, "row": 2, "column": 3}


def test_paragraphs_and_tables_come_in_reading_order():
    body = document_of(
        f"<w:p {nsdecls('w')}>{run('甲')}</w:p>", table(row("a", "b")), f"<w:p {nsdecls('w')}>{run('乙')}</w:p>"
    )
    found = [b.text if isinstance(b, Paragraph) else "table" for b in read(body).blocks]
    assert found == [TITLE, "甲", "table", "乙"]
