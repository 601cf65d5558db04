from dataclasses import replace

import pytest

from archive.models import Paragraph, Table
from archive.parser import parse
from archive.readers.html import read
from crawler.replicas.documents.html import LAYOUTS, fragment
from crawler.replicas.figures import real
from tests.archive.judging import named, wrong_or_missing
from tests.archive.small import RULES_2021, page_of, report_of, report_of_html, states, values

REPORT = real()["富阳区卫生健康局", 2021]
ISSUED = "disclosure.rules.issued"
HEAD = "".join(f"<td>{head}</td>" for head in RULES_2021)


def page(body, head="", around=""):
    return f"<html><head>{head}</head><body>{around}<div>{body}</div></body></html>".encode()


def texts(document):
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def cell_read(inside):
    """The cell read from a table cell with this inside."""
    row = f"<tr><td>规章</td><td>{inside}</td><td>0</td><td>0</td></tr>"
    report = report_of_html(f"<table><tr>{HEAD}</tr>{row}</table>")
    return next(cell for cell in report.cells if cell.id == ISSUED), report


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "12",
        "<span>1</span><span>2</span>",
        "<p class=MsoNormal><span lang=EN-US>12<o:p></o:p></span></p>",
        "<p>\n  12\n</p>",
        "1<!-- Word -->2",
        "1<wbr>2",
        "<b>12</b>&nbsp;",
        "　12",
        "<div><div>12</div></div><div></div>",
        "<script>var a = 7</script>12",
        "<style>p {margin: 0}</style>12",
        "<!--[if gte mso 9]><xml>5</xml><![endif]-->12",
    ],
)
def test_markup_inside_a_cell_changes_no_figure(inside):
    assert cell_read(inside)[0].value == 12


@pytest.mark.parametrize("inside", ["1<br>2", "<p>1</p><p>2</p>", "<div>1</div>2", "1 2", "<ul><li>1<li>2</ul>"])
def test_two_figures_in_one_cell_are_never_joined(inside):
    cell, _ = cell_read(inside)
    assert (cell.value, cell.state) == (None, "unreadable")


@pytest.mark.parametrize("inside", ["", "&nbsp;", "&nbsp;&nbsp;", "<o:p></o:p>", "<p>&nbsp;</p>", "　", "<br>"])
def test_an_empty_cell_is_blank(inside):
    cell, _ = cell_read(inside)
    assert (cell.value, cell.state) == (None, "blank")


@pytest.mark.parametrize(
    "inside", ["35<sup>1</sup>", "35<sup>[1]</sup>", "35<sub>1</sub>", "35<sup><a href='#1'>1</a></sup>"]
)
def test_a_footnote_mark_is_no_digit_of_the_figure(inside):
    cell, _ = cell_read(inside)
    assert cell.value in {35, None}


@pytest.mark.parametrize(
    "inside",
    [
        "<del>5</del>7",
        "<s>5</s>7",
        "<strike>5</strike>7",
        '<span style="display:none">5</span>7',
        '<span style="DISPLAY: none; mso-hide: all">5</span>7',
        "<span hidden>5</span>7",
    ],
)
def test_struck_out_and_hidden_digits_are_not_joined_with_the_figure(inside):
    cell, report = cell_read(inside)
    assert cell.value in {7, None} or cell.id in named(report)


@pytest.mark.parametrize(
    "inside",
    [
        "<del>5</del>",
        "<s>５６</s>",
        '<span style="display:none">5</span>',
        '<span style="opacity:0">15</span>',
        '<span style="font-size:0">15</span>',
        '<span style="text-decoration: line-through">15</span>',
        "<script>5</script>",
        '<input type="text" value="12" style="display:none">',
        '<input type="text" value="12" hidden>',
        '<input type="hidden" value="12">',
        "<dialog>12</dialog>",
    ],
)
def test_a_cell_that_shows_nothing_holds_no_figure(inside):
    assert cell_read(inside)[0].state == "blank"


@pytest.mark.parametrize(
    "inside",
    [
        '12<span style="vertical-align:super">3</span>',
        '12<span style="vertical-align: 4px">3</span>',
        '12<span class="MsoFootnoteReference">3</span>',
        "１２<sup>３</sup>",
        "12<ruby><rt>3</rt></ruby>",
        "12<audio>3</audio>",
        "12<noframes>3</noframes>",
        "12<datalist><option>3</option></datalist>",
        "<details><summary>12</summary>3</details>",
    ],
)
def test_only_what_the_page_shows_as_the_figure_is_the_figure(inside):
    assert cell_read(inside)[0].value == 12


