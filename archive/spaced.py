"""Chinese text as a full-text index takes it: every character is a word, so that phrases of any length are found."""

from __future__ import annotations

import re

_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20}
_CHARACTERS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_TOKEN = re.compile(r"[^\W_]")
_AROUND = 28  # letters shown before and after what was found


def spaced(text: str | None) -> str:
    """A text with a space around every Chinese character; full-width letters and figures become plain ones.

    >>> spaced("申请３０件，PDF公开")
    ' 申 请 30 件 ,PDF 公 开 '
    """
    return _CHARACTERS.sub(lambda run: f" {' '.join(run[0])} ", (text or "").translate(_HALF_WIDTH))


def has_words(words: str) -> bool:
    """Whether there is anything in it that an index holds; marks alone are nothing.

    >>> has_words("，。 *"), has_words("件")
    (False, True)
    """
    return _TOKEN.search(words) is not None


def phrase(words: str) -> str:
    """Words as one phrase of a query, nothing in them being syntax.

    >>> phrase('公开 OR "x')
    '" 公 开  OR ""x"'
    """
    quoted = spaced(words).replace('"', '""').replace("\0", " ")
    return f'"{quoted}"'


def snippet(text: str, words: str) -> str | None:
    """What stands around words in a text, on one line; None where they do not stand there.

    Marks between the words do not count, as they do not in the index.

    >>> snippet("全年收到申请，30件。", "申请30")
    '全年收到申请，30件。'
    """
    letters = [re.escape(token) for token in spaced(words).split() if has_words(token)]
    found = re.search(r"[\W_]*".join(letters), text.translate(_HALF_WIDTH), re.IGNORECASE) if letters else None
    if found is None:
        return None
    start, end = max(found.start() - _AROUND, 0), found.end() + _AROUND
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"
