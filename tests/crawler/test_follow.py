"""What a page leads to: reports, folders, further pages, attachments, or an error of the portal."""

import pytest

from archive.database.frontier import Task
from crawler.family import Ask, Entry, Listing, Page
from crawler.focus import is_home
from crawler.follow import detail_steps, list_steps, refused_steps
from crawler.lists import plain_listing
from crawler.session import Options
from crawler.turning import Progress

HOST = "http://www.example.gov.cn"
COLUMN = f"{HOST}/zwgk/zfxxgknb/"
TABLES = (
    "<table><tr><td>信息内容</td></tr></table><table><tr><td>本年新收政府信息公开申请数量</td><td>自然人</td></tr></table>"
    "<table><tr><td>结果维持</td></tr></table>"
)


def task(url=COLUMN, kind="list", **detail):
    return Task(1, "crawl", "portal", "www.example.gov.cn:80", kind, url, b"", detail)


def li(title, href="a.html", date=""):
    return f'<li><a href="{href}">{title}</a><span>{date}</span></li>'


def steps(*items, url=COLUMN, detail=None, head="", **options):
    """The step after a plain list of these items; by default the column a registry names."""
    page = Page(url, f"<html><head>{head}</head><body>{''.join(items)}</body></html>".encode())
    detail = {"index": True} if detail is None else detail
    return list_steps(task(url, **detail), page, plain_listing(page), Options(**options))


def found(step, kind):
    return [child.url.removeprefix(HOST) for child in step.children if child.kind == kind]


def test_what_to_ask_otherwise_goes_with_a_request_however_deep():
    smallest = Ask(f"{HOST}/api?rows=10", headers={"X": "1"}, state={"rows": 10})
    middle = Ask(f"{HOST}/api?rows=20", state={"rows": 20}, otherwise=smallest)
    asked = Ask(f"{HOST}/api?rows=50", state={"rows": 50}, otherwise=middle)
    [child] = list_steps(task(index=True), Page(COLUMN, b""), Listing(asks=(asked,)), Options()).children
    [second] = refused_steps(task(**child.detail), "missing").children
    [third] = refused_steps(task(**second.detail), "blocked").children
    assert [c.url for c in (child, second, third)] == [asked.url, middle.url, smallest.url]
    assert third.detail["state"] == {"rows": 10}
    assert third.detail["headers"] == {"X": "1"}
    assert third.detail["column"]
    assert refused_steps(task(**third.detail), "missing").children == ()


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://www.example.gov.cn", True),
        ("http://www.example.gov.cn/", True),
        ("http://www.example.gov.cn/index.shtml", True),
        ("http://www.example.gov.cn/default.aspx", True),
        ("http://www.example.gov.cn/?node=3", False),
        ("http://www.example.gov.cn/zfxxgknb/", False),
        ("http://www.example.gov.cn/zwgk/index.html", False),
    ],
)
def test_home_pages_are_told_from_columns(url, home):
    assert is_home(url) is home


def test_a_report_is_fetched_with_all_its_list_says_of_it():
    [child] = steps(
        li("青屿市统计局2022年政府信息公开工作年度报告", "./202301/t20230119_1.html", "2023-01-19")
    ).children
    assert (child.kind, child.url) == ("detail", f"{COLUMN}202301/t20230119_1.html")
    assert child.detail == {
        "title": "青屿市统计局2022年政府信息公开工作年度报告",
        "found_on": COLUMN,
        "agency": "青屿市统计局",
        "year": 2022,
        "date": "2023-01-19",
    }


def test_attachments_a_list_names_go_with_the_report():
    entry = Entry(f"{COLUMN}1", "某局2022年政府信息公开年度报告", attachments=(f"{HOST}/a.pdf",))
    listed = list_steps(task(index=True), Page(COLUMN, b"<p>"), Listing((entry,)), Options())
    report = task(entry.url, "detail", **listed.children[0].detail)
    step = detail_steps(report, Page(entry.url, b"<p>text</p>"))
    assert step.unread
    assert found(step, "attachment") == ["/a.pdf"]


