"""Reading of .doc reports, LibreOffice's start included, beside LibreOffice converting the same files and no more.

    python benchmarks/parse_office.py [FILE.doc ...]

The bare converter is `soffice --convert-to docx` over all files in one call. Both begin without a process and with
a new profile; turns alternate. Without files, reports are generated and made .doc by LibreOffice.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive.office.converter import Converter
from archive.parser import parse
from archive.readers import conversion
from archive.readers.registry import read
from crawler.replicas.documents import word
from crawler.replicas.figures import reports

TURNS = 5
YEARS = range(2019, 2025)
COPIES = 4  # of each year, by different bodies


def soffice(folder, ending, sources):
    """Convert files by LibreOffice's own command line, in one call."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        ending,
        "--outdir",
        str(folder / "made"),
    ]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
    return sorted((folder / "made").iterdir())


def documents(folder):
    """Generated .doc files."""
    made = []
    for copy in range(COPIES):
        for report in reports(f"云岭乡人民政府{copy}", YEARS):
            made.append(folder / f"{copy}-{report.year}.docx")
            made[-1].write_bytes(word.docx(report))
    return soffice(folder, "doc", made)


def ours(paths):
    """Seconds for reading and parsing all, with a LibreOffice of its own; and after its start."""
    began = time.perf_counter()
    own = Converter()
    conversion.convert = own.convert
    parse([read(paths[0].read_bytes())])
    warm = time.perf_counter()
    for path in paths[1:]:
        parse([read(path.read_bytes())])
    ended = time.perf_counter()
    own.close()
    return ended - began, (ended - warm) / max(len(paths) - 1, 1)


def bare(paths):
    """Seconds for converting all."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        soffice(Path(folder), "docx", paths)
        return time.perf_counter() - began


def main():
    """Print one line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(path) for path in sys.argv[1:]] or documents(Path(folder))
        turns = [(*ours(paths), bare(paths)) for _ in range(TURNS)]
    all_of_them, each, converter = (statistics.median(column) for column in zip(*turns, strict=True))
    ratio = statistics.median(turn[0] / turn[2] for turn in turns)
    print(
        f".doc: {len(paths)} reports read in {all_of_them:.2f} s ({each * 1000:.0f} ms each once it is warm), "
        f"LibreOffice alone converts them in {converter:.2f} s, ratio {ratio:.2f} (target: at most 1.2)"
    )


if __name__ == "__main__":
    main()
