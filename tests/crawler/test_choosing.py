"""Choosing portals by place, level, family and word: on the list, and for a crawl."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import run_nianbao, write_portals

from crawler.choosing import EVERY, Choice
from crawler.portals import COLUMNS, FAMILIES, FURTHER, LEVELS, Portal, read

LIST = [
    Portal("ministry", "某部", "trs", "http://www.m.gov.cn/", level="ministry"),
    Portal("zhejiang", "浙江省某厅", "hanweb_jpage", "http://a.zj.gov.cn/", division="330000", level="province"),
    Portal("short", "浙江", "static", "http://b.zj.gov.cn/", division="33"),
    Portal("jiaxing", "嘉兴市", "trs", "http://www.jx.gov.cn/", division="330400", level="prefecture"),
    Portal("xiuzhou", "嘉兴市秀洲区", "trs", "http://www.xz.gov.cn/", division="330411", level="county"),
    Portal("town", "某镇", "static", "http://t.xz.gov.cn/", division="330411100", level="township"),
    Portal("suzhou", "苏州市", "ucap", "http://www.suzhou.gov.cn/", division="320500", level="prefecture"),
]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (EVERY, "ministry zhejiang short jiaxing xiuzhou town suzhou"),
        (Choice(place="33"), "zhejiang short jiaxing xiuzhou town"),
        (Choice(place="330000"), "zhejiang short jiaxing xiuzhou town"),
        (Choice(place="330400"), "jiaxing xiuzhou town"),
        (Choice(place="330411"), "xiuzhou town"),
        (Choice(level="prefecture"), "jiaxing suzhou"),
        (Choice(place="330000", level="prefecture"), "jiaxing"),
        (Choice(family="trs"), "ministry jiaxing xiuzhou"),
        (Choice(word="秀洲"), "xiuzhou"),
        (Choice(word="xz.gov"), "xiuzhou town"),
        (Choice(place="330000", word="suzhou"), ""),
    ],
)
def test_a_choice_means_the_portals_that_fit_all_of_it(choice, names):
    assert [p.name for p in choice.among(LIST)] == names.split()


@given(
    st.builds(
        Choice,
        place=st.sampled_from(["", "33", "330400", "320500", "990000"]),
        level=st.sampled_from(LEVELS),
        family=st.sampled_from(["", *FAMILIES]),
        word=st.text(max_size=3),
    )
)
def test_narrowing_by_two_things_is_narrowing_by_one_and_then_the_other(choice):
    by_turns = Choice(place=choice.place).among(LIST)
    for other in (Choice(level=choice.level), Choice(family=choice.family), Choice(word=choice.word)):
        by_turns = other.among(by_turns)
    assert choice.among(LIST) == by_turns


@pytest.fixture
def mine(tmp_path):
    return write_portals(tmp_path / "mine.csv", LIST)


def listed(*arguments):
    return run_nianbao("portals", "list", *arguments)


def test_the_list_is_narrowed_and_its_length_told_apart_from_it(mine):
    ran = listed("--portals", mine, "--province", "浙江", "--level", "county")
    assert ran.code == 0
    assert "秀洲区" in ran.out
    assert "苏州" not in ran.out
    assert ran.err == "1 portal\n"


def test_the_list_as_csv_is_a_portal_list(mine):
    ran = listed("--portals", mine, "--format", "csv", "--division", "330400", "--family", "trs")
    assert [p.name for p in read(ran.out, "out")] == ["jiaxing", "xiuzhou"]
    assert tuple(next(csv.reader(StringIO(ran.out)))) == (*COLUMNS, *FURTHER)
    assert "portal" not in ran.out


def test_the_list_as_json_has_every_column(mine):
    made = json.loads(listed("--portals", mine, "--format", "json", "秀洲").out)
    assert [set(row) for row in made] == [{*COLUMNS, *FURTHER}]


def test_the_packaged_list_can_be_narrowed_to_one_of_its_levels():
    ran = listed("--level", "township", "--format", "csv")
    assert {p.level for p in read(ran.out, "out")} == {"township"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--province", "嘉兴市"), "no province"),
        (("--division", "无此县"), "no division"),
        (("--level", "city"), "township"),
        (("--province", "33", "--division", "3304"), "say the same"),
    ],
)
def test_a_choice_that_cannot_be_is_told(arguments, said):
    ran = listed(*arguments)
    assert ran.code == 2
    assert said in ran.err


def test_looking_at_portals_live_is_narrowed_as_well(mine):
    ran = run_nianbao("portals", "check", "--live", "--portals", mine, "--division", "330411", "--level", "county")
    assert ran.code == 2  # nobody has said who is asking
    assert "www.xz.gov.cn" in ran.err


def crawl(*arguments):
    return run_nianbao("crawl", *arguments)


def test_a_crawl_without_names_says_what_it_sets_out_to_do_and_how_to_choose(archive):
    ran = crawl("--archive", archive)
    assert ran.code == 2  # nobody has said who is asking
    first, second = ran.err.splitlines()[:2]
    assert int(first.split()[0]) >= 600
    assert "--province" in second
    assert "--level" in second
    assert "NIANBAO_CONTACT" in ran.err
    assert not archive.exists()


def test_a_crawl_of_a_level_and_a_place_says_how_many_portals_these_are(archive):
    ran = crawl("--archive", archive, "--level", "township", "--province", "广东")
    assert ran.err.startswith("1 portal of the packaged list is crawled")
    assert "heping.gov.cn" in ran.err
    assert "choose" not in ran.err


def test_a_crawl_of_a_family_is_of_that_family_alone(archive):
    asked_first = crawl("--archive", archive, "--family", "gkmlpt").err
    assert "/gkmlpt/" in asked_first
    assert int(asked_first.split()[0]) < 200


def test_a_crawl_of_a_list_of_ones_own_is_narrowed_without_a_word(mine, archive):
    ran = crawl("--portals", mine, "--archive", archive, "--division", "330411", "--level", "county")
    assert len(ran.err.splitlines()) == 1
    assert "www.xz.gov.cn" in ran.err


def test_a_crawl_of_nothing_is_no_crawl(mine, archive):
    assert "no portal to crawl" in crawl("--portals", mine, "--archive", archive, "--province", "西藏").err


def test_an_address_lies_in_no_place(archive):
    ran = crawl("http://www.a.gov.cn/", "--province", "浙江", "--archive", archive)
    assert ran.code == 2
    assert "an address is none" in ran.err