def test_neighbours_in_the_column_are_not_fetched():
    step = steps(
        li("某局2022年政府信息公开工作年度报告", "1.html"),
        li("关于做好2021年政府信息公开工作年度报告编制的通知", "2.html"),
        li("2022年政府网站工作年度报表", "3.html"),
        li("2022年政府工作报告", "4.html"),
    )
    assert [child.url for child in step.children] == [f"{COLUMN}1.html"]


def test_only_reports_of_the_years_asked_for_are_fetched_and_the_list_counts_as_cut_short():
    items = [li(f"某局{year}年政府信息公开工作年度报告", f"{year}.html") for year in range(2018, 2023)]
    step = steps(*items, first_year=2020, last_year=2021)
    assert found(step, "detail") == ["/zwgk/zfxxgknb/2020.html", "/zwgk/zfxxgknb/2021.html"]
    assert step.curtailed


def test_a_list_whose_reports_are_all_of_other_years_is_no_error():
    step = steps(li("某局2018年政府信息公开工作年度报告"), first_year=2020)
    assert (step.children, step.problem, step.barren) == ((), None, False)


def test_further_pages_are_asked_for_as_the_family_says():
    ask = Ask(f"{HOST}/proxy", "POST", {"page": "2"}, {"Referer": COLUMN}, {"got": 15})
    entry = Entry(f"{COLUMN}1", "某局2022年政府信息公开年度报告")
    step = list_steps(task(index=True), Page(COLUMN, b"<p>"), Listing((entry,), (ask,)), Options())
    assert step.children[1].kind == "list"
    detail = step.children[1].detail
    assert (detail["method"], detail["form"], detail["headers"]) == ("POST", {"page": "2"}, {"Referer": COLUMN})
    assert (detail["state"], detail["column"]) == ({"got": 15}, True)


def test_years_agencies_and_levels_below_a_column_are_followed_three_deep():
    items = (li("2021年", "2021/"), li("市教育局", "jyj/"), li("乡镇街道", "xz/"), li("领导之窗", "ld/"))
    for depth in (0, 1, 2):
        step = steps(*items, detail={"column": True, "depth": depth})
        assert found(step, "list") == [f"/zwgk/zfxxgknb/{name}/" for name in ("2021", "jyj", "xz")]
        assert {child.detail["depth"] for child in step.children} == {depth + 1}
    assert found(steps(*items, detail={"column": True, "depth": 3}), "list") == []


def test_of_folders_on_other_hosts_only_years_are_asked_for_and_marked():
    items = (li("2021年", "http://nb.example.org/2021/"), li("市教育局", "http://jyj.example.org/"))
    step = steps(*items, li("某局2022年政府信息公开年度报告", "1.html"))
    [folder] = (child for child in step.children if child.kind == "list")
    assert (folder.url, folder.detail["abroad"]) == ("http://nb.example.org/2021/", True)


def test_a_host_with_www_and_without_is_one():
    assert found(steps(li("市教育局", "http://example.gov.cn/jyj/")), "list") == ["http://example.gov.cn/jyj/"]


REPORT = li("某局2022年政府信息公开年度报告", "1.html")


@pytest.mark.parametrize(
    "pager",
    [
        """<a href="javascript:void(0)" onclick="go(2)">下一页</a>""",
        """<a href="#">下一页 &gt;</a>""",
        """<button onclick="go(2)">下一页</button>""",
        """<div>共6条 第1/<b>2</b>页 <a href="#" onclick="n()">2</a></div>""",
        "<div>第1页 共3页</div>",
        "<div>共3页</div>",
    ],
)
def test_a_list_whose_next_page_has_no_address_is_not_read_in_full(pager):
    step = steps(REPORT, pager)
    assert step.curtailed
    assert step.reason


