"""robots.txt: obeyed with its delay; one in trouble means "not now", one that is not there allows all."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from archive.clock import written
from crawler.middlewares.robots import RobotsMiddleware, _read
from crawler.refusals import Refused

URL = "http://www.example.gov.cn/robots.txt"
PAGE = "http://www.example.gov.cn/zfxxgknb/"
JIASULE = b"<script>document.cookie='__jsl_clearance=1|0|a';location.href=location.pathname</script>"


def rules(body=b"", status=200, headers=None):
    body = body.encode() if isinstance(body, str) else body
    return _read(TextResponse(URL, status=status, headers=headers or {}, body=body))


def refusal(found, url=PAGE):
    """How a URL is refused; None when it may be fetched."""
    try:
        found.refuse(url)
    except Refused as refused:
        return refused.outcome, refused.reason
    return None


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/\n", True),
        ("User-agent: *\nDisallow: /zfxxgknb/\n", False),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nianbao\nAllow: /\n", True),
        ("User-agent: nianbao\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: Baiduspider\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /*nb/$\n", False),
        ("User-agent: *\nDisallow: /\nAllow: /zfxxgknb/\n", True),
        ("", True),
    ],
)
def test_what_robots_txt_says_of_us_is_obeyed(text, allowed):
    expected = None if allowed else ("skipped", "robots.txt forbids it")
    assert refusal(rules(text)) == expected
    assert refusal(rules(("\ufeff" + text).encode())) == expected
    assert refusal(rules(text.replace("\n", "\r\n"))) == expected


@pytest.mark.parametrize(
    ("stated", "delay"), [("10", 10.0), ("0.5", 0.5), ("0", 0.0), ("600", 60.0), ("soon", 0.0), ("", 0.0)]
)
def test_a_crawl_delay_is_kept_up_to_a_minute(stated, delay):
    assert rules(f"User-agent: *\nCrawl-delay: {stated}\nDisallow: /private/\n").delay == delay


def test_the_delay_stated_for_us_counts():
    assert rules("User-agent: *\nCrawl-delay: 30\n\nUser-agent: nianbao\nCrawl-delay: 3\n").delay == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_all(status):
    assert refusal(rules("User-agent: *\nDisallow: /", status)) is None
    assert rules("", status).delay == 0


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_host_in_trouble_is_not_asked_now(status):
    outcome, reason = refusal(rules("", status))
    assert outcome == "failed"
    assert str(status) in reason


@pytest.mark.parametrize(
    ("status", "product"), [(521, "Jiasule"), (512, "Jiasule"), (412, "RiverSecurity"), (200, "Jiasule")]
)
def test_a_challenge_in_place_of_robots_txt_means_blocked(status, product):
    outcome, reason = refusal(rules(JIASULE if status != 412 else b"<script r='m'>$_ts={}</script>", status))
    assert outcome == "blocked"
    assert product in reason


@pytest.mark.parametrize(
    "body", ["<!DOCTYPE html><html>User-agent: *\nDisallow: /</html>", "\n <html><body>首页</body></html>"]
)
def test_a_web_page_in_place_of_robots_txt_allows_all(body):
    assert refusal(rules(body)) is None


def test_addresses_with_chinese_characters_are_matched():
    found = rules("User-agent: *\nDisallow: /年报/\n")
    assert refusal(found, "http://www.example.gov.cn/%E5%B9%B4%E6%8A%A5/1.html")
    assert refusal(found, "http://www.example.gov.cn/年报/1.html")


def test_robots_txt_in_an_old_charset_is_obeyed():
    text = "# 青屿市\nUser-agent: *\nDisallow: /zfxxgknb/\n"
    assert refusal(rules(text.encode("gb18030")))


lines = st.sampled_from(
    [
        "User-agent: *",
        "Disallow: /",
        "Allow: ",
        "Crawl-delay: ",
        "-1",
        "nan",
        "inf",
        "1e999",
        "\n",
        "*",
        "$",
        "%",
        "\x00",
        "年",
    ]
)


@given(st.binary(max_size=100) | st.lists(lines, max_size=12).map("".join), st.integers(200, 599))
@example("User-agent: *\nCrawl-delay: nan\n", 200)
@example("User-agent: *\nCrawl-delay: -5\n", 200)
@example("User-agent: *\nCrawl-delay: inf\n", 200)
@settings(max_examples=200, deadline=None)
def test_any_robots_txt_is_understood_and_never_delays_for_ever(body, status):
    found = rules(body, status)
    assert 0 <= found.delay <= 60
    assert refusal(found) is None or refusal(found)[0] in ("skipped", "failed", "blocked")


class Session:
    """Records which robots.txt were asked for and what came of them."""

    spider = "nianbao"

    def __init__(self, held=()):
        self.asked, self.kept, self.finished = [], [], []
        self.view = sqlite3.connect(":memory:")
        self.view.execute("CREATE TABLE capture (crawl DEFAULT '', digest, outcome, url, kind, captured_at)")
        self.view.executemany("INSERT INTO capture VALUES ('', ?, ?, ?, 'robots', ?)", held)
        stored = {"d": b"User-agent: *\nDisallow: /b"}
        self.keeper = SimpleNamespace(blobs=SimpleNamespace(read=stored.__getitem__))

    def task(self, portal, kind, url):
        self.asked.append((portal, kind, url))
        detail = {}
        return SimpleNamespace(crawl="c", portal=portal, kind=kind, url=url, detail=detail)

    def keep(self, item):
        task, capture, body = item.task, item.capture, item.body
        self.kept.append((task.url, capture.outcome, body))

    def finish(self, task, outcome, reason):
        self.finished.append((task.url, outcome))


def visited(answer, *urls, held=()):
    """Ask for pages at once, with robots.txt answered so; the refusals, the session and the host's slots."""
    session = Session(held)
    slots = {"www.example.gov.cn:80": SimpleNamespace(delay=1.0)}

    async def download_async(request):
        await asyncio.sleep(0)
        return answer(request)

    engine = SimpleNamespace(download_async=download_async, downloader=SimpleNamespace(slots=slots))
    middleware = RobotsMiddleware(SimpleNamespace(spider=SimpleNamespace(session=session), engine=engine))

    async def run():
        requests = [middleware.process_request(Request(url, meta={"portal": "a"})) for url in urls]
        return await asyncio.gather(*requests, return_exceptions=True)

    return asyncio.run(run()), session, slots


