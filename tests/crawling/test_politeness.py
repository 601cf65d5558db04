"""Delays between requests of a host, kept for pages, attachments and a browser's sub-requests alike."""

from itertools import pairwise

import pytest
from support import run_nianbao

from crawler import browser
from crawler.replicas import odd, static
from crawler.replicas.site import Answer, Site

DELAY = 0.3
SLACK = 0.1  # on a busy machine the server is not always told at once; without a delay there are some hundredths


def gaps(visits):
    return [later.began - earlier.began for earlier, later in pairwise(sorted(visits, key=lambda v: v.began))]


def test_a_host_is_asked_no_faster_than_the_delay(serve, archive):
    replicas, portals = serve(static.bare())
    run_nianbao("crawl", "--portals", portals, "--archive", archive, "--delay", DELAY)
    assert min(gaps(replicas.served[0].visits)) >= DELAY - SLACK


@pytest.mark.skipif(browser.executable() is None, reason="no browser on this machine")
def test_a_browser_asks_no_faster_either(serve, archive):
    scripted = next(site for site in odd.sites() if site.name == "replica-scripted")
    replicas, portals = serve(scripted)
    run_nianbao("crawl", "--portals", portals, "--archive", archive, "--delay", DELAY, "--limit", 1)
    visits = replicas.served[0].visits
    assert {"/app.js", "/api/xxgknb.json"} <= {v.path for v in visits}
    assert min(gaps(visits)) >= DELAY - SLACK


def test_a_crawl_delay_in_robots_is_kept(serve, archive):
    inner = static.bare()

    def answer(asked):
        if asked.path == "/robots.txt":
            return Answer(b"User-agent: *\nCrawl-delay: 0.4\n", type="text/plain")
        return inner.answer(asked)

    site = Site("slow", "slow", "static", inner.index, answer, params=inner.params)
    replicas, portals = serve(site)
    run_nianbao("crawl", "--portals", portals, "--archive", archive, "--limit", 3)
    assert min(gaps(replicas.served[0].visits)[1:]) >= 0.4 - SLACK


def test_the_delay_holds_from_one_crawl_to_the_next(serve, archive):
    replicas, portals = serve(static.bare())
    for _ in range(2):
        run_nianbao("crawl", "--portals", portals, "--archive", archive, "--delay", 4, "--dry-run")
    assert min(gaps(replicas.served[0].visits)) >= 4 - SLACK


def test_retry_after_is_honoured(serve, archive):
    inner = static.bare()
    asked_before = []

    def answer(asked):
        if asked.path == inner.index:
            asked_before.append(asked)
            if len(asked_before) == 1:
                return Answer(b"later", 503, headers=(("Retry-After", "1"),))
        return inner.answer(asked)

    replicas, portals = serve(Site("busy", "busy", "static", inner.index, answer, params=inner.params))
    run_nianbao("crawl", "--portals", portals, "--archive", archive, "--limit", 1)
    visits = [v for v in replicas.served[0].visits if v.path == inner.index]
    assert visits[1].began - visits[0].ended >= 1 - SLACK
