"""The documents attached to a report's page, wherever they are named."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.attachments import MOST, attachments, is_document
from crawler.family import Page

HERE = "http://www.example.gov.cn/zfxxgknb/202301/t20230119_1.html"
FOLDER = "http://www.example.gov.cn/zfxxgknb/202301/"


def attached(text):
    return dict(attachments(Page(HERE, f"<html><body>{text}</body></html>".encode())))


@pytest.mark.parametrize(
    "ending",
    ["pdf", "docx", "doc", "rtf", "odt", "xlsx", "xls", "ods", "wps", "et", "ofd", "zip", "rar", "7z", "tif", "PDF"],
)
def test_a_link_to_a_document_is_an_attachment_with_its_name(ending):
    name = f"P020230119374134567890.{ending}"
    assert attached(f'<p>附件：<a href="./{name}">年度\u200b报告 正文</a></p>') == {FOLDER + name: "年度报告 正文"}


@pytest.mark.parametrize(
    "href",
    [
        "./W020230207412255013377.docx",
        "/module/download/downfile.jsp?classid=0&amp;filename=2301191012345.pdf",
        "/api-gateway/jpaas-web-server/front/document/download?fileUrl=a%2Fb.doc&amp;fileName=x.doc",
        "https://www.example.gov.cn/attachment/2/7031/7031442/9900123.docx",
        "/attach/0/0a1b2c.ofd",
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;owner=1&amp;wbfileid=2",
        "a.pdf?v=2",
    ],
)
def test_download_addresses_of_the_families_are_attachments(href):
    assert len(attached(f'<a href="{href}">点击下载</a>')) == 1


def test_a_download_page_is_one_where_its_text_names_a_document():
    href = "/xxgk/download.jsp?id=2"
    assert list(attached(f'<a href="{href}">附件1：统计表.xls</a>').values()) == ["附件1：统计表.xls"]
    assert attached(f'<a href="{href}">更多</a>') == {}


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/xw/a.html">新闻.pdf 的说明</a>',
        '<a href="http://www.example.gov.cn/search?q=a.pdf">检索</a>',
        '<a href="W020230119.jpg">图片</a>',
        "<a href=\"javascript:show('a')\">附件.pdf</a>",
        '<div class="nav"><a href="/guide.pdf">指南</a></div>',
        '<footer><a href="/app.zip">下载</a></footer>',
        '<div id="top-menu"><ul><li><a href="/guide.pdf">指南</a></li></ul></div>',
        "正文提到 a.pdf",
    ],
)
def test_other_links_and_menus_are_not(text):
    assert attached(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        '<iframe src="./P020230119.pdf"></iframe>',
        '<iframe src="/generic2/web/viewer.html?file=/zfxxgknb/202301/P020230119.pdf"></iframe>',
        '<iframe src="/pdfjs/viewer.html?file=%2Fzfxxgknb%2F202301%2FP020230119.pdf#page=1"></iframe>',
        '<embed src="P020230119.pdf" type="application/pdf">',
        '<object data="../202301/P020230119.pdf"></object>',
        '<script>showVsbpdfIframe("/zfxxgknb/202301/P020230119.pdf","100%","600","1");</script>',
        "<script>var file_appendix='<a href=\"./P020230119.pdf\">报告</a>';</script>",
        "<script>load('/pdfjs/viewer.html?file=%2Fzfxxgknb%2F202301%2FP020230119.pdf')</script>",
        """<a href="#" onclick="window.open('P020230119.pdf')">查看</a>""",
        '<div id="viewer" data-pdf="./P020230119.pdf"></div>',
        '<input type="hidden" id="file" value="/zfxxgknb/202301/P020230119.pdf">',
        '<script>var apps = [{"name":"报告","url":"./P020230119.pdf"}];</script>',
    ],
)
def test_documents_shown_by_a_viewer_or_named_by_a_script_are_attachments(text):
    assert list(attached(text)) == [FOLDER + "P020230119.pdf"]


def test_one_document_is_one_attachment_under_the_name_of_its_link():
    script = "<script>var x='<a href=\"./P0.pdf\">报告</a>';</script>"
    assert attached(f'{script}<a href="P0.pdf">年度报告</a><a href="P0.pdf#2">again</a>') == {
        f"{FOLDER}P0.pdf": "年度报告"
    }


def test_a_page_does_not_attach_itself():
    page = Page("http://www.example.gov.cn/a.pdf", b'<a href="a.pdf">x</a>')
    assert list(attachments(page)) == []


def test_a_page_that_links_a_whole_library_gives_the_first_documents_of_it():
    links = "".join(f'<a href="{i}.pdf">{i}</a>' for i in range(1000))
    assert list(attached(links)) == [f"{FOLDER}{i}.pdf" for i in range(MOST)]


@pytest.mark.parametrize(
    "source", ["http://[x/a.pdf", "//[/viewer.html?file=a.pdf", "viewer.html?file=http://[a.pdf", "%"]
)
@pytest.mark.parametrize("tag", ["<iframe src='{}'></iframe>", "<embed src='{}'>", "<a href='{}'>a.pdf</a>"])
def test_a_broken_address_costs_no_more_than_itself(tag, source):
    assert f"{FOLDER}P0.pdf" in attached(tag.format(source) + '<a href="P0.pdf">年度报告</a>')


marks = st.sampled_from(
    [
        "<a href='",
        "<iframe src='",
        "<script>",
        "</script>",
        "'>",
        ".pdf",
        "http://[",
        "//",
        "?file=",
        "&",
        "=",
        '"',
        "%2",
        "报告",
    ]
)


@given(st.text(max_size=60) | st.lists(marks, max_size=14).map("".join))
@example("<iframe src='http://[.pdf'>")
@settings(max_examples=250, deadline=None)
def test_any_page_has_attachments_or_none(text):
    found = attached(text)
    assert all(found)
    assert len(found) <= MOST


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("http://a.gov.cn/P020.pdf", "", True),
        ("http://a.gov.cn/P020.PDF?x=1", "", True),
        ("http://a.gov.cn/pdf/", "", False),
        ("http://a.gov.cn/a.pdfx", "", False),
        ("http://a.gov.cn/download.jsp?id=1", "附件.docx", True),
        ("http://a.gov.cn/show.jsp?id=1", "附件.docx", False),
    ],
)
def test_documents_are_told_by_path_or_by_a_download_with_such_a_name(url, name, expected):
    assert is_document(url, name) is expected
