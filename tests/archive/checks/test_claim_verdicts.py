"""Whose mistake a sentence is that says otherwise than the table: documents in several formats, the sentence wrong."""

from dataclasses import replace

import pytest

from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.documents import narrative as prose
from crawler.replicas.figures import reports

(REPORT,) = reports("云岭县教育局", [2022])
NEW = "applications.new[total]"
SAID = int(REPORT.printed[NEW]) + 7


def page(report):
    return f"<!doctype html><html><body><h1>{report.title}</h1>{html.fragment(report)}</body></html>".encode()


@pytest.fixture
def wrong_sentence(monkeypatch):
    """Documents whose overview says seven requests more than their table."""
    told = prose.overview

    def overview(report):
        return told(replace(report, printed={**report.printed, NEW: str(SAID)}))

    monkeypatch.setattr(prose, "overview", overview)
    monkeypatch.setattr("crawler.replicas.documents.pieces.overview", overview, raising=False)


def verdicts(body):
    found = [f for f in parse([read(body)]).findings if f.status == "fail"]
    return {(f.check, f.verdict, f.suspects) for f in found}


@pytest.mark.parametrize("made", [page, word.docx, pdf.pdf], ids=["html", "docx", "pdf"])
def test_a_sentence_and_cells_that_two_readings_agree_on_may_be_quoted(made, wrong_sentence):
    assert verdicts(made(REPORT)) == {("N01", "agency", ())}


@pytest.mark.parametrize("made", [page, word.docx, pdf.pdf], ids=["html", "docx", "pdf"])
def test_a_sentence_that_is_right_has_no_finding(made):
    assert verdicts(made(REPORT)) == set()


def test_a_failure_that_nothing_confirms_is_not_to_be_quoted(wrong_sentence, monkeypatch):
    document = replace(read(page(REPORT)), second=None)
    (failed,) = [f for f in parse([document]).findings if f.status == "fail"]
    assert (failed.check, failed.verdict) == ("N01", "unclear")
    assert "do not quote" in failed.message
