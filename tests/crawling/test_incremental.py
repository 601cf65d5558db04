"""A second crawl costs next to nothing where nothing changed, and finds every edit, and no other, where something did."""

from dataclasses import replace

import pytest
from planted import AFTER, Edited
from support import run_nianbao

from archive.database import queries
from archive.database.connection import open_existing
from crawler.replicas.documents import html, word
from crawler.replicas.figures import reports
from crawler.replicas.places import Scale
from crawler.replicas.restless import restless
from crawler.replicas.site import DOCX, Answer, Site, framed, pages


def rows(archive, statement, *values):
    return queries.rows(open_existing(archive).conn, statement, values)


def count(archive, table):
    return rows(archive, f"SELECT count(*) AS n FROM {table}")[0]["n"]


def crawl(portals, archive, *more):
    done = run_nianbao("crawl", "--portals", portals, "--archive", archive, *more)
    assert done.code == 0, done.err
    return done


DRESSES = [restless, pytest.param(lambda site: site, id="still", marks=pytest.mark.nightly)]


@pytest.mark.parametrize("dressed", DRESSES)
def test_later_crawls_ask_for_little_and_find_every_edit_and_no_other(serve, archive, dressed):
    made = Edited("edited", "青屿市", Scale(6, range(2020, 2025)), 16, 3)
    replicas, portals = serve(dressed(made.site))
    crawl(portals, archive)
    first = len(replicas.served[0].visits)
    blobs, versions = count(archive, "blob"), count(archive, "version")

    again = crawl(portals, archive)
    assert [visit.path for visit in replicas.served[0].visits[first:]] == ["/nb/"]
    assert "Nothing has changed since the last crawl." in again.err
    assert (count(archive, "blob"), count(archive, "version")) == (blobs, versions)

    made.edit()
    crawl(portals, archive, "--revisit", "all")
    assert_found(archive, [made])
    assert count(archive, "version") == versions + len(made.edits)
    pages = sum(edit.kind != "digit" for edit in made.edits.values())
    files = sum(edit.kind == "attachment" for edit in made.edits.values())
    figures = len(made.edits) - pages
    assert pages + figures <= count(archive, "blob") - blobs <= pages + files + figures  # a file may be known already
    sound = run_nianbao("verify", "--archive", archive)
    assert sound.code == 0, sound.out


def assert_found(archive, portals):
    told = {}
    for row in rows(
        archive,
        "SELECT r.agency, r.year, c.kind, c.item, c.old, c.new FROM changes c JOIN reports r ON r.id = report_id",
    ):
        told.setdefault((row["agency"], row["year"]), []).append(tuple(row.values())[2:])
    planted = {edit.key: edit for made in portals for edit in made.edits.values()}
    assert told.keys() == planted.keys()
    for key, edit in planted.items():
        kinds = {kind for kind, *_ in told[key]}
        if edit.kind == "digit":
            assert ("cell", edit.cell, edit.old, edit.new) in told[key]
            assert sum(kind == "cell" for kind, *_ in told[key]) == 1
        elif edit.kind == "row":
            cells = [change for change in told[key] if change[0] == "cell"]
            assert cells
            assert all(item.startswith("disclosure.compulsion.") for _, item, _, _ in cells)
            assert all(new is None for *_, new in cells)
        elif edit.kind == "attachment":
            assert [(kind, old) for kind, _, old, _ in told[key] if kind == "file"] == [("file", None)]
        else:
            assert kinds == {"text"}, told[key]
            assert any(str(new) in AFTER and new for *_, new in told[key])


class Sharing:
    """Three reports that link one file, in a list that comes the other way round later."""

    def __init__(self):
        self.listed = reports("云岭乡人民政府", range(2021, 2024))
        self.turned = False
        self.form = word.docx(replace(self.listed[0], agency="云岭乡人民政府申请表"))
        self.site = Site("sharing", "云岭乡", "static", "/nb/", self.answer, self.listed)

    def answer(self, asked):
        if asked.path == "/form.docx":
            return Answer(self.form, type=DOCX)
        rows = [f'<li><a href="/nb/{r.year}.html">{r.title}</a></li>' for r in self.listed]
        table = {"/nb/": framed("年报", f"<ul>{''.join(rows[::-1] if self.turned else rows)}</ul>")}
        for report in self.listed:
            text = f'<div>{html.fragment(report)}<p><a href="/form.docx">申请表.docx</a></p></div>'
            table[f"/nb/{report.year}.html"] = framed(report.title, f"<h1>{report.title}</h1>{text}")
        return pages(table)(asked)


def test_a_file_that_several_reports_link_is_each_ones_whoever_is_asked_first(serve, archive):
    made = Sharing()
    replicas, portals = serve(made.site)
    crawl(portals, archive)
    files = rows(archive, "SELECT version, count(*) AS n FROM version_capture GROUP BY version")
    assert [row["n"] for row in files] == [2, 2, 2]
    made.turned = True
    crawl(portals, archive, "--revisit", "all")
    assert rows(archive, "SELECT * FROM changes") == []
    assert [visit.path for visit in replicas.served[0].visits].count("/form.docx") == 2


@pytest.mark.nightly
def test_all_of_five_hundred_planted_edits_are_found(serve, archive):
    made = [Edited(f"edited-{n}", place, Scale(10, range(2018, 2025)), 50, n) for n, place in enumerate(PLACES)]
    _, portals = serve(*(restless(one.site) for one in made))
    crawl(portals, archive)
    for one in made:
        one.edit()
    crawl(portals, archive, "--revisit", "all")
    assert_found(archive, made)


PLACES = ("青屿市", "云陂县", "禾泽县", "石渡区", "南楮市", "平芜县", "枫桥区", "雁洲市", "清溪县", "松岭区")
