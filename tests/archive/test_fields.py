import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.fields import fields
from archive.models import Paragraph

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


def test_a_day_that_is_none_makes_no_period():
    assert found("统计期限自2024年13月1日起至12月45日止。") == {}
