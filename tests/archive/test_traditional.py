"""Traditional characters: what is simplified already must never change, or places would be lost."""

from archive.divisions import _table
from archive.organs import vocabulary
from archive.traditional import simplified


def test_no_name_of_a_place_or_an_organ_is_changed():
    words = vocabulary()
    organs = [text for kind in ("matters", "organs", "ends") for pair in words[kind].items() for text in pair]
    assert [name for name in (*_table().by_name, *organs) if simplified(name) != name] == []


def test_every_character_of_gb_2312_stays():
    two_bytes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    every = "".join(pair.decode("gb2312", "ignore") for pair in two_bytes)
    assert len(every) > 6700
    assert simplified(every) == every


def test_the_words_of_names_become_simplified():
    written = "廣東省開發區衛生健康與計劃生育委員會、財務處、審計廳、鄉鎮街道辦事處、農業農村、國資監管"
    expected = "广东省开发区卫生健康与计划生育委员会、财务处、审计厅、乡镇街道办事处、农业农村、国资监管"
    assert simplified(written) == expected
