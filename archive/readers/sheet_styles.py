"""The styles of an .xlsx as far as they change what a cell says: number formats and struck-out letters."""

from __future__ import annotations

from typing import Any, NamedTuple

from archive.readers.sheet_format import GENERAL

_UNKNOWN = "[?]"  # a number of a format nobody defined: shown_number takes it as unclear
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys(_DATES, "yyyy-mm-dd"),
    37: "#,##0;[?]",  # negative numbers stand in brackets or behind a minus, as the country has it
    38: "#,##0;[?]",
    39: "#,##0.00;[?]",
    40: "#,##0.00;[?]",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"_ ;_ @_ ',
    48: "##0.0E+0",
    49: "@",
}


class Style(NamedTuple):
    """How a cell shows what it holds."""

    code: str = GENERAL
    struck: bool = False


def read_styles(root: Any) -> list[Style]:
    """The styles that cells name by their number."""
    codes = {
        _integer(defined.get("numFmtId")): defined.get("formatCode", "")
        for defined in root.iterfind("{*}numFmts/{*}numFmt")
    }
    struck = [is_struck(font) for font in root.iterfind("{*}fonts/{*}font")]
    return [_style(cell, codes, struck) for cell in root.iterfind("{*}cellXfs/{*}xf")]


def is_struck(font: Any) -> bool:
    """Whether letters of this font (or run) are struck out."""
    return any(strike.get("val") not in ("0", "false") for strike in font.iterfind("{*}strike"))


def _style(cell: Any, codes: dict[int, str], struck: list[bool]) -> Style:
    number, font = _integer(cell.get("numFmtId")), _integer(cell.get("fontId"))
    code = codes.get(number) or _BUILT_IN.get(number, _UNKNOWN)
    return Style(GENERAL if code.lower() == "general" else code, font < len(struck) and struck[font])


def _integer(stated: str | None) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 9 else 0
