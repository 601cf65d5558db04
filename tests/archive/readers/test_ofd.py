import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import EncryptedDocument, UnreadableDocument
from archive.media import OFD, sniff
from archive.models import Paragraph
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents.forms import tables
from crawler.replicas.figures import real, reports
from tests.archive import drawn
from tests.archive.judging import silent_mistakes, wrong_or_missing
from tests.archive.layouts import YEARS, title_of
from tests.archive.ofd import line, ofd, table, text
from tests.archive.small import RULES_2021, TITLE, values

ISSUED, REPEALED, IN_FORCE = (f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force"))
WIDTHS = {4: (60, 40, 40, 40), 10: (10, 24, 46, *[15] * 7), 15: [12] * 15}


def report_pages(title, three, *, draw=line):
    """The pages of a report: its title, and the three tables, each on a page, a long one on two."""
    disclosure, applications, review = three
    first, _ = table(disclosure, 15, 40, WIDTHS[max(len(r) for r in disclosure)], 10, draw)
    yield text(20, 20, title, 5) + text(20, 30, "二、主动公开政府信息情况") + first
    second, _ = table(applications, 15, 20, WIDTHS[10], 9.3, draw)
    yield text(20, 15, "三、收到和处理政府信息公开申请情况") + second
    third, _ = table(review, 15, 40, WIDTHS[15], 12, draw)
    yield text(20, 30, "四、政府信息公开行政复议、行政诉讼情况") + third + text(20, 120, "六、其他需要报告的事项")


def report_of(*objects, **more):
    return parse([read(ofd("".join((text(20, 20, TITLE, 5), *objects)), **more))])


def rules_table(*figures, draw=line, label="规章"):
    from archive.grid import Span

    rows = [[Span("第二十条第（一）项", 4)], list(map(Span, RULES_2021)), [Span(label), *map(Span, figures)]]
    return table(rows, 15, 40, WIDTHS[4], 10, draw)[0]


@pytest.mark.parametrize("report", [*reports("云岭乡人民政府", (2019, 2023)), *real().values()], ids=lambda r: r.title)
def test_reads_every_cell_of_a_report(report):
    body = ofd(*report_pages(report.title, tables(report.template, report.printed)))
    assert sniff(body) == OFD
    found = parse([read(body)])
    assert (found.template, found.agency, found.year) == (report.template, report.agency, report.year)
    assert wrong_or_missing(found, report.printed) == []


@settings(max_examples=20, deadline=None)
@given(drawn.figures())
def test_every_figure_is_read_or_flagged(figures):
    body = ofd(*report_pages(title_of(figures.template), tables(figures.template, figures.printed)))
    found = parse([read(body)])
    assert found.year == YEARS[figures.template]
    assert silent_mistakes(found, figures.printed) == []
    assert wrong_or_missing(found, figures.printed) == []


def test_a_cell_knows_its_page_and_box():
    report = parse([read(ofd(text(20, 20, TITLE, 5), rules_table("7", "8", "9")))])
    cell = next(c for c in report.cells if c.id == REPEALED)
    assert cell.place["page"] == 2
    x0, top, x1, bottom = (v / 72 * 25.4 for v in cell.place["box"])
    assert (x0, top, x1, bottom) == pytest.approx((115, 60, 155, 70), abs=0.1)


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:other"])
def test_any_namespace_will_do(namespace):
    assert values(report_of(rules_table("7", "8", "9"), namespace=namespace)) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}


def test_rules_drawn_as_thin_boxes_make_cells_too():
    def box(x0, y0, x1, y1):
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        return (
            f'<ofd:PathObject Boundary="{x0} {y0} {width} {height}" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 0"/>'
            f"<ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    assert values(report_of(rules_table("7", "8", "9", draw=box))) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}


def test_rules_of_a_template_page_lie_behind_the_text():
    rules = rules_table("", "", "", label="")
    found = report_of(rules_table("7", "8", "9", draw=lambda *_: ""), template=rules)
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}


