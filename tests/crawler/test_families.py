"""Which family reads a page where each page has to tell it."""

from archive.database.frontier import Task
from crawler.families import Families
from crawler.family import Entry, Listing, Page
from crawler.portals import of_address

DIALECT = "http://www.example.gov.cn/c/2023-01-19/4567.shtml"
READ = {
    name: lambda _, name=name: Listing((Entry("http://www.example.gov.cn/1", name),))
    for name in ("static", "vsb", "trs")
}


def reader(url, family="", **detail):
    """The family by which a page of a portal known by its home page alone is read."""
    portal = of_address("http://www.example.gov.cn/", family)
    listed = Families(READ).listed(portal, Task(1, "c", portal.name, "h", "list", url, b"", detail), Page(url, b""))
    assert [entry.title for entry in listed.listing.entries] == [listed.family]
    return listed


def test_a_mark_says_who_reads_whatever_led_there():
    assert reader("http://www.example.gov.cn/info/1/2.htm", "trs", kin="trs").family == "vsb"


def test_a_dialect_is_too_weak_a_sign_against_the_page_that_led_there():
    assert reader(DIALECT, kin="vsb").family == "vsb"
    assert reader(DIALECT, "trs").family == "trs"


def test_a_dialect_alone_is_read_by_its_plain_links_and_says_so():
    listed = reader(DIALECT)
    assert listed.family == "static"
    assert "founder-c" in listed.evidence[0]
