"""The rules of the house that no other tool checks."""

import ast
import re

import pytest
from support import ROOT

SOURCES = [p for name in ("archive", "crawler", "spiders") for p in sorted((ROOT / name).rglob("*.py"))]
SQL = re.compile(
    r"\b(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|PRAGMA)\b", re.DOTALL
)
MAY_SPEAK_SQL = ("archive/database/", "crawler/demo.py")  # the demo prints a query to try
MOST_LINES = 320
MOST_FUNCTION_LINES = 50


def strings_outside_docstrings(tree):
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_database_package_speaks_sql(path):
    name = str(path.relative_to(ROOT))
    if name.startswith(MAY_SPEAK_SQL):
        return
    found = [n.lineno for n in strings_outside_docstrings(ast.parse(path.read_text("utf-8"))) if SQL.search(n.value)]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno < MOST_FUNCTION_LINES, node.name


def test_nothing_is_called_utils():
    assert [p for p in SOURCES if p.stem in ("utils", "util", "helpers", "misc", "common")] == []


def test_every_module_says_in_one_sentence_what_it_is():
    for path in SOURCES:
        text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert text, path
        assert text.split("\n")[0].rstrip().endswith((".", "…")), path
