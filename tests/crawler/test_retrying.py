"""When a request is tried again and after how long: policies are values, asked and never run."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from twisted.internet.error import ConnectionLost

from crawler.middlewares.retry import RetryMiddleware
from crawler.refusals import Refused, Stopping
from crawler.retrying import Answer, fetching, rendering, retry_after


def answer(status=503, *, truncated=False, **headers):
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, truncated)


def waits(outcome, policy=None):
    """The waits after the first, second and third attempt; None where there shall be no other."""
    policy = policy or fetching(1.0)
    return [policy.again(attempt, outcome) for attempt in (1, 2, 3)]


def in_seconds(seconds):
    """A date so many seconds from now, as a header says it."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 522, 524])
def test_a_host_in_trouble_is_asked_three_times_ever_more_slowly(status):
    first, second, third = waits(answer(status))
    assert 4 <= first <= 5
    assert 8 <= second <= 9
    assert third is None


@pytest.mark.parametrize("status", [200, 301, 304, 400, 401, 403, 404, 410, 412, 429, 501, 521])
def test_other_answers_are_taken_as_they_are(status):
    assert waits(answer(status)) == [None, None, None]


@pytest.mark.parametrize(
    ("delay", "first", "second"), [(0, (0, 0), (0, 0)), (2, (8, 10), (16, 18)), (30, (60, 60), (60, 60))]
)
def test_the_waits_grow_from_the_delay_of_the_host_up_to_a_minute(delay, first, second):
    found = waits(answer(), fetching(delay))
    assert first[0] <= found[0] <= first[1]
    assert second[0] <= found[1] <= second[1]


@pytest.mark.parametrize("outcome", [answer(200, truncated=True), answer(404, truncated=True)])
def test_an_answer_that_was_cut_off_is_asked_for_again(outcome):
    assert [wait is None for wait in waits(outcome)] == [False, False, True]


