"""A page of very many links is read in seconds: nothing is climbed or searched anew for each of them."""

import pytest

from crawler.attachments import attachments
from crawler.family import Page, anchors
from crawler.passages import passages
from crawler.pictures import pictures

MANY = 100_000
DEEP = 10_000


def page(html):
    return Page("http://a.gov.cn/x/", html.encode())


PAGES = {
    "links to more without a heading": (passages, "<body><div>" + "<a href=/x title=更多></a>" * MANY, 0),
    "one definition list": (anchors, "<dl>" + "<dd><a href=/x>x</a></dd>" * MANY + "</dl>", MANY),
    "a definition list that begins without links": (
        anchors,
        "<dl>" + "<dt>x</dt>" * MANY + "<dd><a href=/x>x</a></dd>" * MANY + "</dl>",
        MANY,
    ),
    "links deep in a tree": (anchors, "<span>" * DEEP + "<a href=/x>x</a>" * DEEP, DEEP),
    "a link at each depth": (anchors, "<div><a href=/x>x</a>" * DEEP, DEEP),
    "documents deep in a tree": (attachments, "<i>" * DEEP + "<a href=/x.pdf>x</a>" * DEEP, 1),
    "pictures deep in a menu": (pictures, "<nav>" + "<i>" * DEEP + "<img src=/x.png>" * DEEP, 0),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("read", "html", "count"), PAGES.values(), ids=PAGES.keys())
def test_a_page_of_many_links_is_read(read, html, count):
    assert sum(1 for _ in read(page(html))) == count


def test_links_to_more_after_one_another_have_the_heading_before_the_first():
    html = "<div><h2>年度报告</h2><a href=/a>更多</a></div><div><h2>指南</h2><i></i><a href=/b title=更多></a></div>"
    assert [(e.url, e.title) for e in passages(page(html))] == [
        ("http://a.gov.cn/a", "年度报告"),
        ("http://a.gov.cn/b", "指南"),
    ]


def test_a_menu_does_not_hide_the_document_beside_it():
    html = (
        "<div><div class=nav><p><a href=/1.pdf>甲</a><a href=/2.pdf>乙</a></p></div><p><a href=/3.pdf>丙</a></p></div>"
    )
    assert [url for url, _ in attachments(page(html))] == ["http://a.gov.cn/3.pdf"]
