"""pywb over a web archive of ours, as a person would run it."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

BIN = Path(sys.prefix) / "replay" / "bin"
needs_replay = pytest.mark.skipif(not (BIN / "wayback").exists(), reason="no pywb: `make test` installs it")


class Wayback:
    """A collection with what `files` hold, served on loopback. Use as a context manager."""

    def __init__(self, folder, *files):
        self._folder = folder
        folder.mkdir()
        self._run("wb-manager", "init", "reports")
        for file in files:
            more = ["--unpack-wacz"] if file.suffix == ".wacz" else []
            self._run("wb-manager", "add", *more, "reports", str(file))
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def _run(self, name, *arguments):
        subprocess.run([BIN / name, *arguments], cwd=self._folder, check=True, capture_output=True, timeout=120)

    def __enter__(self):
        command = [BIN / "wayback", "--port", str(self.port), "--bind", "127.0.0.1"]
        self._log = (self._folder / "log").open("wb")
        self._server = subprocess.Popen(command, cwd=self._folder, stdout=self._log, stderr=self._log)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise TimeoutError((self._folder / "log").read_text())

    def __exit__(self, *_):
        self._server.terminate()
        self._server.wait(20)
        self._log.close()

    def get(self, url, at="", how="id_"):
        """The status and body of what was captured of an address nearest to a moment (14 digits)."""
        try:
            with self._open(f"{self.address}/reports/{at}{how}/{url}") as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def index(self, url):
        """The lines of the index of an address."""
        with self._open(f"{self.address}/reports/cdx?url={quote(url, safe='')}&output=json") as answer:
            return [json.loads(line) for line in answer.read().splitlines()]

    @staticmethod
    def _open(address):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        return urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(address, timeout=60)
