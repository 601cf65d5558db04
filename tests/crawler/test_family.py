"""What a family is given: pages, links of theirs as addresses, lines of lists as entries."""

from types import SimpleNamespace
from urllib.parse import urldefrag

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.database.frontier import Task
from crawler.addresses import slot
from crawler.family import Page, anchors, clean
from crawler.outgoing import request_for

HERE = "http://www.example.gov.cn/zwgk/zfxxgknb/index.html"
SPIDER = SimpleNamespace(answered=lambda response: None, failed=lambda failure: None)


def page(text, url=HERE):
    return Page(url, text.encode() if isinstance(text, str) else text)


def only(text):
    [found] = anchors(page(text))
    return found


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("./202301/t20230119_1.html", "http://www.example.gov.cn/zwgk/zfxxgknb/202301/t20230119_1.html"),
        ("../zn/", "http://www.example.gov.cn/zwgk/zn/"),
        ("/col/col1/index.html", "http://www.example.gov.cn/col/col1/index.html"),
        ("//tjj.example.gov.cn/a", "http://tjj.example.gov.cn/a"),
        ("https://a.example.gov.cn/b#top", "https://a.example.gov.cn/b"),
        ("  /a.html \n", "http://www.example.gov.cn/a.html"),
        ("/download.jsp?a=1&amp;b=2", "http://www.example.gov.cn/download.jsp?a=1&b=2"),
        ("?page=2", "http://www.example.gov.cn/zwgk/zfxxgknb/index.html?page=2"),
    ],
)
def test_a_link_is_an_address_as_a_browser_would_make_it(link, address):
    assert page("").absolute(link) == address


@pytest.mark.parametrize(
    "link",
    [
        *("", "  ", "#", "#top", "javascript:void(0)", "JavaScript:go(2)", " javascript:;", "VBScript:go(2)"),
        *("mailto:a@example.gov.cn", "MAILTO:a@example.gov.cn", "tel:12345", "data:text/html,x"),
        *("http://[::1/", "http://www.example.gov.cn:port/", "http://www.example.gov.cn:99999/"),
    ],
)
def test_a_link_that_leads_to_no_page_is_no_address(link):
    assert page("").absolute(link) == ""


pieces = st.sampled_from(
    ["http://", "https:", "//", "/", "?", "#", ":", "@", "[", "]", "::1", ":99999", ":0", "%", "..", "\\", "&#x", ";"]
    + ["javascript:", "JAVASCRIPT:", "ftp://", "about:", "mailto:", "年报", " ", "\n", "\x00", "\ud800", "a.gov.cn"]
)


@given(st.text(max_size=30) | st.lists(pieces, max_size=8).map("".join))
@example("http://a.gov.cn:99999/x")
@example("JavaScript:go(1)")
@example("http:")
@settings(max_examples=400, deadline=None)
def test_any_link_gives_nothing_or_an_address_that_can_be_asked_for(link):
    address = page("").absolute(link)
    if address:
        assert urldefrag(address)[1] == ""
        task = Task(1, "c", "p", slot(address), "detail", address, b"")
        assert request_for(task, SPIDER).url


@pytest.mark.parametrize(
    "line",
    [
        '<a href="a.html" title="青屿市统计局2022年政府信息公开工作年度报告">青屿市统计局2022年政府信息公…</a>',
        '<a href="a.html" title="青屿市统计局2022年政府信息公开工作年度报告">青屿市统计局2022年政府信息...</a>',
        '<a href="a.html" title="青屿市统计局2022年政府信息公开工作年度报告">青屿市统计局2022年政府</a>',
        '<a href="a.html" title="青屿市统计局2022年政府信息公开工作年度报告"><img src="dot.gif"></a>',
        '<a title="青屿市统计局2022年政府信息公开工作年度报告" href="a.html">·青屿市统计局2022年政府信...<i>2023-01-19</i></a>',
        '<a href="a.html" title="">青屿市统计局2022年政府信息公开工作年度报告</a>',
        '<a href="a.html">青屿市统计局2022年政府信息公开工作\u200b年度报告\ufeff</a>',
        '<a href="a.html" title="查看">青屿市统计局2022年政府信息公开工作年度报告</a>',
    ],
)
def test_an_entry_has_the_full_title_where_the_text_is_cut(line):
    assert only(f"<ul><li>{line}</li></ul>").title == "青屿市统计局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("broken", ["\n", "&nbsp;", "<br>", "<br/>", "&lt;br&gt;", "</br>"])
def test_a_title_broken_over_lines_is_one_title(broken):
    title = f"青屿市统计局2022年政府信息公开工作{broken}年度报告"
    found = only(f'<li><a href="a.html" title="{title}">青屿市统计局2022年...</a></li>')
    assert found.title.replace(" ", "") == "青屿市统计局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("<li><a href=a.html>年报</a><span>2023-01-19</span></li>", "2023-01-19"),
        ("<li><span>[2023/4/7]</span><a href=a.html>年报</a></li>", "2023-04-07"),
        ("<table><tr><td><a href=a.html>年报</a></td><td>2023年1月19日</td></tr></table>", "2023-01-19"),
        ("<p><b><a href=a.html>年报</a></b> 2023.01.19</p>", "2023-01-19"),
        ("<li><a href=a.html>年报</a><span>2023-02-30</span></li>", None),
        ("<li><a href=a.html>年报</a><span>009911223/2021-04410</span></li>", None),
        ("<li><a href=a.html>年报</a></li>", None),
    ],
)
def test_an_entry_has_the_date_of_its_own_line(line, date):
    assert only(line).date == date


def test_each_line_has_its_own_date():
    found = anchors(page("<ul><li><a href=a>甲</a>2023-01-19<li><a href=b>乙</a>2022-01-20</ul>"))
    assert [(e.title, e.date) for e in found] == [("甲", "2023-01-19"), ("乙", "2022-01-20")]


def test_a_line_of_a_block_never_has_the_date_of_another():
    text = "<div><a href=a>甲</a> 2023-01-19<br><a href=b>乙</a> 2022-01-20<br><a href=c>丙</a></div>"
    dates = {e.title: e.date for e in anchors(page(text))}
    assert dates["甲"] in ("2023-01-19", None)
    assert dates["乙"] in ("2022-01-20", None)
    assert dates["丙"] is None


def test_old_charsets_are_read_whatever_the_page_declares():
    text = "<html><meta charset=utf-8><body><a href=a.html>政府信息公开年报</a></body></html>"
    for charset in ("gb18030", "utf-8", "utf-16"):
        [found] = anchors(page(text.encode(charset)))
        assert found.title == "政府信息公开年报"


@pytest.mark.parametrize("body", [b"", b" ", b"\x00", b"%PDF-1.7 \xff\xfe", b"<", b"<html></html>", b"<!--"])
def test_a_page_without_links_has_no_entries(body):
    assert list(anchors(page(body))) == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [(" 甲\u3000局\n2020年 ", "甲 局 2020年"), ("a&amp;b", "a&b"), ("\u200b\ufeff", "")],
)
def test_clean_text_is_one_line_without_entities_and_invisible_signs(raw, text):
    assert clean(raw) == text


@pytest.mark.timeout(20)
def test_thousands_of_links_in_one_block_do_not_hold_up_a_crawl():
    links = "<br>".join(f"<a href=/t{i}.html>某某局{i}年报告</a>" for i in range(6_000))
    assert len(list(anchors(page(f"<body><div>{links}</div></body>")))) == 6_000