def text_answer(text, status=200):
    return lambda request: TextResponse(request.url, status=status, body=text.encode(), request=request)


def test_robots_txt_is_fetched_once_per_host_and_port_and_kept():
    results, session, _ = visited(
        text_answer("User-agent: *\nDisallow: /b"),
        f"{PAGE}1",
        "http://www.example.gov.cn/b",
        "http://www.example.gov.cn:81/c",
    )
    assert [isinstance(r, Refused) for r in results] == [False, True, False]
    assert sorted(url for _, _, url in session.asked) == [URL, "http://www.example.gov.cn:81/robots.txt"]
    assert [kept[1] for kept in session.kept] == ["stored", "stored"]


def hours_ago(hours):
    return written(datetime.now(UTC) - timedelta(hours=hours))


def test_what_an_earlier_crawl_was_told_holds_for_a_day():
    held = [("d", "unchanged", URL, hours_ago(3))]
    results, session, _ = visited(
        text_answer("User-agent: *\nDisallow: /"), PAGE, "http://www.example.gov.cn/b", held=held
    )
    assert [isinstance(r, Refused) for r in results] == [False, True]
    assert session.asked == []


@pytest.mark.parametrize(("outcome", "hours"), [("stored", 30), ("failed", 1), ("missing", 1), ("stored", -3)])
def test_an_old_answer_a_failure_and_one_from_the_future_do_not_hold(outcome, hours):
    _, session, _ = visited(text_answer(""), PAGE, held=[("d", outcome, URL, hours_ago(hours))])
    assert [url for _, _, url in session.asked] == [URL]


def test_the_delay_it_states_is_set_for_the_host_and_never_shortened():
    _, _, slots = visited(text_answer("User-agent: *\nCrawl-delay: 7"), PAGE)
    assert slots["www.example.gov.cn:80"].delay == 7
    _, _, slots = visited(text_answer("User-agent: *\nCrawl-delay: 0"), PAGE)
    assert slots["www.example.gov.cn:80"].delay == 1


@pytest.mark.parametrize(("status", "outcome"), [(404, "missing"), (403, "missing"), (503, "failed")])
def test_what_came_in_place_of_robots_txt_is_recorded(status, outcome):
    _, session, _ = visited(text_answer("x", status), PAGE)
    assert [kept[1] for kept in session.kept] == [outcome]


def test_a_host_that_is_silent_is_not_asked_for_pages():
    def silent(request):
        raise TimeoutError

    [refused], session, _ = visited(silent, PAGE)
    assert (refused.outcome, "in time" in refused.reason) == ("failed", True)
    assert session.finished == [(URL, "failed")]
