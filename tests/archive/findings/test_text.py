"""What a person at a terminal is told of a report."""

from dataclasses import replace

from archive.findings.as_json import checked_object
from archive.findings.text import lines
from archive.findings.words import Words
from tests.archive.findings.made import NEW, SAYS, TOTAL, cell, checked, finding, section

EN, ZH = Words("en"), Words("zh")
CELLS = (
    cell(NEW, "9", {"table": 2, "row": 4, "column": 9}, 9),
    cell(TOTAL, "8", {"sheet": "Sheet1", "address": "B7"}, 8),
    cell("applications.carried_in[total]", "0", {"line": 12}, 0),
    cell("applications.carried_out[total]", "约3", {"page": 3, "table": 1, "box": [1.0, 2.0, 3.0, 4.0]}),
)
NAMES = tuple(one["id"] for one in CELLS)


def printed(report, words=EN):
    return "\n".join(lines(report, words))


def test_each_cell_is_named_with_what_is_printed_there_and_where():
    out = printed(checked(finding(cells=NAMES), cells=CELLS)).splitlines()
    assert [line.split("  ") for line in map(str.strip, out[3:7])] == [
        ["applications.carried_out[total]", "约3", "page 3, table 1, box 1, 2 to 3, 4"],
        [NEW, "9", "table 2, row 4, column 9"],
        [TOTAL, "8", "Sheet1!B7"],
        ["applications.carried_in[total]", "0", "line 12"],
    ]


def test_the_same_is_said_in_chinese():
    out = printed(checked(finding(cells=(NEW,), suspects=(NEW,)), cells=CELLS), ZH)
    assert "不符" in out
    assert "每行总计应等于六类申请人之和；现 9 不等于 8" in out
    assert "三、本年新收政府信息公开申请数量 · 总计  “9”  第2张表，第4行，第9列  疑似有误" in out
    assert "不宜发布：1 项检查不符" in out
    assert not any(word in out for word in ("fail", "table", "total", "checks"))


def test_suspects_come_first_and_the_rest_of_many_cells_is_counted():
    many = [cell(f"applications.new[x{i}]", str(i + 1), {"line": i}, i + 1) for i in range(20)]
    names = [one["id"] for one in many]
    out = printed(checked(finding(cells=names, suspects=names[-1:]), cells=many)).splitlines()
    assert names[-1] in out[3]
    assert out[3].endswith("suspect")
    assert "and 14 more cells" in out[9]


def test_what_fails_stands_above_what_is_in_doubt_and_passes_are_counted():
    out = printed(checked(finding("C3", "unknown"), finding("A3", "pass"), finding("A1", "fail")))
    assert out.index("fail    A1") < out.index("unknown C3")
    assert "A3" not in out
    assert "1 fail, 1 pass, 1 unknown" in out


def test_a_cell_that_is_not_printed_and_one_that_is_blank_are_told_apart():
    out = printed(checked(finding(cells=(NEW, TOTAL)), cells=[cell(NEW, "", {"line": 1})]))
    assert f"{NEW}  blank  line 1" in out
    assert f"{TOTAL}  not printed" in out


def test_verdicts_and_proposed_values_are_told():
    assert "may be quoted" in printed(checked(finding(verdict="agency")))
    assert "do not quote" in printed(checked(finding(verdict="reader")))
    assert "不得引用" in printed(checked(finding(verdict="reader")), ZH)
    assert "something new" in printed(checked(finding(verdict="something new")))
    assert "hold with 7" in printed(checked(finding(proposed=7)))


VERDICT = "may be quoted: two independent readings agree; 7 in place of '8' in applications.new[total] would make the sums hold"


def test_a_finding_on_the_text_says_where_its_sentence_stands():
    said = finding("N06", cells=(), message=SAYS)
    report = checked(said, sections=[section({"paragraph": 4}, {"paragraph": 6})])
    assert "overview, line 2, letter 5" in printed(report)
    assert "overview  paragraph 6" in printed(report)
    assert "（“部分公开4件”，总体情况第 2 行第 5 字起）" in printed(report, ZH)
    assert "总体情况  第6段" in printed(report, ZH)
    (where,) = checked_object(report, EN)["findings"][0]["where"]
    assert (where["cell"], where["section"], where["line"], where["letter"]) == (None, "overview", 2, 5)
    assert (where["place"], where["place_in_words"]) == ({"paragraph": 6}, "paragraph 6")
    for sections in ([], [section({"paragraph": 4})], [section()]):  # kept before places were, or cut
        assert "overview, line 2, letter 5" in printed(checked(said, sections=sections))


def test_a_cell_corrected_by_people_says_so_beside_what_is_printed():
    report = checked(finding(cells=(NEW, TOTAL)), cells=CELLS)
    named = replace(report, corrections={NEW: ("7", "王"), TOTAL: ("not applicable", None)})
    assert f"{NEW}  9  corrected to 7 by 王  table 2, row 4, column 9" in printed(named)
    assert f"{TOTAL}  8  corrected to not applicable by a person  Sheet1!B7" in printed(named)
    assert "“9”  已由王更正为 7  第2张表" in printed(named, ZH)
    assert "“8”  已由人工更正为 不适用  Sheet1!B7" in printed(named, ZH)
    assert "corrected" not in printed(report)
    where = {spot["cell"]: spot for spot in checked_object(named, EN)["findings"][0]["where"]}
    assert where[NEW]["corrected"] == "corrected to 7 by 王"


def test_a_verdict_is_said_once():
    said = finding(
        message=f"the total of outcomes is the sum of all outcomes, but 9 is not 8; {VERDICT}", verdict="agency"
    )
    for words, quoted in ((EN, "quoted"), (ZH, "引用")):
        assert printed(checked(said, name="甲局:2020"), words).count(quoted) == 1
    doubt = finding(message="the text says 1; do not quote: no second reading confirms the first", verdict="unclear")
    out = printed(checked(doubt))
    assert "the text says 1\n" in out
    assert "unclear: look at the document" in out


def test_who_may_still_mend_a_draft_is_told_to():
    said = checked(finding(verdict="agency"))
    draft = replace(said, is_draft=True)
    assert "correct them before publication" in printed(draft)
    assert "请在发布前改正" in printed(draft, ZH)
    for words in (EN, ZH):
        assert not any(word in printed(draft, words) for word in ("quoted", "引用"))
        assert any(word in printed(said, words) for word in ("may be quoted", "可以引用"))
    assert "do not quote" in printed(replace(checked(finding(verdict="reader")), is_draft=True))


def test_nothing_in_a_document_steers_the_terminal():
    hostile = "7\x1b]0;x\x07\x9b31m\u202e8\r\n"
    cells = [cell(NEW, hostile, {"sheet": f"a{hostile}", "address": "B7"})]
    message = f"two copies of this cell differ: {hostile}"
    for words in (EN, ZH):
        out = printed(checked(finding(message=message), cells=cells, name=hostile), words)
        assert not any(mark in out for mark in "\x1b\x07\x9b\u202e\r")
        assert "\\x1b" in out


def test_how_a_report_comes_out_is_said_in_one_line():
    assert printed(checked(finding(status="pass"))).endswith("ready: the one check holds")
    assert "1 check is in doubt" in printed(checked(finding(status="pass"), finding(status="unknown")))
    assert printed(checked(finding("T0", "unknown"))).endswith("nothing could be checked")
    assert printed(checked(finding(status="pass")), ZH).endswith("可以发布：1 项检查全部通过")
