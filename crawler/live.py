"""`nianbao portals check --live`: which rows still lead to reports, and what would for those that do not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO

import click

from archive.cli.options import Complaint
from archive.counted import counted
from crawler.errors import CrawlError
from crawler.glancing import elsewhere, glance
from crawler.portals import Portal


def tell(portals: Sequence[Portal]) -> bool:
    """Look at portals and print a line for each; whether all work.

    A glance reads no further pages of a list that names reports: it says nothing of these.
    """
    click.echo(f"{counted(len(portals), 'portal')} to look at, at most one request a second to a host", err=True)
    try:
        looks = glance(portals)
    except CrawlError as error:
        raise Complaint(str(error)) from error
    for look in looks:
        if look.works and look.found:
            named = counted(look.found.reports, "report")
            click.echo(f"works    {look.portal.name} (first page: {named} named), such as {look.found.example}")
            if look.found.row.family != look.portal.family and look.portal.is_to_be_told:
                row = proposed(look.portal, look.found.row)
                click.echo(f"         its row could say: {as_line(row)}")
        elif look.status == "blocked":
            click.echo(f"blocked  {look.portal.name}: {look.why_not}")
    for look, told in elsewhere(looks):
        click.echo(f"lost     {look.portal.name}: {look.why_not}")
        if told:
            row = proposed(look.portal, told)
            click.echo(f"         its reports are now at {row.index_url}; the row would be: {as_line(row)}")
    return all(look.works for look in looks)


def proposed(portal: Portal, told: Portal) -> Portal:
    """The row that would work today: what is known of a portal stays, where its reports are is new."""
    return replace(
        portal,
        division=portal.division or told.division,
        level=portal.level or told.level,
        family=told.family,
        index_url=told.index_url,
        render=told.render if portal.render == "auto" else portal.render,
    )


def as_line(row: Portal) -> str:
    """A row as a line of a portal list."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(row.row)
    return text.getvalue()
