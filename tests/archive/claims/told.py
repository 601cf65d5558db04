"""Sections, cells and claims for tests of the narrative, in few words."""

from archive.claims import compare, read_claims
from archive.models import Cell, Section
from archive.numbers import read_value
from archive.template import load


def section(text, key="overview"):
    """One section, each line with a place of its own."""
    lines = text.count("\n") + 1
    return Section(key, None, text, tuple({"paragraph": n} for n in range(1, lines + 1)))


def said(claim):
    """A claim as the files of sentences write it: quantity, kind, value, unit."""
    value = "-" if claim.value is None else f"{claim.value:g}" if isinstance(claim.value, float) else str(claim.value)
    return f"{claim.quantity} {claim.kind} {value} {claim.unit or '-'}"


def read(text, key="overview"):
    """The claims of a text."""
    return read_claims([section(text, key)])


def cells(printed):
    """Cells with these printed texts."""
    made = []
    for key, text in printed.items():
        value = read_value(text)
        made.append(Cell(key, text, value.number, value.state, value.unit, {"table": 1, "row": 1, "column": 1}))
    return tuple(made)


def filled(template="t2021", printed=None):
    """A form with a few requests that add up, and what else is given."""
    return cells(dict.fromkeys(sorted(load(template).cells), "0") | APPLICATIONS | (printed or {}))


APPLICATIONS = {
    "applications.new[natural_person]": "18",
    "applications.new[commercial_enterprise]": "2",
    "applications.new[total]": "20",
    "applications.carried_in[natural_person]": "3",
    "applications.carried_in[total]": "3",
    "applications.results.granted[natural_person]": "12",
    "applications.results.granted[total]": "12",
    "applications.results.partial[natural_person]": "2",
    "applications.results.partial[total]": "2",
    "applications.results.denied.third_party[natural_person]": "1",
    "applications.results.denied.third_party[total]": "1",
    "applications.results.denied.process_information[natural_person]": "2",
    "applications.results.denied.process_information[total]": "2",
    "applications.results.unable.not_held[natural_person]": "3",
    "applications.results.unable.not_held[total]": "3",
    "applications.results.total[natural_person]": "20",
    "applications.results.total[total]": "20",
    "applications.carried_out[natural_person]": "1",
    "applications.carried_out[commercial_enterprise]": "2",
    "applications.carried_out[total]": "3",
}


def compared(text, printed=None, template="t2021", **more):
    """The claims of a text beside a form with `APPLICATIONS` and these cells."""
    report = filled(template, printed)
    return compare(read(text), report, template, **more)


def one(text, printed=None, template="t2021", **more):
    """The only claim of a text, compared."""
    (claim,) = compared(text, printed, template, **more)
    return claim
