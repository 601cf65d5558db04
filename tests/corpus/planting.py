"""Errors of known kind planted into honest figures before they are printed: what is printed stays the truth.

Which sums and rules an error breaks is worked out here from the labels of the form alone, without the code under test.
"""

from dataclasses import replace
from itertools import pairwise

from tests.archive.small import COLUMNS
from tests.corpus import statistics

HONEST = ("honest", "large", "full_width", "grouped", "units", "words", "spaced", "blanks", "strokes")
_GROUPS = ("denied", "unable", "not_processed", "other_handling")
_ROUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
_SMALLER = (
    ("D1", "made_new", "public_total"),
    ("D1", "disclosed_new", "public_total"),
    ("D2", "issued", "in_force"),
)
_LIST = {
    "received": "L1",
    "completed": "L2",
    "replies": "L3",
    "denied": "L4",
    "reconsideration": "L6",
    "litigation": "L7",
    "staff": "L8",
}


def plant(drawn, kind, other, dice):
    """The figures with an error of this kind, and what is known of it; `other` are honest figures of another year.

    None where these figures have no place for it.
    """
    made = KINDS[kind](drawn, other, dice)
    if made is None or all(made[key] == drawn[key] for key in made):
        return None
    cells = sorted(key for key in made if made[key] != drawn[key])
    broken = sorted(_broken(made) - _broken(drawn))
    return made, {"kind": kind, "cells": cells, "breaks": broken or None}


def _digit(drawn, _other, dice):
    """One digit of one figure is another one."""
    keys = [key for key, figure in drawn.items() if figure.text.isascii() and figure.text.isdecimal()]
    if not keys:
        return None
    key = dice.choice(keys)
    text = drawn[key].text
    at = dice.randrange(len(text))
    digits = [d for d in "0123456789" if d != text[at] and (d != "0" or at or len(text) == 1)]
    text = text[:at] + dice.choice(digits) + text[at + 1 :]
    return drawn | {key: replace(drawn[key], text=text, value=int(text))}


def _swapped(drawn, _other, dice):
    """Two cells beside one another changed places."""
    pairs = [(a, b) for row in _rows(drawn) for a, b in pairwise(row) if _number(drawn[a]) != _number(drawn[b])]
    if not pairs:
        return None
    one, other = dice.choice(pairs)
    return drawn | {one: drawn[other], other: drawn[one]}


def _shifted(drawn, _other, dice):
    """A row is written one column too far to the right; what stood last came first."""
    rows = [row for row in _rows(drawn) if len({_number(drawn[key]) for key in row}) > 1]
    if not rows:
        return None
    row = dice.choice(rows)
    return drawn | {key: drawn[row[i - 1]] for i, key in enumerate(row)}


def _unit(drawn, _other, dice):
    """An amount is written in yuan, with its unit or without."""
    key = next((k for k in ("disclosure.fees.amount", "stats.fees_collected") if k in drawn), None)
    if key is None or not drawn[key].value or not drawn[key].text.isascii() or drawn[key].unit:
        return None
    value = round(drawn[key].value * 10_000)
    unit = dice.choice(("元", None))
    return drawn | {key: replace(drawn[key], text=f"{value}{unit or ''}", value=value, unit=unit)}


def _stale(drawn, other, dice):
    """A row still has the figures of the year before."""
    rows = [row for row in _rows(drawn) if any(_number(drawn[key]) != _number(other[key]) for key in row)]
    if not rows:
        return None
    row = dice.choice(rows)
    return drawn | {key: other[key] for key in row}


def _number(figure):
    """A zero may be left out, or be a stroke."""
    return figure.value or 0


KINDS = {"digit": _digit, "swapped": _swapped, "shifted": _shifted, "unit": _unit, "stale": _stale}


def _rows(drawn):
    """The cells of each row of sections three and four, from left to right."""
    keys = dict.fromkeys(key.partition("[")[0] for key in drawn if key.startswith("applications."))
    rows = [[f"{key}[{column}]" for column in COLUMNS] for key in keys]
    rows += [[f"review.{r}.{o}" for o in ("upheld", "corrected", "other", "pending", "total")] for r in _ROUTES]
    return [row for row in rows if all(key in drawn for key in row)]


def _broken(drawn):
    """The sums and rules that figures break, each as (id, where)."""
    return {f"{check} {where}" for check, where, holds in _rules(drawn) if not holds}


def _rules(drawn):
    def value(key):
        return _number(drawn[key])

    for row in _rows(drawn):
        check = f"R{1 + _ROUTES.index(row[0].split('.')[1])}" if row[0].startswith("review.") else "A2"
        yield check, row[-1], value(row[-1]) == sum(map(value, row[:-1]))
    if "applications.new[total]" in drawn:
        yield from _columns(drawn, value)
    for total, parts in statistics.form()["sums"].items():
        if total in drawn:
            name = _LIST.get(total.rpartition(".")[2], "L")
            yield name, total, value(total) == sum(map(value, parts))
    yield from _of_section_two(drawn, value)


def _of_section_two(drawn, value):
    for check, smaller, larger in _SMALLER:
        for row in ("disclosure.rules", "disclosure.normative_documents"):
            if f"{row}.{smaller}" in drawn and f"{row}.{larger}" in drawn:
                yield check, f"{row}.{smaller}", value(f"{row}.{smaller}") <= value(f"{row}.{larger}")
    for key in ("disclosure.fees.amount", "stats.fees_collected"):
        if key in drawn:
            yield "U1", key, drawn[key].unit != "元"


def _columns(drawn, value):
    rows = dict.fromkeys(key.partition("[")[0] for key in drawn if key.startswith("applications.results."))
    leaves = [row for row in rows if not row.endswith("results.total") and row.rpartition(".")[2] not in _GROUPS[:3]]
    leaves = [row for row in leaves if not any(other.startswith(f"{row}.") for other in leaves)]
    for column in COLUMNS:
        received = value(f"applications.new[{column}]") + value(f"applications.carried_in[{column}]")
        done = value(f"applications.results.total[{column}]") + value(f"applications.carried_out[{column}]")
        yield "A1", column, received == done
        total = value(f"applications.results.total[{column}]")
        yield "A3", column, total == sum(value(f"{row}[{column}]") for row in leaves)
