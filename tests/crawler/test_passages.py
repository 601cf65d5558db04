"""Ways on that are no links: options of selects, blocks with more, frames, shells that send on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from crawler.passages import frames, passages, sent_on

HERE = "http://www.shuiyang.example.gov.cn:8082/gk/nb/index.html"
ROOT = "http://www.shuiyang.example.gov.cn:8082"


def page(text, url=HERE):
    return Page(url, f"<html><body>{text}</body></html>".encode())


def led(text, url=HERE):
    return [(e.url.removeprefix(ROOT), e.title) for e in passages(page(text, url))]


def test_options_that_are_addresses_lead_there():
    options = '<option value="2023.html">2023年</option><option value="/gk/nb/2022/">2022年</option>'
    assert led(f"<select>{options}</select>") == [("/gk/nb/2023.html", "2023年"), ("/gk/nb/2022/", "2022年")]


@pytest.mark.parametrize(
    ("opened", "url"),
    [
        ('name="year"', "/gk/nb/index.html?year=2022"),
        ("onchange=\"location.href='?nd='+this.value\"", "/gk/nb/index.html?nd=2022"),
        ('name="s" onchange="window.open(\'index.html?id=7&nd=\'+this.value)"', "/gk/nb/index.html?nd=2022"),
    ],
)
def test_options_that_are_values_change_a_parameter_of_the_address(opened, url):
    assert led(f"<select {opened}><option value=2022>2022年</option></select>") == [(url, "2022年")]


def test_the_other_parameters_of_the_address_stay():
    found = led('<select name=nd><option value="2022">2022年</option></select>', f"{HERE}?dept=7&nd=2023")
    assert found == [("/gk/nb/index.html?dept=7&nd=2022", "2022年")]


@pytest.mark.parametrize(
    "select",
    [
        '<select><option value="2022">2022年</option></select>',
        '<select name="y"><option value="">请选择</option></select>',
        '<select name="y"><option value="2022"></option></select>',
        '<select name="y"><option value="javascript:go(1)">2022年</option></select>',
        '<select name="y"><option value="http://[">2022年</option></select>',
        '<select name="y"><option value="index.html">2022年</option></select>',
    ],
)
def test_options_that_lead_nowhere_are_left(select):
    assert led(select) == []


@pytest.mark.parametrize(
    "block",
    [
        '<div><h3>部门年报</h3><a href="/list/1/">更多&gt;&gt;</a><ul><li>甲</li></ul></div>',
        '<div><div class=t><span>部门年报</span></div><div class=m><a href="/list/1/">更多</a></div></div>',
        '<dl><dt>部门年报</dt><dd><a href="/list/1/">查看更多</a></dd></dl>',
        '<div>部门年报 <a href="/list/1/" title="更多"><img src=m.gif></a></div>',
    ],
)
def test_a_block_leads_to_its_whole_list_under_its_heading(block):
    assert led(block) == [("/list/1/", "部门年报")]


def test_more_without_a_heading_leads_nowhere():
    assert led('<div><a href="/list/1/">更多</a></div>') == []


def framed(sources):
    return [url.removeprefix(ROOT) for url in frames(page("".join(f'<iframe src="{s}"></iframe>' for s in sources)))]


def test_frames_of_the_host_that_may_hold_a_list_are_taken():
    assert framed(["list_1.html", "/inner/list.jsp?id=3"]) == ["/gk/nb/list_1.html", "/inner/list.jsp?id=3"]


@pytest.mark.parametrize(
    "source",
    [
        "/visitcount.html",
        "/user/Login.html",
        "/module/xxgk/tree.jsp?area=1",
        "/share.html",
        "/inc/footer.html",
        "report.pdf",
        "/viewer.html?file=/a/report.pdf",
        "http://other.example.gov.cn/list.html",
        "javascript:void(0)",
        "about:blank",
        "",
    ],
)
def test_furniture_documents_and_other_hosts_are_no_lists(source):
    assert framed([source]) == []


@pytest.mark.parametrize(
    "shell",
    [
        '<script>location.href="/gk/nb2/"</script>',
        "<script>window.location = '/gk/nb2/';</script>",
        '<script>window.location.replace("../nb2/")</script>',
        '<meta http-equiv="refresh" content="0;URL=/gk/nb2/">',
        "<meta http-equiv=Refresh content=\"3; url='/gk/nb2/'\"><a href=/gk/nb2/>点此进入</a>",
    ],
)
def test_a_shell_sends_on(shell):
    assert sent_on(page(shell)) == f"{ROOT}/gk/nb2/"


@pytest.mark.parametrize(
    "other",
    [
        '<script>location.href="http://other.example.gov.cn/"</script>',
        '<script>location.href="#top"</script>',
        '<script>if(mobile){location.href=base+"/m/"}</script>',
        '<script>location.href="index.html"</script>',
        '<meta http-equiv="refresh" content="300">',
        "<p>年报</p>",
        '<script>location.href="/m/"</script>' + '<a href="/a/">甲</a>' * 8,
    ],
)
def test_other_pages_send_nobody_on(other):
    assert sent_on(page(other)) == ""


@given(
    st.lists(
        st.sampled_from(
            [
                "<select name=a>",
                "<option value='/x'>2021年",
                "</select>",
                "<a href=/b>更多</a>",
                "<h3>年报</h3>",
                "<iframe src=a>",
            ]
            + [
                "<script>location='/c'</script>",
                "<div>",
                "</div>",
                "\x00",
                "更多",
                "<meta http-equiv=refresh content='0;url=http://['>",
            ]
        ),
        max_size=20,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_page_holds_its_ways_on_are_addresses_with_a_label(text):
    made = page(text)
    for entry in passages(made):
        assert isinstance(entry, Entry)
        assert entry.title
        assert entry.url.startswith("http")
    assert all(url.startswith(f"{ROOT}/") for url in frames(made))
    assert sent_on(made) in ("", f"{ROOT}/c")
