"""A question before what cannot be taken back."""

from __future__ import annotations

import click

from archive.cli.options import Complaint

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


def confirm(question: str, *, yes: bool) -> None:
    """Go on where a person says y; raises Complaint where one does not, or nobody is there to ask."""
    if yes:
        return
    try:
        sure = click.confirm(question, err=True)
    except click.Abort:
        sure = False
        click.echo(err=True)
    if not sure:
        msg = "nothing was changed; --yes answers the question beforehand"
        raise Complaint(msg)
