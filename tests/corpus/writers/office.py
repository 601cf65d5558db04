"""Office documents: written here, or converted from these by LibreOffice, many in one start."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.replicas.documents import pdf, sheet, word

CONVERTED = {"doc": "docx", "rtf": "docx", "odt": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx", "ods": "xlsx"}
_FILTERS = {"doc": "doc:MS Word 97", "wps": "doc:MS Word 97", "xls": "xls:MS Excel 97", "et": "xls:MS Excel 97"}
_BATCH = 40  # documents a start of the converter
_SECONDS = 900  # for a batch; a machine that is busy with other work takes minutes


def docx(words, pieces, dice):
    """A Word document."""
    return word.written([words.title, *pieces])


def xlsx(words, pieces, dice):
    """A workbook: all in one sheet, or a sheet for each table with the paragraphs above it."""
    if dice.random() < 0.3:
        return sheet.written(words.title, [[words.title, *pieces]])
    sheets = [[words.title]]
    for piece in pieces:
        sheets[-1].append(piece)
        if not isinstance(piece, str):
            sheets.append([])
    return sheet.written(words.title, [parts for parts in sheets if parts])


def printed(words, pieces, dice):
    """A PDF with a text layer."""
    return pdf.written(words.title, words.agency, pieces)


def converter():
    """The office program, or None."""
    return shutil.which("soffice")


def convert(documents, ending):
    """The documents, bytes by name, in another format; one that was not converted is missing from the answer."""
    made = {}
    names = sorted(documents)
    for first in range(0, len(names), _BATCH):
        made |= _batch({name: documents[name] for name in names[first : first + _BATCH]}, ending)
    return made


def _batch(documents, ending):
    source = CONVERTED[ending]
    target = _FILTERS.get(ending, ending)
    with TemporaryDirectory(prefix="nianbao-corpus-") as folder:
        given, out = Path(folder, "in"), Path(folder, "out")
        given.mkdir()
        for name, body in documents.items():
            (given / f"{name}.{source}").write_bytes(body)
        command = [converter(), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        files = sorted(map(str, given.iterdir()))
        subprocess.run([*command, "--outdir", str(out), *files], capture_output=True, timeout=_SECONDS, check=False)
        return {path.stem: path.read_bytes() for path in sorted(out.iterdir())} if out.is_dir() else {}
