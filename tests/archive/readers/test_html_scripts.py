import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.media import JSON, sniff
from archive.models import Paragraph
from archive.parser import parse
from archive.readers.html_scripts import markup
from archive.readers.registry import read
from crawler.replicas.documents.html import fragment
from crawler.replicas.figures import reports
from tests.archive.judging import wrong_or_missing

REPORT = reports("云岭乡人民政府", (2023,))[0]
ARTICLE = fragment(REPORT, "word")
SHELL = "<!doctype html><html><head><title>{title}</title></head><body><div class=nav><a>首页</a></div><div id=c>{inside}</div>{scripts}</body></html>"


def page(script, inside="", title=None, kind=""):
    return SHELL.format(title=title or REPORT.title, inside=inside, scripts=f"<script{kind}>{script}</script>").encode()


def quoted(text, sign='"'):
    body = text.replace("\\", "\\\\").replace(sign, f"\\{sign}").replace("\n", "\\n").replace("</", "<\\/")
    return f"{sign}{body}{sign}"


def in_pieces(text):
    middle = len(text) // 2
    return f"var h = {quoted(text[:middle])} +\n  {quoted(text[middle:], chr(39))};"


def in_calls(text):
    lines = [text[i : i + 3000] for i in range(0, len(text), 3000)]
    return "".join(f"document.write({quoted(line)});\n" for line in lines)


WAYS = {
    "a string": lambda t: f"document.getElementById('c').innerHTML = {quoted(t)};",
    "single quotes": lambda t: f"var h = {quoted(t, chr(39))};",
    "a template string": lambda t: f"var h = `{t.replace('</', '<' + chr(92) + '/')}`;",
    "JSON": lambda t: f"var data = {json.dumps({'content': t}).replace('</', '<' + chr(92) + '/')};",
    "escaped signs": lambda t: "var h = '" + "".join(f"\\u{ord(ch):04x}" for ch in t) + "';",
    "percent signs": lambda t: f"var h = decodeURIComponent('{quote(t)}');",
    "entities": lambda t: f"var h = {quoted(html.escape(t))};",
    "two strings": in_pieces,
    "many calls": in_calls,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_report_in_the_string_of_a_script_is_read_and_it_is_said(way):
    report = parse([read(page(WAYS[way](ARTICLE)))])
    assert (report.agency, report.year, report.template) == (REPORT.agency, REPORT.year, REPORT.template)
    assert wrong_or_missing(report, REPORT.printed) == []
    assert any("script" in f.message for f in report.findings if f.check == "X1")
    assert all(cell.place["script"] == 1 for cell in report.cells)


@pytest.mark.parametrize("tag", ['script type="text/html"', "template", "textarea style='display:none'", "noscript"])
def test_a_report_in_a_part_that_scripts_copy_is_read(tag):
    inside = html.escape(ARTICLE) if tag.startswith("textarea") else ARTICLE
    made = SHELL.format(title=REPORT.title, inside="", scripts=f"<{tag}>{inside}</{tag.split()[0]}>")
    assert wrong_or_missing(parse([read(made.encode())]), REPORT.printed) == []


def test_narrative_on_the_page_and_tables_in_the_script_are_one_report():
    tables = ARTICLE[ARTICLE.index("<table") : ARTICLE.rindex("</table>") + 8]
    narrative = f"<h1>{REPORT.title}</h1><p>一、总体情况</p><p>全年主动公开信息118条。</p><p>五、存在的主要问题及改进情况</p><p>无。</p>"
    document = read(page(WAYS["a string"](tables.replace("五、", "").replace("六、", "")), narrative))
    assert "全年主动公开信息118条。" in [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


def test_tables_the_page_itself_shows_go_before_those_of_scripts():
    other = reports("云岭乡人民政府", (2022,))[0]
    document = read(page(WAYS["a string"](fragment(other, "word")), ARTICLE))
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"code": 0, "data": {"title": REPORT.title, "content": ARTICLE}}, ensure_ascii=False),
        json.dumps({"data": [{"html": ARTICLE}]}),
        f"callback({json.dumps({'content': ARTICLE})})",
        f"var article = {quoted(ARTICLE)};",
    ],
    ids=["JSON", "JSON escaped", "JSONP", "a script"],
)
def test_a_file_that_is_a_script_or_json_is_read(body):
    assert wrong_or_missing(parse([read(body.encode())]), REPORT.printed) == []


def test_escaped_json_is_told_from_text():
    assert sniff(json.dumps({"content": ARTICLE}).replace("<", "\\u003c").encode()) == JSON


@pytest.mark.parametrize("way", ["/* {} */ load()", "if (y == 2017) document.write({}); else load();", "var old = {};"])
def test_figures_a_script_may_never_show_are_all_in_doubt(way):
    report = parse([read(page(way.format(quoted(ARTICLE))))])
    named = {cell for f in report.findings if f.status != "pass" and len(f.cells) <= 30 for cell in f.cells}
    assert {cell.id for cell in report.cells} <= named


def test_a_page_that_shows_the_form_without_tables_is_not_replaced_by_a_script():
    other = reports("云岭乡人民政府", (2022,))[0]
    shown = ARTICLE.replace("<table", "<section").replace("</table>", "</section>")
    for tag in ("tr", "td", "th", "tbody", "thead"):
        shown = shown.replace(f"<{tag}", "<div").replace(f"</{tag}>", "</div>")
    document = read(page(WAYS["a string"](fragment(other, "word")), shown))
    assert all("script" not in block.place for block in document.blocks)


@pytest.mark.parametrize("script", ['"' + '\\"' * 100_000, '"<p>1</p>"' + " " * 3000, "'" * 99_999])
def test_a_script_written_to_take_for_ever_does_not(script):
    assert list(markup(script * 3)) is not None


def test_a_script_without_a_report_changes_nothing():
    document = read(page('var menu = "<table><tr><td>首页</td></tr></table>";', "<p>通知公告</p>"))
    assert document.notes == ()
    assert "通知公告" in [b.text for b in document.blocks if isinstance(b, Paragraph)]


@given(st.text("\"'`\\+<>table/pu0041x%\n ", max_size=400))
def test_any_script_comes_to_an_end(script):
    for piece in markup(script):
        piece.encode()
