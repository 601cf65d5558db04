"""Public bodies in the archive: credited by their names, one on all portals, with what they were before."""

import sqlite3

import pytest
from sqlite_utils import Database

from archive.bodies import scope_of
from archive.database import frontier, queries
from archive.database.connection import APPLICATION_ID, NAME, create_or_open, open_existing
from archive.database.migrations import migrations
from archive.rechecking import recheck
from crawler.replicas.figures import reports
from tests.archive.seeing import changed, page

PORTALS = [
    ("fuzhou", "福州市", "350100", "prefecture", "static", "http://www.fuzhou.gov.cn/", "", "auto", ""),
    ("pingtan", "平潭县", "350128", "county", "static", "http://www.pingtan.gov.cn/", "", "auto", ""),
    ("zone", "长春新区", "220100", "prefecture", "static", "http://www.ccxq.gov.cn/", "", "auto", ""),
    ("laifeng", "来凤县政务服务和大数据管理局", "", "", "static", "http://www.laifeng.gov.cn/", "", "auto", ""),
]


@pytest.fixture
def crawl(reader):
    """Reads a page of a body as the crawl of a portal does: its address, its link's title and the portal's scope."""
    for row in PORTALS:
        reader.keeper.write(lambda c, row=row: frontier.save_portal(c, row))
    reader.keeper.flush()
    known = {row[0]: row for row in PORTALS}

    def see(portal, agency, *, year=2022, link="", body=None, path="1.html"):
        (report,) = reports(agency, [year])
        _, title, division, _, _, home, *_ = known[portal]
        made = body if body is not None else page(report)
        return reader.see(made, f"{home}{path}", portal, link or report.title, scope_of(division, home, title))[1]

    return see


def test_each_report_of_a_citys_page_is_credited_to_its_own_body(crawl, reader):
    for number, agency in enumerate(
        ("福州市统计局", "平潭县人民政府", "鼓楼区卫健局", "福建省财政厅", "平潭县苏澳镇人民政府")
    ):
        crawl("fuzhou", agency, path=f"{number}.html")
    found = {row["id"]: row for row in reader.rows("SELECT * FROM bodies")}
    assert {key: (row["division"], row["level"], row["kind"]) for key, row in found.items()} == {
        "福州市统计局@350100": ("350100", "prefecture", "department"),
        "平潭县人民政府@350128": ("350128", "county", "government"),
        "鼓楼区卫生健康局@350102": ("350102", "county", "department"),
        "福建省财政厅@350000": ("350000", "province", "department"),
        "平潭县苏澳镇人民政府@350128": ("350128", "township", "township"),
    }
    assert found["鼓楼区卫生健康局@350102"]["name"] == "鼓楼区卫健局"
    rows = reader.rows("SELECT agency, division, level FROM reports WHERE portal = 'fuzhou'")
    assert {row["agency"]: row["division"] for row in rows}["平潭县人民政府"] == "350128"


def test_the_same_report_on_two_hosts_is_one_report_of_one_version_with_the_captures_of_both(crawl, reader):
    first = crawl("fuzhou", "平潭县卫生健康局")
    assert crawl("pingtan", "平潭县卫生健康局") == first == "平潭县卫生健康局@350128:2022"
    (one,) = reader.rows("SELECT * FROM reports")
    assert one["id"] == first
    assert (one["portal"], one["url"]) == ("pingtan", "http://www.pingtan.gov.cn/1.html")  # its own before the city's
    crawl("fuzhou", "平潭县卫生健康局", path="2.html")
    assert reader.rows("SELECT portal, url FROM reports") == [{"portal": one["portal"], "url": one["url"]}]
    assert reader.rows("SELECT portal FROM bodies") == [{"portal": "pingtan"}]
    assert len(reader.rows("SELECT * FROM version")) == 1
    urls = reader.rows("SELECT url FROM captures JOIN version_capture vc ON vc.capture = captures.id ORDER BY url")
    assert [row["url"] for row in urls] == [
        "http://www.fuzhou.gov.cn/1.html",
        "http://www.fuzhou.gov.cn/2.html",
        "http://www.pingtan.gov.cn/1.html",
    ]
    assert reader.rows("SELECT * FROM changes") == []


