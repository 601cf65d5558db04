"""Corrections for people: beside the figures they replace, and in a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from archive.corrections import spoken

SHORT = 10  # digits of an id that people are shown


def in_words(correction: Mapping[str, Any]) -> str:
    """What a row of the public table says the cell holds."""
    return spoken(correction["corrected"], correction["corrected_state"], correction["corrected_unit"])


def marked(reading: Mapping[str, Any], corrections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A report object whose cells have `corrected`, in words, where a correction is in force."""
    said = {c["cell"]: in_words(c) for c in corrections if c["standing"] == "in_force"}
    cells = [{**c, "corrected": said.pop(c["id"])} if c["id"] in said else c for c in reading["cells"]]
    nothing: dict[str, Any] = {"text": "", "value": None, "state": "blank", "unit": None, "place": {}}
    return {**reading, "cells": cells + [{"id": cell, **nothing, "corrected": words} for cell, words in said.items()]}


def print_corrections(corrections: Sequence[Mapping[str, Any]]) -> None:
    """What people say of cells, how that stands, and why they say it."""
    for one in corrections:
        then, now = spoken(one["read"], one["read_state"]), spoken(one["read_today"], one["read_state_today"])
        read = f"read as {then}" if then == now else f"read as {then} then and {now} now"
        click.echo(f"corrected  {one['cell']} to {in_words(one)}, {read}: {one['standing'].replace('_', ' ')}")
        click.echo(f"           because {one['because']}")
        if one["withdrawn_because"]:
            click.echo(f"           withdrawn because {one['withdrawn_because']}")
        author = f"{one['author']}, " if one["author"] else ""
        click.echo(f"           {author}{one['made_at']}, correction {one['id'][:SHORT]}")
