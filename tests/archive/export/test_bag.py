"""`nianbao export bag`, as the library of BagIt validates it."""

import csv
import gzip
import os

import bagit
import pytest

from archive.blobs import Blobs
from archive.database.connection import open_existing
from archive.keeper import write_now
from archive.verify import Fault, verify
from tests.archive.export.conftest import KEY


@pytest.mark.parametrize("how", [[], ["--link"]], ids=["copied", "linked"])
def test_bagit_finds_it_valid_and_it_holds_an_archive(run, kept, tmp_path, how):
    words = ["--organization", "某大学", "--contact-email", "a@example.org", "--description", "年报"]
    assert run("bag", tmp_path / "bag", *words, *how).code == 0
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert bag.info["Source-Organization"] == "某大学"
    assert bag.info["External-Description"] == "年报"
    files = [path for path in (tmp_path / "bag" / "data").rglob("*") if path.is_file()]
    assert bag.info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    data = tmp_path / "bag" / "data"
    connection = open_existing(data).conn
    assert [found for found in verify(connection, Blobs(data / "blobs")) if isinstance(found, Fault)] == []
    connection.close()
    digest = next(Blobs(kept / "blobs").all_digests())
    same = Blobs(kept / "blobs").path(digest).samefile(Blobs(data / "blobs").path(digest))
    assert same == bool(how)


def test_a_bag_that_is_altered_is_found(run, tmp_path):
    assert run("bag", tmp_path / "bag").code == 0
    path = next((tmp_path / "bag" / "data" / "blobs").rglob("????????*"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "bag")).validate()


def test_of_withheld_bytes_the_tombstone_is_there_and_nothing_else(run, withheld, tmp_path):
    (digest,) = open_existing(withheld).conn.execute("SELECT digest FROM tombstones").fetchone()
    assert run("bag", tmp_path / "bag", archive=withheld).code == 0
    assert bagit.Bag(str(tmp_path / "bag")).validate()
    assert digest not in {path.name for path in (tmp_path / "bag").rglob("*")}
    (stone,) = packed(tmp_path / "bag", "tombstones")
    assert stone["digest"] == digest
    (report,) = (row for row in packed(tmp_path / "bag", "reports") if row["id"] == KEY)
    assert report["status"] == "withheld"


def packed(bag, table):
    with gzip.open(bag / "data" / "package" / f"{table}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def harm(how, path):
    if how == "gone":
        path.unlink()
    elif how == "longer":
        path.write_bytes(path.read_bytes() + b" ")
    elif how == "altered":
        path.write_bytes(bytes(path.stat().st_size))
    elif how == "pipe":
        path.unlink()
        os.mkfifo(path)
    else:
        path.rename(path.with_name("elsewhere"))
        path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("link", [[], ["--link"]], ids=["copied", "linked"])
@pytest.mark.parametrize("how", ["gone", "longer", "altered", "pipe", "symlink"])
def test_no_bag_is_made_of_documents_that_are_not_what_was_stored(run, mine, tmp_path, how, link):
    blobs = Blobs(mine / "blobs")
    digest = next(blobs.all_digests())
    harm(how, blobs.path(digest))
    ran = run("bag", tmp_path / "bag", *link, archive=mine)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert digest in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "digest", ["../../../../outside", "/outside", "ab/../../../../../outside", "A" * 64, "", "a\nb"]
)
def test_a_digest_that_would_lead_out_of_the_bag_leads_nowhere(run, mine, tmp_path, digest):
    write_now(mine, lambda c: c.execute("INSERT INTO blob VALUES (?, 0, '')", (digest,)))
    ran = run("bag", tmp_path / "a" / "b" / "bag", archive=mine)
    assert ran.code == 2
    assert "is no digest" in ran.err
    assert sorted(path.name for path in tmp_path.rglob("*") if mine not in path.parents) == ["a", "b", "mine"]


@pytest.mark.parametrize("value", ["a\nPayload-Oxum: 0.0", "", "  ", "a\r", "a\u2028b"])
def test_a_tag_is_one_line(run, tmp_path, value):
    ran = run("bag", tmp_path / "bag", "--organization", value)
    assert ran.code == 2
    assert "Source-Organization must be one line" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_bag_takes_the_place_of_a_bag(run, tmp_path):
    assert run("bag", tmp_path / "bag").code == 0
    assert run("bag", tmp_path / "bag").code == 2
    assert run("bag", tmp_path / "bag", "--force").code == 0
    assert bagit.Bag(str(tmp_path / "bag")).validate()
