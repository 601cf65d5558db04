"""Figures of a report with what each must be read as: drawn as numbers first, then printed as offices print them."""

from dataclasses import dataclass, replace

from archive.template import load
from tests.archive import drawn
from tests.corpus import statistics

POOL = (*[0] * 12, 1, 1, 2, 2, 3, 4, 5, 7, 9, 12, 16, 23, 31, 58, 114, 262, 1105)
FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass(frozen=True)
class Figure:
    """What stands in a cell, and what it says."""

    text: str
    value: int | float | None
    state: str = "number"
    unit: str | None = None


def draw(template, variant, dice):
    """Cell id -> Figure, for one way of printing figures."""
    values = honest(template, dice, variant)
    made = {key: Figure(_plain(value), value) for key, value in values.items()}
    made = VARIANTS[variant](made, dice)
    if template == "t2019" and variant != "full_width" and dice.random() < 0.5:
        made |= {k: _money(f, dice) for k, f in made.items() if _is_plain_amount(k, f)}
    return made


def honest(template, dice, variant):
    """Numbers for every cell of a form; all sums hold."""
    pool = {"large": (0, 3, 48, 905, 20417, 398575), "empty": (0,)}.get(variant, POOL)
    if template == "t2014":
        return statistics.honest(dice, pool)
    if template == "mixed":
        old, new = honest("t2019", dice, variant), honest("t2021", dice, variant)
        return {k: v for k, v in new.items() if not k.startswith("applications.")} | {
            k: v for k, v in old.items() if k.startswith("applications.")
        }
    values = {key: int(text) for key, text in drawn.honest(template, dice, pool).items()}
    for block in load(template).blocks:
        for row in block.rows:
            for column in block.columns:
                values[f"{row}.{column}"] = _disclosed(column, variant, dice)
    return values


def _disclosed(column, variant, dice):
    if column == "amount":
        cents = dice.choice((0, 0, 2204, 9617160, 773028, 754500, 4068208, 592372449, 1893))
        return cents / 100 if cents % 100 else cents // 100
    if column == "items_change":
        return dice.choice((-1, -2, -17, 5) if variant == "falls" else (0, 0, 3, -2, 11))
    if variant == "empty":
        return 0
    return dice.choice((0, 0, 0, 1, 4, 7, 12, 37, 96, 1475, 20417, 11398889 if column == "decisions" else 640))


def _plain(value):
    return str(value)


def _is_plain_amount(key, figure):
    return key.endswith("procurement.amount") and figure.value and figure.text == _plain(figure.value)


def _money(figure, dice):
    unit = dice.choice(("元", "万元"))
    return replace(figure, text=figure.text + unit, unit=unit)


def _each(change, share=1.0):
    return lambda made, dice: {k: change(k, f, dice) if dice.random() < share else f for k, f in made.items()}


def _blank(_key, figure, dice):
    """A zero left out."""
    return Figure(dice.choice(("", "", "\u3000", "\u00a0")), None, "blank") if figure.value == 0 else figure


def _stroke(_key, figure, dice):
    """A stroke for a zero."""
    strokes = ("/", "／", "-", "—", "——", "--")
    return Figure(dice.choice(strokes), None, "not_applicable") if figure.value == 0 else figure


def _word(_key, figure, dice):
    return replace(figure, text=dice.choice(("无", "零"))) if figure.value == 0 else figure


def _full_width(_key, figure, _dice):
    return replace(figure, text=figure.text.translate(FULL))


def _grouped(key, figure, dice):
    if not isinstance(figure.value, int) or abs(figure.value) < 1000:
        return figure
    text = f"{figure.value:,}"
    is_wide = key.startswith("disclosure.") and dice.random() < 0.3  # other columns have no room for it
    return replace(figure, text=text.translate(FULL) if is_wide else text)


def _with_unit(key, figure, dice):
    if not isinstance(figure.value, int) or key.endswith("amount") or dice.random() < 0.4:
        return figure
    unit = "项" if key.endswith(("items_prev", "items_change")) else "件"
    between = dice.choice(("", "", " "))
    return replace(figure, text=figure.text + between + unit, unit=unit)


def _remarked(key, figure, dice):
    if not isinstance(figure.value, int) or figure.value < 2 or key.endswith(("total", "]")):
        return figure
    part = dice.randint(1, figure.value)
    remark = dice.choice((f"（其中修订{part}件）", f"(含上年{part}件)", "（累计）", "（全区）"))
    return replace(figure, text=figure.text + remark)


def _about(key, figure, dice):
    """A number of which nobody knows how exact it is."""
    if key.startswith("disclosure.") and isinstance(figure.value, int) and figure.value > 30:
        return Figure(figure.text + dice.choice(("余件", "多件", "余")), None, "text")
    return figure


def _spaced(_key, figure, dice):
    before, behind = dice.choice(((" ", ""), ("", " "), ("\u00a0", "\u00a0"), ("\u3000", "")))
    return replace(figure, text=before + figure.text + behind)


def _signed(key, figure, dice):
    if not key.endswith("items_change") or not figure.value:
        return figure
    minus = dice.choice(("-", "－", "−"))
    return replace(figure, text=minus + str(-figure.value) if figure.value < 0 else f"+{figure.value}")


def _totals_left_out(made, dice):
    """The total column or the total row of section three left blank; nobody added up."""
    ending = dice.choice(("[total]", "results.total["))
    return {k: Figure("", None, "blank") if ending in k else f for k, f in made.items()}


def _errors(made, dice):
    """Sums the office itself got wrong; what is printed is the truth."""
    totals = [k for k in made if k.endswith(("[total]", ".total")) or ".results.total[" in k]
    totals = totals or ["stats.requests.received", "stats.requests.replies", "stats.capacity.staff"]
    made = dict(made)
    for key in dice.sample(totals, dice.choice((1, 1, 2, 3))):
        value = max(0, made[key].value + dice.choice((-2, -1, 1, 1, 9, 10, 100)))
        made[key] = Figure(str(value), value)
    return made


def _everything(made, dice):
    """An office where everybody fills in the form in a way of their own."""
    changes = (_blank, _stroke, _word, _full_width, _grouped, _with_unit, _remarked, _spaced)
    return {k: dice.choice(changes)(k, f, dice) if dice.random() < 0.4 else f for k, f in made.items()}


VARIANTS = {
    "honest": lambda made, dice: made,
    "empty": lambda made, dice: made,
    "large": lambda made, dice: made,
    "falls": _each(_signed),
    "blanks": _each(_blank, 0.6),
    "strokes": _each(_stroke, 0.7),
    "words": _each(_word, 0.5),
    "full_width": _each(_full_width, 0.8),
    "grouped": _each(_grouped),
    "units": _each(_with_unit),
    "remarks": _each(_remarked, 0.5),
    "about": _each(_about, 0.5),
    "spaced": _each(_spaced, 0.3),
    "no_totals": _totals_left_out,
    "errors": _errors,
    "everything": _everything,
}
