"""What is doubtful in a portal list though its rows are valid: hosts that are not the government's."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from crawler.addresses import is_literal
from crawler.government import is_governmental
from crawler.portals import located


def doubts(path: Path | None) -> list[str]:
    """A sentence for each doubtful row of a list (the packaged one without a path), with the row and column.

    Numbers and hosts of this machine are what a person meant who wrote them down.
    """
    return [
        f"{where}, column index_url: {host} is no host of the government (*.gov.cn, and the exceptions that are"
        " known); expired domains are filled with copies of reports"
        for where, portal in located(path)
        if not is_governmental(portal.index_url)
        and not is_literal(host := urlsplit(portal.index_url).hostname or "")
        and host != "localhost"
    ]
