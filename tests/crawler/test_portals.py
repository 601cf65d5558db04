"""The portal list: what a row must be, and what a person is told when it is not that."""

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import BadPortal
from crawler.portals import COLUMNS, FURTHER, Portal, from_file, located, problems, read, select

HEADER = "name,title,division,level,family,index_url,params,render,note"
GOOD = {
    "name": "qingyu-stats",
    "title": "青屿市统计局",
    "division": "440300",
    "level": "county",
    "family": "trs",
    "index_url": "http://tjj.example.gov.cn/zfxxgknb/",
    "params": "",
    "render": "",
    "note": "",
}
FAMILIES = (
    "trs hanweb_jpage hanweb_jpaas hanweb_xxgk gkmlpt nfcms ucap vsb longxun ahcontent truecms epoint easysite static"
)


def written(*rows, header=HEADER):
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return file.getvalue()


def cells(**changes):
    return list((GOOD | changes).values())


def portals(*rows, header=HEADER):
    return list(read(written(*rows, header=header), "mine.csv"))


def portal(**changes):
    return portals(cells(**changes))[0]


def test_a_row_becomes_a_portal():
    row = cells(params="pattern=/show-\\d+ ; base=http://a.example.gov.cn/?a=1", render="never", note="town")
    assert portals(row) == [
        Portal(
            name="qingyu-stats",
            title="青屿市统计局",
            family="trs",
            index_url="http://tjj.example.gov.cn/zfxxgknb/",
            division="440300",
            level="county",
            params={"pattern": "/show-\\d+", "base": "http://a.example.gov.cn/?a=1"},
            render="never",
            note="town",
        )
    ]


def test_cells_that_may_be_empty_have_defaults():
    found = portal(division="", level="")
    assert (found.division, found.level, dict(found.params), found.render, found.note) == ("", "", {}, "auto", "")


def test_columns_are_found_by_name_and_further_ones_are_left_alone():
    header = "owner,note,render,params,index_url,family,level,division,title,Name"
    row = ["me", "", "", "", "http://a.example.gov.cn/", "static", "", "", "某局", "a"]
    found = portals(row, header=header)
    assert [(p.name, p.title, p.index_url) for p in found] == [("a", "某局", "http://a.example.gov.cn/")]


KNOWN = f"{HEADER},report_url,verified_on"
REPORT = "https://zwgk.example.gov.cn/nb/202301/t20230119_43.html"


def known(report_url="", verified_on=""):
    return portals([*cells(), report_url, verified_on], header=KNOWN)[0]


def test_a_known_report_and_the_day_somebody_looked_are_kept():
    found = known(REPORT, "2026-02-28")
    assert (found.report_url, found.verified_on) == (REPORT, "2026-02-28")
    assert found.whole_row == (*found.row, REPORT, "2026-02-28")


def test_a_list_without_the_further_columns_knows_no_report_and_no_day():
    found = portal()
    assert (found.report_url, found.verified_on) == ("", "")
    assert (known().report_url, known().verified_on) == ("", "")


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("report_url", ("zwgk/nb.html", "")),
        ("report_url", ("ftp://www.example.gov.cn/nb.html", "")),
        ("report_url", ("http://www.another.gov.cn/nb.html", "")),
        ("report_url", ("http://example.gov.cn.copies.com/nb.html", "")),
        ("report_url", ("http://10.0.0.1/nb.html", "")),
        ("verified_on", ("", "yesterday")),
        ("verified_on", ("", "2026-02-30")),
        ("verified_on", ("", "20260228")),
        ("verified_on", ("", "2026-W09-6")),
        ("verified_on", ("", "２０２６-02-28")),
    ],
)
def test_a_report_of_another_site_and_a_day_that_is_none_are_refused_by_row_and_column(column, row):
    with pytest.raises(BadPortal, match=rf"^mine\.csv, row 2, column {column}: "):
        known(*row)


