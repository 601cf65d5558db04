"""The pages a cell is shown on: what a hostile document puts into them does nothing there."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import RawServer

from archive.browser import NoPicture, executable, screenshot
from archive.grid import Span, expand
from archive.lineage.grid_page import ROWS_AROUND, grid, page, tall
from archive.lineage.html_page import marked_table

HARMLESS = {"table", "tr", "td", "th", "tbody", "p", "div", "span", "br", "b", "sup", "del", "font"}
FORM = """<!doctype html><body><table><tr><td>外</td></tr></table><table onclick="x()"><tbody>
<tr><td rowspan=2 style="position:fixed;color:red">行</td><th>列</th></tr>
<tr><td id=a onmouseover="x()">%s</td></tr></tbody></table>"""


class Seen(HTMLParser):
    """The tags, attributes and text of markup."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.text += data


def marked(content, text, spots=None):
    spots = spots or {(2, 2): ("spot", text), (1, 2): ("head", "列")}
    return marked_table((FORM % content).encode(), 2, spots)


def test_the_cell_is_marked_where_spans_put_it():
    seen = Seen(marked("12", "12"))
    assert [(tag, value) for tag, name, value in seen.attributes if name == "class"] == [("th", "head"), ("td", "spot")]
    assert ("td", "rowspan", "2") in seen.attributes


def test_a_spot_that_holds_something_else_is_not_marked():
    assert marked("12", "13") is None
    assert marked_table((FORM % "12").encode(), 9, {(2, 2): ("spot", "12")}) is None
    assert marked("12", "12", {(7, 7): ("spot", "12")}) is None
    assert marked("12", "12", {(2, 2): ("spot", "12"), (1, 2): ("head", "行")}) is None


@pytest.mark.parametrize(
    "content",
    [
        "12<script>x()</script>",
        "12<img src=http://a/ onerror=x()>",
        "12<a href=javascript:x()>.</a>",
        "12<iframe src=http://a/></iframe>",
        "12<svg onload=x()></svg>",
        "12<style>@import url(http://a/)</style>",
        '12<p style="background-color:url(http://a/);color:expression(x())">',
        '12<p style="width:99999px;transform:scale(9)">',
        "12<object data=http://a/></object><embed src=http://a/><link rel=stylesheet href=http://a/>",
        '12<span class="spot" id="x" data-x="y">',
        '12<font face="x" color="red" size=9>',
    ],
)
def test_nothing_of_a_page_runs_loads_or_moves(content):
    from archive.models import Table
    from archive.readers.registry import read

    (table,) = [b for b in read((FORM % content).encode()).blocks if isinstance(b, Table) and len(b.rows) == 2]
    seen = Seen(marked(content, table.rows[1][1].text.strip()))
    assert set(seen.tags) <= HARMLESS
    assert {name for _, name, _ in seen.attributes} <= {"class", "colspan", "rowspan", "style"}
    assert [value for tag, name, value in seen.attributes if name == "class"] == ["head", "spot"]
    assert not any("url" in value or ":fixed" in value or "(" in value for _, name, value in seen.attributes if value)


_PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=x()>",
        "<svg>",
        "</svg>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<p",
        ">",
    ]
    + [
        "<table>",
        "</table>",
        "<td>",
        "</td>",
        "<noscript>",
        "<template>",
        '"',
        "'",
        "style=",
        "url(x)",
        "<math>",
        "<a ",
    ]
    + [
        "<textarea>",
        "<title>",
        "<plaintext>",
        "<xmp>",
        "<!doctype",
        "<![CDATA[",
        "&lt;script&gt;",
        "<input value='<b>'>",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=25).map("".join))
def test_whatever_a_page_holds_its_copy_is_harmless(content):
    made = marked_table((FORM % content).encode("utf-8", "replace"), 2, {}) or ""
    seen = Seen(made)
    assert set(seen.tags) <= HARMLESS
    assert {name for _, name, _ in seen.attributes} <= {"class", "colspan", "rowspan", "style", "align", "valign"}
    assert "<!" not in made


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_texts_of_a_table_are_texts_on_its_page(texts, data):
    table = expand([[Span(text) for text in row] for row in texts], {"table": 1})
    row = data.draw(st.sampled_from(table.rows))
    spot = data.draw(st.sampled_from(row))
    seen = Seen(grid(table, spot, {id(spot): "spot"}))
    assert set(seen.tags) == {"table", "tr", "td"}
    assert [name for _, name, value in seen.attributes if value == "spot"] == ["class"]
    shown = "".join(ch for row in texts for text in row for ch in text.strip() if ch.isprintable())
    assert "".join(seen.text.split()) == "".join(shown.split())


def test_a_caption_is_text_too():
    seen = Seen(page(["<script>x()</script>", '"><img src=x>'], ""))
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert "<script>x()</script>" in seen.text


def test_of_a_long_table_the_head_and_the_rows_around_are_shown():
    table = expand([[Span(f"r{n}"), Span(f"v{n}")] for n in range(1000)], {"table": 1})
    head, spot = table.rows[0][1], table.rows[500][1]
    shown = Seen(grid(table, spot, {id(spot): "spot", id(head): "head"})).text
    assert "v0" in shown
    assert "v500" in shown
    assert f"v{500 + ROWS_AROUND}" in shown
    assert "v300" not in shown
    assert tall(table) <= 16_000


def test_a_merged_cell_is_shown_once_over_the_rows_it_covers():
    table = expand([[Span("左", 1, 3), Span("1")], [Span("2")], [Span("3")]], {"table": 1})
    seen = Seen(grid(table, table.rows[2][1], {}))
    assert ("td", "rowspan", "3") in seen.attributes
    assert seen.text == "左123"


@pytest.mark.skipif(executable() is None, reason="no browser on this machine")
def test_the_browser_asks_nobody_and_runs_nothing():
    """Even if something slipped through: the page's policy and the browser's settings hold it back."""
    with RawServer({}) as server:
        evil = (
            f"<img src={server.address}/img><script>document.body.style.background='#0f0'</script>"
            f"<link rel=stylesheet href={server.address}/css><iframe src={server.address}/frame></iframe>"
            f"<style>@import url({server.address}/import);</style>"
        )
        png = screenshot(page(["x"], evil), 400, 300)
    assert server.asked == []
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(png)) as picture:
        assert picture.size == (400, 300)
        assert (0, 255, 0) not in {colour for _, colour in picture.convert("RGB").getcolors(1 << 17)}


def test_without_a_browser_there_is_a_plain_sentence(monkeypatch):
    monkeypatch.setenv("NIANBAO_BROWSER", "none-of-this-name")
    with pytest.raises(NoPicture, match="no browser"):
        screenshot("<p>x", 10, 10)


def test_a_browser_that_shows_nothing_is_said(monkeypatch):
    monkeypatch.setenv("NIANBAO_BROWSER", "true")
    with pytest.raises(NoPicture, match="showed nothing"):
        screenshot("<p>x", 10, 10)
