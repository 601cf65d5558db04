"""Which links of a site are tried on the way to its annual reports, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.family import Entry
from crawler.focus import LEAST, MOST_OF_A_PAGE, MOST_STEPS, SITE_MAP, score, ways

HOME = "http://www.example.gov.cn/"


def tried(*pairs, depth=0, here=HOME):
    return [way.url.removeprefix(HOME) for way in ways(here, [Entry(HOME + url, title) for url, title in pairs], depth)]


def test_what_speaks_of_reports_goes_before_disclosure_before_offices_before_the_map():
    pairs = (("jg/", "机构职能"), ("gk/", "信息公开目录"), ("nb/", "历年年报"), ("a.html", "某某会议召开"))
    assert tried(*pairs) == ["nb/", "gk/", "jg/", SITE_MAP.strip("/")]


def test_an_address_speaks_where_the_text_does_not():
    assert tried(("zwgk/x/", "专区"), ("abc/", "专区"))[0] == "zwgk/x/"


def test_news_letters_and_services_are_not_tried_whatever_their_address():
    assert tried(("zwgk/1/", "公开信箱"), ("zwgk/2/", "政务要闻"), ("xxgk/3/", "部门动态"))[:-1] == []


def test_titles_of_articles_are_no_columns():
    long = "某某县人民政府关于进一步做好政府信息公开工作的若干实施意见全文"
    assert score(long, f"{HOME}zwgk/1.html") == 0


def test_other_hosts_and_documents_are_left_alone():
    other = Entry("http://other.example.gov.cn/zwgk/", "政务公开")
    document = Entry(f"{HOME}zwgk/a.pdf", "信息公开目录")
    assert [way.score for way in ways(HOME, [other, document], 0)] == [LEAST]


def test_the_search_has_an_end():
    many = [(f"xxgk/{n}/", f"公开目录{n}") for n in range(500)]
    assert len(tried(*many, depth=1)) == MOST_OF_A_PAGE
    assert tried(*many, depth=MOST_STEPS) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_score_fits_below_the_priority_of_lists(title, path):
    assert 0 <= score(title, f"http://a.gov.cn/{path}") <= 9
