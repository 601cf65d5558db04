"""`nianbao releases`: what each release of the parser read, where two differ, and which readings are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

import click

from archive.cli.confirming import confirm, yes_option
from archive.cli.differing import Totals, writer
from archive.cli.options import Complaint, Year, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_dictionaries
from archive.counted import counted
from archive.database import queries
from archive.database import releases as kept
from archive.database.releases import Scope
from archive.keeper import Keeper
from archive.reading import RELEASE
from archive.releases import changes
from archive.releases_compared import compare

_COLUMNS = ("release", "first_read", "last_read", "versions", "unread", "reports", "changed")
_AT_ONCE = 1000  # readings removed in one transaction


class _ListsWithoutACommand(click.Group):
    """A group whose options alone mean its `list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click, with the command people leave out."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ListsWithoutACommand)
def releases() -> None:
    """What each release of the parser read: list them, compare two, keep the latest. Without a command: list."""


@releases.command("list")
@format_option
@archive_option
@plain_errors
def list_(output: str, archive: Path) -> None:
    """List the releases of the parser: what this archive has of each, and what it reads otherwise than the one before.

    `versions` is how many versions of reports it read, `unread` how many of these it could not read, `reports` for how
    many reports its reading is the one shown.

    \b
    Examples:
      nianbao releases
      nianbao releases list --format csv
    """
    used = {one.release: one._asdict() for one in kept.used(view(archive))}
    names = dict.fromkeys([*changes(), *used])
    nothing = {"versions": 0, "unread": 0, "reports": 0}
    rows = [nothing | {"release": name, "changed": changes().get(name)} | used.get(name, {}) for name in names]
    print_dictionaries(rows, _COLUMNS, output)


@releases.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--report", help="Only this report: a key, `agency:year`, or the URL of its page.")
@click.option("--body", help="Only reports of this body, by its name or key.")
@click.option("--year", type=Year(), help="Only reports of this year.")
@click.option("--json", "output", flag_value="json", help="Print one JSON object a line.")
@click.option("--csv", "output", flag_value="csv", help="Print CSV.")
@click.option(
    "--rules/--no-rules", default=True, show_default=True, help="Read documents again for the rules of cells."
)
@archive_option
@plain_errors
def diff(
    old: str,
    new: str,
    report: str | None,
    body: str | None,
    year: int | None,
    output: str | None,
    rules: bool,
    archive: Path,
) -> None:
    """Compare what releases A and B of the parser read in the versions that both have read.

    Of each cell that differs the old and the new value and the rule by which it was bound; findings added and gone;
    cells that became readable or unreadable. Totals by kind and by rule at the end, with --json and --csv on standard
    error. The rule is told by reading the stored document again, where A or B is the release of this program; of a
    finding the rule is its check.

    \b
    Examples:
      nianbao releases diff 9 10
      nianbao releases diff 9 10 --year 2020 --csv > changed.csv
    """
    connection = view(archive)
    _require_read(connection, (old, new))
    scope = Scope(
        queries.find_report(connection, report) if report else None,
        queries.find_body(connection, body) if body else None,
        year,
    )
    both = kept.compared(connection, old, new, scope)
    totals, write = Totals(old, new, both), writer(output)
    for one in compare(archive, connection, old, new, scope, rules=rules):
        totals.add(one)
        write(one)
    totals.tell(err=output is not None)
    if rules and RELEASE not in (old, new):
        click.echo(f"rules are not told: this program is release {RELEASE} of the parser", err=True)


def _require_read(connection: Connection, wanted: Sequence[str]) -> None:
    for name in wanted:
        if not kept.has_read(connection, name):
            known = [one.release for one in kept.used(connection)]
            there = f"; there are readings of {', '.join(known)}" if known else ""
            msg = f"release {name[:40]!r} has read nothing in this archive{there}"
            raise Complaint(msg)


@releases.command()
@click.argument("number", metavar="N", type=click.IntRange(1))
@yes_option
@archive_option
@plain_errors
def keep(number: int, yes: bool, archive: Path) -> None:
    """Keep the readings of the N latest releases; remove older ones that are needed no more, after asking.

    A reading stays where it speaks for its report, where the ledger of `nianbao changes` compares it, and where no
    later release that is kept could read that version. Documents stay in any case, but what an old release made of
    them cannot be made again by a new one. The room in archive.db is used again by what comes; the file stays as large.

    \b
    Example:
      nianbao releases keep 3 --yes
    """
    connection = view(archive)
    latest = [one.release for one in kept.used(connection)][-number:]
    gone = kept.superseded(connection, latest) if latest else []
    by_release = Counter(release for _, release, _ in gone)
    if not gone:
        click.echo("no reading can go", err=True)
        return
    told = ", ".join(f"{count} of release {name}" for name, count in sorted(by_release.items()))
    size = sum(length for _, _, length in gone)
    confirm(f"remove {counted(len(gone), 'reading')} ({told}; {size:,} bytes)?", yes=yes)
    removed = 0
    with Keeper(archive) as keeper:
        while some := keeper.write(lambda c: kept.drop(c, latest, _AT_ONCE)).result():
            removed += some
    click.echo(f"{counted(removed, 'reading')} removed", err=True)
