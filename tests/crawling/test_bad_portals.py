"""Hosts and documents that misbehave: each a recorded outcome with its reason, and everything else goes on."""

import json
import subprocess
import sys
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
        "/garbled": http(b"\x1f\x8b\x08\x00 torn" + bytes(40), "200 OK", "text/html", None, "Content-Encoding: gzip"),
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
    (row,) = rows(archive, "SELECT id, url, final_url, status FROM captures WHERE kind = 'detail'")
    assert (row["url"].rpartition("/")[2], row["final_url"].rpartition("/")[2], row["status"]) == ("old", "new", 200)
    (hop,) = json.loads(run_nianbao("show", "--wire", row["id"], "--archive", archive).out)["redirects"]
    assert hop["status"] == 301
    assert ["Location", "/new"] in hop["response_headers"]


def unsized(body, status="200 OK"):
    """An answer that states no length and ends with its connection."""
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n{body}".encode()


def test_an_answer_without_a_stated_length_is_whole(tmp_path, archive):
    page = f"<html><body><h1>{GOOD[0].title}</h1>{html.fragment(GOOD[0])}</body></html>"
    behaviour = {
        "/nb/": listing(link("/a"), link("/b", GOOD[1]), link("/c", GOOD[2])),
        "/a": unsized(page),
        "/b": unsized("gone", "404 Not Found"),
        "/c": unsized("no", "403 Forbidden"),
    }
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("open", server.address + "/nb/"))
    found = outcomes(archive)
    assert (found["/a"][0], found["/b"][0], found["/c"][0]) == ("stored", "missing", "blocked")
    assert len(rows(archive, "SELECT id FROM reports")) == 1


def test_what_a_list_names_is_never_absent(tmp_path, archive):
    titles = reports("云岭乡人民政府", range(2018, 2024))
    slow_down = "<html><body><p>访问过于频繁，请稍后再试</p></body></html>"
    behaviour = {
        "/nb/": listing(*(link(f"/{t.year}", t) for t in titles if t.year != 2022)),
        "/2018": detail(titles[0]),
        "/2019": http("x", "404 Not Found"),
        "/2020": http(slow_down),
        "/2021": detail(titles[0]),  # the link of 2021 leads to the report of 2018
        "/2023": http("x", "403 Forbidden"),
    }
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("odd", server.address + "/nb/"))
    asked = "SELECT year, status FROM coverage WHERE portal = 'odd' AND year < 2024"  # the list names none since
    found = {r["year"]: r["status"] for r in rows(archive, asked)}
    assert found == {
        2018: "read",
        2019: "unknown",
        2020: "blocked",
        2021: "captured",
        2022: "absent",
        2023: "blocked",
    }


def test_a_body_that_only_a_list_names_is_in_the_coverage(tmp_path, archive):
    (other,) = reports("云岭乡财政所", [2023])
    behaviour = {"/nb/": listing(link("/a"), link("/b", other)), "/a": detail(), "/b": http("x", "404 Not Found")}
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("two", server.address + "/nb/"))
    found = rows(archive, "SELECT status FROM coverage WHERE agency = '云岭乡财政所' AND year = 2023")
    assert found == [{"status": "unknown"}]


def test_a_body_that_is_not_packed_as_its_header_says_is_kept(tmp_path, archive):
    page = f"<html><body><h1>{GOOD[0].title}</h1>{html.fragment(GOOD[0])}</body></html>"
    behaviour = {"/nb/": listing(link("/a")), "/a": http(page, "200 OK", "text/html", None, "Content-Encoding: gzip")}
    with RawServer(behaviour) as server:
        crawl(tmp_path, archive, portal("plain", server.address + "/nb/"))
    assert outcomes(archive)["/a"] == ("stored", None)
    assert len(rows(archive, "SELECT id FROM reports")) == 1


def test_a_page_nested_beyond_reason_costs_its_portal_alone(tmp_path, archive):
    deep = http("<html><body>" + "<div>" * 300_000 + "</body></html>")
    with RawServer({"/nb/": deep}) as bad, RawServer({"/nb/": listing(link("/a")), "/a": detail()}) as good:
        ran = crawl(tmp_path, archive, portal("deep", bad.address + "/nb/"), portal("good", good.address + "/nb/"))
    assert "nested too deeply" in ran.err
    assert len(rows(archive, "SELECT id FROM reports")) == 1


def test_a_challenge_is_blocked_also_where_there_is_no_browser(tmp_path, archive):
    challenge = http("<html><script>var $_ts={};</script></html>", "412 Precondition Failed")
    with RawServer({"/nb/": challenge}) as server:
        list_ = write_portals(tmp_path / "portals.csv", [portal("closed", server.address + "/nb/")])
        run_nianbao("crawl", "--portals", list_, "--archive", archive, NIANBAO_BROWSER="none")
    assert outcomes(archive)["/nb/"][0] == "blocked"


def test_the_crawl_that_was_killed_is_closed_by_the_next(tmp_path, archive):
    with RawServer({"/nb/": listing(link("/a")), "/a": detail()}) as server:
        crawl(tmp_path, archive, portal("a", server.address + "/nb/"))
        writer = open_existing(archive, read_only=False).conn
        writer.execute(
            "INSERT INTO crawl (id, started_at, status, owner, version) VALUES ('dead', '2026', 'running', ?, '1')",
            (dead_owner(),),
        )
        writer.commit()
        writer.close()
        crawl(tmp_path, archive, portal("a", server.address + "/nb/"))
    assert rows(archive, "SELECT status FROM crawls WHERE id = 'dead'") == [{"status": "interrupted"}]
    assert run_nianbao("verify", "--archive", archive).code == 0


def dead_owner():
    """The mark of a process that runs no longer."""
    program = "from archive.owner import owner; print(owner())"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
