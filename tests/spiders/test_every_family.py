"""What holds for every family: found by name, pure, forgiving, and without a hand on archive or network."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.spiderloader import SpiderLoader

from crawler.crawl import scrapy_settings
from crawler.family import Entry, Listing, Page
from crawler.portals import FAMILIES
from crawler.session import Options
from crawler.spider import PortalSpider

LOADER = SpiderLoader(scrapy_settings((), Options()))
NAMES = sorted(LOADER.list())
FORBIDDEN = (
    "archive.database",
    "archive.keeper",
    "archive.blobs",
    "scrapy",
    "twisted",
    "playwright",
    "requests",
    "urllib.request",
)
HERE = "http://www.example.gov.cn/zwgk/zfxxgknb/"
PAGE = """<html><head><meta name="ColumnName" content="政府信息公开年报"></head><body>
<ul><li><a href="./202301/t20230119_1.html" title="青屿市统计局2022年政府信息公开工作年度报告">青屿市统计局...</a><span>2023-01-19</span></li>
<li><a href="2021/">2021年</a></li></ul><a href="index_2.html">下一页</a><script>createPageHTML(3, 0, "index", "html")</script>
</body></html>""".encode()

every_family = pytest.mark.parametrize("family", NAMES)


def listing(family):
    return LOADER.load(family).listing


def test_the_families_are_found():
    assert {"gkmlpt", "hanweb_jpage", "static", "trs"} <= set(NAMES)


@every_family
def test_a_family_is_called_like_its_module_and_a_row_may_name_it(family):
    spider = LOADER.load(family)
    assert issubclass(spider, PortalSpider)
    assert spider.__module__ == f"spiders.{spider.name}"
    assert family in FAMILIES


@every_family
def test_a_family_says_in_its_module_how_its_lists_work(family):
    assert len(import_module(f"spiders.{family}").__doc__.splitlines()) > 1


def imported(path):
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.Import):
            yield from (name.name for name in found.names)
        elif isinstance(found, ast.ImportFrom):
            yield found.module or ""
            yield from (f"{found.module}.{name.name}" for name in found.names)


@every_family
def test_a_family_has_no_hand_on_archive_or_network(family):
    names = list(imported(Path(import_module(f"spiders.{family}").__file__)))
    assert names
    assert [name for name in names if f"{name}.".startswith(tuple(f"{word}." for word in FORBIDDEN))] == []


@every_family
@pytest.mark.parametrize(
    "body", [b"", b" ", b"<html></html>", b"<html><body></body></html>", b"{}", b"%PDF-1.7", b"\x00\xff"]
)
def test_an_empty_page_lists_nothing(family, body):
    found = listing(family)(Page(HERE, body))
    assert isinstance(found, Listing)
    assert (found.entries, found.total or 0, found.shortfall) == ((), 0, 0)


@every_family
def test_the_same_page_gives_the_same_listing(family):
    first, second = (listing(family)(Page(HERE, PAGE, {"pattern": "t2023"})) for _ in range(2))
    assert first == second
    assert first.entries


@every_family
def test_a_listing_leaves_its_page_as_it_was(family):
    params, state = {"pattern": "t2023"}, {}
    listing(family)(Page(HERE, PAGE, params, state))
    assert (params, state) == ({"pattern": "t2023"}, {})


@every_family
def test_a_report_a_plain_page_links_is_found(family):
    found = listing(family)(Page(HERE, PAGE)).entries
    title = "青屿市统计局2022年政府信息公开工作年度报告"
    assert Entry(f"{HERE}202301/t20230119_1.html", title, "2023-01-19") in found


@every_family
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=50, deadline=None)
def test_any_bytes_give_a_listing(family, body):
    assert isinstance(listing(family)(Page(HERE, body)), Listing)
