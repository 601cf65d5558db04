"""What a program gives up before it touches a hostile document: the network, writing elsewhere, outliving its parent.

    python -m archive.confinement FOLDER PROGRAM [ARGUMENT ...]

becomes the program, which can write in the folder alone.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from pathlib import Path

MOST_BYTES = 200_000_000  # of any file such a program writes
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # unshare(2)
_SET_DEATH_SIGNAL, _SET_NO_NEW_PRIVILEGES = 1, 38  # prctl(2)
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1
_WRITING = 1 << 1 | sum(1 << bit for bit in range(4, 13))  # landlock(7): write, remove and make files of every kind
_ALSO_IN = {2: 1 << 13, 3: 1 << 14}  # from this version on: rename between folders, truncate
_SOCKETS = 1 << 5 | 1 << 9  # make and remove them
_LIBC = ctypes.CDLL(None, use_errno=True)


def command(folder: Path, program: str) -> list[str]:
    """How to start `program` so that it is confined to `folder`; its arguments follow."""
    return [sys.executable, "-P", "-m", "archive.confinement", str(folder), program]


def environment(folder: Path) -> dict[str, str]:
    """What a confined program is told of this machine: where it may write, and that there is no network."""
    inside = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"), str(folder))
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    ours = str(Path(__file__).resolve().parents[1])
    return {**inside, **nowhere, "PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": ours, "LANG": "C.UTF-8"}


def main() -> None:
    """Confine this process and become the program."""
    folder, program = Path(sys.argv[1]), sys.argv[2:]
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no image of the memory
    leave_network()
    write_only_in(folder)
    os.execv(program[0], program)  # noqa: S606 - what the caller asks for


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends, however it does."""
    _LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def leave_network() -> bool:
    """Go where there is no network, not even loopback. False where the system does not permit it."""
    user, group = os.geteuid(), os.getegid()
    if _LIBC.unshare(_NEW_NETWORK) == 0:
        return True
    if _LIBC.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path(f"/proc/self/{name}").write_text(line, encoding="ascii")
    return True


def write_only_in(folder: Path) -> bool:
    """Let nothing be written but in `folder` (and sockets in /tmp). False where the kernel knows no Landlock."""
    version = _LIBC.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    rights = _WRITING | sum(right for since, right in _ALSO_IN.items() if version >= since)
    attributes = struct.pack("<Q", rights)
    rules = _LIBC.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        _allow(rules, folder, rights)
        _allow(rules, Path("/tmp"), _SOCKETS)  # noqa: S108 - where LibreOffice makes its sockets, whatever it is told
        _allow(rules, Path("/dev"), 1 << 1)
        _LIBC.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(_LIBC.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(rules: int, folder: Path, rights: int) -> None:
    beneath = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        _LIBC.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("<Qi", rights, beneath), 0)
    finally:
        os.close(beneath)


if __name__ == "__main__":
    main()
