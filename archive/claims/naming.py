"""From the words of a phrase, and those it goes on with, to the quantities they name."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from archive.claims.grammar import said
from archive.claims.quantities import named, quantities, with_column
from archive.claims.tokens import Token

FOREIGN = "foreign"
REQUESTS = "requests"
ANSWERED = "applications.results.total[total]"
REVIEW = {
    "reconsideration": "review.reconsideration",
    "litigation": "review.litigation",
    "litigation_direct": "review.litigation_direct",
    "litigation_after": "review.litigation_after_reconsideration",
}
VERBS = frozenset(
    (
        *("issue", "repeal", "in_force", "amend", "publish", "disclose", "decide", "answer", "process"),
        *("charge", "notify", "none"),
    )
)
_DECISIONS = ("licensing", "penalties", "compulsion")
_JOINED = ("、", "和", "及", "与", "或", "以及", "或者", "、或", "和因", "及其")
_IDLE = frozenset(
    (
        *("open", "include", "more", "each", "all", "refer", "nothing", "words", "case", "share"),
        *("next", "last", "up", "down", "level", "reach", "against", "since"),
    )
)
_OF_IT = ("", "类", "事项", "结果", "处理决定", "决定")  # between a noun and 信息, which then is of it
_HEARD = {"process", "hear", "receive"}
_ROW, _NOUN, _APPLICANT, _OUTCOME = "rows.", "nouns.", "applicants.", "outcomes."


def is_content(words: Sequence[Token]) -> bool:
    """Whether words say of themselves what is counted."""
    return not said(words) <= _IDLE


def is_named_row(words: Sequence[Token]) -> bool:
    """Whether a word for none among these is the name of an outcome: 不存在."""
    return all(any(c.startswith(_ROW) for c in word.says) for word in words if "none" in word.says)


def fields_of(words: Sequence[Token], sentence: str) -> tuple[str, ...]:
    """The fields whose nouns stand last, several where they are joined: 行政复议、行政诉讼."""
    nouns = [(word, word.noun) for word in words if word.noun]
    if not nouns:
        return ()
    if len(nouns) > 1 and nouns[-1][1] == "information" and _between(nouns[-2][0], nouns[-1][0], sentence) in _OF_IT:
        if nouns[-2][1] == REQUESTS and said(words).isdisjoint(("receive", "none")):
            return (FOREIGN,)  # 依申请公开信息3条: what was given out
        return (nouns[-2][1],)
    run = [nouns[-1][1]]
    for (one, noun), (other, after) in reversed(list(pairwise(nouns))):
        between = _between(one, other, sentence)
        if between not in _JOINED and not (between == "" and noun in REVIEW and after in REVIEW):
            break
        run.append(noun)
    return tuple(dict.fromkeys(reversed(run)))


def reviews_of(words: Sequence[Token]) -> tuple[str, ...]:
    """All routes of review that words name, joined or not."""
    return tuple(dict.fromkeys(word.noun for word in words if word.noun in REVIEW))


def quantities_of(
    words: Sequence[Token], fields: Sequence[str], inherited: AbstractSet[str], sentence: str
) -> tuple[str, ...]:
    """What the words name in each of these fields; `inherited` are the verbs of the words they go on with.

    Nothing, where one of the fields is not named: it is not told how much of a sum is of the others.
    """
    made = [_quantity(words, field, inherited, sentence) for field in fields]
    return tuple(dict.fromkeys(made)) if all(made) else ()


def counts_in(field: str, unit: str | None) -> bool:
    """Whether a field counts in this unit."""
    field = "litigation" if field.startswith("litigation") else field
    return unit is None or unit in quantities().units.get(field, ())


def _quantity(words: Sequence[Token], field: str, inherited: AbstractSet[str], sentence: str) -> str:
    says = said(words)
    if field == REQUESTS:
        return _of_requests(words, says, inherited, sentence)
    if field in REVIEW:
        if says & _HEARD and "公开" not in sentence:
            return ""  # what an office decides on for others
        outcomes = [name for word in words for name in _names(word, _OUTCOME)]
        if not outcomes and "rest" in says:
            outcomes = ["other"]
        if not outcomes and "decide" in says:
            return ""  # 120件作了复议决定
        return f"{REVIEW[field]}.{outcomes[-1] if outcomes else 'total'}"
    if field == "information" and _are_several(words, "channels."):
        says = frozenset(s for s in says if not s.startswith("channels."))
    verbs = says if named(field, says) or field not in (*_DECISIONS, "rules", "normative", "information") else inherited
    own = {s for s in says if not s.startswith(_NOUN)}
    if field in (*_DECISIONS, "rules", "normative"):
        verbs = own | inherited if not own & VERBS else own
    return named(field, verbs | says)


def _are_several(words: Sequence[Token], group: str) -> bool:
    """Whether several ways or channels are named together, or 等 stands behind one: 网站等渠道."""
    at = [i for i, word in enumerate(words) if any(concept.startswith(group) for concept in word.says)]
    names = {concept for i in at for concept in words[i].says if concept.startswith(group)}
    return len(names) > 1 or (bool(at) and any("more" in word.says for word in words[at[0] :]))


def _of_requests(words: Sequence[Token], says: AbstractSet[str], inherited: AbstractSet[str], sentence: str) -> str:
    column = _column(words)
    if "withdraw" in says:
        return with_column("applications.withdrawn", column)
    if rows := _rows(words, sentence):
        return " + ".join(with_column(row, column) for row in rows)
    if _are_several(words, "ways."):
        says = frozenset(concept for concept in says if not concept.startswith("ways."))
    row = named(REQUESTS, says)
    if not row and column != "total":
        row = named(REQUESTS, inherited & {"answer"}) or "applications.new"
    if not row and "rest" in says:
        row = "applications.results.other_handling" if "rows" in inherited else ""
        row, column = ("applications.new", "other_org") if "organizations" in inherited else (row, column)
    return with_column(row, column) if row else ""


def _rows(words: Sequence[Token], sentence: str) -> tuple[str, ...]:
    """The rows of section three named last; a ground stands for its group, joined rows for their sum."""
    found = [(word, row) for word in words for row in _names(word, _ROW)]
    if not found:
        return ()
    run = [found[-1][1]]
    for (one, row), (other, after) in reversed(list(pairwise(found))):
        between = _between(one, other, sentence)
        is_ground = row.startswith(f"{after}.") and "等" not in between
        if between not in ("", *_JOINED) and not is_ground and row != after:
            break
        run.append(row)
    rows = dict.fromkeys(reversed(run))
    return tuple(row for row in rows if not any(other.startswith(f"{row}.") for other in rows))


def _column(words: Sequence[Token]) -> str:
    columns = {name for word in words for name in _names(word, _APPLICANT)}
    return columns.pop() if len(columns) == 1 else "total"


def _names(word: Token, group: str) -> list[str]:
    return sorted([concept.removeprefix(group) for concept in word.says if concept.startswith(group)])


def _between(one: Token, other: Token, sentence: str) -> str:
    return sentence[one.end : other.start]
