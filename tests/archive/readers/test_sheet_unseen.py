"""Figures of a sheet that nobody sees, or that conditional formats may show otherwise."""

import pytest

from archive.errors import UnreadableDocument
from archive.parser import parse
from archive.readers.sheet import read
from tests.archive.judging import named
from tests.archive.readers.test_sheet import ISSUED, SHEET, changed, issued, workbook
from tests.archive.small import RULES_2021, values

STYLES = "xl/styles.xml"


def styled(value=15, **style):
    found, report = issued(lambda book, page: page.write(1, 1, value, book.add_format(style)))
    return found.value, found.state, found.id in named(report)


UNTOLD = (None, "unreadable", True)


@pytest.mark.parametrize("value", [15, "15", "15件", 0])
@pytest.mark.parametrize(
    "style",
    [
        {"font_color": "white"},
        {"font_color": "#F8F8F8"},
        {"font_color": "white", "bg_color": "#F0F0F0"},
        {"bg_color": "black"},
        {"font_color": "navy", "bg_color": "navy"},
        {"font_size": 1},
        {"font_size": 3},
    ],
)
def test_a_figure_nobody_sees_is_told_and_not_read(value, style):
    assert styled(value, **style) == UNTOLD


@pytest.mark.parametrize(
    "style",
    [
        {"font_color": "red"},
        {"font_color": "#7F7F7F"},
        {"font_color": "#D9D9D9"},
        {"font_color": "white", "bg_color": "navy"},
        {"bg_color": "yellow"},
        {"bg_color": "#D9D9D9"},
        {"font_size": 6},
        {"font_color": "white", "bg_color": "black", "pattern": 1},
    ],
)
def test_coloured_letters_and_white_ones_on_dark_are_read(style):
    assert styled(15, **style) == (15, "number", False)


@pytest.mark.parametrize("code", ["[White]0", "[白色]0", "[Color2]0", "0;[white]-0"])
def test_a_number_format_may_whiten_a_figure(code):
    assert styled(15, num_format=code) == UNTOLD
    assert styled(15, num_format=code, bg_color="navy")[0] == 15


def test_red_negative_numbers_are_read():
    assert styled(-5, num_format="0;[Red]-0")[:2] == (-5, "number")


