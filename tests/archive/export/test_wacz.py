"""What stands in an exported WACZ, as its description promises."""

import gzip
import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.database.kept import Chosen
from archive.export import cdxj
from archive.export.wacz import export
from tests.archive.export.every_kind import HOST, PAGE
from tests.archive.imports.taking import read_all
from tests.archive.seeing import REPORT


@pytest.fixture
def package(archive, view, every, tmp_path):
    every.keeper.flush()
    read_all(archive)
    export(view, every.keeper.blobs, Chosen(), tmp_path / "all.wacz", "Reports", text=True)
    with zipfile.ZipFile(tmp_path / "all.wacz") as opened:
        yield opened


def lines(package):
    return gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()


def test_every_file_is_stored_as_it_is_and_listed_with_its_digest(package):
    described = json.loads(package.read("datapackage.json"))
    assert (described["profile"], described["wacz_version"], described["title"]) == ("data-package", "1.1.1", "Reports")
    listed = {one["path"]: one for one in described["resources"]}
    names = {info.filename for info in package.infolist()}
    assert names - set(listed) == {"datapackage.json", "datapackage-digest.json"}
    for path, one in listed.items():
        body = package.read(path)
        assert (one["bytes"], one["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")
    digest = json.loads(package.read("datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
    assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_STORED}


def test_each_line_of_the_index_leads_to_its_record(package):
    archive, found = package.read("archive/data.warc.gz"), lines(package)
    assert found == sorted(found)
    assert len(found) == 11  # ten captures with an answer and one redirect; of the withheld one nothing
    for line in found:
        told = json.loads(line.split(" ", 2)[2])
        start, length = int(told["offset"]), int(told["length"])
        (record,) = ArchiveIterator(BytesIO(archive[start : start + length]))
        assert record.rec_headers["WARC-Target-URI"] == told["url"]
        assert told["filename"] == "data.warc.gz"


def test_keys_are_those_replay_programs_look_for(package):
    keys = {line.split(" ")[0] for line in lines(package)}
    assert {"cn,gov,a)/nb/1.html", "cn,gov,a)/nb/final.html"} <= keys
    assert "cn,gov,a)/search?__wb_method=post&page=2" in keys  # an answer to what was posted is no answer to a GET
    assert "cn,gov,a)/search" not in keys


def test_the_short_index_finds_each_block(package):
    meta, *blocks = package.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0"
    packed = package.read("indexes/index.cdx.gz")
    for block in blocks:
        told = json.loads(block[block.index("{") :])
        data = packed[told["offset"] : told["offset"] + told["length"]]
        assert gzip.decompress(data).decode().splitlines()[0].startswith(block.partition(" {")[0])
        assert told["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_the_page_of_a_report_is_listed_once_with_title_time_and_text(package):
    head, *pages = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    (page,) = pages
    assert (page["url"], page["ts"], page["title"]) == (
        f"{HOST}/nb/final.html",
        "2026-02-01T08:00:03.250Z",
        REPORT.title,
    )
    assert "总体情况" in page["text"]


def test_lines_that_do_not_fit_into_memory_come_in_order_all_the_same(monkeypatch):
    monkeypatch.setattr(cdxj, "_IN_MEMORY", 3)
    with cdxj.Sorted() as lines:
        for number in (5, 3, 9, 1, 7, 2, 8, 4, 6, 0):
            lines.add(f"{number}\n")
        assert b"".join(lines) == b"0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"


def test_an_export_of_one_address_holds_every_try_at_it(archive, view, every, package, tmp_path):
    body = view.execute("SELECT body FROM report").fetchone()[0]
    summary = export(view, every.keeper.blobs, Chosen(body=body, first_year=REPORT.year), tmp_path / "one.wacz", "One")
    assert summary.captures == 3
    with zipfile.ZipFile(tmp_path / "one.wacz") as opened:
        urls = {json.loads(line.split(" ", 2)[2])["url"] for line in lines(opened)}
    assert urls == {PAGE, f"{HOST}/nb/final.html"}
