"""Every answer ends in the archive with an outcome, whatever stands in it, and leads on where it should."""

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, Response, TextResponse
from twisted.python.failure import Failure

from archive.keeper import Keeper
from crawler.crawl import families
from crawler.items import Fetched, Fruitless
from crawler.outgoing import request_for, task_of
from crawler.portals import Portal
from crawler.refusals import Refused, Stopping
from crawler.session import Options, Session
from crawler.spider import PortalSpider

INDEX = "http://www.example.gov.cn/zwgk/zfxxgknb/"
REPORT = '<li><a href="202301/t20230119_1.html">青屿市统计局2022年政府信息公开工作年度报告</a></li>'
CHALLENGE = b"<script>document.cookie='__jsl_clearance=1|0|a';location.href=location.pathname</script>"


@pytest.fixture
def spiders(tmp_path, monkeypatch):
    """Makes the spider of a crawl of one portal."""
    monkeypatch.setattr("archive.keeper.GROUP_SECONDS", 0.01)
    with Keeper(tmp_path / "archive") as keeper:
        made = []

        def spider(family="static", params=None, render="auto", **options):
            portal = Portal("a", "甲", family, INDEX, params=params or {}, render=render)
            made.append(Session(keeper.directory, {"a": portal}, Options(**options), keeper))
            made[-1].begin()
            return PortalSpider(made[-1], families([portal]))

        yield spider
        for session in made:
            session.view.close()
            session.claims.close()


def answered(spider, body, url=INDEX, kind="list", status=200, of=None, **detail):
    """What the spider makes of an answer: the requests that follow, and the fetch to keep."""
    task = of or spider.session.task("a", kind, url, detail=detail or {"index": True})
    request = request_for(task, spider)
    body = body.encode() if isinstance(body, str) else body
    *requests, item = spider.answered(HtmlResponse(url, status=status, body=body, request=request))
    assert all(isinstance(found, Request) for found in requests)
    assert isinstance(item, Fetched)
    assert item.body == body
    spider.session.keep(item)
    return requests, item


def test_a_list_leads_to_its_reports_and_is_kept(spiders):
    [request], item = answered(spiders(), f"<ul>{REPORT}</ul>")
    assert request.url == f"{INDEX}202301/t20230119_1.html"
    assert request.headers["Referer"] == INDEX.encode()
    assert (task_of(request).kind, task_of(request).detail["year"]) == ("detail", 2022)
    assert (item.capture.outcome, item.capture.kind, item.unread) == ("stored", "list", False)


@pytest.mark.parametrize(
    "link",
    [
        "http://www.example.gov.cn:99999/1.html",
        "http://www.example.gov.cn:port/1.html",
        "http://[::1/1.html",
        "JavaScript:show(1)",
        "MAILTO:a@example.gov.cn",
        "http:",
        "https://",
        "http://%00/",
        "//",
    ],
)
def test_a_broken_link_costs_no_more_than_itself(spiders, link):
    broken = f'<li><a href="{link}">某局2021年政府信息公开工作年度报告</a></li>'
    requests, item = answered(spiders(), f"<ul>{broken}{REPORT}</ul>")
    assert f"{INDEX}202301/t20230119_1.html" in [request.url for request in requests]
    assert item.capture.outcome == "stored"


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="0;url=http://[x/">',
        '<iframe src="http://[x/a.pdf"></iframe><p>年报</p>',
        b"\xff\xfe\x00\xd8\x00",
        b"<" * 3000,
        b"\x00",
    ],
)
@pytest.mark.parametrize("kind", ["list", "detail"])
def test_a_page_we_trip_over_is_kept(spiders, kind, body):
    answered(spiders(), body, kind=kind)


def test_a_report_is_marked_to_be_read_and_its_attachments_are_fetched(spiders):
    url = f"{INDEX}1.html"
    [request], item = answered(spiders(), '<p>年报见附件</p><a href="P0.pdf">附件</a>', url, "detail", title="x")
    assert item.unread
    assert (task_of(request).kind, task_of(request).parent) == ("attachment", item.task.id)


def test_an_attachment_leads_nowhere(spiders):
    requests, item = answered(spiders(), '<a href="P1.pdf">附件</a>', f"{INDEX}P0.html", "attachment", found_on=INDEX)
    assert (requests, item.unread) == ([], False)


@pytest.mark.parametrize("kind", ["robots", "sub"])
def test_what_is_no_page_of_a_portal_is_never_taken_for_a_report(spiders, kind):
    """An interrupted crawl may leave a robots.txt or a script open; the next one fetches it as it fetches pages."""
    spider = spiders()
    task = spider.session.task("a", kind, "http://www.example.gov.cn/robots.txt")
    response = TextResponse(task.url, body=b"User-agent: *\n", request=request_for(task, spider))
    [item] = spider.answered(response)
    assert not item.unread


@pytest.mark.parametrize(("status", "outcome"), [(404, "missing"), (403, "blocked"), (500, "failed")])
def test_a_bad_answer_is_kept_and_never_followed_or_read(spiders, status, outcome):
    spider = spiders()
    requests, item = answered(spider, f"<ul>{REPORT}</ul>", status=status)
    assert (requests, item.capture.outcome, item.unread) == ([], outcome, False)
    requests, item = answered(spider, "<p>年报</p><a href=a.pdf>x</a>", f"{INDEX}1", "detail", status)
    assert (requests, item.capture.outcome, item.unread) == ([], outcome, False)


def test_a_challenge_is_rendered_once_and_then_means_blocked(spiders):
    spider = spiders()
    [again], item = answered(spider, CHALLENGE, status=521)
    assert (item.settled, again.url, again.meta["playwright"]) == (False, INDEX, True)
    assert spider.session.tally.of("a").status == "done"
    requests, item = answered(spider, CHALLENGE, status=521, of=task_of(again))
    assert (requests, item.settled, item.capture.outcome) == ([], True, "blocked")
    assert spider.session.tally.of("a").status == "blocked"


