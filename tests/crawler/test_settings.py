"""The settings a crawl runs with: no open port, one request a host, an honest name, delays that are kept."""

import runpy
from importlib import import_module

import pytest
from scrapy.utils.misc import load_object

import crawler.settings
from archive import __version__
from crawler.crawl import is_loopback, require_contact, scrapy_settings
from crawler.errors import NoContact
from crawler.portals import Portal
from crawler.session import Options

LOCAL = Portal("local", "甲", "static", "http://127.0.0.1:8001/nb/")
ABROAD = Portal("abroad", "乙", "static", "http://www.example.gov.cn/nb/")


def settings(*portals, **options):
    return scrapy_settings(portals or (ABROAD,), Options(**options))


def test_no_port_is_open_during_a_crawl():
    found = settings()
    assert not found.getbool("TELNETCONSOLE_ENABLED")
    assert not found.getbool("REMOTE_CONTROL_ENABLED")
    loaded = " ".join(found.get_component_priority_dict_with_base("EXTENSIONS"))
    assert "CrawlExtension" in loaded
    assert "telnet" not in loaded
    assert "remote_control" not in loaded


def test_a_host_gets_one_request_at_a_time_a_second_apart():
    found = settings()
    assert found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert found.getfloat("DOWNLOAD_DELAY") == 1.0
    assert found.getfloat("DOWNLOAD_DELAY_JITTER") == 0.0
    assert found.getbool("AUTOTHROTTLE_ENABLED")
    assert found.getfloat("AUTOTHROTTLE_START_DELAY") <= 1.0


def test_nothing_is_waited_for_where_all_portals_are_on_this_machine():
    found = settings(LOCAL)
    assert found.getfloat("DOWNLOAD_DELAY") == pytest.approx(0, abs=0.001)
    assert not found.getbool("AUTOTHROTTLE_ENABLED")


def test_one_portal_abroad_is_enough_for_the_delay():
    assert settings(LOCAL, ABROAD).getfloat("DOWNLOAD_DELAY") == 1.0


@pytest.mark.parametrize(("delay", "throttled"), [(0.0, False), (2.5, True)])
def test_the_delay_asked_for_is_the_one_kept(delay, throttled):
    for portal in (LOCAL, ABROAD):
        found = settings(portal, delay=delay)
        assert found.getfloat("DOWNLOAD_DELAY") == pytest.approx(delay, abs=0.001)
        assert found.getbool("AUTOTHROTTLE_ENABLED") is throttled


def test_refreshes_are_not_followed_and_every_answer_is_kept():
    found = settings()
    assert not found.getbool("METAREFRESH_ENABLED")
    assert found.getbool("HTTPERROR_ALLOW_ALL")
    assert not found.getbool("DOWNLOAD_FAIL_ON_DATALOSS")


def gates(found):
    return {
        path.rpartition(".")[2]: at for path, at in found.getdict("DOWNLOADER_MIDDLEWARES").items() if at is not None
    }


def test_addresses_are_judged_before_robots_txt_and_both_before_retries_and_the_wire():
    order = gates(settings())
    assert order["AddressMiddleware"] < order["RobotsMiddleware"] < order["RetryMiddleware"] < order["WireMiddleware"]


def test_scrapy_retries_and_robots_are_off_where_ours_are_on():
    found = settings()
    assert not found.getbool("RETRY_ENABLED")
    assert not found.getbool("ROBOTSTXT_OBEY")


@pytest.mark.parametrize("name", ["SCHEDULER", "TWISTED_DNS_RESOLVER", "REFERRER_POLICY"])
def test_what_the_settings_name_exists(name):
    assert load_object(settings()[name])


@pytest.mark.parametrize(
    "name", ["DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS", "EXTENSIONS_BASE"]
)
def test_the_components_the_settings_name_exist(name):
    for path in settings().getdict(name):
        module, _, attribute = path.rpartition(".")
        assert hasattr(import_module(module), attribute), path


@pytest.mark.parametrize(("contact", "shown"), [("ops@example.org", " (+ops@example.org)"), ("", "")])
def test_the_user_agent_says_who_crawls_and_how_to_reach_them(monkeypatch, contact, shown):
    monkeypatch.setenv("NIANBAO_CONTACT", contact)
    found = runpy.run_path(crawler.settings.__file__)
    assert found["USER_AGENT"] == f"nianbao/{__version__}{shown}"


@pytest.mark.parametrize("contact", [None, "", "  "])
def test_without_a_contact_nothing_beyond_this_machine_is_crawled(monkeypatch, contact):
    monkeypatch.delenv("NIANBAO_CONTACT", raising=False)
    if contact is not None:
        monkeypatch.setenv("NIANBAO_CONTACT", contact)
    require_contact([LOCAL])
    with pytest.raises(NoContact, match=r"NIANBAO_CONTACT.*http://www\.example\.gov\.cn/nb/"):
        require_contact([LOCAL, ABROAD])


def test_with_a_contact_everything_may_be_crawled(monkeypatch):
    monkeypatch.setenv("NIANBAO_CONTACT", "ops@example.org")
    require_contact([LOCAL, ABROAD])


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8001/", True),
        ("http://127.8.9.1/", True),
        ("http://[::1]:8001/", True),
        ("http://LOCALHOST/", True),
        ("http://10.0.0.1/", False),
        ("http://localhost.example.gov.cn/", False),
        ("http://127.0.0.1.example.gov.cn/", False),
    ],
)
def test_only_addresses_of_this_machine_are_loopback(url, loopback):
    assert is_loopback(url) is loopback


def test_even_without_a_delay_what_waits_for_a_host_is_not_sent_at_once():
    assert settings(LOCAL).getfloat("DOWNLOAD_DELAY") > 0
