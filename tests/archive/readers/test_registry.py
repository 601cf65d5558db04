import json
import re
import zipfile
from io import BytesIO

import pytest

from archive import media
from archive.errors import EncryptedDocument, UnknownFormat, UnreadableDocument
from archive.media import sniff
from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents.html import fragment
from crawler.replicas.documents.pdf import pdf
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import real
from tests.archive.judging import wrong_or_missing
from tests.archive.ole import compound_file

REPORT = real()["平湖市卫生健康局", 2023]
OFFICE = {"docx": docx, "xlsx": xlsx, "pdf": pdf}
PROGRAMMING = re.compile(r"Error\b|Exception|Traceback|\bobject at 0x|^\W*$|: error:|\bb'")


def with_flag_of_encryption(body):
    """The ZIP with every part marked as encrypted."""
    made = bytearray(body)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.find(mark)
        while start >= 0:
            made[start + at] |= 1
            start = made.find(mark, start + 4)
    return bytes(made)


def without_part(body, name):
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
    return made.getvalue()


def with_part(body, name, part):
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return made.getvalue()


def encrypted_pdf(password):
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, encrypt=password)
    canvas.drawString(72, 720, "2023")
    canvas.save()
    return made.getvalue()


def damaged_inside(body):
    """The ZIP with the compressed text of its largest part overwritten."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        largest = archive.getinfo("word/document.xml")
    made = bytearray(body)
    start = largest.header_offset + 30 + len(largest.filename)
    made[start + 20 : start + 60] = b"\xff" * 40
    return bytes(made)


def sentence_of(body, kind=UnreadableDocument):
    with pytest.raises(kind) as raised:
        read(body)
    return str(raised.value)


@pytest.mark.parametrize("make", [pdf, docx, xlsx])
def test_every_format_gives_the_same_report(make):
    report = parse([read(make(REPORT))])
    assert (report.title, report.agency, report.year, report.template) == (
        REPORT.title,
        REPORT.agency,
        REPORT.year,
        REPORT.template,
    )
    assert wrong_or_missing(report, REPORT.printed) == []


@pytest.mark.parametrize("body", [b"", b"   \r\n"])
def test_an_empty_file_is_told_as_one(body):
    assert "empty" in sentence_of(body)


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_unreadable_or_read_but_never_an_error(name, share):
    body = OFFICE[name](REPORT)
    try:
        read(body[: int(len(body) * share)])
    except UnreadableDocument as error:
        assert not PROGRAMMING.search(str(error)), error


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"%PDF-1.7\n%%EOF\n", id="PDF of nothing"),
        pytest.param(b"%PDF-1.7\n" + b"\x00\xff" * 500, id="PDF of noise"),
        pytest.param(docx(REPORT)[:9000], id="half a Word document"),
        pytest.param(without_part(docx(REPORT), "word/document.xml"), id="Word document without its text"),
        pytest.param(with_part(docx(REPORT), "word/document.xml", b"<w:document"), id="Word document of broken XML"),
        pytest.param(with_part(docx(REPORT), "word/document.xml", b""), id="Word document of an empty part"),
        pytest.param(damaged_inside(docx(REPORT)), id="Word document with a broken part"),
        pytest.param(xlsx(REPORT)[:3000], id="half a workbook"),
        pytest.param(with_part(xlsx(REPORT), "xl/workbook.xml", b"<workbook"), id="workbook of broken XML"),
        pytest.param(with_part(xlsx(REPORT), "xl/worksheets/sheet1.xml", b"<"), id="workbook with a broken sheet"),
        pytest.param(compound_file("Workbook"), id="old workbook of zeros"),
        pytest.param(compound_file("WordDocument"), id="old Word document"),
        pytest.param(compound_file("WordDocument")[:600], id="broken compound file"),
        pytest.param(b"PK\x03\x04" + bytes(200), id="broken ZIP"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), id="picture"),
        pytest.param(bytes(500), id="zeros"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_plain_sentence(body):
    sentence = sentence_of(body)
    assert not PROGRAMMING.search(sentence), sentence
    assert "\n" not in sentence


def test_a_pdf_that_asks_for_a_password_is_encrypted():
    assert "encrypted" in sentence_of(encrypted_pdf("secret"), EncryptedDocument)


def test_a_pdf_that_only_forbids_changes_is_read():
    from reportlab.lib.pdfencrypt import StandardEncryption

    document = read(encrypted_pdf(StandardEncryption("", ownerPassword="owner", canModify=0)))
    assert "2023" in document.blocks[0].text


def test_an_office_document_in_its_encrypted_container_is_encrypted():
    assert "encrypted" in sentence_of(compound_file("EncryptedPackage"), EncryptedDocument)


def test_a_word_document_with_encrypted_parts_is_encrypted():
    assert "encrypted" in sentence_of(with_flag_of_encryption(docx(REPORT)), EncryptedDocument)


def test_a_format_without_a_reader_is_told_by_its_name():
    assert media.OLE in sentence_of(compound_file("Pictures"), UnknownFormat)


def test_a_page_that_was_served_as_a_pdf_is_read_as_the_page_it_is():
    body = f"<html><body><h1>{REPORT.title}</h1><div>{fragment(REPORT)}</div></body></html>".encode()
    assert sniff(body) == media.HTML
    assert wrong_or_missing(parse([read(body)]), REPORT.printed) == []


def test_a_page_read_as_a_pdf_by_mistake_is_unreadable_and_no_crash():
    with pytest.raises(UnreadableDocument):
        read(b"<html><body>7</body></html>", media.PDF)


def test_a_bomb_of_a_word_document_is_refused():
    part = b"<w:document>" + b" " * 101_000_000
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part)
    assert "more than a report" in sentence_of(made.getvalue())


def test_json_is_no_report():
    assert media.JSON in sentence_of(json.dumps({"title": REPORT.title}).encode(), UnknownFormat)
