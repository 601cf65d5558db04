"""Reports that a page holds as a file in base64, for a viewer to show, are read, in doubt."""

import base64
from urllib.parse import quote

import pytest

from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.figures import reports
from tests.archive.judging import wrong_or_missing

REPORT = reports("云岭乡人民政府", (2023,))[0]
PDF, DOCX = pdf.pdf(REPORT), word.docx(REPORT)
CELLS = len(REPORT.printed)


def page(inside):
    return (
        f"<html><head><title>{REPORT.title}</title></head><body><h1>{REPORT.title}</h1>{inside}</body></html>".encode()
    )


def coded(body):
    return base64.b64encode(body).decode()


def lines(body):
    return base64.encodebytes(body).decode().replace("\n", "\\n")


@pytest.mark.parametrize(
    "inside",
    [
        f"<embed type='application/pdf' src='data:application/pdf;base64,{coded(PDF)}'>",
        f"<iframe src='data:application/pdf;base64,{quote(coded(PDF), safe='')}'></iframe>",
        f"<div id=v></div><script>pdfjsLib.getDocument({{data: atob('{coded(PDF)}')}})</script>",
        f'<script>var f = "{lines(PDF)}"; show(f);</script>',
        f"<a download='report.docx' href='data:application/msword;base64,{coded(DOCX).rstrip('=')}'>下载</a>",
    ],
    ids=["embed", "escaped", "script", "lines", "word"],
)
def test_a_document_in_the_page_is_read_and_its_figures_are_in_doubt(inside):
    report = parse([read(page(inside))])
    assert wrong_or_missing(report, REPORT.printed) == []
    assert {name for f in report.findings if f.check == "B1" for name in f.cells} >= set(REPORT.printed)


def test_the_tables_of_the_page_itself_stand():
    other = pdf.pdf(reports("云岭乡人民政府", (2022,))[0])
    document = read(page(html.fragment(REPORT) + f"<embed src='data:application/pdf;base64,{coded(other)}'>"))
    report = parse([document])
    assert wrong_or_missing(report, REPORT.printed) == []
    assert [f for f in report.findings if f.check == "B1"] == []


@pytest.mark.parametrize("body", [PDF[:3000], b"%PDF-1.4" + bytes(4000), DOCX[:2000]], ids=["cut", "zeros", "zip"])
def test_a_damaged_one_is_told_and_keeps_the_page(body):
    document = read(page(f"<p>一、总体情况</p><embed src='data:application/pdf;base64,{coded(body)}'>"))
    assert document.title == REPORT.title
    assert any("was not read" in note for note in document.notes)


def test_many_are_not_all_read():
    text = page("".join(f"<embed src='data:x;base64,{coded(PDF)}'>" for _ in range(8)))
    assert len([note for note in read(text).notes if "holds itself" in note]) == 5
