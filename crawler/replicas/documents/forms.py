"""The official tables as rows of stated cells, for every format to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from archive.grid import Span
from archive.template import load

Rows = list[list[Span]]
Printed = Mapping[str, str]  # cell id -> what stands in the cell

_CAPTIONS = {
    "disclosure.art20_1": "第二十条第（一）项",
    "disclosure.art20_5": "第二十条第（五）项",
    "disclosure.art20_6": "第二十条第（六）项",
    "disclosure.art20_8": "第二十条第（八）项",
    "disclosure.art20_9": "第二十条第（九）项",
}
_HEADS = {
    "t2019": {
        "made_new": "本年新制作数量",
        "disclosed_new": "本年新公开数量",
        "public_total": "对外公开总数量",
        "items_prev": "上一年项目数量",
        "items_change": "本年增/减",
        "decisions": "处理决定数量",
        "projects": "采购项目数量",
        "amount": "采购总金额",
    },
    "t2021": {
        "issued": "本年制发件数",
        "repealed": "本年废止件数",
        "in_force": "现行有效件数",
        "decisions": "本年处理决定数量",
        "amount": "本年收费金额（单位：万元）",
    },
}
_ROWS = {
    "disclosure.rules": "规章",
    "disclosure.normative_documents": "规范性文件",
    "disclosure.licensing": "行政许可",
    "disclosure.other_services": "其他对外管理服务事项",
    "disclosure.penalties": "行政处罚",
    "disclosure.compulsion": "行政强制",
    "disclosure.fees": "行政事业性收费",
    "disclosure.procurement": "政府集中采购",
    "applications.new": "一、本年新收政府信息公开申请数量",
    "applications.carried_in": "二、上年结转政府信息公开申请数量",
    "applications.results.granted": "（一）予以公开",
    "applications.results.partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "applications.results.denied": "（三）不予公开",
    "applications.results.denied.state_secret": "1.属于国家秘密",
    "applications.results.denied.law_prohibited": "2.其他法律行政法规禁止公开",
    "applications.results.denied.security_stability": "3.危及“三安全一稳定”",
    "applications.results.denied.third_party": "4.保护第三方合法权益",
    "applications.results.denied.internal_affairs": "5.属于三类内部事务信息",
    "applications.results.denied.process_information": "6.属于四类过程性信息",
    "applications.results.denied.enforcement_file": "7.属于行政执法案卷",
    "applications.results.denied.special_inquiry": "8.属于行政查询事项",
    "applications.results.unable": "（四）无法提供",
    "applications.results.unable.not_held": "1.本机关不掌握相关政府信息",
    "applications.results.unable.needs_creation": "2.没有现成信息需要另行制作",
    "applications.results.unable.unclear_after_correction": "3.补正后申请内容仍不明确",
    "applications.results.not_processed": "（五）不予处理",
    "applications.results.not_processed.petition_complaint": "1.信访举报投诉类申请",
    "applications.results.not_processed.repeated": "2.重复申请",
    "applications.results.not_processed.publications": "3.要求提供公开出版物",
    "applications.results.not_processed.excessive": "4.无正当理由大量反复申请",
    "applications.results.not_processed.reconfirmation": "5.要求行政机关确认或重新出具已获取信息",
    "applications.results.other_handling": "（六）其他处理",
    "applications.results.other_handling.correction_overdue": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "applications.results.other_handling.fee_overdue": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "applications.results.other_handling.misc": "3.其他",
    "applications.results.total": "（七）总计",
    "applications.carried_out": "四、结转下年度继续办理",
}
_APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def tables(template: str, printed: Printed) -> tuple[Rows, Rows, Rows]:
    """The three tables of a form, each as rows of cells with their spans."""
    return disclosure(template, printed), applications(template, printed), review(printed)


def disclosure(template: str, printed: Printed) -> Rows:
    """Section two: blocks under one another, each with caption and head."""
    form = load(template)
    width = 1 + max(len(block.columns) for block in form.blocks)
    heads = _HEADS[template]
    rows: Rows = []
    for block in form.blocks:
        rows.append([Span(_CAPTIONS[block.caption], width)])
        last = width - len(block.columns)
        widths = [1] * (len(block.columns) - 1) + [last]
        rows.append([Span("信息内容"), *map(Span, (heads[c] for c in block.columns), widths)])
        for row in block.rows:
            name = "行政规范性文件" if template == "t2021" and row.endswith("documents") else _ROWS[row]
            values = [printed.get(f"{row}.{column}", "") for column in block.columns]
            rows.append([Span(name), *map(Span, values, widths)])
    return rows


def applications(template: str, printed: Printed) -> Rows:
    """Section three: three head rows, a stub of three columns, seven columns of values."""
    form = load(template)
    rows: Rows = [
        [Span(_NOTE, 3, 3), Span("申请人情况", 7)],
        [Span("自然人", 1, 2), Span("法人或其他组织", 5), Span("总计", 1, 2)],
        [Span(name) for name in _APPLICANTS],
    ]
    results = [r for r in form.application_rows if r.startswith("applications.results.")]
    for row in form.application_rows:
        values = [Span(printed.get(f"{row}[{column}]", "")) for column in form.applicants]
        rows.append([*_stub(row, results), *values])
    return rows


def _stub(row: str, results: list[str]) -> Iterator[Span]:
    if row not in results:
        yield Span(_ROWS[row], 3)
        return
    if row == results[0]:
        yield Span("三、本年度办理结果", 1, len(results))
    group = row.rpartition(".")[0]
    if group == "applications.results":
        yield Span(_ROWS[row], 2)
        return
    below = [r for r in results if r.startswith(f"{group}.")]
    if row == below[0]:
        yield Span(_ROWS[group], 1, len(below))
    yield Span(_ROWS[row])


def review(printed: Printed) -> Rows:
    """Section four: three head rows and one row of fifteen values."""
    form = load("t2021")
    values = [printed.get(f"{route}.{outcome}", "") for route in form.routes for outcome in form.outcomes]
    return [
        [Span("行政复议", 5), Span("行政诉讼", 10)],
        [*(Span(name, 1, 2) for name in _OUTCOMES), Span("未经复议直接起诉", 5), Span("复议后起诉", 5)],
        [Span(name) for name in (*_OUTCOMES, *_OUTCOMES)],
        [Span(value) for value in values],
    ]


def changed(rows: Rows, change: Callable[[str], str]) -> Rows:
    """The same rows with every text changed."""
    return [[Span(change(cell.text), cell.width, cell.height) for cell in row] for row in rows]
