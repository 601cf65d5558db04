"""`nianbao score` on folders made by hand: what it counts, and when it complains."""

import json
import os

import pytest
from support import run_nianbao

from crawler.replicas.documents import html, word
from crawler.replicas.figures import reports

REPORT = reports("云岭乡人民政府", [2023])[0]


def truth(**changes):
    cells = [{"id": key, "text": text, "value": float(text), "state": "number"} for key, text in REPORT.printed.items()]
    return {"title": REPORT.title, "agency": REPORT.agency, "year": 2023, "template": "t2021", "cells": cells} | changes


def page(text_of=lambda text: text):
    return text_of(f"<meta charset=utf-8><h1>{REPORT.title}</h1>{html.fragment(REPORT)}").encode()


def case(folder, body, expected, name="report.html"):
    folder.mkdir(parents=True)
    (folder / name).write_bytes(body)
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False), "utf-8")


def counts(directory):
    ran = run_nianbao("score", "--json", directory)
    return ran.code, json.loads(ran.out)


def with_cell(key, value):
    cells = truth()["cells"]
    return truth(cells=[cell | {"value": value} if cell["id"] == key else cell for cell in cells])


def test_a_report_read_as_it_should_be_is_perfect(tmp_path):
    case(tmp_path / "one", page(), truth())
    code, made = counts(tmp_path)
    assert code == 0
    total = made["total"]
    assert (total["documents"], total["perfect"], total["cells"], total["exact"]) == (1, 1, 200, 200)
    assert not any(total[key] for key in ("flagged", "missing", "silent", "extra", "alarms", "repairs", "facts"))
    assert made["format"]["html"]["documents"] == 1
    assert made["template"][truth()["template"]]["documents"] == 1


def test_a_wrong_cell_nothing_tells_of_ends_with_one_and_is_named(tmp_path):
    case(tmp_path / "one", page(), with_cell("disclosure.licensing.decisions", 123456))
    code, made = counts(tmp_path)
    assert (code, made["total"]["silent"]) == (1, 1)
    ran = run_nianbao("score", tmp_path)
    assert ran.code == 1
    assert "SILENT" in ran.out
    assert "disclosure.licensing.decisions is 123456" in ran.out


def test_a_wrong_cell_that_a_failing_sum_names_is_flagged(tmp_path):
    value = REPORT.printed["applications.new[total]"]
    row, cell = "一、本年新收政府信息公开申请数量</td>", f"<td>{value}</td>"

    def damaged(text):
        head, tail = text.split(row)
        line, rest = tail.split("</tr>", 1)
        return head + row + line.removesuffix(cell) + f"<td>{int(value) + 1}</td></tr>" + rest

    case(tmp_path / "one", page(damaged), truth())
    code, made = counts(tmp_path)
    assert (code, made["total"]["flagged"], made["total"]["silent"]) == (0, 1, 0)


def test_a_sum_the_office_got_wrong_itself_is_no_false_alarm(tmp_path):
    key = "review.reconsideration.total"
    printed = dict(REPORT.printed) | {key: "77"}
    body = f"<meta charset=utf-8><h1>{REPORT.title}</h1>{html.fragment(type(REPORT)(REPORT.agency, 2023, 't2021', printed))}"
    case(tmp_path / "one", body.encode(), with_cell(key, 77))
    code, made = counts(tmp_path)
    assert (code, made["total"]["exact"], made["total"]["alarms"]) == (0, 200, 0)


def test_cells_that_may_be_in_doubt_are_left_out_of_the_share(tmp_path):
    missing = "没有读到</td>"
    body = page(lambda text: text.replace("（一）予以公开</td>", missing))
    granted = [c["id"] for c in truth()["cells"] if ".granted[" in c["id"]]
    case(tmp_path / "one", body, truth(may_be_doubtful=granted))
    code, made = counts(tmp_path)
    assert (code, made["total"]["doubtful"], made["total"]["missing"]) == (0, 7, 0)


def test_a_document_nobody_can_read_is_missing_and_told(tmp_path):
    case(tmp_path / "one", b"PK\x03\x04 broken", truth(), "report.docx")
    code, made = counts(tmp_path)
    assert (code, made["total"]["missing"]) == (0, 200)


def test_page_and_attachment_are_one_report(tmp_path):
    case(tmp_path / "one", f"<meta charset=utf-8><h1>{REPORT.title}</h1><p>见附件。</p>".encode(), truth())
    (tmp_path / "one" / "attachment1.docx").write_bytes(word.docx(REPORT))
    code, made = counts(tmp_path)
    assert (code, made["total"]["exact"]) == (0, 200)


def test_the_documents_may_be_listed(tmp_path):
    case(tmp_path / "one", page(), truth(documents=["report.html"]))
    (tmp_path / "one" / "picture.png").write_bytes(b"no document of the report")
    assert counts(tmp_path)[1]["total"]["perfect"] == 1


def test_wrong_facts_are_counted_and_named(tmp_path):
    stated = truth(year=2022, fields=[{"key": "contact.phone", "value": "0513-85123456"}])
    case(tmp_path / "one", page(), stated)
    code, made = counts(tmp_path)
    assert (code, made["total"]["facts"]) == (0, 2)
    assert "year is 2022, read 2023" in run_nianbao("score", "--details", tmp_path).out


@pytest.mark.parametrize("text", ["", "[]", "{", '{"cells": [{"id": 3}]}', '{"cells": 7}', "[" * 100_000])
def test_a_truth_that_says_nothing_is_one_line(tmp_path, text):
    case(tmp_path / "one", page(), {})
    (tmp_path / "one" / "expected.json").write_text(text, "utf-8")
    ran = run_nianbao("score", tmp_path)
    assert ran.code == 2
    assert "expected.json" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


def test_a_folder_without_cases_is_told(tmp_path):
    ran = run_nianbao("score", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "expected.json" in ran.err


def linked(path, tmp_path):
    outside = tmp_path / "elsewhere"
    outside.write_bytes(page())
    path.symlink_to(outside)


@pytest.mark.parametrize("name", ["expected.json", "report.html", "attachment1.html"])
@pytest.mark.parametrize(
    "make",
    [
        lambda path, _: os.mkfifo(path),
        lambda path, _: path.symlink_to("/dev/zero"),
        lambda path, _: path.symlink_to(path.name),
        linked,
    ],
    ids=["pipe", "device", "loop", "outside"],
)
@pytest.mark.parametrize("listed", [False, True])
def test_what_is_no_ordinary_file_of_the_folder_is_refused(tmp_path, name, make, listed):
    folder = tmp_path / "cases" / "one"
    case(folder, page(), truth(**({"documents": ["report.html", "attachment1.html"]} if listed else {})))
    (folder / name).unlink(missing_ok=True)
    make(folder / name, tmp_path)
    ran = run_nianbao("score", tmp_path / "cases")
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


def test_a_link_within_the_folder_is_followed(tmp_path):
    case(tmp_path / "one", page(), truth(documents=["report.html"]), name="page")
    (tmp_path / "one" / "report.html").symlink_to("page")
    assert counts(tmp_path)[1]["total"]["perfect"] == 1
