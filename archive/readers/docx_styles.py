"""How a run of a Word document looks: what its own properties and its styles say together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from archive.readers.docx_colours import WHITE, ground, ink, sight
from archive.readers.office_package import Package

_VAL, _RSTYLE, _ALIGN, _POSITION = qn("w:val"), qn("w:rStyle"), qn("w:vertAlign"), qn("w:position")
_COLOR, _SIZE, _SHD, _PEN = qn("w:color"), qn("w:sz"), qn("w:shd"), qn("w:highlight")
_TOGGLES = (qn("w:vanish"), qn("w:strike"), qn("w:dstrike"))
_NEVER_SHOWN = qn("w:specVanish")
_TELLING = frozenset((*_TOGGLES, _NEVER_SHOWN, _RSTYLE, _ALIGN, _POSITION, _SIZE))
_PART = "word/styles.xml"
_DEEPEST = 20  # styles based on styles
_LEVEL_ENOUGH = 2  # half points up or down that no eye takes for a raised digit
_TOO_SMALL = 6  # half points: letters of 3 points are dots
_NOTES = frozenset(("FootnoteReference", "EndnoteReference"))  # what Word calls them, defined or not

Properties = dict[str, str]


class Look(NamedTuple):
    """How the letters of a run stand there. `odd` ones may or may not be part of the figure beside them.

    `unsure`: perhaps nobody can see them. `ink` and `ground` are colours, nothing where none is stated.
    """

    hidden: bool = False
    raised: bool = False
    odd: bool = False
    unsure: bool = False
    ink: str = ""
    ground: str = ""


LEVEL = Look()
_RAISED_NOTE: Properties = {_ALIGN: "superscript"}


class Styles:
    """The styles of one document; their part is read when the first style is asked for."""

    def __init__(self, package: Package) -> None:
        """Prepare to read the styles of the file `package`."""
        self._package = package
        self._elements: dict[str, Any] | None = None
        self._resolved: dict[str, Properties] = {}

    def look(self, properties: Any, paragraph_style: str | None) -> Look:
        """The look of a run with these direct `properties` (w:rPr or None) in a paragraph of this style."""
        own = _stated(properties)
        if not own and not paragraph_style:
            return LEVEL
        paragraph = self._style(paragraph_style)
        character = self._style(own.get(_RSTYLE))
        all_of_them = paragraph | character | own
        hidden = any(_toggled(tag, own, character, paragraph) for tag in _TOGGLES)
        return Look(
            hidden or _is_on(all_of_them.get(_NEVER_SHOWN, "false")),
            all_of_them.get(_ALIGN) in ("superscript", "subscript"),
            _is_odd(all_of_them),
            _is_tiny(all_of_them),
            all_of_them.get(_COLOR, ""),
            all_of_them.get(_PEN) or all_of_them.get(_SHD, ""),
        )

    def is_shaded(self, table_style: str) -> bool:
        """Whether a style of tables colours any of their cells."""
        return any(ground(s) not in ("", WHITE) for e in self._chain(table_style) for s in e.iterdescendants(_SHD))

    def is_hiding(self, table_style: str) -> bool:
        """Whether a style of tables hides, strikes out, whitens or shrinks the letters of all their cells."""
        said = self._style(table_style)
        is_hidden = any(_is_on(said.get(tag, "false")) for tag in (*_TOGGLES, _NEVER_SHOWN))
        return is_hidden or _is_tiny(said) or sight(said.get(_COLOR, ""), WHITE) != "seen"

    def _style(self, name: str | None) -> Properties:
        """What a style says, with what it is based on."""
        if not name:
            return {}
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Properties:
        chain = list(self._chain(name))
        if not chain:
            return _RAISED_NOTE if name in _NOTES else {}
        said: Properties = {}
        for style in chain:
            said = _stated(style.find(qn("w:pPr"))) | _stated(style.find(qn("w:rPr"))) | said
        return said

    def _chain(self, name: str) -> Iterator[Any]:
        """A style and those it is based on."""
        if self._elements is None:
            styles = self._package.tree(_PART) if self._package.has(_PART) else ()
            self._elements = {style.get(qn("w:styleId"), ""): style for style in styles}
        for _ in range(_DEEPEST):
            style = self._elements.get(name)
            if style is None:
                break
            yield style
            base = style.find(qn("w:basedOn"))
            name = base.get(_VAL, "") if base is not None else ""


def _stated(properties: Any) -> Properties:
    if properties is None:
        return {}
    said = {child.tag: child.get(_VAL, "true") for child in properties if child.tag in _TELLING}
    for child in properties.iterchildren(_COLOR, _SHD, _PEN):
        colour = ink(child) if child.tag == _COLOR else ground(child)
        if colour or child.tag == _COLOR:
            said[child.tag] = colour
    return said


def _toggled(tag: str, own: Properties, character: Properties, paragraph: Properties) -> bool:
    """Whether a toggle is on: a style that has it turns off what the other style turned on."""
    if tag in own:
        return _is_on(own[tag])
    return _is_on(character.get(tag, "false")) != _is_on(paragraph.get(tag, "false"))


def _is_on(value: str) -> bool:
    return value not in ("0", "false", "off")


def _is_odd(said: Properties) -> bool:
    """Whether letters are lifted off their line, or too small to be seen."""
    lifted = said.get(_POSITION, "0").lstrip("+-")
    return (lifted.isdecimal() and int(lifted[:6]) > _LEVEL_ENOUGH) or _is_tiny(said)


def _is_tiny(said: Properties) -> bool:
    size = said.get(_SIZE, "")
    return size.isdecimal() and int(size[:6]) <= _TOO_SMALL
