"""A function of ours in a process of its own with limits on time and memory: what goes wrong there stays there."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from archive.confinement import die_with_parent
from archive.errors import ArchiveError, UnreadableDocument
from archive.worker import MEMORY, SECONDS

Answer = TypeVar("Answer")


def call(function: Callable[..., Answer], *arguments: Any, seconds: float = SECONDS, memory: int = MEMORY) -> Answer:
    """What `function`, one of a module's own, returns for the arguments.

    Raises UnreadableDocument where it raised an error of the archive, took too long or too much, or died.
    """
    asked = pickle.dumps((function, arguments))
    try:
        with TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:  # what it leaves behind goes
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", "archive.isolated", str(memory)],
                input=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "TMPDIR": folder},
                timeout=seconds,
                check=False,
            )
    except subprocess.TimeoutExpired:
        msg = f"reading took longer than {seconds:.0f} seconds"
        raise UnreadableDocument(msg) from None
    if not done.stdout:
        msg = f"the reader died (exit status {done.returncode})"
        raise UnreadableDocument(msg)
    answer, problem = pickle.loads(done.stdout)  # noqa: S301 - from our own process
    if problem is not None:
        raise UnreadableDocument(problem)
    made: Answer = answer
    return made


def main() -> None:
    """Do what standard input asks for."""
    die_with_parent()
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with the answer
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    answer: tuple[Any, str | None]
    try:
        answer = function(*arguments), None
    except ArchiveError as error:
        answer = None, str(error)
    except MemoryError:
        answer = None, f"reading took more than {memory >> 20} MB of memory"
    except Exception as error:  # noqa: BLE001 - libraries that read hostile bytes raise anything
        answer = None, f"{type(error).__name__}: {error}"
    target.write(pickle.dumps(answer))
    target.close()


if __name__ == "__main__":
    main()
