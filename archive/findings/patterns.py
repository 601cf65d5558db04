"""Messages with slots, as data: what a message says, and where in it the words stand that differ each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_EITHER = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
# Every kind of slot with a shape of its own; the others take anything. Possessive, so that nothing is tried twice.
_SHAPES = {
    "number": r"-?\d++(?:,\d{3})*+(?:\.\d++)?(?:e[+-]?\d++)?",
    "quoted": r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")",
    "form": r"t\d{4}",
    "cell": r"(?:applications|disclosure|review|stats)\.\S++",
}
KINDS = frozenset({"text", "said", "whole", "detail", "items", "cells", "either", *_SHAPES})


@dataclass(frozen=True, slots=True)
class Pattern:
    """One message: the expression that knows it, the kinds of its slots by name, and what stands for it."""

    expression: re.Pattern[str]
    kinds: dict[str, str]
    stands_for: str


def pattern(message: str, stands_for: str) -> Pattern:
    """The pattern of a message as the catalogue writes it: `{name:kind}` is a slot, `[one|another]` a choice.

    A slot that takes anything ends where the text behind it first occurs, so matching takes one walk over the
    message. Raises ValueError for an unknown kind, for two such slots with nothing between them, and for words to
    stand for it that have other slots.

    >>> made = pattern("{n:number} [cell is|cells are] missing: {rest}", "")
    >>> made.expression.fullmatch("2 cells are missing: a, b").groupdict()
    {'n': '2', 'rest': 'a, b'}
    """
    kinds = {name: kind or "text" for name, kind in _SLOT.findall(message)}
    if not set(kinds.values()) <= KINDS:
        msg = f"a slot of {message!r} is of no known kind"
        raise ValueError(msg)
    if not {name for name, _ in _SLOT.findall(stands_for)} <= set(kinds):
        msg = f"what stands for {message!r} has a slot that is not there"
        raise ValueError(msg)
    return Pattern(re.compile(_expression(message, kinds), re.DOTALL), kinds, stands_for)


def slots(message: str) -> bool:
    """Whether a message of the catalogue is more than fixed words."""
    return bool(_SLOT.search(message) or _EITHER.search(message))


def _expression(message: str, kinds: dict[str, str]) -> str:
    """The regular expression: each free slot in an atomic group with the text behind it."""
    made, free = "", ""
    for part in _parts(message):
        slot = _SLOT.fullmatch(part)
        if slot is None:
            made += f"(?>{free}{_choice(part)})" if free else _choice(part)
            free = ""
            continue
        if free:
            msg = f"nothing parts two slots of {message!r}"
            raise ValueError(msg)
        shape = _SHAPES.get(kinds[slot[1]])
        if shape:
            made += f"(?P<{slot[1]}>{shape})"
        else:
            free = f"(?P<{slot[1]}>.*?)"
    return made + free.replace(".*?", ".*")


def _parts(message: str) -> Iterator[str]:
    """A message cut into slots and what stands between them."""
    end = 0
    for slot in _SLOT.finditer(message):
        if slot.start() > end:
            yield message[end : slot.start()]
        yield slot[0]
        end = slot.end()
    if end < len(message):
        yield message[end:]


def _choice(text: str) -> str:
    """Text between slots as an expression, its choices too."""
    parts = _EITHER.split(text)
    return "".join(
        f"(?:{'|'.join(map(re.escape, part.split('|')))})" if i % 2 else re.escape(part) for i, part in enumerate(parts)
    )


def wordings(message: str) -> Iterator[str]:
    """Every fixed wording of a message of the catalogue, its slots as `{}`.

    >>> list(wordings("{n:number} [cell|cells] of {what}"))
    ['{} cell of {}', '{} cells of {}']
    """
    parts = _EITHER.split(_SLOT.sub("{}", message))
    yield from map("".join, product(*(part.split("|") if i % 2 else [part] for i, part in enumerate(parts))))
