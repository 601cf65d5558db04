"""A fuzzer led by coverage: `python -m tests.fuzz.guided FORMAT [libFuzzer options]`; it stops at the first crash.

A crash is anything but a Document or an UnreadableDocument.
"""

import io
import os
import random
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["archive"]):
    from archive import media
    from archive.errors import UnreadableDocument
    from archive.parser import parse
    from archive.readers import docx, html, ofd, packed, pdf, sheet, text  # noqa: F401 - so that they are instrumented
    from archive.readers.registry import read

from tests.fuzz.seeds import seeds

_TYPES = {
    "html": media.HTML,
    "text": media.TEXT,
    "docx": media.DOCX,
    "xlsx": media.XLSX,
    "xls": media.XLS,
    "pdf": media.PDF,
    "ofd": media.OFD,
    "zip": media.ZIP,
}
FORMATS = tuple(_TYPES)
_PACKED = ("docx", "xlsx", "ofd", "zip")
MOST = 200_000  # bytes of an input


def target(media_type):
    """What is run on each input."""

    def run(body):
        media.sniff(body)
        try:
            document = read(body, media_type)
        except UnreadableDocument:
            return
        parse([document])

    return run


def in_members(body, most, seed):
    """Damage to one member of an archive, packed again; archives are otherwise refused by their check sums."""
    dice = random.Random(seed)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # noqa: BLE001 - no archive any more
        members = {}
    if not members or dice.random() < 0.1:
        return atheris.Mutate(body, most)
    name = dice.choice(sorted(members))
    members[name] = atheris.Mutate(members[name], min(most, len(members[name]) + 4096))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, content in members.items():
            archive.writestr(zipfile.ZipInfo(key), content)
    return made.getvalue() if made.tell() <= most else body


def main():
    """Set up the fuzzer for a format and run it."""
    name, options = sys.argv[1], sys.argv[2:]
    os.environ["PATH"] = ""  # without an office program: coverage does not see into it
    with tempfile.TemporaryDirectory(prefix="nianbao-fuzz-") as folder:
        for number, body in enumerate(seeds(name)):
            Path(folder, str(number)).write_bytes(body)
        more = {"custom_mutator": in_members} if name in _PACKED else {}
        atheris.Setup([sys.argv[0], folder, f"-max_len={MOST}", *options], target(_TYPES[name]), **more)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
