"""Measures the checks on planted errors: `python -m tests.corpus.verdicts N --seed SEED`."""

import argparse
import sys
from collections import Counter
from dataclasses import replace

from archive.doubts import doubted
from archive.models import Document, Table
from archive.parser import parse
from archive.readers.registry import read
from tests.corpus.cases import make
from tests.corpus.choosing import many

FORMATS = ("html", "text", "markdown", "docx", "xlsx", "pdf", "ofd", "zip")
_DOUBT = ("fail", "unknown")


def measured(cases):
    """Counts over cases: planted errors by kind, caught or not, with which verdict; alarms on clean reports."""
    counts = Counter()
    for case in cases:
        made = make(case)
        documents = [read(body) for body in made.files.values()]
        report = parse(documents)
        planted = made.expected.get("planted")
        if planted:
            counts += _of_planted(report, planted)
        elif case.figures != "errors":
            counts["clean"] += 1
            counts["alarms"] += any(f.status == "fail" for f in report.findings)
            counts += _of_reader(documents, report, made.expected, case.dice)
    return counts


def _of_planted(report, planted):
    kind, breaks = planted["kind"], planted["breaks"]
    if not breaks:
        return Counter({"undetectable": 1, f"undetectable {kind}": 1})
    checks = {told.partition(" ")[0] for told in breaks}
    found = [f for f in report.findings if f.status in _DOUBT and f.check in checks]
    counts = Counter({"breaking": 1, f"breaking {kind}": 1, "caught": bool(found), f"caught {kind}": bool(found)})
    failed = [f for f in found if f.status == "fail"]
    if failed and doubted(report.findings).intersection(cell for f in failed for cell in f.cells):
        counts["in doubt"] += 1  # in its layout nobody may be quoted
    elif failed:
        counts["judged"] += 1
        counts[f"verdict {_worst(f.verdict for f in failed)}"] += 1
        counts["suspected"] += any(set(f.suspects) & set(planted["cells"]) for f in failed)
    return counts


def _worst(verdicts):
    verdicts = set(verdicts)
    return next(v for v in ("reader", "unclear", None, "agency") if v in verdicts)


def _of_reader(documents, report, expected, dice):
    """Misreads one cell after the fact, while the second reading stays, or there is none and the cell is in doubt."""
    cells = [c for c in report.cells if c.value is not None and c.id.startswith(("applications.", "review."))]
    if not cells or any(f.status in _DOUBT and f.check[0] in "ARLBCPSTX" for f in report.findings):
        return Counter()
    cell = dice.choice(cells)
    value = cell.value + dice.choice((1, 2, 5, 30))
    if has_second := all(document.second for document in documents) and dice.random() < 0.5:
        again = parse([_misread(document, cell, value) for document in documents])
    else:
        place = {"confidence": 0.5, "readings": str(cell.value)} if dice.random() < 0.5 else {}
        again = parse([replace(_misread(document, cell, value, **place), second=None) for document in documents])
    failed = [f for f in again.findings if f.status == "fail" and cell.id in f.cells]
    if not failed:
        return Counter()
    kind = "second" if has_second else "doubted" if place else "sure"
    verdict = _worst(f.verdict for f in failed)
    proposed = {f.proposed for f in failed}
    return Counter({f"misread {kind}": 1, f"misread {kind} {verdict}": 1, f"mended {kind}": proposed == {cell.value}})


def _misread(document: Document, cell, value, **place):
    """The document with another value in one cell."""
    blocks = (_with_misread(b, cell, value, place) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _with_misread(table, cell, value, place):
    return replace(table, rows=tuple(tuple(_with(c, cell, value, place) for c in row) for row in table.rows))


def _with(grid_cell, cell, value, place):
    if grid_cell.place is not cell.place:
        return grid_cell
    return grid_cell._replace(text=str(value), place={**grid_cell.place, **place})


def report_of(counts):
    """The counts in sentences."""
    lines = [f"{counts['caught']} of {counts['breaking']} planted errors that break a sum or rule are caught"]
    for kind in sorted({key.split()[-1] for key in counts if key.startswith(("breaking ", "undetectable "))}):
        caught, breaking, rest = (counts[f"{name} {kind}"] for name in ("caught", "breaking", "undetectable"))
        lines.append(f"  {kind}: {caught} of {breaking}; {rest} break nothing and cannot be told")
    judged = ", ".join(f"{counts[f'verdict {v}']} {v}" for v in ("agency", "unclear", "reader"))
    lines.append(f"verdicts on {counts['judged']} of them: {judged}; the cell is suspected in {counts['suspected']}")
    lines.append(f"{counts['in doubt']} more stand in cells whose reading is in doubt")
    for kind in ("second", "doubted", "sure"):
        told = ", ".join(f"{counts[f'misread {kind} {v}']} {v}" for v in ("reader", "unclear", "agency"))
        lines.append(f"{counts[f'misread {kind}']} misread ({kind}): {told}; {counts[f'mended {kind}']} mended")
    lines.append(f"{counts['alarms']} of {counts['clean']} clean reports have a check that fails")
    return "\n".join(lines)


def main():
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.verdicts", description=__doc__)
    parser.add_argument("count", type=int, help="how many documents; half of them have an error")
    parser.add_argument("--seed", default="1", help="another seed gives other documents")
    parser.add_argument("--formats", default=",".join(FORMATS), help="only these, separated by commas")
    given = parser.parse_args()
    cases = many(given.count, given.seed, planted=0.5, formats=tuple(given.formats.split(",")))
    sys.stdout.write(f"{report_of(measured(cases))}\n")


if __name__ == "__main__":
    main()