def test_what_nobody_sees_is_not_read():
    white = '<ofd:FillColor Value="255 255 255"/>'
    hidden = text(120, 66, "1", 2.0, inside=white) + text(121, 66, "1", 2.0, Visible="false")
    hidden += text(122, 66, "1", 2.0, Alpha="0") + text(123, 66, "1", 2.0, Fill="false")
    assert values(report_of(rules_table("7", "8", "9"), hidden))[REPEALED] == 8


def test_what_is_painted_over_is_not_read():
    cover = (
        '<ofd:PathObject Boundary="115 60 39 9" Fill="true" Stroke="false"><ofd:FillColor Value="255 255 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 39 0 L 39 9 L 0 9 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    found = report_of(rules_table("7", "8", "9"), cover, text(120, 66, "5", 2.0))
    assert values(found) == {ISSUED: 7, REPEALED: 5, IN_FORCE: 9}


PARAMS = (
    '<ofd:Res xmlns:ofd="x"><ofd:DrawParams><ofd:DrawParam ID="71"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    '<ofd:DrawParam ID="72" Relative="71" LineWidth="0.3"/><ofd:DrawParam ID="73" Relative="74"/>'
    '<ofd:DrawParam ID="74" Relative="73"/><ofd:DrawParam ID="75"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam>'
    "</ofd:DrawParams></ofd:Res>"
)


def report_with_params(*objects):
    common = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    return report_of(*objects, parts=[("Doc_0/PublicRes.xml", PARAMS)], common=common)


def shade(kind, *values):
    stops = "".join(f'<ofd:Segment><ofd:Color Value="{value}"/></ofd:Segment>' for value in values)
    return f'<ofd:FillColor><ofd:{kind} StartPoint="0 0" EndPoint="9 0">{stops}</ofd:{kind}></ofd:FillColor>'


def shape(outline, inside='<ofd:FillColor Value="255 255 255"/>', **attributes):
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return (
        f'<ofd:PathObject Boundary="115 60 39 9" Fill="true" Stroke="false"{more}>{inside}'
        f"<ofd:AbbreviatedData>{outline}</ofd:AbbreviatedData></ofd:PathObject>"
    )


BOX = "M 0 0 L 39 0 L 39 9 L 0 9 C"
ROUND = "M 2 0 L 37 0 Q 39 0 39 2 L 39 7 B 39 8 38 9 37 9 L 2 9 Q 0 9 0 7 L 0 2 Q 0 0 2 0 C"
ARCS = "M 0 4.5 A 19 19 0 0 1 38 4.5 A 19 19 0 0 1 0 4.5 C"
FRAME = "M -105 -25 L 85 -25 L 85 30 L -105 30 C M -101 -21 L 81 -21 L 81 20 L -101 20 C"


@pytest.mark.parametrize("param", ["71", "72"])
def test_text_made_white_by_a_drawing_parameter_is_not_read(param):
    found = report_with_params(rules_table("7", "8", "9"), text(120, 66, "1", 2.0, DrawParam=param))
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}


def test_the_drawing_parameter_of_a_layer_counts_for_what_states_no_colour():
    layer = f'</ofd:Layer><ofd:Layer DrawParam="72">{text(120, 66, "1", 2.0)}'
    own = text(120, 66, "6", 2.0, inside='<ofd:FillColor Value="0 0 0"/>')
    assert values(report_with_params(rules_table("7", "8", "9"), layer))[REPEALED] == 8
    assert values(report_with_params(rules_table("7", "", "9"), layer, own))[REPEALED] == 6


@pytest.mark.parametrize("more", [{"DrawParam": "75"}, {"DrawParam": "73"}, {}], ids=["black", "in a circle", "none"])
def test_text_without_a_white_parameter_is_read(more):
    assert values(report_with_params(rules_table("7", "", "9"), text(120, 66, "5", 2.0, **more)))[REPEALED] == 5


