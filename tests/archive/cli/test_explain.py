"""`nianbao explain` as a person uses it: of an archive's report, of a file, with pictures, as a test folder."""

import json
import shutil

import pytest
from PIL import Image
from support import run_nianbao

from archive.blobs import Blobs
from archive.browser import executable
from archive.cache import DocumentCache
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.figures import reports

AGENCY = "云岭乡人民政府"
EARLIER, REPORT = reports(AGENCY, [2022, 2023])
CELL = "applications.new[total]"
VALUE = REPORT.printed[CELL]
KEY = f"{AGENCY}:2023"
PAGE = f"<h1>{REPORT.title}</h1>{html.fragment(REPORT)}"
needs_browser = pytest.mark.skipif(executable() is None, reason="no browser on this machine")


def page_with(value):
    """The same page with another number in the cell of all new applications."""
    head, tail = PAGE.split("一、本年新收政府信息公开申请数量</td>")
    row, rest = tail.split("</tr>", 1)
    before, after = row.rsplit(f"<td>{VALUE}</td>", 1)
    return f"{head}一、本年新收政府信息公开申请数量</td>{before}<td>{value}</td>{after}</tr>{rest}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive in which the report of 2023 was seen three times: first with another number, and elsewhere."""
    folder = tmp_path_factory.mktemp("kept")
    address = "http://www.example.gov.cn/2023.html"
    for name, text, url in (
        ("old.html", page_with(int(VALUE) + 5), address),
        ("elsewhere.html", page_with(int(VALUE) + 9), "http://www.example.gov.cn/copy.html"),
        ("new.html", PAGE, address),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        assert run_nianbao("add", folder / name, "--url", url, "--archive", folder / "archive").code == 0
    return folder / "archive"


@pytest.fixture
def report_pdf(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.pdf(REPORT))
    return path


def explain(*arguments, **options):
    return run_nianbao("explain", *arguments, **options)


def explained(*arguments, **options):
    ran = explain("--json", *arguments, **options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_report_is_explained_by_its_documents_form_cells_and_sums(kept):
    told = explained(KEY, "--archive", kept)
    assert told["form"].startswith("told by the column heads 本年制发件数")
    assert told["cells"] == {"number": len(REPORT.printed)}
    assert set(told["sums"]) == {"pass"}
    (document,) = told["documents"]
    assert (document["url"], document["media_type"]) == ("http://www.example.gov.cn/2023.html", "text/html")
    assert document["captured_at"]
    assert told["differs"] == []
    said = explain(KEY, "--archive", kept).out
    assert document["digest"] in said
    assert "told by the column heads" in said
    assert "V1" in said  # another document says otherwise


def test_a_cell_is_explained_by_its_place_its_rule_and_what_was_said_elsewhere(kept, tmp_path):
    told = explained(KEY, CELL, "--no-picture", "--archive", kept, cwd=tmp_path)
    (cell,) = told["cells"]
    assert (cell["value"], cell["text"], cell["state"]) == (int(VALUE), VALUE, "number")
    assert cell["place_in_words"] == "table 2, row 4, column 10"
    assert [label["text"] for label in cell["rule"]["row"]] == ["一、本年新收政府信息公开申请数量"]
    assert [label["text"] for label in cell["rule"]["column"]] == ["总计"]
    assert "stands under the head" in cell["rule"]["how"]
    assert {f["check"] for f in cell["findings"]} >= {"A1", "A2", "V1"}
    elsewhere = {(a["kind"], a["value"]) for a in cell["elsewhere"]}
    assert elsewhere == {
        ("another reading or version", int(VALUE) + 5),
        ("another document", int(VALUE) + 9),
    }
    assert cell["picture"] is None
    assert list(tmp_path.iterdir()) == []


def test_url_and_key_mean_the_same_report(kept):
    told = explained("http://www.example.gov.cn/copy.html", "--archive", kept)
    assert told["report"] == KEY


def test_the_whole_is_told_in_plain_words(kept, tmp_path):
    said = explain(KEY, "new[total]", "--no-picture", "--archive", kept, cwd=tmp_path).out
    for line in (
        f"cell       {CELL}",
        f"value      {VALUE} (number), printed as '{VALUE}'",
        "place      table 2, row 4, column 10",
        "row        一、本年新收政府信息公开申请数量",
        "column     总计",
        "           http://www.example.gov.cn/2023.html",
    ):
        assert line in said.splitlines()


def test_a_file_needs_no_archive(report_pdf, tmp_path):
    told = explained(report_pdf, CELL, "--archive", tmp_path / "none", cwd=tmp_path)
    (cell,) = told["cells"]
    assert cell["value"] == int(VALUE)
    assert cell["place_in_words"].startswith("page 1, table 2, row 4, column 10, box")
    with Image.open(tmp_path / "explain-report.pdf-applications.new-total.png") as picture:
        assert picture.width > 800
    assert not (tmp_path / "none").exists()


def test_a_pattern_names_several_cells_and_a_folder_takes_their_pictures(report_pdf, tmp_path):
    told = explained(report_pdf, "disclosure.rules.*", "--picture", tmp_path / "pictures", cwd=tmp_path)
    assert [c["id"] for c in told["cells"]] == [f"disclosure.rules.{c}" for c in ("issued", "repealed", "in_force")]
    assert sorted(p.name for p in (tmp_path / "pictures").iterdir()) == [
        "explain-report.pdf-disclosure.rules.in_force.png",
        "explain-report.pdf-disclosure.rules.issued.png",
        "explain-report.pdf-disclosure.rules.repealed.png",
    ]
    (tmp_path / "one.png").write_bytes(b"")
    assert explain(report_pdf, "disclosure.rules.*", "--picture", tmp_path / "one.png").code == 2


def test_of_many_cells_no_pictures_are_made_unasked(report_pdf, tmp_path):
    told = explained(report_pdf, "applications.new*", cwd=tmp_path)
    assert len(told["cells"]) == 7
    assert all("--picture FOLDER" in cell["picture_note"] for cell in told["cells"])
    assert list(tmp_path.glob("*.png")) == []


def test_a_file_that_is_there_is_not_written_over_unless_it_is_named(report_pdf, tmp_path):
    there = tmp_path / "explain-report.pdf-applications.new-total.png"
    there.write_bytes(b"mine")
    said = explain(report_pdf, CELL, cwd=tmp_path).out
    assert "was left as it is" in said
    assert there.read_bytes() == b"mine"
    explain(report_pdf, CELL, "--picture", there, cwd=tmp_path)
    assert there.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        ("applications.new[totl]", "near it: applications.new[total]"),
        ("applications.new", "names 7 cells"),
        ("new", "applications.new[natural_person]"),
        ("*nothing*", "no cell"),
        ("", "no cell"),
    ],
)
def test_a_cell_that_is_none_is_answered_with_what_is_near(report_pdf, wanted, word):
    ran = explain(report_pdf, wanted, "--no-picture")
    assert ran.code == 2
    assert word in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_cell_that_was_not_found_says_so_with_the_finding_that_names_it(tmp_path):
    path = tmp_path / "cut.html"
    path.write_text(
        PAGE.split("四、结转下年度继续办理</td>", maxsplit=1)[0].rsplit("<tr>", 1)[0] + "</table>", encoding="utf-8"
    )
    (cell,) = explained(path, "applications.carried_out[total]", cwd=tmp_path)["cells"]
    assert cell["state"] is None
    assert "C1" in {f["check"] for f in cell["findings"]}
    assert "was not found" in explain(path, "applications.carried_out[total]", cwd=tmp_path).out


