"""The baseline of the crawl benchmark: a bare Scrapy spider that writes the bodies to files, nothing else.

python benchmarks/bare_spider.py FOLDER PORT...
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_ITEMS": 1,  # the default of 100 costs the baseline a third of its speed
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
}


class Bare(Spider):
    """Follows lists, writes pages."""

    name = "bare"

    def __init__(self, folder, ports, **kwargs):
        super().__init__(**kwargs)
        self.folder, self.ports = Path(folder), ports

    async def start(self):
        for port in self.ports:
            yield self.ask(f"http://127.0.0.1:{port}/list_0.html")

    def ask(self, url):
        return Request(url, meta={"download_slot": urlsplit(url).netloc})

    def parse(self, response):
        parts = urlsplit(response.url)
        (self.folder / f"{parts.port}{parts.path.replace('/', '_')}").write_bytes(response.body)
        if parts.path.startswith("/list_"):
            for link in response.css("a::attr(href)").getall():
                yield self.ask(response.urljoin(link))


if __name__ == "__main__":
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(Bare, folder=sys.argv[1], ports=sys.argv[2:])
    process.start()
