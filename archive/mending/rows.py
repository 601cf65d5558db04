"""Rows that follow from others, written anew: figures, ledger, standings; and what dead processes left open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from sqlite3 import Connection

from archive.database import captures, edits, figures, leases, references, standing
from archive.keeper import Keeper
from archive.mending.steps import Step, written
from archive.owner import is_dead


def left_open(connection: Connection) -> Iterator[Step]:
    """Crawls and leases of processes of this host that run no longer."""
    for crawl, owner in captures.running(connection):
        if owner and is_dead(owner):
            close = partial(written, partial(captures.end_crawl, crawl=crawl, status="interrupted"))
            yield Step("close the crawl of a process that is gone, with its manifest", crawl, close)
        else:
            yield Step("this crawl runs, or ran on another host: left as it is", crawl)
    for owner in leases.owners(connection):
        if is_dead(owner):
            yield Step(
                "free the leases of a process that is gone",
                owner,
                partial(written, partial(leases.release, owner=owner)),
            )


def renew(keeper: Keeper) -> None:
    """Make anew what follows from versions and readings, of which rows may be lost: reports, ledger, checks."""
    written(edits.renew_after_loss, keeper)


def derived(connection: Connection) -> Iterator[Step]:
    """Rows that follow from readings and do not say what these say."""
    for key in figures.differing(connection):
        yield Step(
            "write the figures to query anew from the reading", key, partial(written, partial(figures.rewrite, key=key))
        )
    if any(row.table in ("edit", "change") for row in references.dangling(connection)):
        yield Step("write the ledger of edits anew from the versions", "all reports", partial(written, edits.settle))
    if any(standing.misjudged(connection)):
        renew = partial(written, standing.renew_all)
        yield Step("set the corrections beside the readings of today", "all corrections", renew)
