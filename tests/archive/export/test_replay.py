"""pywb, which is not ours, replays what we export: the bytes that are kept, at their moments."""

import subprocess

import pytest

from archive.database.kept import Chosen
from archive.export.wacz import export as export_wacz
from archive.export.warc import export as export_warc
from tests.archive.export.every_kind import BODY, HOST, LIST, PAGE
from tests.archive.export.replaying import BIN, Wayback, needs_replay

pytestmark = needs_replay


@pytest.fixture
def wacz(view, every, tmp_path):
    export_wacz(view, every.keeper.blobs, Chosen(), tmp_path / "all.wacz", "All")
    return tmp_path / "all.wacz"


def test_what_was_answered_what_was_unchanged_and_what_was_refused_is_replayed(wacz, tmp_path):
    with Wayback(tmp_path / "pywb", wacz) as pywb:
        assert pywb.get(f"{HOST}/nb/final.html", "20260201080003") == (200, BODY)
        assert pywb.get(f"{HOST}/nb/", "20260203080001") == (200, LIST)  # a revisit of the second crawl
        assert pywb.get(PAGE, "20260203080003") == (200, BODY)  # other chrome: what is kept stands for it
        assert pywb.get(PAGE, "20260201080003")[0] == 302
        assert pywb.get(f"{HOST}/nb/2.html") == (403, b"<p>no</p>")
        assert pywb.get(f"{HOST}/nb/3.html") == (200, b"<script>1</script>")  # and not what a browser made of it
        assert pywb.get(f"{HOST}/nb/4.html")[0] == 404  # withheld
        assert [line["timestamp"] for line in pywb.index(f"{HOST}/nb/")] == ["20260201080001", "20260203080001"]


@pytest.mark.nightly
def test_pywb_finds_in_the_warc_what_our_index_says(view, every, wacz, tmp_path):
    export_warc(view, every.keeper.blobs, Chosen(), tmp_path / "all.warc.gz")
    with Wayback(tmp_path / "theirs", tmp_path / "all.warc.gz") as theirs, Wayback(tmp_path / "ours", wacz) as ours:
        for url in (PAGE, f"{HOST}/nb/", f"{HOST}/nb/final.html", f"{HOST}/nb/2.html", f"{HOST}/nb/3.html"):
            found = [
                [(line["timestamp"], line["url"], line["mime"], line["digest"]) for line in pywb.index(url)]
                for pywb in (theirs, ours)
            ]
            assert found[0] == found[1], url
        assert theirs.get(f"{HOST}/nb/", "20260203080001") == (200, LIST)


@pytest.mark.nightly
def test_the_maker_of_the_format_finds_it_valid(wacz):
    done = subprocess.run([BIN / "wacz", "validate", "-f", wacz], capture_output=True, text=True, timeout=120)
    assert "the passed WACZ is valid" in done.stdout
