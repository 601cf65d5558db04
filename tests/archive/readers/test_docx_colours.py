"""Figures of a Word document in the colour of what they stand on: what nobody sees is no figure."""

import pytest
from docx.oxml.ns import nsdecls

from archive.parser import parse
from archive.readers.docx import read
from tests.archive.judging import named
from tests.archive.readers.test_docx import (
    ISSUED,
    cell,
    document_of,
    issued,
    issued_with,
    paragraph,
    row,
    run,
    style,
    styled,
    table,
)
from tests.archive.small import RULES_2021, values

WHITE, THEME = '<w:color w:val="FFFFFF"/>', '<w:color w:themeColor="background1"/>'
DARK, PALE = ('<w:shd w:val="clear" w:fill="1F3864"/>', '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>')


@pytest.mark.parametrize(
    "colour",
    [WHITE, THEME, '<w:color w:val="fefefe"/>', '<w:color w:val="FFFFFF" w:themeColor="light1"/>', WHITE + PALE],
    ids=["white", "of the theme", "nearly white", "both", "white on white"],
)
def test_white_figures_are_not_read(colour):
    assert issued(paragraph(run("75", colour)))[0].state == "blank"
    assert issued(paragraph(run("75"), run("31", colour)))[0].value == 75


@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("000000", '<w:shd w:val="clear" w:fill="000000"/>'),
        ("1F3864", DARK),
        ("FFFF00", '<w:highlight w:val="yellow"/>'),
    ],
)
def test_figures_in_the_colour_behind_them_are_not_read(letters, ground):
    found, _ = issued(paragraph(run("75", f'<w:color w:val="{letters}"/>{ground}')))
    assert found.state == "blank"


@pytest.mark.parametrize(
    "content",
    [
        paragraph(run("75", WHITE + DARK)),
        f"<w:p><w:pPr>{DARK}</w:pPr>{run('75', WHITE)}</w:p>",
        cell(paragraph(run("75", WHITE)), DARK),
        paragraph(run("75", '<w:highlight w:val="black"/>' + WHITE)),
        paragraph(run("75", '<w:color w:val="A6A6A6" w:themeColor="background1" w:themeShade="A6"/>')),
        paragraph(run("75", '<w:color w:val="FF0000"/>')),
        paragraph(run("75", '<w:shd w:val="clear" w:fill="000000"/>')),
    ],
    ids=["run", "paragraph", "cell", "marker", "grey of the theme", "red", "by itself"],
)
def test_figures_that_show_on_their_ground_are_read(content):
    found, report = issued(content)
    assert found.value == 75
    assert ISSUED not in named(report)


def test_a_table_of_dark_ground_shows_white_figures():
    shaded = table(row(*RULES_2021), row("规章", paragraph(run("75", WHITE)), "0", "0"))
    shaded = shaded.replace("<w:tblPr/>", f"<w:tblPr>{DARK}</w:tblPr>")
    assert values(parse([read(document_of(shaded))]))[ISSUED] == 75


@pytest.mark.parametrize(
    "properties",
    [
        WHITE + '<w:shd w:val="pct50" w:fill="auto"/>',
        WHITE + '<w:shd w:val="clear" w:themeFill="accent1"/>',
        '<w:color w:val="000000" w:themeColor="background1"/>',
        '<w:color w:val="EAEAEA"/>',
        '<w:sz w:val="2"/>',
    ],
    ids=["pattern", "accent", "contradiction", "pale", "one point"],
)
@pytest.mark.parametrize("figure", ["75", "75件"])
def test_a_figure_that_perhaps_nobody_sees_is_no_number(properties, figure):
    found, report = issued(paragraph(run(figure, properties)))
    assert found.value is None
    assert ISSUED in named(report)


def test_white_figures_are_in_doubt_where_a_picture_may_lie_behind_them():
    floating = f"<w:p {nsdecls('w')}><w:r><w:pict/></w:r></w:p>"
    body = document_of(floating, table(row(*RULES_2021), row("规章", paragraph(run("75", WHITE)), "0", "0")))
    assert ISSUED in named(parse([read(body)]))


@pytest.mark.parametrize("hides", ["<w:vanish/>", "<w:strike/>", WHITE, '<w:sz w:val="2"/>'])
def test_a_style_of_tables_that_hides_letters_is_told(hides):
    assert ISSUED in named(in_style(f"<w:rPr>{hides}</w:rPr>", run("75")))


def test_white_figures_are_in_doubt_where_a_style_of_tables_colours_cells():
    first = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{DARK}</w:tcPr></w:tblStylePr>'
    assert ISSUED in named(in_style(first, run("75", WHITE)))
    assert values(in_style(first, run("75")))[ISSUED] == 75


def in_style(says, figure):
    """The report of a table whose style says this."""
    made = f'<w:style {nsdecls("w")} w:type="table" w:styleId="Ours">{says}</w:style>'
    rows = table(row(*RULES_2021), row("规章", paragraph(figure), "0", "0"))
    return parse([read(styled([made], rows.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Ours"/></w:tblPr>')))])


def test_a_style_of_letters_whitens_too():
    content = paragraph(run("75", '<w:rStyle w:val="Pale"/>'))
    assert issued_with([style("Pale", WHITE)], content).state == "blank"
