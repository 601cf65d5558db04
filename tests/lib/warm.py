"""The program in a process of its own that need not be loaded first: one process has loaded all of it, and forks.

To load it takes longer than most commands. That every command starts by itself is proven in
`tests/archive/cli/test_starting.py`, and wherever tests use `support.command`.
"""

import gc
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_OPTIONAL = ("ocr", "seals", "demo", "replicas", "parquet", "__main__")  # modules few commands need
_SERVE = "import sys, warm; sys.exit(warm.serve())"


class Standby:
    """A process that waits with everything loaded; it ends with the process that made it.

    `seconds` of processor time went into what it ran; no other count of this process has them.
    """

    def __init__(self, environment):
        self.seconds = 0.0
        self._ours, theirs = socket.socketpair()
        line = [sys.executable, "-c", f"import sys; sys.path.append({str(Path(__file__).parent)!r}); {_SERVE}"]
        self._sending = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(line, cwd=ROOT, stdin=theirs, env=environment)

    def run(self, arguments, *, streams, cwd, env, timeout):
        """The exit status of `nianbao ARGUMENTS`, run as a process with these three streams."""
        ours, theirs = socket.socketpair()
        with ours, ours.makefile("rw", encoding="utf-8") as talk:
            with theirs, self._sending:
                socket.send_fds(self._ours, [b"!"], [theirs.fileno(), *(one.fileno() for one in streams)])
            talk.write(json.dumps({"arguments": list(map(str, arguments)), "cwd": str(cwd), "env": env}) + "\n")
            talk.flush()
            number = int(talk.readline())
            ours.settimeout(timeout)
            try:
                code, used = json.loads(talk.readline())
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                raise subprocess.TimeoutExpired(arguments, timeout) from None
            self.seconds += used
            return code

    def close(self):
        """Let it end."""
        self._ours.close()
        self._process.wait()


def serve():
    """Fork for every request that comes over standard input; in a fork, the exit status of the program."""
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks are waited for by nobody
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the forks
    control = socket.socket(fileno=os.dup(0))
    while True:
        word, given, _, _ = socket.recv_fds(control, 1, 4)
        if not word:
            return 0
        if os.fork() == 0:
            break
        for one in given:
            os.close(one)
    control.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    return _program(*given)


def _load():
    """Import everything, without anything of it running."""
    from crawler.cli import main

    for name in main.commands:
        main.commands[name]
    for package in ("archive", "crawler", "spiders"):
        folder = import_module(package).__path__
        for module in pkgutil.walk_packages(folder, f"{package}."):
            if not set(module.name.split(".")) & set(_OPTIONAL):
                import_module(module.name)
    assert "twisted.internet.reactor" not in sys.modules
    assert threading.active_count() == 1


def _program(channel, *streams):
    """Be the program, while another fork waits to tell how it ended."""
    with socket.socket(fileno=channel) as connection, connection.makefile("rw", encoding="utf-8") as talk:
        asked = json.loads(talk.readline())
        if number := os.fork():
            for one in streams:
                os.close(one)
            _tell(talk, number)
    for here, one in enumerate(streams):
        os.dup2(one, here)
        os.close(one)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["nianbao", *asked["arguments"]]
    from crawler.cli import main

    return main(prog_name="nianbao")


def _tell(talk, number):
    talk.write(f"{number}\n")
    talk.flush()
    _, status, used = os.wait4(number, 0)
    talk.write(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime]) + "\n")
    talk.flush()
    os._exit(0)
