"""Documents that were read once: what is kept of them, for how long, and that it may be lost or damaged."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import run_nianbao

from archive import document_json
from archive.blobs import Blobs, digest_of
from archive.cache import DocumentCache
from archive.errors import UnreadableDocument
from archive.jobs import Job, Source
from archive.media import HTML, PDF, ZIP, sniff
from archive.models import Document, GridCell, Hints, Paragraph, Table
from archive.readers import registry
from archive.reading import read_job
from crawler.replicas.documents import html, pdf
from crawler.replicas.figures import reports

(REPORT,) = reports("云岭乡人民政府", [2023])
PAGE = f"<h1>{REPORT.title}</h1>{html.fragment(REPORT)}".encode()
DIGEST = digest_of(PAGE)


class Bytes:
    """Bytes that know how often they were asked for."""

    def __init__(self, body=PAGE):
        self.body = body
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return self.body


@pytest.fixture
def cache(tmp_path):
    return DocumentCache(tmp_path / "cache", worth=0)


def files(cache):
    return sorted(p for p in cache.directory.rglob("*") if p.is_file())


def bare(document):
    return replace(document, second=None)


def test_what_was_read_once_is_not_read_again(cache):
    body = Bytes()
    first = cache.read(DIGEST, HTML, body)
    again = cache.read(DIGEST, HTML, body)
    assert body.asked == 1
    assert bare(first) == bare(again) == bare(registry.read(PAGE))


def test_a_merged_cell_stays_one_cell(cache):
    cache.read(DIGEST, HTML, Bytes())
    document = cache.read(DIGEST, HTML, Bytes())
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    (label,) = {id(c): c for row in rows for c in row if c.text == "三、本年度办理结果"}.values()
    assert sum(any(c is label for c in row) for row in rows) == label.height > 10


def test_another_version_of_the_reader_reads_anew(cache, monkeypatch):
    body = Bytes()
    cache.read(DIGEST, HTML, body)
    monkeypatch.setitem(registry.VERSIONS, "html", 77)
    cache.read(DIGEST, HTML, body)
    assert body.asked == 2


def test_another_version_of_a_reader_counts_for_the_archives_that_hold_its_documents(monkeypatch):
    before = registry.version(ZIP)
    monkeypatch.setitem(registry.VERSIONS, "sheet", 77)
    assert registry.version(ZIP) != before


def test_the_same_bytes_of_another_type_are_another_document(cache):
    body = Bytes()
    cache.read(DIGEST, HTML, body)
    cache.read(DIGEST, "text/plain", body)
    assert body.asked == 2


def test_what_is_read_quickly_is_not_kept(tmp_path):
    cache = DocumentCache(tmp_path / "cache", worth=3600)
    cache.read(DIGEST, HTML, Bytes())
    assert not cache.directory.exists()


def test_a_failure_is_not_kept(cache):
    body = Bytes(b"%PDF-1.4 broken")
    for _ in range(2):
        with pytest.raises(UnreadableDocument):
            cache.read(digest_of(body.body), PDF, body)
    assert body.asked == 2


def zipped(*members):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return made.getvalue()


@pytest.mark.parametrize(("others", "times"), [((), 1), ((("b.pdf", b"%PDF-1.4 broken"),), 2)])
def test_an_archive_of_which_a_part_failed_is_read_again(cache, others, times):
    body = Bytes(zipped(("a.html", PAGE), *others))
    for _ in range(2):
        assert cache.read(digest_of(body.body), ZIP, body).blocks
    assert body.asked == times


def test_a_machine_with_more_programs_reads_anew(cache, monkeypatch):
    body = Bytes()
    cache.read(DIGEST, HTML, body)
    monkeypatch.setattr("archive.cache._installed", lambda: "another-program")
    cache.read(DIGEST, HTML, body)
    assert body.asked == 2


@pytest.mark.parametrize("fresh", [True, False])
def test_the_second_reading_is_the_readers_own_and_made_once(cache, fresh):
    body = Bytes()
    document = cache.read(DIGEST, HTML, body)
    if not fresh:
        document = cache.read(DIGEST, HTML, body)
    expected = registry.read(PAGE).second()
    assert bare(document.second()) == bare(expected)
    asked = body.asked
    assert bare(cache.read(DIGEST, HTML, body).second()) == bare(expected)
    assert body.asked == asked


@settings(max_examples=40, deadline=None)
@given(damage=st.data())
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path_factory, damage):
    cache = DocumentCache(tmp_path_factory.mktemp("damaged"), worth=0)
    cache.read(DIGEST, HTML, Bytes())
    (path,) = files(cache)
    written = bytearray(path.read_bytes())
    if damage.draw(st.booleans(), "cut"):
        del written[damage.draw(st.integers(0, len(written) - 1), "at") :]
    else:
        written[damage.draw(st.integers(0, len(written) - 1), "at")] ^= damage.draw(st.integers(1, 255), "by")
    path.write_bytes(written)
    body = Bytes()
    assert bare(cache.read(DIGEST, HTML, body)) == bare(registry.read(PAGE))
    assert body.asked == 1
    cache.read(DIGEST, HTML, body)
    assert body.asked == 1  # it was written anew


def test_a_file_of_something_else_is_as_if_it_were_not_there(cache):
    import hashlib
    import zlib

    cache.read(DIGEST, HTML, Bytes())
    (path,) = files(cache)
    for text in (b"[]", b"{}", b"null", b'{"facts":[],"second":false,"blocks":[]}', b"[" * 10_000, b"\xff"):
        packed = zlib.compress(text)
        path.write_bytes(hashlib.sha256(packed).digest() + packed)
        body = Bytes()
        assert cache.read(DIGEST, HTML, body).blocks
        assert body.asked == 1


def test_a_cache_that_cannot_be_written_stops_no_reading(tmp_path):
    (tmp_path / "cache").write_bytes(b"")
    cache = DocumentCache(tmp_path / "cache", worth=0)
    assert cache.read(DIGEST, HTML, Bytes()).blocks


def test_the_oldest_go_when_there_is_no_room(tmp_path):
    cache = DocumentCache(tmp_path / "cache", worth=0, most_bytes=256 * 20_000)
    for number in range(30):
        cache.read(f"ab{number:062d}", HTML, Bytes())
    kept = files(cache)
    assert 1 < len(kept) < 30
    assert sum(path.stat().st_size for path in kept) <= 20_000
    body = Bytes()
    cache.read(f"ab{29:062d}", HTML, body)
    assert body.asked == 0


_TEXTS = st.text(max_size=20)
_PLACES = st.dictionaries(
    st.sampled_from(["table", "row", "page", "box", "member", "sheet"]),
    st.integers(1, 99) | _TEXTS | st.lists(st.floats(0, 1e4), min_size=4, max_size=4),
    max_size=4,
)
_CELLS = st.builds(
    GridCell, _TEXTS, _PLACES, st.integers(0, 20), st.integers(1, 9), st.integers(0, 20), st.integers(1, 9)
)
_TABLES = st.builds(
    Table, st.lists(st.lists(_CELLS, max_size=4).map(tuple), max_size=4).map(tuple), st.booleans(), _PLACES
)
_DOCUMENTS = st.builds(
    Document,
    _TEXTS,
    st.lists(st.builds(Paragraph, _TEXTS, _PLACES) | _TABLES, max_size=4).map(tuple),
    title=st.none() | _TEXTS,
    published=st.none() | _TEXTS,
    notes=st.lists(_TEXTS, max_size=2).map(tuple),
    second=st.none(),
)


@settings(max_examples=100, deadline=None)
@given(_DOCUMENTS)
def test_any_document_comes_back_as_it_was(document):
    assert document_json.load(document_json.dump(document)) == (document, False)


def test_a_job_whose_document_is_kept_needs_no_reader_and_gives_the_same_report(archive, monkeypatch):
    """As a new release of the parser rereads an archive."""
    body = pdf.pdf(REPORT)
    blobs = Blobs(archive / "blobs")
    blobs.keep([(digest_of(body), body)])
    source = Source("capture", digest_of(body), sniff(body))
    job = Job((source,), Hints(), None, None, None, "2026-01-01T00:00:00.000Z")
    cache = DocumentCache(archive / "cache", worth=0)
    expected = read_job(blobs, job)
    assert read_job(blobs, job, cache) == expected

    def refuse(body):
        raise AssertionError

    monkeypatch.setattr("archive.readers.pdf.read", refuse)
    assert read_job(blobs, job, cache) == expected
    assert {c.id: c.text for c in expected.report.cells} == dict(REPORT.printed)


def test_reread_uses_the_cache_and_does_without_it(tmp_path, archive):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.pdf(REPORT))
    assert run_nianbao("add", path, "--archive", archive).code == 0
    statement = ("query", "SELECT * FROM applications", "--format", "csv", "--archive", archive)
    before = run_nianbao(*statement).out
    kept = [p for p in (archive / "cache").rglob("*") if p.is_file()]
    assert len(kept) == 1
    kept[0].write_bytes(b"not what it was")
    assert "1 report read again, 0 could" in run_nianbao("reread", "--all", "--archive", archive).err
    assert kept[0].stat().st_size > 100
    kept[0].unlink()
    assert "1 report read again, 0 could" in run_nianbao("reread", "--all", "--archive", archive).err
    assert run_nianbao(*statement).out == before
    assert run_nianbao("verify", "--archive", archive).code == 0
