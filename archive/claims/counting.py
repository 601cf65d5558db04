"""A phrase that ends in a figure: a count, or a part of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.claims.changes import change, is_change, percent
from archive.claims.grammar import Clause, Phrase, said
from archive.claims.lists import Open, is_part, same_unit
from archive.claims.naming import FOREIGN, is_named_row
from archive.claims.phrases import named_by
from archive.claims.state import State
from archive.claims.tokens import DATE, Token
from archive.models import ClaimKind

PERCENT = ("%", "‰")
_NO_PERCENT = ("个百分点", "百分点")
_BEHIND = re.compile(r"[^，；：。（）、]{0,10}")
_RATE = re.compile(r"率(?:均|都|分别)?(?:为|达到?|是)?$")
_SAID = 30  # letters before a figure that are quoted with it
_ANY_INFORMATION = ("information.disclosed", "information.published")


def count(state: State, clause: Clause, phrase: Phrase, number: int) -> None:
    """Read one figure with its words; `number` is that of its clause."""
    _, head, figure, tail, says = phrase
    _note_times(state, head)
    if not _is_stated(state, phrase):
        return
    if figure.unit in PERCENT:
        percent(state, phrase)
        return
    if state.last is not None and state.opening is None and _opens(state, clause, phrase, number):
        state.open_list(clause.opened, head)
    if is_change(state, head):
        change(state, phrase, "delta")
    elif "last" in says and not says & {"carry", "against", "next"}:
        state.pending = (*state.pending, *(word for word in head if "last" not in word.says))
    elif "under_way" in said(tail) | says:
        state.pending = ()
    elif head and "refer" in head[-1].says:
        state.note(tail, state.fields(tail))
    elif not says & {"up", "down"} and not _is_part_of_else(state, says):
        _count(state, phrase, number)


def _is_stated(state: State, phrase: Phrase) -> bool:
    """Whether a figure is told as a fact of what reports count: no rate, no plan, and not that there is none."""
    says = phrase.says
    if "rate" not in says and _RATE.search(state.sentence.text, phrase.begin, phrase.figure.start):
        return False
    if state.plan_from < phrase.figure.start:
        state.pending = ()
        return False
    is_none = "none" in says and not is_named_row(phrase.head)  # 未发生一起: wording.none tells of it
    return not is_none and phrase.figure.unit not in _NO_PERCENT


def _is_part_of_else(state: State, says: frozenset[str]) -> bool:
    """Whether a figure is told as a part of what reports do not count: 审核公文350份，其中主动公开210份."""
    state.skips = state.skips or (state.is_else and "open" in says)
    return state.skips


def _note_times(state: State, words: Sequence[Token]) -> None:
    """The year the words name, unless it is compared with or carried into; months of it are a scope."""
    dates = [word for i, word in enumerate(words) if word.kind == DATE and not said(words[:i]) & {"against", "carry"}]
    if not dates:
        return
    for date in dates:
        if date.text[:4].isdecimal():
            state.year = int(date.text[:4])
    if any("月" in date.text for date in dates) and not any("12月" in date.text for date in dates):
        state.limit(dates[-1].text)


def _opens(state: State, clause: Clause, phrase: Phrase, number: int) -> bool:
    """Whether the parts of the last count begin with this phrase."""
    if "open" in phrase.says:
        return True
    if clause.phrases[0] is not phrase or state.counted_in != number - 1 or "include" in phrase.says:
        return False
    return clause.opened in ("（", "：") or (clause.opened == "，" and state.is_among)


def _count(state: State, phrase: Phrase, number: int) -> None:
    figure = phrase.figure
    found = named_by(state, phrase)
    if not found and not (state.lists or state.opening):
        state.last, state.about, state.pending = None, "", ()
        state.is_else = state.topic in ((FOREIGN,), ("information",))
        return
    state.is_else = False
    if len(found) > 1 and "open" in phrase.says:
        state.queue, found = found[1:], found[:1]
    are_each = len(found) > 1 and (figure.value == 0 or "each" in phrase.says)
    for name in found if are_each else (" + ".join(found),):
        _keep(state, name, phrase)
    state.counted_in, state.compared, state.pending = number, False, ()
    behind = _BEHIND.match(state.sentence.text, figure.end)
    state.is_among = behind is not None and behind[0].endswith("中")


def _keep(state: State, name: str, phrase: Phrase) -> None:
    """Add a count or a part, to the list it belongs to."""
    figure = phrase.figure
    if state.opening:
        state.lists.append(state.opening)
        state.opening = None
    place = _place(state, name, figure.unit)
    if not name and place is None:
        state.last, state.about = None, ""
        return
    whole = state.claims[place.whole] if place else None
    is_bare = not name or (whole is not None and (name == whole.quantity or name in _ANY_INFORMATION))
    kind: ClaimKind = "part" if is_bare and whole else "count"
    first = max(phrase.begin, figure.start - _SAID)
    end = max(figure.end, *(word.end for word in phrase.tail)) if phrase.tail and not phrase.head else figure.end
    made = state.claim(whole.quantity if is_bare and whole else name, kind, figure.value, figure.unit, first, end)
    index = state.add(made._replace(rough=figure.rough, part_of=place.whole if place else None))
    if place:
        place.parts.append(index)
        place.complete = place.complete or "rest" in phrase.says
        place.broken = place.broken or bool(figure.rough)
    if kind == "count":
        state.last, state.about = index, name


def _place(state: State, name: str, unit: str | None) -> Open | None:
    """The list a figure is a part of; those it cannot be a part of end before it."""
    while state.lists:
        place = state.lists[-1]
        whole = state.claims[place.whole]
        if same_unit(unit, whole.unit) and (not name or name == whole.quantity or is_part(name, whole.quantity)):
            return place
        if not name or is_part(name, whole.quantity):
            place.broken = True
            return None
        state.close(len(state.lists) - 1)
    return None
