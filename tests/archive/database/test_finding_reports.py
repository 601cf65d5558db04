"""The report a person means: by its key, its body and year, or any address it was seen at or that led to it."""

import pytest

from archive.database import captures, queries
from archive.database.connection import open_existing
from archive.errors import NoSuchReport
from archive.keeper import Keeper
from tests.archive.seeing import AGENCY, Reader, page


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Whether a name is that of the one report of an archive, seen at an address that leads to another one."""
    folder = tmp_path_factory.mktemp("kept")
    with Keeper(folder) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        _, key = Reader(keeper).see(page())
        keeper.write(lambda c: c.execute("UPDATE capture SET final_url = 'http://a.gov.cn/new.html'"))
        keeper.write(lambda c: c.execute("UPDATE report SET url = 'http://a.gov.cn/other.html'"))
    connection = open_existing(folder).conn
    return lambda wanted: queries.find_report(connection, wanted) == key


@pytest.mark.parametrize(
    "wanted",
    [
        f"{AGENCY}:2022",
        f"{AGENCY}：2022",
        "http://a.gov.cn/1.html",
        "http://a.gov.cn/new.html",
        "http://a.gov.cn/other.html",
    ],
)
def test_a_report_goes_by_many_names(kept, wanted):
    assert kept(wanted)


@pytest.mark.parametrize("wanted", ["http://a.gov.cn/", f"{AGENCY}:2021", "", ":", "%", "a" * 10_000])
def test_what_is_no_report_is_told(kept, wanted):
    with pytest.raises(NoSuchReport):
        kept(wanted)


def test_a_part_of_a_name_finds_what_is_near(kept):
    with pytest.raises(NoSuchReport, match=f"near it: {AGENCY}"):
        kept(f"{AGENCY[:3]}:2022")
