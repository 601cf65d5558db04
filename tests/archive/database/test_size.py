"""What a report takes of the database, beyond its bytes, its texts and their index."""

from itertools import islice

import pytest

from archive.database import captures
from archive.keeper import Keeper
from benchmarks import store


@pytest.mark.parametrize(
    ("bodies", "few", "more"), [(2, 60, 180), pytest.param(24, 2_000, 18_000, marks=pytest.mark.nightly)]
)
def test_a_report_takes_less_than_twelve_kilobytes(tmp_path, bodies, few, more):
    """With a narrative of 1,800 letters, as each further report of an archive takes it."""
    coming = store.generated(store.models(with_texts=True, count=bodies))
    sizes = []
    with Keeper(tmp_path) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, store.CRAWL, "", "test", {}))
        for count in (few, more):
            store.load(keeper, islice(coming, count))
            found = keeper.write(store.taken)
            keeper.flush()
            sizes.append({table: size for table, size in found.result().items() if table not in store.APART})
    assert sum(sizes[1].values()) - sum(sizes[0].values()) < more * store.TARGET_BYTES
    assert sizes[1]["reading"] - sizes[0]["reading"] < more * 4_000
