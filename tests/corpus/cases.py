"""A made report: which template, figures, layout and format it has, its files, and what is true of it."""

from dataclasses import asdict, dataclass
from random import Random

from tests.archive.layouts import form_tables
from tests.corpus import figures, planting, prose, statistics
from tests.corpus.layouts import ANY, LAYOUTS, Layout
from tests.corpus.writers import ofd, office, packed, plain, printing, scans, web

TEMPLATES = ("t2019", "t2021", "mixed", "t2014", "narrative")
YEARS = {
    "t2019": (2019, 2022),
    "t2021": (2021, 2025),
    "mixed": (2021, 2024),
    "t2014": (2014, 2018),
    "narrative": (2008, 2013),
}
TEXT_FORMATS = ("html", "text", "markdown", "docx", "xlsx", "pdf", "printed", "ofd", "zip")
WRITERS = {
    "text": plain.text,
    "markdown": plain.markdown,
    "docx": office.docx,
    "xlsx": office.xlsx,
    "pdf": office.printed,
    "ofd": ofd.ofd,
}
ENDINGS = {"text": "txt", "markdown": "md", "printed": "pdf"} | {
    name: scan.ending for name, scan in scans.KINDS.items()
}
ATTACHED = ("attachment", "two_attachments")  # layouts of a page and its attachments
_LIKE = {"printed": "html"} | dict.fromkeys(scans.KINDS, "pdf") | office.CONVERTED


@dataclass(frozen=True)
class Case:
    """One document of the data set; the same case gives the same bytes wherever its writer allows.

    What is scanned has a damage, and a ruling: which rules its tables are drawn with. `planted` is the kind of error
    in its figures, which is printed like the rest.
    """

    template: str
    figures: str
    layout: str
    format: str
    seed: int = 0
    damage: str = ""
    ruling: str = ""
    planted: str = ""

    @property
    def name(self):
        """The name of its folder."""
        axes = (self.format, self.template, self.layout, self.figures, self.damage, self.ruling, self.planted)
        words = (*axes, str(self.seed or ""))
        return "-".join(filter(None, words)).replace("_", ".")

    @property
    def dice(self):
        """Dice of its own."""
        return Random(self.name)


@dataclass(frozen=True)
class Made:
    """The files of a case by name, the report first, and what is true of it."""

    files: dict
    expected: dict


def fits(case):
    """Whether a layout can be had in a format, for a template."""
    if case.template == "narrative":
        return case.layout == "whole"
    if case.template == "t2014" and case.layout not in ("whole", "half_width_labels", *web.PAGES, *ATTACHED):
        return False
    if case.layout in ATTACHED:
        return case.format == "html"
    if case.format in scans.KINDS and not scans.fits(case.format, case.damage):
        return False
    if case.ruling in scans.NONE_DOWN and case.layout == "copies_for_spans":
        return False  # with a group's name again in every row and no rule between, nobody sees whose figures are whose
    like = _LIKE.get(case.format, case.format)
    if like == "xlsx" and case.figures == "no_totals" and case.layout.startswith("cut"):
        return False  # a sheet ends with its last value: below a break nothing shows that there was a column more
    if case.layout in web.PAGES:
        return case.format in ("html", "zip")
    return case.format == "zip" or like in LAYOUTS[case.layout].formats


def make(case):
    """The files of a case and the truth about them. A format to be converted still has its source's bytes."""
    dice = case.dice
    year = dice.randint(*YEARS[case.template])
    layout = LAYOUTS.get(case.layout, Layout(LAYOUTS["whole"].arrange, ANY))
    if case.template == "narrative":
        words, drawn, planted, groups = prose.old_words(year, dice), {}, None, []
    else:
        words = prose.words(year, dice, statistics=case.template == "t2014")
        drawn, planted = _drawn(case, dice)
        groups = layout.arrange(_tables(case.template, {k: f.text for k, f in drawn.items()}), dice)
    doubtful = sorted({*layout.doubtful(groups), *(_beside_gaps(drawn) if case.layout == "paragraph_cells" else ())})
    expected = _expected(case, words, drawn, doubtful, _kept(groups))
    return Made(_files(case, words, groups, dice), expected | ({"planted": planted} if planted else {}))


