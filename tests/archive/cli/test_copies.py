"""`nianbao copies` as a person uses it, on an archive of which it is known who copied what."""

import csv
import json
from io import StringIO
from random import Random

import pytest
from support import run_nianbao

from archive.database.connection import create_or_open
from tests.corpus import copied

ONE, OTHER, THIRD = "白鹭区财政局", "南岚县教育局", "石桥县水务局"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """ONE wrote 2020 and took it over in 2021; OTHER took that over in 2022; the rest was written anew."""
    first = copied.fresh(1, ONE, 2020, Random(1))
    second = copied.copied(2, first, ONE, 2021, "figures", Random(2))
    third = copied.copied(3, second, OTHER, 2022, "dropped", Random(3))
    others = [copied.fresh(n, THIRD, 2015 + n, Random(n)) for n in (4, 5, 6)]
    empty = copied.text(7, THIRD, 2023, [], Random(7))
    folder = tmp_path_factory.mktemp("copies")
    connection = create_or_open(folder).conn
    for made in (third, second, first, *others, empty):
        copied.put(connection, made)
    connection.close()
    return folder


def rows(kept, *arguments):
    ran = run_nianbao("copies", *arguments, "--format", "json", "--archive", kept)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_each_copy_is_told_with_its_source_and_the_first_of_the_chain(kept):
    told = [(row["report"], row["kind"], row["source"], row["first"]) for row in rows(kept)]
    assert told == [
        (f"{ONE}:2021", "same_body_years", f"{ONE}:2020", f"{ONE}:2020"),
        (f"{OTHER}:2022", "across_bodies", f"{ONE}:2020", f"{ONE}:2020"),
    ]
    assert all(0.8 <= row["share"] <= 1 and row["sections"] == "overview problems" for row in rows(kept))


def test_copies_are_narrowed_by_agency_year_and_kind(kept):
    assert [row["report"] for row in rows(kept, "--agency", "财政")] == [f"{ONE}:2021"]
    assert [row["report"] for row in rows(kept, "--year", "2022")] == [f"{OTHER}:2022"]
    assert [row["report"] for row in rows(kept, "--across-bodies")] == [f"{OTHER}:2022"]
    assert [row["report"] for row in rows(kept, "--across-years")] == [f"{ONE}:2021"]


def test_a_report_is_told_sentence_by_sentence_with_all_its_partners(kept):
    told = rows(kept, f"{ONE}:2021")
    assert {(row["report"], row["source"]) for row in told} == {
        (f"{ONE}:2021", f"{ONE}:2020"),
        (f"{OTHER}:2022", f"{ONE}:2021"),
    }
    left = [row for row in told if row["report"] == f"{OTHER}:2022" and ONE in row["sentence"]]
    assert all(row["remains"] == ONE for row in left)
    assert all(row["section"] in ("overview", "problems") and row["source_sentence"] for row in told)


def test_a_table_and_csv_say_the_same(kept):
    ran = run_nianbao("copies", "--archive", kept)
    assert ran.out.split("\n")[0].split()[:4] == ["report", "kind", "share", "source"]
    assert len(ran.out.strip().splitlines()) == 3
    ran = run_nianbao("copies", "--format", "csv", "--archive", kept)
    assert [row["report"] for row in csv.DictReader(StringIO(ran.out))] == [f"{ONE}:2021", f"{OTHER}:2022"]


@pytest.mark.parametrize("report", [f"{THIRD}:2023", f"{THIRD}:2020"])
def test_a_report_that_says_next_to_nothing_or_its_own_words_has_no_copies(kept, report):
    ran = run_nianbao("copies", report, "--archive", kept)
    assert ran.code == 0
    assert ran.err == "no copies\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--min-share", "0.3"), "0.5<=x<=1"),
        (("--min-share", "nan"), "is no number"),
        (("没有这个局:2020",), "there is no report"),
        (("--year", "20"), "is no year"),
        (("--section", "overviev"), "no section"),
    ],
)
def test_bad_input_is_told_in_one_line(kept, arguments, said):
    ran = run_nianbao("copies", *arguments, "--archive", kept)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