def test_a_report_of_a_numbered_host_is_of_that_host():
    row = cells(index_url="http://127.0.0.1:8001/")
    assert portals([*row, "http://127.0.0.1:8002/nb.html", ""], header=KNOWN)[0].report_url
    with pytest.raises(BadPortal, match="report_url"):
        portals([*row, "http://127.0.0.2:8001/nb.html", ""], header=KNOWN)


def test_portals_are_located_by_list_and_row(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(written(cells(name="a"), cells(name="b", level="x"), cells(name="c")), "utf-8")
    assert [(where, p.name) for where, p in located(path)] == [(f"{path}, row 2", "a"), (f"{path}, row 4", "c")]


def test_empty_lines_between_rows_are_no_portals():
    text = written(cells()) + "\r\n,,,,,,,,\r\n" + ",".join(cells(name="second"))
    assert [p.name for p in read(text, "mine.csv")] == ["qingyu-stats", "second"]


@pytest.mark.parametrize("family", FAMILIES.split())
def test_every_family_of_the_contract_may_stand_in_a_row(family):
    assert portal(family=family).family == family


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8001/zfxxgknb/",
        "http://localhost:9/",
        "https://[::1]:8443/a",
        "http://10.1.2.3/",
        "HTTP://A.GOV.CN",
    ],
)
def test_loopback_ip_hosts_and_ports_are_valid_addresses(url):
    assert portal(index_url=url).index_url == url


@pytest.mark.parametrize("code", ["", "44", "4403", "440300", "440305001", "440305001002"])
def test_a_division_is_a_code_of_any_level(code):
    assert portal(division=code).division == code


