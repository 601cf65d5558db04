"""How many examples a property test draws: some by day, many in the long tests.

The profile `nightly` of hypothesis is loaded where tests marked `nightly` are run, too (`tests/conftest.py`).
"""

from hypothesis import settings


def examples(by_day, at_night, **more):
    """Settings that draw so many."""
    drawn = at_night if settings.get_current_profile_name() == "nightly" else by_day
    return settings(max_examples=drawn, deadline=None, **more)
