"""An archive with a capture of every kind, as two crawls and a person's `add` would have left it."""

import gzip
from dataclasses import dataclass

from archive.blobs import digest_of
from archive.captures import Capture
from archive.database import captures, frontier
from archive.keeper import Keeper
from archive.media import sniff
from tests.archive.seeing import REPORT, page

HOST = "http://a.gov.cn"
PAGE = f"{HOST}/nb/1.html"
BODY = page()
OTHER_CHROME = page(chrome="visited 812 times")
LIST = f"<a href=1.html>{REPORT.title}</a>".encode()
SECRET = b"<p>the name of an applicant, which had to go</p>"
SENT = [["Accept", "text/html"], ["Referer", f"{HOST}/nb/"]]
SENT_AGAIN = [["If-None-Match", '"v1"']]
DISPOSITION = "attachment; filename=年报.html".encode("gb18030").decode("latin-1")


@dataclass
class Every:
    """The keeper of the archive, and its capture ids by a name of each kind."""

    keeper: Keeper
    ids: dict


def wire(status, body=b"", *headers, method="GET", sent=(), **more):
    return {
        "method": method,
        "status": status,
        "request_headers": [*SENT, *sent],
        "response_headers": [["Content-Type", "text/html; charset=utf-8"], *map(list, headers)],
        "remote": "10.1.2.3",
        "protocol": "HTTP/1.1",
        "wire_size": len(body),
    } | more


def capture(crawl, second, url, body, status=200, **facts):
    return Capture(
        **{
            "crawl": crawl,
            "portal": "a",
            "kind": "detail",
            "url": url,
            "final_url": url,
            "captured_at": f"2026-02-{'03' if crawl == 'crawl-2' else '01'}T08:00:{second:02}.250Z",
            "status": status,
            "media_type": sniff(body),
            "digest": digest_of(body),
            "size": len(body),
            "version": "test",
        }
        | facts
    )


def every_kind(directory, *, withhold=True):
    """Make the archive; the keeper is open."""
    keeper, ids = Keeper(directory), {}
    keeper.write(
        lambda c: frontier.save_portal(c, ("a", "秀洲区", "330411", "county", "static", f"{HOST}/nb/", "", "auto", ""))
    )
    packed = gzip.compress(BODY, mtime=0)
    gzipped = wire(200, packed, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed))), ("ETag", '"v1"'))
    moved = {"url": PAGE, "method": "GET", "status": 302, "request_headers": SENT, "wire_size": 9}
    moved["response_headers"] = [["Location", "/nb/final.html"], ["Content-Disposition", DISPOSITION]]
    led = gzipped | {"redirects": [moved]}
    received = {"digest": digest_of(OTHER_CHROME), "size": len(OTHER_CHROME)}
    detail = {"agency": REPORT.agency, "year": REPORT.year}
    plan = [
        ("list", capture("crawl-1", 1, f"{HOST}/nb/", LIST, kind="list", wire=wire(200, LIST)), LIST, {}),
        (
            "posted",
            capture("crawl-1", 2, f"{HOST}/search", b"<p>2</p>", kind="list", wire=wire(200, b"<p>2</p>", method="POST")),
            b"<p>2</p>",
            {"method": "POST", "form": {"page": "2"}},
        ),
        (
            "page",
            capture(
                "crawl-1",
                3,
                PAGE,
                BODY,
                final_url=f"{HOST}/nb/final.html",
                wire=led,
                found_on=f"{HOST}/nb/",
                link_title=REPORT.title,
            ),
            BODY,
            detail,
        ),
        ("blocked", capture("crawl-1", 4, f"{HOST}/nb/2.html", b"<p>no</p>", 403, outcome="blocked", reason="HTTP 403", wire=wire(403)), b"<p>no</p>", {}),
        ("rendered", capture("crawl-1", 5, f"{HOST}/nb/3.html", b"<p>dom</p>", rendered=True, wire=wire(200)), b"<p>dom</p>", {}),
        ("static", capture("crawl-1", 6, f"{HOST}/nb/3.html", b"<script>1</script>", wire=wire(200)), b"<script>1</script>", {}),
        ("secret", capture("crawl-1", 7, f"{HOST}/nb/4.html", SECRET, wire=wire(200, SECRET)), SECRET, {}),
        ("own", capture("crawl-1", 8, "file:///home/me/%E5%B9%B4.html", b"<p>mine</p>", None, portal=None, kind="own"), b"<p>mine</p>", {}),
        ("again", capture("crawl-2", 1, f"{HOST}/nb/", LIST, kind="list", wire=wire(200, LIST)), LIST, {}),
        (
            "not modified",
            capture("crawl-2", 2, PAGE, BODY, 304, outcome="unchanged", wire=wire(304, sent=SENT_AGAIN, received={"digest": digest_of(b""), "size": 0})),
            None,
            detail,
        ),
        (
            "other chrome",
            capture("crawl-2", 3, PAGE, BODY, outcome="unchanged", wire=wire(200, OTHER_CHROME, received=received)),
            None,
            detail,
        ),
    ]  # fmt: skip
    for crawl in ("crawl-1", "crawl-2"):
        keeper.write(lambda c, crawl=crawl: captures.begin_crawl(c, crawl, "me", "test", {}))
    for number, (name, one, body, asked) in enumerate(plan, 1):
        if body is not None:
            keeper.keep(one.digest, body)
        ids[name] = keeper.write(lambda c, args=(number, one, asked): _add(c, *args))
    for crawl in ("crawl-1", "crawl-2"):
        keeper.write(lambda c, crawl=crawl: captures.end_crawl(c, crawl, "finished"))
    if withhold:
        _withhold(keeper)
    keeper.flush()
    return Every(keeper, {name: future.result() for name, future in ids.items()})


def _add(connection, number, one, detail):
    capture_id, kept = captures.add_capture(connection, one)
    task = frontier.Task(number, one.crawl, "a", "a.gov.cn", one.kind, one.url, bytes([number]), detail=detail)
    frontier.add(connection, task)
    is_report = one.kind == "detail" and bool(detail)
    frontier.finish(connection, number, kept.outcome, kept.reason, capture_id, unread=is_report)
    return capture_id


def _withhold(keeper):
    row = (digest_of(SECRET), "an applicant's name", "me", "2026-03-01T00:00:00.000Z")
    keeper.write(lambda c: c.execute("INSERT INTO withheld VALUES (?, ?, ?, ?)", row))
    keeper.flush()
    assert digest_of(SECRET) not in keeper.blobs
