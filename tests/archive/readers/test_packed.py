"""Reports in archives: read like the documents in them, bounded, and never unpacked to the disk."""

import shutil
import tempfile
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import media
from archive.errors import EncryptedDocument, UnreadableDocument
from archive.parser import parse
from archive.readers import packed, unarchiver
from archive.readers.registry import read
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.figures import real
from tests.archive.archives import rar4, rar5, seven_zip
from tests.archive.judging import named, wrong_or_missing

REPORT = real()["番禺区卫生健康局", 2020]
OTHER = real()["秀洲区卫生健康局", 2020]
NAME = "番禺区卫生健康局2020年政府信息公开工作年度报告"


needs_unar = pytest.mark.skipif(not shutil.which("unar"), reason="unar is not installed")
OTHERS = {"rar4": (rar4, media.RAR), "rar5": (rar5, media.RAR), "7z": (seven_zip, media.SEVEN_ZIP)}


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


def test_bodies_are_told_by_what_the_documents_say_where_their_names_say_nothing():
    members = [(f"{letter}.docx", word.docx(report)) for letter, report in zip("ab", (REPORT, OTHER), strict=True)]
    report = parse([read(archive_of(members))])
    assert any("several bodies or years" in f.message for f in report.findings)
    assert {cell.id for cell in report.cells} <= named(report)


def test_reports_of_several_bodies_in_one_archive_are_told():
    members = [(f"{report.title}.docx", word.docx(report)) for report in (REPORT, OTHER)]
    report = parse([read(archive_of(members))])
    assert any("several bodies or years" in f.message for f in report.findings)
    assert {cell.id for cell in report.cells} <= named(report)


def test_one_bad_member_does_not_keep_the_others_from_being_read():
    members = [("a.pdf", b"%PDF-1.4 nothing"), ("b.exe", bytes(range(256))), ("c.docx", word.docx(REPORT))]
    document = read(archive_of(members))
    assert [note.split()[0] for note in document.notes] == ["a.pdf", "b.exe"]
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


def test_what_programs_leave_in_archives_is_no_document():
    left = (
        "__MACOSX/._a.docx",
        ".DS_Store",
        "~$年报.docx",
        "报告/~$a.xlsx",
        ".~lock.a.odt#",
        "docProps/thumbnail.jpeg",
    )
    members = [*((name, bytes(160)) for name in left), ("a.docx", word.docx(REPORT))]
    assert read(archive_of(members)).notes == ()


def test_a_whole_document_that_is_named_like_a_lock_is_read():
    document = read(archive_of([("~$a.docx", word.docx(REPORT))]))
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


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


