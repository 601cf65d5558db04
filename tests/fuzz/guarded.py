"""A process that reads what it is sent, within limits, and says so where a reader leaves the room it has.

It stops at the first try to write a file outside the directory it is given, to open a socket or to start a program.
"""

import os
import pickle
import resource
import struct
import subprocess
import sys
from pathlib import Path

MEMORY = 2 << 30
FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")
_LENGTH = struct.Struct(">I")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guarded:
    """The process, seen from outside; it is started again after it was lost."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.process = None

    def read(self, body, seconds=60):
        """What reading gave: `document`, `unreadable: …`, or what went wrong."""
        import selectors

        if self.process is None or self.process.poll() is not None:
            self.start()
        self.process.stdin.write(_LENGTH.pack(len(body)) + body)
        self.process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                self.close()
                return "too slow"
        head = self.process.stdout.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return f"lost with exit status {self.process.wait()}"
        return pickle.loads(self.process.stdout.read(_LENGTH.unpack(head)[0]))

    def start(self):
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), str(self.directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.directory,
            env={
                "PYTHONPATH": str(root),
                "TMPDIR": str(self.directory),
                "PATH": "",
            },  # without an office program; its conversions have tests of their own
        )

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None


def guard(directory, broken):
    """Note every try to leave the room: `broken` gets a sentence on each."""

    def watch(event, arguments):
        if event in FORBIDDEN:
            broken.append(f"{event} {arguments[:2]!r}")
        elif event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] and arguments[2] & _WRITES:
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - resolving would open it
            if not path.startswith((str(directory), "/dev/null")):
                broken.append(f"wrote {path}")

    sys.addaudithook(watch)


def main():
    sys.dont_write_bytecode = True
    from archive.errors import UnreadableDocument
    from archive.models import Document
    from archive.parser import parse
    from archive.readers.registry import read

    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    broken = []
    guard(Path(sys.argv[1]).resolve(), broken)
    while head := source.read(_LENGTH.size):
        body = source.read(_LENGTH.unpack(head)[0])
        try:
            document = read(body)
            parse([document])
            said = "document" if isinstance(document, Document) else f"gave {type(document)}"
        except UnreadableDocument as error:
            said = f"unreadable: {error}"
        except BaseException as error:  # noqa: BLE001 - that is what is looked for
            said = f"raised {type(error).__name__}: {error}"
        if broken:
            said = f"left its room: {broken.pop()}"
        answer = pickle.dumps(said)
        target.write(_LENGTH.pack(len(answer)) + answer)
        target.flush()


if __name__ == "__main__":
    main()
