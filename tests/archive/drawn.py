"""Random figures of a report, as an honest agency prints them: all sums hold."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from hypothesis import strategies as st

from archive.template import load

POOLS = {
    "none": (0,),
    "few": (0, 0, 0, 0, 0, 0, 0, 0, 1, 7),
    "small": (0, 0, 1, 2, 3),
    "many": (0, 4, 31, 262, 1105, 20417),
}
TEMPLATES = ("t2019", "t2021")


@dataclass(frozen=True)
class Figures:
    """The figures of one report, told in one line where a test fails."""

    template: str
    pool: str
    left_out: str
    seed: int

    @cached_property
    def printed(self):
        """Cell id -> text, some cells left empty."""
        dice = Random(self.seed)
        return blanked(honest(self.template, dice, POOLS[self.pool]), self.left_out, dice)

    @property
    def dice(self):
        """Dice for what else is random, the same every time."""
        return Random(self.seed + 1)


def figures(left_out=("nothing", "zeros", "totals")):
    """Figures of which some are left empty: none, some zeros, some totals, or anything."""
    return st.builds(
        Figures,
        template=st.sampled_from(TEMPLATES),
        pool=st.sampled_from(sorted(POOLS)),
        left_out=st.sampled_from(left_out),
        seed=st.integers(0, 10**6),
    )


def honest(template, dice, pool):
    """Figures for every cell of the form; all sums hold."""
    form = load(template)
    cells = {}
    for column in form.applicants[:-1]:
        leaves = [r for r in form.application_rows if ".results." in r and not r.endswith(".total")]
        found = {row: dice.choice(pool) for row in leaves}
        answered, carried_in = sum(found.values()), dice.choice(pool)
        carried_out = carried_in + dice.choice(pool)
        found["applications.results.total"] = answered
        found["applications.carried_in"], found["applications.carried_out"] = carried_in, carried_out
        found["applications.new"] = answered + carried_out - carried_in
        cells |= {f"{row}[{column}]": value for row, value in found.items()}
    for row in form.application_rows:
        cells[f"{row}[total]"] = sum(cells[f"{row}[{column}]"] for column in form.applicants[:-1])
    for route in form.routes:
        parts = [dice.choice(pool) for _ in range(4)]
        cells |= {f"{route}.{o}": v for o, v in zip(form.outcomes, (*parts, sum(parts)), strict=True)}
    for block in form.blocks:
        cells |= {f"{row}.{column}": dice.choice(pool) for row in block.rows for column in block.columns}
    return {key: str(value) for key, value in cells.items()}


def blanked(cells, which, dice):
    """The same figures with some of the zeros, some of the totals or some of all cells left empty."""
    return {key: "" if _may_be_empty(key, text, which) and dice.random() < 0.4 else text for key, text in cells.items()}


def _may_be_empty(key, text, which):
    total = key.endswith(("[total]", ".total")) or ".results.total[" in key
    return {"nothing": False, "zeros": text == "0", "totals": total, "anything": True}[which]
