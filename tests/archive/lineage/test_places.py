"""Places are said in both languages, whatever a reader notes."""

import tomllib

import pytest
from support import ROOT

from archive.lineage.places import in_words

WORDS = tomllib.loads((ROOT / "archive" / "lineage" / "places.toml").read_text("utf-8"))


def test_both_languages_have_words_for_the_same_things():
    assert set(WORDS["en"]) == set(WORDS["zh"])


@pytest.mark.parametrize(
    ("place", "english", "chinese"),
    [
        ({"sheet": "Sheet1", "address": "B7"}, "Sheet1!B7", "Sheet1!B7"),
        ({"sheet": "it's 2", "address": "B7"}, "'it''s 2'!B7", "'it''s 2'!B7"),
        ({"sheet": "2023", "address": "B7"}, "'2023'!B7", "'2023'!B7"),
        ({"table": 1, "line": 7, "column": 2}, "table 1, column 2, line 7", "第1张表，第2列，文本第7行"),
        ({"page": 2, "covered": 1}, "page 2, perhaps covered by what is drawn there", "第2页，可能被图形遮盖"),
        ({"grid": 3, "row": 1}, "row 1, grid 3", "第1行，grid 3"),
        ({}, "a place nobody noted", "位置未记录"),
    ],
)
def test_a_place_in_words(place, english, chinese):
    assert (in_words(place), in_words(place, "zh")) == (english, chinese)