@pytest.mark.parametrize(
    ("more", "inside"),
    [
        ({"DrawParam": "99"}, ""),
        ({}, shade("AxialShd", "255 255 255", "0 0 0")),
        ({}, '<ofd:FillColor Index="3"/>'),
        ({"Stroke": "true"}, '<ofd:FillColor Value="255 255 255"/>'),
    ],
    ids=["unknown parameter", "shaded", "palette", "outlined"],
)
def test_figures_in_colours_that_cannot_be_told_are_no_numbers(more, inside):
    found = report_with_params(rules_table("7", "", "9"), text(120, 66, "5", 2.0, inside=inside, **more))
    assert values(found)[REPEALED] is None
    assert {c.id: c.state for c in found.cells}[REPEALED] in ("text", "unreadable")


def test_white_shading_is_white():
    white = shade("RadialShd", "255 255 255", "#ff #ff #ff")
    assert values(report_of(rules_table("7", "8", "9"), text(120, 66, "1", 2.0, inside=white)))[REPEALED] == 8


@pytest.mark.parametrize(
    "cover",
    [
        shape(ROUND),
        shape(ARCS),
        shape(BOX, shade("AxialShd", "255 255 255", "200 200 200")),
        shape(BOX, ""),
        shape(BOX, '<ofd:FillColor Value="255 255 255" Alpha="200"/>'),
        shape(BOX, inside='<ofd:Clips/><ofd:FillColor Value="255 255 255"/>'),
        '<ofd:ImageObject Boundary="115 60 39 9" ResourceID="5"/>',
        '<ofd:CompositeObject Boundary="115 60 39 9" ResourceID="5"/>',
    ],
    ids=["rounded", "arcs", "shaded", "no colour", "half seen through", "clipped", "picture", "drawing"],
)
def test_a_figure_that_may_be_covered_is_in_doubt(cover):
    found = report_of(rules_table("7", "8", "9"), cover)
    assert values(found)[REPEALED] == 8
    told = {cell for f in found.findings if f.status == "unknown" and f.check == "B1" for cell in f.cells}
    assert told == {REPEALED}


def test_a_figure_that_an_annotation_covers_is_in_doubt():
    stamp = f'<ofd:Annot ID="1" Type="Highlight"><ofd:Appearance Boundary="0 0 210 297">{shape(BOX)}</ofd:Appearance></ofd:Annot>'
    body = ofd(text(20, 20, TITLE, 5) + rules_table("7", "8", "9"), annotations=stamp)
    found = parse([read(body)])
    assert values(found)[REPEALED] == 8
    assert any(REPEALED in f.cells for f in found.findings if f.check == "B1")


@pytest.mark.parametrize(
    "cover",
    [
        shape(FRAME, Rule="Even-Odd"),
        shape(BOX, '<ofd:FillColor Value="255 255 0" Alpha="60"/>'),
        shape(BOX, Alpha="60"),
        '<ofd:ImageObject Boundary="10 200 39 9" ResourceID="5"/>',
    ],
    ids=["frame around", "seen through", "object seen through", "picture elsewhere"],
)
def test_a_figure_that_is_seen_all_the_same_is_in_no_doubt(cover):
    found = report_of(rules_table("7", "8", "9"), cover)
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}
    assert not [f for f in found.findings if f.check == "B1"]


def test_pictures_behind_figures_hide_none():
    found = report_of('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>', rules_table("7", "8", "9"))
    assert values(found) == {ISSUED: 7, REPEALED: 8, IN_FORCE: 9}
    assert not [f for f in found.findings if f.check == "B1"]


def test_turned_and_struck_digits_are_no_numbers():
    turned = report_of(rules_table("7", "", "9"), text(120, 66, "68", 2.0, CTM="-1 0 0 -1 2 2"))
    struck = report_of(rules_table("7", "68", "9"), line(115, 61.8, 125, 61.8))
    for found in (turned, struck):
        assert {c.id: c.state for c in found.cells}[REPEALED] in ("text", "unreadable")
        assert any(REPEALED in f.cells for f in found.findings if f.status != "pass")


