"""The dialects of home-grown sites: addresses of reports, the days in them, and pagers by script."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Page
from spiders.dialects import day_of, dialect_of, dialects, patterns, scripted_page
from spiders.static import listing

HOST = "http://www.example.gov.cn"
HEX = "0123456789abcdef0123456789abcdef"
UUID = "63b24258-625a-4ced-b435-1a3d8231e058"
EXAMPLES = [
    ("sh-hex", f"/nw12344/20230331/{HEX}.html", "2023-03-31"),
    ("hebei-uuid", f"/columns/{UUID}/202308/21/{UUID}.html", "2023-08-21"),
    ("dir-index", "/xxgk/202301191234567/index.shtml", "2023-01-19"),
    ("dir-index", f"/xxgk/{HEX.upper()}/index.html", None),
    ("dir-index", "/xxgk/1234567/index.html", None),
    ("henan", "/2023/01-19/2674521.html", "2023-01-19"),
    ("hunan-i", "/c27683/20260128/i2473149.html", "2026-01-28"),
    ("founder-c", "/c/2023-01-19/4567.shtml", "2023-01-19"),
    ("wuxi-doc", "/doc/2023/01/19/3870001.shtml", "2023-01-19"),
    ("jn-doc", "/site_a/channel_5f3a/doc_61ef9d80a1b2c3d4e5f60718.html", "2022-01-25"),
    ("objectid", "/xxgk/61ef9d80a1b2c3d4e5f60718.html", "2022-01-25"),
    ("objectid", "/xxgk/000000000000000000000001.html", None),
    ("snowflake", "/zwgk/nb/1615234567890123456.html", None),
    ("content_N", "/zwgk/content_123456", None),
    ("xt-content", "/1/174/content_5370.html", None),
    ("am-htm", "/zwgk/nb/123456.htm", None),
    ("Content-N", "/Content-2345678.html", None),
    ("Content-N", "/content-2345678", None),
    ("gk-show", "/gongkai/show/20230119123456789.html", "2023-01-19"),
    ("gk-show", f"/news/show/{HEX}.html", None),
    ("xxgk-show", "/xxgk-show-991.html", None),
    ("html-site", "/html/ASSF/202301/0167408640000000.html", None),
    ("contents", "/contents/17/4567.html", None),
    ("cms-html", "/cms/html/zzs/2023-01-19/123.html", "2023-01-19"),
    ("article-ts", "/zwgk/2023-01/19/article_2023011910203040506.html", "2023-01-19"),
    ("pubdesc", "/gov/pub/description/12.html", None),
    ("zwgkcontent", "/zwgkcontent-3-55.html", None),
    ("aspx", "/pages/xxgk/PublicDetail.aspx?id=100000000000438172&title=", None),
    ("aspx", "/year_details.aspx?dept=7&year=2021", None),
    ("jsp-php", "/zwinfo.jsp?id=77", None),
    ("cz-class", "/html/czj/2021/ABCDEFGH_0119/5.html", None),
    ("ccontent", "/n2588/n2589/c123456/content.html", None),
    ("pnidpv", "/xxgk/pnidpv12345.html", None),
    ("qh-safe", "/safe/2023/0119/22.html", "2023-01-19"),
    ("day-hex-c", f"/20230119/{HEX}/c.html", "2023-01-19"),
    ("day-N", "/gk/2023-01-19/55.html", "2023-01-19"),
    ("slug-N", "/xxgk/nb/12345.html", None),
]


@pytest.mark.parametrize("prefix", [HOST, "http://1.25.240.11:8082", f"{HOST}/wlmqs"])
@pytest.mark.parametrize(("key", "path", "day"), EXAMPLES)
def test_an_address_tells_its_dialect_and_day(prefix, key, path, day):
    assert dialect_of(prefix + path).key == key
    assert day_of(prefix + path) == day


def test_every_dialect_has_an_example():
    assert {key for key, _, _ in EXAMPLES} == {key for key, _ in patterns()}


def test_keys_are_unique_and_say_where_they_were_seen():
    keys = [dialect.key for dialect in dialects()]
    assert len(keys) == len(set(keys))
    assert all(dialect.seen for dialect in dialects())
    assert all(isinstance(pattern, re.Pattern) for _, pattern in patterns())


@pytest.mark.parametrize(
    "other",
    [
        "/",
        "/zwgk/zfxxgknb/",
        "/zwgk/zfxxgknb/index.html",
        "/zwgk/nb/index_2.html",
        "/zwgk/202301/t20230119_4374134.html",
        "/art/2023/1/19/art_33718_1.html",
        f"/wlmqs/c120215/202301/{HEX}.shtml",
        "/info/1648/47211.htm",
        "/public/content/123456",
        "/gkmlpt/index",
        f"/site/col/content/{UUID}.html",
    ],
)
def test_addresses_of_columns_and_of_families_are_in_no_dialect(other):
    assert dialect_of(HOST + other) is None


@given(st.text(alphabet="/abcdef0123456789-_.htmlscontent?=&", max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_address_is_read(path):
    day = day_of(f"{HOST}/{path}")
    assert day is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("part", ["a/", "1/", "n1/", "content_", "/html/A", "0" * 40])
def test_a_hostile_address_costs_no_time(part):
    dialect_of(f"{HOST}/{part * 20_000}")
    for _, pattern in patterns():
        pattern.search("/" + part * 20_000)


def page(text, url, **state):
    return Page(url, f"<html><body>{text}</body></html>".encode(), state=state)


@pytest.mark.parametrize(
    ("script", "here", "following"),
    [
        ("totalPage: 3,", "/nb/", "/nb/index_2.html"),
        ("totalPage = '3'", "/nb/index.html", "/nb/index_2.html"),
        ("nsetpage(1,31,15,'x')", "/col/1_2/index.shtml", "/col/1_2/index_2.shtml"),
        ('createPageHTML(3, 0, "index", "shtml")', "/nb/", "/nb/index_1.shtml"),
        ('createPageHTML(3, 1, "list", "html")', "/nb/list.html", "/nb/list_2.html"),
    ],
)
def test_a_script_names_the_next_page(script, here, following):
    assert scripted_page(page(f"<script>{script}</script>", HOST + here)).url == HOST + following


@pytest.mark.parametrize("script", ["totalPage: 1", "totalPage: 0", "nsetpage(1,15,15)", "nsetpage(1,0,0)", "var a"])
def test_the_only_page_has_none_after_it(script):
    assert scripted_page(page(f"<script>{script}</script>", f"{HOST}/nb/")) is None


COLUMN = f"{HOST}/zwgk/zfxxgknb/"
SURE = f"/nw12344/20230331/{HEX}.html"


def told(*items, url=COLUMN, head=""):
    body = f"<html><head>{head}</head><body>{''.join(items)}</body></html>".encode()
    return {e.url.removeprefix(HOST): e for e in listing(Page(url, body)).entries}


def test_in_a_column_a_year_whose_address_is_a_pages_is_a_report():
    [found] = told(f'<a href="{SURE}">2022年</a>').values()
    assert (found.is_report, found.date) == (True, "2023-03-31")


@pytest.mark.parametrize(
    ("item", "url"),
    [
        (f'<a href="{SURE}">2022年</a>', f"{HOST}/"),
        ('<a href="/gk/2022/">2022年</a>', COLUMN),
        ('<a href="/gk/nb/2022.html">2022年</a>', COLUMN),
        (f'<a href="{SURE}">2022年部门决算</a>', COLUMN),
        ('<a href="/xxgk/1234567/index.html">2022年</a>', COLUMN),
    ],
)
def test_elsewhere_folders_and_other_titles_are_left_to_their_titles(item, url):
    assert [e.is_report for e in told(item, url=url).values()] == [None]


def test_a_date_that_is_shown_goes_before_the_one_of_the_address():
    [found] = told(f'<li><a href="{SURE}">某局2022年政府信息公开年报</a><span>2023-01-19</span></li>').values()
    assert found.date == "2023-01-19"


def test_a_list_with_a_pager_by_script_is_read_to_its_end(walk):
    def serve(ask):
        number = int((re.findall(r"_(\d+)\.", ask.url) or ["1"])[0])
        return f'<html><a href="/gk/{number}/">x</a><a href="/{20230330 + number}/{HEX}.html">年报</a><script>totalPage:4</script>'

    walked = walk(listing, COLUMN, serve)
    assert [a.url.removeprefix(COLUMN) for a in walked.asks] == ["", "index_2.html", "index_3.html", "index_4.html"]
