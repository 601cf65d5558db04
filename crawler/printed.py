"""Whether a page shows a report itself: told by its form's words, by what it calls itself, by how much it says."""

from __future__ import annotations

from archive.markup import tree_of
from archive.titles import read_title
from crawler.family import Page

_LITTLE = 300  # characters; a report without tables, as there were until 2018, is longer
_FORM_WORDS = ("信息内容", "自然人", "结果维持", "本年新收政府信息公开申请", "申请人情况")


def calls_itself_report(page: Page) -> bool:
    """Whether a page says in its metadata or its title that it is a report."""
    title = read_title(page.metas.get("articletitle", page.title))
    return title.kind == "report" and bool(title.year)


def prints_form(page: Page) -> bool:
    """Whether a page that should be a list prints a report."""
    return _has_form(page.text) or _has_form(_shown(page))


def _has_form(text: str) -> bool:
    return sum(word in text for word in _FORM_WORDS) >= 3


def _shown(page: Page) -> str:
    """The text without tags and white space: pages out of Word break their labels in two."""
    body = page.tree.body
    return "".join(body.text(deep=True).split()) if body is not None else ""


def says_little(page: Page) -> bool:
    """Whether a page has no text of its own beside links, choices and scripts."""
    return len(own_text(page)) < _LITTLE


def own_text(page: Page) -> str:
    """What a page says beside links, choices and scripts, without white space."""
    tree = tree_of(page.text)  # its own, to take from
    for node in tree.css("a, select, script, style, title"):
        node.decompose()
    return "".join(tree.body.text(deep=True).split()) if tree.body is not None else ""
