"""Names in traditional characters as they are written in simplified ones."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources


def simplified(text: str) -> str:
    """A text with traditional characters as simplified ones; what is simplified stays as it is.

    >>> simplified("秀洲區統計局"), simplified("乾县统计局")
    ('秀洲区统计局', '乾县统计局')
    """
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    text = (resources.files("archive") / "templates" / "traditional.toml").read_text("utf-8")
    pairs = "".join(tomllib.loads(text)["pairs"])
    return {ord(before): after for before, after in zip(pairs[::2], pairs[1::2], strict=True)}
