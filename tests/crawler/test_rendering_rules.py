"""When a page goes through the browser: where its bytes show nothing, once, and never where the row forbids it."""

import base64

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import HtmlResponse

from archive.database.frontier import Task
from archive.media import sniff
from crawler.blocking import Verdict
from crawler.portals import Portal
from crawler.reasons import plain_reason
from crawler.rendering import child, meta, wanted

URL = "http://www.example.gov.cn/zfxxgknb/"
SHELL = b"<html><body><div id=app></div><script src=/app.js></script></body></html>"
STORED = Verdict("stored")
CHALLENGED = Verdict("blocked", "challenge page (Jiasule), status 521", "Jiasule")


def task(kind="list", **detail):
    return Task(7, "crawl", "a", "www.example.gov.cn:80", kind, URL, b"", detail)


def decision(made=None, body=SHELL, verdict=STORED, render="auto"):
    portal = Portal("a", "甲", "static", URL, render=render)
    return wanted(portal, made or task(), body, sniff(body), verdict)


def test_a_list_with_scripts_may_be_rendered_and_one_without_not():
    assert decision() == "possible"
    assert decision(body=b"<html><body><ul></ul></body></html>") == "no"


def test_a_report_is_rendered_only_where_it_shows_next_to_nothing():
    assert decision(task("detail")) == "empty"
    text = "<p>" + "公开政府信息" * 60 + "</p><script>1</script>"
    assert decision(task("detail"), text.encode()) == "no"


@pytest.mark.parametrize("kind", ["list", "detail"])
def test_a_challenge_is_rendered_once(kind):
    assert decision(task(kind), verdict=CHALLENGED) == "challenged"
    assert decision(task(kind, render="again"), verdict=CHALLENGED) == "no"


@pytest.mark.parametrize(
    "verdict", [Verdict("blocked", "status 403"), Verdict("missing", "status 404"), Verdict("failed", "status 500")]
)
@pytest.mark.parametrize("kind", ["list", "detail"])
def test_what_a_browser_cannot_mend_is_not_rendered(kind, verdict):
    assert decision(task(kind), verdict=verdict) == "no"


@pytest.mark.parametrize("verdict", [STORED, CHALLENGED])
def test_a_row_that_says_never_is_obeyed(verdict):
    assert decision(verdict=verdict, render="never") == "no"
    assert decision(task("detail"), verdict=verdict, render="never") == "no"


@pytest.mark.parametrize("kind", ["list", "detail"])
@pytest.mark.parametrize("render", ["auto", "always"])
def test_what_was_rendered_is_not_rendered_again(kind, render):
    assert decision(task(kind, render="always"), render=render) == "no"


@pytest.mark.parametrize("kind", ["attachment", "robots", "sub"])
def test_only_lists_and_reports_are_rendered(kind):
    assert decision(task(kind)) == "no"
    assert decision(task(kind), verdict=CHALLENGED) == "no"


@pytest.mark.parametrize("body", [b"%PDF-1.7 <script", b'{"articles": []}', b"PK\x03\x04<script"])
def test_documents_and_data_are_not_rendered(body):
    assert decision(body=body) == "no"
    assert decision(task("detail"), body) == "no"


def test_an_answer_to_a_form_is_not_rendered():
    assert decision(task(method="POST", form={"page": "2"})) == "no"


def answered(body=SHELL):
    headers = {"Content-Type": "text/html", "Set-Cookie": ["a=1; path=/", "b=2"]}
    return HtmlResponse(URL + "index.html", status=521, headers=headers, body=body, request=Request(URL))


def test_the_second_go_starts_from_the_bytes_that_are_here():
    made = child(task(index=True, title="年报"), answered())
    assert (made.kind, made.url, made.again) == ("list", URL, True)
    assert (made.detail["render"], made.detail["title"], made.detail["index"]) == ("again", "年报", True)
    page = made.detail["page"]
    assert base64.b64decode(page["body"]) == SHELL
    assert (page["url"], page["status"], page["cookies"]) == (URL + "index.html", 521, ["a=1; path=/", "b=2"])


def test_a_large_page_is_asked_for_again_by_the_browser():
    assert "page" not in child(task(), answered(b"<p>" + b"x" * 300_000)).detail


def test_each_rendered_page_has_a_browser_context_of_its_own():
    found = meta(task())
    assert found["playwright"] is True
    assert found["playwright_context"] != meta(Task(8, "c", "a", "h", "list", URL, b""))["playwright_context"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError("x\n  y"), "x y"),
        (TimeoutError(), "no answer in time"),
        (CannotResolveHostError("a.gov.cn"), "the host's name is not known"),
        (DownloadConnectionRefusedError(), "the host refuses connections"),
        (ValueError(), "ValueError"),
        (OSError("z" * 900), "OSError: " + "z" * 200),
    ],
)
def test_an_error_is_recorded_as_one_short_line(error, reason):
    assert plain_reason(error) == reason
