"""What is fetched next: one request a host, hosts in turn, the most urgent first; nothing lost beyond memory."""

import time
from types import SimpleNamespace

import pytest
from scrapy import Request, signals

from archive.database.leases import SECONDS
from archive.keeper import Keeper
from crawler import scheduler as module
from crawler.outgoing import request_for, task_of
from crawler.portals import Portal
from crawler.scheduler import ArchiveScheduler
from crawler.session import Options, Session


class Crawl:
    """A session with its scheduler, in the place of Scrapy's engine."""

    def __init__(self, keeper, names="abc", owner=None):
        portals = {n: Portal(n, n, "static", f"http://{n}.example.gov.cn/") for n in names}
        more = {"owner": owner} if owner else {}
        self.session = Session(keeper.directory, portals, Options(), keeper, **more)
        self.session.begin()
        self.receivers, self.slots = {}, {}
        crawler = SimpleNamespace(
            signals=SimpleNamespace(connect=lambda receiver, signal: self.receivers.update({signal: receiver})),
            engine=SimpleNamespace(downloader=SimpleNamespace(slots=self.slots)),
        )
        self.spider = SimpleNamespace(
            session=self.session, answered=lambda response: None, failed=lambda failure: None, rendering=lambda task: {}
        )
        self.scheduler = ArchiveScheduler.from_crawler(crawler)
        self.scheduler.open(self.spider)

    def add(self, host, path, kind="detail", portal=None):
        """Find a URL, as the spider does."""
        task = self.session.task(portal or host, kind, f"http://{host}.example.gov.cn/{path}")
        self.scheduler.enqueue_request(request_for(task, self.spider))

    def next(self):
        """The next request's address without what all have in common; None when there is none now."""
        self.taken = self.scheduler.next_request()
        return self.taken and self.taken.url.removeprefix("http://").replace(".example.gov.cn", "")

    def done(self, request=None):
        """A request leaves the wire and its URL gets an outcome."""
        request = request or self.taken
        self.receivers[signals.request_left_downloader](request)
        self.session.finish(task_of(request), "failed", "x")
        self.scheduler.finished(task_of(request))

    def drained(self):
        """All requests one after another, each done before the next."""
        found = []
        while self.scheduler.has_pending_requests() and (path := self.next()):
            found.append(path)
            self.done()
        assert not self.scheduler.has_pending_requests(), "a request is pending and none is handed out"
        return found

    def close(self):
        self.session.view.close()
        self.session.claims.close()


@pytest.fixture
def crawls(tmp_path, monkeypatch):
    """Begins crawls in one archive, each with a writer of its own as if in another process."""
    monkeypatch.setattr("archive.keeper.GROUP_SECONDS", 0.01)
    made = []

    def begin(names="abc", **more):
        keeper = Keeper(tmp_path / "archive")
        made.append((Crawl(keeper, names, **more), keeper))
        return made[-1][0]

    yield begin
    for crawl, keeper in made:
        crawl.close()
        keeper.close()


@pytest.fixture
def crawl(crawls):
    return crawls()


def test_attachments_come_before_reports_and_reports_before_lists(crawl):
    for number, kind in enumerate(("list", "detail", "attachment") * 2):
        crawl.add("a", f"{kind}{number}", kind)
    kinds = [path.partition("/")[2].rstrip("0123456789") for path in crawl.drained()]
    assert kinds == ["attachment", "attachment", "detail", "detail", "list", "list"]


def test_urls_of_one_kind_come_in_the_order_they_were_found(crawl):
    for number in range(12):
        crawl.add("a", number)
    assert crawl.drained() == [f"a/{number}" for number in range(12)]


def test_a_host_gets_one_request_at_a_time(crawl):
    crawl.add("a", 1)
    crawl.add("a", 2)
    assert crawl.next() == "a/1"
    first = crawl.taken
    assert crawl.next() is None
    assert crawl.scheduler.has_pending_requests()
    crawl.done(first)
    assert crawl.next() == "a/2"


def test_ports_of_one_machine_are_hosts_of_their_own(crawl):
    for port in (81, 82):
        task = crawl.session.task("a", "detail", f"http://a.example.gov.cn:{port}/")
        crawl.scheduler.enqueue_request(request_for(task, crawl.spider))
    assert {crawl.next(), crawl.next()} == {"a:81/", "a:82/"}


def test_hosts_take_turns(crawl):
    for number, host in enumerate("aaabbc"):
        crawl.add(host, number)
    assert "".join(path[0] for path in crawl.drained()) == "abcaba"


def test_a_busy_host_does_not_hold_up_the_others(crawl):
    for host, path in (("a", 1), ("a", 2), ("b", 1), ("b", 2)):
        crawl.add(host, path)
    assert [crawl.next() for _ in range(2)] == ["a/1", "b/1"]
    crawl.done()
    assert crawl.next() == "b/2"
    assert crawl.next() is None


