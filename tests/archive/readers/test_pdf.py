from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from archive.errors import UnreadableDocument
from archive.models import Paragraph as Text
from archive.parser import parse
from archive.readers.pdf import read
from crawler.replicas.documents.pdf import pdf
from crawler.replicas.figures import Published, real, reports
from tests.archive import drawn
from tests.archive.judging import doubts, named, silent_mistakes, wrong_or_missing
from tests.archive.layouts import HEAD_ROWS, YEARS, cut, filled, form_tables, title_of
from tests.archive.small import RULES_2021, TITLE, values

rl_config.invariant = 1
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=16, wordWrap="CJK")
SMALL = ParagraphStyle("cell", fontName=FONT, fontSize=7, leading=9, wordWrap="CJK")
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
ISSUED, REPEALED, IN_FORCE = (f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force"))


def document(*story):
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4).build([Paragraph(TITLE, BODY), *story])
    return made.getvalue()


def say(text):
    return Paragraph(text, BODY)


def ruled(rows, *commands, widths=None, align="LEFT", size=9):
    style = [GRID, ("FONT", (0, 0), (-1, -1), FONT, size), ("ALIGN", (0, 0), (-1, -1), align), *commands]
    return Table(rows, widths, style=style)


def small_heads(*heads):
    return [Paragraph(head, SMALL) for head in heads]


