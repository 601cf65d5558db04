"""Figures beside counts: changes since last year, shares, and rates that say all is done."""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims.grammar import Clause, Phrase, said
from archive.claims.naming import ANSWERED, FOREIGN, REQUESTS, is_content, quantities_of
from archive.claims.quantities import LAST_YEAR
from archive.claims.state import State
from archive.claims.tokens import DATE, Token
from archive.models import ClaimKind

_COMPARING = ("against", "since")


def is_change(state: State, words: Sequence[Token]) -> bool:
    """Whether words tell of a rise or fall since last year, or go on to tell of it."""
    says = said(words)
    with_before = "against" in says and ("last" in says or any(word.kind == DATE for word in words))
    state.compared = state.compared or with_before or "since" in says
    return state.compared and not says.isdisjoint(("up", "down"))


def percent(state: State, phrase: Phrase) -> None:
    """A figure in percent: a rate of all, a change, or a share."""
    _, head, figure, _, says = phrase
    if "rate" in says:
        if figure.value == 100 and state.fields(head) == (REQUESTS,):
            state.add(state.claim(ANSWERED, "all", None, None, head[0].start, figure.end))
    elif is_change(state, head):
        change(state, phrase, "percent")
    elif "share" in says:
        _share(state, phrase)


def change(state: State, phrase: Phrase, kind: ClaimKind) -> None:
    """A change since last year of what stands before the comparison, else of what was counted last."""
    _, head, figure, _, says = phrase
    at = next((i for i, word in enumerate(head) if word.says & {"against", "since", "up", "down"}), len(head))
    quantity = _of(state, head[:at]) or ("" if is_content(head[:at]) else state.about)
    if quantity and figure.value is not None:
        value = -figure.value if "down" in says else figure.value
        made = state.claim(quantity, kind, value, figure.unit, head[0].start if head else figure.start, figure.end)
        state.add(made._replace(base=LAST_YEAR, rough=figure.rough))
        state.about = quantity


def level(state: State, clause: Clause) -> None:
    """No change since last year: 与上年持平."""
    if not clause.says.isdisjoint(_COMPARING):
        is_change(state, clause.words)
    if state.compared and not clause.phrases and "level" in clause.says and (quantity := state.about):
        made = state.claim(quantity, "delta", 0, None, clause.words[0].start, clause.words[-1].end)
        state.add(made._replace(base=LAST_YEAR))


def _share(state: State, phrase: Phrase) -> None:
    """A share of what stands before 占, else of what was counted last; behind it may stand of what."""
    head, figure = phrase.head, phrase.figure
    at = next(i for i, word in enumerate(head) if "share" in word.says)
    quantity = _of(state, head[:at]) or ("" if is_content(head[:at]) else state.about)
    if quantity:
        made = state.claim(quantity, "share", figure.value, figure.unit, head[at].start, figure.end)
        state.add(made._replace(base=_of(state, head[at + 1 :]), rough=figure.rough))


def _of(state: State, words: Sequence[Token]) -> str:
    """The quantity words name of themselves."""
    if not is_content(words):
        return ""
    fields = state.fields(words)
    found = quantities_of(words, fields, state.verbs, state.sentence.text) if FOREIGN not in fields else ()
    return " + ".join(found)
