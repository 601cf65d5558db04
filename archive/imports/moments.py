"""Times as web archives write them, in the archive's own form."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archive.clock import tomorrow

_WRITTEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?",
    re.IGNORECASE,
)
_FIRST_WEB_PAGE = "1991"


def moment(stated: str) -> tuple[str | None, list[str]]:
    """A time in UTC to the millisecond, and what is doubtful about it; None where it cannot be read.

    >>> moment("2020-02-03T04:05:06Z")
    ('2020-02-03T04:05:06.000Z', [])
    >>> moment("2020-02-03T04:05:06.123456789Z")[0], moment("2020-02")[0]
    ('2020-02-03T04:05:06.123Z', '2020-02-01T00:00:00.000Z')
    """
    found = _WRITTEN.fullmatch(stated.strip())
    if not found:
        return None, [f"its time {stated.strip()[:40]!r} cannot be read; that of the import stands for it"]
    year, month, day, hour, minute, second, fraction = found.groups()
    zone = re.search(r"[+-]\d\d:?\d\d$", stated.strip()) if hour else None
    text = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        at = datetime.fromisoformat(f"{text}{zone[0] if zone else '+00:00'}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None, [f"its time {stated.strip()[:40]!r} is none; that of the import stands for it"]
    written = f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}.{(fraction or '')[:3]:0<3}Z"
    if written > tomorrow():
        return written, [f"its time {written} lies ahead of us"]
    if written < _FIRST_WEB_PAGE:
        return written, [f"its time {written} lies before the first web page"]
    return written, []
