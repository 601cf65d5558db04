"""`nianbao check` on a draft before it is published."""

import json
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import run_nianbao

from crawler.replicas.documents import html, word
from crawler.replicas.documents.sheet import xlsx
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
LAST, THIS = reports(AGENCY, [2022, 2023])
WRONG = "applications.new[total]"
WRITTEN = 9_999
CARRIED = "applications.carried_in[natural_person]"
BAD = replace(THIS, printed={**THIS.printed, WRONG: str(WRITTEN)})


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with drafts that hold and drafts in which one total is wrong, and an archive of the year before."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "good.docx").write_bytes(word.docx(THIS))
    (folder / "bad.docx").write_bytes(word.docx(BAD))
    (folder / "bad.xlsx").write_bytes(xlsx(BAD))
    (folder / "carried.docx").write_bytes(word.docx(replace(THIS, printed={**THIS.printed, CARRIED: "57"})))
    (folder / "last.docx").write_bytes(word.docx(LAST))
    (folder / "notice.txt").write_text("关于放假的通知", "utf-8")
    assert run_nianbao("add", "last.docx", "--archive", "held", cwd=folder).code == 0
    return folder


def named(ran, check):
    (report,) = json.loads(ran.out)
    return [finding for finding in report["findings"] if finding["check"] == check and finding["status"] == "fail"]


@pytest.mark.parametrize(("draft", "address"), [("bad.docx", "table 2, row 4, column 10"), ("bad.xlsx", "表2!J6")])
def test_a_wrong_total_is_shown_with_the_place_where_it_stands(desk, draft, address):
    ran = run_nianbao("check", draft, cwd=desk)
    assert ran.code == 1
    assert f"{WRONG}  {WRITTEN}  {address}  suspect" in ran.out
    assert "not ready: 2 checks fail" in ran.out
    assert "the figures are as printed: correct them before publication" in ran.out
    assert "quoted" not in ran.out


def test_everything_is_said_in_chinese(desk):
    ran = run_nianbao("check", "bad.docx", "notice.txt", "nope.docx", "--lang", "zh", cwd=desk)
    assert ran.code == 2
    assert "三、本年新收政府信息公开申请数量 · 总计" in ran.out
    assert "该文件不是政府信息公开工作年度报告" in ran.out
    assert "共 2 份报告：1 份有不符" in ran.err
    assert "nope.docx：文件不存在" in ran.err
    assert not any(word_ in ran.out for word_ in ("fail", "column", "sum", "checks", "suspect"))


def test_json_is_the_same_under_both_names_and_has_the_places(desk):
    ran = run_nianbao("check", "bad.docx", "--json", cwd=desk)
    assert ran.code == 1
    assert run_nianbao("check", "bad.docx", "--format", "json", cwd=desk).out == ran.out
    (finding,) = named(ran, "A1")
    where = {spot["cell"]: spot for spot in finding["where"]}
    assert where[WRONG]["text"] == str(WRITTEN)
    assert where[WRONG]["place"] == {"table": 2, "row": 4, "column": 10}
    assert json.loads(ran.out)[0]["outcome"] == "fails"
    assert "against" not in json.loads(ran.out)[0]


def test_json_in_chinese_says_the_messages_in_chinese(desk):
    (finding,) = named(run_nianbao("check", "bad.docx", "--json", "--lang", "zh", cwd=desk), "A2")
    assert finding["message"].startswith("每行总计应等于六类申请人之和")


def test_a_page_and_a_log_are_written_to_a_file(desk):
    assert run_nianbao("check", "bad.docx", "--format", "html", "--output", "out.html", cwd=desk).code == 1
    page = LexborHTMLParser((desk / "out.html").read_text("utf-8"))
    assert page.css_first(f'td.suspect[title="{WRONG}"]').text().startswith(str(WRITTEN))
    ran = run_nianbao("check", "bad.docx", "--format", "sarif", "--output", "out.sarif", cwd=desk)
    assert (ran.code, ran.out) == (1, "")
    (run,) = json.loads((desk / "out.sarif").read_text("utf-8"))["runs"]
    assert {result["ruleId"] for result in run["results"]} == {"A1", "A2"}
    assert run["artifacts"][0]["location"]["uri"] == "bad.docx"