@pytest.mark.parametrize(
    "pager",
    [
        """<a href="javascript:void(0)" class="disabled">下一页</a> <span>下一页</span>""",
        """共5条 第1/1页 <a href="#">下一页</a>""",
        "共1页",
        """<script>var said = "第1/9页"</script>""",
        """<a href="#">&gt;</a>""",  # a row of pictures
    ],
)
def test_a_list_that_ends_where_it_says_is_read_in_full(pager):
    step = steps(REPORT, pager)
    assert (step.curtailed, step.reason) == (False, None)


MENU = "".join(li(f"栏目{n}", f"/m/{n}") for n in range(9))


def later(body, **more):
    """The step after the second page of a list whose first page linked it."""
    first = Page(COLUMN, f"{REPORT}{MENU}<a href='index_2.html'>下一页</a>".encode())
    [ask] = plain_listing(first).asks
    state = {**ask.state, **more}
    page = Page(ask.url, body.encode(), state=state)
    return list_steps(task(ask.url, column=True, state=state), page, plain_listing(page), Options())


@pytest.mark.parametrize(
    "body", [MENU, f"{MENU}<p>系统繁忙，请稍后再试</p>", "<p>系统繁忙</p>", "<a href='/x/1'>办事指南</a>"]
)
def test_a_further_page_without_a_line_of_the_list_is_not_its_end(body):
    assert later(body).curtailed


@pytest.mark.parametrize(
    "body",
    [
        f"{MENU}{li('某局2019年政府信息公开年度报告', '9.html')}",
        f"{MENU}{li('关于开展检查的通报', '9.html', '2019-01-05')}",
        f"{MENU}<p>暂无数据</p>",
    ],
)
def test_a_further_page_with_lines_or_that_says_it_is_empty_is_the_end(body):
    assert not later(body).curtailed


def test_a_folder_of_the_list_whose_lines_are_all_unknown_is_not_read_in_full():
    lines = (li("数据统计情况", "1.html", "2023-01-05"), li("首页", "/"))
    below = {"column": True, "depth": 1, "found_on": COLUMN}
    assert steps(*lines, url=f"{COLUMN}tj/", detail=below).curtailed
    assert not steps(*lines, url=f"{HOST}/tjj/", detail=below).curtailed  # what a menu leads to
    assert not steps(li("首页", "/"), url=f"{COLUMN}tj/", detail=below).curtailed


def options(count):
    return "".join(f"<option value='b{n}.html'>第{n}街道办事处</option>" for n in range(count))


@pytest.mark.parametrize(
    ("more", "detail"),
    [
        (f"<select>{options(101)}</select>", {"index": True}),
        ("<iframe src='a.html'></iframe>" * 101, {"index": True}),
        (li("2021年", "2021/"), {"column": True, "depth": 3}),
        (f"<!--{'x' * 10_000_000}-->", {"index": True}),
    ],
)
def test_what_a_bound_leaves_out_of_a_list_is_said(more, detail):
    step = steps(REPORT, more, detail=detail)
    assert step.curtailed
    assert step.reason


def test_no_bound_is_reached_by_as_many_as_are_looked_at():
    assert not steps(
        REPORT, f"<select>{options(100)}</select>", li("2021年", "../2021/"), detail={"depth": 2}
    ).curtailed


@pytest.mark.parametrize(("files", "curtailed"), [(19, False), (25, True)])
def test_files_beyond_those_fetched_are_told(files, curtailed):
    links = "".join(f"<a href='{n}.pdf'>附件{n}.pdf</a>" for n in range(files))
    assert detail_steps(task(kind="detail"), Page(COLUMN, links.encode())).curtailed is curtailed


def test_the_last_of_some_pages_is_the_end_though_its_next_page_leads_nowhere():
    state = Progress(number=1).as_state()
    page = Page(COLUMN, f"{REPORT}<a href='javascript:;'>下一页</a>共2页".encode(), state=state)
    assert not list_steps(task(column=True, state=state), page, plain_listing(page), Options()).curtailed


