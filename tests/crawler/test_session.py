"""A crawl and its archive: every URL once, two crawls never at one portal, what was interrupted is gone on with."""

import json
import os
import subprocess
import time
from types import SimpleNamespace

import pytest

from archive.clock import now
from archive.database import frontier, leases, queries
from archive.keeper import Keeper
from crawler.captured import capture_of
from crawler.errors import PortalBusy
from crawler.items import Fetched
from crawler.portals import Portal
from crawler.session import Options, Session

LIST = "http://a.example.gov.cn/nb/"
FOREIGN = "another-machine:4711:ab"


def portal(name):
    return Portal(name, f"{name}局", "static", f"http://{name}.example.gov.cn/nb/")


@pytest.fixture
def keepers(tmp_path, monkeypatch):
    """Opens the same archive again and again, as other processes would."""
    monkeypatch.setattr("archive.keeper.GROUP_SECONDS", 0.01)
    opened = []

    def keeper():
        opened.append(Keeper(tmp_path / "archive"))
        return opened[-1]

    yield keeper
    for one in opened:
        one.close()


@pytest.fixture
def begin(keepers):
    """Begins a crawl of the portals named, by default with a writer of its own."""
    made = []

    def start(*names, keeper=None, owner=None, **options):
        keeper = keeper or keepers()
        more = {"owner": owner} if owner else {}
        made.append(Session(keeper.directory, {n: portal(n) for n in names}, Options(**options), keeper, **more))
        made[-1].begin()
        return made[-1]

    yield start
    for session in made:
        session.view.close()
        session.claims.close()


def rows(session, statement, *values):
    session.keeper.flush()
    return queries.rows(session.view, statement, values)


def kept(session, task, body=b"<p>page</p>", outcome="stored", **more):
    facts = {"final_url": task.url, "captured_at": now(), "status": 200, "media_type": "text/html", "outcome": outcome}
    return session.keep(Fetched(task, capture_of(task, body, **facts), body, **more))


def left(session):
    """The crawl's process is gone: nothing is closed, its leases are free."""
    session.keeper.flush()
    session.claims.release(())


def open_urls(session):
    session.keeper.flush()
    return {task.url for task in frontier.open_tasks(session.view, session.id, 1000)}


def visit(session, name="a"):
    [row] = rows(session, "SELECT * FROM visit WHERE crawl = ? AND portal = ?", session.id, name)
    return row


def test_a_url_is_fetched_once_a_crawl(begin):
    session = begin("a")
    assert session.task("a", "list", LIST).url == LIST
    assert session.task("a", "list", LIST) is None
    assert session.task("a", "detail", LIST, detail={"title": "x"}) is None
    assert len(rows(session, "SELECT * FROM request")) == 1


def test_forms_and_rendered_second_goes_are_requests_of_their_own(begin):
    session = begin("a")
    forms = [None, {"method": "POST", "form": {"page": "1"}}, {"method": "POST", "form": {"page": "2"}}]
    assert all(session.task("a", "list", LIST, detail=detail) for detail in forms)
    assert not any(session.task("a", "list", LIST, detail=detail) for detail in forms)
    assert session.task("a", "list", LIST, again=True)
    assert session.task("a", "list", LIST, again=True) is None


@pytest.mark.parametrize("text", ["年报 \ud83d", "\x00", "'; DROP TABLE request; --", "年" * 5000])
def test_a_url_is_recorded_whatever_its_title(begin, text):
    session = begin("a")
    session.task("a", "detail", LIST, detail={"title": text})
    assert open_urls(session) == {LIST}


def test_a_url_without_bytes_is_recorded_with_its_reason(begin):
    session = begin("a")
    session.finish(session.task("a", "list", LIST), "failed", "TimeoutError")
    [row] = rows(session, "SELECT url, outcome, reason, capture_id FROM requests")
    assert tuple(row.values()) == (LIST, "failed", "TimeoutError", None)


def test_what_is_fetched_lies_in_the_archive_byte_for_byte(begin):
    session = begin("a")
    kept(
        session, session.task("a", "detail", LIST, detail={"title": "年报", "found_on": "http://x/"}), b"\x00bytes\xff"
    )
    [row] = rows(session, "SELECT * FROM capture")
    assert (row["url"], row["link_title"], row["found_on"], row["outcome"]) == (LIST, "年报", "http://x/", "stored")
    assert session.keeper.blobs.read(row["digest"]) == b"\x00bytes\xff"
    [done] = rows(session, "SELECT outcome, capture_id FROM requests")
    assert (done["outcome"], done["capture_id"]) == ("stored", row["id"])


