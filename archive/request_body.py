"""What a request carried beyond its address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


def carried(detail: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The body a task's request is sent with, and its media type; nothing for one that carries none.

    >>> carried({"form": {"page": "2"}}), carried({})
    (('page=2', 'application/x-www-form-urlencoded'), (None, None))
    """
    if "json" in detail:
        return json.dumps(detail["json"], ensure_ascii=False), "application/json;charset=UTF-8"
    form = detail.get("form")
    if not form:
        return None, None
    return form if isinstance(form, str) else urlencode(form), "application/x-www-form-urlencoded"
