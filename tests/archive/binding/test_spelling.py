"""Labels of pictures with a letter misread are taken for the official one, in doubt; others never are."""

from random import Random

import pytest

from archive.binding.spelling import corrected, doubts
from archive.grid import Span, expand
from archive.models import Cell, Document
from archive.parser import bind
from archive.readers.ocr.figures import SURE
from crawler.replicas.documents.forms import tables
from tests.archive import drawn


def pictured(rows):
    table = expand(rows, {"table": 1})
    for row in table.rows:
        for cell in row:
            cell.place["confidence"] = 0.9
    return table


def nothing_done(form):
    """The tables of a form with a nought in every cell."""
    return tables(form, dict.fromkeys(drawn.honest(form, Random(1), (0,)), "0"))


def texts(table):
    return [cell.text for row in table.rows for cell in row]


def read_as(text):
    return corrected(pictured([[Span(text), Span("7")]]))[0].rows[0][0].text


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("行政许司", "行政许可"),
        ("行政規范性文件", "行政规范性文件"),
        ("法入戓其他组织", "法人或其他组织"),
        ("4.无正当理由大暈反复中请", "无正当理由大量反复申请"),
        ("结果\n雄持", "结果维持"),
        ("1\n属于国家秘密", "1.属于国家秘密"),
        ("(t) 总计", "总计"),
    ],
)
def test_a_letter_or_two_misread(misread, meant):
    assert read_as(misread) == meant


@pytest.mark.parametrize(
    "text", ["行政许可", "12件", "2023年", "1.重复申请", "结果", "不计", "某某事项", "17", "无", "", "结果维正", "预算"]
)
def test_what_is_official_or_may_be_several_stays(text):
    assert read_as(text) == text


@pytest.mark.parametrize(("misread", "meant"), [("本年出", "本年出"), ("(三)不子公开", "不予公开")])
def test_a_group_beside_rows_of_figures_is_taken_for_no_head(misread, meant):
    rows = [[Span(misread, height=2), Span("（一）予以公开"), Span("7")], [Span("（七）总计"), Span("8")]]
    assert corrected(pictured(rows))[0].rows[0][0].text == meant


def test_only_pictures_are_corrected():
    table = expand([[Span("行政许司"), Span("7")]], {"table": 1})
    assert corrected(table) == (table, [])


def test_a_head_with_an_unreadable_label_and_a_row_between_two_others():
    rows = nothing_done("t2021")[1]
    spoilt = [
        [
            c._replace(text="Eit") if c.text == "总计" else c._replace(text="厘") if "重复申请" in c.text else c
            for c in row
        ]
        for row in rows
    ]
    table, slips = corrected(pictured(spoilt))
    assert "总计" in texts(table)
    assert "重复申请" in texts(table)
    assert {slip.read for slip in slips} == {"Eit", "厘"}


def test_the_cells_beside_a_corrected_label_are_named():
    table, slips = corrected(pictured([[Span("行政许司"), Span("7")], [Span("行政处罚"), Span("8")]]))
    cells = {
        "disclosure.licensing.decisions": Cell("x", "7", 7, "number", None, table.rows[0][1].place),
        "disclosure.penalties.decisions": Cell("y", "8", 8, "number", None, table.rows[1][1].place),
    }
    (finding,) = doubts(slips, cells)
    assert finding.cells == ("disclosure.licensing.decisions",)
    assert "行政许司" in finding.message


def test_a_merged_head_dissolved_into_empty_cells_has_no_misread_label():
    """On a picture of a table without merged cells, the heads that stand a row higher leave empty cells below them."""
    above = [
        Span("行政复议"),
        *[Span("")] * 4,
        Span("未经复议直接起诉"),
        *[Span("")] * 4,
        Span("复议后起诉"),
        *[Span("")] * 4,
    ]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    heads = [Span(text) for text in outcomes]
    table = pictured([above, [*heads, *[Span("")] * 10], [*[Span("")] * 5, *heads, *heads]])
    assert corrected(table) == (table, [])