def test_a_redirect_to_another_host_waits_for_its_turn_there(crawl):
    for host, path in (("a", 1), ("a", 2), ("b", 1)):
        crawl.add(host, path)
    assert crawl.next() == "a/1"
    crawl.scheduler.enqueue_request(crawl.taken.replace(url="http://b.example.gov.cn/from-a"))
    assert crawl.next() == "b/from-a"
    moved = crawl.taken
    assert crawl.next() == "a/2"
    assert crawl.next() is None
    crawl.done(moved)
    assert crawl.next() == "b/1"


def test_a_retry_goes_before_new_urls_of_the_host(crawl):
    crawl.add("a", 1)
    crawl.add("a", 2)
    crawl.next()
    crawl.scheduler.enqueue_request(crawl.taken.replace(dont_filter=True))
    assert [crawl.next(), crawl.next()] == ["a/1", None]


def test_requests_of_others_do_not_free_a_host(crawl):
    crawl.add("a", 1)
    crawl.add("a", 2)
    crawl.next()
    crawl.receivers[signals.request_left_downloader](Request("http://a.example.gov.cn/robots.txt"))
    assert crawl.next() is None


def test_nothing_is_pending_when_all_is_done(crawl):
    assert not crawl.scheduler.has_pending_requests()
    assert crawl.next() is None


def limit(monkeypatch, most, below):
    monkeypatch.setattr(module, "MOST_IN_MEMORY", most)
    monkeypatch.setattr(module, "REFILL_BELOW", below)


@pytest.mark.parametrize(("most", "below"), [(3, 2), (5, 1), (4, 4), (1, 1)])
def test_urls_beyond_what_fits_in_memory_are_all_fetched_once(crawl, monkeypatch, most, below):
    limit(monkeypatch, most, below)
    for number in range(23):
        crawl.add("abc"[number % 3], number)
    found = crawl.drained()
    assert sorted(found) == sorted(f"{'abc'[n % 3]}/{n}" for n in range(23))


def test_memory_stays_within_its_bounds(crawl, monkeypatch):
    limit(monkeypatch, 3, 2)
    for number in range(20):
        crawl.add("a", number)
    for _ in range(50):
        assert len(crawl.scheduler._in_memory) <= 5
        if crawl.next():
            crawl.done()


def test_urls_found_while_others_wait_on_disk_are_fetched_too(crawl, monkeypatch):
    limit(monkeypatch, 3, 2)
    for number in range(8):
        crawl.add("a", number)
    found = []
    for _ in range(50):
        if crawl.next():
            found.append(crawl.taken.url)
            crawl.done()
            if len(found) <= 6:
                crawl.add("b", f"found-{len(found)}")
    assert len(found) == len(set(found)) == 14


def abandoned(crawl, monkeypatch, count):
    """A crawl is killed after one request, with the second under way."""
    for number in range(count):
        crawl.add("a", number)
    assert crawl.next() == "a/0"
    crawl.done()
    assert crawl.next() == "a/1"
    crawl.session.keeper.flush()
    crawl.session.claims.release(())


@pytest.mark.parametrize("most", [3, 1000])
def test_an_interrupted_crawl_goes_on_where_it_was(crawls, monkeypatch, most):
    abandoned(crawls("a"), monkeypatch, 10)
    limit(monkeypatch, most, 2)
    second = crawls("a")
    assert second.scheduler.has_pending_requests()
    assert second.drained() == [f"a/{number}" for number in range(1, 10)]
    assert second.session.tally.of("a").finished


def test_two_crawls_never_ask_one_host_at_the_same_time(crawls, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    first, second = crawls("a"), crawls("b")
    first.add("shared", 1, portal="a")
    second.add("shared", 2, portal="b")
    second.add("b", 3)
    assert first.next() == "shared/1"
    assert [second.next(), second.next()] == ["b/3", None]
    first.done()
    assert second.next() is None
    first.scheduler.close("finished")
    assert second.next() == "shared/2"


def test_a_leased_host_is_not_asked_about_again_at_once(crawls):
    first, second = crawls("a"), crawls("b")
    first.session.claims.lease("host shared.example.gov.cn:80")
    second.add("shared", 1, portal="b")
    assert second.next() is None
    first.scheduler.close("finished")
    assert second.next() is None


def test_the_delay_of_a_host_holds_from_one_crawl_to_the_next(crawls):
    first, second = crawls("a"), crawls("b")
    for host in ("slow", "quick"):
        first.add(host, 1, portal="a")
    for host, delay in (("slow", 100.0), ("quick", 0.0)):
        first.next()
        first.slots[f"{host}.example.gov.cn:80"] = SimpleNamespace(lastseen=time.monotonic(), delay=delay)
    first.scheduler.close("finished")
    for host in ("slow", "quick"):
        second.add(host, 2, portal="b")
    assert [second.next(), second.next()] == ["quick/2", None]
    assert second.scheduler.has_pending_requests()


def test_hosts_of_a_crawl_that_was_killed_are_free_after_a_minute(crawls, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    first, second = crawls("a", owner="another-machine:1:ab"), crawls("b")
    first.add("shared", 1, portal="a")
    second.add("shared", 2, portal="b")
    assert first.next() == "shared/1"
    assert second.next() is None
    moment = time.time() + SECONDS + 1
    monkeypatch.setattr("archive.database.leases.time", SimpleNamespace(time=lambda: moment))
    assert second.next() == "shared/2"
