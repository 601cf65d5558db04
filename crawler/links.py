"""What a link of a list page leads to, told by its title: a report, a column, a neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from archive.dates import western_years
from archive.divisions import is_division, leading
from archive.labels import normal
from archive.organs import without_brackets
from archive.titles import Title, read_title
from crawler.attachments import is_document
from crawler.family import Entry

Kind = Literal["report", "column", "year", "group", "disclosure", "neighbour", "other"]

_COLUMN = re.compile(
    r"(?:本机关|本单位|本部门)?(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:年报|年度报告|年报专栏|年报汇总|年报展示)(?:专栏|汇总|列表)?"
)
_SLUGS = re.compile(
    r"/(?:zfxxgknb|xxgknb|gknb|zfxxgkndbg|zfxxgkgzndbg|xxgkndbg|zfxxgkgznb|ndbgzt|bmgknb|jbbmnb|bmnb|nbzl|nbhz|ndbg)[\w-]*/",
    re.IGNORECASE,
)
_DISCLOSURE = re.compile(r"(?:政府信息公开|信息公开|政务公开|政府信息公开专栏|政府信息公开目录|法定主动公开内容)")
_YEAR = re.compile(
    r"(20\d{2})年?度?(?:(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告)|(?:政府)?信息公开(?:工作)?报告|报告)?"
)
_GROUP = re.compile(
    r"[省市州县区镇乡]级|(?:县级|地级|设区|区县|各)市|(?:各|市|县|区|州|省)?(?:级|直|属)?(?:部门|单位|机关|乡镇|镇街|街道|县区|区县|市县|县市区|县（市、?区）|县（市）区|区（市、?县）|区（县）|各县|各区|垂直部门|国家部委)"
    r"(?:街道|（街道）|（园区）|政府|办事处|单位|机构)*(?:年报|年度报告|信息公开年报|政府信息公开年报)?"
)
_ORGAN_END = re.compile(
    r"(?:局|委|委员会|办公室|办|厅|院|中心|政府|街道|街道办事处|镇|乡|苏木|区|县|旗|管委会|支队|大队|分局|总队|队|集团|公司|社|馆|站|所"
    r"|处|署|银行|学校|大学|中学|公安|海关|兵团|农场|林场|新城|联合会|工会|学会|协会|商会|理事会|红十字会|残联|妇联|文联|侨联|工商联"
    r"|社科联|科协|政协|人大|(?<![全内外干乐])部)$"
)
_LONGEST_GROUP = 24


@dataclass(frozen=True)
class Link:
    """An entry with what it leads to; `title` is the reading of its title where it has one."""

    entry: Entry
    kind: Kind
    title: Title


def classify(entry: Entry, *, in_column: bool) -> Link:
    """What an entry leads to. Years and agencies count only inside a column of annual reports.

    >>> classify(Entry("http://a/1", "甲局2020年政府信息公开工作年度报告"), in_column=True).kind
    'report'
    >>> classify(Entry("http://a/1", "政府信息公开年报"), in_column=False).kind
    'column'
    >>> classify(Entry("http://a/1", "2021年"), in_column=False).kind
    'other'
    """
    label = western_years(normal(entry.title))
    title = read_title(entry.title)
    if not label and entry.url.rstrip("/") == column_of(entry.url).rstrip("/"):
        return Link(entry, "column", title)  # a picture, or an address on a site's map
    if entry.is_report is not None and title.kind != "neighbour":
        return Link(entry, "report" if entry.is_report else "other", title)
    if in_column and title.kind == "report" and is_document(entry.url, ""):
        return Link(entry, "report", title)  # a document is no folder, however short its title
    return Link(entry, _kind(label, title, in_column=in_column), title)


def is_level(name: str) -> bool:
    """Whether a group's name is of many bodies, and not of one.

    >>> is_level("市直部门"), is_level("市教育局"), is_level("平潭县")
    (True, False, False)
    """
    return bool(_GROUP.fullmatch(western_years(normal(name))))


def is_column_name(name: str) -> bool:
    """Whether a column of this name holds annual reports.

    >>> is_column_name("政府信息公开年报"), is_column_name("政府网站工作年度报表")
    (True, False)
    """
    title = read_title(name)
    return bool(_COLUMN.fullmatch(normal(name))) or (title.kind == "report" and not title.year)


def _kind(label: str, title: Title, *, in_column: bool) -> Kind:
    if title.kind == "neighbour":
        return "neighbour"
    if in_column and _YEAR.fullmatch(label):
        return "year"
    if title.kind == "report" and title.year:
        return "report"
    if _COLUMN.fullmatch(label) or (title.kind == "report" and not title.agency):
        return "column"
    if title.kind == "report":
        return "report" if in_column else "column"
    if in_column and (_GROUP.fullmatch(label) or _is_body(label)):
        return "group"
    if _DISCLOSURE.fullmatch(label):
        return "disclosure"
    return "other"


def _is_body(label: str) -> bool:
    """Whether a short text names an organ or a place, also without its rank: news end in 市 and 会, too."""
    plain = without_brackets(label)
    if len(label) > _LONGEST_GROUP:
        return False
    return bool(_ORGAN_END.search(label) or _ORGAN_END.search(plain)) or _is_place(plain)


def _is_place(text: str) -> bool:
    """Whether a text is names of divisions and nothing else."""
    return bool(text) and (is_division(text) or ((first := leading(text)) != "" and _is_place(text[len(first) :])))


def column_of(url: str) -> str:
    """The column of annual reports an address lies in by its own words, or is; empty where these do not say so.

    >>> column_of("http://a.gov.cn/zwgk/zfxxgknb/202301/t1.html"), column_of("http://a.gov.cn/zwgk/")
    ('http://a.gov.cn/zwgk/zfxxgknb/', '')
    """
    parts = urlsplit(url)
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    found = _SLUGS.search(path)
    return f"{parts.scheme}://{parts.netloc}{path[: found.end()]}" if found else ""


def is_column_address(url: str) -> bool:
    """Whether an address itself says that it is a column of annual reports, or lies in one.

    >>> is_column_address("http://a.gov.cn/zwgk/zfxxgknb/"), is_column_address("http://a.gov.cn/")
    (True, False)
    """
    return bool(column_of(url))


def reports(links: Iterable[Link], first: int | None, last: int | None) -> list[Link]:
    """The links to reports of the years asked for; one address once, the fullest title kept."""
    chosen: dict[str, Link] = {}
    for link in links:
        if link.kind != "report":
            continue
        year = link.title.year
        if year and ((first and year < first) or (last and year > last)):
            continue
        known = chosen.get(link.entry.url)
        if known is None or len(link.entry.title) > len(known.entry.title):
            chosen[link.entry.url] = link
    return list(chosen.values())