INDICATORS = ("主动公开政府信息数", "收到申请数", "1.当面申请数", "涉及个人隐私", "维持具体行政行为数")


def list_of(*labels):
    head = [Span("统计指标"), Span("单位"), Span("统计数")]
    return pictured([head, *([Span(label), Span("件"), Span(str(n))] for n, label in enumerate(labels, 11))])


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("·1.当面申请数", "当面申请"),
        ("涉及个人隨私", "涉及个人隐私"),
        ("回座公众关注热点或重大與情數", "回应公众关注热点或重大舆情"),
        ("延期办活数", "延期办结"),
        ("收到中请敷", "收到申请"),
    ],
)
def test_a_letter_or_two_of_an_indicator_misread(misread, meant):
    table, slips = corrected(list_of(*INDICATORS, misread))
    assert table.rows[-1][0].text == meant
    assert [(slip.read, slip.meant) for slip in slips] == [(misread, meant)]


@pytest.mark.parametrize("label", ["传真申请数", "某县自设事项数"])
def test_what_no_list_has_stays_as_it_was_read(label):
    assert corrected(list_of(*INDICATORS, label))[0].rows[-1][0].text == label


def test_a_row_of_a_picture_that_no_list_has_is_in_doubt():
    document = Document("image/png", (list_of(*INDICATORS, "某县自设事项数"),))
    ledger = bind([document])
    assert ledger.cells["stats.local.某县自设事项数"].value == 16
    assert [f.cells for f in ledger.findings if "in no list" in f.message] == [("stats.local.某县自设事项数",)]


def test_labels_of_two_rows_that_were_read_as_one_cell_are_parted():
    both = "1.本机关不掌握相关政府信\n息\n2.没有现成信息需要另行制\n作"
    table, slips = corrected(pictured([[Span(both, height=2), Span("1")], [Span("2")]]))
    assert [row[0].text.partition(".")[2] for row in table.rows] == [
        "本机关不掌握相关政府信息",
        "没有现成信息需要另行制作",
    ]
    assert [row[0].place["row"] for row in table.rows] == [1, 2]
    assert [slip.read for slip in slips] == [both, both]


@pytest.mark.parametrize(
    "text", ["（四）无法提\n供", "1.重复申请\n1.重复申请", "本机关不掌握相关政府信息\n某某\n重复申请"]
)
def test_one_label_over_two_rows_stays_one(text):
    table, _ = corrected(pictured([[Span(text, height=2), Span("1")], [Span("2")]]))
    assert table.rows[0][0] is table.rows[1][0]


def test_a_group_that_is_a_row_of_its_own_is_parted_from_the_row_below_it():
    values = [Span("1")] * 7
    table, _ = corrected(pictured([[Span("（六）其他处理\n（七）总计", 1, 2), *values], values]))
    assert [row[0].text for row in table.rows] == ["（六）其他处理", "（七）总计"]


def test_the_name_of_a_group_between_the_labels_of_its_rows_is_no_part_of_these():
    values = [Span("1")] * 7
    label = "4.保护第\n三方合法权益\n（三）不予公开\n5.属于三类\n内部事务信息"
    table, _ = corrected(pictured([[Span(label, 1, 2), *values], values]))
    assert [row[0].text for row in table.rows] == ["4.保护第三方合法权益", "5.属于三类内部事务信息"]


