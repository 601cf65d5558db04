"""A crawl from beginning to end, as the command line starts it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click

# Scrapy looks through the whole stack and every module when it makes this module's deprecated classes: early is quick.
from scrapy.core.downloader import contextfactory as _early  # noqa: F401
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from archive.cli.options import DEFAULT_ARCHIVE
from archive.keeper import Keeper
from crawler import settings as our_settings
from crawler.addresses import is_literal
from crawler.errors import CrawlError, NoContact
from crawler.family import Listing, Page
from crawler.portals import Portal, from_file, packaged, select
from crawler.progress import summary
from crawler.session import Options, Session
from crawler.spider import PortalSpider

_CONTACT = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$|^https?://[^\s/]+\.\S+$")
_LEAST_DELAY = 0.001  # seconds; without any, Scrapy sends all that waits for a host at once


def scrapy_settings(portals: Iterable[Portal], options: Options) -> Settings:
    """Our settings, and no delay where everything is on this machine."""
    settings = Settings()
    settings.setmodule(our_settings, priority="project")
    delay = options.delay
    if delay is None and all(is_loopback(p.index_url) for p in portals):
        delay = 0.0
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", max(delay, _LEAST_DELAY), priority="cmdline")
        settings.set("AUTOTHROTTLE_ENABLED", delay > 0, priority="cmdline")
    if options.timeout is not None:
        settings.set("DOWNLOAD_TIMEOUT", options.timeout, priority="cmdline")
    return settings


def is_loopback(url: str) -> bool:
    """Whether an address is one of this machine."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or (is_literal(host) and ip_address(host).is_loopback)


def families(portals: Iterable[Portal]) -> dict[str, type[PortalSpider]]:
    """The spider class of each family the portals need, found by name."""
    loader = SpiderLoader(scrapy_settings((), Options()))
    have = set(loader.list())
    made: dict[str, type[PortalSpider]] = {}
    rows = list(portals)
    if any(portal.is_to_be_told for portal in rows):
        made |= {name: loader.load(name) for name in have}  # type: ignore[misc]
    for portal in (row for row in rows if row.family):
        if portal.family not in have:
            msg = (
                f"portal {portal.name!r}: there is no reader for the family {portal.family!r} yet"
                f" (there are {', '.join(sorted(have))})"
            )
            raise CrawlError(msg)
        made[portal.family] = loader.load(portal.family)  # type: ignore[assignment]
    return made


def listings() -> dict[str, Callable[[Page], Listing]]:
    """What reads the lists of each family there is, by its name."""
    loader = SpiderLoader(scrapy_settings((), Options()))
    found = {name: loader.load(name).listing for name in loader.list()}  # type: ignore[attr-defined]
    return {name: listing for name, listing in found.items() if listing}


def require_contact(portals: Iterable[Portal]) -> None:
    """Beyond this machine a crawler says who is behind it."""
    contact = os.environ.get("NIANBAO_CONTACT", "").strip()
    abroad = [p.index_url for p in portals if not is_loopback(p.index_url)]
    if abroad and contact and not _CONTACT.search(contact):
        msg = f"NIANBAO_CONTACT is {contact!r}, which is neither an e-mail address nor a web page"
        raise NoContact(msg)
    if abroad and not contact:
        msg = (
            "set NIANBAO_CONTACT to an e-mail address or web page by which the portals' operators can reach"
            f" you; without it nothing beyond this machine is crawled (asked for: {abroad[0]})"
        )
        raise NoContact(msg)


def run(directory: Path, portals: Sequence[Portal], options: Options) -> tuple[Session, str]:
    """Crawl portals into an archive; the session with its tally, and the summary."""
    known = families(portals)
    require_contact(portals)
    with Keeper(directory) as keeper:
        session = Session(directory, {p.name: p for p in portals}, options, keeper)
        session.begin()
        process = AsyncCrawlerProcess(scrapy_settings(portals, options))
        process.crawl(PortalSpider, session=session, families=known)
        process.start()
        if keeper.failure:
            raise keeper.failure
        states: list[str] = []
        session.end(states.append)
    return session, summary(session, states[0])


def begin_for_scrapy(family: str, names: str | None, portal_list: str | None) -> Session:
    """The crawl of `scrapy crawl FAMILY`: of the portals of that family, or of these of them."""
    known = from_file(Path(portal_list)) if portal_list else packaged()
    portals = [p for p in known if p.family == family]
    if names:
        portals = select(portals, names.split(","))
    require_contact(portals)
    directory = Path(os.environ.get("NIANBAO_ARCHIVE", DEFAULT_ARCHIVE))
    session = Session(directory, {p.name: p for p in portals}, Options(), Keeper(directory), spider=family)
    try:
        session.begin()
    except BaseException:
        session.keeper.close()
        raise
    return session


def end_for_scrapy(session: Session) -> None:
    """Close such a crawl and print what it came to."""
    try:
        if session.keeper.failure:
            click.echo(f"nianbao: the archive cannot be written: {session.keeper.failure}", err=True)
            return
        states: list[str] = []
        session.end(states.append)
        click.echo(summary(session, states[0]))
    finally:
        session.keeper.close()
