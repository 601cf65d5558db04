"""Anhui Content: pages by number in the path, pagers that link or count, reports with a file called like a page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.attachments import attachments
from crawler.family import Page
from spiders.ahcontent import listing

HOST = "http://www.tongling.example.gov.cn"
STEMS = [
    f"{HOST}/XxgkContent/showList/174/103134/page_",
    f"{HOST}/openness/OpennessContent/showList/31/8325/page_",
    f"{HOST}/BranchOpennessContent/showList/10395/0/page_",
    f"{HOST}:8082/News/showList/43279/page_",
]
ROWS = 10


def title(number):
    return f"桐岭市第{number}街道办事处2022年政府信息公开工作年度报告"


def row(number, *, table=False):
    link = f'<a href="/XxgkAnnualReport/show/{number}.html" title="{title(number)}">{title(number)[:8]}…</a>'
    if table:
        return f'<tr><td class="bt">{link}</td><td class="cwrq">2023-01-12</td></tr>'
    return f"<li>{link}<span>2023-01-12</span></li>"


def linked(stem, at, last):
    return "".join(f'<a href="{stem}{n}.html">{n}</a>' for n in range(max(at - 2, 1), min(at + 2, last) + 1))


def counted(stem, at, last):
    return f"<div>共 <em>{last}</em> 页 第{at}页</div>"


def scripted(stem, at, last):
    return f"<script>pager({{pageCount: {last}, page: {at}}})</script>"


class Host:
    """A list of `total` rows; the pager speaks of `last` pages."""

    def __init__(self, stem, total, pager=linked, last=None, *, table=False):
        self.stem, self.total, self.pager, self.table = stem, total, pager, table
        self.last = last or -(-total // ROWS)

    def __call__(self, ask):
        at = int(ask.url.removeprefix(self.stem).removesuffix(".html"))
        rows = "".join(row(n, table=self.table) for n in range((at - 1) * ROWS, min(at * ROWS, self.total)))
        return f"<html><body><a href=/>网站首页</a><table>{rows}</table>{self.pager(self.stem, at, self.last)}</body></html>"


def found(walked):
    return [url for url in walked.urls if "/show/" in url]


def all_of(stem, count):
    host = "/".join(stem.split("/")[:3])
    return [f"{host}/XxgkAnnualReport/show/{n}.html" for n in range(count)]


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("pager", [linked, counted, scripted])
@pytest.mark.parametrize("total", [1, ROWS, ROWS + 1, 145])
def test_every_row_of_a_list_is_found_and_no_page_asked_for_twice(walk, stem, pager, total):
    walked = walk(listing, f"{stem}1.html", Host(stem, total, pager, table=total > ROWS))
    assert found(walked) == all_of(stem, total)
    assert (len(walked.asks), walked.shortfall) == (-(-total // ROWS), 0)
    entry = walked.entries[all_of(stem, total)[-1]]
    assert (entry.title, entry.date) == (title(total - 1), "2023-01-12")


@pytest.mark.parametrize("pager", [counted, scripted])
def test_a_pager_that_promises_too_much_means_a_list_not_read_in_full(walk, pager):
    walked = walk(listing, f"{STEMS[0]}1.html", Host(STEMS[0], 25, pager, last=9000))
    assert (len(found(walked)), walked.shortfall, len(walked.asks)) == (25, 1, 4)


def test_a_page_given_for_every_number_is_the_end(walk):
    same = Host(STEMS[0], 10, counted, last=9000)
    walked = walk(listing, f"{STEMS[0]}1.html", lambda ask: same(type(ask)(f"{STEMS[0]}1.html")))
    assert (len(walked.asks), walked.shortfall) == (2, 1)


def test_a_list_may_be_entered_in_its_middle(walk):
    walked = walk(listing, f"{STEMS[0]}2.html", Host(STEMS[0], 45, counted))
    assert (found(walked), walked.shortfall) == (all_of(STEMS[0], 45)[10:], 0)


def test_an_address_without_a_page_is_the_first(walk):
    start = "http://www.tongling.example.gov.cn/XxgkContent/showList/174/103134/"

    def serve(ask):
        return Host(STEMS[0], 25, counted)(ask if "page_" in ask.url else type(ask)(f"{STEMS[0]}1.html"))

    assert found(walk(listing, start, serve)) == all_of(STEMS[0], 25)


SHOW, DOWNLOAD = (f"/openness/OpennessAnnualReport/{kind}/4061.html" for kind in ("show", "download"))


@pytest.mark.parametrize("links", [(SHOW, DOWNLOAD), (DOWNLOAD, SHOW)])
def test_a_twin_goes_with_its_report_and_is_none_itself(links):
    text = "".join(f'<li><a href="{url}">{title(1)}</a></li>' for url in links)
    [entry] = listing(Page(f"{STEMS[1]}1.html", f"<html><body>{text}</body></html>".encode())).entries
    assert (entry.url, entry.attachments) == (HOST + SHOW, (HOST + DOWNLOAD,))


def test_a_file_that_is_alone_is_the_report():
    text = f'<html><body><li><a href="{DOWNLOAD}">{title(1)}</a></li></body></html>'
    assert [e.url for e in listing(Page(f"{STEMS[1]}1.html", text.encode())).entries] == [HOST + DOWNLOAD]


def test_the_file_of_a_reports_page_is_its_attachment():
    page = Page(
        HOST + SHOW,
        f'<html><body><p>见附件</p><a href="{DOWNLOAD}">下载</a><a href="/News/show/1.html">新闻</a></body></html>'.encode(),
    )
    assert list(attachments(page)) == [(HOST + DOWNLOAD, "下载")]


def test_the_news_of_a_page_on_the_way_are_not_turned():
    text = f'<html><body><a href="{STEMS[0]}1.html">政府信息公开年报</a><a href="/News/show/1.html">要闻</a>{counted("", 1, 40)}</body></html>'
    assert listing(Page(f"{STEMS[3]}1.html", text.encode())).asks == ()


def test_units_are_entries():
    text = '<html><body><a href="/XxgkContent/showList/20/11500/page_1.html">桐岭市统计局</a></body></html>'
    read = listing(Page(f"{HOST}/XxgkContent/showList/1/11500/page_1.html", text.encode()))
    assert ([e.title for e in read.entries], read.asks) == (["桐岭市统计局"], ())


pieces = st.sampled_from(
    [
        row(1),
        counted("", 1, 9),
        linked(STEMS[0], 3, 9),
        "共999999999页",
        "pageCount:0",
        "<a href=page_999999.html>9</a>",
        f"<a href='{DOWNLOAD}'>x</a>",
    ]
)


@given(st.lists(pieces | st.text(max_size=10), max_size=10).map("".join))
@settings(max_examples=80, deadline=None)
def test_any_page_asks_for_one_page_at_most_and_none_for_ever(walk, text):
    walk(listing, f"{STEMS[0]}1.html", lambda _: text.encode("utf-8", "replace"), most=3)
