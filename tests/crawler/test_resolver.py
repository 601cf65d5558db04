"""Names that stand for private addresses are refused where they are resolved, just before connecting."""

from types import SimpleNamespace

import pytest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.addresses import AddressRules
from crawler.resolver import GuardedResolver

RULES = AddressRules(["http://www.qingyu.example.gov.cn/nb/", "http://intranet.example.net:8080/"])


def resolved(monkeypatch, name, address, *rules):
    """What a name stands for while crawls with these rules run; the error where it is refused."""
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: defer.succeed(address))
    resolver = object.__new__(GuardedResolver)
    crawlers = [SimpleNamespace(spider=SimpleNamespace(session=SimpleNamespace(rules=rule))) for rule in rules]
    resolver.process = SimpleNamespace(crawlers=[*crawlers, SimpleNamespace(spider=None)])
    outcome = []
    resolver.getHostByName(name).addBoth(outcome.append)
    return getattr(outcome[0], "value", outcome[0])


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.9"]
)
@pytest.mark.parametrize(
    "name", ["tjj.other.gov.cn", "oa.qingyu.example.gov.cn", "2130706433", "0x7f.1", "localtest.example.com"]
)
def test_a_name_that_stands_for_a_private_address_is_refused(monkeypatch, name, address):
    error = resolved(monkeypatch, name, address, RULES)
    assert isinstance(error, DNSLookupError)
    assert name in str(error)
    assert address in str(error)


def test_a_name_that_stands_for_a_public_address_is_resolved(monkeypatch):
    assert resolved(monkeypatch, "tjj.other.gov.cn", "223.5.5.5", RULES) == "223.5.5.5"


@pytest.mark.parametrize("name", ["intranet.example.net", "INTRANET.example.net", "www.qingyu.example.gov.cn"])
def test_a_host_of_the_registry_may_stand_for_any_address(monkeypatch, name):
    assert resolved(monkeypatch, name, "10.0.0.5", RULES) == "10.0.0.5"


def test_every_crawl_of_the_process_must_allow_it(monkeypatch):
    other = AddressRules(["http://www.other.gov.cn/"])
    assert isinstance(resolved(monkeypatch, "intranet.example.net", "10.0.0.5", RULES, other), DNSLookupError)