def _drawn(case, dice):
    """The figures of a case, and what is known of the error planted in them."""
    drawn = figures.draw(case.template, case.figures, dice)
    if not case.planted:
        return drawn, None
    other = figures.draw(case.template, case.figures, Random(f"{case.name} the year before"))
    return planting.plant(drawn, case.planted, other, dice) or (drawn, None)


def _beside_gaps(drawn):
    """The cells of rows with an empty one: where each cell is a paragraph, nothing shows which one it is."""

    def row(key):
        return (
            key.partition("[")[0] if "[" in key else "review" if key.startswith("review.") else key.rpartition(".")[0]
        )

    gaps = {row(key) for key, figure in drawn.items() if figure.state == "blank"}
    return (key for key in drawn if row(key) in gaps)


def _kept(groups):
    return {key for tables in groups for rows in tables for row in rows for i in row if i.id for key in i.id.split()}


def _tables(template, printed):
    if template == "t2014":
        return [statistics.table(printed)]
    if template == "mixed":
        texts = _Texts(printed)
        return [form_tables("t2021", texts)[0], *form_tables("t2019", texts)[1:]]
    return form_tables(template, printed)


class _Texts(dict):
    def __missing__(self, key):
        return ""


def _pieces(words, groups):
    made = list(words.opening)
    for before, tables in zip(words.before, groups, strict=True):
        made += [*before, *tables]
    return [*made, *words.closing]


def _files(case, words, groups, dice):
    if case.layout in ATTACHED:
        return _page_with_attachments(case, words, groups, dice)
    pieces = _pieces(words, groups)
    if case.format == "html":
        body = web.page(words, pieces, case.layout if case.layout in web.PAGES else "", dice)
    elif case.format == "printed":
        body = printing.printed(words, pieces, dice)
    elif case.format == "zip":
        body = _zipped(case, words, pieces, dice)
    elif case.format in scans.KINDS:
        body = scans.scanned(case.format, case.damage, case.ruling, words, pieces, dice)
    else:
        body = WRITERS[office.CONVERTED.get(case.format, case.format)](words, pieces, dice)
    return {f"report.{ENDINGS.get(case.format, case.format)}": body}


def _zipped(case, words, pieces, dice):
    """The report as the one member of an archive."""
    inner = "html" if case.layout in web.PAGES else dice.choice(("html", "docx", "pdf", "text"))
    if inner not in LAYOUTS.get(case.layout, Layout(None)).formats:
        inner = "html"
    page = case.layout if case.layout in web.PAGES else ""
    body = web.page(words, pieces, page, dice) if inner == "html" else WRITERS[inner](words, pieces, dice)
    return packed.zipped({f"{words.title}.{ENDINGS.get(inner, inner)}": body})


def _page_with_attachments(case, words, groups, dice):
    """The narrative on the page; the tables, each with its heading, in one document or in two."""
    page = web.page(words, [*words.opening, *words.closing], "", dice)
    parts = [[*before, *tables] for before, tables in zip(words.before, groups, strict=True)]
    files = {"report.html": page}
    if case.layout == "attachment" or len(parts) == 1:
        parts = [[piece for part in parts for piece in part]]
    else:
        parts = [parts[0], [piece for part in parts[1:] for piece in part]]
    for number, pieces in enumerate(parts, 1):
        ending = dice.choice(("docx", "xlsx", "pdf"))
        files[f"attachment{number}.{ending}"] = WRITERS[ending](words, pieces, dice)
    return files


def _expected(case, words, drawn, doubtful, kept):
    cells = [
        {"id": key, "text": figure.text, "value": figure.value, "state": figure.state, "unit": figure.unit}
        if figure.unit
        else {"id": key, "text": figure.text, "value": figure.value, "state": figure.state}
        for key, figure in drawn.items()
        if key in kept
    ]
    template = {"mixed": "t2021", "narrative": None}.get(case.template, case.template)
    return {
        "title": words.title,
        "agency": words.agency,
        "year": words.year,
        "template": template,
        "published": words.published,
        "case": {axis: value for axis, value in asdict(case).items() if value or axis == "seed"},
        "may_be_doubtful": doubtful,
        "fields": [{"key": key, "value": value} for key, value in words.facts.items()],
        "cells": cells,
    }