def test_a_draft_is_never_written_over(desk):
    before = (desk / "bad.docx").read_bytes()
    ran = run_nianbao("check", "bad.docx", "--format", "html", "--output", "./bad.docx", cwd=desk)
    assert ran.code == 2
    assert "is to be checked" in ran.err
    assert (desk / "bad.docx").read_bytes() == before


def test_a_draft_is_held_against_the_report_of_the_year_before(desk):
    ran = run_nianbao("check", "carried.docx", "--against", "held", "--json", cwd=desk)
    assert json.loads(ran.out)[0]["against"] == f"{AGENCY}:2022"
    (finding,) = named(ran, "Y1")
    assert_both_years_are_shown(finding)
    assert named(run_nianbao("check", "carried.docx", "--json", cwd=desk), "Y1") == []


def assert_both_years_are_shown(finding):
    texts = {spot["cell"]: (spot["text"], spot["place_in_words"]) for spot in finding["where"]}
    assert texts[CARRIED][0] == "57"
    before, where = texts["2022:applications.carried_out[natural_person]"]
    assert before == LAST.printed["applications.carried_out[natural_person]"]
    assert where.startswith("report of 2022, table 2, row")


def test_reports_of_an_archive_show_the_year_before_and_say_it_once(desk):
    assert run_nianbao("add", "last.docx", "carried.docx", "--archive", "both", cwd=desk).code == 0
    for more in ((), ("--against", "both")):
        ran = run_nianbao("check", f"{AGENCY}:2023", "--json", "--archive", "both", *more, cwd=desk)
        (finding,) = named(ran, "Y1")
        assert_both_years_are_shown(finding)


def test_a_body_that_the_archive_has_no_report_of_is_told(desk):
    (strange,) = reports("青石乡人民政府", [2023])
    (desk / "strange.html").write_text(f"<h1>{strange.title}</h1>{html.fragment(strange)}", "utf-8")
    ran = run_nianbao("check", "strange.html", "--against", "held", cwd=desk)
    assert ran.code == 0
    assert "no report of 青石乡人民政府:2022 in the archive" in ran.out
    assert not_compared(ran)
    ran = run_nianbao("check", "strange.html", "--against", "held", "--strict", cwd=desk)
    assert ran.code == 1
    assert last_line(ran) == "not ready (--strict): it was not compared with last year's report"
    ran = run_nianbao("check", "strange.html", "--against", "held", "--json", cwd=desk)
    assert json.loads(ran.out)[0]["against"] is None


def last_line(ran):
    return ran.out.strip().splitlines()[-1].strip()


def not_compared(ran):
    return last_line(ran) == "nothing fails, but it was not compared with last year's report"


def saved(desk, title, said="", tables=None):
    """A page of this year's report under a title of its own, with words before its tables."""
    (desk / "draft.html").write_text(f"<h1>{title}</h1>{said}{tables or html.fragment(THIS)}", "utf-8")
    return "draft.html"


def test_a_change_the_text_states_is_held_against_last_years_table(desk):
    """A change that the tables of both years do not show fails; the one that they show passes."""
    now, before = (int(one.printed[WRONG]) for one in (THIS, LAST))
    change = now - before
    for said, fails in ((change, False), (change + 3 if change >= 0 else change - 3, True)):
        direction = "增加" if said >= 0 else "减少"
        text = f"<p>一、总体情况</p><p>本年新收政府信息公开申请{now}件，比上年{direction}{abs(said)}件。</p>"
        ran = run_nianbao("check", saved(desk, THIS.title, text), "--against", "held", "--json", cwd=desk)
        assert bool(named(ran, "N27")) == fails


