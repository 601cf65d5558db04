import zipfile
from io import BytesIO

import docx as word
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.errors import UnreadableDocument
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


def styled(document_xml_styles, *elements):
    """A document with these styles besides Word's own."""
    document = word.Document(BytesIO(document_of(*elements)))
    for style in document_xml_styles:
        document.styles.element.append(parse_xml(style))
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def style(name, properties="", base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style {nsdecls("w")} w:type="character" w:styleId="{name}">{based}<w:rPr>{properties}</w:rPr></w:style>'


def issued_with(styles, content):
    """The cell read from a table cell with this content, in a document with these styles."""
    body = styled(styles, table(row(*RULES_2021), row("规章", content, "0", "0")))
    return next(c for c in parse([read(body)]).cells if c.id == ISSUED)


DELETED_ROW = '<w:trPr><w:del w:id="1" w:author="a"/></w:trPr>'
HIDDEN_ROW = "<w:trPr><w:hidden/></w:trPr>"


@pytest.mark.parametrize("properties", [DELETED_ROW, HIDDEN_ROW])
def test_a_deleted_or_hidden_row_is_not_read(properties):
    report = report_of(row("规章", "9", "9", "9", properties=properties), row("规章", "3", "1", "12"))
    assert list(values(report).values()) == [3, 1, 12]
    assert values(report_of(row("规章", "9", "9", "9", properties=properties))) == {}


def test_a_row_whose_hiding_is_switched_off_is_read():
    switched_off = '<w:trPr><w:hidden w:val="0"/></w:trPr>'
    assert list(values(report_of(row("规章", "3", "1", "12", properties=switched_off))).values()) == [3, 1, 12]


def test_a_deleted_cell_is_not_read():
    deleted = cell("9", '<w:cellDel w:id="1" w:author="a"/>')
    assert list(values(report_of(row("规章", deleted, "3", "1", "12"))).values()) == [3, 1, 12]


def test_cells_below_a_deleted_start_of_a_merge_do_not_join_the_merge_above():
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        row(cell("甲", start), "1"),
        row(cell("乙", start), "2", properties=DELETED_ROW),
        row(cell("", more), "3"),
    )
    (found,) = [b for b in read(document_of(table(*rows))).blocks if isinstance(b, Table)]
    assert [[c.text for c in r] for r in found.rows] == [["甲", "1"], ["", "3"]]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:position w:val="10"/><w:sz w:val="10"/>',
        '<w:position w:val="-8"/>',
        '<w:rStyle w:val="FootnoteReference"/>',
        '<w:color w:val="FFFFFF"/>',
        '<w:sz w:val="2"/>',
    ],
)
def test_a_digit_off_the_line_or_out_of_sight_is_not_joined_with_the_figure(properties):
    found, _ = issued(paragraph(run("12"), run("1", properties)))
    assert found.value == 12 or found.state == "text"


@pytest.mark.parametrize("nudged", ['<w:position w:val="2"/>', '<w:position w:val="-1"/>', '<w:sz w:val="21"/>'])
def test_a_digit_on_the_line_is_part_of_the_figure(nudged):
    assert issued(paragraph(run("12"), run("1", nudged)))[0].value == 121


def test_a_figure_raised_as_a_whole_is_read():
    assert issued(paragraph(run("12", '<w:position w:val="10"/>')))[0].value == 12


@pytest.mark.parametrize("base", ["", "Raised"])
def test_a_style_that_raises_makes_a_footnote_mark(base):
    raises = '<w:vertAlign w:val="superscript"/>'
    styles = [style("Raised", raises), style("Mark", "" if base else raises, base)]
    found = issued_with(styles, paragraph(run("12"), run("1", '<w:rStyle w:val="Mark"/>')))
    assert (found.value, found.text) == (12, "12[1]")


def test_a_raised_digit_before_the_figure_is_not_joined_with_it():
    found, _ = issued(paragraph(run("1", '<w:vertAlign w:val="superscript"/>'), run("2")))
    assert (found.value, found.state) == (None, "text")


