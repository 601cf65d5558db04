"""What a copied sentence still says of its source: the other body's name, or the other year."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.copies.comparison import Pair
from archive.copies.narrative import Text
from archive.organ_names import organ_name


def remains(pair: Pair, text: Text, source: Text) -> str:
    """The name or year of the source that a sentence of `text` still has; empty where it has none.

    A name counts in whatever sentence it stands, unless it is also the text's own; a year only where the sentence is,
    figures and all, the one of the source.
    """
    if text.body != source.body:
        names = _told(source.agency) - _told(text.agency)
        return next((name for name in sorted(names, key=len, reverse=True) if name in pair.sentence.text), "")
    year = f"{source.year}年"
    unchanged = pair.sentence.text == pair.source.text and source.year != text.year
    return year if unchanged and re.search(rf"(?<!\d){year}", pair.sentence.text) else ""


@lru_cache(maxsize=1024)
def _told(agency: str) -> frozenset[str]:
    """The names by which a body can be told: in full, and the places in it."""
    name = organ_name(agency)
    full = {"".join(name.places) + name.organ, *((name.places[-1] + name.organ,) if name.places else ())}
    return frozenset({*full, *name.places} - {""})
