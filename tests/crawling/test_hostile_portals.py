"""Portals that lead on for ever, defend themselves, or send what is no page: each ends, says why, and costs itself alone."""

import re

import pytest
from support import RawServer, http, run_nianbao, write_portals

from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import Portal
from crawler.replicas.documents import html
from crawler.replicas.figures import reports

GOOD = reports("云岭乡人民政府", range(2015, 2025))
OTHER = reports("松林县水务局", [2023])[0]  # what the portal beside publishes
CHALLENGE = http("<html><script>var $_ts={};</script></html>", "412 Precondition Failed")


def link(path, report=GOOD[0]):
    return f'<li><a href="{path}">{report.title}</a></li>'


def listing(*items, more=""):
    return http(f"<html><meta charset=utf-8><body><ul>{''.join(items)}</ul>{more}</body></html>")


def detail(report=GOOD[0]):
    return http(f"<html><body><h1>{report.title}</h1>{html.fragment(report)}</body></html>")


class Pages(dict):
    """Answers by path, and by a function of the path for all others."""

    def __init__(self, known, otherwise):
        super().__init__(known)
        self.otherwise = otherwise

    def get(self, path, default=None):
        return self[path] if path in self else self.otherwise(path) or default


def crawled(tmp_path, archive, behaviour, *options, family="static", index="/zfxxgknb/", params=None):
    """Crawl a portal that behaves so, beside a good one; how it ended and the paths it was asked for."""
    fine = {"/zfxxgknb/": listing(link("/fine", OTHER)), "/fine": detail(OTHER)}
    with RawServer(behaviour) as bad, RawServer(fine) as good:
        rows = write_portals(
            tmp_path / "portals.csv",
            [
                Portal("bad", "bad", family, bad.address + index, params=params or {}),
                Portal("good", "good", "static", good.address + "/zfxxgknb/"),
            ],
        )
        ran = run_nianbao("crawl", "--portals", rows, "--archive", archive, *options, NIANBAO_BROWSER="none")
    assert visit(archive, "good") == {"status": "done", "reason": None, "whole_list": 1}, ran.err
    return ran, bad.asked


def rows(archive, statement):
    return queries.rows(open_existing(archive).conn, statement)


def visit(archive, name="bad"):
    (found,) = rows(archive, f"SELECT status, reason, whole_list FROM visits WHERE portal = '{name}'")
    return found


def outcomes(archive):
    found = rows(archive, "SELECT url, outcome, reason FROM requests WHERE portal = 'bad' AND kind <> 'robots'")
    return {"/" + row["url"].split("/", 3)[3]: (row["outcome"], row["reason"]) for row in found}


def years(archive):
    return [row["year"] for row in rows(archive, "SELECT year FROM reports WHERE portal = 'bad' ORDER BY year")]


def test_a_calendar_without_end_uses_up_its_budget_and_says_so(tmp_path, archive):
    def month(path):
        number = int((re.findall(r"\d+", path) or ["0"])[0])
        event = f'<a href="/event/{number}">第{number}月的事项</a>'
        return listing(link("/a"), more=f'{event}<a href="/zfxxgknb/{number + 1}.html">下一页</a>')

    behaviour = Pages({"/robots.txt": http("", "404 Not Found"), "/a": detail()}, month)
    ran, asked = crawled(tmp_path, archive, behaviour, "--budget", 12)
    assert len(asked) <= 12
    assert ran.code == 1
    assert visit(archive)["status"] == "error"
    assert "the budget of 12 requests is used up" in visit(archive)["reason"]
    assert visit(archive)["whole_list"] == 0
    assert ("skipped", "the budget of 12 requests is used up") in outcomes(archive).values()


def test_a_row_may_have_a_budget_of_its_own_and_what_is_left_over_is_recorded(tmp_path, archive):
    behaviour = {f"/{r.year}": detail(r) for r in GOOD}
    behaviour["/zfxxgknb/"] = listing(*(link(f"/{r.year}", r) for r in GOOD))
    _, asked = crawled(tmp_path, archive, behaviour, params={"budget": "5"})
    assert len(asked) == 5  # robots.txt, the list, three reports
    assert years(archive) == [r.year for r in GOOD if f"/{r.year}" in asked]
    left = [path for path, (outcome, _) in outcomes(archive).items() if outcome == "skipped"]
    assert len(left) == len(GOOD) - 3
    statuses = {r["status"] for r in rows(archive, "SELECT status FROM coverage WHERE portal = 'bad'")}
    assert "absent" not in statuses


