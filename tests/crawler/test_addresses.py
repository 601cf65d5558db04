"""Which addresses may be fetched: nothing private, nothing strange, unless the registry names that very host."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request

from crawler.addresses import AddressRules, is_public, is_public_suffix, registrable_domain, slot
from crawler.middlewares.address import AddressMiddleware
from crawler.refusals import Refused, Stopping

INDEX = "http://www.qingyu.example.gov.cn/zfxxgknb/"
RULES = AddressRules([INDEX, "https://nb.reports.example.com/list"])
LOCAL = AddressRules([INDEX, "http://127.0.0.1:8001/nb/", "http://localhost:8002/", "http://intranet.example.net/"])


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://WWW.A.gov.cn/x", "www.a.gov.cn:80"),
        ("https://www.a.gov.cn./x", "www.a.gov.cn:443"),
        ("http://www.a.gov.cn:9311/x", "www.a.gov.cn:9311"),
        ("http://36.110.1.2:8080/", "36.110.1.2:8080"),
        ("http://[2400:3200::1]/", "[2400:3200::1]:80"),
    ],
)
def test_a_slot_is_host_and_port_however_they_are_written(url, name):
    assert slot(url) == name


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("xxgk.sz.gov.cn", "sz.gov.cn"),
        ("www.sz.gov.cn", "sz.gov.cn"),
        ("a.b.example.com", "example.com"),
        ("jkq.kunming.cn", "kunming.cn"),
    ],
)
def test_the_registrable_domain_is_below_the_public_suffix(host, domain):
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(("host", "is_suffix"), [("gov.cn", True), ("com.cn", True), ("sz.gov.cn", False)])
def test_public_suffixes_are_known(host, is_suffix):
    assert is_public_suffix(host) is is_suffix


@pytest.mark.parametrize(
    "url",
    [
        INDEX,
        "https://www.qingyu.example.gov.cn:9311/a.html",
        "HTTP://QINGYU.EXAMPLE.GOV.CN/a.html",
        "http://www.qingyu.example.gov.cn./a.html",
        "http://tjj.other.gov.cn/202401/t20240119_1.html",
        "http://www.gov.cn/zhengce/content_1.htm",
        "http://files.example.com/P0.pdf",
        "https://nb.reports.example.com/2023/",
    ],
)
def test_details_come_from_the_registry_its_domains_and_gov_cn(url):
    assert RULES.refusal(url) is None


@pytest.mark.parametrize("url", [INDEX, "https://qingyu.example.gov.cn/other/", "https://nb.reports.example.com/p2"])
def test_lists_come_from_hosts_of_the_registry(url):
    assert RULES.refusal(url, "list") is None


@pytest.mark.parametrize("url", ["http://tjj.other.gov.cn/nb/", "http://files.example.com/nb/", "http://www.gov.cn/"])
def test_lists_of_other_hosts_are_refused(url):
    assert RULES.refusal(url, "list")


@pytest.mark.parametrize(
    "url",
    [
        "http://mirror.example.org/art/2025/1/17/art_1_2.html",
        "http://www.qingyu.example.gov.cn.example.org/",
        "http://examplegov.cn/",
        "http://gov.cn.example.org/",
        "http://example-gov.cn/",
        "http://xn--fiqs8s.example.org/",
        "http://中国.example.org/",
        "http://tjj.other.ｇｏｖ.ｃｎ.example.org/",
    ],
)
@pytest.mark.parametrize("role", ["list", "detail"])
def test_mirrors_and_look_alikes_are_refused(url, role):
    assert RULES.refusal(url, role)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://www.qingyu.example.gov.cn/a.pdf",
        "file:///etc/passwd",
        "javascript:location='http://a.gov.cn'",
        "data:text/html,x",
        "ws://www.qingyu.example.gov.cn/",
        "//www.qingyu.example.gov.cn/",
        "www.qingyu.example.gov.cn",
        "http://",
        "http:///nb/",
        "http://www.qingyu.example.gov.cn:99999/",
        "http://www.qingyu.example.gov.cn:port/",
        "http://[::1",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    assert RULES.refusal(url)


@pytest.mark.parametrize("user", ["me", "me:secret", ":secret", "www.qingyu.example.gov.cn", "a.gov.cn%20"])
def test_addresses_that_carry_a_user_are_refused(user):
    assert RULES.refusal(f"http://{user}@www.qingyu.example.gov.cn/")
    assert RULES.refusal(f"http://{user}@127.0.0.1/")


@pytest.mark.parametrize("host", ["127.0.0.1\\.gov.cn", "127.0.0.1 .gov.cn", "10.0.0.1%2f.gov.cn", "127.0.0.1#.gov.cn"])
def test_a_host_with_characters_no_host_has_is_refused(host):
    assert RULES.refusal(f"http://{host}/")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "portal.localhost", "ip6-localhost", "localhost.localdomain", "intranet", "db.local"],
)
def test_local_names_are_refused(host):
    assert RULES.refusal(f"http://{host}/")
    assert RULES.refusal(f"http://{host}:8001/")


def spellings(address):
    """An IPv4 address in the ways resolvers and browsers have understood one."""
    number = int(address)
    a, b, c, d = address.packed
    yield from (str(address), f"{address}.", str(number), hex(number), f"0{number:o}")
    yield from (f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}", f"{a:#x}.{number & 0xFFFFFF:#x}")
    yield from (f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"0X{a:02X}.{b:#x}.{c}.0{d:o}")
    yield from (f"[::ffff:{address}]", f"[::FFFF:{number >> 16:x}:{number & 0xFFFF:X}]", f"[::{address}]")
    yield f"[64:ff9b::{address}]"
    yield str(address).replace(".", "\u3002")
    yield "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in str(address))


private = st.sampled_from(
    ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "240.0.0.1"]
).map(IPv4Address)


@given(private | st.ip_addresses(v=4), st.sampled_from(["", ":80", ":443", ":8001", ":22"]), st.sampled_from("ld"))
@settings(max_examples=150, deadline=None)
def test_hosts_given_as_numbers_are_refused_in_every_spelling(address, port, role):
    role = {"l": "list", "d": "detail"}[role]
    for host in spellings(address):
        for rules in (RULES, LOCAL):
            url = f"http://{host}{port}/latest/meta-data"
            if url.startswith(("http://127.0.0.1:8001/", "http://127.0.0.1.:8001/")) and rules is LOCAL:
                continue  # named by the registry
            assert rules.refusal(url, role), url
            assert rules.refusal(url.upper().replace("HTTP", "http"), role), url


@given(st.ip_addresses(v=6), st.sampled_from(["", "%25eth0", "%eth0"]))
@settings(max_examples=50, deadline=None)
def test_ipv6_hosts_are_refused(address, zone):
    assert RULES.refusal(f"http://[{address}{zone}]/")
    assert RULES.refusal(f"http://[{address.exploded.upper()}]:80/")


def test_a_private_host_is_fetched_where_the_registry_names_it_with_its_port():
    assert LOCAL.refusal("http://127.0.0.1:8001/other/", "list") is None
    assert LOCAL.refusal("http://127.0.0.1.:8001/P0.pdf") is None
    assert LOCAL.refusal("http://LOCALHOST:8002/a") is None
    assert LOCAL.refusal("http://intranet.example.net/a", "list") is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8002/",
        "https://127.0.0.1/",
        "http://127.0.0.2:8001/",
        "http://127.1:8001/",
        "http://2130706433:8001/",
        "http://[::1]:8001/",
        "http://[::ffff:127.0.0.1]:8001/",
        "http://localhost:8001/",
        "http://localhost/",
        "http://x.localhost:8002/",
    ],
)
def test_neighbours_of_a_private_host_of_the_registry_are_refused(url):
    assert LOCAL.refusal(url)
    assert LOCAL.refusal(url, "list")


@given(st.text(max_size=40) | st.builds("http://{}/{}".format, st.text(max_size=20), st.text(max_size=5)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_judged_and_only_known_hosts_pass(url):
    if RULES.refusal(url) is None:
        host = urlsplit(url).hostname.rstrip(".")
        assert host.endswith((".gov.cn", "example.com"))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.9.8.7", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::"),
    ],
)
def test_addresses_of_no_public_network_are_known(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"])
def test_public_addresses_are_known(address):
    assert is_public(address)


@given(st.ip_addresses())
@settings(max_examples=100, deadline=None)
def test_no_address_is_public_that_the_standard_library_calls_private(address):
    ip = ip_address(address)
    assert isinstance(ip, (IPv4Address, IPv6Address))
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        assert not is_public(str(ip))


def test_a_name_may_stand_for_a_private_address_only_in_the_registry():
    assert LOCAL.may_resolve("intranet.example.net", "10.0.0.5")
    assert not LOCAL.may_resolve("oa.example.net", "10.0.0.5")
    assert not LOCAL.may_resolve("tjj.other.gov.cn", "127.0.0.1")
    assert LOCAL.may_resolve("tjj.other.gov.cn", "223.5.5.5")


def gate(**session):
    spider = SimpleNamespace(session=SimpleNamespace(rules=RULES, interrupted=False, **session))
    return AddressMiddleware(SimpleNamespace(spider=spider))


def test_a_redirect_into_a_private_network_is_skipped_and_says_so():
    request = Request("http://169.254.169.254/latest", meta={"redirect_times": 1})
    with pytest.raises(Refused) as refused:
        gate().process_request(request)
    assert refused.value.outcome == "skipped"
    assert refused.value.reason.startswith("redirect to http://169.254.169.254/latest: ")


def test_a_list_that_redirects_to_another_gov_cn_host_is_refused_and_a_report_is_not():
    for kind, refused in (("list", True), ("detail", False), ("attachment", False)):
        request = Request("http://tjj.other.gov.cn/x", meta={"task": SimpleNamespace(kind=kind)})
        try:
            gate().process_request(request)
        except Refused:
            assert refused
        else:
            assert not refused


def test_a_request_is_counted_by_its_own_host_also_after_a_redirect():
    request = Request("http://tjj.other.gov.cn:81/x", meta={"download_slot": "www.qingyu.example.gov.cn:80"})
    gate().process_request(request)
    assert request.meta["download_slot"] == "tjj.other.gov.cn:81"


def test_a_crawl_that_is_being_stopped_sends_nothing_more():
    middleware = gate()
    middleware._crawler.spider.session.interrupted = True
    with pytest.raises(Stopping):
        middleware.process_request(Request(INDEX))