def test_a_list_that_shows_nothing_is_rendered_once_and_then_an_error(spiders):
    spider = spiders()
    shell = b"<html><body><p>loading, please wait</p><div id=app></div><script src=/app.js></script></body></html>"
    [again], _ = answered(spider, shell)
    assert again.meta["playwright"]
    requests, _ = answered(spider, shell, of=task_of(again))
    assert requests == []
    assert "yields nothing" in spider.session.tally.of("a").reason


def test_a_cut_off_answer_is_kept_as_failed_and_not_read(spiders):
    spider = spiders()
    task = spider.session.task("a", "detail", f"{INDEX}1.html")
    [item] = spider.answered(
        HtmlResponse(task.url, body=b"<p>half", request=request_for(task, spider), flags=["dataloss"])
    )
    assert (item.capture.outcome, item.capture.reason, item.unread) == ("failed", "the answer was cut off", False)


def test_a_list_page_that_fails_makes_the_portal_an_error(spiders):
    spider = spiders()
    answered(spider, b"oops", status=500)
    assert spider.session.tally.of("a").status == "error"
    assert "status 500" in spider.session.tally.of("a").reason


def test_a_limit_leaves_reports_out_and_the_list_unread(spiders):
    spider = spiders(limit=2)
    links = "".join(f'<li><a href="{y}.html">某局{y}年政府信息公开工作年度报告</a></li>' for y in range(2018, 2023))
    requests, _ = answered(spider, links)
    assert len(requests) == 2
    assert spider.session.tally.of("a").curtailed


def test_a_dry_run_names_the_reports_and_fetches_none(spiders):
    spider = spiders(dry_run=True)
    requests, _ = answered(spider, f"<ul>{REPORT}{REPORT}</ul>")
    assert requests == []
    assert spider.session.found == [
        ("a", "青屿市统计局2022年政府信息公开工作年度报告", f"{INDEX}202301/t20230119_1.html")
    ]


def test_the_state_of_a_pager_travels_with_the_request(spiders):
    spider = spiders()
    pager = '<a href="index_2.html">2</a><a href="index_3.html">3</a>'
    requests, _ = answered(spider, REPORT + pager)
    [second] = [r for r in requests if task_of(r).kind == "list"]
    requests, _ = answered(spider, REPORT.replace("_1.", "_2.") + pager, second.url, of=task_of(second))
    assert f"{INDEX}index_3.html" in [request.url for request in requests]


def failed(spider, error, kind="detail", url=f"{INDEX}1.html", **detail):
    task = spider.session.task("a", kind, url, detail=detail)
    failure = Failure(error)
    failure.request = request_for(task, spider)
    items = list(spider.failed(failure))
    for item in items:
        spider.session.finish(item.task, item.outcome, item.reason)
    return items


def test_a_silent_host_is_recorded_with_its_reason(spiders):
    [item] = failed(spiders(), DownloadTimeoutError("took longer than 60 s"))
    assert isinstance(item, Fruitless)
    assert (item.outcome, item.reason) == ("failed", "the host did not answer in time")


@pytest.mark.parametrize("outcome", ["skipped", "blocked", "failed"])
def test_a_refused_address_is_recorded_as_the_rules_say(spiders, outcome):
    [item] = failed(spiders(), Refused(outcome, "robots.txt forbids it"))
    assert (item.outcome, item.reason) == (outcome, "robots.txt forbids it")


def test_a_refused_list_page_means_an_unread_list(spiders):
    spider = spiders()
    failed(spider, Refused("skipped", "robots.txt forbids it"), "list", INDEX, index=True)
    assert spider.session.tally.of("a").status == "error"
    assert spider.session.tally.of("a").curtailed


def test_what_a_stopping_crawl_leaves_stays_to_be_done(spiders):
    spider = spiders()
    assert failed(spider, Stopping()) == []
    spider.session.interrupted = True
    assert failed(spider, DownloadTimeoutError(), url=f"{INDEX}2.html") == []


def test_bytes_of_no_text_are_kept_too(spiders):
    spider = spiders()
    task = spider.session.task("a", "attachment", f"{INDEX}a.pdf")
    [item] = spider.answered(Response(task.url, body=b"%PDF-1.7 \xff", request=request_for(task, spider)))
    assert (item.capture.media_type, item.capture.outcome) == ("application/pdf", "stored")


ASK_AGAIN = {"url": f"{INDEX}list?rows=20", "detail": {"column": True, "state": {"rows": 20}}}


@pytest.mark.parametrize("status", [404, 403])
def test_a_refused_request_is_asked_as_its_family_wants_it_then(spiders, status):
    spider = spiders()
    [request], item = answered(
        spider, "no", f"{INDEX}list?rows=50", status=status, state={"rows": 50}, otherwise=ASK_AGAIN
    )
    assert (request.url, task_of(request).detail) == (ASK_AGAIN["url"], ASK_AGAIN["detail"])
    assert item.capture.outcome in ("missing", "blocked")
    assert spider.session.tally.of("a").problems == []


def test_a_request_that_is_answered_is_not_asked_otherwise(spiders):
    requests, _ = answered(spiders(), f"<ul>{REPORT}</ul>", index=True, otherwise=ASK_AGAIN)
    assert [task_of(request).kind for request in requests] == ["detail"]


def test_a_challenge_is_no_refusal_to_get_around(spiders):
    requests, _ = answered(spiders(render="never"), CHALLENGE, status=521, otherwise=ASK_AGAIN)
    assert requests == []
