"""Reports in archives: read like the documents in them, bounded, and never unpacked to the disk."""

import zipfile
from io import BytesIO

import pytest

from archive import media
from archive.errors import EncryptedDocument, UnreadableDocument
from archive.parser import parse
from archive.readers import packed
from archive.readers.registry import read
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.figures import real
from tests.archive.judging import named, wrong_or_missing

REPORT = real()["番禺区卫生健康局", 2020]
OTHER = real()["秀洲区卫生健康局", 2020]
NAME = "番禺区卫生健康局2020年政府信息公开工作年度报告"


def zipped(**members):
    return archive_of(members.items())


def archive_of(members):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return made.getvalue()


@pytest.mark.parametrize(
    ("ending", "body"),
    [
        ("docx", word.docx(REPORT)),
        ("xlsx", xlsx(REPORT)),
        ("pdf", pdf.pdf(REPORT)),
        ("html", f"<h1>{REPORT.title}</h1>{html.fragment(REPORT)}".encode()),
    ],
)
def test_a_report_in_an_archive_is_read_like_the_report(ending, body):
    document = read(archive_of([(f"{NAME}.{ending}", body)]))
    assert document.media_type == media.ZIP
    report = parse([document])
    assert (report.agency, report.year) == (REPORT.agency, REPORT.year)
    assert wrong_or_missing(report, REPORT.printed) == []
    assert {cell.place["member"] for cell in report.cells} == {f"{NAME}.{ending}"}


def test_names_in_gbk_are_read():
    made = archive_of([("x" * len(NAME.encode("gb18030")) + ".docx", word.docx(REPORT))])
    packed_in_gbk = made.replace(b"x" * len(NAME.encode("gb18030")), NAME.encode("gb18030"))
    report = parse([read(packed_in_gbk)])
    assert {cell.place["member"] for cell in report.cells} == {f"{NAME}.docx"}


def test_the_same_report_as_two_files_is_one():
    report = parse([read(archive_of([("a.docx", word.docx(REPORT)), ("a.pdf", pdf.pdf(REPORT))]))])
    assert wrong_or_missing(report, REPORT.printed) == []
    assert not named(report)


def test_two_reports_in_one_archive_are_never_mixed_silently():
    report = parse([read(archive_of([("a.docx", word.docx(REPORT)), ("b.docx", word.docx(OTHER))]))])
    read_otherwise = {c.id for c in report.cells if c.value is not None and c.text != REPORT.printed.get(c.id)}
    assert read_otherwise <= named(report)


def test_reports_of_several_bodies_in_one_archive_are_told():
    members = [(f"{report.title}.docx", word.docx(report)) for report in (REPORT, OTHER)]
    assert "several bodies or years" in read(archive_of(members)).notes[0]


def test_one_bad_member_does_not_keep_the_others_from_being_read():
    members = [("a.pdf", b"%PDF-1.4 nothing"), ("b.exe", bytes(range(256))), ("c.docx", word.docx(REPORT))]
    document = read(archive_of(members))
    assert [note.split()[0] for note in document.notes] == ["a.pdf", "b.exe"]
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


def test_what_programs_leave_in_archives_is_no_document():
    members = [("__MACOSX/._a.docx", b"x"), (".DS_Store", b"x"), ("a.docx", word.docx(REPORT))]
    assert read(archive_of(members)).notes == ()


def test_archives_in_archives_are_read_and_not_for_ever():
    inner = archive_of([("a.docx", word.docx(REPORT))])
    assert wrong_or_missing(parse([read(archive_of([("b.zip", inner)]))]), REPORT.printed) == []
    for number in range(6):
        inner = archive_of([(f"{number}.zip", inner)])
    with pytest.raises(UnreadableDocument, match="levels deep"):
        read(inner)


def test_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(packed, "MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadableDocument, match="unpacks to more than"):
        read(zipped(**{"a.txt": b"0" * 2_000_000}))
    with pytest.raises(UnreadableDocument, match="files"):
        read(archive_of((f"{n}.txt", b"x") for n in range(packed.MOST_MEMBERS + 1)))


def test_an_encrypted_archive_says_so():
    body = bytearray(zipped(**{"a.txt": b"secret"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        body[body.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    with pytest.raises(EncryptedDocument):
        read(bytes(body))


@pytest.mark.parametrize(
    "body",
    [archive_of([]), zipped(**{"a.txt": b"x" * 5000})[:60], zipped(**{"a.bin": bytes(500)})],
    ids=["empty", "cut off", "no document"],  # the bytes hold the time
)
def test_an_archive_without_a_document_says_why(body):
    with pytest.raises(UnreadableDocument):
        read(body)
