"""Copies of which it is known what was made from what."""

from random import Random

import pytest

from archive.copies.partners import partners
from archive.copies.remains import remains
from archive.copies.search import Said, compared, search
from tests.corpus import copied

DICE = Random(7)
ONE, OTHER = "白鹭区财政局", "南岚县教育局"


class Shelf:
    """Made reports as the search asks for them."""

    def __init__(self, *made):
        self.made = {one.number: one for one in made}

    def by_body(self):
        return sorted(self.made.values(), key=lambda one: (one.body, one.number))

    def in_time(self):
        return sorted(self.made.values(), key=lambda one: (one.year, one.published, one.report))

    def text(self, number):
        return self.made[number]


def found(*made, share=0.8, section=None):
    return [(c.text.number, c.source.number, c.kind) for c in search(Shelf(*made), share, section)]


def fresh(number, agency, year, **more):
    return copied.fresh(number, agency, year, Random(number), **more)


@pytest.fixture(scope="module")
def known():
    """An archive of four years, what was copied from what, and what is found of it."""
    made, planted = copied.archive(120, range(2018, 2022), Random(11))
    return made, planted, list(search(Shelf(*made), 0.8))


def test_the_copies_made_are_found_and_no_others(known):
    _, planted, copies = known
    told, true = {copy.text.number for copy in copies}, {one.copy for one in planted}
    assert len(true) > 50
    assert len(told & true) / len(true) >= 0.98  # recall
    assert len(told & true) / len(told) >= 0.99  # precision


def test_each_copy_is_told_from_a_report_of_its_own_chain(known):
    _, planted, copies = known
    sources = {one.copy: one.source for one in planted}

    def first(number):
        while number in sources:
            number = sources[number]
        return number

    for copy in copies:
        assert first(copy.text.number) == first(copy.source.number)
        assert (copy.source.year, copy.source.published) <= (copy.text.year, copy.text.published)


@pytest.mark.parametrize("edit", copied.EDITS)
@pytest.mark.parametrize(("agency", "kind"), [(ONE, "same_body_years"), (OTHER, "across_bodies")])
def test_a_copy_is_found_whatever_was_done_to_it(edit, agency, kind):
    source = fresh(1, ONE, 2020)
    copy = copied.copied(2, source, agency, 2021, edit, Random(3))
    assert found(source, copy, fresh(3, OTHER, 2019), fresh(4, ONE, 2018)) == [(2, 1, kind)]