def test_rows_that_were_read_as_one_are_parted_where_labels_and_numbers_are_as_many():
    """A fax lost the whole rule between them."""
    both = "8.属于行政查询事项\n1.本机关不掌握相关政府信\n息"
    rows = [[Span("三、本年度\n办理结果", height=2), Span(both), Span("0\n1105"), Span("2\n17")]]
    table, slips = corrected(pictured([*rows, [Span("2.重复申请"), Span("5"), Span("6")]]))
    assert [[c.text.partition(".")[2] or c.text for c in row[1:]] for row in table.rows] == [
        ["属于行政查询事项", "0", "2"],
        ["本机关不掌握相关政府信息", "1105", "17"],
        ["重复申请", "5", "6"],
    ]
    assert [(c.row, c.place["row"]) for row in table.rows for c in row[1:2]] == [(0, 1), (1, 2), (2, 3)]
    assert all(row[0] is table.rows[0][0] for row in table.rows)
    assert table.rows[0][0].height == 3
    assert [(slip.read, slip.place["row"]) for slip in slips] == [(both, 1), (both, 2)]


@pytest.mark.parametrize(
    "row",
    [
        ["8.属于行政查询事项\n1.本机关不掌握相关政府信息", "0\n1105", "2"],
        ["8.属于行政查询事项\n1.本机关不掌握相关政府信息", "0\n1105", "2\n某"],
        ["本机关不掌握\n相关政府信息", "0\n1105", "2\n3"],
        ["某某\n重复申请", "0\n1105", "2\n3"],
    ],
)
def test_rows_that_may_be_one_stay_one(row):
    table, _ = corrected(pictured([[Span(text) for text in row]]))
    assert [[cell.text for cell in cells] for cells in table.rows] == [row]


def test_two_heads_that_were_read_as_one_are_parted_where_all_others_stand_in_order():
    heads = [
        Span("自然人"),
        Span("商业企业"),
        Span("科研机\n社会公益组构织", 2),
        Span("法律服务机构"),
        Span("其他"),
        Span("总计"),
    ]
    table, slips = corrected(pictured([[Span("（一）予以公开"), *heads], [Span("x"), *map(Span, "1234567")]]))
    assert [(c.text, c.column) for c in table.rows[0][3:5]] == [("科研机构", 3), ("社会公益组织", 4)]
    assert [slip.meant for slip in slips] == ["科研机构", "社会公益组织"]


def test_a_head_of_an_offices_own_above_several_columns_is_no_heads_read_together():
    heads = [*map(Span, OUTCOMES), Span("甲类案件", 5), *map(Span, OUTCOMES)]
    table, slips = corrected(pictured([heads, [Span(str(n)) for n in range(15)]]))
    assert [c.text for c in table.rows[0] if c.width == 5] == ["甲类案件"]
    assert slips == []


def test_a_head_above_several_columns_stays_one_where_others_are_not_in_order():
    heads = [Span("自然人"), Span("法人或其他组织", 5), Span("总计")]
    table, _ = corrected(pictured([[Span("x"), *heads], [Span("x"), *map(Span, "1234567")]]))
    assert [c.text for c in table.rows[0][1:]] == ["自然人", "法人或其他组织", "总计"]


HARDLY = {
    "结果维持": "結單\n用持",
    "其他结果": "其他\n結眾",
    "尚未审结": "尚来\n市18",
    "总计": "总it",
    "结果纠正": "話果\n止",
}


def spoilt(rows, misread):
    """Rows with labels read as these; each label is misread but for the first time it stands there."""
    seen = set()

    def read(text):
        is_first = text not in seen
        seen.add(text)
        return text if is_first else misread.get(text, text)

    return [[c._replace(text=read(c.text)) for c in row] for row in rows]


def test_heads_of_which_most_can_hardly_be_read_are_told_by_their_order():
    table, slips = corrected(pictured(spoilt(nothing_done("t2021")[2], HARDLY)))
    assert [c.text for c in table.rows[2]] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert {slip.read for slip in slips} == set(HARDLY.values())


def test_heads_of_which_nothing_is_left_are_no_heads_of_the_form():
    table, _ = corrected(pictured(spoilt(nothing_done("t2021")[2], dict.fromkeys(HARDLY, "某事项"))))
    assert "某事项" in texts(table)


