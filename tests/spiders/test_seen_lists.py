"""Addresses at which lists of a family were seen: further pages lie on the same host and port, beside them."""

from urllib.parse import urlsplit

import pytest
from support import portals_seen

from crawler.family import Page
from spiders import easysite, trs, ucap, vsb

ITEM = '<li><a href="/xxgk/202301/t20230119_1.html" title="青屿市统计局2022年政府信息公开工作年度报告">青屿市…</a>2023-01-19</li>'


def seen(kind):
    """The addresses of lists guessed to be of a kind."""
    rows = [row["example_url"] for row in portals_seen() if row["family_guess"].startswith(kind)]
    return [url for url in rows if "{" not in url]


def asked(family, url, below):
    text = f"<html><meta charset=utf-8><body><ul>{ITEM}</ul>{below}</body></html>"
    return [ask.url for ask in family.listing(Page(url, text.encode())).asks]


def folder(url):
    return url.partition("?")[0].rpartition("/")[0]


def stem(url, otherwise):
    return urlsplit(url).path.rpartition("/")[2].partition(".")[0] or otherwise


@pytest.mark.parametrize("url", [u for u in seen("trs-wcm") if "/t20" not in u] or [None])
def test_trs_lists_go_on_beside_their_first_page(url):
    if url is None:
        pytest.skip("the addresses seen are not beside this checkout")
    name = stem(url, "index")
    assert asked(trs, url, f'<script>createPageHTML(3, 0, "{name}", "html");</script>') == [
        f"{folder(url)}/{name}_1.html"
    ]


@pytest.mark.parametrize("url", seen("trs-igi") or [None])
def test_catalogues_keep_their_channel(url):
    if url is None:
        pytest.skip("the addresses seen are not beside this checkout")
    for pager in ('createPageHTML(3, 0, "index", "html")', "var countPage = 3;", "totalData: 30, showData: 10"):
        assert asked(trs, url, f"<script>{pager}</script>") == [url.replace(".html", "_1.html")]


@pytest.mark.parametrize("url", seen("trs-was5") or [None])
def test_searches_keep_what_was_asked(url):
    if url is None:
        pytest.skip("the addresses seen are not beside this checkout")
    [following] = asked(trs, url, "总页数：3")
    assert "page=2" in following
    kept = set(urlsplit(url).query.split("&")) - {"page=1"}
    assert kept <= set(urlsplit(following).query.split("&"))


@pytest.mark.parametrize("url", [u for u in seen("ucap") if "list" in u] or [None])
def test_ucap_lists_go_on_beside_their_first_page(url):
    if url is None:
        pytest.skip("the addresses seen are not beside this checkout")
    name, ending = stem(url, "list"), url.rpartition(".")[2]
    pager = f"<script>createPageHTML('page_div', 3, 1, '{name}', '{ending}', 45);</script>"
    assert asked(ucap, url, pager) == [f"{folder(url)}/{name}_2.{ending}"]


@pytest.mark.parametrize("family", [trs, ucap, vsb, easysite], ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "url",
    [
        "http://122.137.242.24:8080/pub/slsxxgkw/ndbg/",
        "https://nync.tj.gov.cn/ZWGK0/ZFXXGKNB152041/",
        "http://a.gov.cn",
    ],
)
def test_ports_numbers_and_upper_case_are_kept(family, url):
    [following] = asked(family, url, '<a href="index_2.html">下一页</a>')
    assert following == (url if url.endswith("/") else f"{url}/") + "index_2.html"
