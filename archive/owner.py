"""Who is at work on an archive, and under which name a run of the program goes."""

from __future__ import annotations

import os
import secrets

from archive.clock import now


def new_run(kind: str) -> str:
    """The id of a run of the program: when it began, and something no other run has.

    The time comes first so that runs sort by it.
    """
    return f"{now()[:19].replace(':', '').replace('-', '')}Z-{kind}-{secrets.token_hex(4)}"


def owner() -> str:
    """Who writes: host, process, and something no other run of that process has."""
    return f"{os.uname().nodename}:{os.getpid()}:{secrets.token_hex(2)}"


def is_dead(name: str) -> bool:
    """Whether an owner is known to be gone: a process of this host that runs no longer.

    Of another host nothing is known; its leases run out by themselves.
    """
    host, _, rest = name.rpartition(":")[0].rpartition(":")
    return host == os.uname().nodename and rest.isdecimal() and not runs(int(rest))


def runs(process: int) -> bool:
    """Whether there is a process of that number on this host; one that nothing can be told of is said to be there."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