@pytest.mark.parametrize("name", ["a", "2", "qingyu-2", "a--b", "a-"])
def test_any_name_of_small_letters_digits_and_hyphens_is_valid(name):
    assert portal(name=name).name == name


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", "Qingyu"),
        ("name", "青屿"),
        ("name", "a b"),
        ("name", "a_b"),
        ("title", ""),
        ("title", "   "),
        ("division", "深圳"),
        ("division", "12345"),
        ("division", "4403001"),
        ("division", "44030500100"),
        ("division", "４４０３００"),
        ("level", "city"),
        ("family", ""),
        ("family", "TRS"),
        ("family", "wordpress"),
        ("index_url", ""),
        ("index_url", "www.example.gov.cn/nb/"),
        ("index_url", "ftp://www.example.gov.cn/"),
        ("index_url", "javascript:alert(1)"),
        ("index_url", "http://"),
        ("index_url", "http://[::1/"),
        ("index_url", "http://a.example.gov.cn:99999/"),
        ("index_url", "http://a.example.gov.cn:port/"),
        ("index_url", "http://a example.gov.cn/"),
        ("params", "pattern"),
        ("params", "=x"),
        ("params", "a=1;b"),
        ("render", "yes"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_row_and_column(column, value):
    with pytest.raises(BadPortal, match=rf"^mine\.csv, row 3, column {column}: "):
        portals(cells(name="first"), cells(**{column: value}))


def test_rows_are_counted_as_an_editor_counts_lines():
    with pytest.raises(BadPortal, match="row 5, column level"):
        portals(cells(name="first", note="two\nlines"), cells(name="second"), cells(name="third", level="x"))


def test_a_name_that_occurs_twice_is_refused_with_both_rows():
    with pytest.raises(BadPortal, match=r"row 4, column name: 'qingyu-stats' is already in row 2"):
        portals(cells(), cells(name="other"), cells())


def test_a_missing_column_is_named():
    with pytest.raises(BadPortal, match=r"^mine\.csv, row 1: .*'params'"):
        portals(cells(), header=HEADER.replace("params", "parameters"))


@pytest.mark.parametrize("row", ["a,b", ",".join(GOOD.values()) + ",more"])
def test_a_row_with_too_few_or_too_many_cells_is_refused_by_its_number(row):
    with pytest.raises(BadPortal, match=r"^mine\.csv, row 2: \d+ cells under 9 columns"):
        list(read(f"{HEADER}\n{row}\n", "mine.csv"))


def test_an_empty_list_says_what_its_first_row_should_be():
    with pytest.raises(BadPortal, match=f"empty.*{HEADER}"):
        list(read("", "mine.csv"))


@pytest.mark.parametrize("text", ['"name"x,title\n', f'{HEADER}\n"a"b,c\n', f'{HEADER}\na,"never closed\n'])
def test_quotation_marks_out_of_place_are_refused_by_their_row(text):
    with pytest.raises(BadPortal, match=r"^mine\.csv, row [12]"):
        list(read(text, "mine.csv"))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_saved_by_a_spreadsheet_is_read_in_its_charset(tmp_path, charset):
    path = tmp_path / "mine.csv"
    path.write_bytes(written(cells()).encode(charset))
    assert [p.title for p in from_file(path)] == ["青屿市统计局"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadPortal, match=r"nowhere\.csv: there is no such file"):
        from_file(tmp_path / "nowhere.csv")


def test_a_folder_in_place_of_a_file_is_named(tmp_path):
    with pytest.raises(BadPortal, match="a folder"):
        from_file(tmp_path)


def said(error):
    """Whether a message names the list, and a row of it where there is one."""
    return bool(re.match(r"(?s).*any\.csv(, row \d+(, column \w+)?: .+|: the file is empty.*)", str(error)))


@given(st.binary() | st.builds(lambda b: HEADER.encode() + b"\n" + b, st.binary()))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_list_of_portals_or_refused_by_row(tmp_path_factory, body):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(body)
    try:
        found = from_file(path)
    except BadPortal as error:
        assert said(error), str(error)
    else:
        assert all(isinstance(p, Portal) for p in found)


@given(st.lists(st.tuples(*(st.just(value) | st.text(max_size=12) for value in GOOD.values())), max_size=3))
@settings(max_examples=150, deadline=None)
def test_rows_of_any_cells_are_read_or_refused_by_row(rows):
    try:
        found = list(read(written(*rows), "any.csv"))
    except BadPortal as error:
        assert said(error), str(error)
    else:
        assert len({p.name for p in found}) == len(found) <= len(rows)


word = st.text(st.characters(exclude_categories=("Cc", "Cs", "Z"), exclude_characters=";="), min_size=1, max_size=8)


@given(word, st.dates(), st.sampled_from(["", REPORT]))
@settings(max_examples=50, deadline=None)
def test_a_whole_row_is_read_back_the_same(title, day, report):
    made = replace(portal(), title=title, report_url=report, verified_on=day.isoformat())
    assert portals(made.whole_row, header=",".join((*COLUMNS, *FURTHER))) == [made]


@given(word, st.dictionaries(word, word, max_size=3), word)
@settings(max_examples=100, deadline=None)
def test_a_portal_written_as_a_row_is_read_back_the_same(title, params, note):
    made = Portal("a-1", title, "static", "http://127.0.0.1:1/nb/", "44", "township", params, "always", note)
    assert portals(made.row) == [made]


def test_select_keeps_the_order_asked_for():
    found = portals(cells(name="a"), cells(name="b"), cells(name="c"))
    assert [p.name for p in select(found, ["c", "a"])] == ["c", "a"]


def test_select_refuses_an_unknown_name_and_offers_near_ones():
    with pytest.raises(BadPortal, match="no portal 'shenzhe'; near it: shenzhen"):
        select(portals(cells(name="shenzhen"), cells(name="wolong")), ["shenzhe"])


def test_a_list_that_two_rows_have_is_named_with_both(tmp_path):
    file = tmp_path / "portals.csv"
    row = "{},青屿市统计局,440300,county,static,{},,,".format
    rows = [row("a", "http://a.gov.cn/nb/"), row("b", "http://b.gov.cn/nb/"), row("c", "http://a.gov.cn/nb/")]
    file.write_text("\n".join([HEADER, *rows]), "utf-8")
    assert problems(file) == [f"{file}, row 4, column index_url: http://a.gov.cn/nb/ is already the list of 'a'"]
    file.write_text("\n".join([HEADER, *rows[:2]]), "utf-8")
    assert problems(file) == []
