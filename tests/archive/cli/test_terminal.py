"""What stands in a document reaches no terminal as a command to it, whichever command prints it."""

import pytest
from support import run_nianbao

from crawler.replicas.documents import html
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
(REPORT,) = reports(AGENCY, [2023])
STEERING = "\x1b[2J\x9b31m\u202e"
SEEN = ("\x1b", "\x9b", "\u202e")
KEY = f"{AGENCY}:2023"
CELL = "applications.new[total]"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A page that steers in its title, in a cell that is no number, in a label and in a row of no form."""
    folder = tmp_path_factory.mktemp("desk")
    tables = html.fragment(REPORT).replace(f"<td>{REPORT.printed[CELL]}</td>", f"<td>7{STEERING}</td>")
    strange = (
        f"<table><tr><td>本地{STEERING}项目</td><td>数{STEERING}值</td></tr><tr><td>甲</td><td>3</td></tr></table>"
    )
    page = f"<title>{REPORT.title}</title><h1>{REPORT.title}{STEERING}</h1>{tables}{strange}"
    (folder / "page.html").write_text(page, "utf-8")
    ran = run_nianbao("add", "page.html", "--archive", "kept", cwd=folder)
    assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse", "page.html"),
        ("show", KEY, "--archive", "kept"),
        ("explain", KEY, "--archive", "kept"),
        ("explain", KEY, CELL, "--archive", "kept"),
        ("query", "SELECT title FROM reports", "--archive", "kept"),
    ],
    ids=" ".join,
)
def test_nothing_a_document_says_steers_the_terminal(desk, arguments):
    ran = run_nianbao(*arguments, cwd=desk)
    assert "2J" in ran.out
    assert not any(mark in ran.out for mark in SEEN)
