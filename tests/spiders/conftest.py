"""A list walked to its end against a simulated server."""

import json
from collections import deque
from dataclasses import dataclass, field

import pytest

from crawler.family import Ask, Listing, Page


@dataclass
class Walked:
    """What a walk brought: every entry once and in order, the requests asked, what each page held."""

    entries: dict = field(default_factory=dict)
    asks: list = field(default_factory=list)
    pages: list[Listing] = field(default_factory=list)

    @property
    def urls(self):
        return list(self.entries)

    @property
    def shortfall(self):
        return sum(page.shortfall for page in self.pages)

    @property
    def problems(self):
        return [page.problem for page in self.pages if page.problem]


def walk_list(listing, start, serve, params=None, most=1000):
    """Follow a family's requests as a crawl does: each once, states kept as JSON, an answer of None refuses a request."""
    walked, waiting, known = Walked(), deque([Ask(start)]), set()
    while waiting:
        ask = waiting.popleft()
        key = (ask.url, ask.method, json.dumps([dict(ask.form), dict(ask.json or {})], sort_keys=True))
        if key in known:
            continue
        known.add(key)
        assert len(known) <= most, f"the list has not ended after {most} requests"
        walked.asks.append(ask)
        body = serve(ask)
        if body is None:
            waiting.extendleft([ask.otherwise] if ask.otherwise else [])
            continue
        state = json.loads(json.dumps(dict(ask.state)))
        found = listing(Page(ask.url, body.encode() if isinstance(body, str) else body, params or {}, state))
        walked.pages.append(found)
        walked.entries |= {entry.url: entry for entry in found.entries if entry.url not in walked.entries}
        waiting += found.asks
    return walked


@pytest.fixture(scope="session")
def walk():
    """Walk a list: `walk(listing, start, serve)` with a function or a table of answers by address."""

    def start(listing, url, serve, **more):
        return walk_list(listing, url, serve if callable(serve) else lambda ask: serve.get(ask.url), **more)

    return start
