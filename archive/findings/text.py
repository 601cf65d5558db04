"""Checked reports for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from archive.findings.checked import Checked
from archive.findings.told import FEW, Said, Spot, against, outcome, told
from archive.findings.visible import visible
from archive.findings.words import Words

_LONGEST = 60  # characters of a cell that are shown


def lines(checked: Checked, words: Words) -> Iterator[str]:
    """One report: how many checks came out how, everything that is no pass, and what it comes to.

    No line holds a character that steers a terminal, whatever the document says.
    """
    yield visible(checked.name)
    counts = sorted(checked.counts.items())
    if counts:
        told_of = words("between").join(f"{n} {words(status)}" for status, n in counts)
        yield f"{_wide(words('checks'), 11)}{told_of}"
    if said := against(checked, words):
        yield f"{_wide(words('against'), 11)}{visible(said)}"
    for one in told(checked, words):
        if one.status in ("fail", "unknown"):
            yield from _finding(one, words)
    yield f"  {outcome(checked, words)}"


def _finding(said: Said, words: Words) -> Iterator[str]:
    yield f"  {_wide(words(said.status), 8)}{said.check:<5} {visible(said.short)}"
    if said.sentence and said.sentence.address:
        yield f"          {visible(said.sentence.name)}  {visible(said.sentence.address)}"
    shown = [spot for i, spot in enumerate(said.spots) if spot.is_suspect or i < FEW][: 2 * FEW]
    for spot in shown:
        yield f"          {visible(_spot(spot, words))}"
    if more := len(said.spots) - len(shown):
        yield f"          {words('more_cells', more)}"
    if said.finding["proposed"] is not None:
        yield f"          {words('proposed', text=str(said.finding['proposed']))}"
    if said.verdict:
        yield f"          {visible(said.verdict)}"


def _spot(spot: Spot, words: Words) -> str:
    """A cell by name, what is printed in it, and where it stands."""
    if spot.text is None:
        text = words("not_printed")
    else:
        text = words("printed", text=spot.text[:_LONGEST]) if spot.text else words("blank")
    parts = (spot.name, text, spot.corrected, spot.address, words("suspect") if spot.is_suspect else "")
    return "  ".join(filter(None, parts))


def _wide(text: str, width: int) -> str:
    """A text filled up to a width of the terminal, where a Chinese character takes two columns."""
    return text + " " * max(1, width - cell_len(text))
