"""The portals that ship with nianbao: each row by itself, and all against the public list they were made from."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from support import portals_seen

from archive.divisions import chain, find, holds, level_of, of_code
from crawler.addresses import is_literal, is_same_site
from crawler.crawl import families
from crawler.detection import by_address
from crawler.doubting import doubts
from crawler.focus import is_home
from crawler.government import exceptions, is_governmental
from crawler.portals import packaged, problems

# the names that were public before the list grew
FIRST = """
    laifeng-zwfw jiulongpo-erlang sujiatun xiangyang-agriculture xianning shaanxi-chronicles shenyang-finance
    changchun-health anshun-emergency yicheng liangshan-civil fuling-water shandong-office huanggang-agriculture ejina
    alashan-youqi jingshan-health yandu-market heping-heshui shenzhen shenzhen-housing shenzhen-health hengyang-water
    gaoling wolong
"""
COPIES = {"dblyj.com", "thebolducs.com", "bjxrth.com", "xmzaj.com"}  # expired domains filled with reports
COLUMN_YEAR = re.compile(r"(?<!\d)20[012]\d(?!\d{2})")


@pytest.fixture(scope="module")
def portals():
    return packaged()


@pytest.fixture(scope="module")
def seen():
    """The rows of the list of hosts at which reports were seen in public."""
    return portals_seen() or pytest.skip("the list of hosts seen in public is not beside this checkout")


def host(address):
    """The host of an address, with its port where it is a number; www. and the bare domain are one."""
    parts = urlsplit(address)
    name = parts.hostname or ""
    return (parts.netloc if is_literal(name) else name).removeprefix("www.")


def leading_places(title, code):
    """The places a title begins with, from the outside in, as they are in or above a division."""
    places, within = [], None
    while title:
        found = next(
            (d for n in range(min(len(title), 12), 1, -1) if (d := find(title[:n], within)) and d.name == title[:n]),
            None,
        )
        if found is None or (within and not holds(within, found.code)):
            break
        within = found.code
        places.append(found)
        title = title[len(found.name) :]
    return places


def test_every_row_is_valid_and_the_packaged_list_is_checked_without_a_warning():
    assert problems(None) == []
    assert doubts(None) == []


def test_at_least_six_hundred_portals_ship(portals):
    assert len(portals) >= 600


def test_names_titles_and_addresses_are_unique(portals):
    for what in ("name", "title", "index_url"):
        assert [value for value, times in Counter(getattr(p, what) for p in portals).items() if times > 1] == []
    shorn = Counter(host(p.index_url) + p.index_url.split("/", 3)[3].rstrip("/") for p in portals)
    assert [address for address, times in shorn.items() if times > 1] == []


def test_names_once_public_stay(portals):
    assert set(FIRST.split()) <= {p.name for p in portals}


def test_divisions_are_places_of_the_table(portals):
    assert [(p.name, p.division) for p in portals if p.division and of_code(p.division) is None] == []
    assert [p.name for p in portals if p.division and not of_code(p.division).stands] == []
    assert [p.name for p in portals if p.level == "ministry" and p.division] == []


def test_the_level_is_that_of_the_division(portals):
    """A township has its county's code; where a zone's rank is not certain the level is empty."""
    for p in portals:
        if p.level == "township":
            assert level_of(p.division) == "county", p
        elif p.level not in ("", "ministry"):
            assert p.division, p
            assert level_of(p.division) == p.level, p


def test_the_place_a_title_names_is_the_division(portals):
    """Where the level is empty, the division is what is certain: a place that holds the one named."""
    named = 0
    for p in portals:
        places = leading_places(p.title, p.division)
        if not places or not p.division:
            continue
        named += 1
        assert any(place.code == p.division or (not p.level and holds(p.division, place.code)) for place in places), p
        assert all(place in chain(p.division) or holds(p.division, place.code) for place in places), p
    assert named > 600


def test_a_title_begins_with_a_place_that_is_one(portals):
    """四川县政府 is a province's name before a county's government: no such place."""
    wrong = re.compile(r"^(?:\w{2,3})(?:省|市|县|区)?(?=[省市县区]政府$)")
    odd = [p.title for p in portals if not p.division and (m := wrong.match(p.title)) and find(m[0])]
    assert odd == []


def test_every_host_is_one_of_the_government(portals):
    assert [p.name for p in portals if not is_governmental(p.index_url)] == []
    others = {host(p.index_url) for p in portals if not p.index_url.split("/")[2].endswith(".gov.cn")}
    assert others - {"xixianxinqu.gov.cn"} == set(exceptions())  # that one has a port


def test_no_host_is_one_of_the_copies(portals):
    addresses = {address for p in portals for address in (p.index_url, p.report_url) if address}
    assert not COPIES & set(map(host, addresses))


def test_a_known_report_is_of_the_same_site_and_of_the_family(portals):
    known = [p for p in portals if p.report_url]
    assert len(known) > 100
    for p in known:
        assert is_same_site(p.report_url, p.index_url), p
        assert by_address(p.report_url).family in (None, p.family), p


def test_no_address_tells_another_family_than_its_row(portals):
    assert [p.name for p in portals if by_address(p.index_url).family not in (None, p.family)] == []


def test_a_column_is_of_all_years(portals):
    """A folder of one year would be read for ever and have nothing new."""
    columns = [p for p in portals if not is_home(p.index_url) and "fbtime=" not in p.index_url]
    assert len(columns) > 100
    assert [p.index_url for p in columns if COLUMN_YEAR.search(urlsplit(p.index_url).path)] == []


def test_nobody_has_looked_at_a_row_of_which_only_the_home_page_is_known(portals):
    assert [p.name for p in portals if is_home(p.index_url) and p.verified_on] == []


def test_every_family_is_there_to_read_its_portals(portals):
    assert {p.family for p in portals} <= set(families(portals))


def test_every_government_host_seen_in_public_is_a_portal_and_no_other_is(portals, seen):
    mine = {host(p.index_url) for p in portals}
    theirs = {f"http://{row['host']}/" for row in seen if not row["host"].startswith("mirror:")}
    assert mine == {host(address) for address in theirs if is_governmental(address)}


def test_no_host_called_a_copy_in_public_is_a_portal(portals, seen):
    copies = {row["host"].removeprefix("mirror:") for row in seen if row["host"].startswith("mirror:")}
    assert len(copies) > 20
    assert not copies & {host(p.index_url) for p in portals}


def test_every_known_report_was_seen_in_public(portals, seen):
    assert {p.report_url for p in portals if p.report_url} <= {row["example_url"] for row in seen}
