"""What the archive makes of documents seen once, again, changed, and elsewhere."""

from dataclasses import replace
from unittest.mock import patch

from archive.blobs import digest_of
from archive.database import captures, frontier, queries, readings, rereads, versions
from archive.database.connection import open_existing
from archive.database.frontier import Task
from archive.jobs import Result
from archive.reading import RELEASE
from archive.rechecking import recheck
from tests.archive.seeing import AGENCY, REPORT, changed, page


def test_a_report_has_a_key_people_can_read(reader):
    assert reader.see(page()) == ("stored", f"{AGENCY}@a:2022")


def test_the_same_bytes_again_are_unchanged_and_make_no_version(reader):
    reader.see(page())
    assert reader.see(page())[0] == "unchanged"
    assert len(reader.rows("SELECT * FROM version")) == 1
    assert len(reader.rows("SELECT * FROM captures")) == 2
    assert len(reader.rows("SELECT * FROM blob")) == 1


def test_other_chrome_around_the_same_report_makes_no_version(reader):
    reader.see(page(chrome="访问量 1"))
    assert reader.see(page(chrome="访问量 2"))[0] == "stored"
    assert len(reader.rows("SELECT * FROM version")) == 1
    assert reader.rows("SELECT * FROM changes") == []


def test_a_changed_number_is_a_version_and_a_change(reader):
    reader.see(page())
    old = int(REPORT.printed["disclosure.licensing.decisions"])
    _, key = reader.see(page(changed(REPORT, disclosure__licensing__decisions=str(old + 1))))
    assert key == f"{AGENCY}@a:2022"
    assert len(reader.rows("SELECT * FROM version")) == 2
    (change,) = reader.rows("SELECT report_id, kind, item, old, new FROM changes")
    assert change == {
        "report_id": key,
        "kind": "cell",
        "item": "disclosure.licensing.decisions",
        "old": old,
        "new": old + 1,
    }
    (row,) = reader.rows("SELECT value FROM disclosure WHERE row = 'disclosure.licensing'")
    assert row["value"] == old + 1


def test_a_copy_at_another_address_is_one_report_and_no_change(reader):
    reader.see(page())
    reader.see(page(), url="http://b.gov.cn/copy.html", scope="b")
    assert len(reader.rows("SELECT * FROM reports")) == 1
    assert len(reader.rows("SELECT * FROM version_capture")) == 2
    assert reader.rows("SELECT * FROM changes") == []


def test_a_later_unreadable_copy_does_not_replace_a_good_reading(reader):
    _, key = reader.see(page())
    reader.see(b"%PDF-1.4 broken")
    assert reader.rows("SELECT id, status, template FROM reports WHERE year = 2022 AND status = 'read'") == [
        {"id": key, "status": "read", "template": "t2021"}
    ]


def test_the_most_complete_document_of_several_addresses_speaks(reader):
    without = page().replace("本年制发件数".encode(), "某数".encode())
    _, key = reader.see(page(), url="http://a.gov.cn/1.html")
    reader.see(without, url="http://a.gov.cn/2.html")
    assert reader.rows("SELECT id, status, url FROM reports") == [
        {"id": key, "status": "read", "url": "http://a.gov.cn/1.html"}
    ]


def test_a_document_that_a_new_release_cannot_read_gives_way_to_another(reader):
    reader.see(page(), url="http://a.gov.cn/1.html")
    other = page(changed(REPORT, disclosure__licensing__decisions="77"))
    _, key = reader.see(other, url="http://a.gov.cn/2.html")
    view = open_existing(reader.keeper.directory).conn
    (job,) = [job for job in rereads.version_jobs(view, None) if job.sources[0].digest == digest_of(other)]
    failed = Result((), None, "the page is damaged")
    reader.keeper.write(lambda c: readings.store(c, job, failed, "next")).result()
    assert reader.rows("SELECT id, status, url, digest FROM reports") == [
        {"id": key, "status": "read", "url": "http://a.gov.cn/1.html", "digest": digest_of(page())}
    ]
    (figure,) = reader.rows("SELECT * FROM disclosure WHERE row = 'disclosure.licensing'")
    assert figure["text"] == REPORT.printed["disclosure.licensing.decisions"]


