"""Entries that stand only in scripts: written as HTML, or as addresses and titles."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.family import Entry, Page
from crawler.scripted import written

HERE = "http://www.example.gov.cn/nb/"
TITLE = "青屿市统计局2022年政府信息公开工作年度报告"
FOUND = Entry(f"{HERE}202301/t20230119_1.html", TITLE, "2023-01-19")


def found(script):
    text = f"<html><meta charset=utf-8><body><div id=list></div><script>{script}</script></body></html>"
    return list(written(Page(HERE, text.encode())))


@pytest.mark.parametrize(
    "script",
    [
        'url = "./202301/t20230119_1.html"; title = "%s"; FILENUM="青政〔2022〕3号"; document.writeln("2023-01-19 10:00");',
        "var title='%s';\nvar url='./202301/t20230119_1.html';\ndocument.write('[2023-01-19]');",
        '[{"url":"./202301/t20230119_1.html","title":"%s","time":"2023-01-19"}]',
        'list.push({title: "%s", link: ".\\/202301\\/t20230119_1.html", day: "2023年1月19日"});',
        'document.write("<li><a href=\\"./202301/t20230119_1.html\\" title=\\"%s\\">青屿市…</a><i>2023-01-19</i></li>");',
        "document.write('<li>');document.write('<a href=\"202301/t20230119_1.html\">%s</a>');"
        "document.writeln('<b>2023-01-19</b></li>');",
    ],
    ids=["assigned", "title first", "JSON", "object", "written", "written in parts"],
)
def test_an_item_is_an_entry_with_its_date(script):
    assert found(script % TITLE) == [FOUND]


def test_each_item_has_its_own_title_and_date():
    script = "".join(f'url="./{n}.html"; title="第{n}号"; document.writeln("2023-01-{n:02d}");\n' for n in range(1, 4))
    assert found(script) == [Entry(f"{HERE}{n}.html", f"第{n}号", f"2023-01-{n:02d}") for n in range(1, 4)]


def test_letters_given_by_number_are_read():
    assert found(r'url="1.html"; title="\u5e74\u62a5";') == [Entry(f"{HERE}1.html", "年报")]


@pytest.mark.parametrize(
    "script",
    [
        'document.write("<a href=\\"index"+"_"+nextPage+".html\\">下一页</a>");',
        'url = "javascript:void(0)"; title = "年报";',
        'url = ""; title = "年报";',
        'url = "1.html"; title = "";',
        '$.ajax({url: "/api/list", success: show});',
        'var title = "年报";',
    ],
)
def test_what_is_no_item_is_none(script):
    assert found(script) == []


def test_addresses_and_titles_without_a_page_between_them_are_no_item():
    assert found('wx.share({title: "分享", url: "分享 到"});') == []


@given(st.text(max_size=300))
@example('url="' + "\\" * 1000)
@example("document.write('" * 300)
@example('title="\\ud800"; url="/\\ud800"')
@settings(max_examples=60, deadline=1000)
def test_any_script_is_read(script):
    assert isinstance(found(script), list)
