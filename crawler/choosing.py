"""Choosing portals of a list: by place, level, family, or a word in their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from archive.cli.places import meant_place
from archive.counted import counted
from archive.divisions import holds
from crawler.portals import FAMILIES, Portal


@dataclass(frozen=True)
class Choice:
    """Which portals are meant; what is empty narrows nothing. `place` is the code of a division."""

    place: str = ""
    level: str = ""
    family: str = ""
    word: str = ""

    @property
    def is_any(self) -> bool:
        """Whether it leaves out none."""
        return self == EVERY

    def means(self, portal: Portal) -> bool:
        """Whether a portal is one of these; one that says no place lies in none.

        >>> row = Portal("a", "甲", "trs", "http://a.gov.cn/", division="330411", level="county")
        >>> [Choice(place=code).means(row) for code in ("33", "330400", "330411", "320000")]
        [True, True, True, False]
        """
        return (
            (not self.place or bool(portal.division and holds(self.place, portal.division)))
            and self.level in ("", portal.level)
            and self.family in ("", portal.family)
            and self.word in "\t".join(portal.whole_row)
        )

    def among(self, portals: Iterable[Portal]) -> list[Portal]:
        """The portals that are meant, in their order."""
        return [portal for portal in portals if self.means(portal)]


EVERY = Choice()


def choice(
    *,
    province: str | None = None,
    division: str | None = None,
    level: str | None = None,
    family: str | None = None,
    word: str | None = None,
) -> Choice:
    """What the options of a command ask for."""
    return Choice(meant_place(province, division) or "", level or "", family or "", word or "")


family_option = click.option("--family", type=click.Choice(FAMILIES), help="Only portals of this family.")


def announce(portals: Sequence[Portal], *, narrowed: bool) -> None:
    """Say to people what a crawl of portals they did not name, of a list they did not write, sets out to do."""
    what = counted(len(portals), "portal of the packaged list is crawled", "portals of the packaged list are crawled")
    click.echo(f"{what}, at most one request a second to a host.", err=True)
    if not narrowed:
        click.echo(
            "That takes long: choose by NAME, --province, --division, --level or --family (`nianbao portals list` shows"
            " them). Ctrl-C stops at any time; the next run goes on from there.",
            err=True,
        )
