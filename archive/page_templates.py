"""The templates of pages people look at: what comes from documents and portals is escaped, and shown for what it is."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from archive.findings.visible import shown


def page_template(package: str) -> Template:
    """The page of a package, `page.html.jinja`; a name it does not get is an error."""
    environment = Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")
