"""What stands behind a paragraph of a Word document: the colour of its cell, its table, the page."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from archive.readers.docx_colours import UNKNOWN, WHITE, ground
from archive.readers.docx_styles import Styles

_SHD, _VAL = qn("w:shd"), qn("w:val")
_PROPERTIES = {qn("w:tc"): qn("w:tcPr"), qn("w:tbl"): qn("w:tblPr"), qn("w:tr"): qn("w:tblPrEx")}
_STYLE = f"{qn('w:tblPr')}/{qn('w:tblStyle')}"
_BOX = qn("w:txbxContent")
_FLOATING = (qn("wp:anchor"), qn("w:pict"))


class Grounds:
    """Tells the colour of the ground a paragraph stands on."""

    def __init__(self, styles: Styles, document: Any) -> None:
        """Prepare for the paragraphs of this document part; what floats in it may lie behind any of them."""
        self._styles = styles
        colour = document.find(qn("w:background"))
        is_plain = colour is None and next(document.iterdescendants(*_FLOATING), None) is None
        self._page = WHITE if is_plain else UNKNOWN

    def under(self, paragraph: Any) -> str:
        """Six hexadecimal digits, or `?` where it cannot be told."""
        for around in paragraph.iterancestors():
            if around.tag == _BOX:
                return UNKNOWN
            if around.tag in _PROPERTIES and (found := self._of(around)):
                return found
        return self._page

    def may_hide(self, paragraph: Any) -> bool:
        """Whether the style of a table around a paragraph may keep its letters from being seen."""
        styles = (table.find(_STYLE) for table in paragraph.iterancestors(qn("w:tbl")))
        return any(self._styles.is_hiding(style.get(_VAL, "")) for style in styles if style is not None)

    def _of(self, element: Any) -> str:
        shading = element.find(f"{_PROPERTIES[element.tag]}/{_SHD}")
        stated = ground(shading) if shading is not None else ""
        if stated or element.tag != qn("w:tbl"):
            return stated
        style = element.find(_STYLE)
        return UNKNOWN if style is not None and self._styles.is_shaded(style.get(_VAL, "")) else ""
