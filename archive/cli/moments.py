"""Days and moments as people give them on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from archive.cli.options import Command
from archive.clock import written

_DAY = 10  # characters of 2027-02-01


class Moment(click.ParamType[str]):
    """A day, a moment, or so long ago, as a moment in UTC: of a day its beginning."""

    name = "DAY"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """2027-02-01, 2027-02-01T08:00Z or 7d."""
        return written(self._moment(value.strip(), param, ctx))

    def _moment(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            if text[-1:] == "d" and text[:-1].isdecimal() and len(text) < 7:
                return datetime.now(UTC) - timedelta(days=int(text[:-1]))
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            self.fail(f"{text!r} is no day such as 2027-02-01, nor a number of days such as 7d", param, ctx)


class Until(Moment):
    """As a moment; of a day its end."""

    def _moment(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        moment = super()._moment(text, param, ctx)
        try:
            return moment + timedelta(days=1, milliseconds=-1) if len(text) == _DAY else moment
        except OverflowError:
            self.fail(f"{text!r} is too late a day", param, ctx)


def at_option(command: Command) -> Command:
    """--at DAY, given to the command as `at`: a moment in UTC, or None."""
    return click.option(
        "--at", type=Until(), help="As the archive held it at the end of that day: 2027-02-01, or 7d ago."
    )(command)
