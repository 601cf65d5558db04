"""Where a claim stands, and what of a document is narrative."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims import read_claims
from archive.models import Cell, Section
from tests.archive.claims.told import read, section

SENTENCES = ("全年收到政府信息公开申请7件，办结6件", "未发生行政复议", "主动公开政府信息90条，其中网站80条、微信10条")


def test_a_claim_knows_its_line_and_letters():
    text = "（一）依申请公开\n 全年收到 申请１２件；办结１１件。"
    first, second = read(text)
    assert (first.place.line, second.place.line) == (2, 2)
    assert text.split("\n")[1][first.place.start : first.place.end] == "全年收到 申请１２件"
    assert text.split("\n")[1][second.place.start : second.place.end] == "办结１１件"
    assert first.place.place == {"paragraph": 2}
    assert first.place.section == "overview"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.sampled_from(["", " ", "\u3000", "  "]))
def test_the_letters_named_are_those_of_the_claim(chosen, blank):
    lines = [f"{blank}{text}。" for text in chosen]
    for claim in read("\n".join(lines)):
        if claim.kind != "list":
            printed = lines[claim.place.line - 1][claim.place.start : claim.place.end]
            assert "".join(printed.split()) == claim.said


def test_a_sentence_that_a_page_breaks_is_one():
    broken = "依申请公开方面，本机关高度重视，全年收到政府信\n息公开申请7件，比上年减少1件。"
    assert [(c.quantity, c.value, c.place.line) for c in read(broken)] == [
        ("applications.new[total]", 7, 1),
        ("applications.new[total]", -1, 2),
    ]


def test_a_heading_is_not_run_into_the_line_below_it():
    (claim,) = read("（二）规范性文件\n收到政府信息公开申请7件")
    assert claim.said == "收到政府信息公开申请7件"


def test_the_cells_of_a_table_that_stand_as_paragraphs_are_no_narrative():
    told = section("规章\n行政许可处理决定数量15件")
    cell = Cell("disclosure.licensing.decisions", "15", 15, "number", None, {"paragraph": 2})
    assert len(read_claims([told])) == 1
    assert read_claims([told], [cell]) == ()


def test_a_section_stored_without_places_is_read():
    (claim,) = read_claims([Section("overview", None, "收到政府信息公开申请7件。")])
    assert claim.place.place == {}
