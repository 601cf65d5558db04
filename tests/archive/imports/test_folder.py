"""Folders of documents, with and without a list beside them."""

import os

import pytest
from support import run_nianbao

from archive.blobs import digest_of
from archive.imports.folder import BadManifest
from archive.imports.sources import NoSource
from tests.archive.imports.taking import rows, take
from tests.archive.seeing import REPORT, page

BODY = page()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    (made / "秀洲区卫生健康局" / "old").mkdir(parents=True)
    (made / "秀洲区卫生健康局" / "old" / "2019.html").write_bytes(BODY)
    (made / f"{REPORT.title}.html").write_bytes(BODY + b" ")
    (made / ".DS_Store").write_bytes(b"of a Mac")
    return made


def test_names_and_folders_are_hints_and_the_address_is_built_on_the_base(archive, folder):
    taken = take(archive, folder, url="http://b.gov.cn/nb")
    assert (taken.counts, taken.troubles, taken.damages) == ({"new": 2, "to read": 2}, [], [])
    found = rows(
        archive,
        "SELECT capture.url, link_title, detail ->> '$.agency', detail ->> '$.year', WIRE ->> '$.imported.path'"
        " FROM capture JOIN request ON request.capture = capture.id ORDER BY size",
    )
    assert found == [
        (
            "http://b.gov.cn/nb/%E7%A7%80%E6%B4%B2%E5%8C%BA%E5%8D%AB%E7%94%9F%E5%81%A5%E5%BA%B7%E5%B1%80/old/2019.html",
            None,
            "秀洲区卫生健康局",
            2019,
            "秀洲区卫生健康局/old/2019.html",
        ),
        (found[1][0], REPORT.title, REPORT.agency, REPORT.year, f"{REPORT.title}.html"),
    ]
    assert rows(archive, "SELECT options ->> '$.format', options ->> '$.file' FROM crawl") == [("folder", "reports")]


def test_a_folder_twice_adds_what_is_new(archive, folder):
    take(archive, folder)
    (folder / "more.html").write_bytes(BODY + b"  ")
    assert take(archive, folder).counts == {"known": 2, "new": 1, "to read": 1}


def test_the_list_beside_says_where_whose_of_which_year_and_when(archive, folder):
    lines = "path,url,agency,year,captured_at\n秀洲区卫生健康局/old/2019.html,http://b.gov.cn/1,甲局,2018,2020-05-06\n"
    (folder / "manifest.csv").write_text(lines, encoding="gb18030")
    take(archive, folder)
    found = rows(
        archive,
        "SELECT capture.url, captured_at, detail ->> '$.agency', detail ->> '$.year' FROM capture"
        " JOIN request ON request.capture = capture.id ORDER BY size LIMIT 1",
    )
    assert found == [("http://b.gov.cn/1", "2020-05-06T00:00:00.000Z", "甲局", 2018)]
    assert take(archive, folder).counts == {"known": 2}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,url\n1,2\n", "its columns are name, url"),
        ("path\n../../etc/passwd\n", "line 2: '../../etc/passwd' is no path within the folder"),
        ("path\n/etc/passwd\n", "no path within"),
        ("path,year\na.html,soon\n", "'soon' is no year"),
        ("path,url\na.html,javascript:1\n", "no address"),
        ("path,captured_at\na.html,yesterday\n", "no time such as"),
        ("path\na.html,b\n", "more cells than columns"),
        ("path\na.html\na.html\n", "twice"),
        ("path\n" + "x" * 200_000, "line 2: (its path is longer than|field larger than)"),
        ("path\n" + "x" * 10_000, "line 2: its path is longer than 8192 characters"),
        ("", "its columns are"),
    ],
)
def test_a_list_that_cannot_be_understood_is_told_by_its_line_and_nothing_is_taken(archive, folder, text, told):
    (folder / "manifest.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadManifest, match=told):
        take(archive, folder)
    assert rows(archive, "SELECT count(*) FROM capture") == [(0,)]


def test_links_are_not_followed_and_what_is_listed_and_missing_is_told(archive, folder, tmp_path):
    (tmp_path / "secret.html").write_bytes(b"<p>secret")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "more.html").write_bytes(b"<p>other")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "away").symlink_to(tmp_path / "other")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.html")
    (folder / "empty.html").touch()
    (folder / "crawl.WARC.gz").write_bytes(b"packed")
    (folder / "manifest.csv").write_text("path\nmissing.html\n")
    taken = take(archive, folder)
    assert taken.counts["new"] == 2
    assert taken.troubles == [f"'{name}' is a link and is not followed" for name in ("away", "link.html", "round")]
    assert taken.damages == [
        "'crawl.WARC.gz' is a web archive, and no document; name it itself",
        "'empty.html' is empty",
        "'pipe.html': no ordinary file",
        "manifest.csv names 'missing.html', which is not there",
    ]
    assert digest_of(b"<p>secret") not in {row[0] for row in rows(archive, "SELECT digest FROM capture")}


def test_a_name_that_is_no_text_is_taken(archive, folder):
    (folder / os.fsdecode("年报.html".encode("gb18030"))).write_bytes(BODY + b"   ")
    assert take(archive, folder, url="http://b.gov.cn").counts["new"] == 3


def test_an_archive_is_no_folder_of_documents(archive, folder):
    take(archive, folder)
    with pytest.raises(NoSource, match="is an archive of nianbao"):
        take(archive, archive)


def test_the_command_reads_what_it_took_and_tells_of_what_it_could_not(archive, folder):
    (folder / "empty.html").touch()
    ran = run_nianbao("import", folder, "--url", "http://b.gov.cn/nb/", "--archive", archive)
    assert ran.code == 1
    assert "2 new captures, 2 documents to read" in ran.out
    assert "1 report read" in ran.out
    assert "'empty.html' is empty" in ran.err
    assert rows(archive, "SELECT agency, year FROM reports") == [(REPORT.agency, REPORT.year)]
