"""Longxun: lists turned by label/8888 with the site's own template, and agencies that print a year at a time."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from crawler.links import classify
from spiders.longxun import listing

HOST = "http://www.yunlu.example.gov.cn"
COLUMN = f"{HOST}/zwgk/public/column/7071?type=3"
LABEL = "/zwgk/site/label/8888"
TEMPLATE = "/yunlu/xxgk/publicInfoList_newest2020"
ROWS = 15


def title(number):
    return f"云麓市第{number}镇人民政府2022年政府信息公开工作年度报告"


def address(number):
    return f"/zwgk/public/7071/{146400000 + number}.html"


def row(number):
    return f'<li><a class="title" href="{address(number)}" title="{title(number)}">{title(number)[:9]}</a><span class="date">2023-01-21</span></li>'


OBJECT = (
    f'<script>$.ajax({{url: "{LABEL}?IsAjax=1&dataType=html&_=" + Math.random(), data: {{labelName: "publicInfoList", siteId: "11492841", '
    f'pageSize: "15", pageIndex: pageIndex, action: "list", organId: "7071", type: "3", catId: "", result: "暂无相关信息", file: "{TEMPLATE}"}}}});</script>'
)
QUERY = f"<script>load('{LABEL}?labelName=publicInfoList&siteId=11492841&pageSize=15&organId=7071&type=3&file={TEMPLATE}');</script>"


class Host:
    """A list of `total` lines; the page shows `shown` of them and says there are `pages`."""

    def __init__(self, total, shown=ROWS, pages=..., script=OBJECT, size=None, tree=""):
        self.total, self.shown, self.script, self.size, self.tree = total, shown, script, size, tree
        self.pages = -(-total // ROWS) if pages is ... else pages

    def pager(self):
        stated = "" if self.pages is None else f"pageCount: {self.pages}, "
        return f"<script>Ls.pagination({{{stated}{'' if self.size is None else f'size: {self.size}, '}pageIndex: 1}});</script>"

    def __call__(self, ask):
        parts = urlsplit(ask.url)
        if ask.url == COLUMN:
            return f"<html><body>{self.tree}<ul>{''.join(map(row, range(min(self.shown, self.total))))}</ul>{self.pager()}{self.script}</body></html>"
        asked = {name: value for name, [value] in parse_qs(parts.query).items()}
        assert (parts.path, ask.headers["Referer"]) == (LABEL, COLUMN)
        assert {
            "file": TEMPLATE,
            "siteId": "11492841",
            "organId": "7071",
            "type": "3",
            "labelName": "publicInfoList",
        }.items() <= asked.items()
        start = (int(asked["pageIndex"]) - 1) * ROWS
        lines = "".join(map(row, range(start, min(start + ROWS, self.total))))
        return f"<ul>{lines or '<li>暂无相关信息</li>'}</ul>{self.pager()}"


def all_of(count):
    return [f"{HOST}{address(n)}" for n in range(count)]


@pytest.mark.parametrize("script", [OBJECT, QUERY])
@pytest.mark.parametrize("total", [1, ROWS, ROWS + 1, 47, 260])
@pytest.mark.parametrize("shown", [0, ROWS])
def test_every_line_of_a_list_is_found(walk, script, total, shown):
    walked = walk(listing, COLUMN, Host(total, shown, script=script))
    assert walked.urls == all_of(total)
    assert (walked.shortfall, walked.problems) == (0, [])
    assert len(walked.asks) == -(-total // ROWS) + (shown == 0)
    entry = walked.entries[all_of(total)[-1]]
    assert (entry.title, entry.date) == (title(total - 1), "2023-01-21")


def test_a_pager_that_says_nothing_is_followed_to_the_end(walk):
    assert walk(listing, COLUMN, Host(47, pages=None)).urls == all_of(47)


def test_a_pager_that_promises_too_much_means_a_list_not_read_in_full(walk):
    walked = walk(listing, COLUMN, Host(47, pages=9000, size=135_000))
    assert (walked.urls, walked.shortfall) == (all_of(47), 135_000 - 47)
    assert len(walked.asks) == 5


def test_without_the_sites_template_nothing_is_guessed():
    script = "<script>var labelName = 'publicInfoList';</script>"
    assert listing(Page(COLUMN, f"<html><body>{row(1)}{script}</body></html>".encode())).asks == ()


AGENCIES = {7070: "云麓市人民政府办公室", 7071: "云麓市统计局", 7072: "云麓市档案局"}
TREE = "".join(
    f'<li><a href="/zwgk/public/column/{n}?type=4&amp;action=list">{name}</a></li>' for n, name in AGENCIES.items()
)


def test_the_annual_reports_of_each_agency_of_the_tree_are_asked_for_once(walk):
    def serve(ask):
        return Host(3, tree=TREE)(ask) if ask.url == COLUMN else f"<html><body>{TREE}</body></html>"

    walked = walk(listing, COLUMN, serve)
    assert [ask.url for ask in walked.asks[1:]] == [f"{HOST}/zwgk/public/column/{n}?type=3" for n in (7070, 7072)]
    assert walked.urls == all_of(3)  # the other columns of the agencies are no folders of reports


YEARS = f"{HOST}/public/column/491?type=3&nav=5&sub=3"
SELECT = "<select id=y>" + "".join(f"<option value={y}>{y}年</option>" for y in (2024, 2023, 2022)) + "</select>"
JUMP = "<script>location.href='/public/column/491?type=3&nav=5&sub=3&timeFrame=' + y + '&hasContent=true'</script>"
LINKS = "".join(
    f'<a href="/public/column/491?type=3&nav=5&sub=3&timeFrame={y}&hasContent=true">{y}</a>' for y in (2024, 2023, 2022)
)


def years_of(entries):
    links = [classify(e, in_column=True) for e in entries]
    return {link.entry.url: (link.title.agency, link.title.year) for link in links if link.kind == "report"}


@pytest.mark.parametrize("choice", [SELECT + JUMP, LINKS, SELECT + "<script>go('timeFrame')</script>"])
@pytest.mark.parametrize("here", [YEARS, f"{YEARS}&timeFrame=2023&hasContent=true"])
def test_the_years_an_agency_prints_are_listed_each_at_its_address(choice, here):
    page = f"<html><head><title>芦洲县统计局2024年政府信息公开工作年度报告</title></head><body>{choice}</body></html>"
    found = years_of(listing(Page(here, page.encode())).entries)
    assert found == {f"{YEARS}&timeFrame={y}&hasContent=true": ("芦洲县统计局", y) for y in (2024, 2023, 2022)}


def test_the_agency_of_a_year_is_the_one_the_tree_names(walk):
    tree = '<a href="/public/column/491?type=3&nav=5&sub=3">芦洲县统计局</a><a href="/public/column/492?type=3&nav=5&sub=3">芦洲县档案局</a>'

    def serve(ask):
        number = ask.url.partition("column/")[2][:3]
        return f"<html><body>{tree}{SELECT}{JUMP.replace('491', number)}</body></html>"

    walked = walk(listing, YEARS, serve)
    found = years_of(walked.entries.values())
    assert found[f"{YEARS.replace('491', '492')}&timeFrame=2023&hasContent=true"] == ("芦洲县档案局", 2023)
    assert (len(walked.asks), len(found)) == (2, 6)


def test_the_file_of_the_year_that_is_shown_is_no_report_of_its_own():
    page = f'<html><body>{SELECT}{JUMP}<a href="/group6/M00/1.pdf">芦洲县统计局2024年政府信息公开工作年度报告.pdf</a></body></html>'
    assert len(listing(Page(YEARS, page.encode())).entries) == 3


def test_a_tree_drawn_by_script_is_asked_for_and_its_columns_are_entries(walk):
    script = f'<script>tree({{url: "{LABEL}?IsAjax=1", labelName: "columnTree", siteId: "1", id: "55", isJson: true}})</script>'
    pages = {COLUMN: f"<html><body>{script}</body></html>"}

    def serve(ask):
        return (
            pages.get(ask.url)
            or '[{"id":"1","name":"2022年","htmlPath":"/zwgk/nb/2022/index.html"},{"id":"2","name":"空"},null]'
        )

    walked = walk(listing, COLUMN, serve)
    assert [(e.url, e.title) for e in walked.entries.values()] == [(f"{HOST}/zwgk/nb/2022/index.html", "2022年")]
    assert {"labelName=columnTree", "id=55", "isChild=true", "isJson=true"} <= set(
        walked.asks[1].url.partition("?")[2].split("&")
    )


@pytest.mark.parametrize("answer", ["null", "{}", "[1]", "暂无"])
def test_a_tree_without_columns_is_no_problem(answer):
    assert listing(Page(f"{HOST}{LABEL}", answer.encode(), {}, {"label": {}, "column": COLUMN})).problem is None


def test_a_list_whose_address_has_the_number_of_the_page_is_turned(walk):
    start = f"{HOST}/content/column/6788?pageIndex=1"

    def serve(ask):
        number = int(ask.url.rpartition("=")[2])
        rows = (
            "".join(f'<li><a href="/content/article/{number}{n}">{title(n)}</a></li>' for n in range(4))
            if number <= 3
            else ""
        )
        return f"<html><body><ul>{rows}</ul><script>Ls.pagination({{pageCount: 3}})</script></body></html>"

    assert len(walk(listing, start, serve).urls) == 12


def test_a_home_page_gives_its_links_alone():
    read = listing(Page(f"{HOST}/", f"<html><body>{TREE}{OBJECT}</body></html>".encode()))
    assert (read.asks, len(read.entries)) == ((), 3)


pieces = st.sampled_from(
    [
        OBJECT,
        QUERY,
        TREE,
        SELECT,
        JUMP,
        LINKS,
        row(1),
        "labelName",
        "{",
        "}",
        "pageCount: 99999",
        "timeFrame",
        "columnTree",
        "'",
    ]
)


@given(st.lists(pieces | st.text(max_size=10), max_size=10).map("".join), st.sampled_from([COLUMN, YEARS, f"{HOST}/x"]))
@settings(max_examples=100, deadline=None)
def test_any_page_asks_for_little(text, url):
    assert len(listing(Page(url, text.encode("utf-8", "replace"))).asks) <= 30


@given(st.lists(st.integers(0, 30), max_size=8))
@settings(max_examples=40, deadline=None)
def test_no_host_leads_on_for_ever(walk, numbers):
    def serve(ask):
        return Host(47, pages=10**5)(ask) if ask.url == COLUMN else "".join(map(row, numbers)) + "pageCount: 99999"

    walk(listing, COLUMN, serve, most=10)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("start", ["'/public/column/1?", "labelName{", "'/site/label/8888?", "pageCount", '"a":'])
def test_a_page_of_beginnings_does_not_hold_up_a_crawl(start):
    listing(Page(COLUMN, f"<html><body><script>{start * 40_000}</script></body></html>".encode()))
