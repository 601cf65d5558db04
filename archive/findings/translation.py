"""Messages of findings in Chinese, by the catalogue zh.toml; what is not in it stays English and is never lost."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from archive.checks.catalogue import rules
from archive.findings.cells import chinese_name, column_names
from archive.findings.patterns import Pattern, pattern, slots
from archive.findings.words import Words

_LONGEST = 20_000  # characters of a message that is looked at; a longer one is a document's, not ours
_DEEPEST = 5  # messages within messages


class Chinese(NamedTuple):
    """A message in Chinese; `is_whole` where every part of it that is ours was in the catalogue."""

    text: str
    is_whole: bool


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Every message of zh.toml with its Chinese words, in order, after the sentences of the checks."""
    data = tomllib.loads((resources.files("archive") / "findings" / "zh.toml").read_text("utf-8"))
    sentences = {rule.sentence: rule.zh for rule in rules().values()}
    return sentences | {message: chinese for group in data.values() for message, chinese in group.items()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[Pattern, ...]:
    return tuple(pattern(message, chinese) for message, chinese in catalogue().items() if slots(message))


def in_chinese(message: str, form: str | None = None) -> str:
    """A message as a Chinese clerk reads it, with the names of the report's form where it is known.

    >>> in_chinese("2 cells of rows that were found are missing: applications.new[total]; review.litigation.total")
    '所填各行中缺 2 个单元格：三、本年新收政府信息公开申请数量 · 总计；四、行政诉讼 · 总计'
    >>> in_chinese("no such message")
    'no such message'
    """
    return translate(message, form=form).text


@lru_cache(maxsize=4096)
def translate(message: str, depth: int = 0, form: str | None = None) -> Chinese:
    """A message in Chinese, as far as the catalogue goes."""
    if known := catalogue().get(message):
        return Chinese(known, is_whole=True)
    best = Chinese(message, is_whole=False)
    if len(message) > _LONGEST or depth > _DEEPEST:
        return best
    for one in _patterns():
        if found := one.expression.fullmatch(message):
            made = _filled(one, found.groupdict(), depth, form)
            if made.is_whole:
                return made
            if best.text == message and "whole" not in one.kinds.values():
                best = made
    return best


def _filled(one: Pattern, told: dict[str, str], depth: int, form: str | None) -> Chinese:
    filled = {name: _slot(one.kinds[name], text, depth, form) for name, text in told.items()}
    text = one.stands_for.format_map({name: made.text for name, made in filled.items()})
    return Chinese(text, all(made.is_whole for made in filled.values()))


def _slot(kind: str, text: str, depth: int, form: str | None) -> Chinese:
    if kind in ("said", "whole", "detail"):
        made = translate(text, depth + 1, form)
        return made._replace(is_whole=True) if kind == "detail" else made
    return Chinese(_shown(kind, text, depth, form), is_whole=True)


def _shown(kind: str, text: str, depth: int, form: str | None) -> str:
    match kind:
        case "quoted":
            return f"“{text[1:-1]}”"
        case "form":
            return Words("zh").form(text)
        case "cell":
            return chinese_name(text, form)
        case "cells":
            return "；".join(_cell_or_column(key, form) for key in text.split(", "))
        case "items":
            return "；".join(_item(item, depth, form) for item in text.split("; "))
        case "either":
            return text.replace(" or ", "或").replace(" and ", "和")
    return text


def _cell_or_column(key: str, form: str | None) -> str:
    return column_names("applications").get(key) or chinese_name(key, form)


def _item(text: str, depth: int, form: str | None) -> str:
    name = chinese_name(text, form)
    return name if name != text else translate(text, depth + 1, form).text
