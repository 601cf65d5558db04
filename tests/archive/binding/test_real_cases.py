"""Reports as they were really published: their official labels and figures, in the layout they came in."""

from dataclasses import replace

from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.figures import real
from tests.archive.judging import doubts, silent_mistakes, wrong_or_missing
from tests.archive.layouts import HEAD_ROWS, Item, form_tables, html_page, one_a_line, tabbed, text_page

PANYU = real()["番禺区卫生健康局", 2020]
XIUZHOU = real()["秀洲区卫生健康局", 2020]
LITONG = real()["利通区卫生健康局", 2020]
SIXTEEN = "\t".join(["0"] * 16)


def values(report):
    return {cell.id: cell.value for cell in report.cells}


def panyu():
    """A page break below a row whose label goes on under the head printed again, and a 总计 a line too high."""
    disclosure, applications, review = form_tables("t2019", PANYU.printed)
    rows = tabbed(applications, trailing=1).split("\n")
    at = next(i for i, row in enumerate(rows) if "8.属于行政查询事项" in row)
    again = [
        "(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)\t\t\t申请人情况\t\t\t\t\t\t总计",
        "\t\t\t自然人\t法人或其他组织\t\t\t\t\t",
        "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t",
        "\t事项" + "\t" * 8,
    ]
    rows[at] = rows[at].replace("8.属于行政查询事项", "8.属于行政查询")
    rows[at + 1 : at + 1] = ["", *again]
    last = [*tabbed(review).split("\n")[:HEAD_ROWS], SIXTEEN]
    return text_page("t2019", [tabbed(disclosure), "\n".join(rows), "\n".join(last)])


def test_panyu_a_label_cut_by_a_repeated_head_changes_no_figure():
    report = parse([read(panyu())])
    assert wrong_or_missing(report, PANYU.printed) == []
    assert doubts(report) == []


def test_panyu_the_rest_of_the_cut_label_is_no_leftover():
    assert parse([read(panyu())]).leftovers == ()


def test_panyu_money_keeps_its_printed_unit():
    (amount,) = [c for c in parse([read(panyu())]).cells if c.id == "disclosure.procurement.amount"]
    assert (amount.text, amount.value, amount.unit) == ("3487.1万元", 3487.1, "万元")


def test_xiuzhou_a_sum_that_does_not_add_up_is_kept_as_printed():
    tables = [one_a_line(rows) for rows in form_tables("t2019", XIUZHOU.printed)]
    report = parse([read(text_page("t2019", tables))])
    row = [values(report)[f"disclosure.licensing.{c}"] for c in ("items_prev", "items_change", "decisions")]
    assert row == [1105, 375, 1475]
    assert wrong_or_missing(report, XIUZHOU.printed) == []
    assert doubts(report) == []


def test_xiuzhou_money_in_yuan_is_not_taken_for_ten_thousands():
    tables = [one_a_line(rows) for rows in form_tables("t2019", XIUZHOU.printed)]
    (amount,) = [c for c in parse([read(text_page("t2019", tables))]).cells if c.id == "disclosure.procurement.amount"]
    assert (amount.value, amount.unit) == (2537769.5, "元")


def test_litong_blocks_without_captions_and_sixteen_values_are_read():
    disclosure, applications, review = form_tables("t2019", LITONG.printed)
    left = [row for row in disclosure if row[0].text not in {"第二十条第（一）项", "第二十条第（六）项"}]
    last = [*tabbed(review).split("\n")[:HEAD_ROWS], SIXTEEN]
    report = parse([read(text_page("t2019", [tabbed(left, trailing=1), tabbed(applications), "\n".join(last)]))])
    assert report.template == "t2019"
    assert wrong_or_missing(report, LITONG.printed) == []
    assert doubts(report) == []


def shanghai():
    """Irregular spans in every row, and no total on any outcome."""
    printed = dict.fromkeys(PANYU.printed, "0")
    outcomes = {"granted": 272, "partial": 3, "unable.not_held": 265, "not_processed.petition_complaint": 149}
    for row, count in outcomes.items():
        printed[f"applications.results.{row}[natural_person]"] = str(count)
        printed[f"applications.results.{row}[total]"] = ""
    total = sum(outcomes.values())
    for row in ("applications.new", "applications.results.total"):
        printed |= {f"{row}[natural_person]": str(total), f"{row}[total]": str(total)}
    disclosure, applications, review = form_tables("t2019", printed)
    wide = [
        [replace(item, width=item.width + (i + r) % 2) for i, item in enumerate(row)] for r, row in enumerate(review)
    ]
    return printed, html_page("t2019", [[disclosure], [applications], [[*review[:3], wide[3]]]])


def test_shanghai_blank_totals_are_no_zeros_and_are_told():
    printed, body = shanghai()
    report = parse([read(body)])
    assert silent_mistakes(report, printed) == []
    assert values(report)["applications.results.granted[total]"] is None
    assert values(report)["applications.results.granted[natural_person]"] == 272
    granted = [f for f in report.findings if "applications.results.granted[total]" in f.cells and f.check == "A2"]
    assert [f.status for f in granted] == ["unknown"]


def test_a_form_of_2019_published_for_a_later_year_is_told_by_its_heads():
    tables = form_tables("t2019", PANYU.printed)
    body = html_page("t2019", [[rows] for rows in tables]).decode().replace("2020年", "2021年")
    report = parse([read(body.encode())])
    assert (report.year, report.template) == (2021, "t2019")


def test_a_form_of_2021_with_the_old_row_name_is_still_that_of_2021():
    printed = real()["平湖市卫生健康局", 2023].printed
    body = html_page("t2021", [[rows] for rows in form_tables("t2021", printed)]).decode()
    report = parse([read(body.replace("行政规范性文件", "规范性文件").encode())])
    assert report.template == "t2021"
    assert wrong_or_missing(report, printed) == []


def test_the_single_characters_of_narrow_heads_are_put_together():
    printed = real()["平湖市卫生健康局", 2023].printed
    tables = form_tables("t2021", printed)
    tables[2] = [
        [Item("\n".join(i.text), i.width, i.height, i.tag, i.id) if i.tag == "head" else i for i in row]
        for row in tables[2]
    ]
    assert wrong_or_missing(parse([read(html_page("t2021", [[rows] for rows in tables]))]), printed) == []
