"""Fixtures every test may use."""

import pytest
from support import SHARED


@pytest.fixture
def archive(tmp_path):
    """Where a test's archive goes."""
    return tmp_path / "archive"


@pytest.fixture(scope="session")
def shared():
    """The reference material beside the checkout; tests that need it are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("no reference material beside this checkout")
    return SHARED
