"""`nianbao rules`: what every check says and what it stands on."""

from __future__ import annotations

from typing import Any

import click

from archive.checks import catalogue
from archive.cli.options import Complaint, format_option, plain_errors
from archive.cli.printing import print_dictionaries, print_json
from archive.findings.rules import told_rule
from archive.findings.words import Words
from archive.lineage.places import Language
from archive.template import load

_COLUMNS = ("id", "severity", "sentence")
_FIELDS = (*_COLUMNS, "basis", "forms", "stage")


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
    end in an underscore, and those of one letter, stand for all that begin so.

    \b
    Examples:
      nianbao rules
      nianbao rules A1 --lang zh
      nianbao rules --format csv
    """
    words = Words(language)
    if check is None:
        made = [_rule(known, language) for known in catalogue.rules()]
        print_dictionaries(made, _COLUMNS if output == "table" else _FIELDS, output)
        return
    if (told := told_rule(check, language)) is None:
        msg = f"there is no check {check[:40]!r}; `nianbao rules` lists them"
        raise Complaint(msg)
    made_one = _rule(told.id, language)
    if output == "json":
        print_json(made_one)
    elif output == "csv":
        print_dictionaries([made_one], _FIELDS, output)
    else:
        _print(made_one, words)


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
