"""Which documents a data set has: a few of everything, or as many as one asks for, spread over all axes."""

from dataclasses import replace
from itertools import cycle
from random import Random

from tests.corpus import planting
from tests.corpus.cases import ATTACHED, TEMPLATES, TEXT_FORMATS, Case, fits
from tests.corpus.figures import VARIANTS
from tests.corpus.layouts import LAYOUTS
from tests.corpus.writers import office, scans, web

ALL_LAYOUTS = (*LAYOUTS, *web.PAGES, *ATTACHED)
_SMALL = tuple(name for name in TEXT_FORMATS if name != "printed")  # browsers put their fonts into each file
WEIGHTS = {"html": 4, "text": 2, "docx": 2, "printed": 0.2}  # how often a format comes, where 1 is often


def many(count, seed, *, scanned=0.0, planted=0.0, formats=(*TEXT_FORMATS, *office.CONVERTED)):
    """So many cases; `scanned` is the share of documents without a text layer, `planted` of those with an error."""
    dice = Random(f"corpus {seed}")
    weights = [WEIGHTS.get(name, 1) for name in formats]
    made = set()
    number = 0
    while len(made) < count:
        number += 1
        is_scanned = dice.random() < scanned
        name = dice.choice(sorted(scans.KINDS)) if is_scanned else dice.choices(formats, weights)[0]
        template = dice.choices(TEMPLATES, (4, 4, 2, 1.5, 0.3))[0]
        layout = dice.choice(ALL_LAYOUTS) if dice.random() < 0.8 else "whole"
        case = Case(template, dice.choice(sorted(VARIANTS)), layout, name, number)
        if is_scanned:
            case = _scanned(case, dice)
        if planted and template != "narrative" and dice.random() < planted:
            case = replace(case, planted=dice.choice(sorted(planting.KINDS)), figures=dice.choice(planting.HONEST))
        if fits(case):
            made.add(case)
    return sorted(made, key=lambda case: case.seed)


def _scanned(case, dice):
    """The case printed with some rules, and damaged in some way."""
    ruling = dice.choices(scans.RULINGS, (6, 2, 1, 1))[0]
    return replace(case, damage=dice.choice(scans.DAMAGES), ruling=ruling)


def few():
    """Every layout in several formats, every format with several layouts, each way to print figures, each template."""
    made = {}
    templates, variants = cycle(("t2021", "t2019", "t2021", "mixed", "t2019")), cycle(sorted(VARIANTS))
    for number, layout in enumerate(ALL_LAYOUTS):
        at = 2 * number % len(_SMALL)
        turned = (*_SMALL[at:], *_SMALL[:at])
        found = [f for f in turned if fits(Case("t2021", "honest", layout, f))][:2]
        for name in found:
            made[Case(next(templates), next(variants), layout, name)] = None
    for number, name in enumerate((*office.CONVERTED, "markdown", "printed", "ofd")):
        made[Case(next(templates), next(variants), ("whole", "cut_second_head")[number % 2], name)] = None
    for name in ("html", "text", "docx", "xlsx", "pdf", "printed", "ofd", "doc", "xls"):
        made[Case("t2014", next(variants), "whole", name)] = None
    made |= dict.fromkeys(Case("t2014", "honest", layout, "html") for layout in ("div_grid", "attachment"))
    damages = cycle(("fax", "clean"))  # they make small files
    made |= {
        Case(next(templates), "honest", "whole", name, damage=next(damages), ruling="grid"): None
        for name in scans.KINDS
    }
    made |= {Case("narrative", "honest", "whole", name): None for name in ("html", "text", "docx", "pdf")}
    return list(made)