@pytest.mark.parametrize(
    "inside",
    [
        "１<br>２",
        "<p>１</p><p>２</p>",
        '<span style="display:block">1</span><span style="display:block">2</span>',
        '1<span style="float:right">2</span>',
        '12<span style="position:absolute;left:-9999px">3</span>',
        "1<img src=2.png>3",
        "<img src=figure.png>",
        "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
        "<bdo dir=rtl>12</bdo>",
        "1<input value=2>",
    ],
)
def test_what_cannot_be_told_is_neither_a_figure_nor_a_blank(inside):
    cell, report = cell_read(inside)
    assert cell.state in {"text", "unreadable"}
    assert cell.id in named(report)


def test_a_digit_nested_beyond_reason_is_not_just_left_out():
    cell, report = cell_read("12" + "<span>" * 300 + "3" + "</span>" * 300)
    assert cell.value is None
    assert cell.id in named(report)


def test_a_list_of_choices_shows_the_chosen_one():
    assert cell_read("<select><option>3<option selected>5</select>")[0].value == 5


@pytest.mark.parametrize("how", ["hidden", 'style="display:none"', 'style="visibility: collapse"'])
def test_rows_and_cells_that_are_not_shown_are_not_read(how):
    row = "<tr{}><td>规章</td><td>{}</td><td>2</td><td>3</td></tr>"
    rows = row.format(f" {how}", 99) + row.format("", 1)
    report = report_of_html(f"<table><tr>{HEAD}</tr>{rows}</table>")
    assert values(report)["disclosure.rules.issued"] == 1
    assert not named(report) & {"disclosure.rules.issued"}
    cells = f"<td>规章</td><td {how}>99</td><td>1</td><td>2</td><td>3</td>"
    report = report_of_html(f"<table><tr>{HEAD}</tr><tr>{cells}</tr></table>")
    assert values(report)["disclosure.rules.issued"] == 1


def test_a_hidden_copy_of_the_tables_says_nothing_beside_the_one_that_is_shown():
    shown = fragment(REPORT)
    hidden = fragment(replace(REPORT, printed=dict.fromkeys(REPORT.printed, "99")))
    document = read(page(f"<div style='display:none'>{hidden}</div>{shown}", around=f"<h1>{REPORT.title}</h1>"))
    report = parse([document])
    assert wrong_or_missing(report, REPORT.printed) == []


def test_tables_that_only_a_script_shows_are_read_and_it_is_said():
    tabs = f"<div style='display:none' id=tab2>{fragment(REPORT)}</div>"
    report = parse([read(page(tabs, around=f"<h1>{REPORT.title}</h1>"))])
    assert wrong_or_missing(report, REPORT.printed) == []
    assert any("shown only by a script" in f.message for f in report.findings)


def test_one_figure_merged_over_two_rows_is_the_figure_of_neither_for_certain():
    rows = (
        "<tr><td>规章</td><td rowspan=2>7</td><td>2</td><td>3</td></tr>"
        "<tr><td>行政规范性文件</td><td>4</td><td>5</td></tr>"
    )
    report = report_of_html(f"<table><tr>{HEAD}</tr>{rows}</table>")
    both = {"disclosure.rules.issued", "disclosure.normative_documents.issued"}
    assert all(key in named(report) or values(report).get(key) is None for key in both)


def test_an_empty_cell_with_a_form_field_is_not_taken_for_a_blank_one_silently():
    cell, report = cell_read('<input type="text" value="7" readonly>')
    assert cell.value == 7 or cell.state != "blank" or cell.id in named(report)


# --- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["2", " 2 ", "2.0", "2px", "+2", "２"])
def test_spans_are_read_as_browsers_do(stated):
    wide = {"2": 2, " 2 ": 2, "2.0": 2, "2px": 2}.get(stated, 1)
    (table,) = tables(read(page(f"<table><tr><td colspan='{stated}'>a<td>b<tr><td>c<td>d<td>e</table>")))
    assert [cell.column for cell in table.rows[0]] == [0, wide]


def test_nested_layout_tables_are_walked_through():
    inner = f"<table><tr>{HEAD}</tr><tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table>"
    report = report_of_html(f"<table><tr><td><table><tr><td><p>正文</p>{inner}</td></tr></table></td></tr></table>")
    assert [values(report)[f"disclosure.rules.{c}"] for c in ("issued", "repealed", "in_force")] == [1, 2, 3]


def test_a_frame_of_one_cell_around_prose_is_no_table():
    document = read(page(f"<table><tr><td><p>{'甲' * 60}</p><p>{'乙' * 60}</p></td></tr></table>"))
    assert tables(document) == []
    assert texts(document) == ["甲" * 60, "乙" * 60]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_markup_of_every_editor_gives_the_same_figures(layout):
    report = parse([read(page(fragment(REPORT, layout), around=f"<h1>{REPORT.title}</h1>"))])
    assert wrong_or_missing(report, REPORT.printed) == []


