"""Days and moments as people give them on the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import click

from archive.cli.options import Command
from archive.clock import written

_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?P<minute>[T ]\d{2}:\d{2}(?P<second>:\d{2}(?P<part>\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?"
)
_AGO = re.compile(r"(\d{1,6}) ?d(?: ago)?")


class Moment(click.ParamType[str]):
    """A day, a moment, or so long ago, as a moment in UTC: of a day or a minute its beginning."""

    name = "DAY"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """2027-02-01, 2027-02-01T08:00Z, 2027-02-01 08:00 or 7d."""
        return written(self._moment(value.strip(), param, ctx))

    def _moment(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            if ago := _AGO.fullmatch(text):
                return datetime.now(UTC) - timedelta(days=int(ago[1]))
            if _MOMENT.fullmatch(text):
                moment = datetime.fromisoformat(text)
                return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            pass
        said = f"{text!r} is no day such as 2027-02-01, moment such as 2027-02-01T08:00Z, or time ago such as 7d"
        raise click.BadParameter(said, ctx=ctx, param=param)


class Until(Moment):
    """As a moment; of a day, a minute or a second its end."""

    def _moment(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        moment, length = super()._moment(text, param, ctx), _length(text)
        try:
            return moment + length - timedelta(milliseconds=1) if length else moment
        except OverflowError:
            self.fail(f"{text!r} is too late a day", param, ctx)


def _length(text: str) -> timedelta:
    """How long a day, minute or second that was given is; nothing of a moment."""
    given = _MOMENT.fullmatch(text)
    if given is None or given["part"]:
        return timedelta()
    if given["second"]:
        return timedelta(seconds=1)
    return timedelta(minutes=1) if given["minute"] else timedelta(days=1)


def at_option(command: Command) -> Command:
    """--at DAY, given to the command as `at`: a moment in UTC, or None."""
    return click.option(
        "--at", type=Until(), help="As the archive held it at the end of that day: 2027-02-01, 2027-02-01T08:00, or 7d."
    )(command)
