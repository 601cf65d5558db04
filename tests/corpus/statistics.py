"""The form of 2014, one long table of indicator, unit and figure: its rows, and figures whose sums hold."""

import tomllib
from functools import lru_cache
from pathlib import Path

from tests.archive.layouts import Item

HEADING = "附件：政府信息公开情况统计表"
MONEY = ("stats.fees_collected", "stats.capacity.funding")


@lru_cache(maxsize=1)
def form():
    """The form's rows and sums."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def honest(dice, pool):
    """Figures for every row that has one."""
    values = {cell: dice.choice(pool) for *_, cell in form()["rows"] if cell}
    values |= {key: dice.choice((0, 0, 1.5, 12.86, 30)) for key in MONEY}
    for total, parts in sorted(form()["sums"].items(), key=lambda sum_: -sum_[0].count(".")):  # inner sums first
        values[total] = sum(values[part] for part in parts)
    channels = [v for k, v in values.items() if ".channels." in k]
    values["stats.disclosure.items"] = max(channels) + dice.randint(0, sum(channels) - max(channels))
    values["stats.disclosure.normative_disclosed"] = min(
        values["stats.disclosure.normative_disclosed"], values["stats.disclosure.normative_issued"]
    )
    for key in ("stats.response.press_conferences", "stats.response.web_interviews"):
        values[f"{key}_head"] = min(values[f"{key}_head"], values[key])
    return values


def table(printed):
    """The form's rows as cells."""
    rows = [[Item(text, tag="head") for text in ("统计指标", "单位", "统计数")]]
    for number, label, unit, cell in form()["rows"]:
        value = Item(printed[cell], tag="value", id=cell) if cell else Item("", tag="value")
        rows.append([Item(number + label, tag="label"), Item(unit), value])
    return rows
