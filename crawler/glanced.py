"""A page of a list as a glance keeps it."""

from __future__ import annotations

from archive.database.frontier import Task
from crawler.families import Listed
from crawler.family import Page
from crawler.finding import Seen
from crawler.focus import is_home
from crawler.follow import in_column
from crawler.steps import Step

_LONGEST = 60  # characters of a site's name


def seen(task: Task, page: Page, listed: Listed, step: Step, *, alone: bool = False) -> Seen:
    """What is kept of a page a glance has read; `alone`: it is one report and names no others."""
    first = next((child.url for child in step.children if child.kind == "detail"), "")
    return Seen(
        portal=task.portal,
        url=page.url,
        family=listed.family,
        evidence=listed.evidence,
        column=in_column(task, page),
        named=step.named,
        alone=alone,
        first=first or (page.url if step.named else ""),
        title=task.detail.get("title"),
        found_on=task.detail.get("found_on"),
        rendered=bool(task.detail.get("render")),
        site=site_of(page),
        site_code=site_code_of(page),
    )


def site_of(page: Page) -> str:
    """What a page calls its site, a home page by its title failing that; empty where it does not say."""
    return page.metas.get("sitename", "")[:_LONGEST] or (page.title[:60] if is_home(page.url) else "")


def site_code_of(page: Page) -> str:
    """The code of its site (SiteIDCode of the website standard), empty where a page does not say."""
    return page.metas.get("siteidcode", "")
