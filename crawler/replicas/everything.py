"""All replica portals."""

from __future__ import annotations

from collections.abc import Callable

from crawler.replicas import (
    ahcontent,
    column_kinds,
    dialects,
    easysite,
    epoint,
    gkmlpt,
    hanweb_jpaas,
    hanweb_jpage,
    hanweb_xxgk,
    longxun,
    nfcms,
    odd,
    rollup,
    static,
    trs,
    trs_fujian,
    trs_lists,
    truecms,
    ucap,
    vsb,
)
from crawler.replicas.places import FEW, Scale
from crawler.replicas.site import Site

# The families whose replicas come in any size.
_SCALED: tuple[Callable[[Scale], list[Site]], ...] = (
    trs.sites,
    hanweb_jpage.sites,
    gkmlpt.sites,
    static.sites,
    trs_lists.sites,
    trs_fujian.sites,
    ucap.sites,
    vsb.sites,
    easysite.sites,
    hanweb_jpaas.sites,
    hanweb_xxgk.sites,
    longxun.sites,
    ahcontent.sites,
    nfcms.sites,
    truecms.sites,
    epoint.sites,
    dialects.sites,
    column_kinds.sites,
)


def sites(scale: Scale = FEW) -> list[Site]:
    """One site a family and variant, and the odd ones; `scale` says how many bodies and years each holds."""
    return [*scaled(scale), static.bare(), *odd.sites(), *rollup.sites(scale)]


def scaled(scale: Scale) -> list[Site]:
    """The sites that come in any size, each with a home page that leads to its reports, and needing no row of a list.

    Those of `rollup` need theirs: a title without a place is of the place the row names.
    """
    return [site for made in _SCALED for site in made(scale)]
