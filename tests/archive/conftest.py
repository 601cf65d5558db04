"""Fixtures of tests that store and read pages as a crawl does."""

import pytest

from archive.database import captures
from archive.keeper import Keeper
from tests.archive.seeing import Reader


@pytest.fixture
def keeper(archive):
    with Keeper(archive) as made:
        made.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        yield made


@pytest.fixture
def reader(keeper):
    return Reader(keeper)
