"""Clauses that state something without a figure: there is none (未收到, 无), or all are so (均, 全部)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.claims.grammar import Clause, said
from archive.claims.naming import (
    ANSWERED,
    FOREIGN,
    REQUESTS,
    REVIEW,
    fields_of,
    is_content,
    quantities_of,
    reviews_of,
)
from archive.claims.quantities import row_of
from archive.claims.state import State
from archive.claims.tokens import Token

_ALL = "全部"
_NEVER_NONE = ("postings", "disclosed", ".total[total]", "processed[total]", "on_time[total]", "extended[total]")
_COUNTED = ("applications.", "review.", "disclosure.", "fees.")
_MOST_APART = 15  # letters between a word for none and what there is none of
_SUBJECTS = ("applications.new", "applications.handled", "applications.processed", "applications.results.total")


def none(state: State, clause: Clause) -> None:
    """There is none of what stands behind 未, 无 or 没有, or before them where nothing stands behind."""
    words = clause.words
    at = next((i for i in reversed(range(len(words))) if "none" in words[i].says), None)
    if at is None or _has_figure(clause, words[at].start, but=1) or state.sentence.section.key == "problems":
        return
    if state.plan_from < words[at].start:
        return
    before, after = words[:at], words[at + 1 :]
    if clause.phrases and clause.phrases[-1].figure.start < words[at].start and not clause.phrases[-1].head:
        return  # 1件未予受理: not that there is none
    if not is_content(after):
        before, after = (), state.pending if clause.opened == "：" or not before else before
    elif next(w.start for w in after if w.says) - words[at].end > _MOST_APART:
        return
    for quantity in _none_of(state, before, (words[at], *after)):
        state.add(state.claim(quantity, "zero", 0, None, words[at].start, words[-1].end))


def _none_of(state: State, before: Sequence[Token], words: Sequence[Token]) -> Iterator[str]:
    text = state.sentence.text
    if not is_content(words[1:]):
        return
    times = [word for word in before if word.says & {"last", "next"}]
    fields = fields_of(words, text) or fields_of(before, text) or state.fields(words)
    if fields and fields[-1] in REVIEW:
        fields = reviews_of(words) or fields
    state.note(words, fields)
    known = tuple(field for field in fields if field != FOREIGN)
    if _names_all_applicants(words, text):
        words = [word for word in words if not any(concept.startswith("applicants.") for concept in word.says)]
    for quantity in quantities_of((*times, *words), known, state.verbs, text):
        if quantity.startswith("applications.") and any(c.startswith("rows.") for c in words[0].says):
            continue  # 不存在 is an outcome there
        is_past = "last" in said((*times, *words)) and row_of(quantity) != "applications.carried_in"
        if quantity.startswith(_COUNTED) and not quantity.endswith(_NEVER_NONE) and not is_past:
            yield quantity


def _names_all_applicants(words: Sequence[Token], text: str) -> bool:
    """Whether a kind of applicant is named beside others: 公众、法人或其他组织."""
    at = next((word.start for word in words if any(concept.startswith("applicants.") for concept in word.says)), None)
    return at is not None and text[at - 1] in "、和或及与" + "众民人"


def all_of(state: State, clause: Clause) -> None:
    """All of what was counted before are so: 均获维持, 全部办结; or the one there is: 尚未审结."""
    words = clause.words
    if "all" in clause.says or (_ALL in state.sentence.text and any(word.text[:2] == _ALL for word in words)):
        at = max(i for i, word in enumerate(words) if "all" in word.says or word.text[:2] == _ALL)
    elif state.claims[state.begun :] and _tells_of_the_one(state, clause):
        at = 0
    else:
        return
    if _has_figure(clause, words[at].start) or "none" in said(words[at:]):
        return
    told = words[at:] if words[at].says - {"all", "refer"} else words[at + 1 :]
    for quantity, base in (*_outcomes(state, words, told), *_requests(state, words, told)):
        claim = state.claim(quantity, "all", None, None, words[at].start, words[-1].end)
        state.add(claim._replace(base=base))


def _tells_of_the_one(state: State, clause: Clause) -> bool:
    """Whether a clause is nothing but the outcome of one case counted before in the sentence."""
    says = clause.says
    if clause.phrases or not any(concept.startswith(("outcomes.", "rows.")) for concept in says):
        return False
    if not all(s.startswith(("outcomes.", "rows.", "nouns.")) or s in ("decide", "posted", "words") for s in says):
        return False
    own = _own(state, clause.words)
    counts = [c for c in state.claims[state.begun :] if c.kind == "count" and (not own or c.quantity.startswith(own))]
    return (bool(counts) and counts[-1].value == 1) or (own != () and any(claim.value == 1 for claim in counts))


def _own(state: State, words: Sequence[Token]) -> tuple[str, ...]:
    """The routes the words of a clause name of themselves."""
    return tuple(f"review.{field}." for field in fields_of(words, state.sentence.text))


def _outcomes(state: State, words: Sequence[Token], told: Sequence[Token]) -> Iterator[tuple[str, str]]:
    outcome = next((s.removeprefix("outcomes.") for s in sorted(said(told)) if s.startswith("outcomes.")), "")
    own = _own(state, words)
    counts = state.claims[state.begun :] if "all" in said(words) or own else state.claims[state.begun :][-1:]
    for claim in counts if outcome else ():
        is_total = claim.kind == "count" and claim.quantity.startswith("review.") and claim.quantity.endswith(".total")
        if is_total and claim.value != 0 and (not own or claim.quantity.startswith(own)):
            for total in claim.quantity.split(" + "):
                yield f"{total.removesuffix('total')}{outcome}", claim.quantity


def _requests(state: State, words: Sequence[Token], told: Sequence[Token]) -> Iterator[tuple[str, str]]:
    if state.fields(words) != (REQUESTS,):
        return
    found = quantities_of(told, (REQUESTS,), frozenset(), state.sentence.text)
    if "answer" in said(told) or (not found and "in_time" in said(told) and "answer" in said(words)):
        found = (ANSWERED,)
    subject = next(
        (
            c.quantity
            for c in reversed(state.claims[state.first :])
            if c.kind == "count" and row_of(c.quantity) in _SUBJECTS
        ),
        "",
    )
    last = state.claims[state.last] if state.last is not None and state.last >= state.first else None
    is_of_all = row_of(state.about) in ("", *_SUBJECTS) or (last is not None and last.value == 0)
    for quantity in found if is_of_all or (subject and found == (ANSWERED,)) else ():
        if row_of(quantity) not in ("applications.new", "applications.on_time") or "[total]" not in quantity:
            yield quantity, subject
        elif row_of(quantity) == "applications.on_time":
            yield ANSWERED, subject


def _has_figure(clause: Clause, start: int, *, but: int | None = None) -> bool:
    """Whether a figure stands behind a letter of a clause; `but` is one that does not count: 未发生一起."""
    return any(phrase.figure.start > start and phrase.figure.value != but for phrase in clause.phrases)
