"""Scrapy's cookies, with the list of public suffixes that ships in a package.

Scrapy's own middleware downloads that list when the first cookie arrives.
"""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware as ScrapyCookies
from scrapy.http.cookies import CookieJar

from crawler.addresses import is_public_suffix


class CookiesMiddleware(ScrapyCookies):
    """One jar a portal; a cookie for a whole public suffix is kept for its own host alone, or not at all."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = (urlsplit(request.url).hostname or "").lower()
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and is_public_suffix(domain):
                if domain != host:
                    continue
                cookie.domain = host
            jar.set_cookie_if_ok(cookie, request)