def test_a_column_inside_a_column_is_followed():
    step = steps(li("政府信息公开年报", "jg/"), li("2021年", "2021/"))
    assert found(step, "list") == ["/zwgk/zfxxgknb/jg/", "/zwgk/zfxxgknb/2021/"]


@pytest.mark.parametrize("title", ["政府信息公开工作年度报告", "政府信息公开年度报告"])
def test_a_report_whose_title_is_the_bare_core_is_not_lost(title):
    step = steps(li(title, "202301/t20230119_1.html"), li("某局2022年政府信息公开年度报告", "1.html"))
    assert f"{COLUMN}202301/t20230119_1.html" in [child.url for child in step.children]


def followed(title, href, body):
    """What comes of a link in a column: the steps of its page by what it was taken for."""
    [child] = steps(li(title, href)).children
    page = Page(child.url, body)
    fetched = task(child.url, child.kind, **child.detail)
    if child.kind == "detail":
        return child.kind, detail_steps(fetched, page)
    return child.kind, list_steps(fetched, page, plain_listing(page), Options())


NAMELESS = "2022年政府信息公开工作年度报告"  # agency in the second line, or the column's


def test_a_report_without_agency_in_its_title_is_read_where_it_is_a_page():
    _, step = followed(NAMELESS, "t20230119_1.html", f"<h1>{NAMELESS}</h1>{TABLES}".encode())
    assert step.unread


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{NAMELESS}</h1><p>详见附件：<a href='P020230119.pdf'>附件.pdf</a></p>",
        f"<h1>{NAMELESS}</h1><p>详见附件：<a href='P020230119.pdf'>{NAMELESS}.pdf</a></p>",
    ],
)
def test_a_report_without_agency_in_its_title_is_found_where_it_is_an_attachment(body):
    _, step = followed(NAMELESS, "t20230119_1.html", body.encode())
    assert f"{COLUMN}P020230119.pdf" in [child.url for child in step.children]


