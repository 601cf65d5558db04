"""TRS WCM: static directories, a 0-based pager in a script call, lists written by script."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from spiders.trs import listing

COLUMN = "http://www.qingyu.example.gov.cn/zwgk/zfxxgknb/"
PER_PAGE = 5


def address(number, folder=COLUMN):
    return f"{folder}2023{number % 12 + 1:02d}/t2023{number % 12 + 1:02d}07_{9000 + number}.html"


def title(number):
    return f"青屿市第{number}街道办事处2022年政府信息公开工作年度报告"


def li(number):
    href = "." + address(number).removeprefix(COLUMN.rstrip("/"))
    return f'<li><a href="{href}" title="{title(number)}">{title(number)[:9]}...</a><span>2023-01-07</span></li>'


def document(inner):
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{inner}</body></html>"


def site(count, pager, stem="index", ending="html", folder=COLUMN, first=""):
    """A column of `count` reports; `pager(pages, current)` is its script, `first` the name of its first page."""
    pages = -(-count // PER_PAGE)
    table = {}
    for at in range(pages):
        name = first if at == 0 else f"{stem}_{at}.{ending}"
        items = "".join(li(n) for n in range(count)[at * PER_PAGE :][:PER_PAGE])
        table[folder + name] = document(f"<ul>{items}</ul><script>{pager(pages, at)}</script>")
    return table


def all_of(count):
    return [address(number) for number in range(count)]


def html_pager(pages, current):
    return f'createPageHTML({pages}, {current}, "index", "html");'


@pytest.mark.parametrize(
    "pager",
    [
        html_pager,
        lambda pages, at: f"createPageHTML({pages},{at},'index','html')",
        lambda pages, at: f'createPage({pages}, {at}, "index", "html");',
        lambda pages, at: f'createPageHTML( {pages} , {at} , 15 , "index", "html" );',
        lambda pages, at: f"var currentPage = {at}; var countPage = {pages}//共多少页\n",
        lambda pages, at: f"var pagination_script_config = {{ pageNumber: '{at}', total: '{pages}' }};",
        lambda pages, at: f"$('.p').pagination({{ totalData: {pages * PER_PAGE}, showData: {PER_PAGE} }});",
        lambda pages, at: f"var totalData = {(pages - 1) * PER_PAGE + 1};",
        lambda pages, at: f'createPageHTML({pages}, 0, "index", "html");',
        lambda pages, at: f"function createPageHTML(_nPageCount, _nCurrIndex) {{}}\n{html_pager(pages, at)}",
    ],
    ids=[
        "createPageHTML",
        "single quotes",
        "createPage",
        "third number",
        "countPage",
        "pagination_script_config",
        "totalData",
        "totalData alone",
        "always on the first page",
        "with its definition",
    ],
)
@pytest.mark.parametrize("count", [1, 5, 6, 23])
def test_every_page_the_pager_states_is_read(walk, pager, count):
    walked = walk(listing, COLUMN, site(count, pager))
    assert walked.urls == all_of(count)
    assert len(walked.asks) == -(-count // PER_PAGE)


def test_pages_are_numbered_from_zero_and_the_first_has_no_number(walk):
    walked = walk(listing, COLUMN, site(12, html_pager))
    assert [ask.url for ask in walked.asks] == [COLUMN, f"{COLUMN}index_1.html", f"{COLUMN}index_2.html"]


def test_a_column_given_by_its_file_is_read_the_same(walk):
    assert walk(listing, f"{COLUMN}index.html", site(12, html_pager, first="index.html")).urls == all_of(12)


def test_pages_may_end_otherwise_than_html(walk):
    table = site(12, lambda n, at: f'createPageHTML({n}, {at}, "index", "shtml");', ending="shtml")
    assert walk(listing, COLUMN, table).urls == all_of(12)


@pytest.mark.parametrize("channel", [18036, 214, 7])
@pytest.mark.parametrize(
    "pager",
    [
        'createPageHTML({}, {}, "index_{}", "html")',
        'createPageHTML({}, {}, "index", "html")',
        "var countPage = {};var currentPage = {};",
    ],
)
def test_a_catalogue_keeps_its_channel_in_the_name_of_its_pages(walk, channel, pager):
    stem = f"index_{channel}"
    table = site(13, lambda pages, at: pager.format(pages, at, channel), stem=stem, first=f"{stem}.html")
    walked = walk(listing, f"{COLUMN}{stem}.html", table)
    assert walked.urls == all_of(13)
    assert walked.asks[-1].url == f"{COLUMN}{stem}_2.html"


def test_entries_have_full_titles_absolute_addresses_and_dates(walk):
    walked = walk(listing, COLUMN, site(1, html_pager))
    assert walked.entries[address(0)] == Entry(address(0), title(0), "2023-01-07")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../202301/t20230119_1.html", "http://www.qingyu.example.gov.cn/zwgk/202301/t20230119_1.html"),
        ("/zwgk/t20230119_1.htm", "http://www.qingyu.example.gov.cn/zwgk/t20230119_1.htm"),
        ("//bm.qingyu.example.gov.cn/t18002233.shtml", "http://bm.qingyu.example.gov.cn/t18002233.shtml"),
    ],
)
def test_links_are_resolved_against_the_page(href, url):
    [found] = listing(Page(COLUMN, document(f'<a href="{href}">年报</a>').encode())).entries
    assert found.url == url


def test_a_list_written_by_script_is_read():
    script = "".join(
        f'url = "./202401/t20240103_{n}.shtml"; title = "{title(n)}"; FILENUM="青政〔2024〕{n}号";'
        f'document.writeln("2024-01-03 10:00");\n'
        for n in range(3)
    )
    found = listing(Page(COLUMN, document(f"<div id=list></div><script>{script}</script>").encode()))
    assert [(e.url, e.title) for e in found.entries] == [
        (f"{COLUMN}202401/t20240103_{n}.shtml", title(n)) for n in range(3)
    ]


def test_a_table_list_with_a_script_pager_is_read(walk):
    rows = "".join(
        f'<tr><td height=35><a href="./auto{n}/t20130101_{n}.html" title="{title(n)}">{title(n)[:6]}</a></td></tr>'
        for n in range(3)
    )
    table = {
        COLUMN: document(f"<table>{rows}</table><script>var currentPage=0; var countPage=2;</script>"),
        f"{COLUMN}index_1.html": document("<table></table><script>var currentPage=1; var countPage=2;</script>"),
    }
    walked = walk(listing, COLUMN, table)
    assert [entry.title for entry in walked.entries.values()] == [title(n) for n in range(3)]
    assert len(walked.asks) == 2


def test_an_old_page_in_gbk_is_read(walk):
    table = {url: text.encode("gb18030") for url, text in site(6, html_pager).items()}
    walked = walk(listing, COLUMN, table)
    assert [entry.title for entry in walked.entries.values()] == [title(n) for n in range(6)]


def test_an_address_listed_twice_is_one_entry_with_the_fullest_title():
    text = f'<a href="a.html">青屿市…</a><a href="a.html">{title(1)}</a><a href="./a.html"></a>'
    assert [e.title for e in listing(Page(COLUMN, document(text).encode())).entries] == [title(1)]


def test_a_pager_that_states_far_too_many_pages_ends_where_pages_do(walk):
    table = site(11, lambda pages, at: f'createPageHTML(99999, {at}, "index", "html");')
    walked = walk(listing, COLUMN, table)
    assert walked.urls == all_of(11)


def test_a_server_that_repeats_its_last_page_for_ever_is_left(walk):
    table = site(11, lambda pages, at: f'createPageHTML(99999999, {at}, "index", "html");')
    last = table[f"{COLUMN}index_2.html"]
    walked = walk(listing, COLUMN, lambda ask: table.get(ask.url, last))
    assert walked.urls == all_of(11)
    assert len(walked.asks) <= 500


def test_one_page_without_pager_has_nothing_to_follow():
    assert listing(Page(COLUMN, document(li(1)).encode())).asks == ()


scripts = st.builds(
    'createPage{}({},{},"{}","{}")countPage={};'.format,
    st.sampled_from(["", "HTML"]),
    st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.sampled_from(["index", "index_1", "list", "index_18036_2", "年"]),
    st.sampled_from(["html", "shtml", "asp"]),
    st.integers(0, 10**9),
)


@given(st.lists(scripts | st.text(max_size=80), min_size=1, max_size=4), st.sampled_from(["", "index_3.html", "a?b=1"]))
@settings(max_examples=60, deadline=None)
def test_no_pager_leads_on_for_ever(walk, pages, start):
    turn = iter(range(10**6))
    walk(listing, COLUMN + start, lambda ask: pages[next(turn) % len(pages)], most=500)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(b"createPageHTML(" + b"9" * 5000 + b',0,"index","html")')
@example(b"countPage=" + b"9" * 5000)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read(body):
    assert len(listing(Page(COLUMN, body)).asks) <= 1
