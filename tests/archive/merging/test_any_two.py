"""Any two archives are joined to the same one, whichever is taken into which, however often."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import keeper
from archive.reading import RELEASE
from tests.archive.merging.crawled import Crawled, checked, faults, merged, public

DAYS = st.integers(1, 28).map(lambda day: f"2024-03-{day:02}")
AGENCIES, YEARS = st.sampled_from(["甲县教育局", "甲县民政局"]), st.sampled_from([2021, 2022])
SIGHTS = st.fixed_dictionaries(
    {
        "portal": st.sampled_from(["p1", "p2"]),
        "day": DAYS,
        "agency": AGENCIES,
        "year": YEARS,
        "variant": st.integers(0, 2),
        "outcome": st.sampled_from(["read", "read", "read", "blocked", "missing"]),
        "release": st.sampled_from(["7", RELEASE]),
        "whole": st.booleans(),
        "finished": st.booleans(),
        "left": st.sampled_from([(), (("甲县教育局", 2020),)]),
    }
)
EVENTS = st.lists(
    st.one_of(
        SIGHTS.map(lambda told: ("see", told)),
        st.tuples(DAYS, AGENCIES, YEARS, st.integers(5, 6)).map(lambda told: ("correct", told)),
        st.tuples(DAYS, AGENCIES, YEARS, st.integers(0, 2)).map(lambda told: ("withhold", told)),
        st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from(["甲县", "甲县政府网"])).map(
            lambda told: ("portal", told)
        ),
    ),
    max_size=6,
)


def happen(archive, events):
    for kind, told in events:
        if kind == "see":
            archive.see(**told)
        else:
            getattr(archive, kind)(*told)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An archive that knows two portals, and nothing else."""
    made = Crawled(tmp_path_factory.mktemp("begun") / "archive")
    for name in ("p1", "p2"):
        made.portal(name)
    return made


def join(begun, common, ours, theirs):
    with TemporaryDirectory() as folder, patch.object(keeper, "GROUP_SECONDS", 0):
        base = begun.copy(Path(folder) / "base", 0)
        happen(base, common)
        for name, number, events in (("a", 100, ours), ("b", 200, theirs)):
            made = base.copy(Path(folder) / name, number)
            happen(made, events)
            made.connection.close()
            checked(made.directory)
        for one, other in ("ab", "ba"):
            shutil.copytree(Path(folder) / one, Path(folder) / (one + other))
            (told,) = merged(Path(folder) / (one + other), Path(folder) / other)
            assert not told.found["conflict"] + told.found["damage"]
        both = public(Path(folder) / "ab")
        assert public(Path(folder) / "ba") == both
        assert faults(Path(folder) / "ab") == []
        (again,) = merged(Path(folder) / "ab", Path(folder) / "b")
        merged(Path(folder) / "ab", Path(folder) / "a")
        assert public(Path(folder) / "ab") == both
        assert +again.taken == {}
        for name in "ab":
            for table in ("captures", "crawls", "tombstones"):
                assert set(public(Path(folder) / name)[table]) <= set(both[table])


def seen(year):
    """A report of one body, seen and read."""
    told = {"portal": "p1", "day": "2024-03-01", "agency": "甲县教育局", "year": year, "variant": 0, "outcome": "read"}
    return "see", told | {"release": "7", "whole": False, "finished": False, "left": ()}


def test_what_a_later_report_says_of_a_withheld_one_is_the_same_whichever_is_taken_into_which(begun):
    withheld = "withhold", ("2024-03-01", "甲县教育局", 2021, 0)
    join(begun, [seen(2021)], [seen(2021)], [seen(2022), withheld])


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(common=EVENTS, ours=EVENTS, theirs=EVENTS)
def test_any_two_archives_are_joined_to_the_same_one(begun, common, ours, theirs):
    join(begun, common, ours, theirs)


@pytest.mark.nightly
@pytest.mark.timeout(3000)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(common=EVENTS, ours=EVENTS, theirs=EVENTS)
def test_any_two_archives_are_joined_to_the_same_one_at_length(begun, common, ours, theirs):
    join(begun, common, ours, theirs)
