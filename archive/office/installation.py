"""Where LibreOffice is on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from archive.errors import OfficeMissing

_WANTED = "LibreOffice (on Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"
_NAMES = ("soffice", "libreoffice")


def find() -> Path:
    """The program itself, as `NIANBAO_OFFICE` or the search path names it.

    Raises OfficeMissing where there is none.
    """
    named = os.environ.get("NIANBAO_OFFICE")
    for name in (named,) if named else _NAMES:
        found = shutil.which(name)
        if found and (program := Path(found).resolve().with_name("soffice.bin")).is_file():
            return program
    msg = f"reading it needs {_WANTED}"
    raise OfficeMissing(msg)