def of_form(rows, *, closed_above=True, closed_below=True):
    """A table of the form, perhaps without a rule where a page break cut it."""
    places = set(filled(rows).values())
    width = max(p.column + p.item.width for p in places)
    data = [[""] * width for _ in rows]
    commands = [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)]
    commands += [(side, (0, 0), (-1, -1), 0.5, colors.black) for side in ("LINEBEFORE", "LINEAFTER")]
    commands += [("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black)] * closed_above
    commands += [("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)] * closed_below
    for p in places:
        data[p.row][p.column] = Paragraph(p.item.text, SMALL)
        if p.item.width > 1 or p.item.height > 1:
            end = (p.column + p.item.width - 1, min(p.row + p.item.height, len(rows)) - 1)
            commands.append(("SPAN", (p.column, p.row), end))
    wide = [40.0, 60.0, 100.0] if width == 10 else []
    return Table(data, [*wide, *[(480 - sum(wide)) / (width - len(wide))] * (width - len(wide))], style=commands)


def cut_report(template, printed, dice, *, head_again, closed):
    disclosure, applications, review = form_tables(template, printed)
    first, second = cut(applications, dice.randint(HEAD_ROWS + 1, len(applications) - 1))
    second = [*applications[:HEAD_ROWS], *second] if head_again else second
    story = [Paragraph(title_of(template), BODY), of_form(disclosure), PageBreak()]
    story += [of_form(first, closed_below=closed), PageBreak(), of_form(second, closed_above=closed), PageBreak()]
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4, topMargin=40, bottomMargin=40).build([*story, of_form(review)])
    return made.getvalue()


def report_of(*story):
    return parse([read(document(*story))])


# --- whole reports ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(real()))
def test_real_figures_are_read_from_tables_over_page_breaks(key):
    report = parse([read(pdf(real()[key]))])
    assert (report.title, report.year) == (real()[key].title, key[1])
    assert wrong_or_missing(report, real()[key].printed) == []


@pytest.mark.parametrize("year", [2020, 2024])
def test_random_figures_are_read_and_raise_no_doubt(year):
    (made,) = reports("甲市丙局", [year])
    report = parse([read(pdf(made))])
    assert wrong_or_missing(report, made.printed) == []
    assert doubts(report) == []


@pytest.mark.parametrize(
    ("head_again", "closed"),
    [(True, True), (False, True), (False, False)],
    ids=["head again", "head once", "open at the break"],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_table_cut_at_any_row_is_read_whole(seed, head_again, closed):
    dice = Random(seed)
    template = dice.choice(drawn.TEMPLATES)
    printed = drawn.honest(template, dice, drawn.POOLS["many"])
    report = parse([read(cut_report(template, printed, dice, head_again=head_again, closed=closed))])
    assert wrong_or_missing(report, printed) == []


@pytest.mark.parametrize("seed", range(4))
def test_blank_cells_of_a_cut_table_are_no_numbers(seed):
    dice = Random(seed)
    printed = drawn.blanked(drawn.honest("t2021", dice, drawn.POOLS["small"]), "anything", dice)
    report = parse(
        [read(cut_report("t2021", printed, dice, head_again=seed % 2 == 0, closed=seed < 2 or seed % 2 == 0))]
    )
    assert silent_mistakes(report, printed) == []


def test_the_second_half_of_a_label_on_the_next_page_changes_no_figure():
    figures = real()["番禺区卫生健康局", 2020].printed
    disclosure, applications, review = form_tables("t2019", figures)
    at = next(r for r, row in enumerate(applications) if any("8.属于行政查询" in i.text for i in row))
    first, second = cut(applications, at + 1)
    first[at] = [replace(i, text=i.text.removesuffix("事项")) if i.tag == "label" else i for i in first[at]]
    blank = [replace(i, text="", id=None) for i in first[at]]
    blank[-8] = replace(blank[-8], text="事项", tag="label")
    second = [
        *applications[:HEAD_ROWS],
        [replace(first[at][0], text=""), *blank] if len(blank) == 8 else blank,
        *second,
    ]
    tables = [of_form(disclosure), of_form(first), PageBreak(), of_form(second), PageBreak(), of_form(review)]
    assert silent_mistakes(report_of(*tables), figures) == []


# --- cells ------------------------------------------------------------------------------------------------


def row_of(*values, widths=(60, 80, 80, 80), heads=RULES_2021, **style):
    return report_of(ruled([heads, ["规章", *values]], widths=list(widths), **style))


def test_a_figure_wrapped_in_a_narrow_cell_is_put_together():
    narrow = small_heads(*RULES_2021)
    wrapped = Paragraph("11398889", ParagraphStyle("n", fontName=FONT, fontSize=9, leading=11, wordWrap="CJK"))
    report = row_of(wrapped, "5", "3", widths=(60, 34, 80, 80), heads=narrow)
    assert values(report)[ISSUED] == 11398889


@pytest.mark.parametrize("align", ["LEFT", "CENTER", "RIGHT"])
def test_two_figures_above_one_another_are_never_joined(align):
    report = row_of("12\n34", "5", "3", align=align)
    assert values(report)[ISSUED] is None


def test_two_figures_beside_one_another_are_never_joined():
    assert values(row_of("1 2", "5", "3"))[ISSUED] is None


def test_a_figure_too_wide_for_its_cell_is_not_split_between_two():
    heads = small_heads(*RULES_2021)
    report = row_of("11398889", "0", "3", widths=(60, 20, 20, 80), heads=heads)
    wrong = {key for key, value in ((ISSUED, 11398889), (REPEALED, 0)) if values(report).get(key) != value}
    assert all(values(report).get(key) is None or key in named(report) for key in wrong)


def test_a_decimal_too_wide_for_its_cell_is_not_cut_off():
    report = row_of("96171.6", "", "3", widths=(100, 30, 80, 80), heads=small_heads(*RULES_2021), size=10)
    assert values(report)[ISSUED] in {96171.6, None} or ISSUED in named(report)


def test_bold_made_by_printing_twice_is_one_figure():
    made = BytesIO()
    canvas = Canvas(made)
    canvas.setFont(FONT, 12)
    for shift in (0, 0.3):
        canvas.drawString(72 + shift, 700, "本机关收到申请1105件")
    canvas.save()
    assert [b.text for b in read(made.getvalue()).blocks] == ["本机关收到申请1105件"]


def test_every_cell_knows_its_page_and_box():
    report = report_of(PageBreak(), ruled([RULES_2021, ["规章", "1", "2", "3"]], widths=[60, 80, 80, 80]))
    places = [cell.place for cell in report.cells]
    assert {place["page"] for place in places} == {2}
    lefts = [place["box"][0] for place in places]
    assert lefts == sorted(lefts)
    assert all(place["box"][0] < place["box"][2] and place["box"][1] < place["box"][3] for place in places)


# --- text -------------------------------------------------------------------------------------------------


def test_lines_of_one_paragraph_are_put_together():
    long = "本机关按照条例的要求公布各类信息并及时答复每一件申请，" * 6
    found = [b.text for b in read(document(say(long))).blocks if isinstance(b, Text)]
    assert "".join(found).replace(" ", "") == TITLE + long


def test_a_telephone_number_broken_at_its_hyphen_is_put_together():
    """It had no room together with the marks behind it, which begin no line."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.setFont(FONT, 12)
    whole = "本机关按照条例的要求公布各类信息并及时答复每一件申请的人，"
    for row, text in enumerate((whole, "有疑问的请到本机关一楼或联系我们（电话：0709-", "3137320）。")):
        canvas.drawString(72, 700 - 18 * row, text)
    canvas.save()
    assert [b.text for b in read(made.getvalue()).blocks] == [
        f"{whole}有疑问的请到本机关一楼或联系我们（电话：0709-3137320）。"
    ]


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "{}", "第{}页", "{}/3"])
def test_page_numbers_are_no_part_of_the_text(number):
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for page in (1, 2, 3):
        canvas.setFont(FONT, 11)
        canvas.drawString(72, 700, f"第{'甲乙丙'[page - 1]}段正文。")
        canvas.drawCentredString(297, 40, number.format(page))
        canvas.showPage()
    canvas.save()
    assert "".join(b.text for b in read(made.getvalue()).blocks) == "第甲段正文。第乙段正文。第丙段正文。"


def test_pages_without_text_are_told():
    found = read(document(say("正文。"), PageBreak(), Drawn(), PageBreak(), say("末页。")))
    assert any("2" in note for note in found.notes)
    assert any(f.check == "X1" for f in parse([found]).findings)


def test_a_pdf_of_pictures_alone_is_a_scan():
    made = BytesIO()
    canvas = Canvas(made)
    canvas.rect(72, 72, 100, 100)
    canvas.save()
    with pytest.raises(UnreadableDocument, match="no text layer"):
        read(made.getvalue())


def test_the_figures_of_a_table_without_rules_are_in_doubt():
    table = Table([RULES_2021, ["规章", "1", "2", "3"]], style=[("FONT", (0, 0), (-1, -1), FONT, 9)])
    report = report_of(table)
    assert values(report) == {ISSUED: 1, REPEALED: 2, IN_FORCE: 3}
    assert named(report) >= {ISSUED, REPEALED, IN_FORCE}


class Drawn(Paragraph):
    """A page's content without any text."""

    def __init__(self):
        super().__init__("", BODY)

    def draw(self):
        self.canv.rect(0, 0, 50, 50)


def test_years_of_the_layouts_are_those_of_their_forms():
    made = Published("甲市乙局", YEARS["t2021"], "t2021", drawn.honest("t2021", Random(3), drawn.POOLS["few"]))
    assert parse([read(pdf(made))]).template == "t2021"


@pytest.mark.parametrize("minus", ["-", "−", "－"])
def test_a_minus_the_tables_of_codes_lack_is_not_lost(minus):
    report = reports("云岭乡人民政府", [2023])[0]
    printed = dict(report.printed) | {"disclosure.licensing.decisions": f"{minus}2"}
    cells = values(parse([read(pdf(replace(report, printed=printed)))]))
    assert cells["disclosure.licensing.decisions"] == -2