def coloured(colour, fill=""):
    """The cell with letters of this colour, given as the element's attributes, on this fill's."""

    def change(text):
        text = text.replace('<color rgb="FF123456"/>', f"<color {colour}/>")
        return text.replace('<fgColor rgb="FF654321"/>', f"<fgColor {fill}/>")

    def write(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", None, 0, 0])
        style = {"font_color": "#123456"} | ({"bg_color": "#654321"} if fill else {})
        page.write(1, 1, 15, book.add_format(style))

    report = parse([read(changed(workbook(write), STYLES, change))])
    return values(report).get(ISSUED)


@pytest.mark.parametrize(
    ("colour", "fill", "wanted"),
    [
        ('theme="0"', "", None),
        ('theme="1"', "", 15),
        ('theme="1" tint="0.99"', "", None),
        ('theme="0" tint="-0.5"', "", 15),
        ('theme="4"', "", 15),
        ('theme="0"', 'theme="3"', 15),
        ('theme="4"', 'theme="4"', None),
        ('indexed="9"', "", None),
        ('indexed="65"', "", None),
        ('indexed="64"', "", 15),
        ('indexed="9"', 'indexed="18"', 15),
        ('indexed="10"', 'rgb="FFFF0000"', None),
        ('rgb="00FFFFFF"', "", None),
        ('auto="1"', "", 15),
        ('theme="99"', "", 15),
        ('rgb="nothing"', "", 15),
    ],
)
def test_colours_of_themes_and_lists_are_known(colour, fill, wanted):
    assert coloured(colour, fill) == wanted


def test_digits_among_others_that_nobody_sees_make_no_number():
    def write(book, page):
        style = book.add_format
        page.write_rich_string(1, 1, style({"bold": 1}), "75", style({"font_color": "white"}), "31")

    assert issued(write)[0].state == "unreadable"

    def plain(book, page):
        style = book.add_format
        page.write_rich_string(1, 1, style({"bold": 1}), "75", style({"font_color": "red"}), "31")

    assert issued(plain)[0].value == 7531


def test_labels_in_white_are_labels_still():
    def fill(book, page):
        page.write_row(0, 0, RULES_2021, book.add_format({"font_color": "white"}))
        page.write_row(1, 0, ["规章", 3, 1, 12])

    assert list(values(parse([read(workbook(fill))])).values()) == [3, 1, 12]


def conditional(rule, where="B2", **style):
    def write(book, page):
        page.write(1, 1, 15, book.add_format(style))
        made = {key: book.add_format(value) if key == "format" else value for key, value in rule.items()}
        page.conditional_format(where, made)

    found, report = issued(write)
    return found.value, found.state, found.id in named(report)


ABOVE = {"type": "cell", "criteria": ">", "value": 0}


@pytest.mark.parametrize("where", ["B2", "A1:XFD1048576", "D9 B2:B3"])
@pytest.mark.parametrize(
    "changes",
    [
        {"font_color": "white"},
        {"num_format": ";;;"},
        {"num_format": '0"万"'},
        {"bg_color": "black"},
        {"font_strikeout": True},
        {"font_color": "red", "bg_color": "red"},
    ],
)
def test_a_condition_that_may_hide_a_figure_makes_it_untold(where, changes):
    rule = ABOVE | {"format": changes}
    if " " in where:
        rule, where = rule | {"multi_range": where}, "B2"
    assert conditional(rule, where) == UNTOLD


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        (ABOVE | {"format": {"font_color": "red"}}, "B2"),
        (ABOVE | {"format": {"font_color": "red", "bg_color": "#FFC7CE"}}, "B2"),
        (ABOVE | {"format": {"font_color": "white", "bg_color": "red"}}, "B2"),
        (ABOVE | {"format": {"bold": True}}, "B2"),
        (ABOVE | {"format": {"font_color": "white"}}, "C2:D9"),
        ({"type": "2_color_scale"}, "B2"),
        ({"type": "data_bar"}, "B2"),
        ({"type": "icon_set", "icon_style": "3_arrows"}, "B2"),
    ],
)
def test_a_condition_that_hides_nothing_changes_nothing(rule, where):
    assert conditional(rule, where) == (15, "number", False)


@pytest.mark.parametrize(
    "rule",
    [
        {"type": "data_bar", "bar_only": True},
        {"type": "data_bar_2010", "data_bar_2010": True, "bar_only": True},
        {"type": "icon_set", "icon_style": "3_arrows", "icons_only": True},
        {"type": "2_color_scale", "min_color": "#000000", "max_color": "#202020"},
    ],
)
def test_bars_icons_and_scales_in_place_of_a_figure_make_it_untold(rule):
    rule = rule | ({"type": "data_bar"} if "data_bar" in rule["type"] else {})
    assert conditional(rule) == UNTOLD


def with_rules(rules):
    body = issued_body()
    return changed(body, SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{rules}"))


def issued_body():
    def fill(book, page):
        page.write_row(0, 0, RULES_2021)
        page.write_row(1, 0, ["规章", 15, 0, 0])
        page.write_row(2, 0, ["行政规范性文件", *[5] * 900])
        page.conditional_format("J99", ABOVE | {"format": book.add_format({"font_color": "white"})})

    return workbook(fill)


def test_a_rule_of_an_extension_is_heeded():
    rule = (
        '<extLst><ext><x14:conditionalFormattings xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:conditionalFormatting>'
        '<x14:cfRule type="cellIs"><x14:dxf><font><color rgb="FFFFFFFF"/></font></x14:dxf></x14:cfRule>'
        "<xm:sqref>B2:C2</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    report = parse([read(with_rules(rule))])
    assert [c.state for c in report.cells][:3] == ["unreadable", "unreadable", "number"]


def test_more_rules_than_a_report_ever_has_are_refused():
    rule = '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="cellIs" dxfId="0"/></conditionalFormatting>'
    with pytest.raises(UnreadableDocument, match="more conditional formats"):
        read(with_rules(rule * 20_000))
    far = rule.replace("A1:", "XFD1048570:")
    assert values(parse([read(with_rules(far * 20_000))]))[ISSUED] == 15
