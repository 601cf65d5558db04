"""Numbers of a picture: two readings that must agree, and what is in doubt where they do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from archive.readers.ocr.engine import Sign, confidence, text_of

SURE = 0.9  # likelihood of the least likely character below which a reading is in doubt
_MOST_RIVALS = 6
_LIKELY_RIVAL = 0.02

# Signs that a single figure is taken for where nothing around it tells that it is one.
_ALIKE = {
    **dict.fromkeys("OoQD〇○◯口日θØø⊙", "0"),
    **dict.fromkeys("lI|!丨¦", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    "B": "8",
    **dict.fromkeys("。·•．", "."),
    **dict.fromkeys("，、", ","),
    **dict.fromkeys("一—–－﹣―ー_", "-"),
    "／": "/",
}
_DIRT = ".·•'`’‘,，:：;；\"°˙"  # what specks beside a number are taken for
_FIGURE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:万元|亿元|元|件|条|项|宗|个)?$|-{1,2}$|/$")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a line says: its text, how sure that is (0 to 1), and what else it may say.

    `is_lookalike`: no reading had digits only; letters were taken for those they look like.
    """

    text: str
    sure: float
    rivals: tuple[str, ...] = ()
    is_contested: bool = False
    is_lookalike: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look: readings differ, or none is sure."""
        return self.is_contested or self.sure < SURE


def figure_of(signs: Sequence[Sign]) -> Figure | None:
    """The number a line is, lookalikes of figures read as these; None where it is no number."""
    read = text_of(signs).replace(" ", "")
    bare = read.strip(_DIRT)
    text = "".join(_ALIKE.get(sign, sign) for sign in bare)
    if not _FIGURE.match(text):
        return None
    plain = (
        bare == read
        and " " not in text_of(signs).strip()
        and all(a == b or b in "-/" for a, b in zip(bare, text, strict=True))
    )
    is_lookalike = any(sign.isalpha() and meant.isdigit() for sign, meant in zip(bare, text, strict=True))
    return Figure(text, confidence(signs) * (1.0 if plain else 0.8), _rivals(signs, text), is_lookalike=is_lookalike)


def is_dirt(text: str) -> bool:
    """Whether a line is nothing but what specks are taken for."""
    return bool(text) and not text.strip(_DIRT + " ")


def _rivals(signs: Sequence[Sign], text: str) -> tuple[str, ...]:
    """The other numbers a line may be, by its characters' next likely ones."""
    options = []
    for sign in signs:
        others = [r for r, likely in sign.rivals if likely > _LIKELY_RIVAL]
        options.append([_ALIKE.get(sign.text, sign.text), *(_ALIKE.get(r, r) for r in others)])
    found = ("".join(way) for way in islice(product(*options), 64))
    return tuple(dict.fromkeys(f for f in found if f != text and _FIGURE.match(f)))[:_MOST_RIVALS]


def agreed(readings: Sequence[Figure | None]) -> Figure:
    """One figure of several readings of the same line: sure only where all say the same.

    Where they differ, what they say most surely together is taken; all others are its rivals.
    """
    found = [r for r in readings if r is not None]
    votes: dict[str, float] = defaultdict(float)
    for one in found:
        votes[one.text] += one.sure
    best = max(found, key=lambda r: (votes[r.text], r.sure))
    others = tuple(dict.fromkeys(r.text for r in found if r.text != best.text))
    if not others and len(found) == len(readings):
        sure = min(r.sure for r in found)
        rivals = () if sure >= SURE else _first(*(o for r in found for o in r.rivals))
        return Figure(best.text, sure, rivals, is_lookalike=all(r.is_lookalike for r in found))
    weak = tuple(o for r in found for o in r.rivals if o != best.text)
    return replace(best, sure=min(best.sure, 0.5), rivals=_first(*others, *weak), is_contested=True)


def _first(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:_MOST_RIVALS]


def reread(text: str, figure: Figure) -> Figure:
    """Another reading of a line, in doubt; what it was read as is one of its rivals."""
    others = tuple(dict.fromkeys(t for t in (figure.text, *figure.rivals) if t not in ("", text)))
    return Figure(text, min(figure.sure, SURE * 0.9), others, is_contested=True)
