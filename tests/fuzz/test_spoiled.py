"""Spoiled documents of every format: read or refused within limits, and nothing else happens."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.guarded import Guarded
from tests.fuzz.seeds import FORMATS, seeds
from tests.fuzz.spoiling import spoiled

FEW = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=400, derandomize=False)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    made = Guarded(tmp_path_factory.mktemp("guarded"))
    yield made
    made.close()


def check(reader, name, how):
    @how
    @given(spoiled(seeds(name)))
    def read_or_refused(body):
        said = reader.read(body)
        assert said == "document" or said.startswith("unreadable: "), said

    read_or_refused()
    assert list(reader.directory.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_spoiled_document_is_read_or_refused(reader, name):
    check(reader, name, FEW)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FORMATS)
def test_many_spoiled_documents_are_read_or_refused(reader, name):
    check(reader, name, MANY)


def test_a_whole_document_is_read(reader):
    assert {reader.read(body) for name in FORMATS for body in seeds(name)} == {"document"}