@pytest.mark.parametrize(
    ("form", "last", "read", "meant"),
    [
        ("t2021", "四、结转下年度继续办理", "四1854下\n年度博妹办押", "结转下年度继续办理"),
        ("t2021", "四、结转下年度继续办理", "某县自设事项", "某县自设事项"),
    ],
)
def test_the_last_row_is_told_where_something_of_its_label_is_left(form, last, read, meant):
    rows = [[c._replace(text=read) if c.text == last else c for c in row] for row in nothing_done(form)[1]]
    assert read in [c.text for row in rows for c in row]
    table, _ = corrected(pictured(rows))
    assert table.rows[-1][0].text == meant


@pytest.mark.parametrize(
    ("heads", "meant"),
    [
        (
            ("本件新制作數普", "本年新公并體曾", "对外公开总教曾"),
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        ),
        (("奉年制准件體", "本年康止件體", "现行有姓件數"), ("本年制发件数", "本年废止件数", "现行有效件数")),
        (("甲乙丙", "丁戊己", "某事项"), ("甲乙丙", "丁戊己", "某事项")),
    ],
)
def test_heads_of_section_two_are_told_by_the_row_below_them_and_what_is_left(heads, meant):
    rows = [[Span("俏息內容"), *map(Span, heads)], [Span("规章"), Span("1"), Span("2"), Span("3")]]
    table, _ = corrected(pictured(rows))
    assert tuple(c.text for c in table.rows[0][1:]) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2\n0\n1\n不\n予\n公\n开", "不予公开"),
        ("1\n五\n1\n不\n予\n处\n理", "不予处理"),
        ("1\n2\n0\n5", "1\n2\n0\n5"),
    ],
)
def test_the_brackets_of_a_label_written_downwards_are_no_part_of_it(read, meant):
    rows = [[Span(read, height=2), Span("1.属于国家秘密"), Span("7")], [Span("2.其他法律行政法规禁止公开"), Span("8")]]
    assert corrected(pictured(rows))[0].rows[0][0].text == meant


def doubtful(rows, sure):
    table = pictured(rows)
    for row in table.rows:
        for cell in row:
            cell.place["confidence"] = sure
            if sure < SURE:
                cell.place["readings"] = ""
    return table