def test_bodies_of_one_name_in_different_places_stay_apart(reader):
    reader.see(page())
    other = changed(REPORT, disclosure__licensing__decisions="77")
    reader.see(page(other), url="http://b.gov.cn/1.html", scope="b")
    assert {row["id"] for row in reader.rows("SELECT id FROM reports")} == {f"{AGENCY}@a:2022", f"{AGENCY}@b:2022"}


def test_an_unreadable_document_behind_a_report_link_is_an_unread_report(reader):
    reader.see(b"%PDF-1.4 broken")
    (row,) = reader.rows("SELECT agency, year, status, template FROM reports")
    assert row == {"agency": AGENCY, "year": 2022, "status": "unread", "template": None}


def test_the_chain_of_a_crawl_tells_every_change(reader):
    reader.see(page())
    reader.see(page(chrome="2"))
    connection = open_existing(reader.keeper.directory).conn
    links = list(captures.chain(connection, "crawl-1"))
    assert [position for _, _, position, _ in links] == [1, 2]
    assert links[1][1] == links[0][0]
    for capture_id, previous, position, capture in links:
        assert capture.chained(previous, position) == capture_id
        assert replace(capture, status=404).chained(previous, position) != capture_id


def test_task_ids_are_kept_apart_from_the_rest(keeper):
    keeper.write(
        lambda c: frontier.add(c, Task(1, "crawl-1", "p", "h:80", "list", "http://h/", b"x", {"a": "年"}))
    ).result()
    keeper.flush()
    (task,) = frontier.open_tasks(open_existing(keeper.directory).conn, "crawl-1", 10)
    assert (task.id, task.detail, task.parent) == (1, {"a": "年"}, None)


def test_the_address_of_a_report_is_that_of_the_document_its_figures_come_from(reader):
    reader.see(page(), url="http://a.gov.cn/1.html")
    other = page(changed(REPORT, disclosure__licensing__decisions="77"))
    _, key = reader.see(other, url="http://a.gov.cn/2.html")
    assert reader.rows("SELECT id, url, digest FROM reports") == [
        {"id": key, "url": "http://a.gov.cn/2.html", "digest": digest_of(other)}
    ]


def test_documents_that_contradict_one_another_are_told(reader):
    reader.see(page(), url="http://a.gov.cn/1.html")
    assert reader.rows("SELECT * FROM findings WHERE check_id = 'V1'") == []
    reader.see(page(changed(REPORT, disclosure__licensing__decisions="77")), url="http://a.gov.cn/2.html")
    recheck(reader.keeper, open_existing(reader.keeper.directory).conn)
    (finding,) = reader.rows("SELECT status, cells, message FROM findings WHERE check_id = 'V1'")
    assert finding["status"] == "unknown"
    assert finding["cells"] == '["disclosure.licensing.decisions"]'
    assert "http://a.gov.cn/1.html" in finding["message"]
    whole = queries.report(open_existing(reader.keeper.directory).conn, f"{AGENCY}@a:2022")
    assert [f["check"] for f in whole["reading"]["findings"] if f["check"] == "V1"] == ["V1"]


