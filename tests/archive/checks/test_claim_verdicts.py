"""Whose mistake a sentence is that says otherwise than the table: documents in several formats, the sentence wrong."""

from dataclasses import replace

import pytest

from archive.checks.claim_verdicts import with_claim_verdicts
from archive.checks.narrative import narrative
from archive.claims import with_claims
from archive.models import Report
from archive.parser import parse
from archive.readers.registry import read
from archive.second_reading import Second
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.documents import narrative as prose
from crawler.replicas.figures import reports
from tests.archive.claims.told import filled, section

BARE = Report("青屏县财政局2023年政府信息公开工作年度报告", "青屏县财政局", 2023, "t2021", None, None, "text/plain", "")
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


def test_only_the_sentence_that_is_read_twice_may_be_quoted():
    """Two sentences say the same words of two cells, or of one; a second reading has one of them."""
    made = with_claims(
        replace(BARE, cells=filled(), sections=(section("全年收到政府信息公开申请21件。\n今年受理信息公开申请88件。"),))
    )
    made = replace(made, findings=tuple(narrative(made)))
    second = Second(confirmed=frozenset(("applications.new[total]",)), text="今年受理信息公开申请88件。")
    told = {f.message[-30:]: f.verdict for f in with_claim_verdicts(made, second).findings if f.status == "fail"}
    assert sorted(told.values()) == ["agency", "unclear"]
    (quoted,) = [f for f in with_claim_verdicts(made, second).findings if f.verdict == "agency"]
    assert "88" in quoted.message


@pytest.mark.parametrize("figure", ["130-140", "100+37", "13—40"])
def test_a_range_or_a_sum_is_not_quoted_as_a_figure(figure):
    text = f"全年收到政府信息公开申请{figure}件。"
    made = with_claims(replace(BARE, cells=filled(), sections=(section(text),)))
    made = replace(made, findings=tuple(narrative(made)))
    second = Second(confirmed=frozenset(("applications.new[total]",)), text=text)
    assert "agency" not in {f.verdict for f in with_claim_verdicts(made, second).findings}