def test_other_figures_on_another_host_are_told_and_not_merged(crawl, reader):
    (report,) = reports("平潭县卫生健康局", [2022])
    other = changed(report, disclosure__licensing__decisions="77777")
    key = crawl("fuzhou", report.agency)
    assert crawl("pingtan", report.agency, body=page(other)) == key
    assert len(reader.rows("SELECT * FROM reports")) == 1
    assert len(reader.rows("SELECT * FROM version")) == 2
    recheck(reader.keeper, open_existing(reader.keeper.directory).conn)
    (finding,) = reader.rows("SELECT cells, message FROM findings WHERE check_id = 'V1'")
    assert finding["cells"] == '["disclosure.licensing.decisions"]'
    assert "gov.cn/1.html" in finding["message"]


def test_a_short_name_and_a_long_one_are_one_body_under_the_long_one(crawl, reader):
    crawl("pingtan", "平潭县卫健局", year=2021, path="1.html")
    crawl("fuzhou", "福州市平潭县卫生健康局", year=2022, path="2.html")
    crawl("pingtan", "卫健局", year=2023, path="3.html")
    (body,) = reader.rows("SELECT * FROM bodies")
    assert (body["id"], body["name"]) == ("平潭县卫生健康局@350128", "福州市平潭县卫生健康局")
    assert [row["year"] for row in reader.rows("SELECT year FROM reports ORDER BY year")] == [2021, 2022, 2023]


def test_a_title_without_a_place_belongs_to_the_portals_place(crawl, reader):
    assert crawl("pingtan", "统计局") == "平潭县统计局@350128:2022"
    assert crawl("laifeng", "统计局", path="2.html") == "来凤县统计局@422827:2022"
    names = {row["name"] for row in reader.rows("SELECT name FROM bodies")}
    assert names == {"平潭县统计局", "来凤县统计局"}


def test_a_body_that_names_its_predecessor_is_linked_to_it_and_stays_another(crawl, reader):
    crawl("pingtan", "平潭县卫生和计划生育局", year=2018, path="1.html")
    link = "平潭县卫生健康局（原卫生和计划生育局）2019年政府信息公开工作年度报告"
    crawl("pingtan", "平潭县卫生健康局（原卫生和计划生育局）", year=2019, link=link, path="2.html")
    rows = {row["id"]: row["predecessor"] for row in reader.rows("SELECT id, predecessor FROM bodies")}
    old, new = "平潭县卫生和计划生育局@350128", "平潭县卫生健康局@350128"
    assert rows == {old: None, new: old}


def test_the_portals_own_body_that_is_in_no_table_has_what_its_row_says(crawl, reader):
    crawl("zone", "长春新区管理委员会")
    crawl("zone", "北湖科技开发区管理委员会", path="2.html")
    rows = {row["name"]: (row["division"], row["level"]) for row in reader.rows("SELECT * FROM bodies")}
    assert rows == {"长春新区管理委员会": ("220100", "prefecture"), "北湖科技开发区管理委员会": (None, None)}


def test_a_copy_found_elsewhere_leaves_a_report_whose_it_is(crawl, reader):
    """Names whose place is in no table are told apart by where they were found; their copies are theirs."""
    (report,) = reports("云岭乡人民政府", [2022])
    first = reader.see(page(report), "http://a.gov.cn/1.html", None, report.title, "a.gov.cn")[1]
    again = reader.see(page(report), "http://b.gov.cn/1.html", None, report.title, "b.gov.cn")[1]
    assert (first, again) == ("云岭乡人民政府@a.gov.cn:2022", first)
    better = crawl("pingtan", "云岭乡人民政府")
    assert better == "平潭县云岭乡人民政府@350128:2022"
    (row,) = reader.rows("SELECT id, (SELECT count(*) FROM version_capture) AS captures FROM reports")
    assert row == {"id": better, "captures": 3}


def test_towns_of_one_name_in_two_counties_keep_their_own_reports_though_they_say_the_same(crawl, reader):
    first = crawl("pingtan", "城关镇人民政府")
    second = crawl("laifeng", "城关镇人民政府")
    assert (first, second) == ("平潭县城关镇人民政府@350128:2022", "来凤县城关镇人民政府@422827:2022")
    rows = reader.rows("SELECT id, division FROM reports")
    assert {row["id"]: row["division"] for row in rows} == {first: "350128", second: "422827"}
    assert (crawl("laifeng", "城关镇人民政府"), crawl("pingtan", "城关镇人民政府")) == (second, first)
    assert len(reader.rows("SELECT id FROM reports")) == 2