def test_a_host_that_goes_on_challenging_is_asked_no_more(tmp_path, archive):
    behaviour = Pages({"/zfxxgknb/": listing(*(link(f"/{r.year}", r) for r in GOOD))}, lambda _: CHALLENGE)
    behaviour["/robots.txt"] = http("", "404 Not Found")
    _, asked = crawled(tmp_path, archive, behaviour)
    assert len(asked) == 2 + 4  # robots.txt, the list, and as many reports as it takes to see
    ends = [outcomes(archive)[f"/{r.year}"] for r in GOOD]
    assert {outcome for outcome, _ in ends} == {"blocked"}
    assert sum("challenge page (RiverSecurity), status 412" in reason for _, reason in ends) == 4
    assert sum("not asked again in this crawl" in reason for _, reason in ends) == len(GOOD) - 4
    assert visit(archive)["status"] == "blocked"
    assert "RiverSecurity" in visit(archive)["reason"]
    statuses = {r["year"]: r["status"] for r in rows(archive, "SELECT year, status FROM coverage WHERE portal = 'bad'")}
    assert statuses | {r.year: "blocked" for r in GOOD} == statuses
    assert set(statuses.values()) == {"blocked"}  # so are the years due since


def test_a_challenge_now_and_then_does_not_close_a_host(tmp_path, archive):
    behaviour = {f"/{r.year}": CHALLENGE if r.year % 2 else detail(r) for r in GOOD}
    behaviour["/zfxxgknb/"] = listing(*(link(f"/{r.year}", r) for r in GOOD))
    crawled(tmp_path, archive, behaviour)
    assert years(archive) == [r.year for r in GOOD if not r.year % 2]


def test_a_gate_that_gives_a_cookie_and_sends_back_is_passed(tmp_path, archive):
    given = set()

    def gated(path, answer):
        def act(connection):
            # the server closes each connection: what was asked before tells that the cookie is there
            first = path not in given
            given.add(path)
            gate = http("", "302 Found", "text/html", None, f"Location: {path}", "Set-Cookie: CT6T=1; path=/")
            connection.sendall(gate if first else answer)

        return act

    behaviour = {
        "/zfxxgknb/": gated("/zfxxgknb/", listing(link("/a"))),
        "/a": gated("/a", detail()),
    }
    _, asked = crawled(tmp_path, archive, behaviour)
    assert visit(archive)["status"] == "done"
    assert years(archive) == [GOOD[0].year]
    assert asked.count("/a") == 2


def test_redirects_in_a_circle_are_failures(tmp_path, archive):
    def to(path):
        return http("", "302 Found", "text/html", None, f"Location: {path}")

    behaviour = {
        "/zfxxgknb/": listing(link("/a"), link("/b", GOOD[1])),
        "/a": to("/c"),
        "/c": to("/a"),
        "/b": detail(GOOD[1]),
    }
    _, asked = crawled(tmp_path, archive, behaviour)
    assert asked.count("/a") + asked.count("/c") <= 10
    assert outcomes(archive)["/a"][0] == "failed"
    assert years(archive) == [GOOD[1].year]


@pytest.mark.parametrize("body", ["", "<html><body></body></html>", "ok"])
def test_an_answer_with_next_to_nothing_in_it_is_asked_for_once_more_after_its_list(tmp_path, archive, body):
    tries = []

    def blip(connection):
        tries.append(1)
        connection.sendall(http(body) if len(tries) == 1 else detail())

    ran, asked = crawled(tmp_path, archive, {"/zfxxgknb/": listing(link("/a")), "/a": blip})
    assert asked == ["/robots.txt", "/zfxxgknb/", "/a", "/zfxxgknb/", "/a"], ran.err
    assert years(archive) == [GOOD[0].year]


def test_an_answer_that_stays_empty_is_a_failure(tmp_path, archive):
    _, asked = crawled(tmp_path, archive, {"/zfxxgknb/": listing(link("/a")), "/a": http("")})
    assert asked.count("/a") == 2
    assert outcomes(archive)["/a"] == ("failed", "an empty answer")


