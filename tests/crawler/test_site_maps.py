"""The map of a site: its columns and folders, of a map of maps the maps, and bounds for maps without end."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.family import Listing, Page
from crawler.links import classify
from crawler.site_maps import MOST_ADDRESSES, MOST_MAPS, is_site_map, listing

HOST = "http://www.example.gov.cn"


def site_map(*addresses, kind="urlset"):
    locations = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return Page(f"{HOST}/sitemap.xml", f'<?xml version="1.0"?><{kind}>{locations}</{kind}>'.encode())


def test_pages_of_one_column_are_that_column_once_and_others_themselves():
    found = listing(site_map(f"{HOST}/zwgk/zfxxgknb/1.html", f"{HOST}/zwgk/zfxxgknb/2.html", f"{HOST}/xw/?a=1&amp;b=2"))
    assert [entry.url for entry in found.entries] == [f"{HOST}/zwgk/zfxxgknb/", f"{HOST}/xw/?a=1&b=2"]
    assert [classify(entry, in_column=False).kind for entry in found.entries] == ["column", "other"]


def test_addresses_may_stand_in_white_space_and_character_data():
    page = Page(HOST, f"<urlset><loc>\n <![CDATA[{HOST}/gk/]]> </loc></urlset>".encode())
    assert [entry.url for entry in listing(page).entries] == [f"{HOST}/gk/"]


def test_of_a_map_of_maps_the_maps_are_asked_for_and_what_is_left_out_is_said():
    found = listing(site_map(*(f"{HOST}/map{n}.xml" for n in range(MOST_MAPS + 3)), kind="sitemapindex"))
    assert [ask.url for ask in found.asks] == [f"{HOST}/map{n}.xml" for n in range(MOST_MAPS)]
    assert found.shortfall == 3


def test_a_map_of_very_many_addresses_is_read_to_a_bound_that_is_said():
    found = listing(site_map(*(f"{HOST}/a/{n}.html" for n in range(MOST_ADDRESSES + 5))))
    assert (len(found.entries), found.shortfall) == (MOST_ADDRESSES, 5)


def test_what_leads_to_no_page_is_left_out():
    assert listing(site_map("javascript:x", "ftp://a/b", "")).entries == ()


def test_a_page_is_no_map():
    assert not is_site_map(Page(HOST, b"<html><body>sitemap</body></html>"))
    assert is_site_map(site_map())


@given(st.text(max_size=200))
def test_any_map_gives_a_listing(text):
    assert isinstance(listing(Page(HOST, f"<urlset><loc>{text}".encode("utf-8", "replace"))), Listing)
