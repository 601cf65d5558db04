"""The pictures of an article that may be the pages of a report."""

import pytest

from archive.database.frontier import Task
from crawler.family import Page
from crawler.follow import detail_steps
from crawler.pictures import MOST, pictures

HERE = "http://www.example.gov.cn/zfxxgknb/202301/t20230119_1.html"
FOLDER = "http://www.example.gov.cn/zfxxgknb/202301/"


def shown(text):
    return list(pictures(Page(HERE, f"<html><body>{text}</body></html>".encode())))


@pytest.mark.parametrize(
    "img",
    [
        '<img src="./W020230119.jpg">',
        '<p align="center"><img src="W020230119.jpg" width="800" style="height:1100px"></p>',
        '<img src="/images/loading.gif" data-original="W020230119.jpg">',
        '<img src="W020230119.jpg" width="100%">',
    ],
)
def test_a_picture_of_an_article_may_be_a_page_of_the_report(img):
    assert shown(f'<div class="content">{img}</div>') == [f"{FOLDER}W020230119.jpg"]


@pytest.mark.parametrize(
    "img",
    [
        '<img src="/images/logo.png">',
        '<img src="a.jpg" width="120">',
        '<img src="a.jpg" style="width: 80px">',
        '<div class="footer"><img src="a.jpg"></div>',
        "<header><img src='a.jpg'></header>",
        '<img src="data:image/png;base64,AAAA">',
        '<img src="icon.gif">',
        "<img>",
    ],
)
def test_the_furniture_of_a_site_is_not(img):
    assert shown(img) == []


def test_pictures_come_in_order_and_each_once():
    assert shown('<img src="b.png"><img src="a.png"><img src="b.png">') == [f"{FOLDER}b.png", f"{FOLDER}a.png"]
    assert len(shown("".join(f'<img src="{i}.png">' for i in range(100)))) == MOST


def children(body):
    task = Task(1, "crawl", "p", "www.example.gov.cn", "detail", HERE, b"")
    return [
        child.url for child in detail_steps(task, Page(HERE, f"<html><body>{body}</body></html>".encode())).children
    ]


FORM = "<table><tr><td>信息内容</td><td>申请人情况</td><td>自然人</td><td>结果维持</td></tr></table>"


def test_pictures_are_fetched_only_where_neither_page_nor_documents_hold_the_tables():
    assert children('<img src="1.png"><img src="2.png">') == [f"{FOLDER}1.png", f"{FOLDER}2.png"]
    assert children(f'{FORM}<img src="1.png">') == []
    assert children('<a href="a.pdf">年报</a><img src="1.png">') == [f"{FOLDER}a.pdf"]
