"""What a report takes of the database, beyond its bytes, its texts and their index."""

from itertools import islice

from archive.database import captures
from archive.keeper import Keeper
from benchmarks import store

FEW, MORE = 60, 180


def test_a_report_takes_less_than_twelve_kilobytes(tmp_path):
    """With a narrative of 1,800 letters, as each further report of an archive takes it."""
    coming = store.generated(store.models(with_texts=True, count=2))
    sizes = []
    with Keeper(tmp_path) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, store.CRAWL, "", "test", {}))
        for count in (FEW, MORE):
            store.load(keeper, islice(coming, count))
            found = keeper.write(store.taken)
            keeper.flush()
            sizes.append({table: size for table, size in found.result().items() if table not in store.APART})
    assert sum(sizes[1].values()) - sum(sizes[0].values()) < MORE * store.TARGET_BYTES
    assert sizes[1]["reading"] - sizes[0]["reading"] < MORE * 4_000
