"""What captures say of their dates, joined from several archives and compared."""

import json

from hypothesis import given
from hypothesis import strategies as st
from support import run_nianbao

from archive.database import dates
from tests.lib.examples import examples

_DAY = st.one_of(st.none(), st.sampled_from(["2021-01-12", "2021-03-30 10:00", "昨天"]))
_KEPT = st.one_of(
    st.none(),
    st.dictionaries(st.sampled_from(["7", "8", "9"]), st.tuples(_DAY, _DAY)).map(json.dumps),
    st.sampled_from(["", "[]", "{", '{"8": 1}', '{"8": ["a"]}', '{"8": ["a", 2]}', "[" * 5000, '"' + "x" * 9]),
    st.text(max_size=20),
)


@given(_KEPT, _KEPT, _KEPT)
@examples(100, 3000)
def test_joining_is_the_same_in_any_order_and_bad_text_is_nothing(one, other, third):
    assert dates.joined(one, other) == dates.joined(other, one)
    assert dates.joined(dates.joined(one, other), third) == dates.joined(one, dates.joined(other, third))
    once = dates.joined(one, None)
    assert dates.joined(once, one) == once


def test_the_newest_release_that_read_both_is_believed():
    before, after = '{"8": ["2021-01-12", null], "9": ["2021-01-13", null]}', '{"9": ["2021-01-14", null]}'
    assert dates.compared(before, after) == ("9", [("field", "published", "2021-01-13", "2021-01-14")])
    assert dates.compared('{"8": ["2021-01-12", null]}', after) is None
    assert dates.latest(before) == {"published": "2021-01-13", "published_meta": None}


def test_the_dates_of_what_was_withheld_are_gone(tmp_path):
    (tmp_path / "a.html").write_text(
        "<h1>甲局2020年政府信息公开工作年度报告</h1><p>发布时间：2021-01-12</p><p>一、总体情况</p>", "utf-8"
    )
    archive = ("--archive", tmp_path / "archive")
    assert run_nianbao("add", tmp_path / "a.html", *archive).code == 0
    count = ("query", "SELECT count(*) AS n FROM version_capture WHERE dates LIKE '%2021-01-12%'", "--format", "json")
    assert json.loads(run_nianbao(*count, *archive).out) == [{"n": 1}]
    ran = run_nianbao("withhold", "甲局:2020", "--because", "a name", "--yes", *archive)
    assert ran.code == 0, ran.err
    assert json.loads(run_nianbao(*count, *archive).out) == [{"n": 0}]
