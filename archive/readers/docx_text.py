"""The text of a Word paragraph as it is shown; what may be no part of a figure is kept apart from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn

from archive.numbers import UNTOLD, read_value
from archive.readers.docx_colours import ground, sight
from archive.readers.docx_grounds import Grounds
from archive.readers.docx_styles import LEVEL, Look, Styles

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _RPR, _PPR, _VAL = qn("w:p"), qn("w:rPr"), qn("w:pPr"), qn("w:val")
_PARAGRAPH_STYLE = f"{_PPR}/{qn('w:pStyle')}"
_SHADING = f"{_PPR}/{qn('w:shd')}"
_RUNS, _TEXTS = frozenset((qn("w:r"), f"{_MATH}r")), frozenset((qn("w:t"), f"{_MATH}t"))
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:sym"): UNTOLD,  # a letter of Wingdings and the like: ① as often as a tick
    qn("w:object"): UNTOLD,  # a formula of old programs, a sheet inside the text
}
_NOT_SHOWN = frozenset((_RPR, _PPR, f"{_MATH}rPr", qn("w:del"), qn("w:moveFrom")))
_MAY_DIFFER = tuple(  # what is struck out, hidden, made by a field, set in another direction, squeezed, or drawn
    qn(f"w:{name}")
    for name in (
        *("del", "moveFrom", "strike", "dstrike", "vanish", "webHidden", "specVanish", "fldSimple", "fldChar"),
        *("rtl", "bdo", "dir", "bidi", "w", "fitText", "position", "ruby", "sym", "object", "drawing", "pict"),
        "noBreakHyphen",
    )
)
_ALTERNATIVES, _CHOICE = f"{_COMPATIBILITY}AlternateContent", f"{_COMPATIBILITY}Choice"
_FALLBACK = f"{_COMPATIBILITY}Fallback"
_DRAWINGS, _BOX = (qn("w:drawing"), qn("w:pict")), qn("w:txbxContent")
_RUBY, _RUBY_BASE, _RUBY_TEXT = qn("w:ruby"), qn("w:rubyBase"), qn("w:rt")
_FORMULA = f"{_MATH}oMath"
_PLAIN_MATH = frozenset((f"{_MATH}r", f"{_MATH}t", f"{_MATH}rPr", _RPR, qn("w:ins"), qn("w:del")))
_RAISED = Look(raised=True)


class Letters:
    """Collects the letters of a paragraph with the look of each."""

    def __init__(self, styles: Styles, document: Any) -> None:
        """Prepare to read paragraphs of this document part, which has these styles."""
        self._styles = styles
        self._grounds = Grounds(styles, document)
        self._standing: Any = None  # the paragraph that is read
        self._may_hide = False
        self._is_pictured = False
        self.is_doubtful = False  # whether a part of the paragraph read last may be seen otherwise than it is read
        self._style: str | None = None
        self._pieces: list[tuple[str, Look]] = []
        self._kinds: dict[str, Callable[[Any, Look], None]] = {
            _ALTERNATIVES: self._alternatives,
            _RUBY: self._ruby,
            _FORMULA: self._formula,
            _P: self._text_box,
            **dict.fromkeys(_DRAWINGS, self._drawing),
            **dict.fromkeys(_RUNS, self._run),
        }

    def of(self, paragraph: Any) -> str:
        """The text of a paragraph; a raised digit is a footnote's and stands in brackets.

        Letters that are lifted or too small beside others stand behind `^`; what has no letter (a symbol, a
        formula) is `UNTOLD`, which also stands before figures that perhaps nobody can see: no cell with one
        of these is read as a number. Letters in the colour of their ground are left out.
        """
        self._pieces = []
        self._paragraph(paragraph)
        looks = {look for text, look in self._pieces if text.strip()}
        self.is_doubtful = _is_doubtful(paragraph, looks) or any(UNTOLD in text for text, _ in self._pieces)
        if len(looks) < 2:  # all of one kind: nothing is raised beside it
            text = "".join([text for text, _ in self._pieces])
            return UNTOLD + text if any(look.unsure for look in looks) and _is_figure(text) else text
        groups = groupby(self._pieces, key=lambda piece: piece[1])
        return "".join(_apart("".join(text for text, _ in pieces), look) for look, pieces in groups)

    def of_cell(self, paragraphs: Iterable[Any]) -> str:
        """The text of a cell. What is drawn in it may be its figure or a part of it, and is `UNTOLD` beside one."""
        self._is_pictured = False
        text = "\n".join([self.of(paragraph) for paragraph in paragraphs])
        return UNTOLD + text if self._is_pictured and (not text.strip() or _is_figure(text)) else text

    def _paragraph(self, paragraph: Any) -> None:
        style = paragraph.find(_PARAGRAPH_STYLE)
        self._style = style.get(_VAL) if style is not None else None
        around, self._standing = self._standing, paragraph
        self._may_hide = self._grounds.may_hide(paragraph)
        self._inside(paragraph, LEVEL)
        self._standing = around

    def _inside(self, parent: Any, look: Look) -> None:
        for child in parent.iterchildren():
            tag = child.tag
            if tag in _TEXTS:
                self._add(child.text or "", look)
            elif tag in self._kinds:
                self._kinds[tag](child, look)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag], look)
            elif tag not in _NOT_SHOWN:
                self._inside(child, look)

    def _add(self, text: str, look: Look) -> None:
        self._pieces.append((text, look if look is LEVEL or text.strip() else LEVEL))

    def _run(self, run: Any, around: Look) -> None:
        look = self._styles.look(run.find(_RPR), self._style)
        if look.ink or look.ground:
            look = self._on_its_ground(look)
        if self._may_hide:
            look = look._replace(unsure=True)
        if not look.hidden:
            self._inside(run, around if around is _RAISED and not look.unsure else look)

    def _on_its_ground(self, look: Look) -> Look:
        shading = self._standing.find(_SHADING)
        behind = look.ground or (shading is not None and ground(shading)) or self._grounds.under(self._standing)
        seen = sight(look.ink, behind)
        hidden, unsure = look.hidden or seen == "unseen", look.unsure or seen == "unsure"
        return look._replace(hidden=hidden, unsure=unsure, ink="", ground="")

    def _alternatives(self, element: Any, look: Look) -> None:
        """The first of several copies; the others are for programs that cannot show it."""
        copies = [*element.iterchildren(_CHOICE), *element.iterchildren(_FALLBACK)]
        for copy in copies[:1]:
            self._inside(copy, look)

    def _ruby(self, ruby: Any, look: Look) -> None:
        """Letters with small ones above them, which are read behind them."""
        for base in ruby.iterchildren(_RUBY_BASE):
            self._inside(base, look)
        for above in ruby.iterchildren(_RUBY_TEXT):
            self._inside(above, _RAISED)

    def _drawing(self, drawing: Any, look: Look) -> None:
        """A picture or a shape, unless it is a box of text."""
        self._is_pictured = self._is_pictured or next(drawing.iterdescendants(_BOX), None) is None
        self._inside(drawing, look)

    def _formula(self, formula: Any, look: Look) -> None:
        """A formula. One that is no line of letters, but a fraction or a power, begins with the mark of the unknown."""
        if any(e.tag not in _PLAIN_MATH and e.getparent().tag != _RPR for e in formula.iterdescendants()):
            self._add(UNTOLD, look)
        self._inside(formula, look)

    def _text_box(self, paragraph: Any, _: Look) -> None:
        """A paragraph inside a paragraph stands in a box of its own."""
        style, self._style = self._style, None
        self._add("\n", LEVEL)
        self._paragraph(paragraph)
        self._add("\n", LEVEL)
        self._style = style


def _apart(text: str, look: Look) -> str:
    if look.odd:
        return f"^{text}"
    if look.unsure and _is_figure(text):
        return UNTOLD + text
    return f"[{text}]" if look.raised else text


def _is_doubtful(paragraph: Any, looks: Iterable[Look]) -> bool:
    """Whether letters are raised, small or hardly seen, or an element hides, moves or makes some."""
    if any(look.odd or look.unsure or look.raised for look in looks):
        return True
    return next(paragraph.iterdescendants(*_MAY_DIFFER), None) is not None


def _is_figure(text: str) -> bool:
    """Whether letters are of a number, and no words whose colour changes no value."""
    digits = any(ch.isdigit() for ch in text) and not any(ch.isalpha() for ch in text)
    return digits or read_value(text).state == "number"
