"""Whether a portal's list is one report's own page: an address that was given for a list, and names no other."""

from __future__ import annotations

from dataclasses import replace

from archive.database.frontier import Task
from crawler.family import Page
from crawler.printed import calls_itself_report
from crawler.steps import Step

REMARK = "a list is one report's own page, and does not say which others there are"
_NEIGHBOURS = 2  # the reports a report's page leads to: the one before it and the one after


def told_alone(task: Task, page: Page, step: Step) -> Step:
    """The step of a list page; where a portal's lists begin with a report's own page, it says so and is curtailed.

    Below a column the folder of a year may hold one report and no more: the column says which folders there are.
    """
    if step.curtailed or step.problem or task.detail.get("depth") or task.detail.get("state"):
        return step
    return replace(step, curtailed=True, remark=REMARK) if is_alone(page, step) else step


def is_alone(page: Page, step: Step) -> bool:
    """Whether a page is one report, and leads to no more than the one before it and the one after."""
    if step.title:  # a list has a line for the report it prints
        return step.named == 1
    if calls_itself_report(page):
        return step.named <= 1 + _NEIGHBOURS
    leads_on = any(child.kind == "list" for child in step.children)
    return step.kind == "detail" and not leads_on and step.named <= 1 + _NEIGHBOURS