def test_a_body_of_another_region_is_not_taken_for_the_draft_s(desk):
    """A name without its region matches the one with it only where the draft names the region."""
    short = THIS.title.replace(AGENCY, "乡人民政府")
    tables = html.fragment(THIS).replace("云岭", "青石")
    ran = run_nianbao("check", saved(desk, short, tables=tables), "--against", "held", cwd=desk)
    assert f"the archive holds a report of {AGENCY}, which may be another body: say --agency" in ran.out
    assert not_compared(ran)
    ran = run_nianbao("check", "draft.html", "--against", "held", "--agency", AGENCY, "--json", cwd=desk)
    assert json.loads(ran.out)[0]["against"] == f"{AGENCY}:2022"
    where = "<p>地址：云岭乡文化路1号</p>"
    ran = run_nianbao("check", saved(desk, short, where, tables), "--against", "held", "--json", cwd=desk)
    assert json.loads(ran.out)[0]["against"] == f"{AGENCY}:2022"


def test_the_body_and_year_of_a_draft_that_names_none_can_be_given(desk):
    tables = html.fragment(THIS).replace(AGENCY, "本机关").replace("2023", "")
    saved(desk, "政府信息公开工作年度报告", tables=tables)
    ran = run_nianbao("check", "draft.html", "--against", "held", cwd=desk)
    assert not_compared(ran)
    given = ("--agency", AGENCY, "--year", "2023")
    ran = run_nianbao("check", "draft.html", "--against", "held", *given, "--json", cwd=desk)
    assert json.loads(ran.out)[0]["against"] == f"{AGENCY}:2022"
    assert run_nianbao("check", "draft.html", *given, cwd=desk).code == 2, "without --against they say nothing"


def test_a_missing_table_is_not_ready_and_a_missing_row_is_a_doubt(desk):
    page = LexborHTMLParser(html.fragment(THIS))
    page.css("table")[1].decompose()
    ran = run_nianbao("check", saved(desk, THIS.title, tables=page.html), cwd=desk)
    assert ran.code == 1
    assert last_line(ran) == "not ready: a table of the form is missing"
    page = LexborHTMLParser(html.fragment(THIS))
    next(row for row in page.css("tr") if "行政强制" in row.text()).decompose()
    ran = run_nianbao("check", saved(desk, THIS.title, tables=page.html), cwd=desk)
    assert ran.code == 0
    assert last_line(ran).startswith("nothing fails, but")
    ran = run_nianbao("check", "draft.html", "--strict", cwd=desk)
    assert ran.code == 1
    assert last_line(ran).startswith("not ready (--strict):")


def test_an_archive_that_is_not_there_is_one_line(desk):
    ran = run_nianbao("check", "good.docx", "--against", "nowhere", cwd=desk)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1


def test_what_a_document_says_never_steers_the_terminal(desk):
    hostile = "7\x9b31m\u202e约"
    text = f"<h1>{THIS.title}</h1>{html.fragment(BAD)}".replace(f">{WRITTEN}<", f">{hostile}<")
    (desk / "hostile.html").write_text(text, "utf-8")
    for more in ((), ("--json",), ("--lang", "zh"), ("--format", "html"), ("--format", "sarif")):
        ran = run_nianbao("check", "hostile.html", *more, cwd=desk)
        assert "31m" in ran.out
        assert "\x9b" not in ran.out
        assert "\u202e" not in ran.out


def test_reports_of_an_archive_have_their_places_too(desk):
    ran = run_nianbao("check", f"{AGENCY}:2022", "--json", "--archive", "held", cwd=desk)
    (report,) = json.loads(ran.out)
    assert report["report"] == f"{AGENCY}:2022"
    assert all("where" in finding for finding in report["findings"] if finding["status"] != "pass")
