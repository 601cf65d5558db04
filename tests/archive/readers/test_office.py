"""Reports as .doc, .wps, .rtf, .odt, .ods and .et: every cell is read as it is printed, nothing hidden is."""

from io import BytesIO

import pytest
from xlsxwriter import Workbook

from archive import media
from archive.errors import OfficeMissing, UnreadableDocument
from archive.models import Table
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents import word
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.figures import reports
from tests.archive import drawn
from tests.archive.converted import converted, needs_office
from tests.archive.judging import doubts, wrong_or_missing
from tests.archive.layouts import HEADINGS, form_tables, title_of

pytestmark = needs_office
REPORTS = {f"{report.template}": report for report in reports("云岭乡人民政府", [2019, 2023])}
TYPES = {"doc": media.DOC, "rtf": media.RTF, "odt": media.ODT, "xls": media.XLS, "ods": media.ODS}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Ending -> template -> the bytes of a report."""
    made = {}
    for ending in TYPES:
        is_sheet = ending in ("xls", "ods")
        bodies = {
            f"{t}.{'xlsx' if is_sheet else 'docx'}": (xlsx if is_sheet else word.docx)(r) for t, r in REPORTS.items()
        }
        files = converted(tmp_path_factory.mktemp(ending), bodies, ending)
        made[ending] = {name.partition(".")[0]: body for name, body in files.items()}
    return made


@pytest.mark.parametrize("template", sorted(REPORTS))
@pytest.mark.parametrize("ending", sorted(TYPES))
def test_every_cell_is_read(printed, ending, template):
    document = read(printed[ending][template])
    report = parse([document])
    assert document.media_type == TYPES[ending]
    assert report.template == template
    assert wrong_or_missing(report, REPORTS[template].printed) == []
    assert doubts(report) == []
    assert len(report.cells) in (198, 200)


@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_tables_of_different_widths_in_one_keep_their_columns(tmp_path, ending):
    figures = drawn.Figures("t2021", "few", "nothing", 5)
    rows = [row for table in form_tables("t2021", figures.printed) for row in table]
    body = converted(
        tmp_path, {"a.docx": word.written([title_of("t2021"), HEADINGS[1], rows, "六、其他需要报告的事项"])}, ending
    )["a.docx"]
    report = parse([read(body)])
    assert wrong_or_missing(report, figures.printed) == []
    assert [told for told in doubts(report) if told[0] != "C7"] == []  # it has no sections one and five


@pytest.mark.parametrize(("ending", "media_type"), [("fodt", media.ODT), ("fods", media.ODS)])
def test_a_document_that_is_one_xml_file_is_read(tmp_path, ending, media_type):
    source = "a.xlsx" if ending == "fods" else "a.docx"
    report = REPORTS["t2021"]
    body = converted(tmp_path, {source: xlsx(report) if ending == "fods" else word.docx(report)}, ending)[source]
    assert media.sniff(body) == media_type
    assert wrong_or_missing(parse([read(body)]), report.printed) == []


EXCEL_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">规章</Data></Cell>
<Cell><Data ss:Type="Number">12</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_spreadsheet_that_is_one_xml_file_is_read():
    document = read(EXCEL_2003.encode())
    assert document.media_type == media.XLS
    assert [[cell.text for cell in row] for row in document.blocks[0].rows] == [["规章", "12"]]


def test_blanks_before_a_text_do_not_hide_what_it_is():
    assert texts(b"\xef\xbb\xbf\r\n " + rtf(b"5")) == ["5"]


def test_cells_keep_their_places(printed):
    places = {cell.id: cell.place for cell in parse([read(printed["doc"]["t2021"])]).cells}
    assert places["disclosure.rules.issued"] == {"table": 1, "row": 3, "column": 2}
    sheet = {cell.id: cell.place for cell in parse([read(printed["ods"]["t2021"])]).cells}
    assert sheet["disclosure.rules.issued"] == {"sheet": "表1", "address": "B5"}


def test_a_spreadsheet_of_old_is_read_as_it_is_shown(tmp_path):
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("a")
        for row, (label, value, code) in enumerate(
            [("a", 15, '0"万"'), ("b", 2, "0"), ("c", 3, "0"), ("d", 0.5, "0%")]
        ):
            sheet.write(row, 0, label)
            sheet.write(row, 1, value, book.add_format({"num_format": code, "font_strikeout": label == "c"}))
        sheet.set_row(1, None, None, {"hidden": True})
    body = converted(tmp_path, {"a.xlsx": made.getvalue()}, "xls")["a.xlsx"]
    (table,) = read(body).blocks
    assert [[cell.text for cell in row] for row in table.rows] == [["a", "15万"], ["c", ""], ["d", "50%"]]


# --- small documents, written by hand -------------------------------------------------------------------

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}{\colortbl;\red255\green255\blue255;}{\*\revtbl{Unknown;}{A;}}"
TWO = rb"\trowd\cellx3000\cellx6000\pard\intbl "


def rtf(*cells):
    """A text with a table that has one row for each of these cells, and a label before it."""
    rows = b"".join(TWO + b"label\\cell " + cell + b"\\cell\\row\n" for cell in cells)
    return HEAD + rb"\pard before\par " + rows + rb"\pard after\par}"


def texts(body):
    return [row[1].text.strip() for block in read(body).blocks if isinstance(block, Table) for row in block.rows]


SEEN = {
    rb"{\strike 5}6": "6",
    rb"{\striked1 5}6": "6",
    rb"{\v 7}8": "8",
    rb"{\deleted\revauthdel1\revdttmdel0 3}{\revised\revauth1\revdttm0 4}": "4",
    rb"9{\super 2}": "9[2]",
    rb"10{\footnote\pard note 77}": "10",
    rb"{\up10 3}4": "^34",
    rb"{\cf1 1}2": "2",
    rb"{\fs4 3}4": "^34",
    rb"{\field{\*\fldinst {=SUM(ABOVE)}}{\fldrslt 33}}": "33",
    rb"{\*\annotation 99}14": "14",
    rb"3\_4": "3-4",
}


@pytest.mark.parametrize("ending", ["rtf", "doc", "odt"])
def test_what_is_not_seen_is_not_read(tmp_path, ending):
    body = rtf(*SEEN)
    if ending != "rtf":
        body = converted(tmp_path, {"a.rtf": body}, ending)["a.rtf"]
    assert texts(body) == list(SEEN.values())


def test_nested_and_merged_cells_are_told_apart():
    nested = (
        rb"\trowd\cellx4000\cellx8000\pard\intbl outer\cell\pard\intbl\itap2 in 1\nestcell in 2\nestcell"
        rb"{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}\pard\intbl tail\cell\row"
    )
    merged = (
        rb"\trowd\clvmgf\cellx4000\cellx8000\pard\intbl tall\cell 1\cell\row"
        rb"\trowd\clvmrg\cellx4000\cellx8000\pard\intbl\cell 2\cell\row"
        rb"\trowd\clmgf\cellx4000\clmrg\cellx8000\pard\intbl wide\cell\cell\row"
    )
    tables = [
        b
        for b in read(HEAD + nested + rb"\pard between\par" + merged + rb"\pard end\par}").blocks
        if isinstance(b, Table)
    ]
    first, second = ([[(c.text, c.width, c.height) for c in row] for row in t.rows] for t in tables)
    assert first == [[("in 1", 1, 1), ("in 2", 1, 1)]]
    assert second == [[("tall", 1, 2), ("1", 1, 1)], [("tall", 1, 2), ("2", 1, 1)], [("wide", 2, 1)]]


def test_edges_that_differ_by_a_hair_are_one():
    edges = [(3000, 6000, 9000), (2993, 6007, 9000), (3004, 5996, 9003)]
    rows = b"".join(
        rb"\trowd" + b"".join(rb"\cellx%d" % edge for edge in row) + rb"\pard\intbl 1\cell 2\cell 3\cell\row"
        for row in edges
    )
    (table,) = (b for b in read(HEAD + rb"\pard a\par" + rows + rb"\pard b\par}").blocks if isinstance(b, Table))
    assert [[(c.column, c.width) for c in row] for row in table.rows] == [[(0, 1), (1, 1), (2, 1)]] * 3


# --- bad input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", sorted(TYPES))
def test_a_document_cut_short_gives_one_sentence_or_what_is_left(printed, ending):
    body = printed[ending]["t2021"]
    for part in (600, len(body) // 2, len(body) - 100):
        try:
            report = parse([read(body[:part])])
        except UnreadableDocument as error:
            assert "\n" not in str(error)
        else:
            truth = REPORTS["t2021"].printed
            assert [c.id for c in report.cells if c.value is not None and c.text != truth[c.id]] == []


def test_without_the_program_it_is_said_what_to_install(printed, monkeypatch):
    from archive.office import converter

    monkeypatch.setenv("NIANBAO_OFFICE", "no-such-program")
    monkeypatch.setattr(converter, "_warm", converter.Converter())
    with pytest.raises(OfficeMissing, match="apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"):
        read(printed["doc"]["t2021"])
    report = parse([read(printed["xls"]["t2021"])])
    assert wrong_or_missing(report, REPORTS["t2021"].printed) == []
    assert [(f.check, f.message.partition(":")[0]) for f in report.findings if f.status == "unknown"] == [
        ("X1", "only the stored values were read, not how they are shown")
    ]
