"""The text of a cell as a typed value: number, blank, not applicable, or text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from archive.models import Number, State

NOT_APPLICABLE = frozenset(["/", "-", "–", "—", "―", "──", "——", "--", "\\", "//", "／", "﹣", "－", "ーー"])
UNTOLD = "\N{OBJECT REPLACEMENT CHARACTER}"  # what a reader puts where something is shown that it cannot read
ZERO_WORDS = frozenset(("零", "无", "〇"))
UNITS = ("亿元", "万元", "元", "件次", "人次", "件", "条", "宗", "个", "项", "起", "次", "份", "篇", "人")
_BLANKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_APART = re.compile(r"\d\s+\d|\d\s*,\s+\d|\d\s+,\s*\d")  # "1 2", "1, 2": two numbers, or one set wide
_NUMBER = re.compile(
    r"([+\-−–]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"  # sign, thousands or plain, decimals
    rf"({'|'.join(UNITS)})?"
    r"(?:[(（\[【]([^()（）\[\]【】]*)[)）\]】])?$",  # a remark behind it: 22（其中修订16件）
)
# what makes the number another one: 5[万], 5（更正为6）, 5(6); a digit in square brackets is a footnote's
_CHANGING = "|".join(
    (
        *("更正", "应为", "应当为", "实为", "改为", "修正", "误", "订正", "勘", "为准", "作废"),
        *(r"单位[:：为是]*[十百千万亿](?!元)", r"[×xX*]\d"),
        *("^减", "减少", "下降", "降低", "^负", "[↓▼]", "百分", "[%‰]", "待定", "暂定", "估", "^约"),
    )
)
_CHANGES = re.compile(_CHANGING)
_CHANGED = re.compile(
    rf"[(\[【](?:[百千万亿]+(?:{'|'.join(UNITS)})?|[-\d.,%]{{2,}})[)\]】]$"
    r"|\([-\d.,%]+\)$"
    r"|[(\[【](?:20\d\d|上一?)年度?数?[)\]】]$"  # but not 22（含上年3件）
)

# remarks that tell of what the number counts already
_TELLING = re.compile(
    r"其中|不?含|包括|包含|不包括|全部|均|都是|另|详?见|附|注|\[?\d\]?$|[一-龥]{2,4}[:：]?\d+(?:件|条|项|宗|个)?(?:[,;、，；]|$)"
)


class Value(NamedTuple):
    """What a cell says: its state, the number if it is one, and the unit printed with it."""

    state: State
    number: Number | None
    unit: str | None


@lru_cache(maxsize=8192)
def strange_remark(text: str) -> str:
    """What stands in brackets behind a number that may change what it counts; nothing where it tells a part of it.

    >>> strange_remark("22（其中修订16件）"), strange_remark("12（累计）"), strange_remark("7（件）")
    ('', '累计', '')
    """
    found = _NUMBER.match("".join(unicodedata.normalize("NFKC", text).split()))
    remark = (found[5] if found else "") or ""
    return "" if remark in UNITS or _TELLING.match(remark) else remark


MOST_DIGITS = 13  # ten trillion; a longer run of digits is several cells run together
_BLANK = Value("blank", None, None)
_NOT_APPLICABLE = Value("not_applicable", None, None)
_TEXT = Value("text", None, None)
_UNREADABLE = Value("unreadable", None, None)

_WORDS = (
    {"": _BLANK} | dict.fromkeys(NOT_APPLICABLE, _NOT_APPLICABLE) | dict.fromkeys(ZERO_WORDS, Value("number", 0, None))
)


@lru_cache(maxsize=8192)
def read_value(text: str) -> Value:
    """The typed value of a cell's printed text. Nothing is guessed: what is no number stays text.

    >>> read_value(" 3487.1万元 "), read_value("1,234"), read_value("22（其中修订16件）").number
    (Value(state='number', number=3487.1, unit='万元'), Value(state='number', number=1234, unit=None), 22)
    >>> read_value("—").state, read_value("\\u3000").state, read_value("无").number, read_value("5500余").state
    ('not_applicable', 'blank', 0, 'text')
    >>> read_value("10203120001200000").state, read_value("1\\n2").state
    ('unreadable', 'unreadable')
    """
    if any(unicodedata.category(ch) == "No" for ch in text):
        return _TEXT  # ① or ², the mark of a footnote; folded it would be a digit more
    folded = unicodedata.normalize("NFKC", text).translate(_BLANKS)
    if _APART.search(folded):
        return _UNREADABLE
    plain = "".join(folded.split())
    if plain in _WORDS:
        return _WORDS[plain]
    if UNTOLD in plain and not any(ch.isalpha() for ch in plain):
        return _UNREADABLE
    found = _NUMBER.match(plain)
    if not found:
        return _TEXT
    sign, whole, decimals, unit, remark = found.groups()
    if remark in UNITS and unit in (None, remark):
        unit = remark
    elif remark and (_CHANGED.search(plain) or _CHANGES.search(remark)):
        return _TEXT
    digits = whole.replace(",", "")
    if len(digits) > MOST_DIGITS or (digits[0] == "0" and digits.strip("0")):
        return _UNREADABLE  # several run together: no number begins with a 0
    number: Number = float(digits + decimals) if decimals else int(digits)
    return Value("number", -number if sign and sign != "+" else number, unit)
