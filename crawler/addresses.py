"""Which addresses may be fetched: hosts, networks and slots."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

from tldextract import TLDExtract

Role = Literal["list", "detail"]
GOVERNMENT = "gov.cn"
_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST = ip_network("2000::/3")
_TUNNELS = ip_network("2002::/16")  # 6to4
_HOST = re.compile(r"[\w.-]+")  # names in Chinese characters too
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list inside the package; no network


def slot(url: str) -> str:
    """Host and port: what one request at a time, delays and leases are counted by.

    >>> slot("http://www.a.gov.cn/x"), slot("https://[::1]:8443/")
    ('www.a.gov.cn:80', '[::1]:8443')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or _PORTS.get(parts.scheme, 0)}"


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """The domain somebody registered: host names below it belong together.

    >>> registrable_domain("xxgk.sz.gov.cn"), registrable_domain("a.b.example.com")
    ('sz.gov.cn', 'example.com')
    """
    return _extract(host).top_domain_under_public_suffix or host


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one registered domain, or of one host where that is a number or a local name.

    >>> is_same_site("http://nb.sz.gov.cn/a", "https://www.sz.gov.cn/"), is_same_site("http://a.gov.cn/", "http://b.gov.cn/")
    (True, False)
    """
    hosts = [(urlsplit(one).hostname or "").rstrip(".") for one in (url, other)]
    domains = {host if is_literal(host) else registrable_domain(host) for host in hosts}
    return len(domains) == 1


def is_same_host(url: str, other: str) -> bool:
    """Whether two addresses are of one host and port; with www. and without is one.

    >>> is_same_host("http://www.a.gov.cn/x", "https://a.gov.cn/"), is_same_host("http://a.gov.cn/", "http://b.a.gov.cn/")
    (True, False)
    """
    first, second = (_bare(urlsplit(one).netloc) for one in (url, other))
    return first == second


def is_public_suffix(host: str) -> bool:
    """Whether a domain is one below which strangers register, such as gov.cn.

    >>> is_public_suffix("gov.cn"), is_public_suffix("sz.gov.cn")
    (True, False)
    """
    return not _extract(host).domain


def is_literal(host: str) -> bool:
    """Whether a host is written as a number."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ip_address(address.strip("[]").partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    if ip.version == 6 and (ip not in _GLOBAL_UNICAST or ip in _TUNNELS):
        return False  # the rest is reserved, or wraps an IPv4 address that could be any
    return ip.is_global and not ip.is_multicast


class AddressRules:
    """Hosts of the registry and what may be fetched besides.

    Lists come from registry hosts; details and attachments from registry hosts, the same registrable
    domain or *.gov.cn. Private, loopback and link-local addresses are refused unless the registry (or
    the command line) names that very host.
    """

    def __init__(self, index_urls: Iterable[str]) -> None:
        """`index_urls` are the addresses the registry or a person gave."""
        urls = list(index_urls)
        self._slots = {slot(url) for url in urls}
        self._hosts = {_bare(urlsplit(url).hostname or "") for url in urls}
        self._domains = {registrable_domain(host) for host in self._hosts if not is_literal(host)}

    def refusal(self, url: str, role: Role = "detail") -> str | None:
        """Why an address is not fetched; None when it may be."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return "not an address"
        if parts.scheme not in _PORTS or not host:
            return "not an http or https address"
        if parts.username or parts.password:
            return "an address with a password"
        if port is not None and port not in _PORTS.values() and slot(url) not in self._slots and is_literal(host):
            return "a port of a host that the registry does not name"
        if self.names(url):
            return None
        if not is_literal(host) and not _HOST.fullmatch(host):
            return "a host with characters no host has"
        if is_literal(host) or host == "localhost" or host.endswith(".localhost"):
            return "a host given as a number or local name that the registry does not name"
        if role == "list":
            return "lists are read from hosts of the registry alone"
        if registrable_domain(_bare(host)) in self._domains or host.endswith(f".{GOVERNMENT}"):
            return None
        return "a host outside the registry and *.gov.cn"

    def names(self, url: str) -> bool:
        """Whether the registry names the host of an address; a numeric host must match with its port."""
        host = (urlsplit(url).hostname or "").rstrip(".")
        if is_literal(host) or host == "localhost":
            return slot(url) in self._slots
        return _bare(host) in self._hosts

    def may_resolve(self, host: str, address: str) -> bool:
        """Whether a name may stand for an IP address: public ones, or any for a host of the registry."""
        return is_public(address) or _bare(host) in self._hosts


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")
