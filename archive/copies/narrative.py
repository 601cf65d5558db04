"""The sentences of a report's narrative, as they stand and in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.labels import normal
from archive.organ_names import organ_name, stem

MOST_LETTERS = 100_000  # of one section that are looked at
MOST_SENTENCES = 2_000  # of one report
FEWEST_LETTERS = 10  # of a sentence that says something
_FORMS = ("t2019", "t2021")
_TABLES = ("disclosure", "applications", "review")  # nothing but tables in the forms, sections of prose before them
_BREAKS = re.compile(r"[。；!?！？]")
_ENDS = tuple("。；！？!?;：:")
_ITEM = re.compile(
    r"[ \t\u3000]*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]).{0,30}"
)  # a heading within a section
_FIGURE = re.compile(r"\d+(?:[.,，]\d+)*")
_SELF = re.compile(r"[我本](?:局|委|办|厅|院|镇|乡|县|区|市|州|旗|街道|单位|机关|部门|中心)")
_ORDINAL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十0]{1,3}[)）、.]|[一二三四五六七八九十]是(?:要|在)?|第[一二三四五六七八九十][，、]|其[一二三四][是，])+"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half letters, which no UTF-8 has


@dataclass(frozen=True, slots=True)
class Text:
    """A report's narrative with what tells whose it is and when it was made.

    `number` is its number in its library, `body` the key of its body, `published` an ISO date, `sections` the key
    and text of each section in order.
    """

    number: int
    report: str
    body: str
    agency: str
    year: int | None
    published: str | None
    template: str | None
    sections: tuple[tuple[str, str], ...]


class Sentence(NamedTuple):
    """One sentence: its section, as it stands without white space, and with figures and own names masked."""

    section: str
    text: str
    key: str


def sentences(text: Text, only: str | None = None) -> list[Sentence]:
    """The sentences of the narrative that say something, in order, or those of one section.

    Left out are the preface, tables, headings, and whatever has fewer than ten letters.
    """
    return list(dict.fromkeys(_sentences(text, only)))[:MOST_SENTENCES]


def _sentences(text: Text, only: str | None) -> Iterator[Sentence]:
    untold = _untold(text)
    names = own_names(text.agency)
    for section, said in text.sections:
        if section in untold or (only and section != only):
            continue
        plain = _SURROGATE.sub("", normal(_joined(said[:MOST_LETTERS])))
        masked = _masked(_SELF.sub("我〇", _FIGURE.sub("0", plain)), names)
        for stands, key in zip(_BREAKS.split(plain), _BREAKS.split(masked), strict=True):
            bare = _ORDINAL.sub("", key, count=1) if _ORDINAL.match(key) else key
            if len(bare) >= FEWEST_LETTERS:
                yield Sentence(section, stands, bare)


def _untold(text: Text) -> set[str]:
    """Sections that are no narrative; a report that forgot the heading of section one has it in its preface."""
    headed = any(section == "overview" for section, _ in text.sections)
    return {"annex", *(["preface"] if headed else []), *(_TABLES if text.template in _FORMS else [])}


def masked_for(said: Iterable[Sentence], agency: str) -> list[Sentence]:
    """The sentences with the names of another body masked too: a copy may have been left with them."""
    names = own_names(agency)
    return [sentence._replace(key=_masked(sentence.key, names)) for sentence in said]


def _masked(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "〇")
    return text


def _joined(text: str) -> str:
    """The lines of a section as one: a line that a page broke goes on, a heading is a sentence of its own."""
    parts: list[str] = []
    for line in text.splitlines():
        if _ITEM.fullmatch(line) and not line.rstrip().endswith(_ENDS):
            parts.append(f"。{line}。")
        else:
            parts.append(line)
    return "".join(parts)


@lru_cache(maxsize=1024)
def own_names(agency: str) -> tuple[str, ...]:
    """What a body calls itself, the longest first: its name, the places and the organ in it, the places without rank.

    >>> own_names("平湖市卫生健康局")
    ('平湖市卫生健康局', '卫生健康局', '平湖市', '平湖')
    """
    name = organ_name(agency)
    inner = name.places[-1] + name.organ if name.places else ""
    whole = ("".join(name.places) + name.organ, inner, name.organ, *name.places, *map(stem, name.places))
    return tuple(
        sorted(
            dict.fromkeys(part for part in whole if len(part) >= 2 and not _BREAKS.search(part)), key=len, reverse=True
        )
    )
