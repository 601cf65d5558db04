"""Hosts and documents that misbehave: each a recorded outcome with its reason, and everything else goes on."""

import threading
import zipfile
from io import BytesIO

import pytest
from support import RawServer, http, run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import Portal
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.figures import reports

GOOD = reports("云岭乡人民政府", range(2019, 2025))


def portal(name, url, family="static", **more):
    return Portal(name=name, title=name, family=family, index_url=url, **more)


def crawl(tmp_path, archive, *portals, **options):
    rows = write_portals(tmp_path / "portals.csv", portals)
    arguments = [x for key, value in options.items() for x in (f"--{key}", str(value))]
    return run_nianbao("crawl", "--portals", rows, "--archive", archive, *arguments)


def rows(archive, statement):
    return queries.rows(open_existing(archive).conn, statement)


def outcomes(archive):
    return {
        "/" + row["url"].split("/", 3)[3]: (row["outcome"], row["reason"])
        for row in rows(archive, "SELECT url, outcome, reason FROM requests WHERE kind <> 'robots'")
    }


def link(path, report=GOOD[0]):
    return f'<li><a href="{path}">{report.title}</a></li>'


def listing(*items):
    return http(f"<html><meta charset=utf-8><body><ul>{''.join(items)}</ul></body></html>")


def detail(report=GOOD[0]):
    return http(f"<html><body><h1>{report.title}</h1>{html.fragment(report)}</body></html>")


def test_one_bad_page_never_stops_the_others(tmp_path, archive):
    paths = ["/good", "/500", "/404", "/cut", "/empty", "/reset", "/loop", "/private-host", "/garbled"]
    titles = reports("某局", range(2010, 2010 + len(paths)))
    behaviour = {
        "/nb/": listing(*(link(p, t) for p, t in zip(paths, titles, strict=True))),
        "/good": detail(),
        "/500": http("oops", "500 Internal Server Error"),
        "/cut": http(b"<html><body>" + b"x" * 100, length=5000),
        "/empty": http(b""),
        "/reset": lambda connection: connection.close(),
        "/loop": http("", "302 Found", "text/html", None, "Location: /loop"),
        "/private-host": http("", "302 Found", "text/html", None, "Location: http://169.254.169.254/latest"),
        "/garbled": http(b"\x00\x01\x02 not gzip", "200 OK", "text/html", None, "Content-Encoding: gzip"),
    }
    with RawServer(behaviour) as server:
        ran = crawl(tmp_path, archive, portal("bad", server.address + "/nb/"))
    found = outcomes(archive)
    assert found.pop("/nb/") == ("stored", None)
    assert found.pop("/good") == ("stored", None)
    assert {path: outcome for path, (outcome, _) in found.items()} == {
        "/500": "failed",
        "/404": "missing",
        "/cut": "failed",
        "/empty": "failed",
        "/reset": "failed",
        "/loop": "failed",
        "/private-host": "skipped",
        "/garbled": "failed",
    }
    assert "status 500" in found["/500"][1]
    assert "cut off" in found["/cut"][1]
    assert "169.254.169.254" in found["/private-host"][1]
    assert all(reason for _, reason in found.values())
    assert server.asked.count("/500") == 3
    assert len(rows(archive, "SELECT id FROM reports")) == 1
    assert "Traceback" not in ran.err
    kept = rows(archive, "SELECT size FROM captures WHERE url LIKE '%/cut'")
    assert [row["size"] for row in kept] == [112]


def test_a_host_that_does_not_answer_costs_its_portal_alone(tmp_path, archive):
    release = threading.Event()
    with (
        RawServer({"/nb/": lambda _: release.wait(30)}) as silent,
        RawServer({"/nb/": listing(link("/a")), "/a": detail()}) as good,
    ):
        ran = crawl(
            tmp_path,
            archive,
            portal("silent", silent.address + "/nb/"),
            portal("refusing", "http://127.0.0.1:9/nb/"),
            portal("good", good.address + "/nb/"),
            timeout=0.5,
        )
        release.set()
    assert ran.code == 1
    states = {row["portal"]: row["status"] for row in rows(archive, "SELECT portal, status FROM visits")}
    assert states == {"silent": "error", "refusing": "error", "good": "done"}
    assert "error    silent" in ran.err
    assert len(rows(archive, "SELECT id FROM reports")) == 1


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (http("x", "404 Not Found"), "404"),
        (http("<html><body><p>nothing here</p></body></html>"), "yields nothing"),
        (http('<html><body><a href="/x">关于我们</a></body></html>'), "none of the 1 links"),
        (http("x", "503 Service Unavailable"), "503"),
    ],
)
def test_a_list_without_reports_is_an_error_of_its_portal(tmp_path, archive, answer, word):
    with RawServer({"/zfxxgknb/": answer}) as server:
        ran = crawl(tmp_path, archive, portal("empty", server.address + "/zfxxgknb/"))
    assert ran.code == 1
    (visit,) = rows(archive, "SELECT status, reason, whole_list FROM visits")
    assert visit["status"] == "error"
    assert word in visit["reason"]
    assert visit["whole_list"] == 0


