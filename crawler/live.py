"""`nianbao portals check --live`: which rows still lead to reports, and what would for those that do not."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive.cli.options import Complaint
from crawler.errors import CrawlError
from crawler.glancing import elsewhere, glance
from crawler.portals import Portal


def tell(portals: Sequence[Portal]) -> bool:
    """Look at portals and print a line for each; whether all work."""
    try:
        looks = glance(portals)
    except CrawlError as error:
        raise Complaint(str(error)) from error
    for look in looks:
        if look.found:
            click.echo(f"works    {look.portal.name}: {look.found.reports} reports named, such as {look.found.example}")
            if look.found.row.family != look.portal.family and look.portal.is_to_be_told:
                click.echo(f"         its row could say: {','.join(look.found.row.row)}")
        elif look.status == "blocked":
            click.echo(f"blocked  {look.portal.name}: {look.why_not}")
    for look, told in elsewhere(looks):
        click.echo(f"lost     {look.portal.name}: {look.why_not}")
        if told:
            row = dict(told["row"]) | {"name": look.portal.name, "title": look.portal.title}  # type: ignore[call-overload]
            click.echo(f"         its reports are now at: {','.join(map(str, row.values()))}")
    return all(look.works for look in looks)
