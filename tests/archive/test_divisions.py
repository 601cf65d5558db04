"""The table of divisions: real names and codes, what is ambiguous, and what stands no more."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.divisions import _table, chain, find, holds, level_of, near, of_code

ALL = [one for names in _table().by_code.values() for one in names]


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("浙江省", None, "330000"),
        ("浙江", None, "330000"),
        ("嘉兴市", None, "330400"),
        ("嘉兴", "330000", "330400"),
        ("秀洲区", None, "330411"),
        ("秀洲", "330400", "330411"),
        ("秀洲区", "330411", "330411"),
        ("平潭", None, "350128"),
        ("涪陵区", None, "500102"),
        ("东城区", "110000", "110101"),
        ("额济纳旗", None, "152923"),
        ("阿拉善盟", None, "152900"),
        ("凉山彝族自治州", None, "513400"),
        ("凉山", None, "513400"),
        ("巍山", "530000", "532927"),
        ("延边朝鲜族自治州", None, "222400"),
        ("仙桃市", None, "429004"),
        ("神农架林区", None, "429021"),
        ("新疆", None, "650000"),
        ("吉林", None, "220000"),  # the province before its city
        ("吉林", "220000", "220200"),  # within the province, the city
        ("朝阳", "210000", "211300"),  # the city before its county
        ("朝阳区", "110000", "110105"),
        ("郊区", "140300", "140311"),
        ("沛县", None, "320322"),
    ],
)
def test_a_place_is_found_by_its_name(name, within, code):
    assert find(name, within).code == code


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("鼓楼区", None),  # of four cities
        ("朝阳区", None),
        ("朝阳", None),
        ("市中区", "510000"),
        ("城区", None),
        ("秀洲区", "350000"),  # not there
        ("县", None),
        ("", None),
        ("青屿市", None),
        ("统计局", None),
    ],
)
def test_what_nothing_tells_apart_or_is_no_place_is_not_guessed(name, within):
    assert find(name, within) is None


def test_names_that_stand_no_more_are_known_with_their_years():
    assert (find("富阳市").code, find("富阳市").last) == ("330183", 2013)
    assert (find("富阳区").code, find("富阳区").first) == ("330111", 2014)
    assert (find("襄樊市").code, find("襄樊市").stands) == ("420600", False)
    assert [of_code("420600", year).name for year in (2009, 2012)] == ["襄樊市", "襄阳市"]
    assert find("毕节地区").code == "522400"
    assert find("毕节市").code == "520500"  # the city that stands, not the one it grew from
    assert of_code("500105").last == 2024


def test_the_nearest_place_of_a_name_is_meant():
    assert near("鼓楼区", "320100").code == "320106"
    assert near("鼓楼区", "320104").code == "320106"  # a neighbour of the district that speaks
    assert near("鼓楼区", "330411") is None
    assert near("平潭县", None).code == "350128"
    assert near("平潭县", "330411").code == "350128"
    assert near("秀洲区", "99").code == "330411"  # a code that is none tells nothing


def test_what_a_place_is_part_of():
    assert [part.name for part in chain("152923")] == ["内蒙古自治区", "阿拉善盟", "额济纳旗"]
    assert [part.name for part in chain("500102")] == ["重庆市", "涪陵区"]
    assert [part.name for part in chain("350128001")] == ["福建省", "福州市", "平潭县"]


def test_provinces_and_prefectures_are_complete():
    """34 provinces; 333 prefectures since 2019; Xiong'an, which is to be a city, has a prefecture's code."""
    standing = [one for one in ALL if one.stands]
    assert sum(one.level == "province" for one in standing) == 34
    assert sum(one.level == "prefecture" and one.name != "雄安新区" for one in standing) == 333
    assert len({one.code for one in standing}) == len(standing)


@given(st.sampled_from(ALL))
def test_every_place_is_found_within_each_of_what_it_is_part_of(one):
    parts = chain(one.code)
    assert parts[-1].code == one.code
    for part in parts:
        assert holds(part.code, one.code)
        found = find(one.name, part.code)
        assert found is None or (found.name == one.name and holds(part.code, found.code))
    if one.stands:
        assert find(one.name, one.code) == one


@given(st.text(max_size=30), st.none() | st.text(alphabet="0123456789", max_size=12))
def test_any_text_is_looked_up_without_an_error(name, within):
    find(name, within)
    near(name, within)
    if within:
        assert level_of(within) in ("province", "prefecture", "county", "township")
        chain(within)


def test_the_table_is_read_only_when_asked_for_and_fast():
    """A start of the program costs nothing; the first question under 100 ms on a loaded machine (14 ms on a quiet one)."""
    code = "import archive.divisions as d; assert d._table.cache_info().currsize == 0"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    times = []
    for _ in range(5):
        _table.cache_clear()
        began = time.perf_counter()
        find("秀洲区")
        times.append(time.perf_counter() - began)
    assert min(times) < 0.1