def test_robots_that_answers_5xx_means_not_now(tmp_path, archive):
    behaviour = {"/robots.txt": http("x", "503 Service Unavailable"), "/nb/": listing(link("/a")), "/a": detail()}
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("later", server.address + "/nb/"))
    assert server.asked == ["/robots.txt"]
    assert outcomes(archive)["/nb/"] == ("failed", "robots.txt answered 503: not now")
    assert rows(archive, "SELECT status FROM visits") == [{"status": "error"}]


def zipped(**parts):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


def test_documents_that_cannot_be_read_are_kept_and_say_why(tmp_path, archive):
    good = GOOD[1]
    files = {
        "/f/page.pdf": (f"<html><body><h1>{good.title}</h1>{html.fragment(good)}</body></html>", "application/pdf"),
        "/f/broken.pdf": (pdf.pdf(GOOD[2])[:900], "application/pdf"),
        "/f/broken.docx": (word.docx(GOOD[3])[:2000], "application/msword"),
        "/f/bad.docx": (zipped(word__document_xml="<not closed"), "application/msword"),
        "/f/empty.pdf": (b"\n", "application/pdf"),
    }
    behaviour = {path: http(body, kind=kind) for path, (body, kind) in files.items()}
    pages = []
    for number, path in enumerate(files):
        report = GOOD[number + 1]
        pages.append(link(f"/p{number}", report))
        behaviour[f"/p{number}"] = http(
            f'<html><body><h1>{report.title}</h1><div class=content><a href="{path}">附件</a></div></body></html>'
        )
    behaviour["/nb/"] = listing(*pages)
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("files", server.address + "/nb/"))
    statuses = {row["year"]: row["status"] for row in rows(archive, "SELECT year, status FROM reports")}
    assert statuses[good.year] == "read"  # an HTML file named .pdf
    assert {statuses[report.year] for report in GOOD[2:]} <= {"unread", "partial"}
    kept = rows(archive, "SELECT url FROM captures WHERE kind = 'attachment'")
    assert len(kept) == len(files)
    problems = " ".join(row["problem"] or "" for row in rows(archive, "SELECT problem FROM reading"))
    assert "PDF" in problems
    assert "Word" in problems


def test_a_document_that_is_no_report_makes_none(tmp_path, archive):
    behaviour = {
        "/nb/": listing(link("/a")),
        "/a": http("<html><body><h1>天气预报</h1><p>" + "今天晴。" * 40 + "</p></body></html>"),
    }
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("weather", server.address + "/nb/"))
    assert rows(archive, "SELECT id FROM reports") == []
    assert len(rows(archive, "SELECT id FROM captures WHERE kind = 'detail'")) == 1


def test_a_pager_that_lies_ends(tmp_path, archive):
    same = f'<ul>{link("/a")}</ul><script>createPageHTML(100000, 0, "index", "html")</script>'

    class Endless(dict):
        def get(self, path, otherwise=None):
            if path.startswith("/zfxxgknb/"):
                return http(f"<html><body>{same}</body></html>")
            return super().get(path, otherwise)

    with RawServer(Endless({"/a": detail()})) as server:
        ran = crawl(tmp_path, archive, portal("liar", server.address + "/zfxxgknb/", family="trs"))
    assert len(server.asked) < 300
    assert ran.code in (0, 1)
    assert len(rows(archive, "SELECT id FROM reports")) == 1


def test_redirects_are_followed_and_recorded(tmp_path, archive):
    behaviour = {
        "/nb/": listing(link("/old")),
        "/old": http("", "301 Moved Permanently", "text/html", None, "Location: /new"),
        "/new": detail(),
    }
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("moved", server.address + "/nb/"))
    (row,) = rows(archive, "SELECT url, final_url, status, redirects FROM captures WHERE kind = 'detail'")
    assert (row["url"].rpartition("/")[2], row["final_url"].rpartition("/")[2], row["status"]) == ("old", "new", 200)
    assert '"status":301' in row["redirects"].replace(" ", "")
    assert '"Location","/new"' in row["redirects"].replace(" ", "")
