"""`nianbao coverage` and `nianbao missing`: counts, the matrix, the page, the proof, and what to try next."""

import csv
import io
import json
from collections import Counter

import pytest
from lxml import html
from support import run_nianbao

from archive.database.census import STATUSES
from tests.archive.histories import History

BUREAU, HALL, TOWN = "秀洲区教育局", "秀洲区人民政府", "油车港镇人民政府"
ODD = '<script>alert(1)</script>局\u202e"&'


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Two portals in two provinces, one blocked; the years 2021 to 2023."""
    directory = tmp_path_factory.mktemp("counted")
    made = History(directory)
    made.portal("p")
    made.portal("q", division="440113", level="township")
    made.portal("shut", "天河区教育局", division="440106")
    made.portal("odd", ODD, division="440100", level="prefecture")
    made.crawl(
        "p", "2024-05-01", [(BUREAU, 2021, "read"), (HALL, 2021, "read"), (HALL, 2022, "read"), (HALL, 2023, "blocked")]
    )
    made.crawl("q", "2024-05-01", [(TOWN, year, "read") for year in (2021, 2022, 2023)])
    made.crawl("shut", "2024-05-01", status="blocked", reason="a challenge of RiverSecurity", whole=False)
    made.crawl("odd", "2024-05-01", [("", 2022, "missing")])
    made.connection.execute("UPDATE visit SET list_url = 'javascript:alert(1)' WHERE portal = 'odd'")
    return directory


def test_counts_by_place_and_year_add_up_and_have_their_shares(counted):
    ran = run_nianbao("coverage", "--by", "province", "--by", "year", "--format", "csv", "--archive", counted)
    rows = {(r["division"], r["year"]): r for r in csv.DictReader(io.StringIO(ran.out))}
    assert {row["province"] for row in rows.values()} == {"浙江省", "广东省"}
    zhejiang = rows["33", "2023"]
    assert (zhejiang["cells"], zhejiang["absent"], zhejiang["blocked"], zhejiang["absent_share"]) == (
        "2",
        "1",
        "1",
        "0.5",
    )
    for row in rows.values():
        assert sum(int(row[status]) for status in STATUSES) == int(row["cells"])


def test_the_table_has_a_row_a_body_and_a_column_a_year(counted):
    out = run_nianbao("coverage", "--province", "浙江", "--archive", counted).out.splitlines()
    assert out[0].split() == ["agency", "division", "portal", "2021", "2022", "2023"]
    assert [line.split() for line in out[1:]] == [
        [HALL, "330411", "p", "read", "read", "blocked"],
        [BUREAU, "330411", "p", "read", "absent", "absent"],
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--division", "440113"), 3),
        (("--division", "秀洲区"), 6),
        (("--level", "township"), 3),
        (("--portal", "p", "--year", "2022-2023"), 4),
        (("--year", "2023-"), 5),
    ],
)
def test_what_is_asked_for_is_what_is_shown(counted, options, count):
    assert len(json.loads(run_nianbao("coverage", *options, "--format", "json", "--archive", counted).out)) == count


def test_the_page_says_every_status_in_words_and_links_its_proof(counted):
    ran = run_nianbao("coverage", "--format", "html", "--archive", counted)
    page = html.fromstring(ran.out)
    (table,) = (t for t in page.iter("table") if t.findtext("caption") == "Bodies by year")
    words = Counter(td.text_content().split()[0] for td in table.iter("td") if td.get("class"))
    assert words == {"read": 6, "absent": 4, "blocked": 4, "unknown": 1}
    (row,) = (r for r in table.iter("tr") if r.findtext("th") == BUREAU)
    cell = row.findall("td")[-1]
    assert cell.find("a").get("href") == "http://p/nb/"
    (capture,) = (s.get("title") for s in cell.iter("small") if s.get("title"))
    proof = json.loads(
        run_nianbao(
            "query", f"SELECT kind, url FROM captures WHERE id = '{capture}'", "--format", "json", "--archive", counted
        ).out
    )
    assert proof == [{"kind": "list", "url": "http://p/nb/"}]
    assert {dt.text for dt in page.iter("dt")} == set(STATUSES)


def test_the_page_runs_and_loads_nothing_whatever_portals_are_called(counted):
    out = run_nianbao("coverage", "--format", "html", "--archive", counted).out
    page = html.fromstring(out)
    assert not list(page.iter("script", "link", "img", "iframe"))
    assert all(a.get("href").startswith("http") for a in page.iter("a"))
    assert "\u202e" not in out
    assert any(ODD.replace("\u202e", "\\u202e") == th.text for th in page.iter("th"))
    assert all(th.get("scope") for th in page.iter("th"))


def test_missing_proves_what_is_absent_and_keeps_apart_what_nobody_could_see(counted):
    out = run_nianbao("missing", "--year", "2023", "--archive", counted).out
    absent, not_seen = out.split("NOT KNOWN")
    (line,) = (line.split() for line in absent.splitlines() if line.startswith(BUREAU))
    assert (line[1], line[2][:10], line[3], line[4]) == ("2023", "2024-05-01", "4", "http://p/nb/")
    assert HALL not in absent
    assert "天河区教育局" not in absent
    (shut,) = (line for line in not_seen.splitlines() if line.startswith("天河区教育局"))
    assert "a challenge of RiverSecurity" in shut
    assert shut.rstrip().endswith(f"nianbao crawl shut --archive {counted}")
    assert f"nianbao add FILE --url 'http://p/{HALL}/2023.html' --agency '{HALL}' --year 2023" in not_seen


def test_missing_as_data_has_one_row_a_gap(counted):
    ran = run_nianbao("missing", "--province", "33", "--format", "json", "--archive", counted)
    rows = {(r["agency"], r["year"]): r for r in json.loads(ran.out)}
    assert {key: row["status"] for key, row in rows.items()} == {
        (BUREAU, 2022): "absent",
        (BUREAU, 2023): "absent",
        (HALL, 2023): "blocked",
    }
    assert (rows[BUREAU, 2023]["list_entries"], rows[BUREAU, 2023]["next"]) == (4, None)


def test_strict_tells_by_the_exit_status(counted):
    assert run_nianbao("missing", "--archive", counted).code == 0
    assert run_nianbao("missing", "--strict", "--archive", counted).code == 1
    assert run_nianbao("missing", "--portal", "p", "--year", "2021", "--strict", "--archive", counted).code == 0


@pytest.mark.parametrize("options", [("--portal", "shut"), ("--division", "650000"), ("--year", "2050")])
def test_strict_does_not_pass_where_nothing_was_looked_at(counted, options):
    ran = run_nianbao("missing", *options, "--strict", "--archive", counted)
    assert (ran.code, "nothing that was asked for was looked at" in ran.err) == (1, True)


def test_missing_ends_with_counts(counted):
    out = run_nianbao("missing", "--province", "33", "--archive", counted).out
    assert out.splitlines()[-1].startswith(
        "Of 6 reports that could be there, one a body and year, 2 absent; 1 not known (1 b"
    )


@pytest.mark.parametrize("command", ["coverage", "missing"])
@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--portal", "sut"), 2, "there is no portal 'sut' in this archive; there is shut"),
        (("--division", "999999"), 2, "no division has the code 999999"),
        (("--division", "650000"), 0, "nothing is known of any body and year asked for"),
        (("--year", "2050"), 0, "the census of this archive is of the years 2021-2023"),
    ],
)
def test_what_nobody_can_know_is_told_in_a_line(counted, command, options, code, said):
    ran = run_nianbao(command, *options, "--archive", counted)
    assert (ran.code, said in ran.err, "Traceback" in ran.err) == (code, True, False), ran


@pytest.fixture(scope="module")
def placeless(tmp_path_factory):
    """Portals that were refused: one whose row says no place but whose title does, one of which nothing is known."""
    directory = tmp_path_factory.mktemp("placeless")
    made = History(directory)
    made.portal("titled", "海宁市人民政府", division="", level="")
    made.portal("unknown", "a.gov.cn", division="", level="")
    made.portal("zone", "海宁某某网", division="330481", level="")
    for portal in ("titled", "unknown", "zone"):
        made.crawl(portal, "2026-11-27", status="blocked", reason="HTTP 412", whole=False)
    return directory


@pytest.mark.parametrize("options", [("--province", "33"), ("--division", "330481"), ("--year", "2025")])
def test_a_portal_is_where_its_title_says_and_those_of_no_place_are_told(placeless, options):
    ran = run_nianbao("missing", *options, "--archive", placeless)
    assert "海宁市人民政府  2025  blocked" in ran.out
    told = "1 portal whose place is not known is left out by --province or --division: unknown; --portal NAME"
    assert (told in ran.err) == (options[0] != "--year")


def test_portals_of_no_level_are_told(placeless):
    ran = run_nianbao("missing", "--province", "33", "--level", "county", "--archive", placeless)
    assert "海宁市人民政府  2025  blocked" in ran.out
    assert "1 portal whose level is not known is left out by --level: zone; --portal NAME" in ran.err


def test_one_body_and_year_is_told_attempt_by_attempt(counted):
    out = run_nianbao("coverage", f"{HALL}：2023", "--archive", counted).out
    assert "status        blocked" in out
    assert "visit   done" in out
    assert "list    stored" in out
    assert f"detail  blocked  http://p/{HALL}/2023.html" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("某局:2023",), "nothing is known of '某局:2023'"),
        (("秀洲区教育厅:2021",), f"near it: {BUREAU}"),
        ((f"{BUREAU}:20²3",), "nothing is known of"),
        (("--province", "秀洲区"), "is no province"),
        (("--division", "乌有乡"), "is no division"),
        (("--province", "33", "--division", "3304"), "say the same"),
        (("--by", "body", "--by", "year"), "cannot be counted"),
        ((f"{BUREAU}:2023", "--format", "html"), "takes no --by"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(counted, arguments, said):
    ran = run_nianbao("coverage", *arguments, "--archive", counted)
    assert (ran.code, said in ran.err, "Traceback" in ran.err) == (2, True, False), ran


@pytest.mark.parametrize("name", [BUREAU, f"嘉兴市{BUREAU}", f"{BUREAU}@330411"])
def test_a_body_without_a_year_is_told_in_all_its_years_however_it_is_named(counted, name):
    found = json.loads(run_nianbao("coverage", name, "--format", "json", "--archive", counted).out)
    assert {row["year"]: row["status"] for row in found} == {2021: "read", 2022: "absent", 2023: "absent"}


def test_a_name_of_several_divisions_is_asked_back(counted):
    ran = run_nianbao("coverage", "--division", "鼓楼区", "--archive", counted)
    assert (ran.code, "350102 福建省福州市鼓楼区" in ran.err, "320106 江苏省南京市鼓楼区" in ran.err) == (2, True, True)


def test_bodies_of_no_known_place_are_one_group(placeless):
    ran = run_nianbao("coverage", "--by", "province", "--format", "json", "--archive", placeless)
    assert [(row["province"], row["cells"]) for row in json.loads(ran.out)] == [("not known", 1), ("浙江省", 2)]


def test_the_page_says_what_was_chosen_and_counts_the_bodies(counted):
    asked = ("--province", "33", "--level", "county", "--year", "2022-2023")
    page = html.fromstring(run_nianbao("coverage", *asked, "--format", "html", "--archive", counted).out)
    (line,) = (p.text_content() for p in page.iter("p") if "Made" in p.text_content())
    assert line.endswith("; within 浙江省; level county; years asked for 2022-2023; 2 bodies.")
    whole = html.fromstring(run_nianbao("coverage", "--format", "html", "--archive", counted).out)
    assert any("; 5 bodies, all that the archive knows." in p.text_content() for p in whole.iter("p"))
