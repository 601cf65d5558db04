"""No request goes past the lease of its host, whatever sends us there."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request

from archive.keeper import Keeper
from crawler.middlewares import leasing
from crawler.middlewares.leasing import LeasingMiddleware
from crawler.portals import Portal
from crawler.refusals import Refused, Stopping
from crawler.session import Options, Session

ROBOTS = Request("http://b.gov.cn/robots.txt", meta={"robots": True, "portal": "a"})
PART = Request("http://b.gov.cn/list.json", meta={"sub": True, "portal": "a"})
LEASE = "host b.gov.cn:80"


@pytest.fixture
def two(tmp_path, monkeypatch):
    """A session that has the host, and one that wants it."""
    monkeypatch.setattr(leasing, "_STEP", 0.01)
    with Keeper(tmp_path / "archive") as keeper:
        made = [
            Session(keeper.directory, {name: Portal(name, name, "static", f"http://{name}.gov.cn/")}, Options(), keeper)
            for name in "ba"
        ]
        yield made
        for session in made:
            session.view.close()
            session.claims.close()


def passing(session):
    return LeasingMiddleware.from_crawler(SimpleNamespace(spider=SimpleNamespace(session=session)))


@pytest.mark.timeout(30)
def test_robots_txt_elsewhere_waits_until_the_other_crawl_gives_the_host_back(two):
    holder, waiting = two
    assert holder.claims.lease(LEASE)[0]

    async def both():
        asked = asyncio.ensure_future(passing(waiting).process_request(ROBOTS))
        await asyncio.sleep(0.1)
        assert not asked.done()
        holder.claims.release(())
        await asked

    asyncio.run(both())
    assert not holder.claims.lease(LEASE)[0]


@pytest.mark.timeout(30)
def test_a_part_of_a_page_is_done_without_when_its_host_stays_another_crawls(two, monkeypatch):
    monkeypatch.setattr(leasing, "LONGEST_FOR_A_PART", 0.05)
    assert two[0].claims.lease(LEASE)[0]
    with pytest.raises(Refused, match="is being asked by another crawl"):
        asyncio.run(passing(two[1]).process_request(PART))


@pytest.mark.timeout(30)
def test_a_host_that_wants_a_long_rest_is_not_asked_for_a_part(two):
    two[1].claims.rest("b.gov.cn:80", 4000)
    with pytest.raises(Refused, match="wants rest"):
        asyncio.run(passing(two[1]).process_request(PART))


@pytest.mark.timeout(30)
def test_a_crawl_that_is_stopped_waits_for_no_host(two):
    assert two[0].claims.lease(LEASE)[0]
    two[1].interrupted = True
    with pytest.raises(Stopping):
        asyncio.run(passing(two[1]).process_request(ROBOTS))


def test_what_the_scheduler_sends_has_waited_already(two):
    assert two[0].claims.lease(LEASE)[0]
    asyncio.run(passing(two[1]).process_request(Request("http://b.gov.cn/", meta={"task": object()})))