@pytest.mark.parametrize(
    ("read", "sure", "meant"),
    [("護最", 0.5, "规章"), ("護最", 0.99, "護最"), ("行政确认", 0.99, "行政确认"), ("規率", 0.99, "规章")],
)
def test_a_row_between_a_caption_and_another_row_is_told_if_it_was_not_read_for_certain(read, sure, meant):
    heads = map(Span, ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
    rows = [
        [Span("第二十条第（一）项", 4)],
        list(heads),
        [Span(read), *map(Span, "123")],
        [Span("行政规范性文件"), *map(Span, "456")],
    ]
    assert corrected(doubtful(rows, sure))[0].rows[2][0].text == meant


def test_a_caption_between_two_rows_is_no_row():
    rows = [
        [Span("行政许可"), Span("5")],
        [Span("第二十条第（六）项"), Span("")],
        [Span("信息内容"), Span("本年处理决定数量")],
        [Span("行政处罚"), Span("6")],
    ]
    table = pictured(rows)
    assert corrected(table) == (table, [])


def dissolved(rows):
    """Heads of section four without merged cells: what several share stands over the first."""
    made = []
    for row in rows:
        cells = []
        for cell in row:
            cells += [Span(cell.text), *[Span("")] * (cell.width - 1)]
        made.append(cells)
    return made


def test_heads_that_can_hardly_be_read_are_told_where_merged_cells_were_dissolved():
    outcomes = ["結果蟬\n持", "结果纠正", "其俗結\n景", "尚来市\n信", "总计"]
    above = [Span("行故氮\n议", 5), Span("行故诉\n5", 10)]
    routes = [*map(Span, outcomes), Span("牽經賃\n议直捷\n起诉", 5), Span("复议后\n起诉", 5)]
    below = [*[Span("")] * 5, *map(Span, outcomes), *map(Span, outcomes)]
    table, _ = corrected(pictured([*dissolved([above, routes]), below, [Span(str(n)) for n in range(15)]]))
    assert [c.text for c in table.rows[0] if c.text] == ["行政复议", "行政诉讼"]
    assert [c.text for c in table.rows[1]][:6] == [
        "结果维持",
        "结果纠正",
        "其他结果",
        "尚未审结",
        "总计",
        "未经复议直接起诉",
    ]
    assert [c.text for c in table.rows[2]][5:] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2


def test_a_head_is_no_row_above_the_first_one():
    heads = [Span("自然人"), *map(Span, ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"))]
    values = [Span(str(n)) for n in range(7)]
    labels = ["事年新收政府信8公开譚清數量", "上年结特政野鏽8公开中清數8", "（一）予以公开"]
    rows = [[Span("本鞘數樂的何情关藤"), *heads], *([Span(label), *values] for label in labels)]
    table, _ = corrected(pictured(rows))
    assert [row[0].text for row in table.rows][1:] == [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "（一）予以公开",
    ]


def test_an_empty_row_below_values_is_no_head():
    heads = [Span("自然人"), *map(Span, ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"))]
    values = [Span(str(n)) for n in range(7)]
    empty = [Span(text) for text in ("", "￼", "￼", "", "￼", "", "")]
    rows = [
        [Span("x"), *heads],
        [Span("3.其他"), *values],
        [Span("（七）总计"), *empty],
        [Span("四、结转下年度继续办理"), *values],
    ]
    assert corrected(pictured(rows))[1] == []


def beside(group, *labels):
    """Rows of section three beside one cell for their group."""
    values = [Span(str(n)) for n in range(7)]
    first, *rest = [[Span(label), *values] for label in labels]
    return [[Span(group, height=len(labels)), *first], *rest]


@pytest.mark.parametrize(
    ("read", "labels", "meant"),
    [
        ("1\n二\n)\n不\n子\n公\n开", ("1.属于国家秘密", "2.其他法律行政法规禁止公开"), "不予公开"),
        ("17", ("1.重复申请", "2.某某", "3.要求提供公开出版物"), "不予处理"),
        ("17", ("1.某某", "2.某某", "3.要求提供公开出版物"), "17"),  # too few are known
        ("17", ("1.属于国家秘密", "2.重复申请"), "17"),  # of two groups
        ("无法提供", ("1.属于国家秘密", "2.其他法律行政法规禁止公开"), "无法提供"),
    ],
)
def test_a_group_nobody_can_read_is_told_by_the_rows_beside_it(read, labels, meant):
    assert corrected(pictured(beside(read, *labels)))[0].rows[0][0].text == meant


def test_heads_of_section_four_below_its_routes_are_told_though_little_is_left():
    worn = {
        "结果维持": "結聚增\n特",
        "结果纠正": "糖樂州\n正",
        "其他结果": "其e活\n舉",
        "尚未审结": "尚末宙\n糖",
        "总计": "E计",
    }
    rows = [[c._replace(text=worn.get(c.text, c.text)) for c in row] for row in nothing_done("t2021")[2]]
    table, _ = corrected(pictured(rows))
    assert [c.text for c in table.rows[2]] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    without = [
        [c._replace(text="x" if c.text in ("行政复议", "行政诉讼") or "起诉" in c.text else c.text) for c in row]
        for row in rows
    ]
    assert "其e活\n舉" in texts(corrected(pictured(without))[0])


def test_a_group_read_together_with_the_label_of_a_row_leaves_the_row_in_doubt():
    values = [Span(str(n)) for n in range(7)]
    _, slips = corrected(pictured([[Span("1.重复申请"), *values], [Span("（五）不予处理供公开出提物"), *values]]))
    assert [(slip.read, slip.meant) for slip in slips] == [("（五）不予处理供公开出提物", "不予处理")]
    assert corrected(pictured([[Span("（五）不予处理"), *values]]))[1] == []


def test_a_group_read_together_with_the_whole_label_of_its_row_is_that_row_in_doubt():
    values = [Span(str(n)) for n in range(7)]
    together = "（三）不予公开1.属于国家秘密"
    _, slips = corrected(pictured([[Span(together), *values]]))
    assert [(slip.read, slip.meant) for slip in slips] == [(together, "属于国家秘密")]
    assert corrected(pictured([[Span("（三）不予公开1.重复申请"), *values]]))[1] == [], "a row of another group"


def torn(rows):
    """So many rows of heads of section four, with merged ones where a picture may show them, and its values."""
    heads = [
        [Span("行政复议"), Span("行政诉讼", 9), *[Span("")] * 5],
        [*map(Span, OUTCOMES), Span("未经复议直接起诉"), Span("复议后起诉", 9)],
        [*[Span("")] * 5, *map(Span, OUTCOMES), *map(Span, OUTCOMES)],
    ]
    return [*heads[:rows], [Span(str(n)) for n in range(15)]]


OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def test_routes_of_section_four_that_do_not_stand_above_their_outcomes_are_told_by_these():
    table, slips = corrected(pictured(torn(3)))
    assert [(c.text, c.column, c.width) for c in table.rows[1]] == [
        ("行政复议", 0, 5),
        ("未经复议直接起诉", 5, 5),
        ("复议后起诉", 10, 5),
    ]
    assert [c.text for c in table.rows[2]] == list(OUTCOMES) * 3
    assert len(table.rows) == 4
    assert {slip.meant for slip in slips} == {"行政复议", "未经复议直接起诉", "复议后起诉"}


def test_routes_are_not_told_where_outcomes_are_missing_or_all_is_in_its_place():
    assert corrected(pictured(torn(2)))[1] == []
    assert corrected(pictured(nothing_done("t2021")[2]))[1] == []


@pytest.mark.parametrize(
    "routes",
    [
        [Span("复议后起诉"), Span("未经复议直接起诉", 9)],  # in another order
        [Span("复议后起诉", 5), Span("", 5)],  # the one that can be read stands above another block
        [Span("甲类案件", 5), Span("国家赔偿", 5)],  # of an office's own
    ],
)
def test_routes_that_stand_otherwise_than_the_forms_are_not_told(routes):
    heads = torn(3)
    heads[1] = [*heads[1][:5], *routes]
    assert not [slip.meant for slip in corrected(pictured(heads))[1] if slip.meant not in OUTCOMES]


@pytest.mark.parametrize(("dirt", "told"), [("", []), ("·", ["自然人", "总计"])])
def test_dirt_below_a_head_whose_merged_cell_was_dissolved_makes_all_of_the_row_heads(dirt, told):
    """The heads above other columns stand in the row below; of 自然人 and 总计 it holds the empty lower cells."""
    five = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    rows = [
        [Span("x"), Span("自然人"), Span("法人或其他组织"), Span("￼"), *[Span("")] * 3, Span("总计")],
        [Span(""), Span(dirt), *map(Span, five), Span("")],
        [Span("（一）予以公开"), *map(Span, "1234567")],
    ]
    assert [slip.meant for slip in corrected(pictured(rows))[1]] == told


def test_routes_that_were_read_as_one_are_told_by_the_outcomes():
    heads = [
        [Span("行政复议行政诉讼", 15)],
        [*(Span(word, 1, 2) for word in OUTCOMES), Span("未经复议直接起诉复议后起诉", 10)],
        [*map(Span, OUTCOMES), *map(Span, OUTCOMES)],
        [Span(str(n)) for n in range(15)],
    ]
    table, slips = corrected(pictured(heads))
    assert [(c.text, c.column) for c in table.rows[1]] == [
        ("行政复议", 0),
        ("未经复议直接起诉", 5),
        ("复议后起诉", 10),
    ]
    assert {slip.meant for slip in slips} == {"行政复议", "未经复议直接起诉", "复议后起诉"}