def test_rows_in_head_body_and_foot_are_read_in_order():
    body = "<thead><tr><td>a<td>b</thead><tbody><tr><td>c<td>d</tbody><tfoot><tr><td>e<td>f</tfoot>"
    (table,) = tables(read(page(f"<table>{body}</table>")))
    assert [[cell.text for cell in row] for row in table.rows] == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_markup_without_end_tags_is_read():
    body = "<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1<td>2<td>3"
    assert list(values(report_of_html(body)).values()) == [1, 2, 3]


# --- the report on its page -------------------------------------------------------------------------------


def two_copies(first, second):
    body = f'<div class="pc">{fragment(first)}</div><div class="mobile">{fragment(second)}</div>'
    return parse([read(page(body, around=f"<h1>{REPORT.title}</h1>"))])


def altered(**changed):
    return type(REPORT)(REPORT.agency, REPORT.year, REPORT.template, dict(REPORT.printed) | changed)


def test_a_report_printed_twice_alike_is_read_once():
    report = two_copies(REPORT, REPORT)
    assert wrong_or_missing(report, REPORT.printed) == []
    assert not named(report)
    assert len(report.cells) == len(REPORT.printed)


def test_the_text_of_a_report_is_told_once_where_the_page_has_two_copies_of_the_same_markup():
    copy = f"<div>{fragment(REPORT)}</div>"
    once, twice = (parse([read(page(body, around=f"<h1>{REPORT.title}</h1>"))]) for body in (copy, copy + copy))
    assert once.sections
    assert twice.sections == once.sections


@pytest.mark.parametrize(
    "cell",
    [
        "disclosure.licensing.decisions",
        "disclosure.fees.amount",
        "disclosure.rules.in_force",
        "applications.new[total]",
        "applications.results.denied.third_party[other_org]",
        "review.litigation_direct.pending",
        "review.litigation_after_reconsideration.total",
    ],
)
def test_two_copies_that_differ_are_told_cell_by_cell(cell):
    report = two_copies(REPORT, altered(**{cell: "7777"}))
    assert values(report)[cell] is None
    assert [f.cells for f in report.findings if f.check == "B3"] == [(cell,)]


def test_the_frame_of_a_page_is_no_part_of_the_report():
    body = f"<div id=menu>网站地图</div><div id=zoom>{fragment(REPORT)}</div><div id=foot>主办单位</div>"
    document = read(page(body))
    assert not {"网站地图", "主办单位"} & set(texts(document))


def test_title_dates_and_source_are_found_around_the_report():
    metas = '<meta name="ArticleTitle" content="甲局报告"><meta name="PubDate" content="2022-01-25 10:00">'
    line = "<div>发布日期：2022-01-20　来源：甲局办公室　浏览次数：7</div>"
    document = read(page(f"<h2>{REPORT.title}</h2>{line}<div>{fragment(REPORT)}</div>", head=metas))
    assert document.title == REPORT.title
    assert document.title_meta == "甲局报告"
    assert (document.published, document.published_meta) == ("2022-01-20", "2022-01-25")
    assert document.source == "甲局办公室"


def test_the_date_of_a_neighbouring_article_is_not_that_of_the_report():
    far = "<div><div><ul><li>2019-05-05 关于会议的通知</ul></div></div>"
    assert read(page(f"{far}<div id=zoom>{fragment(REPORT)}</div>")).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<div class=info><span>2022-01-20 10:30</span><a>打印</a></div>",
        "<ul><li>2022年01月20日 13时44分</li><li>来源: 甲局办公室</li></ul>",
        "<div><span>来源：甲局办公室 2022-01-20 08:03</span><span>打印</span></div>",
        "<table><tr><td>生成日期：2022-01-04</td></tr></table><p>发布日期：2022-01-20　来源：甲局</p>",
        "<p>发布日期：2022-01-20</p><table><tr><td>生成日期：2022-01-04</td></tr></table>",
    ],
)
def test_the_date_of_publication_is_found_however_the_page_shows_it(line):
    assert read(page(f"<h1>{REPORT.title}</h1>{line}<div>{fragment(REPORT)}</div>")).published == "2022-01-20"


def test_dates_of_a_banner_or_of_other_articles_are_not_the_page_s_own():
    banner = "<div class=header><span>2026-11-27</span></div>"
    others = "<ul><li><a>甲</a><span>2022-01-20</span></li><li><a>乙</a><span>2022-02-21</span></li></ul>"
    assert read(page(f"{banner}{others}<div>{fragment(REPORT)}</div>")).published is None


