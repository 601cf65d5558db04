"""The words of the narrative as data: what each says, and one pattern that finds them all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

STOPS = "，；：、。（）"
_NUMERALS = "零〇一二两三四五六七八九十百千"
DATES = re.compile(
    r"(?:19|20)\d\d(?:年度?(?:\d{1,2}月(?:\d{1,2}[日号]|底|末|份)?)?|[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|(?:1[0-2]|[1-9])月(?:\d{1,2}[日号]|底|末|份)?"
)


@dataclass(frozen=True)
class Lexicon:
    """What the words say: by word its `concepts` and the field it is a noun of; units by kind; and patterns.

    `words` finds words, dates and stops, `figures` runs of digits or numerals with their units, `figure` the parts of
    such a run. `counts` and `states` find in a sentence that it may state something, `fields`
    that it is of what reports count.
    """

    concepts: dict[str, tuple[frozenset[str], str]]
    units: dict[str, str]
    words: re.Pattern[str]
    figures: re.Pattern[str]
    figure: re.Pattern[str]
    counts: re.Pattern[str]
    fields: re.Pattern[str]
    states: re.Pattern[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of lexicon.toml.

    Words are found by one pattern, because one pass of the regular expression engine costs less than any table of
    Python's, and most letters of a narrative say nothing: a report takes one or two milliseconds. Parsers for grammars
    in general want every letter told: Earley's method, as in lark, takes more than that for a single sentence.
    """
    data = tomllib.loads((resources.files("archive") / "claims" / "lexicon.toml").read_text("utf-8"))
    units = {word: kind for kind, words in data.pop("units").items() for word in words}
    telling = data.pop("telling")["words"]
    concepts: dict[str, frozenset[str]] = {}
    for group, lists in data.items():
        for name, words in lists.items():
            concept = f"{group}.{name}" if group in _QUALIFIED else name
            for word in words:
                concepts[word] = concepts.get(word, frozenset()) | {concept}
    known = {word: (says, _noun(says)) for word, says in concepts.items()}
    unit = trie(units)
    return Lexicon(
        known,
        units,
        words=re.compile(trie((*concepts, *STOPS))),
        figures=re.compile(rf"[{_NUMERALS}\d][{_NUMERALS}\d,.万亿余多几]{{0,20}}(?:{unit})?"),
        figure=re.compile(
            rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d{{1,13}})(?P<decimals>\.\d{{1,6}})?|(?P<numerals>[{_NUMERALS}]{{1,9}}))"
            rf"(?P<times>(?:[十百千万亿](?!元)){{0,2}})(?P<more>[余多几])?(?P<unit>{unit})?"
        ),
        counts=re.compile(rf"[\d万亿余多]{unit}|[{_NUMERALS}][件份宗起条项部篇次]|[为是](?:\d+|[零〇])(?:[{STOPS}]|$)"),
        fields=re.compile(trie((*telling, *(word for word, (says, noun) in known.items() if _is_told(says, noun))))),
        states=re.compile(rf"[未没无不均都全][^，；。]{{0,24}}{trie(telling)}|：无"),
    )


def _is_told(says: AbstractSet[str], noun: str) -> bool:
    """Whether a word is of what reports count."""
    return noun not in ("", "foreign") or any(concept.startswith(_COUNTED) for concept in says)


def _noun(says: AbstractSet[str]) -> str:
    return next((concept.removeprefix("nouns.") for concept in sorted(says) if concept.startswith("nouns.")), "")


_COUNTED = ("rows.", "outcomes.", "applicants.", "channels.")
_QUALIFIED = ("nouns", "rows", "applicants", "outcomes", "ways", "channels", "scopes")


def trie(words: Iterable[str]) -> str:
    """A pattern for the longest of these words, which looks at each letter once.

    >>> trie(["万", "万元", "元"])
    '(?:万(?:元)?|元)'
    """
    branches: dict[str, list[str]] = {}
    ends = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not branches:
        return ""
    tried = "|".join(re.escape(first) + trie(rest) for first, rest in branches.items())
    return f"(?:{tried})" + ("?" if ends else "")
