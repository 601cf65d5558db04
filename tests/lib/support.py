"""What tests of several folders use: the program as a person runs it, and portal lists."""

import atexit
import csv
import functools
import os
import socketserver
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import warm

from crawler.portals import COLUMNS

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
# What `nianbao parse --json` prints of a document, in this order.
PARSED_KEYS = [
    "title",
    "agency",
    "year",
    "template",
    "published",
    "published_meta",
    "media_type",
    "digest",
    "cells",
    "fields",
    "sections",
    "findings",
    "leftovers",
    "claims",
]


def portals_seen():
    """The rows of the list of hosts at which reports were seen in public; none where it is not beside this checkout."""
    path = SHARED / "portals_seen.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def environment(**more):
    """The environment without the settings of whoever runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NIANBAO_") and not k.lower().endswith("_proxy")}
    return kept | {"PYTHONIOENCODING": "utf-8"} | more


def command(*arguments):
    """The command line of `nianbao ARGUMENTS`."""
    return [sys.executable, "-m", "crawler", *map(str, arguments)]


def run_nianbao(*arguments, timeout=240, cwd=ROOT, stdin=None, **more):
    """Run `nianbao ARGUMENTS` in a process of its own; it is loaded anew where that may matter."""
    if any(name.startswith("PYTHON") or name == "NIANBAO_CONTACT" for name in more):
        words = {"cwd": cwd, "env": environment(**more), "input": stdin, "timeout": timeout}
        done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False, **words)
        return Ran(done.returncode, done.stdout, done.stderr)
    with ExitStack() as opened:
        files = [opened.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in range(3)]
        files[0].write(stdin or "")
        files[0].seek(0)
        code = standby().run(arguments, streams=files, cwd=cwd, env=environment(**more), timeout=timeout)
        for file in files:
            file.seek(0)
        return Ran(code, files[1].read(), files[2].read())


@functools.cache
def standby():
    """The process that waits to be `nianbao` for the tests of this one."""
    made = warm.Standby(environment())
    atexit.register(made.close)
    return made


def write_portals(path, portals):
    """A portal list with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(portal.row for portal in portals)
    return path


class RawServer:
    """A server on loopback that does to each path what it is told, byte by byte.

    `behaviour` maps a path to the bytes to send, or to a function of the open socket. It closes the
    connection after every answer; `asked` lists the paths in order.
    """

    def __init__(
        self, behaviour, otherwise=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ):
        self.asked = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                line = self.rfile.readline().decode("latin-1").split()
                while self.rfile.readline().strip():
                    pass
                path = line[1] if len(line) > 1 else ""
                outer.asked.append(path)
                act = behaviour.get(path, otherwise)
                if callable(act):
                    act(self.connection)
                else:
                    self.wfile.write(act)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def http(body=b"", status="200 OK", kind="text/html; charset=utf-8", length=None, *headers):
    """An HTTP answer as bytes; `length` may lie."""
    body = body.encode() if isinstance(body, str) else body
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {size}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