def test_what_is_just_alike_enough_is_found_as_what_is_the_same():
    """Pairs of bodies of which a growing part of the sentences was written anew, names forgotten here and there."""
    dice, names, made = Random(5), copied.agencies(120), []
    for n in range(60):
        source = fresh(2 * n, names[2 * n], 2020, least=30, most=40)
        said = copied.said_in(copied.copied(0, source, names[2 * n + 1], 2021, "names", dice))
        for i in dice.sample(range(len(said)), len(said) * n // 200):
            said[i] = copied.sentence(names[2 * n + 1], 2021, dice)
        made += [source, copied.text(2 * n + 1, names[2 * n + 1], 2021, said, dice)]
    told = {number for number, *_ in found(*made)}
    shelf = Shelf(*made)
    words = Said(shelf, None)
    pairs = [
        (text, words.of(text), source, words.of(source)) for source, text in zip(made[::2], made[1::2], strict=True)
    ]
    enough = {pair[0].number for pair in pairs if compared("across_bodies", *pair).common.share >= 0.8}
    assert 20 < len(enough) < 60
    assert told == enough


def test_a_part_of_a_text_of_twice_the_length_is_found():
    made = []
    for n, (one, other) in enumerate(zip(copied.agencies(40)[::2], copied.agencies(40)[1::2], strict=True)):
        source = fresh(2 * n, one, 2020, least=60, most=60)
        made += [source, copied.text(2 * n + 1, other, 2021, copied.said_in(source)[:30], DICE)]
    assert len(found(*made)) >= 18


def test_of_one_year_the_day_of_publication_says_who_was_first():
    early = fresh(1, ONE, 2020)
    late = copied.copied(2, early, OTHER, 2020, "figures", Random(3))
    days = {1: "2021-01-20", 2: "2021-01-08"}
    made = [copied.dated(one, days[one.number]) for one in (early, late)]
    assert found(*made) == [(1, 2, "across_bodies")]


def test_the_source_is_the_first_where_many_say_the_same():
    first = fresh(1, ONE, 2018)
    made = [first, *(copied.copied(n, first, ONE, 2017 + n, "none", Random(n)) for n in (2, 3, 4))]
    assert {source for _, source, _ in found(*made)} == {1}


def test_a_report_found_twice_is_no_copy_of_itself():
    one = fresh(1, ONE, 2020)
    again = copied.copied(2, one, ONE, 2020, "none", Random(2))
    assert found(one, again) == []
    assert found(copied.of_body(one, f"{ONE}@330411"), copied.of_body(again, f"{ONE}@www.gov.cn")) == []


def test_bodies_of_one_name_with_two_division_codes_are_two():
    one = fresh(1, ONE, 2020)
    again = copied.copied(2, one, ONE, 2020, "none", Random(2))
    made = copied.of_body(one, f"{ONE}@330411"), copied.of_body(again, f"{ONE}@350102")
    assert [kind for *_, kind in found(*made)] == ["across_bodies"]


def test_what_the_law_makes_all_say_is_no_copy():
    empty = [copied.text(n, f"{agency}", 2020, [], DICE) for n, agency in enumerate((ONE, OTHER))]
    assert found(*empty, share=0.5) == []


def test_what_many_bodies_say_is_no_copy():
    """Thirty bodies take one text from their superior; each adds a few sentences of its own."""
    shared = copied.said_in(fresh(0, ONE, 2020, least=20, most=20))
    names = copied.agencies(30)
    made = [
        copied.text(n, name, 2020, [*shared, *copied.said_in(fresh(n, name, 2020, least=4, most=4))], DICE)
        for n, name in enumerate(names, 1)
    ]
    assert len(found(*made[:10])) == 9
    assert found(*made) == []


def test_a_section_taken_over_alone_is_found_when_asked_for():
    source, own = fresh(1, ONE, 2020), fresh(2, OTHER, 2021)
    sections = {**dict(own.sections), "problems": dict(source.sections)["problems"]}
    mixed = copied.with_sections(own, sections)
    assert found(source, mixed) == []
    assert found(source, mixed, section="problems") == [(2, 1, "across_bodies")]


def test_the_partners_of_a_report_are_earlier_and_later_ones():
    first = fresh(1, ONE, 2019)
    made = [
        first,
        copied.copied(2, first, ONE, 2020, "figures", Random(2)),
        copied.copied(3, first, OTHER, 2021, "figures", Random(3)),
        fresh(4, OTHER, 2020),
    ]
    told = [(c.text.number, c.source.number, c.kind) for c in partners(Shelf(*made), 2, 0.8)]
    assert told == [(2, 1, "same_body_years"), (3, 2, "across_bodies")]


def test_names_and_years_of_the_source_that_were_left_standing_are_told():
    named = [f"2020年，{ONE}逐条核对办事指南和收费清单，{day}日前公布。" for day in "一二三"]
    source = copied.text(1, ONE, 2020, [*named, *copied.said_in(fresh(1, ONE, 2020, least=8, most=8))], DICE)

    def left(agency, said):
        (copy,) = search(Shelf(source, copied.text(2, agency, 2021, said, DICE)), 0.8)
        return [remains(pair, copy.text, copy.source) for pair in copy.common.pairs if pair.sentence.text in plain]

    plain = {line.rstrip("。") for line in named}
    assert left(OTHER, copied.said_in(source)) == [ONE] * 3
    assert left(ONE, copied.said_in(source)) == ["2020年"] * 3
    assert left(ONE, [line.replace("2020年", "2021年") for line in copied.said_in(source)]) == []


def test_the_same_archive_gives_the_same_copies(known):
    made, _, copies = known
    assert found(*reversed(made)) == [(copy.text.number, copy.source.number, copy.kind) for copy in copies]
