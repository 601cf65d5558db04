"""Words in the texts of reports: found whatever their length, nothing in them syntax, the index in step with the readings."""

import json
import sqlite3

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cli.searching import search
from archive.database import texts, unpacked
from archive.database.connection import create_or_open
from archive.errors import BadQuery
from archive.models import Report, Section
from archive.spaced import has_words
from tests.archive.seeing import page

SAID = {
    1: ("甲县人民政府2020年政府信息公开工作年度报告", "全年收到申请，３０件，\n其中予以公开12件。“放管服”改革PDF。"),
    2: ("甲县乙局2021年政府信息公开工作年度报告", "依法主动公开信息；未收取信息处理费。"),
    3: ("丙市人民政府2021年政府信息公开工作年度报告", '召开会议 OR "AND" (NOT) title:件 𠮷林 İstanbul'),
}
BODIES = {1: "甲县人民政府", 2: "甲县乙局", 3: "丙市人民政府"}


def report_of(title, *said):
    sections = tuple(Section("overview", "一、总体情况", text) for text in said)
    return Report(title, None, 2020, None, None, None, "text/html", "", sections=sections)


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """An archive of three reports, by its connection; it is only looked at."""
    yield from _of_three(tmp_path_factory)


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    """One like it, whose first report is written again and again."""
    yield from _of_three(tmp_path_factory)


