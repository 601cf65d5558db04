"""All replica portals."""

from __future__ import annotations

from crawler.replicas import gkmlpt, hanweb_jpage, odd, static, trs
from crawler.replicas.site import Site


def sites() -> list[Site]:
    """One site a family and variant, and the odd ones."""
    return [trs.site(), *hanweb_jpage.sites(), gkmlpt.site(), *static.sites(), *odd.sites()]
