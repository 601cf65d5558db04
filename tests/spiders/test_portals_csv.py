"""The portals that ship with nianbao."""

import csv
from collections import Counter
from urllib.parse import urlsplit

import pytest

from crawler.addresses import is_literal
from crawler.crawl import families
from crawler.portals import packaged


@pytest.fixture(scope="module")
def portals():
    return packaged()


@pytest.fixture(scope="module")
def seen(pytestconfig):
    """Every host at which a report was seen in public."""
    path = pytestconfig.rootpath.parent / "shared" / "portals_seen.csv"
    if not path.is_file():
        pytest.skip("the list of hosts seen in public is not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["host"].lower() for row in csv.DictReader(file)}


def host(portal):
    return urlsplit(portal.index_url).hostname


def test_twenty_five_portals_ship(portals):
    assert len(portals) == 25


def test_names_titles_and_addresses_are_unique(portals):
    for what in ("name", "title", "index_url"):
        assert [value for value, times in Counter(getattr(p, what) for p in portals).items() if times > 1] == []


def test_every_host_was_seen_to_publish_reports(portals, seen):
    assert [p.name for p in portals if host(p) not in seen] == []


def test_every_host_is_one_of_the_government_and_none_a_number(portals):
    assert [p.name for p in portals if is_literal(host(p)) or not host(p).endswith(".gov.cn")] == []


def test_every_family_is_there_to_read_its_portals(portals):
    assert {p.family for p in portals} <= set(families(portals))


def test_every_family_that_exists_has_a_portal(portals):
    assert {"trs", "hanweb_jpage", "gkmlpt", "static"} <= {p.family for p in portals}
