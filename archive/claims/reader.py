"""From the sentences of a report to its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.claims.changes import level
from archive.claims.counting import PERCENT, count
from archive.claims.grammar import Clause, clauses
from archive.claims.naming import fields_of, is_content
from archive.claims.prose import Sentence, sentences
from archive.claims.state import State
from archive.claims.tokens import tokens
from archive.claims.wording import all_of, none
from archive.models import Cell, Claim, Section

MOST = 500  # claims of one report


def read_claims(sections: Sequence[Section], cells: Iterable[Cell] = ()) -> tuple[Claim, ...]:
    """The claims of a narrative in the order of the text, at most `MOST`, compared with nothing yet.

    Lines that are `cells` of a table are no narrative.
    """
    claims: list[Claim] = []
    state: State | None = None
    for sentence in sentences(sections, cells):
        if len(claims) >= MOST:
            break
        state = _begun(claims, sentence, state)
        _read(state)
    return tuple(claims[:MOST])


def _begun(claims: list[Claim], sentence: Sentence, before: State | None) -> State:
    """The state a sentence begins with: within a paragraph it goes on with the topic and the last count."""
    goes_on = before is not None and before.sentence.pieces is sentence.pieces
    made = State(claims, sentence, tokens(sentence.text), first=len(claims), begun=len(claims))
    if goes_on and before is not None:
        made.topic, made.last = before.topic, before.last
    elif "依申请公开" in sentence.lead or sentence.section.key == "applications":
        made.topic = ("requests",)
    return made


def _read(state: State) -> None:
    for number, clause in enumerate(clauses(state.words)):
        if state.lists and (ended := _ended(state, clause)) is not None:
            state.close(ended)
        if clause.opened == "；":
            state.begun, state.pending, state.compared, state.skips = len(state.claims), (), False, False
        for phrase in clause.phrases:
            count(state, clause, phrase, number)
        if "none" in clause.says:
            none(state, clause)
        all_of(state, clause)
        level(state, clause)
        if state.lists and "more" in clause.says:  # 等 leaves parts of a list untold
            state.lists[-1].broken = True
        if clause.words and not clause.phrases:
            _leave(state, clause)
    state.close()


def _ended(state: State, clause: Clause) -> int | None:
    """The number of the outermost list that the stop before a clause ends; one that tells but shares ends none."""
    if clause.phrases and all(phrase.figure.unit in PERCENT for phrase in clause.phrases):
        return None
    return next((i for i, one in enumerate(state.lists) if one.ends_at(clause.opened)), None)


def _leave(state: State, clause: Clause) -> None:
    """What a clause without a figure leaves to the next."""
    state.note(clause.words, fields_of(clause.words, state.sentence.text))
    if is_content(clause.words):
        state.pending = clause.words
    if "open" in clause.says and state.last is not None:
        state.open_list(clause.opened, clause.words)
