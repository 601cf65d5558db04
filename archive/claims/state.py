"""What the words read so far leave to those that come: topic, verbs, the last count, the lists under way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from archive.claims.grammar import said
from archive.claims.lists import Open
from archive.claims.naming import FOREIGN, REQUESTS, fields_of
from archive.claims.prose import Sentence
from archive.claims.tokens import DATE, Token
from archive.models import Claim, ClaimKind, Number

_QUOTED = 160  # letters of a sentence kept with its claims
_ANY_REVIEW = "复议诉讼"  # of any kind: nothing says that they are on disclosure
_SCOPES = ("scopes.filed", "scopes.representing", "scopes.area", "scopes.office", "scopes.span")
_VERBS = frozenset(
    ("receive", "answer", "process", "handle", "issue", "publish", "disclose", "decide", "repeal", "in_force", "amend")
)


@dataclass
class State:
    """The way through a narrative.

    `topic` are the fields told of last, `verbs` what was said to be done, `pending` words that wait for their figure,
    `queue` quantities that were named together and are told one by one (分别), `last` the number of the last count,
    `begun` that of the first claim since the last full stop or ；.
    """

    claims: list[Claim]
    sentence: Sentence
    words: Sequence[Token] = ()
    topic: tuple[str, ...] = ()
    verbs: frozenset[str] = frozenset()
    pending: tuple[Token, ...] = ()
    queue: tuple[str, ...] = ()
    lists: list[Open] = field(default_factory=list)
    opening: Open | None = None
    last: int | None = None
    counted_in: int = -1  # the clause of the last count
    is_among: bool = False  # whether 中 stands behind its figure
    about: str = ""  # the quantity of the last count or change of this sentence
    is_else: bool = False  # whether the last figure counted something else
    skips: bool = False  # its parts, up to the next stop of the sentence
    compared: bool = False
    scope: str = ""
    year: int | None = None  # named last in this sentence
    first: int = 0  # of the claims of this sentence
    begun: int = 0

    @cached_property
    def plan_from(self) -> float:
        """The letter of the sentence at which the first word of a plan stands; infinity where there is none."""
        return next((word.start for word in self.words if "plan" in word.says), math.inf)

    def fields(self, words: Sequence[Token]) -> tuple[str, ...]:
        """The fields some words are of: by their own nouns, by what only one field has, by what was told of before."""
        says = said(words)
        is_row = any(concept.startswith("rows.") for concept in says)
        if (own := fields_of(words, self.sentence.text)) and not (is_row and own == ("information",)):
            return own
        if is_row or any(concept.startswith("applicants.") for concept in says) or self._is_request(says):
            is_open = self.topic in ((), ("information",)) and (not self.topic or own or "answer" in says | self.verbs)
            return (REQUESTS,) if is_open else self.topic
        if "disclose" in says or ("publish" in says and any(concept.startswith("channels.") for concept in says)):
            return ("information",) if self.topic in ((), (FOREIGN,)) else self.topic
        return self.topic or self._ahead()

    def _is_request(self, says: AbstractSet[str]) -> bool:
        return not says.isdisjoint(("carry", "rate", "withdraw", "extended")) or {"answer", "in_time"} <= says

    def _ahead(self) -> tuple[str, ...]:
        """The field of the whole sentence, where it has but one."""
        nouns = {word.noun for word in self.words if word.noun}
        if len(nouns) == 1:
            return (nouns.pop(),)
        says = said(self.words) if not nouns else frozenset[str]()
        return (REQUESTS,) if "carry" in says or any(concept.startswith("rows.") for concept in says) else ()

    def note(self, words: Sequence[Token], fields: tuple[str, ...]) -> None:
        """Keep what the coming words may go on with."""
        self.topic = fields or self.topic
        self.verbs = said(words) & _VERBS or self.verbs
        for word in words:
            if not word.says.isdisjoint(_SCOPES):
                self.limit(word.text)
            elif word.kind == DATE and word.text[:4].isdecimal():
                self.year = int(word.text[:4])

    def limit(self, word: str) -> None:
        """A word that gives the figures behind it another scope; several stand side by side."""
        if word not in self.scope.split("、"):
            self.scope = f"{self.scope}、{word}".strip("、")

    def open_list(self, stop: str, words: Sequence[Token]) -> None:
        """The parts of the last count begin; behind 其中 they need not be all."""
        assert self.last is not None
        complete = not any(word.text == "其中" for word in words)
        self.opening = Open(self.last, complete, "）" if stop == "（" else "")

    def add(self, claim: Claim) -> int:
        """Keep a claim, one without a figure once in a sentence; its number."""
        for number in range(self.first, len(self.claims)) if claim.kind in ("zero", "all") else ():
            if self.claims[number][:2] == claim[:2]:
                return number
        self.claims.append(claim)
        return len(self.claims) - 1

    def claim(
        self, quantity: str, kind: ClaimKind, value: Number | None, unit: str | None, first: int, last: int
    ) -> Claim:
        """A claim the letters `first` to `last` of the sentence make."""
        spot = self.sentence.spot(first, last)
        text = self.sentence.text
        scope = self.scope
        if quantity.startswith("review.") and not self.sentence.is_on_disclosure:
            scope = scope or _ANY_REVIEW
        quoted = text[first:last][:_QUOTED]
        return Claim(quantity, kind, value, unit, quoted, text[:_QUOTED], spot, scope=scope, year=self.year)

    def close(self, number: int = 0) -> None:
        """Close the lists from this one inwards; a list of two parts and more is a claim of its own."""
        while len(self.lists) > number:
            done = self.lists.pop()
            if len(done.parts) < 2 or done.broken:
                continue
            whole, first, end = self.claims[done.whole], self.claims[done.parts[0]], self.claims[done.parts[-1]]
            place = first.place
            if end.place.line == place.line:
                place = place._replace(end=end.place.end)
            total = sum(self.claims[part].value or 0 for part in done.parts)
            rough = "" if done.complete else "其中"
            said = "、".join(self.claims[part].said for part in done.parts)[:_QUOTED]
            made = Claim(whole.quantity, "list", total, whole.unit, said, whole.sentence, place)
            self.claims.append(made._replace(rough=rough, compared=(f"claims[{done.whole}]",)))