def test_a_report_under_an_earlier_key_comes_under_todays_when_it_is_read_again(crawl, reader):
    today = crawl("fuzhou", "平潭县卫生健康局")
    crawl("pingtan", "平潭县卫生健康局", year=2023, path="2.html")

    def age(connection):
        connection.execute("INSERT INTO body (id, name) VALUES ('平潭县卫生健康局@350100', '平潭县卫生健康局')")
        old = "平潭县卫生健康局@350100"
        connection.execute("UPDATE report SET key = ?1 || ':2022', body = ?1 WHERE year = 2022", (old,))

    reader.keeper.write(age)
    reader.keeper.flush()
    assert crawl("fuzhou", "平潭县卫生健康局") == today
    assert [row["id"] for row in reader.rows("SELECT id FROM bodies")] == ["平潭县卫生健康局@350128"]
    assert len(reader.rows("SELECT id FROM reports")) == 2


@pytest.mark.parametrize(
    "wanted",
    [
        "平潭县卫健局:2022",
        "平潭县卫生健康局@350100:2022",
        "福州市平潭县卫生健康局：2022",
        "平潭县卫生健康局@350128:2022",
    ],
)
def test_a_report_is_found_by_an_earlier_key_and_by_any_spelling_of_its_body(crawl, reader, wanted):
    key = crawl("pingtan", "平潭县卫生健康局")
    reader.keeper.flush()
    assert queries.find_report(open_existing(reader.keeper.directory).conn, wanted) == key


def old_archive(directory, bodies):
    """An archive of the release before bodies were known by their names."""
    connection = sqlite3.connect(directory / NAME, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db = Database(connection)
    migrations.apply(db, stop_before="m003_bodies_by_their_names")
    for row in PORTALS:
        db.execute("INSERT INTO portal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-01-01')", row)
    for number, (key, name, portal) in enumerate(bodies, 1):
        db.execute("INSERT INTO body VALUES (?, ?, NULL, NULL, ?)", (key, name, portal))
        db.execute(
            "INSERT INTO report (id, key, body, year, portal, status) VALUES (?, ?, ?, 2020, ?, 'unread')",
            (number, f"{key}:2020", key, portal),
        )
        db.execute("INSERT INTO estimate VALUES (?, 2021, 'a', 1, 1, 'x')", (key,))
    db.execute("PRAGMA user_version = 2")
    connection.close()


def test_an_earlier_archive_opens_with_all_it_holds_under_todays_keys(tmp_path):
    bodies = [
        ("统计局@www.laifeng.gov.cn", "统计局", "laifeng"),
        ("鼓楼区卫健局@350100", "鼓楼区卫健局", "fuzhou"),
        ("甲局", "甲局", None),
        ("", "", None),
    ]
    old_archive(tmp_path, bodies)
    db = create_or_open(tmp_path)
    keys = {row[0] for row in db.execute("SELECT id FROM reports")}
    assert keys == {"来凤县统计局@422827:2020", "鼓楼区卫生健康局@350102:2020", "甲局:2020", ":2020"}
    bodies = {row[0]: row[1:] for row in db.execute("SELECT id, division, level, kind FROM bodies")}
    assert bodies["鼓楼区卫生健康局@350102"] == ("350102", "county", "department")
    assert {row[0] for row in db.execute("SELECT body_id FROM estimates")} == set(bodies)


def test_two_rows_of_an_earlier_archive_that_are_one_body_lose_nothing(tmp_path):
    old_archive(
        tmp_path,
        [("平潭县卫健局@350128", "平潭县卫健局", "pingtan"), ("平潭县卫生健康局@350100", "平潭县卫生健康局", "fuzhou")],
    )
    db = create_or_open(tmp_path)
    keys = {row[0] for row in db.execute("SELECT id FROM reports")}
    assert keys == {"平潭县卫生健康局@350128:2020", "平潭县卫生健康局@350100:2020"}  # a reread joins them
    assert {row[0] for row in db.execute("SELECT division FROM bodies")} == {"350128"}
