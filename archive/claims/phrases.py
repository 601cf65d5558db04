"""What a phrase with a figure names: by its own words, those behind the figure, or those it goes on with."""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims.grammar import Phrase, said
from archive.claims.naming import ANSWERED, FOREIGN, counts_in, is_content, quantities_of
from archive.claims.nearness import goes_on, is_left_open, is_near, is_of_one_kind
from archive.claims.state import State
from archive.claims.tokens import Token

_ORGANIZATIONS = ("enterprise]", "institution]", "welfare_org]", "service_org]")


def named_by(state: State, phrase: Phrase) -> tuple[str, ...]:
    """The quantities a phrase names, with words behind the figure or before the clause where its own say nothing."""
    _, head, figure, tail, _ = phrase
    tells = is_content(head)
    if not tells and state.queue:
        first, state.queue = state.queue[0], state.queue[1:]
        return (first,)
    words = (*head, *(word for word in tail if word.noun))
    if not tells:
        words = (*head, *tail)
        if not is_content(tail) and not state.lists and not state.opening:
            words = (*state.pending, *words)
    fields = state.fields(words)
    if fields == ("training",) and figure.unit in ("人", "人次"):
        fields = ("trainees",)
    state.note(words, fields)
    unknown = figure.start - phrase.begin - sum(word.end - word.start for word in head)
    behind = figure.start - max(phrase.begin, head[-1].end if head else 0)
    is_own = any(word.noun for word in words)
    if (
        FOREIGN in fields
        or not is_content(words)
        or is_left_open(words, fields)
        or not is_near(words, fields, phrase.begin, figure)
    ):
        return ()
    if _asks_for_else(state, words, fields):
        state.topic = (FOREIGN,)
        return ()
    if is_of_one_kind(words, fields, phrase.begin) or (not is_own and not goes_on(words, fields, unknown, behind)):
        return ()
    if not all(counts_in(field, figure.unit) for field in fields):
        return ()
    return quantities_of(words, fields, state.verbs | _row_before(state), state.sentence.text)


def _asks_for_else(state: State, words: Sequence[Token], fields: Sequence[str]) -> bool:
    """Whether an 申请 is for something else than information: 行政许可申请, or letters in no list before it."""
    at = next((i for i in reversed(range(len(words))) if "nouns.requests" in words[i].says), None)
    is_row = any(concept.startswith("rows.") for concept in said(words))
    if tuple(fields) != ("requests",) or is_row or at is None or words[at].text != "申请":
        return False
    before = words[at - 1] if at else None
    text = state.sentence.text
    if before and before.end == words[at].start:
        return any(c.startswith("nouns.") and c not in ("nouns.requests", "nouns.information") for c in before.says)
    return words[at].start > 0 and text[words[at].start - 1] not in "的件份宗，；：、（" and "公开" not in text


def _row_before(state: State) -> frozenset[str]:
    """What the last count was of: 其他 behind an outcome is another outcome, behind an organization another one."""
    quantity = state.claims[-1].quantity if state.claims else ""
    if quantity.endswith(_ORGANIZATIONS):
        return frozenset(("organizations",))
    is_outcome = quantity.startswith("applications.results.") and quantity != ANSWERED
    return frozenset(("rows",)) if is_outcome else frozenset()