def test_what_is_stamped_on_a_page_is_seen():
    stamp = f'<ofd:Annot ID="1" Type="Stamp"><ofd:Appearance Boundary="100 0 100 20">{text(5, 10, "更正：附件作废")}</ofd:Appearance></ofd:Annot>'
    found = read(ofd(text(20, 20, TITLE, 5), annotations=stamp))
    assert "更正：附件作废" in [b.text for b in found.blocks if isinstance(b, Paragraph)]


def test_repeated_steps_between_letters():
    found = read(ofd(text(20, 20, TITLE, 5) + text(20, 40, "本年收到申请12件", 4, deltas="g 6 4.5 2.2 2.2 4")))
    assert found.blocks[-1].text == "本年收到申请12件"


def test_letters_set_wide_are_no_single_number():
    found = report_of(rules_table("7", "", "9"), text(120, 66, "12", 2.0, deltas="15"))
    assert {c.id: c.state for c in found.cells}[REPEALED] == "unreadable"


def test_a_page_of_pictures_alone_is_told():
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    assert read(ofd(text(20, 20, TITLE), picture)).notes == ("pages without text (scans) were not read: 2",)
    with pytest.raises(UnreadableDocument, match="scan"):
        read(ofd(picture))


def test_a_scanned_page_is_read_from_its_picture():
    pytest.importorskip("onnxruntime")
    drawing = picture_of_rules("12", "345", "6789")
    resources = (
        '<ofd:Res xmlns:ofd="x" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    body = ofd(
        text(20, 20, TITLE, 5),
        '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>',
        parts=[("Doc_0/DocumentRes.xml", resources), ("Doc_0/Res/scan.png", drawing)],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
    )
    document = read(body)
    assert document.notes == ()
    assert values(parse([document])) == {ISSUED: 12, REPEALED: 345, IN_FORCE: 6789}


def picture_of_rules(*figures):
    """A drawing of the first table, 200 dots to the inch."""
    import pypdfium2
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    from tests.archive.readers.test_pdf import ruled

    made, png = BytesIO(), BytesIO()
    SimpleDocTemplate(made, pagesize=A4).build([ruled([RULES_2021, ["规章", *figures]], size=12)])
    with pypdfium2.PdfDocument(made.getvalue()) as document:
        document[0].render(scale=200 / 72).to_pil().save(png, "PNG")
    return png.getvalue()


def test_an_encrypted_file_is_told():
    with pytest.raises(EncryptedDocument):
        read(ofd(text(20, 20, TITLE), parts=[("Encryptions.xml", "<Encryptions/>")]))


def test_a_file_without_its_parts_is_told():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("OFD.xml", '<OFD xmlns="x"><DocRoot>/Doc_0/Document.xml</DocRoot></OFD>')
    with pytest.raises(UnreadableDocument, match="missing"):
        read(made.getvalue())


@pytest.mark.parametrize(
    "objects",
    [
        text(20, 20, "1" * 60_000, deltas="g 999999999 1"),
        line(1, 1, 2, 2).replace("M 0 0", "M 0 0 " + "L 1 1 " * 40_000),
        "<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60,
    ],
    ids=["letters", "lines", "blocks"],
)
def test_a_page_drawn_to_exhaust_the_reader_is_refused(objects):
    with pytest.raises(UnreadableDocument, match=r"more than a report ever has|too deeply"):
        read(ofd(objects))


@given(st.text("0123456789.-+eENaninfg# \t", max_size=40))
@settings(max_examples=60, deadline=None)
def test_odd_numbers_in_attributes_end_in_a_document_or_a_sentence(odd):
    objects = text(20, 20, TITLE, 5) + text(20, 40, "7件", deltas=odd, CTM=odd, HScale=odd)
    objects += line(1, 1, 90, 1, Boundary2=odd).replace("M 0 0 L", f"M {odd} L {odd} L") + text(5, 5, "年", Alpha=odd)
    try:
        read(ofd(objects))
    except UnreadableDocument as error:
        assert str(error)