def test_a_source_that_is_left_open_is_none_and_a_script_s_words_are_no_source():
    empty = "<div>信息来源： 发布日期：2022-01-20</div>"
    assert read(page(f"<h1>{REPORT.title}</h1>{empty}<div>{fragment(REPORT)}</div>")).source is None
    script = "<div>来源：<script>var s = 'x'; document.write(s)</script></div>"
    metas = '<meta name="ContentSource" content="甲局">'
    assert read(page(f"<h1>{REPORT.title}</h1>{script}<div>{fragment(REPORT)}</div>", metas)).source == "甲局"


def test_a_page_without_tables_gives_its_paragraphs():
    document = read(page("<h1>甲局公告</h1><p>第一段。</p>第二段。<br>第三段。"))
    assert texts(document) == ["甲局公告", "第一段。", "第二段。", "第三段。"]


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", None])
def test_a_page_is_read_whatever_charset_it_declares(charset, declared):
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = page(fragment(REPORT), head=head, around=f"<h1>{REPORT.title}</h1>").decode().encode(charset)
    report = parse([read(body)])
    assert report.title == REPORT.title
    assert wrong_or_missing(report, REPORT.printed) == []


@pytest.mark.parametrize("tag", ["div", "span", "b", "li"])
def test_deep_nesting_is_no_error(tag):
    document = read(page(f"<{tag}>" * 2000 + "甲"))
    assert "甲" in "".join(texts(document))


@pytest.mark.timeout(20)
def test_tables_nested_in_tables_take_no_time_beyond_measure():
    assert read(page("<table><tr><td>" * 150 + "甲")).blocks


def test_a_page_of_nothing_is_no_report():
    report = parse([read(b"<html></html>")])
    assert (report.template, report.cells) == (None, ())
    assert [f.check for f in report.findings] == ["T0"]


def test_the_place_of_a_cell_counts_all_tables_of_the_page():
    report = report_of([["平台", "条数"], ["网站", "3"]], [RULES_2021, ["规章", "1", "2", "3"]])
    (first, *_) = report.cells
    assert first.place == {"table": 2, "row": 2, "column": 2}
    assert states(report)[ISSUED] == "number"


def test_reading_bytes_twice_gives_equal_blocks():
    body = page_of([RULES_2021, ["规章", "1", "2", "3"]])
    assert read(body).blocks == read(body).blocks


def grid(*rows, row="div", cell="div"):
    lines = "".join(f"<{row}>" + "".join(f"<{cell}>{text}</{cell}>" for text in texts) + f"</{row}>" for texts in rows)
    return page_with(f"<div>{lines}</div>")


def page_with(content):
    title = "甲市乙局2023年政府信息公开工作年度报告"
    return f"<html><body><h1>{title}</h1><div><p>一、总体情况</p>{content}<p>六、其他需要报告的事项</p></div></body></html>".encode()


RULES = (
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "", "3"],
    ["行政规范性文件", "4", "&nbsp;", "6"],
)


@pytest.mark.parametrize(("row", "cell"), [("div", "div"), ("ul", "li"), ("dl", "dd"), ("div", "p"), ("li", "div")])
def test_rows_of_other_elements_are_a_table(row, cell):
    document = read(grid(*RULES, row=row, cell=cell))
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [[c.text.strip() for c in cells] for cells in table.rows][2:] == [
        ["规章", "1", "", "3"],
        ["行政规范性文件", "4", "", "6"],
    ]
    assert table.rows[2][3].place == {"grid": 1, "row": 3, "column": 4}
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][-1] == "六、其他需要报告的事项"


def test_cells_of_a_grid_may_wrap_their_text():
    rows = [[f"<div><span>{text}</span></div>" for text in texts] for texts in RULES]
    report = parse([read(grid(*rows))])
    cells = {cell.id: cell.value for cell in report.cells}
    assert cells["disclosure.rules.in_force"] == 3
    assert cells["disclosure.normative_documents.repealed"] is None


def test_rows_of_links_and_notes_are_no_table():
    menu = [["首页", "政务公开", "互动交流"], ["机构", "规章", "公报"], ["<a href=/>指南</a>", "目录", "年报"]]
    document = read(grid(*menu))
    assert [block for block in document.blocks if isinstance(block, Table)] == []
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)][1:4] == ["一、总体情况", "首页", "政务公开"]


def test_cells_without_end_are_no_trouble():
    deep = "<div>" * 3000 + "规章" + "</div>" * 3000
    assert read(page_with(deep)).blocks
    assert read(grid(*[["规章", "1", "2"]] * 20_000)).blocks


@pytest.mark.parametrize(
    "style",
    [
        "text-decoration:line-through",
        "display:none",
        "opacity:0",
        "font-size:0",
        "direction:rtl;unicode-bidi:bidi-override",
    ],
)
def test_the_style_of_a_cell_itself_counts(style):
    report = report_of_html(
        "<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
        f"<tr><td>规章<td style='{style}'>12<td>3<td>4</table>"
    )
    assert values(report).get("disclosure.rules.issued") is None
