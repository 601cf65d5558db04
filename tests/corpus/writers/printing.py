"""Pages printed to PDF by a browser, rows cut by the page's end included."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.browser import executable
from crawler.replicas.documents import html

_STYLES = (
    "table{border-collapse:collapse;width:100%} td{border:1pt solid black;padding:6px;font-size:13px}",
    "td{border:1pt solid black;padding:8px;font-size:13px}",
    "table{border-collapse:collapse;width:100%} td{border:0.5pt solid black;padding:10px;font-size:12px}"
    " tr{break-inside:avoid} @page{size:A4;margin:25mm}",
)


def printed(words, pieces, dice):
    """A PDF as a browser prints the page."""
    content = html.written(pieces, dice.choice(("plain", "word")))
    page = (
        f"<meta charset=utf-8><title>{words.title}</title><style>{dice.choice(_STYLES)}</style><h1>{words.title}</h1>"
    )
    options = dice.choice(((), ("--no-pdf-header-footer",)))
    with TemporaryDirectory(prefix="nianbao-corpus-") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page + content, "utf-8")
        command = [executable(), "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", *options]
        subprocess.run(
            [*command, f"--print-to-pdf={target}", source.as_uri()], capture_output=True, timeout=90, check=True
        )
        return target.read_bytes()
