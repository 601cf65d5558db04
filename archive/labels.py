"""Labels of the official forms: how a printed label is made comparable and what it may stand for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from archive.numbers import UNITS

LONGEST_LABEL = 50  # characters; the longest row head of the forms has 40

# white space, quotation marks, marks of Markdown, and characters without a shape
_DROPPED = re.compile(r"[\s“”‘’「」『』\"'＂﹁﹂*#\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_UNIFIED = (("(", "（"), (")", "）"), (",", "，"), (":", "："), (";", "；"), ("﹑", "、"), ("∕", "/"))
_LEADING_NUMBER = re.compile(
    r"([一二三四五六七八九十]{1,2})[、.]|（([一二三四五六七八九十]{1,2})）[、.]?|（?(\d{1,2})[）、.](?!\d)"
)
_SCALED = rf"[十百千万亿]{{0,2}}(?:{'|'.join(UNITS)})|[十百千万亿]{{1,2}}"
_UNIT = re.compile(rf"（单位：?(\w{{1,3}})）$|（({_SCALED})）$|[，、：]单位：?({_SCALED})$")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Width folded, white space, quotation marks and invisible characters gone, punctuation unified.

    >>> normal("(二) 部分公开(区分处理的, 只计这一情形)")
    '（二）部分公开（区分处理的，只计这一情形）'
    """
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
    for half_width, sign in _UNIFIED:  # on long texts many times as fast as a table of translation
        plain = plain.replace(half_width, sign)
    return plain


@lru_cache(maxsize=8192)
def split_number(label: str) -> tuple[str, str]:
    """The leading number of a normal label, and the rest.

    >>> split_number("（三）不予公开"), split_number("8.属于行政查询事项"), split_number("总计")
    (('三', '不予公开'), ('8', '属于行政查询事项'), ('', '总计'))
    """
    found = _LEADING_NUMBER.match(label)
    if not found or found.end() == len(label):
        return "", label
    return next(filter(None, found.groups())), label[found.end() :]


def is_chinese(sign: str) -> bool:
    """Whether a character is a Chinese letter.

    >>> [is_chinese(sign) for sign in "第1、"]
    [True, False, False]
    """
    return "一" <= sign <= "龥"


@lru_cache(maxsize=8192)
def split_unit(label: str) -> tuple[str, str | None]:
    """A head without the unit it states, and that unit.

    >>> split_unit("本年收费金额（单位：万元）")
    ('本年收费金额', '万元')
    >>> split_unit("本年制发数（千件）")
    ('本年制发数', '千件')
    """
    found = _UNIT.search(label)
    if not found:
        return label, None
    return label[: found.start()], next(filter(None, found.groups()))


@dataclass(frozen=True)
class Vocabulary:
    """Every known spelling, by what it may stand for in a table."""

    captions: dict[str, str]
    markers: tuple[tuple[str, str], ...]
    heads: dict[str, tuple[str, ...]]
    applicants: dict[str, str]
    routes: dict[str, str]
    outcomes: dict[str, str]
    rows: dict[str, str]
    numbered: dict[tuple[str, str], str]
    cores: tuple[tuple[str, str], ...]
    times: tuple[str, ...]
    turns: tuple[str, ...]


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {label: key for (_, label), key in _numbered(table).items()}


def _numbered(table: dict[str, list[str]]) -> dict[tuple[str, str], str]:
    return {split_number(normal(word)): key for key, words in table.items() for word in words}


@lru_cache(maxsize=1)
def spellings() -> dict[str, Any]:
    """templates/labels.toml as it is written: the first spelling of each list is the official one."""
    return tomllib.loads((resources.files("archive") / "templates" / "labels.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The spellings of templates/labels.toml, as labels are compared with them."""
    data = spellings()
    heads: dict[str, tuple[str, ...]] = {}
    for key, words in data["heads"].items():
        for word in words:
            heads[normal(word)] = (*heads.get(normal(word), ()), key)
    return Vocabulary(
        captions=_inverted(data["captions"]),
        markers=tuple((normal(w), kind) for kind, words in data["markers"].items() for w in words),
        heads=heads,
        applicants=_inverted(data["applicants"]),
        routes=_inverted(data["routes"]),
        outcomes=_inverted(data["outcomes"]),
        rows=_inverted(data["rows"]),
        numbered=_numbered(data["numbered_rows"]),
        cores=tuple((normal(w), key) for key, words in data["core"].items() for w in words),
        times=tuple(data["turning"]["times"]),
        turns=tuple(data["turning"]["meanings"]),
    )


@lru_cache(maxsize=8192)
def marked_table(label: str) -> str | None:
    """The table a normal label announces without naming a column of it.

    >>> marked_table("申请人情况"), marked_table("自然人")
    ('applications', None)
    """
    return next((kind for word, kind in vocabulary().markers if word in label), None)


@lru_cache(maxsize=8192)
def exact_row(text: str) -> str | None:
    """The key of the row with exactly this label, its number left aside unless it tells two rows of one name apart.

    >>> exact_row("3.其他"), exact_row("（六）其他"), exact_row("（七）其他")
    ('applications.results.other_handling.misc', 'applications.results.other_handling', None)
    """
    number, label = split_number(normal(text))
    words = vocabulary()
    if key := words.numbered.get((number, label)):
        return key
    key = words.rows.get(label)
    group = bool(number) and not number.isdigit()  # only the items of a group are numbered 1., 2., 3.
    return None if group and key and key.endswith(".misc") else key


@lru_cache(maxsize=8192)
def row_key(text: str) -> str | None:
    """The key of the row a printed row head names, or None.

    A head in none of the lists is matched by its core words, and then only if they agree on one row and no
    other word makes it another.

    >>> row_key("2.没有现成信息需另行制作"), row_key("某某事项"), row_key("（一）不予以公开")
    ('applications.results.unable.needs_creation', None, None)
    """
    _, label = split_number(normal(text))
    exact = exact_row(text)
    if exact or not label:
        return exact
    found = {key for core, key in vocabulary().cores if core in label}
    return next((key for key in found if len(found) == 1 and not _turned(label, key)), None)


def of_another_time(label: str) -> bool:
    """Whether words say that a figure is of another time than the year, or a comparison of two.

    >>> of_another_time("（含上年）"), of_another_time("（件）")
    (True, False)
    """
    return any(word in label for word in vocabulary().times)


def _turned(label: str, key: str) -> bool:
    """Whether a label has a word that turns its meaning more often than the official labels of the row."""
    words = vocabulary()
    official = [word for word, row in words.rows.items() if row == key]
    return any(
        label.count(word) > max((known.count(word) for known in official), default=0)
        for word in words.times + words.turns
    )
