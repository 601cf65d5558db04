"""What the narrative says has changed, beside the tables of both years."""

import pytest

from archive.claims import compare_with_last_year
from tests.archive.claims.told import compared, filled

LAST = {"applications.new[total]": "25", "applications.carried_in[total]": "0"}


def change(text, printed=None, last=LAST):
    claims = compare_with_last_year(
        compared(text, printed), filled(printed=printed), filled(printed=last), "t2021", "t2021"
    )
    return claims[-1]


@pytest.mark.parametrize(
    ("text", "status", "other"),
    [
        ("收到政府信息公开申请20件，比上年减少5件。", "agrees", -5),
        ("收到政府信息公开申请20件，比上年减少4件。", "differs", -5),
        ("收到政府信息公开申请20件，比上年增加5件。", "differs", -5),
        ("收到政府信息公开申请20件，同比下降20%。", "agrees", -20),
        ("收到政府信息公开申请20件，同比下降20.2%。", "differs", -20),
        ("收到政府信息公开申请20件，同比增长20%。", "differs", -20),
        ("收到政府信息公开申请20件，与上年持平。", "differs", -5),
    ],
)
def test_a_change_is_that_between_the_tables(text, status, other):
    claim = change(text)
    assert (claim.base, claim.status, claim.other) == ("last_year", status, other)


def test_without_the_year_before_nothing_is_said():
    *_, claim = compared("收到政府信息公开申请20件，比上年减少5件。")
    assert (claim.status, claim.other) == ("not_comparable", None)
    assert "year before" in claim.reason


def test_growth_from_nothing_has_no_percentage():
    claim = change(
        "收到政府信息公开申请20件，同比增长100%。",
        last={"applications.new[total]": "0", "applications.carried_in[total]": "0"},
    )
    assert claim.status == "not_comparable"


def test_a_figure_the_table_does_not_have_has_no_change_either():
    claim = change("收到政府信息公开申请31件，比上年增加6件。")
    assert claim.status == "not_comparable"


def test_rough_changes_and_those_of_another_scope_are_left_alone():
    assert change("收到政府信息公开申请20件，同比下降约30%。").status == "not_comparable"
    assert change("全区收到政府信息公开申请20件，比上年减少9件。").status == "not_comparable"
