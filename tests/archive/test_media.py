import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import media
from archive.media import sniff
from crawler.replicas.documents.html import fragment
from crawler.replicas.documents.pdf import pdf
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.documents.word import docx
from crawler.replicas.figures import real
from tests.archive.ole import compound_file

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)
REPORT = real()["番禺区卫生健康局", 2020]


def zipped(**files):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/"), body)
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "media_type"), [(pdf, media.PDF), (docx, media.DOCX), (xlsx, media.XLSX), (fragment, media.HTML)]
)
def test_a_report_is_told_by_its_bytes_in_every_format(make, media_type):
    body = make(REPORT)
    assert sniff(body if isinstance(body, bytes) else body.encode()) == media_type


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7\n", media.PDF),
        (b"\n\n  %PDF-1.4\n", media.PDF),
        (b"<!DOCTYPE html><html>", media.HTML),
        (b"\xef\xbb\xbf<html>", media.HTML),
        ("<p>年报</p>".encode("gb18030"), media.HTML),
        ("<html><body>年报".encode("utf-16"), media.HTML),
        (b'<?xml version="1.0"?><html xmlns="x"><body>', media.HTML),
        (b'<?xml version="1.0"?><rss>', media.XML),
        ("年报\t7\n".encode(), media.TEXT),
        ("年报\t7\n".encode("gb18030"), media.TEXT),
        (b'{"a": 1}', media.JSON),
        (b"{\\rtf1 x}", media.RTF),
        (b"Rar!\x1a\x07\x00", media.RAR),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"BM 2023 report", media.TEXT),
        (b"", media.EMPTY),
        (b" \r\n\t", media.EMPTY),
        (bytes(100), media.UNKNOWN),
    ],
)
def test_bytes_are_told_by_what_they_hold(body, media_type):
    assert sniff(body) == media_type


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("WordDocument", media.DOC), ("Workbook", media.XLS), ("EncryptedPackage", media.ENCRYPTED_OFFICE)],
)
def test_old_and_encrypted_office_documents_are_told_by_their_streams(name, media_type):
    assert sniff(compound_file(name)) == media_type


def test_other_packages_are_told_by_their_parts():
    assert sniff(zipped(**{"OFD.xml": "x"})) == media.OFD
    assert sniff(zipped(**{"a.pdf": "x"})) == media.ZIP
    assert sniff(zipped(mimetype=media.ODT)) == media.ODT


def test_a_truncated_office_document_still_says_what_it_was_meant_to_be():
    assert sniff(docx(REPORT)[:-30]) == media.DOCX
    assert sniff(xlsx(REPORT)[:-30]) == media.XLSX


def test_a_broken_compound_file_is_one_of_unknown_content():
    assert sniff(compound_file("WordDocument")[:600]) in {media.OLE, media.DOC}


@pytest.mark.parametrize("stray", [b"\x0b", b"\x00", b"\x07", b"\x1a"])
def test_a_stray_control_character_does_not_make_a_page_or_text_unknown(stray):
    assert sniff(b"<html><body><p>7" + stray + b"</p>") == media.HTML
    assert sniff("本年新收政府信息公开申请数量\t7\n".encode() * 50 + stray) == media.TEXT


@MODERATE
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"]))
def test_any_bytes_have_some_type(body, start):
    assert "/" in sniff(start + body)


def test_an_archive_of_a_pdf_is_an_archive():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # stored: the PDF's first bytes stand in the archive's
        archive.writestr("report.pdf", b"%PDF-1.7")
    assert sniff(made.getvalue()) == media.ZIP
    assert sniff(b"\x00\x00junk" + b"%PDF-1.7") == media.PDF
