"""Cookies go back to the host that set them and to its own domain, never to strangers below gov.cn."""

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.cookies import CookiesMiddleware


def sent(cookie, to, host="www.qingyu.gov.cn", jar="other"):
    """What is sent to a host after another has set a cookie."""
    middleware = CookiesMiddleware()
    first = Request(f"http://{host}/", meta={"cookiejar": "one"})
    middleware.process_response(first, Response(first.url, headers={"Set-Cookie": cookie}))
    second = Request(f"http://{to}/", meta={"cookiejar": "one" if jar == "same" else jar})
    middleware.process_request(second)
    return second.headers.get("Cookie")


@pytest.mark.parametrize(
    "cookie", ["a=1; path=/", "a=1; path=/; domain=www.qingyu.gov.cn", "a=1; domain=.qingyu.gov.cn"]
)
def test_a_host_gets_its_cookie_back(cookie):
    assert sent(cookie, "www.qingyu.gov.cn", jar="same") == b"a=1"


def test_a_cookie_for_the_whole_domain_goes_to_its_hosts():
    assert sent("a=1; domain=qingyu.gov.cn", "tjj.qingyu.gov.cn", jar="same") == b"a=1"


@pytest.mark.parametrize("domain", ["gov.cn", ".gov.cn", "cn", ".com.cn"])
def test_a_cookie_for_a_public_suffix_goes_nowhere_else(domain):
    assert sent(f"a=1; domain={domain}", "www.baisha.gov.cn", jar="same") is None


@pytest.mark.parametrize("to", ["www.baisha.gov.cn", "tjj.qingyu.gov.cn"])
def test_a_cookie_of_one_host_is_not_sent_to_another(to):
    assert sent("a=1; path=/", to, jar="same") is None


def test_portals_do_not_share_cookies():
    assert sent("a=1; path=/", "www.qingyu.gov.cn") is None
