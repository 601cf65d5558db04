"""The words around findings, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from archive.lineage.places import Language


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("archive") / "findings" / "words.toml").read_text("utf-8"))


class Words:
    """The words of one language: `words("fail")`, or with what is said in them.

    >>> Words("en")("fails", 1), Words("en")("fails", 2), Words("zh")("fails", 2)
    ('not ready: 1 check fails', 'not ready: 2 checks fail', '不宜发布：2 项检查不符')
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, n: int | None = None, /, **told: str) -> str:
        """The words of a key, with the number or the texts that stand in them. Raises KeyError for an unknown key."""
        known = _words()[key]
        form = known["one"] if n == 1 and self.language == "en" and "one" in known else known[self.language]
        return form.format(n=n, **told)

    def form(self, template: str) -> str:
        """What a form is called: its id, or the year it is named after."""
        return self("form_of", text=template.removeprefix("t"))

    def known(self, key: str) -> str:
        """The words of a key that a document or a later release may have made; the key itself where there are none."""
        return self(key) if key in _words() else key
