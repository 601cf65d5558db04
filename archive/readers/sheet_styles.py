"""The styles of an .xlsx as far as they change what is seen: number formats, struck-out and unseen letters."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeVar

from archive.readers.sheet_colours import BLACK, WHITE, Colour, Colours, is_near
from archive.readers.sheet_format import GENERAL

_T = TypeVar("_T")
_UNKNOWN = "[?]"  # a number of a format nobody defined: shown_number takes it as unclear
_WHITE = re.compile(r"\[(?:white|白色?|color\s*2)\]", re.IGNORECASE)  # letters that a number format whitens
_TOO_SMALL = 3  # points: letters of that size are dots
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


class Look(NamedTuple):
    """Letters, and what they stand on."""

    colour: Colour = BLACK
    grounds: tuple[Colour, ...] = (WHITE,)
    is_tiny: bool = False

    def is_unseen(self) -> bool:
        """Whether nobody sees the letters, as far as can be told."""
        return self.is_tiny or any(is_near(self.colour, ground) for ground in self.grounds)


class Style(NamedTuple):
    """How a cell shows what it holds."""

    code: str = GENERAL
    struck: bool = False
    look: Look = Look()

    def is_unseen(self) -> bool:
        """Whether nobody sees what a cell of this style shows in letters without a look of their own."""
        whitened = self.code != GENERAL and _WHITE.search(self.code) is not None
        return self.look.is_unseen() or (whitened and self.look._replace(colour=WHITE).is_unseen())


class Change(NamedTuple):
    """What a conditional format makes of a style; None is left as it is."""

    code: str | None = None
    struck: bool = False
    colour: Colour | None = None
    grounds: tuple[Colour, ...] | None = None
    is_tiny: bool = False
    hides: bool = False

    def may_hide(self, style: Style) -> bool:
        """Whether a cell of this style may show something else, or nothing, where the condition holds."""
        old = style.look
        look = Look(self.colour or old.colour, self.grounds or old.grounds, self.is_tiny or old.is_tiny)
        return self.hides or self.struck or self.code not in (None, style.code) or look.is_unseen()


def read_styles(root: Any, colours: Colours) -> list[Style]:
    """The styles that cells name by their number."""
    codes = {
        _integer(defined.get("numFmtId")): defined.get("formatCode", "")
        for defined in root.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [(is_struck(font), colour_of(font, colours), is_tiny(font)) for font in root.iterfind("{*}fonts/{*}font")]
    fills = [colours.grounds(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    styles = []
    for cell in root.iterfind("{*}cellXfs/{*}xf"):
        struck, colour, tiny = _at(fonts, cell.get("fontId"), (False, None, False))
        look = Look(colour or BLACK, _at(fills, cell.get("fillId"), (WHITE,)), tiny)
        styles.append(Style(_code(_integer(cell.get("numFmtId")), codes), struck, look))
    return styles


def read_changes(root: Any, colours: Colours) -> list[Change]:
    """What conditional formats name by number."""
    return [read_change(change, colours) for change in root.iterfind("{*}dxfs/{*}dxf")]


def read_change(element: Any, colours: Colours) -> Change:
    """What one `dxf` changes."""
    font, fill, number = (element.find(f"{{*}}{name}") for name in ("font", "fill", "numFmt"))
    return Change(
        code=_plain(number.get("formatCode", "")) if number is not None else None,
        struck=font is not None and is_struck(font),
        colour=colour_of(font, colours) if font is not None else None,
        grounds=colours.grounds(fill, of_change=True) if fill is not None else None,
        is_tiny=font is not None and is_tiny(font),
    )


def colour_of(font: Any, colours: Colours) -> Colour | None:
    """The colour of letters of this font (or run); None where it states none."""
    return colours.of(font.find("{*}color"))


def is_tiny(font: Any) -> bool:
    """Whether letters of this font (or run) are too small to be seen."""
    size = font.find("{*}sz")
    try:
        return size is not None and float(size.get("val", "11")) <= _TOO_SMALL
    except ValueError:
        return False


def is_struck(font: Any) -> bool:
    """Whether letters of this font (or run) are struck out."""
    return any(strike.get("val") not in ("0", "false") for strike in font.iterfind("{*}strike"))


def _code(number: int, codes: dict[int, str]) -> str:
    return _plain(codes.get(number) or _BUILT_IN.get(number, _UNKNOWN))


def _plain(code: str) -> str:
    return GENERAL if code.lower() == "general" else code


def _at(found: list[_T], stated: str | None, otherwise: _T) -> _T:
    number = _integer(stated)
    return found[number] if number < len(found) else otherwise


def _integer(stated: str | None) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 9 else 0
