import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.fields import fields
from archive.models import Paragraph
from archive.parser import parse
from archive.readers.registry import read

MODERATE = settings(max_examples=150, deadline=None, derandomize=True)


def found(*texts):
    return {f.key: f.value for f in fields(Paragraph(text, {"paragraph": n}) for n, text in enumerate(texts, 1))}


def test_the_contact_block_in_one_sentence():
    text = (
        "对本报告有疑问的，请与甲县某局联系（地址：甲县乙路12号，邮编：223001，"
        "电话：0517-83605210，传真：0517－83605211，电子邮箱：abc_1@example.com）。"
    )
    assert found(text) == {
        "contact.address": "甲县乙路12号",
        "contact.postcode": "223001",
        "contact.phone": "0517-83605210",
        "contact.fax": "0517-83605211",
        "contact.email": "abc_1@example.com",
    }


def test_the_contact_block_line_by_line():
    lines = ("联系地址： 甲县乙路12号", "邮政编码 123456", "联系电话：（0573）82720000", "Ｅ-mail：a@b.gov.cn")
    assert found(*lines) == {
        "contact.address": "甲县乙路12号",
        "contact.postcode": "123456",
        "contact.phone": "(0573)82720000",
        "contact.email": "a@b.gov.cn",
    }


@pytest.mark.parametrize(
    "text",
    [
        "全年接听咨询电话120次，传真3件。",
        "当面申请5件，传真申请2件，邮件申请1件。",
        "网站地址http 已公开。",
        "公布举报电话12345。",
        "公开单位预决算信息。",
        "根据国办公开办函〔2021〕30号文件的要求编制本报告。",
    ],
)
def test_figures_of_the_text_are_no_contacts(text):
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("索 引 号：330411/2021-00123", "index_number", "330411/2021-00123"),
        ("索引号： 002482111/2024-00001 主题分类：其他", "index_number", "002482111/2024-00001"),
        ("发布机构：甲县卫生健康局", "issuer", "甲县卫生健康局"),
        ("发文机关: 甲县人民政府办公室 日期", "issuer", "甲县人民政府办公室"),
        ("甲政办〔2024〕3号", "document_number", "甲政办〔2024〕3号"),
        ("发文字号：甲卫〔2024〕12号 公开方式：主动公开", "document_number", "甲卫〔2024〕12号"),
    ],
)
def test_numbers_a_report_is_filed_under(text, key, value):
    assert found(text)[key] == value


def test_the_period_the_figures_run_over():
    assert found("本报告统计期限自2024年1月1日起至12月31日止。") == {
        "period.from": "2024-01-01",
        "period.to": "2024-12-31",
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本年度未收取信息处理费。", {"fees.charged": "0"}),
        ("2024年，无收取信息处理费情况。", {"fees.charged": "0"}),
        ("本年度我局未发出收费通知，未向任何单位或个人收取信息处理费。", {"fees.notices": "0", "fees.charged": "0"}),
        ("全年收取政府信息公开信息处理费3940元。", {"fees.charged": "3940元"}),
        ("全年共发出收费通知3件，总金额1,250元信息处理费。", {"fees.notices": "3", "fees.charged": "1,250元"}),
        ("行政事业性收费5项。", {}),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", {}),
        (
            "发出收费通知3件，总金额1250元，实际收取信息处理费800元。",
            {"fees.notices": "3", "fees.notified": "1250元", "fees.charged": "800元"},
        ),
    ],
)
def test_what_was_charged_for_answers(text, wanted):
    assert found(text) == wanted


def test_the_first_statement_counts_and_keeps_its_place():
    (one,) = fields([Paragraph("无关", {"paragraph": 1}), Paragraph("邮编：123456", {"paragraph": 2})])
    assert one.place == {"paragraph": 2}
    assert found("邮编：123456", "邮编：654321")["contact.postcode"] == "123456"