def test_what_the_latest_release_read_is_compared_be_the_numbers_of_releases_longer_or_not(reader):
    """Release 10 is later than 9, which comes behind it in the alphabet."""
    reader.see(page(), url="http://a.gov.cn/1.html")
    reader.see(page(changed(REPORT, disclosure__licensing__decisions="77")), url="http://a.gov.cn/2.html")

    def unread_by_an_old_one(connection):
        connection.execute("CREATE TEMP TABLE copy AS SELECT * FROM reading")
        connection.execute("UPDATE copy SET release = '9', packed = NULL, status = 'unread'")
        connection.execute("INSERT OR IGNORE INTO reading SELECT * FROM copy")

    reader.keeper.write(unread_by_an_old_one).result()
    recheck(reader.keeper, open_existing(reader.keeper.directory).conn)
    assert len(reader.rows("SELECT * FROM findings WHERE check_id = 'V1'")) == 1


def dated(day):
    """The page under a date of publication."""
    return page(chrome=f"发布时间：{day}")


def test_another_date_of_publication_is_a_change_and_no_version(reader):
    reader.see(dated("2023-01-12"))
    reader.see(dated("2023-03-30"))
    reader.see(dated("2023-03-30"))
    assert len(reader.rows("SELECT * FROM version")) == 1
    assert reader.rows("SELECT kind, item, old, new, after, seen FROM changes") == [
        {
            "kind": "field",
            "item": "published",
            "old": "2023-01-12",
            "new": "2023-03-30",
            "after": "2026-02-01T00:00:00.000Z",
            "seen": "2026-02-02T00:00:00.000Z",
        }
    ]
    assert reader.rows("SELECT published_on FROM reports") == [{"published_on": "2023-03-30"}]


def test_a_date_and_a_number_that_change_together_are_one_edit_and_the_date_set_back_another(reader):
    _, key = reader.see(dated("2023-01-12"))
    other = page(changed(REPORT, disclosure__licensing__decisions="77"), chrome="发布时间：2023-02-02")
    reader.see(other)
    reader.see(dated("2023-02-02"))
    seen = reader.rows("SELECT seen, kind, item, old, new FROM changes ORDER BY seen, kind, item")
    number = int(REPORT.printed["disclosure.licensing.decisions"])
    assert [tuple(row.values())[1:] for row in seen] == [
        ("cell", "disclosure.licensing.decisions", number, 77),
        ("field", "published", "2023-01-12", "2023-02-02"),
        ("cell", "disclosure.licensing.decisions", 77, number),
    ]
    view = open_existing(reader.keeper.directory).conn
    days = [versions.report_at(view, key, f"2026-02-0{day}T00:00:00.000Z")["published_on"] for day in (1, 2, 3)]
    assert days == ["2023-01-12", "2023-02-02", "2023-02-02"]


def test_dates_that_another_release_reads_otherwise_are_no_change(reader):
    reader.see(dated("2023-01-12"))
    with patch("tests.archive.seeing.RELEASE", str(int(RELEASE) + 1)):
        reader.see(dated("2023-03-30"))
    assert reader.rows("SELECT * FROM changes") == []


def test_two_addresses_have_dates_of_their_own(reader):
    reader.see(dated("2023-01-12"))
    reader.see(dated("2023-01-20"), url="http://b.gov.cn/copy.html", scope="b")
    reader.see(dated("2023-01-12"))
    assert reader.rows("SELECT * FROM changes") == []


def test_a_page_that_came_broken_once_is_no_edit_until_a_second_crawl_finds_it_so(reader):
    reader.keeper.write(lambda c: captures.begin_crawl(c, "crawl-2", "me", "test", {}))
    broken = f"<h1>{REPORT.title}</h1><div>页面维护中</div>".encode()
    _, key = reader.see(page())
    reader.see(broken)
    assert reader.rows("SELECT * FROM changes") == []
    reader.see(page())
    assert reader.rows("SELECT * FROM changes") == []
    reader.see(broken, crawl="crawl-2")
    gone = reader.rows(
        "SELECT DISTINCT report_id, old IS NULL AS was, new IS NULL AS is_now FROM changes WHERE kind = 'cell'"
    )
    assert {(row["was"], row["is_now"]) for row in gone} >= {(0, 1)}
    assert {row["report_id"] for row in gone} == {key}
