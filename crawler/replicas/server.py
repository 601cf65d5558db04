"""Serves replica portals on loopback, each on a port of its own, and remembers who asked for what and when."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from crawler.portals import Portal
from crawler.replicas.site import Answer, Asked, Site

_MOST_FORM = 1 << 20
_BY_NAME = re.compile(rb"http://([a-z0-9-]+)\.replica(?=/)")


@dataclass(frozen=True)
class Visit:
    """One request: which site, what, when it began and ended (seconds, monotonic), and how; `body` as it was sent."""

    site: str
    method: str
    path: str
    began: float
    ended: float
    status: int
    agent: str
    body: bytes = b""


@dataclass
class Served:
    """A site with its port and the requests it got."""

    site: Site
    server: ThreadingHTTPServer
    visits: list[Visit] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The site's root."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"


class Replicas:
    """Use as a context manager; `portals` are the registry rows of the sites being served."""

    def __init__(self, sites: Iterable[Site]) -> None:
        """Bind a free port for each site."""
        self.served = [Served(site, ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)) for site in sites]
        for one in self.served:
            one.server.RequestHandlerClass = _handler(one, self._addressed)
            one.server.daemon_threads = True

    def _addressed(self, body: bytes) -> bytes:
        """A page with the addresses of sites that stand in it by name: `http://NAME.replica/`."""
        known = {one.site.name.encode(): one.address.encode() for one in self.served}
        return _BY_NAME.sub(lambda found: known.get(found[1], found[0]), body) if b".replica/" in body else body

    def __enter__(self) -> Self:
        for one in self.served:
            threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.served:
            one.server.shutdown()
            one.server.server_close()

    @property
    def portals(self) -> list[Portal]:
        """The rows of the portal list for these sites."""
        return [
            Portal(
                name=one.site.name,
                title=one.site.title,
                family=one.site.family,
                index_url=one.address + one.site.index,
                level="county",
                params=dict(p.split("=", 1) for p in one.site.params.split(";") if p),
                note=one.site.note,
            )
            for one in self.served
        ]

    def of(self, name: str) -> Served:
        """The site of that name."""
        return next(one for one in self.served if one.site.name == name)


def _handler(one: Served, addressed: Callable[[bytes], bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "replica"
        timeout = 30

        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), _MOST_FORM)
            self._serve(self.rfile.read(length))

        def _serve(self, body: bytes) -> None:
            began = time.monotonic()
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query, form = (dict(parse_qsl(text)) for text in (parts.query, body.decode("utf-8", "replace")))
            asked = Asked(self.command, parts.path, query, form, headers, body)
            answer = one.site.answer(asked)
            self._send(replace(answer, body=addressed(answer.body)))
            one.visits.append(
                Visit(
                    one.site.name,
                    self.command,
                    self.path,
                    began,
                    time.monotonic(),
                    answer.status,
                    headers.get("user-agent", ""),
                    body,
                )
            )

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    return Handler
