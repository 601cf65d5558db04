"""Where on a page the report stands, and what the page around it says: title, dates, source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.dates import first_date, labelled_date, timed_date
from archive.readers.html_blocks import holds_table
from archive.titles import read_title

_LAST_SECTIONS = re.compile(r"[五六]\s*、")
_SOURCE = re.compile(r"(?:信息|文章)?来\s*源\s*[:：]\s*([^\s:：|]{2,40})(?![^\s:：|]|\s*[:：])")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔20\d{2}〕\d{1,4}号")
_NEAR = 4000  # characters of a neighbouring element that may hold title, date and source
_LEVELS = 12  # how far up from the body these are looked for
_NEAR_LEVELS = 6  # how far up a date without a label is the page's own
_SHORT_LINES = "li, span, p, td, div, em, i, font, small, time"
_LONGEST_DATE = 40  # characters of a date with its time
_BANNER = re.compile(r"(?:^|[\s_-])(?:nav|menu|head(?:er)?|top|foot(?:er)?)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The body of a page and the facts printed around it; `has_form` says that tables of a form were found."""

    body: LexborNode | None
    has_form: bool
    title: str | None
    title_meta: str | None
    published: str | None
    published_meta: str | None
    source: str | None
    beside: tuple[str, ...]


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    path = resources.files("archive") / "readers" / "landmarks.toml"
    return tomllib.loads(path.read_text("utf-8"))


def find(tree: LexborHTMLParser) -> Landmarks:
    """Find the body by its tables, else by the containers of the known systems, else take the page."""
    metas = _metas(tree)
    form = _around_tables(tree)
    body = form or _container(tree) or tree.body
    around = list(_around(body)) if body is not None else []
    published = next(filter(None, (labelled_date(text, of_writing=False) for text in around)), None)
    published = published or (_bare_date(body) if around and body else None)
    published = published or next(filter(None, map(labelled_date, around)), None)
    source = next((m.group(1) for text in around if (m := _SOURCE.search(text))), None)
    title_meta = metas.get("articletitle") or metas.get("title")
    return Landmarks(
        body=body,
        has_form=form is not None,
        title=_title(tree) or title_meta or _page_title(tree),
        title_meta=title_meta,
        published=published,
        published_meta=first_date(metas.get("pubdate", "")),
        source=source or metas.get("contentsource") or None,
        beside=(*around, *(f"文号 {said}" for said in metas.values() if _DOCUMENT_NUMBER.fullmatch(said))),
    )


def names_form(text: str) -> bool:
    """Whether a text has a word in it that stands in a table of a form."""
    return any(word in text for word in _data()["table"])


def reaches_last_sections(text: str) -> bool:
    """Whether a text has the heading of one of the last two sections in it."""
    return _LAST_SECTIONS.search(text) is not None


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name, content = attributes.get("name"), attributes.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), " ".join(content.split()))
    return found


def _around_tables(tree: LexborHTMLParser) -> LexborNode | None:
    """The smallest element around the form's tables that reaches to the last sections.

    A page may hold the report twice (desktop and mobile): only the first copy counts.
    """
    evidence: list[LexborNode] = []
    texts: list[str] = []
    applications = 0
    for table in tree.css("table"):
        if holds_table(table):
            continue
        said = table.text(deep=True)
        text = "".join(said.split())
        if not names_form(text):
            continue
        applications += "本年新收" in text
        if applications > 1:
            break
        evidence.append(table)
        texts.append(said)
    if not evidence:
        return None
    node: LexborNode | None = _common(evidence)
    while node is not None and node.tag != "body":
        if node.tag not in ("table", "tbody", "tr") and reaches_last_sections(_beside(texts, node)):
            return node
        node = node.parent
    return node


def _beside(tables: list[str], node: LexborNode) -> str:
    """The text of an element without that of tables; rows are numbered 五、 and 六、 as sections are."""
    text = node.text(deep=True)
    for table in tables:
        text = text.replace(table, "", 1)
    return text


def _common(nodes: list[LexborNode]) -> LexborNode | None:
    paths = [list(reversed(list(_ancestors(node)))) for node in nodes]
    common = None
    for level in zip(*paths, strict=False):
        if any(node != level[0] for node in level):  # by their markup: of two copies of a report the first is enough
            break
        common = level[0]
    return common


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _container(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _data()["body"]:
        node = tree.css_first(selector)
        if node is not None and len(node.text(deep=True).strip()) > 20:
            return node
    return None


def _around(body: LexborNode) -> Iterator[str]:
    """Texts beside the body, nearest first, what stands above before what stands below."""
    node: LexborNode | None = body
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "html"):
            return
        for step in ("prev", "next"):
            sibling = getattr(node, step)
            while sibling is not None:
                if sibling.tag not in ("script", "style", "-comment"):
                    yield _shown(sibling)
                sibling = getattr(sibling, step)
        node = node.parent


def _shown(node: LexborNode) -> str:
    """The text of an element as people see it, without its scripts."""
    text = node.text(deep=True, separator=" ") or node.text_content or ""
    for script in node.css("script, style") if node.tag != "-text" else ():
        text = text.replace(script.text(deep=True, separator=" "), " ", 1)
    return " ".join(text[:_NEAR].split())


def _bare_date(body: LexborNode) -> str | None:
    """The one date that stands alone, or beside the source, in an element above the body: no word says what it is."""
    node: LexborNode | None = body
    for _ in range(_NEAR_LEVELS):
        if node is None or node.tag in ("body", "html"):
            return None
        above = node.prev
        while above is not None:
            if above.tag not in ("-text", "-comment", "script", "style", "nav", "header") and not _is_banner(above):
                dates = {d for line in _lines(above) if (d := timed_date(_SOURCE.sub("", line)))}
                if len(dates) == 1:
                    return dates.pop()
            above = above.prev
        node = node.parent
    return None


def _is_banner(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(_BANNER.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))


def _lines(node: LexborNode) -> Iterator[str]:
    """The short texts of an element and of those in it."""
    for line in (node, *node.css(_SHORT_LINES)[:200]):
        text = " ".join(line.text(deep=True, separator=" ").split())
        if text and len(text) <= _LONGEST_DATE:
            yield text


def _title(tree: LexborHTMLParser) -> str | None:
    """The first heading on the page that is the title of a report."""
    for selector in _data()["title"]:
        for node in tree.css(selector)[:20]:
            text = " ".join(node.text(deep=True).split())
            if 4 < len(text) < 120 and read_title(text).kind == "report":
                return text
    return None


def _page_title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("title") or tree.css_first("h1")
    text = " ".join(node.text(deep=True).split()) if node is not None else ""
    return re.split(r"[_|]|\s-\s", text)[0].strip() or None