def test_a_report_without_agency_in_its_title_is_read_where_the_link_is_a_document():
    kind, step = followed(NAMELESS, "P020230119.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    assert (kind, step.unread, step.problem) == ("detail", True, None)


def test_a_column_that_prints_the_report_itself_is_read():
    step = steps(li("首页", "/"), TABLES, '<p><a href="a.pdf">附件</a></p>')
    assert (step.kind, step.unread) == ("detail", True)
    assert found(step, "attachment") == ["/zwgk/zfxxgknb/a.pdf"]


def shows_one_of(*years, own=2024, body=TABLES, **options):
    """A page that shows the report of one year and chooses among several, as its family lists them."""
    address = f"{COLUMN}nb.jsp?year="
    entries = tuple(Entry(f"{address}{y}", f"青屿市统计局{y}年政府信息公开工作年度报告", is_report=True) for y in years)
    page = Page(f"{address}{own}", f"<html><body>{body}<a href=f.pdf>附件</a></body></html>".encode())
    return list_steps(task(page.url, index=True), page, Listing(entries), Options(**options))


def test_a_list_that_prints_one_of_its_reports_itself_is_read_and_leads_to_the_others():
    step = shows_one_of(2023, 2024)
    assert found(step, "detail") == ["/zwgk/zfxxgknb/nb.jsp?year=2023"]
    assert found(step, "attachment") == ["/zwgk/zfxxgknb/f.pdf"]
    assert (step.kind, step.unread, step.title) == ("detail", True, "青屿市统计局2024年政府信息公开工作年度报告")


def test_the_file_of_a_report_a_list_prints_is_no_report_beside_it():
    entries = (
        Entry(f"{COLUMN}nb.jsp", "青屿市统计局2024年政府信息公开工作年度报告", is_report=True),
        Entry(f"{COLUMN}f.pdf", "青屿市统计局2024年政府信息公开工作年度报告.pdf"),
    )
    page = Page(f"{COLUMN}nb.jsp", "<html><body><p>见附件</p><a href=f.pdf>年报.pdf</a></body></html>".encode())
    step = list_steps(task(page.url, index=True), page, Listing(entries), Options())
    assert [(child.kind, child.url) for child in step.children] == [("attachment", f"{COLUMN}f.pdf")]


def test_a_list_that_prints_none_of_its_reports_is_a_list():
    step = shows_one_of(2023, 2024, own=2022)
    assert (len(found(step, "detail")), step.kind, step.unread) == (2, None, False)


def test_a_report_printed_by_a_list_is_not_read_where_its_year_was_not_asked_for():
    assert not shows_one_of(2023, 2024, last_year=2023).unread


def test_a_dry_run_names_the_report_a_list_prints_itself():
    step = shows_one_of(2024, dry_run=True)
    assert (len(found(step, "detail")), step.unread) == (1, False)


def test_a_list_whose_heading_links_itself_is_no_report():
    assert not steps(li("青屿市统计局2022年政府信息公开工作年度报告", COLUMN), li("2021年", "2021/")).unread


SIDE = "".join(li(f"青屿市档案局{year}年政府信息公开工作年度报告", f"/{year}") for year in range(2008, 2025)) * 5


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (f"{SIDE}<p>暂无数据</p>", "missing"),
        ("", "missing"),
        (f"{SIDE}{TABLES}", None),
        (f"{SIDE}<p>{'本机关主动公开政府信息。' * 40}</p>", None),
        ("<a href=/attach/1.pdf>附件</a>", None),
    ],
)
def test_an_address_put_together_from_agency_and_year_may_hold_no_report(body, outcome):
    page = Page(f"{COLUMN}nb.jsp?area=1&year=2020", f"<html><title>年报</title><body>{body}</body></html>".encode())
    composed = detail_steps(task(page.url, "detail", composed=True), page)
    assert (composed.outcome, composed.unread) == (outcome, outcome is None)
    assert detail_steps(task(page.url, "detail"), page).unread


def test_a_report_out_of_word_whose_labels_are_broken_is_read():
    broken = TABLES.replace("内容", "</span></p>\n<p><span>内容").replace("信息公开申请", "信息公</b><b>开申请")
    step = steps(f"<h1>2022年报告</h1>{broken.replace('自然人', '自 然 人').replace('维持', '<i>维持</i>')}")
    assert (step.unread, step.kind) == (True, "detail")


def test_from_a_home_page_the_column_is_found():
    step = steps(li("要闻", "/xw/"), li("政府信息公开年报", "/zwgk/nb/"), li("2021", "/x/"), url=f"{HOST}/")
    assert found(step, "list") == ["/zwgk/nb/"]
    assert step.children[0].detail["column"] is True


def test_from_a_home_page_without_column_the_disclosure_pages_are_followed_two_deep():
    items = (li("要闻", "/xw/"), li("政府信息公开", "/zwgk/"))
    for depth, also in ((0, ["/sitemap.xml"]), (1, [])):
        step = steps(*items, url=f"{HOST}/", detail={"index": True, "depth": depth})
        assert found(step, "list") == ["/zwgk/", *also]
        assert step.children[0].detail["column"] is False
        assert "exploring" not in step.children[0].detail
    (deeper,) = steps(*items, url=f"{HOST}/", detail={"index": True, "depth": 2}).children
    assert deeper.detail["exploring"]
    assert found(steps(*items, url=f"{HOST}/", detail={"index": True, "depth": 4}), "list") == []


def test_from_a_home_page_that_names_no_column_likely_links_are_tried_best_first():
    items = (li("机构概况", "/jg/"), li("公开目录", "/gkml/"), li("领导信箱", "/xx/"), li("年报汇编", "/hb/"))
    step = steps(*items, url=f"{HOST}/", detail={"index": True})
    assert found(step, "list") == ["/hb/", "/gkml/", "/jg/", "/sitemap.xml"]
    scores = [child.detail["exploring"] for child in step.children]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] < 10


