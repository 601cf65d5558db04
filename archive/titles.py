"""The grammar of titles: which title is an annual report's, of which body and year, and which is a neighbour's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.dates import western_years
from archive.labels import normal

_CORE = re.compile(
    r"(?:政府|政务)?信息公开(?:工作)?(?:"
    r"(?P<inner>20\d{2})年?度?(?:工作)?的?(?:年度)?(?:报告|年报)"
    r"|的?年度(?:工作)?的?(?:报告|总结报告)|工作报告|年报|(?:工作)?情况的?(?:年度)?报告|报告)"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年度?|(?=\D|$))")
_DOCUMENT_NUMBER = re.compile(r"^[^〔\[【（]{0,8}[〔\[【（]20\d{2}[〕\]】）]\d+号")
_ORGAN = re.compile(
    r"(?:局|委|委员会|办|办公室|办公厅|厅|部|院|所|中心|公司|集团|政府|街道|街道办事处|办事处|街|镇|乡|区|市|县|州|盟|旗|省"
    r"|自治区|会|处|站|队|大队|支队|总队|社|署|馆|校|学院|大学|医院|银行|管委会|机关|农场|林场|兵团|师|团|组|公安|法院|检察院)$"
)
# Words of the neighbours that stand in the same columns; none is in a report's own title.
_REJECT = [
    "格式",
    "通知",
    "制度",
    "办法",
    "规定",
    "指南",
    "解读",
    "图解",
    "一图读懂",
    "一图",
    "编制说明",
    "说明",
    "报表",
    "统计表",
    "工作总结",
    "工作要点",
    "自查",
    "汇报",
    "评估",
    "调研",
    "范文",
    "模板",
    "法治政府",
    "决算",
    "预算",
    "上半年",
    "半年",
    "季度",
    "月报",
    "第三方",
    "考核",
    "公告",
    "意见",
    "函",
    "目录",
    "培训",
    "会议",
    "征求",
    "视频",
    "新闻发布",
    "会员分享",
    "下载",
]
_OPENERS = (
    "关于印发",
    "关于做好",
    "关于报送",
    "关于转发",
    "转发",
    "图解",
    "一图读懂",
    "解读",
    "关于开展",
    "关于编制",
    "关于公布",
)

_BRACKETS = "【[〔(（"
_BOOK_MARKS = dict.fromkeys(map(ord, "《》〈〉"))

Kind = Literal["report", "neighbour", "other"]


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says. `reason` is the word that makes it a neighbour."""

    kind: Kind
    year: int | None = None
    agency: str | None = None
    reason: str | None = None


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title:
    """Read a title by the grammar [agency] year [agency] core.

    >>> read_title("番禺区卫生健康局 2020 年政府信息公开 工作年度的报告")
    Title(kind='report', year=2020, agency='番禺区卫生健康局', reason=None)
    >>> read_title("关于做好2021年政府信息公开工作年度报告编制发布工作的通知").kind
    'neighbour'
    >>> read_title("政府网站工作年度报表（2023年度）").kind
    'other'
    >>> read_title("甲县卫生健康局（原卫生和计划生育局）2019年政府信息公开年度报告").agency
    '甲县卫生健康局（原卫生和计划生育局）'
    """
    plain = western_years(normal(text)).strip("…. 。").translate(_BOOK_MARKS)
    plain = re.sub(
        r"\.(?:html?|docx?|rtf|odt|pdf|wps|et|ofd|xlsx?|ods|zip|rar|7z|tiff?|jpe?g|png)$",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    plain = _DOCUMENT_NUMBER.sub("", plain)
    cores = list(_CORE.finditer(plain))
    if not cores:
        return Title("other")
    core = cores[-1]
    before, after = plain[: core.start()], plain[core.end() :]
    year, agency = _year_and_agency(before, core, after)
    agency = agency if agency and _is_organ(agency) else None
    rest = before.replace(agency, "") if agency else before
    reason = next((w for w in _REJECT if w in after or w in rest), None)
    reason = reason or next((w for w in _OPENERS if before.lstrip(_BRACKETS).startswith(w)), None)
    if reason:
        return Title("neighbour", year, agency, reason)
    return Title("report", year, agency)


def _year_and_agency(before: str, core: re.Match[str], after: str) -> tuple[int | None, str | None]:
    years = list(_YEAR.finditer(before))
    if core["inner"]:
        return int(core["inner"]), _agency(before)
    if years:
        nearest = years[-1]
        outer, inner = before[: nearest.start()], before[nearest.end() :]
        names = [name for name in (_agency(inner), _agency(outer)) if name]
        return int(nearest.group(1)), next(filter(_is_organ, names), next(iter(names), None))
    late = _YEAR.search(after)
    return (int(late.group(1)) if late else None), _agency(before)


def _agency(text: str) -> str | None:
    text = re.sub(r"^(?:关于|中共)?", "", text)
    text = re.sub(r"^20\d{2}年?度?", "", text)
    name = re.sub(r"(?:的|关于|度|年度|年)$", "", text).strip("-—_·:：、，（）")
    return f"{name}）" if name.count("（") > name.count("）") else name or None


def _is_organ(name: str) -> bool:
    bare = re.sub(r"（[^（）]*）$", "", name)  # 甲局（原乙局）
    return len(name) >= 2 and bool(_ORGAN.search(bare)) and not name.lstrip(_BRACKETS).startswith(_OPENERS)
