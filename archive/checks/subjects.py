"""How a sentence of a report begins with the body that acts: 20XX年，甲县教育局认真."""

from __future__ import annotations

import re

ORGAN = (
    r"(?:(?![局与我])[\u4e00-\u9fff]){2,30}?"  # of one body: 甲局与我局 are two
    r"(?:局|厅|委员会|管委会|街道办事处|办事处|人民政府(?:办公室)?|法院|检察院)(?!分局)"
)
_DATE = r"20\d{2}\s{0,3}年度?[，,]?\s{0,3}"
_OPENS = r"(?:^|[。；;：:！）)])\s{0,3}(?:[一二三四五六七八九十]是)?"
_BESIDE = (
    "(?!与|会同|联合|配合|协助|协同|接受|参加|邀请|根据|按照|通过|组织|指导|督促|要求"
    "|[在对向由为将以请经及本我该其各全])"
)
# What reports say that their body does or is like; not what others do for it: 指导, 检查, 与…联合.
_DOES = (
    r"(?=认真|严格|深入|坚持|积极|始终|高度|紧紧|持续|不断|全面|着力|切实|以|共|主动公开|收到|扎实|加强|进一步|大力|稳步"
    r"|有序|建立|完善|优化|规范|落实|贯彻|结合|围绕|聚焦|充分|通过|明确|成立|未|没有|政府信息公开工作(?:还|仍|虽|取得|存在))"
)


def subject(name: str, *, dated: bool = False) -> re.Pattern[str]:
    """A pattern that finds a name (group `name`) as the subject a sentence begins with; `dated`, behind a year only.

    >>> subject(ORGAN).search("工作有序。甲县教育局严格审核。")["name"]
    '甲县教育局'
    >>> subject(ORGAN).search("与甲县教育局严格审核。"), subject(ORGAN, dated=True).search("甲县教育局严格审核。")
    (None, None)
    """
    return re.compile(rf"{_OPENS}{_DATE if dated else f'(?:{_DATE})?'}{_BESIDE}(?P<name>{name}){_DOES}")