def _of_three(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    connection = create_or_open(folder).conn
    for number, body in BODIES.items():
        connection.execute("INSERT INTO body (id, name) VALUES (?1, ?1)", (body,))
        connection.execute(
            "INSERT INTO report (id, key, body, year, status) VALUES (?, ?, ?, ?, 'read')",
            (number, f"{body}:{2019 + number}", body, 2019 + number),
        )
        unpacked.rewrite(connection, number, report_of(*SAID[number]))
    yield connection
    connection.close()


def found(connection, *words, **asked):
    return {(hit.report.partition(":")[0], hit.section) for hit in texts.find(connection, words, **asked)}


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["件"], {("甲县人民政府", "overview"), ("丙市人民政府", "overview")}),
        (["公开"], {(b, "title") for b in BODIES.values()} | {("甲县人民政府", "overview"), ("甲县乙局", "overview")}),
        (["收到申请"], {("甲县人民政府", "overview")}),
        (["申请30件其中"], {("甲县人民政府", "overview")}),  # marks, a new line and full width do not count
        (["申请３０件"], {("甲县人民政府", "overview")}),
        (["请申"], set()),
        (["3"], set()),  # a figure is one word
        (["放管服"], {("甲县人民政府", "overview")}),
        (["pdf"], {("甲县人民政府", "overview")}),
        (["公开", "30"], {("甲县人民政府", "overview")}),
        (["公开", "会议"], set()),
        (["总体情况", "会议"], {("丙市人民政府", "overview")}),
        (["𠮷"], {("丙市人民政府", "overview")}),
        (['OR "AND"'], {("丙市人民政府", "overview")}),
        (["title:件"], {("丙市人民政府", "overview")}),
        (["公开*"], {(b, "title") for b in BODIES.values()} | {("甲县人民政府", "overview"), ("甲县乙局", "overview")}),
        (["istanbul"], {("丙市人民政府", "overview")}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_words_are_found_where_they_stand(three, words, where):
    assert found(three, *words) == where


@pytest.mark.parametrize(
    ("expression", "where"),
    [
        ("收费 OR 会议", {"丙市人民政府"}),
        ("公开 NOT 信息处理费 NOT 年度报告", {"甲县人民政府"}),
        ('"收到申请" AND (放管服 OR 会议)', {"甲县人民政府"}),
        ("heading:总体情况 AND 会议", {"丙市人民政府"}),
        ("istan*", {"丙市人民政府"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_expression_is_one_when_asked_for(three, expression, where):
    assert {body for body, _ in found(three, expression, expression=True)} == where


@pytest.mark.parametrize("wrong", ["AND", "(公开", '"公开', "nosuch:公开", "公开 NEAR(", "(" * 900 + "a"])
def test_a_wrong_expression_is_told(three, wrong):
    with pytest.raises(BadQuery):
        texts.find(three, [wrong], expression=True)


def test_a_book_is_not_looked_for(three):
    with pytest.raises(BadQuery, match="no more than 1000 letters"):
        texts.find(three, ["公开" * 20_000])


@pytest.mark.parametrize("nothing", ["", "，。", "*", '"', "\0", "\ud800"])
def test_marks_alone_are_no_words(three, nothing):
    with pytest.raises(BadQuery):
        texts.find(three, [nothing])


def test_years_and_bodies_choose(three):
    assert {body for body, _ in found(three, "公开", years=(2021, 2030))} == {"甲县乙局", "丙市人民政府"}
    assert found(three, "公开", body="甲县乙局") == {("甲县乙局", "title"), ("甲县乙局", "overview")}
    assert found(three, "公开", body="甲县乙局", years=(1990, 2020)) == set()
    assert len(texts.find(three, ["公开"], most=2)) == 2


def test_what_is_found_is_shown_as_it_is_written(three):
    (hit,) = texts.find(three, ["申请30件其中"])
    assert hit.snippet == "全年收到申请，３０件， 其中予以公开12件。“放管服”改革PDF。"
    assert (hit.report, hit.agency, hit.year, hit.heading) == (
        "甲县人民政府:2020",
        "甲县人民政府",
        2020,
        "一、总体情况",
    )


han = st.text(st.sampled_from("公开申请件信息，。\n 12a"), min_size=1, max_size=30)


@settings(max_examples=40)
@given(st.lists(han, min_size=1, max_size=3), st.lists(han, min_size=1, max_size=3), st.data())
def test_the_index_holds_what_stands_there_now_and_nothing_else(changing, before, after, data):
    """Any stretch of a text that starts and ends with a Chinese character is found; of what stood there before nothing."""
    for said in (before, after):
        unpacked.rewrite(changing, 1, report_of("题", *said))
    text = data.draw(st.sampled_from(after))
    places = [place for place, letter in enumerate(text) if letter in "公开申请件信息"]
    if places:
        start = data.draw(st.sampled_from(places))
        end = data.draw(st.sampled_from([place for place in places if place >= start]))
        assert ("甲县人民政府", "overview") in found(changing, text[start : end + 1])
    plain = ["".join(letter for letter in said if has_words(letter)) for said in after]
    for old in before:
        whole = "".join(letter for letter in old if letter in "公开申请件信息")
        if whole and not any(whole in said for said in plain):
            hits = texts.find(changing, [whole], body="甲县人民政府")
            assert [hit for hit in hits if hit.section == "overview"] == []
    texts_of = changing.execute("SELECT count(*) FROM section WHERE report = 1").fetchone()[0]
    assert texts_of == len(after) + 1


def test_a_text_that_stays_is_not_written_again(three):
    unpacked.rewrite(three, 2, report_of(*SAID[2]))
    before = three.total_changes
    texts.renew(three, 2, report_of(*SAID[2]))
    assert three.total_changes == before


def test_what_was_removed_leaves_the_index_too(tmp_path):
    connection = create_or_open(tmp_path).conn
    connection.execute("INSERT INTO body (id, name) VALUES ('b', 'b')")
    connection.execute("INSERT INTO report (id, key, body, year, status) VALUES (1, 'b:2020', 'b', 2020, 'read')")
    for word in ("Zhangsan", None):
        unpacked.rewrite(connection, 1, report_of("t", f"{word} 来信") if word else None)
    texts.forget(connection)
    connection.close()
    assert b"hangsan" not in (tmp_path / "archive.db").read_bytes()


def test_the_index_can_be_made_anew(three):
    three.execute("BEGIN")
    unpacked.rewrite(three, 3, report_of(*SAID[3]))
    three.execute("INSERT INTO words (words) VALUES ('delete-all')")
    assert found(three, "会议") == set()
    texts.index_all(three)
    assert found(three, "会议") == {("丙市人民政府", "overview")}
    three.execute("ROLLBACK")


def test_the_command_prints_and_says_where_there_is_more(keeper, reader):
    reader.see(page())
    keeper.flush()
    folder = ["--archive", str(keeper.directory)]
    ran = CliRunner().invoke(search, ["年度报告", "--format", "json", *folder])
    assert [(hit["section"], hit["year"]) for hit in json.loads(ran.stdout)] == [("title", 2022)]
    ran = CliRunner().invoke(search, ["信息", "--limit", "1", *folder])
    assert (ran.exit_code, "there are more" in ran.stderr) == (0, True)
    ran = CliRunner().invoke(search, ["此词不在", *folder])
    assert (ran.exit_code, ran.stderr) == (0, "found nowhere\n")
    for wrong in (["a", "b", "--expression"], ["a", "--body", "无此机关"], ["a", "--limit", "0"], ["，"], []):
        assert CliRunner().invoke(search, [*wrong, *folder]).exit_code == 2


def test_a_damaged_index_is_no_traceback(keeper, reader):
    reader.see(page())
    keeper.flush()
    with sqlite3.connect(keeper.directory / "archive.db") as connection:
        connection.execute("UPDATE words_data SET block = x'00'")
    connection.close()
    ran = CliRunner().invoke(search, ["信息", "--archive", str(keeper.directory)])
    assert ran.exit_code in (0, 2)
    assert "Traceback" not in ran.output
