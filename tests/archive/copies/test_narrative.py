from hypothesis import given
from hypothesis import strategies as st

from archive.copies.narrative import MOST_SENTENCES, Text, sentences


def text(*sections, agency="白鹭区财政局", template="t2021"):
    return Text(1, "甲:2021", "甲", agency, 2021, None, template, sections)


def keys(*sections, **more):
    return [sentence.key for sentence in sentences(text(*sections, **more))]


def test_last_years_sentence_with_new_figures_has_the_same_key():
    assert keys(("overview", "2020年，全年公开信息1,339条，增长3.5%。")) == keys(
        ("overview", "２０２１年，全年公开信息 8 条，增长12%。")
    )


def test_names_of_either_body_in_one_sentence_give_one_key():
    said = "{}坚持公开，{}组织各科室核对。"
    assert keys(("overview", said.format("白鹭区财政局", "我局"))) == keys(
        ("overview", said.format("石桥镇人民政府", "本机关")), agency="石桥镇人民政府"
    )


def test_a_sentence_keeps_its_own_words_beside_its_key():
    (sentence,) = sentences(text(("overview", "一是2021年 白鹭区财政局公开预算决算339条")))
    assert sentence == ("overview", "一是2021年白鹭区财政局公开预算决算339条", "0年〇公开预算决算0条")


def test_the_number_of_an_item_does_not_count():
    said = "信息员每月逐条核对办事指南"
    assert keys(("problems", f"一是{said}。")) == keys(("problems", f"（三）{said}；")) == [said]


def test_lines_that_a_page_breaks_are_one_sentence_and_headings_are_none():
    broken = "（一）主动公开情况\n信息员每月逐条核对\n办事指南并及时更新。"
    assert keys(("overview", broken)) == ["信息员每月逐条核对办事指南并及时更新"]


def test_preface_and_tables_do_not_count_but_the_prose_of_old_reports_does():
    said = "信息员每月逐条核对办事指南并及时更新。"
    sections = [("preface", said), ("applications", said + "甲"), ("overview", "窗口人员随机抽查并通报结果。")]
    assert len(keys(*sections)) == 1
    assert len(keys(*sections, template=None)) == 2


def test_a_report_without_the_heading_of_section_one_has_it_in_its_preface():
    assert keys(("preface", "本报告的统计期限为2021年。信息员每月逐条核对办事指南。"), ("problems", "无。"))[-1:] == [
        "信息员每月逐条核对办事指南"
    ]


def test_one_section_can_be_asked_for():
    made = text(("overview", "信息员每月逐条核对办事指南。"), ("problems", "窗口人员随机抽查并通报结果。"))
    assert [sentence.section for sentence in sentences(made, "problems")] == ["problems"]


def test_a_hostile_text_is_bounded():
    endless = "".join(f"信息员每月逐条核对{chr(0x4E00 + i % 5000)}{chr(0x4E00 + i // 5)}。" for i in range(12_000))
    assert len(sentences(text(("overview", endless)))) <= MOST_SENTENCES


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_and_any_name_give_sentences_in_utf8(said, agency):
    for sentence in sentences(text(("overview", said), agency=agency)):
        assert sentence.key.encode()
        assert len(sentence.key) >= 10
