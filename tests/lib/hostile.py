"""Texts made to slow a pattern down: what it begins with, and then on and on what it may repeat."""

import re
from collections.abc import Iterator
from re import _constants as op
from re import _parser
from typing import Any

_ONE_OF = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a"}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_OTHERS = "a1 /\\\"'<.年-_%(,x0\n"


def texts(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """For each beginning of a text the pattern fits: itself repeated, and followed by each thing it may repeat."""
    tree = list(_parser.parse(pattern.pattern, pattern.flags))
    fitting = _fitting(tree)
    units = {"".join(_fitting(part)) for part in _repeated(tree)} | {" "}
    for beginning in dict.fromkeys("".join(fitting[:end]) for end in range(len(fitting) + 1)):
        for unit in sorted(units - {""}):
            yield beginning + unit * (size // len(unit)) + "\0"
        if beginning:
            yield beginning * (size // len(beginning))


def _fitting(tree: Any) -> list[str]:
    """A short text that fits, piece by piece; of alternatives the first."""
    found: list[str] = []
    for kind, value in tree:
        if kind is op.LITERAL:
            found.append(chr(value))
        elif kind is op.NOT_LITERAL:
            found.append(_letter([(op.NEGATE, None), (op.LITERAL, value)]))
        elif kind is op.ANY:
            found.append("a")
        elif kind is op.IN:
            found.append(_letter(value))
        elif kind in _REPEATS:
            found += _fitting(value[2]) * max(1, min(value[0], 4))
        else:
            found += next((_fitting(inner) for inner in _inner(kind, value)), [])
    return found


def _repeated(tree: Any) -> Iterator[Any]:
    for kind, value in tree:
        if kind in _REPEATS:
            yield value[2]
            yield from _repeated(value[2])
        for inner in _inner(kind, value):
            yield from _repeated(inner)


def _inner(kind: Any, value: Any) -> list[Any]:
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    return list(value[1]) if kind is op.BRANCH else []


def _letter(members: Any) -> str:
    """A letter of a class."""
    if members[0][0] is not op.NEGATE:
        kind, value = members[0]
        return _ONE_OF.get(value, "a") if kind is op.CATEGORY else chr(value[0] if kind is op.RANGE else value)
    return next(letter for letter in _OTHERS + "é" if not any(_is(letter, *member) for member in members[1:]))


def _is(letter: str, kind: Any, value: Any) -> bool:
    if kind is op.CATEGORY:
        return _ONE_OF.get(value) == letter
    return value[0] <= ord(letter) <= value[1] if kind is op.RANGE else ord(letter) == value
