"""Why a request brought nothing, in plain words: what is known stands in `reasons.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

_LONGEST = 200  # characters of what an error says of itself


def plain_reason(error: BaseException) -> str:
    """An error as a phrase for the record; one nobody has met yet by its name and what it says.

    >>> plain_reason(ConnectionRefusedError()), plain_reason(ValueError("x"))
    ('the host refuses connections', 'ValueError: x')
    """
    text = " ".join(str(error).split())[:_LONGEST]
    name = type(error).__name__
    phrase: str | None = _known()["error"].get(name)
    if phrase and isinstance(error, TimeoutError) and text:
        return text  # says itself what took too long
    return phrase or (f"{name}: {text}" if text else name)


def status_reason(status: int) -> str:
    """The status of an answer, with what it means.

    >>> status_reason(403), status_reason(418)
    ('status 403: refused', 'status 418')
    """
    meaning = _known()["status"].get(str(status))
    return f"status {status}: {meaning}" if meaning else f"status {status}"


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return tomllib.loads((resources.files("crawler") / "reasons.toml").read_text("utf-8"))