def test_where_the_column_is_named_nothing_else_is_tried():
    step = steps(li("公开目录", "/gkml/"), li("政府信息公开年报", "/nb/"), url=f"{HOST}/", detail={"index": True})
    assert found(step, "list") == ["/nb/"]


def test_a_home_page_without_likely_links_may_be_rendered_first():
    assert steps(li("要闻", "/xw/"), url=f"{HOST}/", detail={"index": True}).barren


def test_a_page_that_says_it_is_the_column_counts_as_one():
    meta = '<meta name="ColumnName" content="政府信息公开年报">'
    step = steps(li("2021年", "2021/"), url=f"{HOST}/", head=meta)
    assert found(step, "list") == ["/2021/"]


def test_a_list_that_yields_nothing_is_an_error_of_the_portal():
    assert steps().problem == "the list page yields nothing"
    assert "none of the 2 links" in steps(li("首页"), li("机构职能", "b.html")).problem
    assert "no column" in steps(url=f"{HOST}/").problem


@pytest.mark.parametrize("detail", [{"column": True}, {"column": True, "state": {"number": 2}}])
def test_a_later_page_that_holds_nothing_is_no_empty_success(detail):
    step = steps(detail=detail)
    assert step.problem or step.curtailed


def test_a_list_that_says_it_is_empty_is_none():
    step = list_steps(task(index=True), Page(COLUMN, b"{}"), Listing(total=0, empty_is_fine=True), Options())
    assert (step.problem, step.barren, step.curtailed) == (None, False, False)


def test_a_folder_without_reports_is_recorded_and_no_error():
    step = steps(li("机构职能"), detail={"column": True, "depth": 1})
    assert (step.problem, step.reason) == (None, "no report, year or agency among its links")


def test_a_problem_of_the_family_is_one_of_the_portal():
    step = list_steps(task(index=True), Page(COLUMN, b"x"), Listing(problem="no JSON"), Options())
    assert step.problem == "no JSON"


def test_a_list_that_gave_less_than_it_promised_is_not_read_in_full():
    entry = Entry(f"{COLUMN}1", "某局2022年政府信息公开年度报告")
    step = list_steps(task(index=True), Page(COLUMN, b"<p>"), Listing((entry,), total=9, shortfall=8), Options())
    assert step.curtailed


def test_a_dry_run_never_counts_as_read_in_full():
    assert steps(li("某局2022年政府信息公开年度报告"), dry_run=True).curtailed


@pytest.mark.parametrize(
    ("here", "state", "back"),
    [
        (COLUMN, {}, "/zwgk/zfxxgknb/index.html"),
        (f"{COLUMN}index.html", {}, "/zwgk/zfxxgknb/"),
        (f"{COLUMN}index_2.html", {"number": 3}, "/zwgk/zfxxgknb/"),
        (f"{COLUMN}index_2.html", {"number": 3}, "/zwgk/zfxxgknb/index.html"),
        (COLUMN, {}, "/"),
        (COLUMN, {}, "/index.html"),
    ],
)
def test_a_menu_that_leads_back_to_the_list_or_the_home_page_costs_no_page(here, state, back):
    menu = [li("政府信息公开年报", back), li("松林县人民政府", back), li("2021年", "/zwgk/zfxxgknb/2021/")]
    step = steps(*menu, url=here, detail={"column": True, "state": state})
    assert found(step, "list") == ["/zwgk/zfxxgknb/2021/"]