def test_links_that_are_no_addresses_or_lead_elsewhere_cost_nothing(tmp_path, archive):
    titles = iter(GOOD)
    hostile = [
        "javascript:open('/x')",
        "data:text/html,<h1>x</h1>",
        "mailto:a@example.gov.cn",
        "http://hijacked.example.com/report.html",
        "http://127.0.0.2:9/report.html",
        "http://[::1/",
        "//",
    ]
    behaviour = {
        "/zfxxgknb/": listing(link("/a", next(titles)), *(link(x, next(titles)) for x in hostile)),
        "/a": detail(),
    }
    _, asked = crawled(tmp_path, archive, behaviour)
    assert set(asked) == {"/robots.txt", "/zfxxgknb/", "/a"}
    assert years(archive) == [GOOD[0].year]
    away = {r["url"]: r["outcome"] for r in rows(archive, "SELECT url, outcome FROM requests WHERE kind = 'detail'")}
    assert away["http://hijacked.example.com/report.html"] == "skipped"
    assert away["http://127.0.0.2:9/report.html"] == "skipped"


def test_a_list_of_ten_megabytes_is_read(tmp_path, archive):
    summary = "为进一步做好有关工作，现将有关事项通知如下。" * 8
    filler = "".join(f"<li><a href='/n/{n}.html'>关于第{n}号文件的通知</a><p>{summary}</p></li>" for n in range(20_000))
    assert len(filler.encode()) > 10_000_000
    crawled(tmp_path, archive, {"/zfxxgknb/": listing(filler, link("/a")), "/a": detail()})
    assert years(archive) == [GOOD[0].year]


@pytest.mark.parametrize(("charset", "told"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("gbk", "iso-8859-1")])
def test_a_list_in_another_charset_than_it_says_is_read(tmp_path, archive, charset, told):
    text = f"<html><head><meta charset={told}></head><body><ul>{link('/a')}</ul></body></html>"
    behaviour = {"/zfxxgknb/": http(text.encode(charset), kind=f"text/html; charset={told}"), "/a": detail()}
    crawled(tmp_path, archive, behaviour)
    (row,) = rows(archive, "SELECT link_title FROM captures WHERE portal = 'bad' AND kind = 'detail'")
    assert row["link_title"] == GOOD[0].title


def test_sections_that_refuse_us_are_not_absent(tmp_path, archive):
    """Networks are fenced off by section: the home page answers and a column is 403 or 404."""
    for status in ("403 Forbidden", "404 Not Found"):
        where = archive / status[:3]
        crawled(tmp_path, where, {"/zfxxgknb/": http("<html><body>x</body></html>", status)})
        assert visit(where)["whole_list"] == 0
        found = rows(where, "SELECT status FROM coverage WHERE portal = 'bad'")
        assert {r["status"] for r in found} <= {"blocked", "unread_list", "unknown"}


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests", "403 Forbidden"])
def test_a_host_that_wants_a_long_rest_is_left_for_the_next_crawl(tmp_path, archive, status):
    behaviour = {f"/{r.year}": http("x", status, "text/html", None, "Retry-After: 3600") for r in GOOD}
    behaviour["/zfxxgknb/"] = listing(*(link(f"/{r.year}", r) for r in GOOD))
    _, asked = crawled(tmp_path, archive, behaviour)
    assert len(asked) == 3
    assert sum("wants 3600 seconds of rest" in (reason or "") for _, reason in outcomes(archive).values()) == 9
    assert years(archive) == []


def test_two_rows_of_one_list_share_what_it_gives_and_end(tmp_path, archive):
    with RawServer({"/zfxxgknb/": listing(link("/fine", OTHER)), "/fine": detail(OTHER)}) as server:
        index = server.address + "/zfxxgknb/"
        twins = write_portals(tmp_path / "twins.csv", [Portal(name, name, "static", index) for name in ("good", "bad")])
        for _ in range(2):
            ran = run_nianbao("crawl", "--portals", twins, "--archive", archive, NIANBAO_BROWSER="none")
            assert ran.code == 0, ran.err
            assert "stopped" not in ran.out + ran.err
    found = rows(archive, "SELECT DISTINCT portal, status FROM visit WHERE finished_at IS NOT NULL ORDER BY portal")
    assert found == [{"portal": name, "status": "done"} for name in ("bad", "good")]


def test_a_long_rest_is_kept_for_the_next_crawl_of_the_archive(tmp_path, archive):
    with RawServer({"/zfxxgknb/": http("x", "403 Forbidden", "text/html", None, "Retry-After: 4000")}) as server:
        row = Portal("bad", "bad", "static", server.address + "/zfxxgknb/")
        portals = write_portals(tmp_path / "portals.csv", [row])
        run_nianbao("crawl", "--portals", portals, "--archive", archive, NIANBAO_BROWSER="none")
        asked = len(server.asked)
        run_nianbao("crawl", "--portals", portals, "--archive", archive, NIANBAO_BROWSER="none")
        assert len(server.asked) == asked == 2
