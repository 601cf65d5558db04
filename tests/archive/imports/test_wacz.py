"""WACZ files of others, also such as were made to do harm."""

import json
import zipfile

import pytest

from archive.blobs import digest_of
from archive.imports.sources import NoSource
from tests.archive.imports.taking import rows, take
from tests.archive.imports.web import Warc
from tests.archive.seeing import page

URL = "http://b.gov.cn/nb/1.html"
BODY = page()


def warc(url=URL):
    made = Warc()
    made.answer(url, BODY, ("Content-Type", "text/html"))
    return made.bytes


def package(path, members, *, listed=(), compression=zipfile.ZIP_STORED, digest=None):
    described = json.dumps({"profile": "data-package", "resources": list(listed)})
    with zipfile.ZipFile(path, "w", compression) as made:
        for name, body in members.items():
            made.writestr(name, body)
        made.writestr("datapackage.json", described)
        if digest:
            made.writestr("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest}))
    return path


def test_pages_give_titles_and_members_their_captures(archive, tmp_path):
    pages = (
        '{"format": "json-pages-1.0"}\n'
        + json.dumps({"url": URL, "ts": "2019", "title": "甲县 2018年  年报"})
        + "\nno json"
    )
    path = package(
        tmp_path / "a.wacz",
        {"archive/a.warc.gz": warc(), "archive/b.warc.gz": warc(f"{URL}?2"), "pages/pages.jsonl": pages},
        compression=zipfile.ZIP_DEFLATED,
    )
    taken = take(archive, path)
    assert (taken.counts["new"], taken.damages) == (2, [])
    assert rows(archive, "SELECT url, link_title, WIRE ->> '$.imported.member' FROM capture ORDER BY 1") == [
        (URL, "甲县 2018年 年报", "archive/a.warc.gz"),
        (f"{URL}?2", None, "archive/b.warc.gz"),
    ]


def test_files_that_are_not_as_listed_are_named_and_taken(archive, tmp_path):
    body = warc()
    listed = [
        {"path": "archive/a.warc.gz", "hash": f"sha256:{digest_of(body + b'x')}"},
        {"path": "pages/pages.jsonl", "hash": f"sha256:{digest_of(b'')}"},
    ]
    path = package(tmp_path / "a.wacz", {"archive/a.warc.gz": body}, listed=listed, digest="sha256:00")
    taken = take(archive, path)
    assert taken.troubles == [
        "datapackage.json is not the one whose digest datapackage-digest.json gives",
        "archive/a.warc.gz is not the file whose digest is listed",
        "pages/pages.jsonl is listed and not there",
    ]
    assert taken.counts["new"] == 1


@pytest.mark.parametrize(
    "name", ["archive/../../evil.warc.gz", "/archive/evil.warc.gz", "archive\\..\\evil.warc", "C:/evil.warc"]
)
def test_names_that_lead_out_are_refused_and_nothing_is_written(archive, tmp_path, name):
    inside = tmp_path / "inside"
    inside.mkdir()
    path = package(inside / "a.wacz", {name: warc(), "archive/a.warc.gz": warc()})
    taken = take(archive, path)
    assert ["leads out of the file" in one for one in taken.damages] == [True]
    assert taken.counts["new"] == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["archive", "inside"]


def test_a_member_that_unpacks_to_very_much_is_refused(archive, tmp_path):
    members = {"archive/bomb.warc": bytes(50_000_000), "archive/a.warc.gz": warc()}
    taken = take(archive, package(tmp_path / "a.wacz", members, compression=zipfile.ZIP_DEFLATED))
    assert ["hundred times" in one for one in taken.damages] == [True]
    assert taken.counts["new"] == 1


def test_a_cut_file_is_none(archive, tmp_path):
    path = package(tmp_path / "a.wacz", {"archive/a.warc.gz": warc()})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(NoSource, match="its end is missing"):
        take(archive, path)


def test_a_damaged_member_is_named_and_the_others_are_taken(archive, tmp_path):
    body = warc()
    path = package(tmp_path / "a.wacz", {"archive/a.warc.gz": body, "archive/b.warc.gz": warc(f"{URL}?2")})
    whole = path.read_bytes()
    spot = whole.index(body) + len(body) // 2
    path.write_bytes(whole[:spot] + b"\xff\xff\xff" + whole[spot + 3 :])
    taken = take(archive, path)
    assert taken.counts["new"] == 1
    assert any(one.startswith("archive/a.warc.gz") for one in taken.damages)


def test_a_package_without_a_warc_says_so(archive, tmp_path):
    taken = take(archive, package(tmp_path / "a.wacz", {"archive/readme.txt": b"nothing"}))
    assert taken.damages == ["there is no WARC file to read in its folder `archive`"]


def test_what_is_neither_is_refused(archive, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NoSource, match="nianbao add"):
        take(archive, path)
