"""Figures of the narrative as numbers: digits in groups, Chinese numerals, 万 and 亿."""

from __future__ import annotations

from archive.models import Number

_DIGITS = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def from_digits(digits: str, decimals: str | None, times: str) -> Number:
    """A figure in digits, with what it is multiplied by.

    >>> from_digits("1,204", None, ""), from_digits("1", ".25", "万"), from_digits("3", ".6", "")
    (1204, 12500, 3.6)
    """
    whole = int(digits.replace(",", ""))
    factor = 1
    for step in times:
        factor *= _LARGE[step]
    if not decimals:
        return whole * factor
    value = round((whole + float(decimals)) * factor, 6)
    return int(value) if factor > 1 and value == int(value) else value


def from_numerals(numerals: str, times: str) -> Number:
    """A figure in Chinese numerals below ten thousand, with what it is multiplied by.

    >>> from_numerals("一百零三", ""), from_numerals("十二", ""), from_numerals("两", "万"), from_numerals("二〇", "")
    (103, 12, 20000, 20)
    """
    total, digit = 0, -1
    if len(numerals) > 1 and not any(ch in _STEPS for ch in numerals):
        total = int("".join(str(_DIGITS[ch]) for ch in numerals))
    else:
        for ch in numerals:
            if ch in _STEPS:
                total += (1 if digit < 0 else digit) * _STEPS[ch]
                digit = -1
            else:
                digit = _DIGITS[ch]
        total += max(digit, 0)
    return from_digits(str(total), None, times)