@MODERATE
@given(st.text(alphabet="电话传真邮编地址：:0123456789-（）()@.a〔〕2024年月日至统计收费通知未元， ", max_size=300))
def test_no_text_makes_it_fail(text):
    for value in found(text).values():
        assert value.strip() == value != ""


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["电话" + "0" * 100_000, "发出" * 50_000, "地址：" + "甲" * 100_000, "a@" * 50_000, "甲" * 100_000 + "〔"]
)
def test_no_text_takes_long(text):
    found(text)


def test_labels_set_wide_are_labels():
    assert found("地　址：甲县乙路12号", "电 话：0573-82720000", "邮    编：123456") == {
        "contact.address": "甲县乙路12号",
        "contact.phone": "0573-82720000",
        "contact.postcode": "123456",
    }


FILED = {"index_number": "014416330/2024-04736", "issuer": "甲县乙局", "document_number": "甲乙〔2024〕5号"}
HEADS = {
    "table with colons": "<table><tr><td>索 引 号：</td><td>014416330/2024-04736</td><td>分类：</td><td>年报</td></tr>"
    "<tr><td>发布机构：</td><td>甲县乙局</td><td>发文日期：</td><td>2024-01-28</td></tr>"
    "<tr><td>文 号：</td><td>甲乙〔2024〕5号</td><td>有效性</td><td></td></tr></table>",
    "table without colons": "<table><tr><th>索引号</th><td>014416330/2024-04736</td><th>发布机构</th><td>甲县乙局</td></tr>"
    "<tr><th>生成日期</th><td>2024-01-28</td><th>文号</th><td>甲乙〔2024〕5号</td></tr></table>",
    "list": "<ul><li><b>索引号</b> 014416330/2024-04736</li><li><b>发布机构</b> 甲县乙局</li>"
    "<li><b>发布日期</b> 2024-01-28</li><li><b>文号</b> 甲乙〔2024〕5号</li></ul>",
    "one line": "<div><span>索引号：014416330/2024-04736</span><span>发文机关：甲县乙局</span>"
    "<span>成文日期：2024年1月28日</span><span>发文字号：甲乙〔2024〕5号</span></div>",
}
BODY = "<p>一、总体情况</p><p>本年度公开信息三十条，按目录整理后公布。</p>"


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("body", ['<div class="content">{}</div>', '<div id="zoom">{}</div>', "{}"])
def test_the_head_of_a_page_says_what_a_report_is_filed_under(head, body):
    title = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1>"
    page = f"<!doctype html><html><body><div>{HEADS[head]}</div>{title}{body.format(BODY)}</body></html>"
    report = parse([read(page.encode())])
    assert {f.key: f.value for f in report.fields} == FILED
    if head != "one line":
        assert report.published == "2024-01-28"


def test_a_document_number_may_stand_in_the_metadata_alone():
    meta = '<meta name="ArticleNo" content="甲乙〔2024〕5号">'
    page = f"<html><head>{meta}</head><body><h1>甲县乙局2023年政府信息公开工作年度报告</h1>{BODY}</body></html>"
    assert {f.key: f.value for f in parse([read(page.encode())]).fields} == {"document_number": "甲乙〔2024〕5号"}


def test_an_empty_place_behind_a_label_is_no_fact():
    head = "<table><tr><td>发布机构</td><td></td><td>发文日期</td><td>2024-01-28</td></tr></table>"
    page = f"<html><body>{head}<h1>甲县乙局2023年政府信息公开工作年度报告</h1><div id=zoom>{BODY}</div></body></html>"
    assert parse([read(page.encode())]).fields == ()


def test_a_day_that_is_none_makes_no_period():
    assert found("统计期限自2024年13月1日起至12月45日止。") == {}


def test_the_row_about_fees_nobody_paid_says_nothing_of_notices():
    assert found("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请") == {}
    assert found("2023年未发出收费通知。") == {"fees.notices": "0"}
