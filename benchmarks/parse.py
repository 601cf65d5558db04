"""Parse time by format beside the bare library that opens the same bytes: tables with hard identities, and all of it.

    python benchmarks/parse.py [FILE ...]

Without files: the two HTML reports of ../shared/reports, else two generated ones, and a generated report in each
other format. All take turns; a turn reads the document again and again for a fifth of a second, as a worker at work
does, and each pays for the garbage it makes. Times are the median of turns.

The first time is that of the tables: bytes to cells of the form, every hard identity tested. The second is of all that
`nianbao parse` does, the text around the tables and all checks included; the second reading, which only doubtful HTML
reports get, is left out. Memory is the peak of a process that imports nianbao and reads one document.
"""

import argparse
import gc
import statistics
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

from archive import media, parser
from archive.checks.arithmetic import arithmetic
from archive.models import Report
from archive.printed_form import row_of
from archive.readers.registry import read
from archive.second_reading import Second
from archive.template import choose
from crawler.replicas.documents import html, pdf, sheet, word
from crawler.replicas.figures import reports

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "reports"
TURNS = 9
SECONDS = 0.2  # of a turn
MEMORY = """
import resource, sys
from archive.parser import parse
from archive.readers.registry import read
from archive.second_reading import Second
parse([read(sys.stdin.buffer.read())])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def soup(body):
    """BeautifulSoup with lxml."""
    from bs4 import BeautifulSoup

    BeautifulSoup(body, "lxml")


def python_docx(body):
    """python-docx, all cells of all tables."""
    import docx

    for table in docx.Document(BytesIO(body)).tables:
        for row in table.rows:
            for cell in row.cells:
                str(cell.text)


def openpyxl(body):
    """openpyxl, all cells: like us, and unlike calamine, it knows the number formats."""
    from openpyxl import load_workbook

    for sheet_ in load_workbook(BytesIO(body)).worksheets:
        for row in sheet_.iter_rows():
            for cell in row:
                str((cell.value, cell.number_format))


def pdfplumber(body):
    """pdfplumber, the tables of all pages."""
    import pdfplumber

    with pdfplumber.open(BytesIO(body)) as opened:
        for page in opened.pages:
            page.extract_tables()


BARE = {
    media.HTML: (soup, 0.5),
    media.DOCX: (python_docx, 1.5),
    media.XLSX: (openpyxl, 1.5),
    media.PDF: (pdfplumber, 1.5),
}


def bodies(paths):
    """The documents to measure, by name."""
    if paths:
        return {Path(path).name: Path(path).read_bytes() for path in paths}
    report = reports("云岭乡人民政府", (2023,))[0]
    pages = {path.name: path.read_bytes() for path in sorted(SHARED.glob("*.html"))}
    if not pages:
        pages = {
            f"{kind}.html": f"<h1>{report.title}</h1>{html.fragment(report, kind)}".encode()
            for kind in ("word", "plain")
        }
    return pages | {"docx": word.docx(report), "xlsx": sheet.xlsx(report), "pdf": pdf.pdf(report)}


def seconds(work, body):
    """How long a call keeps the processor busy, of a turn of them; what else runs on the machine does not count."""
    gc.collect()  # the garbage of the turn before is not this one's
    calls = 0
    began = ended = time.process_time()
    while ended - began < SECONDS:
        work(body)
        calls += 1
        ended = time.process_time()
    return (ended - began) / calls


def tables(body):
    """Bytes to cells, every hard identity tested."""
    ledger = parser.bind([read(body)])
    form = choose(ledger.heads, map(row_of, ledger.cells))
    arithmetic(Report(None, None, None, form, None, None, "", "", cells=tuple(ledger.cells.values())))


def whole(body):
    """Bytes to report."""
    parser.parse([read(body)])


def megabytes(body):
    """The peak of a process that reads one document."""
    done = subprocess.run([sys.executable, "-c", MEMORY], input=body, capture_output=True, check=True)
    return int(done.stdout)


def main():
    """Print one line a document."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", metavar="FILE")
    parser.read_again = lambda _report, _documents: Second()  # it is not what is measured
    for name, body in bodies(arguments.parse_args().files).items():
        bare, target = BARE[media.sniff(body)]
        tables(body), whole(body), bare(body)  # what is imported once is not measured
        turns = [tuple(seconds(work, body) for work in (tables, whole, bare)) for _ in range(TURNS)]
        own, all_, beside = (statistics.median(column) for column in zip(*turns, strict=True))
        ratio, of_all = (statistics.median(turn[i] / turn[2] for turn in turns) for i in (0, 1))
        print(
            f"{name}: tables {own * 1000:.1f} ms ({1 / own:.0f} reports/s), {bare.__name__} {beside * 1000:.1f} ms,"
            f" ratio {ratio:.2f} (target: at most {target}); with the text and all checks {all_ * 1000:.1f} ms"
            f" ({1 / all_:.0f} reports/s), ratio {of_all:.2f}; {megabytes(body)} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
