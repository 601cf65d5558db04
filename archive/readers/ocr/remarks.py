"""Remarks behind the numbers of a picture, of which a thin bracket was not seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.readers.ocr.compared import Line
from archive.readers.ocr.figures import reread

_NUMBER, _WORDS = r"-?\d[\d,.]*", r"[^()（）]*[一-龥][^()（）]*"
_UNCLOSED = re.compile(rf"{_NUMBER} ?[(（]{_WORDS}$")  # a number and a remark without its end
_UNOPENED = re.compile(rf"({_NUMBER})([含其]{_WORDS}[)）])$")  # a remark without its beginning, by how most begin
_FIRST = re.compile(rf"{_NUMBER}(?=[含其])")


def closed(lines: Sequence[Line]) -> list[Line]:
    """The lines of a cell with the bracket before or behind the remark of a number that was not seen; in doubt."""
    text = "".join(line.figure.text for line in lines)
    made = list(lines)
    if _UNCLOSED.match(text):
        made[-1] = replace(made[-1], figure=reread(f"{made[-1].figure.text}）", made[-1].figure))
    elif _UNOPENED.match(text) and (number := _FIRST.match(made[0].figure.text)):
        first = made[0].figure
        made[0] = replace(made[0], figure=reread(f"{number[0]}（{first.text[number.end() :]}", first))
    return made