def test_a_column_that_prints_a_report_is_read_and_leads_to_the_others():
    step = steps(
        TABLES,
        li("青屿市统计局2022年政府信息公开工作年度报告", "2022.html"),
        li("2021年", "2021.html"),
        '<select name="nd"><option value="2020">2020年</option></select>',
        li("青屿市财政局", "cz/"),
    )
    assert (step.kind, step.unread) == ("detail", True)
    assert found(step, "detail") == ["/zwgk/zfxxgknb/2022.html"]
    assert found(step, "list") == ["/zwgk/zfxxgknb/2021.html", "/zwgk/zfxxgknb/?nd=2020"]


def test_reports_a_printed_column_links_as_files_are_no_attachments_of_its_own():
    step = steps(TABLES, li("青屿市统计局2022年政府信息公开工作年度报告", "2022.pdf"), li("附表", "t.xlsx"))
    assert found(step, "detail") == ["/zwgk/zfxxgknb/2022.pdf"]
    assert found(step, "attachment") == ["/zwgk/zfxxgknb/t.xlsx"]


def test_a_folder_of_a_year_says_which_should_it_be_the_report_itself():
    [child] = steps(li("二〇二一年", "2021/")).children
    assert (child.kind, child.detail["year"]) == ("list", 2021)


def test_options_of_years_count_in_a_column_only():
    select = '<select><option value="/x/2021/">2021年</option></select>'
    assert found(steps(select), "list") == ["/x/2021/"]
    assert "/x/2021/" not in found(steps(select, url=f"{HOST}/"), "list")


def test_frames_are_followed_one_level_deep():
    frame = '<iframe src="list.html"></iframe>'
    [child] = steps(frame).children
    assert (child.kind, child.url, child.detail["column"]) == ("list", f"{COLUMN}list.html", True)
    assert found(steps(frame, li("机构职能"), detail=child.detail, url=f"{HOST}/other/"), "list") == []


def test_frames_of_a_home_page_are_left():
    assert "/list.html" not in found(steps('<iframe src="list.html"></iframe>', url=f"{HOST}/"), "list")


def test_a_shell_sends_on_with_what_is_known_of_it():
    shell = f'<script>location.href="{HOST}/gk/nb/"</script>'
    [child] = steps(shell, detail={"column": True, "depth": 2, "title": "年报"}).children
    assert (child.kind, child.url) == ("list", f"{HOST}/gk/nb/")
    assert (child.detail["column"], child.detail["depth"], child.detail["title"]) == (True, 2, "年报")


def test_a_chain_of_shells_ends():
    shell = f'<script>location.href="{HOST}/gk/nb/"</script>'
    assert steps(shell, detail={"column": True, "shells": 5}).problem


def test_merged_columns_lead_to_their_whole_lists():
    step = steps('<div><h3>部门年报</h3><a href="bm/">更多</a></div><div><h3>工作动态</h3><a href="dt/">更多</a></div>')
    assert found(step, "list") == ["/zwgk/zfxxgknb/bm/"]


def test_a_page_that_calls_itself_a_report_is_one_for_its_attachment():
    head = '<meta name="ArticleTitle" content="青屿市统计局2021年政府信息公开工作年度报告">'
    step = steps('<p><a href="a.pdf">附件</a></p>', head=head, detail={"column": True, "title": "2021年", "depth": 1})
    assert (step.kind, step.unread, found(step, "attachment")) == ("detail", True, ["/zwgk/zfxxgknb/a.pdf"])


@pytest.mark.parametrize("landed", ["http://www.example.gov.cn/", COLUMN])
def test_a_report_whose_address_leads_home_or_back_to_its_list_is_missing(landed):
    report = task("http://www.example.gov.cn/nb/1.html", "detail", found_on=COLUMN)
    step = detail_steps(report, Page(landed, b"<p>text</p>"))
    assert (step.outcome, step.unread) == ("missing", False)


def test_a_report_that_moved_is_read_where_it_is_now():
    report = task("http://www.example.gov.cn/nb/1.html", "detail", found_on=COLUMN)
    assert detail_steps(report, Page("http://www.example.gov.cn/moved/1.html", b"<p>text</p>")).unread
