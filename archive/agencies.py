"""Names of bodies: the full name behind a short one, as far as the report itself tells it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from archive.labels import normal

_REGION = re.compile(r"[省市县区旗州盟乡镇]|街道")
_ONE_REGION = re.compile(r"[^省市县区旗州盟乡镇]{1,10}?(?:街道|[省市县区旗州盟乡镇])")
_WITH_REGION = r"(?<![\u4e00-\u9fff])(?:本报告由|由|与|请与|请联系|现将)?([\u4e00-\u9fff]{{1,6}}[省市县区旗州盟]{})"
_MOST = 20_000  # characters of a report that are looked through; the preface names the body


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files("archive") / "templates" / "agencies.toml").read_text("utf-8"))


def full_name(agency: str, lines: Sequence[str]) -> str:
    """The name a report gives in full where its title has a short one; else the name of the title.

    >>> full_name("甲区卫健局", ["2021年乙市甲区卫生健康局按照条例编制本报告。"])
    '甲区卫生健康局'
    >>> full_name("教育局", ["甲县教育局编制本报告。"]), full_name("甲县教育局", ["甲县教育体育局"])
    ('甲县教育局', '甲县教育局')
    """
    text = normal("\n".join(lines)[:_MOST])
    written_out = next((name for name in _written_out(agency) if name in text), agency)
    if _REGION.search(written_out):
        return written_out
    text = "\n".join(map(normal, "\n".join(lines)[:_MOST].splitlines()))
    found = Counter(re.findall(_WITH_REGION.format(re.escape(written_out)), text))
    return found.most_common(1)[0][0] if found else written_out


def is_short_for(one: str, other: str) -> bool:
    """Whether one of two names may be short for the other: its letters stand in it in the same order.

    >>> is_short_for("甲区卫健局", "甲区卫生健康局"), is_short_for("甲区教育局", "甲区司法局")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)


def unnamed_regions(agency: str, texts: Iterable[str]) -> list[str]:
    """The regions a name begins with that stand in none of these texts.

    >>> unnamed_regions("甲市乙县教育局", ["乙县教育局", "地址：甲市"]), unnamed_regions("乙县教育局", ["县教育局"])
    ([], ['乙县'])
    """
    told = normal("\n".join(texts))
    return [region for region in _regions(agency) if region not in told]


def _regions(agency: str) -> list[str]:
    """The regions a name begins with; a 县 or 市 without a name of its own is none.

    >>> _regions("甲省乙市丙县教育局"), _regions("县教育局"), _regions("丙县丁镇人民政府")
    (['甲省', '乙市', '丙县'], [], ['丙县', '丁镇'])
    """
    return _ONE_REGION.findall(agency)


def several_reports(told: Iterable[tuple[str, int]]) -> str:
    """The bodies and years of titles, as words, where these are not all of one body and year; else nothing.

    >>> several_reports([("甲县教育局", 2020), ("甲县教育局", 2021)]), several_reports([("甲县教育局", 2020)] * 2)
    ('甲县教育局 2020, 甲县教育局 2021', '')
    """
    distinct = list(dict.fromkeys(told))
    differ = (one[1] != other[1] or not is_short_for(one[0], other[0]) for one, other in pairwise(distinct))
    return ", ".join(f"{agency} {year}" for agency, year in distinct) if any(differ) else ""


def _written_out(agency: str) -> Iterator[str]:
    """Every way to write a name out, the longest first; each differs from the name."""
    names = {agency}
    for short, words in _data()["within"].items():
        names |= {name.replace(short, word) for name in names if short in name for word in words}
    for short, words in _data()["ends"].items():
        names |= {name.removesuffix(short) + word for name in names if name.endswith(short) for word in words}
    yield from sorted(names - {agency}, key=lambda name: (-len(name), name))