@pytest.mark.parametrize(
    "error",
    [
        CannotResolveHostError("no.example.gov.cn"),
        DownloadConnectionRefusedError(),
        DownloadFailedError(),
        DownloadTimeoutError(),
        ConnectionLost(),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_trouble_of_the_network_is_tried_again(error):
    assert [wait is None for wait in waits(error)] == [False, False, True]


@pytest.mark.parametrize(
    "error", [IgnoreRequest(), Refused("skipped", "robots.txt"), Stopping(), ValueError(), KeyError()]
)
def test_our_own_decisions_and_mistakes_are_not(error):
    assert waits(error) == [None, None, None]


@pytest.mark.parametrize("status", [429, 503, 500])
def test_a_wait_told_in_seconds_is_kept(status):
    assert fetching(1.0).again(1, answer(status, retry_after="120")) == 120
    assert fetching(0.0).again(2, answer(status, retry_after=" 7 ")) == 7


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_told_as_a_date_is_kept(status):
    assert 115 < fetching(1.0).again(1, answer(status, retry_after=in_seconds(120))) <= 120


@pytest.mark.parametrize("told", ["0", "1", -3600, "soon", "-5", ""])
def test_a_shorter_wait_than_ours_does_not_make_us_faster(told):
    told = in_seconds(told) if isinstance(told, int) else told
    assert 4 <= fetching(1.0).again(1, answer(retry_after=told)) <= 5


@pytest.mark.parametrize("told", ["301", "86400", "9" * 400, 3600])
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_more_than_five_minutes_is_left_for_the_next_crawl(status, told):
    told = in_seconds(told) if isinstance(told, int) else told
    assert waits(answer(status, retry_after=told)) == [None, None, None]


def test_five_minutes_are_waited():
    assert fetching(1.0).again(1, answer(retry_after="300")) == 300


def test_too_many_requests_is_tried_again_only_if_the_host_says_when():
    assert waits(answer(429, retry_after="whenever")) == [None, None, None]
    assert waits(answer(429, retry_after="2"))[2] is None


def test_a_policy_is_a_value_that_remembers_nothing():
    policy = fetching(1.0)
    for _ in range(5):
        assert 4 <= policy.again(1, answer()) <= 5
        assert policy.again(3, answer()) is None
        assert policy.again(1, answer(200)) is None
    with pytest.raises(AttributeError):
        policy.stop = None


@given(st.text(max_size=40))
@example("Mon, 01 Jan 2024 00:00:00 +99999999999999999")
@example("Fri, 31 Dec 9999 23:59:59 -1200")
@example("²")
@settings(max_examples=300, deadline=None)
def test_any_retry_after_is_a_number_of_seconds_or_nothing(told):
    seconds = retry_after({"retry-after": told})
    assert seconds is None or seconds >= 0


class TargetClosedError(Exception):
    """As Playwright calls a browser that went away."""


def test_a_lost_browser_is_tried_once_more_and_a_hanging_page_never():
    assert [wait is None for wait in waits(TargetClosedError(), rendering(1.0))] == [False, True, True]
    assert waits(TimeoutError(), rendering(1.0)) == [None, None, None]
    assert waits(answer(503), rendering(1.0)) == [None, None, None]


@pytest.fixture
def middleware(monkeypatch):
    """The middleware of a crawl with a host whose delay is 2 seconds; `slept` adds up what it waits."""
    made = RetryMiddleware(
        SimpleNamespace(
            engine=SimpleNamespace(downloader=SimpleNamespace(slots={"slow": SimpleNamespace(delay=2.0)})),
            settings=SimpleNamespace(getfloat=lambda name: 0.0),
            spider=SimpleNamespace(session=SimpleNamespace(interrupted=False)),
        )
    )
    made.slept = 0.0

    async def sleep(seconds):
        made.slept += seconds

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return made


def asked(middleware, status=503, headers=None, flags=(), **meta):
    url = "http://www.example.gov.cn/"
    request = Request(url, meta=meta)
    response = Response(url, status=status, headers=headers or {}, flags=list(flags))
    return response, asyncio.run(middleware.process_response(request, response))


def test_the_next_attempt_is_the_same_request_counted_and_without_the_redirects_of_the_last(middleware):
    task = SimpleNamespace(tries=0)
    _, again = asked(middleware, task=task, hops=[1], redirect_times=2, redirect_urls=["x"])
    assert (again.url, again.meta["attempt"], task.tries) == ("http://www.example.gov.cn/", 2, 2)
    assert not {"hops", "redirect_times", "redirect_urls"} & set(again.meta)
    response, last = asked(middleware, attempt=3, task=task)
    assert last is response


def test_the_delay_of_the_host_and_the_wait_it_tells_are_waited_out(middleware):
    asked(middleware, download_slot="slow")
    assert 8 <= middleware.slept <= 10
    middleware.slept = 0.0
    asked(middleware, 429, {"Retry-After": "42"}, download_slot="slow")
    assert 42 <= middleware.slept < 43


def test_a_cut_off_answer_is_known_by_its_flag(middleware):
    response, again = asked(middleware, 200, flags=["dataloss"])
    assert again is not response


def test_robots_txt_in_trouble_is_not_asked_for_again(middleware):
    response, same = asked(middleware, 503, robots=True)
    assert same is response


def test_a_crawl_that_is_being_stopped_does_not_wait(middleware):
    middleware._crawler.spider.session.interrupted = True
    with pytest.raises(Stopping):
        asked(middleware, 503, {"Retry-After": "100"})
    assert middleware.slept == 0


def test_an_error_that_is_final_goes_its_way(middleware):
    request = Request("http://www.example.gov.cn/")
    assert asyncio.run(middleware.process_exception(request, Refused("skipped", "x"))) is None
    assert asyncio.run(middleware.process_exception(request, ConnectionLost())).meta["attempt"] == 2