@pytest.mark.parametrize("hides", ["<w:vanish/>", "<w:specVanish/>", "<w:strike/>", "<w:dstrike/>"])
def test_a_style_that_hides_is_as_good_as_hiding(hides):
    content = paragraph(run("99", '<w:rStyle w:val="Hid"/>'), run("5"))
    assert issued_with([style("Hid", hides)], content).value == 5
    shown = paragraph(run("9", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/><w:strike w:val="0"/>'), run("5"))
    if hides in {"<w:vanish/>", "<w:strike/>"}:
        assert issued_with([style("Hid", hides)], shown).value == 95


def test_styles_based_on_each_other_end():
    styles = [style("A", "", "B"), style("B", "", "A")]
    assert issued_with(styles, paragraph(run("5", '<w:rStyle w:val="A"/>'))).value == 5


def test_special_hiding_is_hiding():
    assert issued(paragraph(run("12"), run("1", "<w:specVanish/>")))[0].value == 12


def test_letters_above_a_figure_are_not_part_of_it():
    above, base = f"<w:rt>{run('3')}</w:rt>", f"<w:rubyBase>{run('4')}</w:rubyBase>"
    assert issued(paragraph(run("12"), f"<w:r><w:ruby>{above}{base}</w:ruby></w:r>"))[0].value == 124


def test_a_tab_to_a_place_parts_two_figures():
    found, _ = issued(paragraph(run("1"), "<w:r><w:ptab/></w:r>", run("2")))
    assert (found.value, found.state) == (None, "unreadable")


def test_a_symbol_is_neither_nothing_nor_a_figure():
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>'
    for pieces in ((run("1"), symbol), (symbol,)):
        found, report = issued(paragraph(*pieces))
        assert found.state == "unreadable"
        assert found.id in named(report)


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def test_a_formula_of_one_line_is_read_and_another_one_is_told():
    five = f"<m:oMath {MATH}><m:r><m:t>5</m:t></m:r></m:oMath>"
    assert [issued(paragraph(run(before), five))[0].value for before in ("", "1")] == [5, 15]
    power = f"<m:oMath {MATH}><m:sSup><m:e><m:r><m:t>5</m:t></m:r></m:e></m:sSup></m:oMath>"
    assert [issued(paragraph(run(before), power))[0].state for before in ("", "1")] == ["unreadable"] * 2


def test_only_the_first_of_several_copies_is_read():
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    copies = "".join(f"<mc:Choice Requires='{name}'>{run('7')}</mc:Choice>" for name in ("wps", "wpg"))
    assert issued(paragraph(f"<mc:AlternateContent {namespace}>{copies}</mc:AlternateContent>"))[0].value == 7


def test_a_comment_in_the_file_cuts_no_figure():
    found, _ = issued("<w:p><w:r><w:t>1<!-- -->2</w:t></w:r></w:p>")
    assert found.value == 12


def test_rows_inside_custom_xml_are_rows_of_the_table():
    inside = f'<w:customXml w:element="x">{row("规章", "3", "1", "12")}</w:customXml>'
    assert list(values(report_of(inside)).values()) == [3, 1, 12]


def bare(content):
    """A Word file of nothing but its text."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {nsdecls('w')}><w:body>{content}</w:body></w:document>")
    return made.getvalue()


def nested(depth):
    return bare("<w:tbl><w:tr><w:tc>" * depth + paragraph(run("x")) + "</w:tc></w:tr></w:tbl>" * depth)


def test_tables_inside_tables_are_read_once_and_only_so_deep():
    (found,) = read(nested(20)).blocks
    assert isinstance(found, Table)
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        read(nested(21))


@pytest.mark.parametrize("content", ["<w:p/>" * 1_100_000, "<w:p/>" * 6_000_000])
def test_more_than_a_report_ever_has_is_refused(content):
    with pytest.raises(UnreadableDocument, match="than a report ever has"):
        read(bare(content))


def test_a_file_that_defines_entities_is_refused():
    body = bare(paragraph(run("1")))
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        text = old.read("word/document.xml").decode()
        new.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY x "2">]>{text.replace("1</", "1&x;</")}')
    with pytest.raises(UnreadableDocument, match="document type"):
        read(made.getvalue())


PICTURE = "<w:r><w:drawing/></w:r>"


@pytest.mark.parametrize(
    "drawn",
    [PICTURE, "<w:r><w:pict/></w:r>", PICTURE + run("7"), run("7") + PICTURE],
    ids=["new", "old", "before", "behind"],
)
def test_a_picture_in_a_cell_is_neither_a_blank_nor_a_figure(drawn):
    found, report = issued(paragraph(drawn))
    assert (found.value, found.state) == (None, "unreadable")
    assert ISSUED in named(report)


def test_a_picture_that_is_hidden_and_one_beside_a_label_change_nothing():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:drawing/></w:r>"
    report = report_of(row(paragraph(run("规章"), PICTURE), paragraph(hidden, run("3")), "1", "12"))
    assert list(values(report).values()) == [3, 1, 12]


@pytest.mark.parametrize(
    "between",
    [
        run("1", "<w:vertAlign w:val='superscript'/>"),
        run("1", "<w:strike/>"),
        run("1", "<w:vanish/>"),
        run("1", "<w:w w:val='1'/>"),
        f"<w:del>{run('1')}</w:del>",
        f"<w:fldSimple w:instr='PAGE'>{run('1')}</w:fldSimple>",
        "<w:r><w:sym w:font='Wingdings' w:char='F081'/></w:r>",
    ],
)
def test_a_paragraph_with_a_part_that_may_be_seen_otherwise_says_so(between):
    made = [paragraph(run("收到20"), between, run("件")), paragraph(run("收到20件"))]
    body = document_of(*(text.replace("<w:p>", f"<w:p {nsdecls('w')}>") for text in made))
    _, marked, plain = read(body).blocks
    assert "doubtful" in marked.place
    assert "doubtful" not in plain.place
