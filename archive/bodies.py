"""The text keys of bodies, reports and versions, derived from content so that archives can be merged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.labels import normal

_LEADING = re.compile(r"^(?:中共|中国共产党)")


def scope_of(division: str | None, index_url: str | None) -> str | None:
    """What tells bodies of one name apart: the division code of the portal, else its host.

    >>> scope_of("330411", "http://www.xiuzhou.gov.cn/"), scope_of("", "http://www.a.gov.cn:8080/x")
    ('330411', 'a.gov.cn:8080')
    """
    if division:
        return division
    return urlsplit(index_url or "").netloc.removeprefix("www.") or None


def body_key(name: str, scope: str | None) -> str:
    """The key of a body: its name, and where it is known the scope it was found in.

    >>> body_key("秀洲区卫生健康局", "330411")
    '秀洲区卫生健康局@330411'
    """
    plain = _LEADING.sub("", normal(name))
    return f"{plain}@{scope}" if scope else plain


def report_key(body: str, year: int | None, version: str) -> str:
    """The key of a report: body and year; where one of them is not known the content stands in for the year.

    Documents that name no body have nothing in common but that: no year joins them.

    >>> report_key("甲局@1", 2020, "ab12"), report_key("甲局", None, "ab12cd34ef"), report_key("", 2020, "ab12cd34ef")
    ('甲局@1:2020', '甲局:ab12cd34', ':ab12cd34')
    """
    return f"{body}:{(year if body else None) or version[:8]}"


def is_nameless(report: str) -> bool:
    """Whether the report with this key is nobody's that is known.

    >>> is_nameless("甲局:2020"), is_nameless(":ab12cd34")
    (False, True)
    """
    return report.startswith(":")


def version_key(agency: str | None, year: int | None, contents: Iterable[str]) -> str:
    """The key of distinct content: whose report of which year, and the digests of what it says."""
    lines = "\n".join((normal(agency or ""), str(year or ""), *contents))
    return hashlib.sha256(lines.encode()).hexdigest()[:32]
