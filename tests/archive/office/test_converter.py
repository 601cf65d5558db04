"""One warm LibreOffice: used again, started anew when it was lost, and never left behind."""

import os
import tempfile
from pathlib import Path

import psutil
import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from archive.blobs import Blobs, digest_of
from archive.errors import UnreadableDocument
from archive.jobs import Job, Source
from archive.media import sniff
from archive.models import Hints
from archive.office import converter
from archive.office.converter import Conversion, Converter
from archive.office.service import Service
from archive.readers import docx
from archive.readers.registry import read
from archive.worker import ReadingPool
from crawler.replicas.documents import word
from crawler.replicas.figures import reports
from tests.archive.converted import converted, needs_office

pytestmark = needs_office
(REPORT,) = reports("云岭乡人民政府", [2023])
RTF = Conversion("rtf", "Rich Text Format", "docx", "MS Word 2007 XML")
TEXT = rb"{\rtf1\ansi\pard one\par}"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which a converter keeps its files, and nobody else any."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def lasting(place):
    """A converter of its own, whose LibreOffice may be running from an earlier test."""
    made = Converter()
    yield made
    made.close()
    assert list(place.iterdir()) == []


@pytest.fixture
def own(lasting, place, monkeypatch):
    """The same, as it keeps its files in that folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return lasting


def running(folder):
    """The processes that were told of a folder."""
    return [p for p in psutil.process_iter(["cmdline"]) if any(str(folder) in part for part in p.info["cmdline"] or ())]


def text_of(body):
    return [block.text for block in docx.read(body).blocks]


def test_one_process_converts_all(own, place):
    assert text_of(own.convert(TEXT, RTF)) == ["one"]
    first = {p.pid for p in running(place)}
    assert text_of(own.convert(TEXT.replace(b"one", b"two"), RTF)) == ["two"]
    assert {p.pid for p in running(place)} == first
    assert len(first) == 1


def test_after_a_crash_between_documents_a_new_one_goes_on(own, place):
    own.convert(TEXT, RTF)
    (process,) = running(place)
    process.kill()
    process.wait()
    assert text_of(own.convert(TEXT, RTF)) == ["one"]


def test_a_document_that_takes_too_long_costs_itself_alone(own, place):
    own.convert(TEXT, RTF)
    (process,) = running(place)
    process.suspend()
    own._seconds = 0.5
    with pytest.raises(UnreadableDocument, match="LibreOffice took longer than 0 seconds on it"):
        own.convert(TEXT, RTF)
    assert running(place) == []
    own._seconds = converter.SECONDS
    assert text_of(own.convert(TEXT, RTF)) == ["one"]


def test_a_document_that_crashes_a_fresh_one_too_is_told(own, monkeypatch):
    ask = Service.ask

    def crash(service, arguments, seconds):
        if "--convert-to" in arguments:
            service._process.kill()
        ask(service, arguments, seconds)

    own.convert(TEXT, RTF)
    monkeypatch.setattr(Service, "ask", crash)
    with pytest.raises(UnreadableDocument, match="LibreOffice crashed on it"):
        own.convert(TEXT, RTF)


def test_after_many_documents_a_new_one_goes_on(own, place, monkeypatch):
    monkeypatch.setattr(converter, "_MOST_DOCUMENTS", 2)
    seen = set()
    for _ in range(4):
        own.convert(TEXT, RTF)
        seen |= {p.pid for p in running(place)}
    assert len(seen) > 1


def test_a_reader_that_is_ended_takes_its_libreoffice_with_it(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body = converted(Path(tempfile.mkdtemp()), {"a.docx": word.docx(REPORT)}, "doc")["a.docx"]
    digest = digest_of(body)
    Blobs(archive / "blobs").keep([(digest, body)])
    job = Job((Source("c", digest, sniff(body)),), Hints(), "s", "http://a/", "a", "2026-01-01T00:00:00.000Z")
    endless = "ab" * 32
    path = Blobs(archive / "blobs").path(endless)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)  # reading it waits for ever
    stuck = Job((Source("c", endless, "text/html"),), Hints(), "s", "http://a/", "a", "2026-01-01T00:00:00.000Z")
    with ReadingPool(archive, workers=1, seconds=60) as pool:
        assert len(pool.submit(job).result(timeout=120).report.cells) == 200
        assert len([p for p in running(tmp_path) if p.name() == "soffice.bin"]) == 1
        pool._seconds = 0.5
        assert "longer" in pool.submit(stuck).result(timeout=60).problem
        _, alive = psutil.wait_procs([p for p in running(tmp_path) if p.name() == "soffice.bin"], timeout=10)
        assert alive == []
        pool._seconds = 60
        assert len(pool.submit(job).result(timeout=120).report.cells) == 200
    assert [p for p in running(tmp_path) if p.name() == "soffice.bin"] == []
    assert not list(tmp_path.glob("nianbao-*"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A report in each format."""
    body = word.docx(REPORT)
    return {e: converted(tmp_path_factory.mktemp(e), {"a.docx": body}, e)["a.docx"] for e in ("doc", "rtf", "odt")}


@examples(8, 60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from(["doc", "rtf", "odt"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=20),
    cut=st.floats(0, 1) | st.none(),
)
def test_damage_gives_one_sentence_or_what_is_left(whole, ending, changes, cut):
    body = bytearray(whole[ending])
    for where, other in changes:
        at = int(where * (len(body) - len(other)))
        body[at : at + len(other)] = other
    try:
        read(bytes(body if cut is None else body[: int(cut * len(body))]))
    except UnreadableDocument as error:
        assert str(error)
        assert "\n" not in str(error)
