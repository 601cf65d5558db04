"""Reports that a browser printed: rows, labels and heads cut by the page's end, rules missing there."""

import subprocess
from pathlib import Path

import pytest

from archive.browser import executable
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

REPORT = reports("某某县司法局", [2023])[0]
COLLAPSED = "table{border-collapse:collapse;width:100%%} td{border:%spt solid black;padding:%dpx;font-size:%dpx}"
SEPARATE = "td{border:%spt solid black;padding:%dpx;font-size:%dpx}"

pytestmark = pytest.mark.skipif(executable() is None, reason="no browser to print with")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")

    def make(style: str, layout: str, options: tuple[str, ...]) -> bytes:
        page, pdf = folder / "page.html", folder / "page.pdf"
        body = f"<h1>{REPORT.title}</h1>{html.fragment(REPORT, layout)}"
        page.write_text(f"<meta charset=utf-8><title>{REPORT.title}</title><style>{style}</style>{body}", "utf-8")
        command = [executable(), "--no-sandbox", "--disable-gpu", *options, f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return Path(pdf).read_bytes()

    return make


@pytest.mark.parametrize("options", [(), ("--no-pdf-header-footer",)], ids=["with-address-line", "bare"])
@pytest.mark.parametrize("layout", ["plain", "word"])
@pytest.mark.parametrize(
    "style",
    [
        COLLAPSED % (1, 6, 13),
        COLLAPSED % (1, 14, 16),
        SEPARATE % (1, 8, 13),
        SEPARATE % (1.5, 3, 15) + "@page{size:A4 landscape;margin:8mm}",
        COLLAPSED % (0.5, 10, 12) + "tr{break-inside:avoid} @page{size:A4;margin:25mm}",
    ],
)
def test_every_number_is_read_wherever_the_pages_end(printed, style, layout, options):
    report = parse([read(printed(style, layout, options))])
    cells = {cell.id: cell.value for cell in report.cells}
    assert {key: cells.get(key) for key in REPORT.printed} == {k: float(v) for k, v in REPORT.printed.items()}
    assert report.title == REPORT.title
    assert not report.leftovers
    assert [f for f in report.findings if f.status != "pass"] == []
