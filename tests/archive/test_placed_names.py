"""Names that have no place of their own, in the folder of a county."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bodies import body_key
from archive.placed_names import placed, told_apart


@pytest.mark.parametrize(
    ("name", "folder", "key"),
    [
        ("城关镇", "封丘县", "封丘县城关镇人民政府@410727"),
        ("城关镇人民政府", "原阳县人民政府", "原阳县城关镇人民政府@410725"),
        ("城关镇", "原阳县政府信息公开年报", "原阳县城关镇人民政府@410725"),
        ("统计局", "封丘县", "封丘县统计局@410727"),
        ("县统计局", "封丘县", "封丘县统计局@410727"),
        ("市统计局", "封丘县", "新乡市统计局@410700"),
        ("统计局", "新乡市财政局", "新乡市统计局@410700"),
        ("统计局", "新乡市经济技术开发区", "新乡市经济技术开发区统计局@410700"),
        ("原阳县统计局", "封丘县", "原阳县统计局@410725"),
        # a folder that says nothing of where a town is leaves it where the portal is
        ("城关镇", "新乡市", "城关镇人民政府@410700"),
        ("城关镇", "乡镇街道", "城关镇人民政府@410700"),
        ("城关镇", None, "城关镇人民政府@410700"),
    ],
)
def test_a_name_without_a_place_is_of_the_place_of_its_folder(name, folder, key):
    assert body_key(placed(name, folder), "410700") == key


@pytest.mark.parametrize(
    ("name", "known", "told"),
    [
        ("城关镇人民政府", "封丘县城关镇", "封丘县城关镇人民政府"),
        ("县统计局", "封丘县统计局", "封丘县统计局"),
        ("城关镇人民政府", "封丘县司寨乡", "城关镇人民政府"),
        ("城关镇财政所", "封丘县城关镇", "城关镇财政所"),
        ("原阳县统计局", "封丘县统计局", "原阳县统计局"),
        ("统计局", None, "统计局"),
    ],
)
def test_a_document_is_of_the_place_its_link_was_found_in_where_both_name_one_body(name, known, told):
    assert told_apart(name, known) == told


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_names_are_read_and_nothing_of_the_name_is_lost(name, folder):
    assert placed(name, folder).strip().endswith(name.strip()[-1:])
    assert told_apart(name, folder).strip().endswith(name.strip()[-1:])