def first_encrypted(body):
    """A ZIP file whose first member is said to be encrypted."""
    body = bytearray(body)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        body[body.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    return bytes(body)


def test_an_encrypted_archive_says_so():
    with pytest.raises(EncryptedDocument):
        read(first_encrypted(zipped(**{"a.txt": b"secret"})))


def test_one_encrypted_file_does_not_keep_the_others_from_being_read():
    body = first_encrypted(archive_of([("a.txt", b"secret"), ("b.docx", word.docx(REPORT))]))
    document = read(body)
    assert document.notes == ("a.txt in the archive was not read: it is encrypted",)
    assert wrong_or_missing(parse([document]), REPORT.printed) == []
    assert packed.member(body, "b.docx") == word.docx(REPORT)


@pytest.mark.parametrize(
    "body",
    [archive_of([]), zipped(**{"a.txt": b"x" * 5000})[:60], zipped(**{"a.bin": bytes(500)})],
    ids=["empty", "cut off", "no document"],  # the bytes hold the time
)
def test_an_archive_without_a_document_says_why(body):
    with pytest.raises(UnreadableDocument):
        read(body)


# --- RAR and 7z -----------------------------------------------------------------------------------------


@needs_unar
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_other_archives_are_read_like_zip(kind):
    make, media_type = OTHERS[kind]
    document = read(make([(f"报告/{NAME}.docx", word.docx(REPORT))]))
    assert document.media_type == media_type
    assert document.notes == ()
    report = parse([document])
    assert wrong_or_missing(report, REPORT.printed) == []
    assert {cell.place["member"] for cell in report.cells} == {f"报告/{NAME}.docx"}


@needs_unar
def test_archives_of_all_kinds_lie_in_one_another_and_not_for_ever():
    inner = rar5([("a.docx", word.docx(REPORT))])
    mixed = archive_of([("c.7z", seven_zip([("b.rar", inner)]))])
    assert wrong_or_missing(parse([read(mixed)]), REPORT.printed) == []
    with pytest.raises(UnreadableDocument, match="levels deep"):
        read(rar4([("d.zip", mixed)]))


@needs_unar
@pytest.mark.parametrize("kind", ["rar4", "rar5"])
@pytest.mark.parametrize("how", [{"encrypted": ("a.docx",)}, {"headers_encrypted": True}])
def test_other_encrypted_archives_say_so(kind, how):
    with pytest.raises(EncryptedDocument, match="the archive is encrypted"):
        read(OTHERS[kind][0]([("a.docx", b"x" * 100)], **how))


@needs_unar
@pytest.mark.parametrize("kind", ["rar4", "rar5"])
def test_one_encrypted_file_keeps_no_other_of_these_from_being_read(kind):
    members = [("secret.docx", b"x" * 100), ("b.docx", word.docx(REPORT))]
    document = read(OTHERS[kind][0](members, encrypted=("secret.docx",)))
    assert document.notes == ("secret.docx in the archive was not read: it is encrypted",)
    assert wrong_or_missing(parse([document]), REPORT.printed) == []


@needs_unar
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_links_are_refused(kind):
    made = OTHERS[kind][0]([("a.txt", b"/etc/hostname"), ("b.docx", word.docx(REPORT))], links=("a.txt",))
    document = read(made)
    assert document.notes in ((), ("a.txt in the archive was not read: it is a link",))
    assert {cell.place["member"] for cell in parse([document]).cells} == {"b.docx"}


@needs_unar
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_nothing_is_left_on_the_disk(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    members = [("../../../evil.txt", b"evil"), (str(tmp_path / "evil.txt"), b"evil"), ("a.docx", word.docx(REPORT))]
    assert wrong_or_missing(parse([read(OTHERS[kind][0](members))]), REPORT.printed) == []
    assert [path for path in tmp_path.rglob("*") if path.name != "temporary"] == []


@needs_unar
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_other_bombs_are_refused(kind, monkeypatch):
    make, _ = OTHERS[kind]
    with pytest.raises(UnreadableDocument, match="files"):
        read(make([(f"{n}.txt", b"x") for n in range(packed.MOST_MEMBERS + 1)]))
    monkeypatch.setattr(packed, "MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadableDocument, match="unpacks to more than"):
        read(make([("a.txt", b"0" * 2_000_000)]))
    with pytest.raises(UnreadableDocument, match="unpacks to more than"):
        read(archive_of([(f"{n}.rar", make([("a.txt", b"0" * 400_000)])) for n in range(4)]))


@needs_unar
def test_an_archive_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(unarchiver, "SECONDS", 0.0)
    with pytest.raises(UnreadableDocument, match="longer than"):
        read(rar5([("a.txt", b"x")]))


@needs_unar
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_a_changed_byte_is_noticed(kind):
    body = word.docx(REPORT)
    made = bytearray(OTHERS[kind][0]([("a.docx", body), ("b.docx", body)]))
    made[made.index(body[1000:1100]) + 50] ^= 1
    document = read(bytes(made))
    assert document.notes == ("a.docx in the archive was not read: it is damaged",)
    assert {cell.place["member"] for cell in parse([document]).cells} == {"b.docx"}


@needs_unar
@pytest.mark.parametrize("kind", ["rar4", "rar5"])
def test_an_archive_cut_between_its_files_says_so(kind):
    one, both = [("a.docx", word.docx(REPORT))], [("a.docx", word.docx(REPORT)), ("b.txt", b"x" * 100)]
    end = {"rar4": 7, "rar5": 8}[kind]
    made = OTHERS[kind][0](both)[: len(OTHERS[kind][0](one)) - end]
    assert read(made).notes == ("the archive ends too early: files may be missing from it",)


@needs_unar
@settings(max_examples=25, deadline=None)
@given(kind=st.sampled_from(sorted(OTHERS)), where=st.floats(0, 1), byte=st.integers(0, 255), short=st.booleans())
def test_damaged_archives_give_one_sentence_or_what_is_whole(kind, where, byte, short):
    made = bytearray(OTHERS[kind][0]([("a.txt", f"{REPORT.title}".encode()), ("b.txt", b"12\t13")]))
    at = int(where * (len(made) - 1))
    made[at] = byte
    try:
        document = read(bytes(made[:at] if short else made))
    except UnreadableDocument as error:
        assert "\n" not in str(error)
    else:
        is_archive = document.media_type in (media.RAR, media.SEVEN_ZIP)  # a few bytes of one may be anything
        assert not is_archive or all(block.place["member"] for block in document.blocks)


def test_without_the_program_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match="apt-get install unar"):
        read(rar5([("a.txt", b"x")]))
