"""Every Scrapy setting we change, with its default and the reason. scrapy.cfg names this module."""

from __future__ import annotations

import os

from archive import __version__

BOT_NAME = "nianbao"  # default scrapybot
SPIDER_MODULES = ["spiders"]  # default []: the families are found by name, as `scrapy list` finds them
NEWSPIDER_MODULE = "spiders"

AGENT = "nianbao"  # the token robots.txt files address us by
CONTACT = os.environ.get("NIANBAO_CONTACT", "")
# default Scrapy/VERSION: who we are, and how to reach the person who crawls
USER_AGENT = f"{AGENT}/{__version__}" + (f" (+{CONTACT})" if CONTACT else "")
DEFAULT_REQUEST_HEADERS = {  # default Accept-Language: en
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# No port is open during a crawl (defaults True: a telnet console, and an HTTP server that runs Python).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# One request at a time per host and port, across processes.
SCHEDULER = "crawler.scheduler.ArchiveScheduler"  # default in memory: loses the frontier when killed
CONCURRENT_REQUESTS = 32  # default 16: hosts at the same time, not requests of one host
CONCURRENT_ITEMS = 1  # default 100: what a page leads to is recorded in order, and before the page itself
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; a slot is a host and port
DOWNLOAD_DELAY = 1.0  # default 0: seconds between two requests of a host; the command sets 0 on loopback
DOWNLOAD_DELAY_JITTER = 0.0  # default 0.5: a delay that is promised is kept
AUTOTHROTTLE_ENABLED = True  # default False: a slow host is asked more slowly
AUTOTHROTTLE_START_DELAY = 0.0  # default 5.0: it starts from DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 30.0  # default 60.0

DOWNLOAD_TIMEOUT = 60  # default 180
DOWNLOAD_MAXSIZE = 64 << 20  # default 1 GiB: no report is larger
DOWNLOAD_WARNSIZE = 0  # default 32 MiB: the limit above says it
DOWNLOAD_FAIL_ON_DATALOSS = False  # default True: what came of a cut-off answer is kept, as failed
URLLENGTH_LIMIT = 4000  # default 2083: download links carry file names

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"  # default: any address a name stands for
DNS_TIMEOUT = 20  # default 60

ROBOTSTXT_OBEY = False  # our own middleware obeys it, with Crawl-delay and "not now", which Scrapy's does not
RETRY_ENABLED = False  # our own policies
METAREFRESH_ENABLED = False  # default True: on these sites a refresh stub means "deleted"
REDIRECT_MAX_TIMES = 8  # default 20
HTTPPROXY_ENABLED = True  # the default: people behind a proxy need it
HTTPERROR_ALLOW_ALL = True  # default False: every answer is kept, errors too
REFERRER_POLICY = "scrapy.spidermiddlewares.referer.NoReferrerPolicy"  # default: Scrapy's guess; the frontier knows

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.address.AddressMiddleware": 40,
    "crawler.middlewares.exploring.ExploringMiddleware": 60,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.leasing.LeasingMiddleware": 110,
    "crawler.middlewares.warming.WarmingMiddleware": 540,
    "crawler.middlewares.retry.RetryMiddleware": 550,
    "crawler.middlewares.backoff.BackoffMiddleware": 560,
    "crawler.middlewares.budget.BudgetMiddleware": 570,
    "crawler.middlewares.decoding.DecodingMiddleware": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # it drops what it cannot unpack
    "crawler.middlewares.cookies.CookiesMiddleware": 700,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # it downloads a list of domains
    "crawler.middlewares.wire.WireMiddleware": 990,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # AddressMiddleware decides
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the frontier knows depth
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # the spider records what it leaves out
}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 100}
EXTENSIONS = {"crawler.extensions.CrawlExtension": 100}
# default: eleven, which Scrapy loads even where they are switched off: a server that runs Python, a telnet console
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}

LOG_LEVEL = "WARNING"  # default DEBUG: the progress line tells what happens
LOG_VERSIONS: list[str] = []  # default: a paragraph about libraries
WARN_ON_GENERATOR_RETURN_VALUE = False
