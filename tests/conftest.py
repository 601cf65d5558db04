"""Fixtures every test may use."""

import pytest
from hypothesis import settings
from support import SHARED

for name in ("day", "nightly"):  # `examples` reads which of them is loaded
    settings.register_profile(name)


def pytest_configure(config):
    """By day, properties draw fewer examples."""
    settings.load_profile("day" if "not nightly" in config.option.markexpr else "nightly")


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
