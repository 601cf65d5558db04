"""Fixtures of tests of exports."""

import pytest

from archive.database.connection import open_existing
from tests.archive.export.every_kind import every_kind


@pytest.fixture
def every(archive):
    made = every_kind(archive)
    yield made
    made.keeper.close()


@pytest.fixture
def view(archive, every):
    return open_existing(archive).conn
