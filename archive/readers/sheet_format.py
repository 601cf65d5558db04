"""Number formats of spreadsheets: what a cell that holds a number shows of it.

Rendered is only what is certain. Everything else becomes a text that is read as no number, so that
the cell is looked at instead of read wrongly.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
_MOST_LETTERS = 11  # of a number shown by General
_LARGEST = Decimal("1e15")  # from here on a sheet's own digits are zeros
_TOKEN = re.compile(
    r"""
    (?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | (?P<fill>[_*].)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>general|G/通用格式)
    | (?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)
    | (?P<percent>%) | (?P<text>@)
    | (?P<exponent>e[+-])
    | (?P<date>上午/下午|am/pm|a/p|[ymdhsegb]+)
    | (?P<unclear>[!.,a-z0-9?\#])
    | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|[黑蓝青绿洋红白黄]+色?", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-F]{1,4})?", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


class _Token(NamedTuple):
    kind: str
    text: str


_Section = tuple[_Token, ...]


class _UnclearError(Exception):
    """Raised where a format shows what cannot be told for certain."""


def shown_number(number: float, code: str, *, since_1904: bool = False) -> str:
    """What a number looks like in a cell of this format.

    >>> shown_number(15, "General"), shown_number(12.6, "0"), shown_number(1234.5, "#,##0.00")
    ('15', '13', '1,234.50')
    >>> shown_number(15, '0"万"'), shown_number(0.15, "0%"), shown_number(0, '0;-0;"/"')
    ('15万', '15%', '/')
    >>> shown_number(15, "[DBNum1]General")
    '?15 {[DBNum1]General}'
    """
    if code == GENERAL:
        return plain_number(number)
    try:
        return _by_sections(number, sections(code), since_1904=since_1904).strip()
    except (_UnclearError, InvalidOperation, OverflowError):
        return f"?{plain_number(number)} {{{code}}}"


def shown_text(text: str, code: str) -> str:
    """What a text looks like in a cell of this format; `@` stands for it.

    >>> shown_text("15", "0;-0;0;@万"), shown_text("15", ";;;"), shown_text("15", "0.00")
    ('15万', '', '15')
    """
    parts = sections(code) if code not in (GENERAL, "@") else ()
    section = parts[3] if len(parts) > 3 else next((p for p in parts if any(t.kind == "text" for t in p)), None)
    if section is None:
        return text
    try:
        return "".join(text if token.kind == "text" else _literal(token) for token in section)
    except _UnclearError:
        return f"?{text} {{{code}}}"


def plain_number(number: float) -> str:
    """A number as General shows it: whole, or with the decimals that a cell has room for.

    >>> plain_number(3.0), plain_number(59237.2449), plain_number(0.1 + 0.2), plain_number(-1e300)[:5]
    ('3', '59237.2449', '0.3', '-1000')
    """
    if float(number).is_integer():
        return str(int(number))
    exact = _decimal(number)
    if not 1e-4 <= abs(number) < 1e15:
        return repr(number)
    room = _MOST_LETTERS - 1 - len(str(int(abs(exact))))
    text = f"{_rounded(exact, max(room, 0)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=256)
def sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format between its semicolons, as tokens."""
    found: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "plain" and match[0] == ";":
            found.append([])
        else:
            found[-1].append(_Token(kind, match[kind]))
    return tuple(tuple(section) for section in found)


def _by_sections(number: float, parts: tuple[_Section, ...], *, since_1904: bool) -> str:
    if len(parts) > 4 or (len(parts) == 2 and not parts[1] and number < 0):
        raise _UnclearError
    exact = _decimal(number)
    if len(parts) == 1:
        section = parts[0]
    else:
        section = parts[1] if exact < 0 else parts[2] if not exact and len(parts) > 2 else parts[0]
    signed = "-" if exact < 0 and len(parts) == 1 else ""
    if not section and len(parts) == 1:
        raise _UnclearError
    if any(_is_date(token) for token in section):
        return _date(number, since_1904=since_1904)
    return signed + _number(abs(exact), section)


def _number(number: Decimal, section: _Section) -> str:
    digits = [token for token in section if token.kind in ("digits", "general", "text")]
    fraction = any(token == _Token("plain", "/") for token in section)
    if fraction and len(digits) > 1 and number == int(number):
        return str(int(number))  # no room is left for a fraction of nothing
    if len(digits) > 1 or (fraction and digits):
        raise _UnclearError
    percents = sum(token.kind == "percent" for token in section)
    return "".join(_digits(number * 100**percents, token) if token in digits else _literal(token) for token in section)


def _digits(number: Decimal, token: _Token) -> str:
    if token.kind != "digits":
        return plain_number(float(number))
    pattern = token.text.rstrip(",")
    number = number.scaleb(-3 * (len(token.text) - len(pattern)))
    whole_pattern, _, decimal_pattern = pattern.partition(".")
    if number >= _LARGEST or "," in decimal_pattern:
        raise _UnclearError
    whole, _, decimals = f"{_rounded(number, len(decimal_pattern)):f}".partition(".")
    needed = len(decimal_pattern.rstrip("#?"))
    while len(decimals) > needed and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.lstrip("0").rjust(whole_pattern.count("0"), "0")
    if "," in whole_pattern and whole:
        whole = f"{int(whole):,}" if not whole.startswith("0") or whole == "0" else whole
    return whole + ("." if "." in pattern else "") + decimals


def _literal(token: _Token) -> str:
    """What a token that stands for no digits shows."""
    if token.kind == "quoted":
        return token.text.strip('"')
    if token.kind in ("escaped", "plain", "percent"):
        return token.text
    if token.kind == "fill":
        return " " if token.text[0] == "_" else ""
    if token.kind == "bracket":
        if _COLOR.fullmatch(token.text):
            return ""
        currency = _CURRENCY.fullmatch(token.text)
        if currency:
            return currency[1]
    raise _UnclearError


def _is_date(token: _Token) -> bool:
    return token.kind == "date" or (token.kind == "bracket" and _ELAPSED.fullmatch(token.text) is not None)


def _date(number: float, *, since_1904: bool) -> str:
    """A day as its ISO date, whatever order the format has; no such text is read as a number."""
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone
    moment = start + timedelta(days=number)
    return moment.date().isoformat() if float(number).is_integer() else moment.isoformat(" ", "seconds")


def _decimal(number: float) -> Decimal:
    """A number of as many digits as a sheet computes with; the rest is noise of the computer."""
    return Decimal(f"{number:.15g}")


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
