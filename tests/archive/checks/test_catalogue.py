import re

import pytest
from support import ROOT

from archive.checks.catalogue import rule, rules
from archive.template import STATISTICS, TEMPLATES, load

CHECKS = re.compile(r'Finding\(\s*"([A-Z]\d+)"')


def in_code():
    for path in sorted((ROOT / "archive").rglob("*.py")):
        yield from CHECKS.findall(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "check", sorted({*in_code(), *(i.id for t in (*TEMPLATES, STATISTICS) for i in load(t).identities)})
)
def test_every_check_a_finding_may_name_is_in_the_catalogue(check):
    assert rule(check) is not None


@pytest.mark.parametrize("form", [*TEMPLATES, STATISTICS])
def test_the_sums_of_a_form_hold_for_that_form(form):
    for identity in load(form).identities:
        assert form in rule(identity.id).forms, identity.id


def test_a_rule_says_what_it_stands_on_in_both_languages():
    for known in rules().values():
        assert known.sentence.isascii() or re.search("[a-z]", known.sentence), known.id
        assert re.search("[\u4e00-\u9fff]", known.zh), known.id
        assert known.basis, known.id
        assert set(known.forms) <= {*TEMPLATES, STATISTICS}, known.id
