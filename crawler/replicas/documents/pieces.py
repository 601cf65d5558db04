"""A report as pieces from top to bottom, paragraphs and tables, for every format to write."""

from __future__ import annotations

from crawler.replicas.documents.forms import Rows, tables
from crawler.replicas.documents.narrative import HEADINGS, other, overview, preface, problems
from crawler.replicas.figures import Published

Piece = str | Rows


def pieces(report: Published) -> list[Piece]:
    """The narrative of a report with its three tables, without the title."""
    made: list[Piece] = [preface(report), HEADINGS[0], *overview(report)]
    for heading, rows in zip(HEADINGS[1:4], tables(report.template, report.printed), strict=True):
        made += [heading, rows]
    return [*made, HEADINGS[4], *problems(report), HEADINGS[5], *other(report)]
