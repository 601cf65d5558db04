"""Addresses seen in public of families whose lists are told from their addresses: each is served as its family does."""

import re
from urllib.parse import urlsplit

import pytest
from support import portals_seen

from crawler.family import Page
from spiders import ahcontent, hanweb_jpaas, hanweb_jpage, hanweb_xxgk, longxun

SELECT = "<select><option value=2024>2024</option><option value=2019>2019</option></select>"
FAMILIES = {
    "hanweb-jpaas": hanweb_jpaas,
    "hanweb-jpaas-hex": hanweb_jpaas,
    "hanweb-art": hanweb_jpage,
    "hanweb-col": hanweb_jpage,
    "hanweb-xxgk": hanweb_xxgk,
    "hanweb-xxgk-annual": hanweb_xxgk,
    "longxun-public": longxun,
    "ah-xxgkcontent": ahcontent,
}


@pytest.fixture(scope="module")
def seen():
    rows = [(row["family_guess"], row["example_url"]) for row in portals_seen()]
    return rows or pytest.skip("the list of hosts seen in public is not beside this checkout")


def urls(seen, family, shape):
    found = [url for guess, url in seen if guess.startswith(family) and re.search(shape, url)]
    assert found
    return found


def test_annual_report_pages_lead_to_each_of_their_years(seen):
    for url in urls(seen, "hanweb-xxgk-annual", "fbtime="):
        entries = hanweb_xxgk.listing(Page(url, SELECT.encode())).entries
        assert [e.url for e in entries] == [re.sub(r"fbtime=\d+", f"fbtime={y}", url) for y in (2024, 2019)]


def test_years_of_agencies_lead_to_each_other(seen):
    for url in urls(seen, "longxun", "timeFrame="):
        entries = longxun.listing(Page(url, SELECT.encode())).entries
        assert [e.url for e in entries] == [re.sub(r"timeFrame=\d+", f"timeFrame={y}", url) for y in (2024, 2019)]


def test_lists_with_the_page_in_their_path_are_turned(seen):
    for url in urls(seen, "ah-", "/showList/"):
        body = '<ul><li><a href="/OpennessContent/show/1.html">规划</a></li></ul><div>共3页</div>'
        [ask] = ahcontent.listing(Page(url, body.encode())).asks
        assert ask.url == url.replace("page_1", "page_2")


def test_any_of_them_gives_the_links_of_its_page(seen):
    known = [(FAMILIES[guess], url) for guess, url in seen if guess in FAMILIES]
    assert len(known) > 100
    for module, url in known:
        entries = module.listing(
            Page(url, "<html><body><a href='nb.html'>甲局2022年政府信息公开年度报告</a></body></html>".encode())
        ).entries
        assert [urlsplit(e.url).path.rpartition("/")[2] for e in entries] == ["nb.html"]