def test_the_same_bytes_in_the_next_crawl_are_unchanged(begin, keepers):
    keeper = keepers()
    outcomes = []
    for body in (b"one", b"one", b"two", b"one"):
        session = begin("a", keeper=keeper)
        outcomes.append(kept(session, session.task("a", "list", LIST), body).result())
        session.end()
        left_over = session.tally.portals["a"]
        assert left_over.finished
        session_free(keeper)
    assert outcomes == ["stored", "unchanged", "stored", "stored"]


def session_free(keeper):
    """The leases of a crawl that ended; a scheduler gives them back."""
    keeper.write(lambda c: c.execute("UPDATE lease SET until = 0"))
    keeper.flush()


def test_a_portal_is_done_when_its_last_url_is(begin):
    session = begin("a", "b")
    first, second = session.task("a", "list", LIST), session.task("a", "detail", LIST + "1")
    session.task("b", "list", "http://b.example.gov.cn/nb/")
    kept(session, first)
    assert not session.tally.of("a").finished
    kept(session, second)
    found = visit(session)
    assert (found["status"], found["lists"], found["links"], found["stored"], found["whole_list"]) == (
        "done",
        1,
        1,
        2,
        1,
    )
    assert visit(session, "b")["finished_at"] is None


@pytest.mark.parametrize("outcome", ["skipped", "missing", "blocked", "failed"])
@pytest.mark.parametrize(("detail", "whole"), [({}, 0), ({"year": 2022}, 1)])
def test_a_report_of_nobody_knows_which_year_that_is_lost_proves_nothing_absent(begin, outcome, detail, whole):
    session = begin("a")
    listed, report = session.task("a", "list", LIST), session.task("a", "detail", LIST + "9", detail=detail)
    kept(session, listed)
    session.finish(report, outcome, "robots.txt forbids it")
    assert (visit(session)["status"], visit(session)["whole_list"]) == ("done", whole)


@pytest.mark.parametrize(("named", "status"), [(True, "done"), (False, "error")])
def test_a_portal_whose_lists_name_nothing_and_do_not_say_so_is_in_error(begin, named, status):
    session = begin("a")
    task = session.task("a", "list", LIST)
    session.tally.of("a").silent, session.tally.of("a").named = True, named
    kept(session, task)
    assert visit(session)["status"] == status


def test_a_portal_with_a_problem_ends_in_error_and_its_list_counts_as_unread(begin):
    session = begin("a")
    task = session.task("a", "list", LIST)
    session.tally.of("a").problems.append("the list page yields nothing")
    kept(session, task)
    found = visit(session)
    assert (found["status"], found["reason"], found["whole_list"]) == ("error", "the list page yields nothing", 0)


def test_a_crawl_closes_with_a_manifest_of_its_captures(begin):
    session = begin("a")
    kept(session, session.task("a", "list", LIST))
    kept(session, session.task("a", "detail", LIST + "1"))
    states = []
    manifest = json.loads(session.end(states.append))
    assert (manifest["crawl"], manifest["captures"], manifest["status"], states) == (
        session.id,
        2,
        "finished",
        ["finished"],
    )


def test_a_crawl_that_leaves_something_undone_is_interrupted(begin):
    session = begin("a")
    session.task("a", "list", LIST)
    assert json.loads(session.end())["status"] == "interrupted"


def test_a_second_crawl_of_a_portal_is_refused_while_the_first_is_at_work(begin):
    first = begin("a")
    with pytest.raises(PortalBusy, match=f"{first.owner}.*'a'"):
        begin("a")
    with pytest.raises(PortalBusy):
        begin("b", "a")
    begin("b")  # the refused crawl kept nothing


def test_a_refused_crawl_leaves_no_trace_of_itself(begin):
    first = begin("a")
    with pytest.raises(PortalBusy):
        begin("a", "b")
    assert [row["id"] for row in rows(first, "SELECT id FROM crawl")] == [first.id]


def test_crawls_of_different_portals_share_an_archive(begin):
    first, second = begin("a"), begin("b")
    for number in range(5):
        first.task("a", "detail", f"http://a.example.gov.cn/{number}")
        second.task("b", "detail", f"http://b.example.gov.cn/{number}")
        first.keeper.flush()
        second.keeper.flush()
    assert open_urls(first) == {f"http://a.example.gov.cn/{n}" for n in range(5)}
    assert open_urls(second) == {f"http://b.example.gov.cn/{n}" for n in range(5)}


def test_the_outcome_of_a_url_is_that_of_its_own_crawl(begin):
    first, second = begin("a"), begin("b")
    first.task("a", "list", LIST)
    first.keeper.flush()
    second.finish(second.task("b", "list", "http://b.example.gov.cn/nb/"), "failed", "x")
    second.keeper.flush()
    assert open_urls(first) == {LIST}
    assert open_urls(second) == set()