@needs_browser
def test_the_picture_of_a_page_shows_the_cell_outlined(kept, tmp_path):
    ran = explain(KEY, CELL, "--archive", kept, "--picture", tmp_path / "spot.png", cwd=tmp_path)
    assert f"{tmp_path / 'spot.png'}, of the table of the page" in ran.out
    with Image.open(tmp_path / "spot.png") as picture:
        colours = {c: n for n, c in picture.convert("RGB").getcolors(1 << 20)}
    assert colours[221, 0, 0] > 200
    assert colours[255, 242, 168] > 200


@needs_browser
def test_the_picture_of_a_word_document_is_of_the_table_as_it_was_read(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(word.docx(REPORT))
    (cell,) = explained(path, CELL, cwd=tmp_path)["cells"]
    assert cell["picture_note"] == "of the table as it was read"
    with Image.open(tmp_path / cell["picture"]) as picture:
        assert picture.height > 400


def test_without_a_browser_the_page_is_written_instead(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(word.docx(REPORT))
    (cell,) = explained(path, CELL, cwd=tmp_path, NIANBAO_BROWSER="none")["cells"]
    assert "there is no browser" in cell["picture_note"]
    page = (tmp_path / cell["picture"]).read_text("utf-8")
    assert f'<td class="spot" colspan=1 rowspan=1>{VALUE}</td>' in page
    assert "default-src 'none'" in page


def test_a_report_is_saved_as_a_test_folder(kept, tmp_path):
    folder = tmp_path / "case"
    assert explain(KEY, "--save", folder, "--archive", kept).code == 0
    assert (folder / "report.html").read_text("utf-8") == PAGE
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert (expected["title"], expected["agency"], expected["year"]) == (REPORT.title, AGENCY, 2023)
    assert {c["id"]: c["text"] for c in expected["cells"]} == dict(REPORT.printed)
    assert expected["sources"][0]["url"] == "http://www.example.gov.cn/2023.html"
    again = explain(KEY, "--save", folder, "--archive", kept)
    assert again.code == 2
    assert "not empty" in again.err


def gone(blob):
    blob.unlink()


def altered(blob):
    blob.write_bytes(PAGE.replace(VALUE, "8888").encode())


@pytest.mark.parametrize(
    ("damage", "said"), [(gone, "no longer in the archive"), (altered, "no longer what was stored")]
)
def test_nothing_vouches_for_bytes_the_archive_holds_no_longer(kept, tmp_path, damage, said):
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    (source,) = explained(KEY, "--archive", kept)["documents"]
    cache = DocumentCache(copy / "cache", worth=0)  # as if the document had taken long to read
    cache.read(source["digest"], source["media_type"], PAGE.encode)
    damage(Blobs(copy / "blobs").path(source["digest"]))
    ran = explain(KEY, CELL, "--json", "--archive", copy, cwd=tmp_path)
    assert ran.code == 1
    (cell,) = json.loads(ran.out)["cells"]
    assert (cell["value"], cell["rule"], cell["picture"]) == (int(VALUE), None, None)
    assert said in cell["differs"]
    assert said in explain(KEY, "--archive", copy).out
    saved = explain(KEY, "--save", tmp_path / "case", "--archive", copy)
    assert saved.code == 2
    assert said in saved.err
    assert not (tmp_path / "case").exists()


def test_pictures_of_two_reports_have_two_names(report_pdf, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(pdf.pdf(EARLIER))
    pictures = [explained(path, CELL, cwd=tmp_path)["cells"][0]["picture"] for path in (report_pdf, other)]
    assert len(set(pictures)) == 2
    assert None not in pictures


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 broken", bytes(range(256)) * 9, "<p>关于放假的通知</p>".encode()])
def test_a_file_that_cannot_be_read_is_explained_as_that(tmp_path, body):
    path = tmp_path / "thing.bin"
    path.write_bytes(body)
    ran = explain(path)
    assert ran.code == 0
    assert "sha256" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["nothing.pdf", "nobody:1999"])
def test_what_is_not_there_gets_one_plain_line(kept, tmp_path, name):
    ran = explain(name, "--archive", kept, cwd=tmp_path)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
