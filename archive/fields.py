"""Facts a report states beside its tables: numbers it is filed under, whom to ask, what fees were charged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from archive.dates import periods
from archive.models import Field, Paragraph

LONGEST = 5_000  # characters of a paragraph that are looked at
_STOP = r"[^，。；;、,（）()\s]"
_SAYS = r"\s*[:：]\s*"
_SAYS_OR_IS = r"\s*(?:号码)?\s*(?:[:：]|为)?\s*"
_LANDLINE = r"(?:[(（]?[0０]\d{2,3}[)）]?\s*[-－—–]?\s*)?\d{7,8}(?!\d)"
_ASCII = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"  # a text may be set in full width; values are folded when they are found
# key, words one of which must be there, and the pattern whose first group is the value
_PATTERNS = tuple(
    (key, tuple(words.split()), re.compile(pattern))
    for key, words, pattern in (
        (  # its own stands alone or behind a label; the text cites others
            "document_number",
            "〔",
            rf"(?:^|(?:文|字)号{_SAYS})([\u4e00-\u9fff]{{1,12}}〔20\d{{2}}〕\d{{1,4}}号)(?=\s|$)",
        ),
        ("index_number", "索", rf"索\s*引\s*号{_SAYS}([{_ASCII}][{_ASCII}/_.\-]{{4,60}})"),
        ("issuer", "机构 机关 单位", rf"(?:发布|发文|公开|制发)(?:机构|机关|单位){_SAYS}({_STOP}{{2,40}})"),
        ("contact.address", "地址", rf"(?<![箱件站网])(?:联系|通讯|通信|办公|单位)?地址{_SAYS}({_STOP}{{4,60}})"),
        ("contact.postcode", "邮编 邮政编码", rf"(?:邮编|邮政编码){_SAYS_OR_IS}(\d{{6}})(?!\d)"),
        ("contact.phone", "电话", rf"电话{_SAYS_OR_IS}({_LANDLINE}|[1１]\d{{10}}(?!\d))"),
        ("contact.fax", "传真", rf"传真{_SAYS_OR_IS}({_LANDLINE})"),
        ("contact.email", "@ ＠", rf"([{_ASCII}][{_ASCII}_.+-]*[@＠][{_ASCII}-]+(?:[.．][{_ASCII}-]+)+)"),
    )
)
_FILED = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("document_number", r"[文字]\s*号\s*[:：]?\s*([\u4e00-\u9fff]{1,12}〔20\d{2}〕\d{1,4}号)"),
        ("index_number", rf"索\s*引\s*号\s*[:：]?\s*([{_ASCII}][{_ASCII}/_.\-]{{4,60}})"),
        ("issuer", rf"(?:发布|发文|公开|制发)\s*(?:机构|机关|单位)\s*[:：]?\s*({_STOP}{{2,40}})"),
    )
)
# the next label of a row of them, where nothing stands between
_NEXT = re.compile(
    r"(?:发布|发文|公开|生成|成文|制发)(?:日期|时间|字号|机构|机关|方式)|索引号|主题|分类|文号|有效性|名称|体裁|组配|日期|时间"
)
_MAY_STATE = re.compile("[〔:：@＠电传邮]")  # one of these stands in every statement
_SET_WIDE = re.compile(r"([电传邮地])\s{1,8}([话真编址])")
_COLLECTED = re.compile(r"实际?(?:收取|收缴)[^，。；\d]{0,12}(\d[\d,.]*)\s*(万?元)")
_NO_FEE = re.compile(r"(?:未|没有|无)(?:向[^，。；]{0,20})?(?:收取|产生|发生)[^，。；]{0,20}信息处理费|无收费")
_FEE = re.compile(r"(?:收取|收缴|征收)[^，。；\d]{0,24}(?:信息)?处理费[^，。；\d]{0,8}(\d[\d,.]*)\s*(万?元)")
_FEE_TOTAL = re.compile(r"(?:总金额|金额|共计|合计)[^，。；\d]{0,6}(\d[\d,.]*)\s*(万?元)")
_NO_NOTICE = re.compile(r"(?:未(?!按)|没有|无)[^，。；]{0,8}(?:发出|制发|开具|下发)?[^，。；]{0,6}收费通知")
_NOTICES = re.compile(r"(?:发出|制发|开具|下发)[^，。；\d]{0,12}收费通知[^，。；\d]{0,6}(\d+)\s*(?:件|份|次)?")


def fields(paragraphs: Iterable[Paragraph]) -> Iterator[Field]:
    """The first statement of each fact, with the place of the paragraph it stands in."""
    told: set[str] = set()
    for paragraph in paragraphs:
        text = paragraph.text[:LONGEST]
        for key, value in _statements(text):
            if key not in told:
                told.add(key)
                yield Field(key, unicodedata.normalize("NFKC", value), paragraph.place)


def _statements(text: str) -> Iterator[tuple[str, str]]:
    """What a paragraph states, looked for only where a word stands that no such statement is without."""
    if _MAY_STATE.search(text):
        yield from _labelled(text)
    if "统计" in text or "期限" in text:
        yield from _period(text)
    if "收费" in text or "处理费" in text:
        yield from _fees(text)


def filed(texts: Iterable[str]) -> Iterator[Field]:
    """What the head of a page, or a small table, says a report is filed under; labels stand beside their values."""
    for text in texts:
        for key, pattern in _FILED:
            found = pattern.search(text[:LONGEST])
            value = _NEXT.split(found[1])[0] if found else ""
            if value:
                yield Field(key, unicodedata.normalize("NFKC", value), {})


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    text = _SET_WIDE.sub(r"\1\2", text)
    for key, words, pattern in _PATTERNS:
        if any(map(text.__contains__, words)) and (found := pattern.search(text)):
            yield key, (_NEXT.split(found[1])[0] if key == "issuer" else found[1]).strip()


def _period(text: str) -> Iterator[tuple[str, str]]:
    """The dates the figures run from and to."""
    for first, last in islice(periods(text), 1):
        yield "period.from", first
        yield "period.to", last


def _fees(text: str) -> Iterator[tuple[str, str]]:
    """How often and how much was charged for answers: section six has to tell. None is printed as 0."""
    plain = "".join(text.split())
    if found := _NOTICES.search(plain):
        yield "fees.notices", found[1]
    elif _NO_NOTICE.search(plain):
        yield "fees.notices", "0"
    total = _FEE_TOTAL.search(plain) if "处理费" in plain else None
    collected = _COLLECTED.search(plain)
    if collected and total and total.end() <= collected.start():
        yield "fees.notified", total[1].rstrip(".,") + total[2]
    if found := collected or _FEE.search(plain) or total:
        yield "fees.charged", found[1].rstrip(".,") + found[2]
    elif _NO_FEE.search(plain):
        yield "fees.charged", "0"
