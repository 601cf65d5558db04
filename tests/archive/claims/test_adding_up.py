"""The narrative's own arithmetic: parts and wholes, shares, and one quantity told twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims import compare
from tests.archive.claims.told import compared, read


def alone(text):
    """The claims of a report without tables."""
    return compare(read(text), (), None)


def listed(text):
    (claim,) = [claim for claim in alone(text) if claim.kind == "list"]
    return claim


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 9999), min_size=2, max_size=12),
    st.sampled_from(["，包括：{}。", "，分别为{}。", "（{}）。", "，包括{}。"]),
    st.sampled_from(["；", "，", "、"]),
    st.integers(-3, 3),
)
def test_parts_said_to_be_all_come_to_their_whole(parts, frame, between, off):
    kinds = [f"{kind}{part}条" for kind, part in zip("甲乙丙丁戊己庚辛壬癸子丑", parts, strict=False)]
    whole = sum(parts) + off
    claim = listed(f"主动公开政府信息{whole}条" + frame.format(between.join(kinds)))
    assert (claim.value, claim.other) == (sum(parts), whole)
    running = {sum(parts[: i + 1]) for i in range(len(parts))}
    assert claim.status == ("agrees" if whole in running else "differs")


def test_parts_that_are_not_said_to_be_all_may_be_fewer():
    assert listed("主动公开政府信息90条，其中动态20条、公告30条。").status == "not_comparable"
    assert listed("主动公开政府信息90条，其中动态20条、公告30条、其他39条。").status == "differs"
    assert listed("主动公开政府信息90条，其中动态20条、公告30条、其他40条。").status == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息90条，包括动态20条、公告30条等。",
        "主动公开政府信息90条，包括动态20余条、公告30条。",
        "主动公开政府信息90条，包括动态20条、图解3篇、公告30条。",
    ],
)
def test_lists_with_gaps_are_no_lists(text):
    assert [claim for claim in alone(text) if claim.kind == "list"] == []


def test_a_part_is_never_more_than_its_whole():
    *_, part = alone("主动公开政府信息382条，包括微信公众号2443条。")
    assert (part.status, part.compared, part.other) == ("differs", ("claims[0]",), 382)


def test_what_is_posted_in_two_places_is_told_twice():
    claim = listed("主动公开政府信息90条，包括网站80条、微信60条。")
    assert (claim.status, bool(claim.reason)) == ("differs", True)


def test_a_list_that_parts_its_whole_in_two_ways_adds_up():
    claim = listed("收到政府信息公开申请20件，包括网上申请15件，信函申请5件，自然人18件，法人2件。")
    assert (claim.value, claim.status) == (40, "agrees")


def test_outcomes_behind_a_list_are_none_of_its_parts():
    claim = listed("收到政府信息公开申请20件，包括自然人18件，法人2件；予以公开12件。")
    assert (claim.value, claim.status) == (20, "agrees")


def test_lists_within_lists_each_add_up():
    text = "答复政府信息公开申请20件，包括予以公开12件，不予公开5件（包括国家秘密1件，内部事务信息4件），无法提供3件。"
    assert [(c.value, c.status) for c in alone(text) if c.kind == "list"] == [(5, "agrees"), (20, "agrees")]


@pytest.mark.parametrize(
    ("share", "status"),
    [("60%", "agrees"), ("60.0%", "agrees"), ("59.95%", "agrees"), ("60.1%", "differs"), ("58%", "differs")],
)
def test_a_share_is_worked_out_anew(share, status):
    *_, claim = compared(f"答复申请20件，其中予以公开12件，占答复总数的{share}。")
    assert (claim.kind, claim.status, claim.compared) == ("share", status, ("claims[0]",))


def test_a_share_of_nothing_named_is_left_open_unless_its_neighbours_show_of_what():
    *_, claim = compared("答复申请20件，其中予以公开12件，占33%。")
    assert (claim.status, bool(claim.reason)) == ("not_comparable", True)
    claims = compared("答复申请20件，其中予以公开12件，占33%；部分公开2件，占10%。")
    assert [claim.status for claim in claims if claim.kind == "share"] == ["differs", "agrees"]


def test_one_quantity_told_twice_is_told_alike():
    text = "收到政府信息公开申请7件。\n依申请公开情况：全年收到政府信息公开申请{}件。"
    assert [claim.status for claim in alone(text.format(7))] == ["not_comparable", "agrees"]
    assert [claim.status for claim in alone(text.format(8))] == ["not_comparable", "differs"]


def test_not_more_is_collected_than_was_asked_for():
    text = "发出收费通知4份，通知金额2600元，实际收取{}元。"
    assert [c.status for c in alone(text.format(1400))][-1] == "agrees"
    assert [c.status for c in alone(text.format(3400))][-1] == "differs"
