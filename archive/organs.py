"""The normal form of an organ's name: what is written short, or another way, is the same organ."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

_BRACKETS = re.compile(r"[（(【\[〔][^（）()【】\[\]〔〕]*[）)】\]〕]")
_LINKS = re.compile("[和与及、]")
_OF_GOVERNMENT = re.compile(r"(?:人民)?政府(?=.{2,})(?!办(?:公[室厅])?$)")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """templates/organs.toml as it is written."""
    return tomllib.loads((resources.files("archive") / "templates" / "organs.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _matters() -> dict[str, str]:
    """Normal matters by their words without what links them."""
    stated: dict[str, str] = vocabulary()["matters"]
    return {_bare(text): normal for short, normal in stated.items() for text in (normal, short)}


def _bare(text: str) -> str:
    return _LINKS.sub("", text)


@lru_cache(maxsize=8192)
def normal_organ(organ: str) -> str:
    """The name of an organ, without its place, in its normal form.

    >>> normal_organ("卫健局"), normal_organ("发改委"), normal_organ("市监局"), normal_organ("政府办")
    ('卫生健康局', '发展和改革委员会', '市场监督管理局', '人民政府办公室')
    >>> normal_organ("民族与宗教事务局"), normal_organ("人民政府外事办公室网站"), normal_organ("卫计局")
    ('民族宗教事务局', '外事办公室', '卫生和计划生育局')
    >>> normal_organ("市场监督管理局（知识产权局）"), normal_organ("绩效考核办公室"), normal_organ("")
    ('市场监督管理局', '绩效考核办公室', '')
    """
    words = vocabulary()
    plain = without_brackets(organ)
    plain = next((plain.removesuffix(end) for end in words["words"]["site"] if plain.endswith(end)), plain)
    plain = _OF_GOVERNMENT.sub("", plain, count=1) if _OF_GOVERNMENT.match(plain) else plain
    if whole := words["organs"].get(plain):
        return str(whole)
    end = max((end for end in words["ends"] if plain.endswith(end)), key=len, default="")
    matter = plain.removesuffix(end)
    if not end or not matter:
        return plain
    return _matters().get(_bare(matter), matter) + str(words["ends"][end])


def is_known(organ: str) -> bool:
    """Whether a name without a place is that of an organ as many places have it.

    >>> is_known("教育局"), is_known("卫健委"), is_known("公安分局"), is_known("交流办公室"), is_known("局")
    (True, True, True, False, False)
    """
    words = vocabulary()
    whole = normal_organ(organ)
    if len(organ) > 1 and whole in words["organs"].values():
        return True
    end = max((end for end in words["ends"] if whole.endswith(end)), key=len, default="")
    return bool(end) and is_matter(whole.removesuffix(end))


def is_matter(word: str) -> bool:
    """Whether a word is what an organ deals with.

    >>> is_matter("公安"), is_matter("卫生健康"), is_matter("秀洲")
    (True, True, False)
    """
    words: list[str] = vocabulary()["words"]["matters"]
    return word in words or _bare(word) in _matters()


def without_brackets(text: str) -> str:
    """A name without what stands in brackets.

    >>> without_brackets("教育（社发）局"), without_brackets("统计局（")
    ('教育局', '统计局（')
    """
    return _BRACKETS.sub("", text)


def is_national(name: str) -> bool:
    """Whether a name without a place is of a body of the whole country.

    >>> is_national("财政部"), is_national("工信部"), is_national("国家统计局"), is_national("组织部")
    (True, True, True, False)
    """
    words = vocabulary()["words"]
    return name.startswith(tuple(words["national"])) or normal_organ(name) in words["ministries"]


def is_zone(place: str) -> bool:
    """Whether a place is an area without a code of its own, governed by a committee.

    >>> is_zone("长春新区"), is_zone("秀洲区")
    (True, False)
    """
    return place.endswith(tuple(vocabulary()["words"]["zones"]))