def test_a_host_is_leased_to_one_crawl_at_a_time(begin):
    first, second = begin("a"), begin("b")
    assert first.claims.lease("host shared.example.gov.cn:80")[0]
    assert first.claims.lease("host shared.example.gov.cn:80")[0]
    assert not second.claims.lease("host shared.example.gov.cn:80")[0]
    first.claims.release([("host shared.example.gov.cn:80", time.time() + 30)])
    ours, next_at = second.claims.lease("host shared.example.gov.cn:80")
    assert ours
    assert next_at > time.time() + 20


def later(monkeypatch, seconds):
    moment = time.time() + seconds
    monkeypatch.setattr(leases, "time", SimpleNamespace(time=lambda: moment))


def test_the_leases_of_a_crawl_that_was_killed_run_out(begin, monkeypatch):
    begin("a", owner=FOREIGN).claims.lease("host h:80")
    second = begin("b")
    assert not second.claims.lease("host h:80")[0]
    later(monkeypatch, 61)
    assert second.claims.lease("host h:80")[0]
    assert begin("a").owner != FOREIGN


def test_leases_that_are_renewed_do_not_run_out(begin, monkeypatch):
    first = begin("a", owner=FOREIGN)
    later(monkeypatch, 50)
    first.claims.renew()
    later(monkeypatch, 100)
    with pytest.raises(PortalBusy):
        begin("a")


def test_a_crawl_of_this_machine_whose_process_is_gone_does_not_have_to_be_waited_for(begin):
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    begin("a", owner=f"{os.uname().nodename}:{gone.pid}:ab")
    begin("a")


def test_an_interrupted_crawl_is_gone_on_with_and_what_it_did_is_not_done_again(begin):
    first = begin("a", "b")
    kept(first, first.task("a", "list", LIST))
    first.task("a", "detail", LIST + "1")
    kept(first, first.task("a", "detail", LIST + "2"))
    left(first)
    second = begin("a")
    assert second.fresh == []
    assert second.tally.of("a").open == 1
    assert open_urls(second) == {LIST + "1"}
    assert [second.task("a", "detail", LIST + str(n)) for n in (1, 2)] == [None, None]
    assert second.task("a", "list", LIST) is None
    assert second.task("a", "detail", LIST + "3")


def test_a_crawl_interrupted_twice_remembers_all_it_did(begin):
    first = begin("a")
    kept(first, first.task("a", "list", LIST))
    for number in (1, 2):
        first.task("a", "detail", f"{LIST}{number}")
    left(first)
    second = begin("a")
    [one] = [t for t in frontier.open_tasks(second.view, second.id, 9) if t.url == f"{LIST}1"]
    kept(second, one)
    left(second)
    third = begin("a")
    assert open_urls(third) == {f"{LIST}2"}
    assert third.task("a", "list", LIST) is None
    assert third.task("a", "detail", f"{LIST}1") is None


def test_other_portals_of_an_interrupted_crawl_wait_for_their_own(begin):
    first = begin("a", "b")
    first.task("a", "list", LIST)
    first.task("b", "list", "http://b.example.gov.cn/nb/")
    left(first)
    assert open_urls(begin("a")) == {LIST}
    assert open_urls(begin("b")) == {"http://b.example.gov.cn/nb/"}


def test_a_crawl_that_was_finished_is_begun_anew(begin):
    first = begin("a")
    kept(first, first.task("a", "list", LIST))
    first.end()
    first.keeper.write(lambda c: c.execute("UPDATE lease SET until = 0")).result()
    second = begin("a")
    assert second.fresh == ["a"]
    assert second.task("a", "list", LIST)


@pytest.mark.parametrize("narrower", [{"dry_run": True}, {"first_year": 2020, "last_year": 2021}, {"limit": 1}])
def test_lists_read_for_less_are_read_again_for_more(begin, narrower):
    """A dry run that is stopped has recorded no report; a crawl that took its lists for read would miss them all."""
    first = begin("a", **narrower)
    kept(first, first.task("a", "list", LIST))
    first.task("a", "list", f"{LIST}index_1.html")
    left(first)
    assert begin("a").task("a", "list", LIST)


def test_a_list_page_that_failed_before_the_interruption_still_means_an_unread_list(begin):
    first = begin("a")
    kept(first, first.task("a", "list", LIST))
    first.finish(first.task("a", "list", f"{LIST}index_1.html"), "failed", "TimeoutError")
    first.task("a", "detail", f"{LIST}1")
    left(first)
    second = begin("a")
    [task] = frontier.open_tasks(second.view, second.id, 9)
    kept(second, task)
    assert visit(second)["whole_list"] == 0


@pytest.mark.timeout(20)
def test_many_portals_are_begun_at_once(begin, monkeypatch):
    monkeypatch.setattr("archive.keeper.GROUP_SECONDS", 0.5)
    begin(*(f"p{number}" for number in range(20)))
