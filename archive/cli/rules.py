"""`nianbao rules`: what every check says and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from archive.checks import catalogue
from archive.cli.options import Complaint, format_option, plain_errors
from archive.cli.printing import print_dictionaries, print_json
from archive.findings.rules import told_rule
from archive.findings.words import Words
from archive.lineage.places import Language
from archive.template import load

_FIELDS = ("id", "severity", "sentence", "basis", "forms", "stage")


@click.command()
@click.argument("check", required=False, metavar="[ID]")
@click.option(
    "--lang", "language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="The language."
)
@format_option
@plain_errors
def rules(check: str | None, language: Language, output: str) -> None:
    """List the checks, or print one of them in full: what it says, what it stands on, and which forms it is for.

    A rule that is `hard` holds in every report, and one that breaks it fails; a `soft` one is a hint. Ids that
    end in an underscore, and those of one letter, stand for all that begin so. Of the beginning of several ids
    all are listed.

    \b
    Examples:
      nianbao rules
      nianbao rules A1 --lang zh
      nianbao rules N
      nianbao rules --format csv
    """
    words = Words(language)
    if check is None:
        _list(catalogue.rules(), words, output)
        return
    begun = catalogue.beginning(check)
    if len(begun) > 1:
        _list(begun, words, output)
        return
    if (told := told_rule(begun[0] if begun else check, language)) is None:
        msg = f"there is no check {check[:40]!r}; `nianbao rules` lists them"
        raise Complaint(msg)
    made_one = _rule(told.id, language)
    if output == "json":
        print_json(made_one)
    elif output == "csv":
        print_dictionaries([made_one], _FIELDS, output)
    else:
        _print(made_one, words)


def _list(checks: Iterable[str], words: Words, output: str) -> None:
    """Rules by id; a table has its heads in the language asked for, what programs read has them in English."""
    made = [_rule(check, words.language) for check in checks]
    if output != "table":
        print_dictionaries(made, _FIELDS, output)
        return
    heads = {"id": words("id"), "severity": words("severity"), "sentence": words("sentence")}
    rows = [{heads[key]: words(rule[key]) if key == "severity" else rule[key] for key in heads} for rule in made]
    print_dictionaries(rows, list(heads.values()), output)


def _rule(check: str, language: Language) -> dict[str, Any]:
    known, told = catalogue.rule(check), told_rule(check, language)
    assert known is not None
    assert told is not None
    facts = {"severity": known.severity, "forms": " ".join(known.forms) or None, "stage": known.stage}
    return {"id": known.id, "sentence": told.sentence, "basis": told.basis} | facts


def _print(rule: dict[str, Any], words: Words) -> None:
    forms = ", ".join(f"{form} ({load(form).document})" for form in (rule["forms"] or "").split())
    click.echo(f"{rule['id']}: {rule['sentence']}")
    click.echo(f"  {words('basis')}: {rule['basis']}")
    click.echo(f"  {words('severity')}: {words(rule['severity'])}")
    click.echo(f"  {words('forms')}: {forms or words('any_form')}")
    click.echo(f"  {words('stage')}: {words(rule['stage'])}")
