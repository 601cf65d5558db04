"""Sentences that are seen otherwise than they are read are held against nobody."""

import re
from time import process_time

import pytest

from archive.parser import parse
from archive.readers.registry import read
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

LONG = 50_000
(REPORT,) = reports("云岭县教育局", [2022])
NEW = int(REPORT.printed["applications.new[total]"])
SAID = f"全年收到政府信息公开申请{NEW + 7}件。"


def found(line, style=""):
    """The findings on the number of requests where this line of markup says it."""
    made = html.fragment(REPORT)
    made = re.sub(r"<p>([^<]*(?:收到|受理)[^<]*)</p>", "", made)
    made = made.replace("</p>", f"</p>{line}", 1)
    page = f"<!doctype html><html><head>{style}</head><body><h1>{REPORT.title}</h1>{made}</body></html>"
    return {(f.check, f.status, f.verdict) for f in parse([read(page.encode())]).findings if f.check == "N01"}


def test_a_plain_sentence_that_is_wrong_may_be_quoted():
    assert found(f"<p>{SAID}</p>") == {("N01", "fail", "agency")}


@pytest.mark.parametrize(
    "line",
    [
        f"<p>全年收到政府信息公开申请{NEW}<sup>1</sup>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<span style='vertical-align:super'>1</span>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<del>1</del>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<s>1</s>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<span style='text-decoration:line-through'>1</span>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<span style='font-size:0'>1</span>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<span style='opacity:0'>1</span>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<b hidden>1</b>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<i class=x>1</i>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW}<i style='position:absolute;left:-999px'>1</i>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW + 9}<i style='direction:rtl;unicode-bidi:bidi-override'>1</i>件。</p>",
        f"<p>全年收到政府信息公开申请{NEW + 9}<img src=1.png>件。</p>",
        f"<p class=x>{SAID}</p>",
        f"<div class=x><p>{SAID}</p></div>",
        f"<p style='display:none'>{SAID}</p>",
        f"<p style='font-size:0'>{SAID}</p>",
        f"<p class=y>{SAID}</p>",
    ],
)
def test_a_sentence_with_a_part_that_may_not_be_seen_fails_nobody(line):
    style = "<style>.x{display:none} .y::before{content:'不是'}</style>"
    assert not {status for _, status, _ in found(line, style)} & {"fail"}


@pytest.mark.parametrize(
    "style", ["opacity:." + "0" * LONG + "1", "vertical-align:" + "0" * LONG, "font:" + " " * LONG + "x"], ids=len
)
def test_a_style_built_to_take_for_ever_takes_none(style):
    body = f"<p>{SAID}<span style='{style}'>1</span></p><table><tr><td>1<i style='{style}'>2</i></td></tr></table>"
    began = process_time()
    read(body.encode())
    assert process_time() - began < 2
