"""A crawl's way with pages, one after the other: fetched, kept, read and stored."""

from dataclasses import replace

from archive.blobs import digest_of
from archive.captures import Capture
from archive.database import captures, queries, readings
from archive.database.connection import open_existing
from archive.jobs import Job, Source
from archive.media import sniff
from archive.models import Hints
from archive.reading import RELEASE, read_job
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
(REPORT,) = reports(AGENCY, [2022])


def page(report=REPORT, chrome=""):
    return (
        f"<html><body><div>{chrome}</div><h1>{report.title}</h1>"
        f"<div class=content>{html.fragment(report)}</div><div>{chrome}</div></body></html>"
    ).encode()


class Reader:
    """Fetches and reads pages the way a crawl does, one after the other."""

    def __init__(self, keeper):
        self.keeper = keeper
        self.day = 0

    def see(self, body, url="http://a.gov.cn/1.html", portal=None, title=REPORT.title, scope="a", crawl="crawl-1"):
        self.day += 1
        moment = f"2026-02-{self.day:02d}T00:00:00.000Z"
        digest = digest_of(body)
        capture = Capture(
            crawl=crawl,
            portal=portal,
            kind="detail",
            url=url,
            final_url=url,
            captured_at=moment,
            status=200,
            media_type=sniff(body),
            digest=digest,
            size=len(body),
            link_title=title,
        )
        self.keeper.keep(digest, body)
        capture_id, kept = self.keeper.write(lambda c: captures.add_capture(c, capture)).result()
        source = Source(capture_id, digest, capture.media_type)
        job = Job((source,), Hints(link_title=title, url=url), portal, url, scope, moment)
        result = read_job(self.keeper.blobs, job)
        key = self.keeper.write(lambda c: readings.store(c, job, result, RELEASE)).result()
        return kept.outcome, key

    def rows(self, statement):
        self.keeper.flush()
        return queries.rows(open_existing(self.keeper.directory).conn, statement)


def changed(report, **cells):
    printed = dict(report.printed) | {key.replace("__", "."): value for key, value in cells.items()}
    return replace(report, printed=printed)
