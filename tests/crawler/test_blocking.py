"""Challenge pages, soft 404s and failures are told from pages: never stored as reports, never taken for absence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.blocking import judge, scripts_alone, visible

HERE = "http://www.example.gov.cn/zfxxgknb/202301/t20230119_1.html"
TITLE = "青屿市统计局2022年政府信息公开工作年度报告"
TEXT = "本年度主动公开政府信息一百二十条，收到政府信息公开申请七件，均按期答复。" * 40


def judged(text, status=200, cookies="", url=HERE):
    body = text.encode() if isinstance(text, str) else text
    headers = {"content-type": "text/html"} | ({"set-cookie": cookies} if cookies else {})
    return judge(status, headers, body, url)


def outcome(*args, **more):
    return judged(*args, **more).outcome


def report(head="", extra="", link='<a href="/">首页</a>'):
    return (
        f"<html><head>{head}<title>{TITLE}</title></head><body>{link}<h1>{TITLE}</h1><p>{TEXT}</p>{extra}</body></html>"
    )


RIVER = (
    '<!DOCTYPE html><html><head><meta content="{qqqqa!zB}" id="k3RtQm7LzXw2">'
    "<script type=\"text/javascript\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"
    "<script src=\"/Q7kd2/a1B2.3f9c.js\" r='m'></script></head><body></body></html>"
)
ALIYUN = "<html><script>var arg1='3E40CCD6747C0E55B0531DB86380A7E2D0A6AFA1';var _0x4818=['x'];setCookie('acw_sc__v2',x)</script></html>"
SLIDER = (
    '<!doctype html><html><head><meta charset="UTF-8"><meta name="aliyun_waf_aa" content="5c0e55"><title></title>'
    '<script src="/waf/slider.js"></script></head><body><div id="renderData"></div></body></html>'
)


@pytest.mark.parametrize(
    ("product", "status", "cookies", "body"),
    [
        (
            "Jiasule",
            521,
            "__jsluid_h=0a1b2c; max-age=31536000; path=/",
            "<script>document.cookie=('_')+('_jsl')+'=1';location.href=location.pathname+location.search</script>",
        ),
        ("Jiasule", 521, "__jsluid_s=0a1b2c; path=/; secure", "<script>location.href=location.pathname</script>"),
        ("Jiasule", 512, "", "<script>document.cookie='a=b';location.href=location.pathname</script>"),
        ("Jiasule", 200, "", "<script>document.cookie='__jsl_clearance=1700000000.1|0|abc';location.reload()</script>"),
        ("RiverSecurity", 412, "qWeRtYS=abc; path=/", RIVER),
        ("RiverSecurity", 202, "", RIVER),
        ("RiverSecurity", 412, "", "<html><head><script src='/x/y.js'></script></head><body></body></html>"),
        ("RiverSecurity", 200, "", RIVER),
        ("360 wzws", 200, "wzws_sessionid=gTE1; path=/", "<html><script>window.location='/x'</script></html>"),
        (
            "360 wzws",
            200,
            "",
            "<script>var wzwschallenge='a';var wzwschallengex='WZWS_CONFIRM_PREFIX_LABEL7';</script>",
        ),
        ("C3VK", 200, "", "<html><script>document.cookie='C3VK=0a1b2c;path=/';location.reload()</script></html>"),
        ("C3VK", 200, "C3VK=0a1b2c; path=/", "<html><script>location.reload()</script></html>"),
        ("Aliyun", 200, "acw_tc=0a1b2c; path=/; HttpOnly", ALIYUN),
        ("Aliyun", 200, "", ALIYUN),
        ("Aliyun", 200, "", SLIDER),
        ("human check", 200, "", "<html><body><h2>人机验证</h2><p>请点击下方按钮继续访问</p></body></html>"),
        ("human check", 403, "", "<html><body><p>为保证安全，请完成验证：拖动滑块验证</p></body></html>"),
    ],
)
def test_challenge_pages_are_blocked_with_their_product_named(product, status, cookies, body):
    verdict = judged(body, status, cookies)
    assert (verdict.outcome, verdict.product) == ("blocked", product)
    assert product in verdict.reason


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><h1>您的访问被拦截</h1><p>请求编号 5f2c</p></body></html>",
        "<html><body><h1>访问被拦截</h1><a href='https://waf.example.com/'>防护由某某提供</a></body></html>",
        "<html><body><p>您的请求存在威胁，已被拦截</p><a href='javascript:history.back()'>返回</a></body></html>",
    ],
)
@pytest.mark.parametrize("status", [200, 403, 405, 418, 468])
def test_pages_of_firewalls_are_blocked_whatever_their_status(status, body):
    assert outcome(body, status) == "blocked"


@pytest.mark.parametrize("status", [401, 403, 405, 418, 429, 468])
def test_refusals_are_blocked_and_never_missing(status):
    assert outcome(f"<html><body><p>{status}</p></body></html>", status) == "blocked"


@pytest.mark.parametrize("status", [412, 521, 202])
def test_a_challenge_that_links_elsewhere_is_still_one(status):
    body = RIVER.replace("</body>", '<a href="https://vendor.example.com/help">?</a></body>')
    assert outcome(body, status) == "blocked"


def test_an_answer_that_sends_back_to_itself_for_a_cookie_is_no_page():
    headers = {"location": HERE, "set-cookie": "CT6T=1; path=/"}
    body = b"<html><head><title>302 Found</title></head><body><center><h1>302 Found</h1></center></body></html>"
    assert judge(302, headers, body, HERE).outcome == "blocked"


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_missing(status):
    assert outcome("<html><body><h1>Not Found</h1></body></html>", status) == "missing"


@pytest.mark.parametrize("status", [400, 408, 451, 500, 502, 503, 504])
def test_other_bad_answers_are_failures(status):
    assert outcome(report(), status) == "failed"


@pytest.mark.parametrize(
    "sentence",
    [
        "页面不存在",
        "对不起，找不到您要访问的网页",
        "该页面无法访问",
        "您访问的页面已不在",
        "404",
        "您访问的内容已被删除",
    ],
)
def test_a_page_of_status_200_that_says_it_is_none_is_missing(sentence):
    text = f"<html><head><title>提示</title></head><body><p>{sentence}</p><a href='/'>返回首页</a></body></html>"
    assert outcome(text) == "missing"
    assert outcome(text.encode("gb18030")) == "missing"


def test_the_404_template_of_a_site_is_missing_also_with_its_menus():
    menu = "".join(f"<a href='/{i}/'>栏目{i}</a>" for i in range(20))
    text = f"<html><head><title>404</title></head><body>{menu}<h1>抱歉，您访问的页面不存在</h1></body></html>"
    assert outcome(text, url="http://www.example.gov.cn/404.html") == "missing"


@pytest.mark.parametrize(
    "refresh",
    [
        '<meta http-equiv="refresh" content="0;URL=../">',
        "<html><head><META HTTP-EQUIV=Refresh CONTENT='0; url=../index.html'></head></html>",
        '<meta http-equiv="refresh" content="0;url=/">',
        '<meta http-equiv="refresh" content="0;url=http://www.example.gov.cn/">',
        '<meta http-equiv="refresh" content="0;url=/zfxxgknb/">',
    ],
)
def test_a_stub_that_leads_up_is_a_deleted_page(refresh):
    verdict = judged(refresh)
    assert (verdict.outcome, verdict.product) == ("missing", None)
    assert "deleted" in verdict.reason


@pytest.mark.parametrize("target", ["http://[x/", "//[", "", "%%%", "\x00"])
def test_a_stub_that_leads_nowhere_is_judged_as_well(target):
    assert judged(f'<meta http-equiv="refresh" content="0;url={target}">').product is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"   \n\t",
        b"<html></html>",
        b"<html><head></head><body></body></html>",
        b'<html><head><meta charset="utf-8"></head><body> </body></html>',
    ],
)
def test_an_answer_without_content_is_a_failure(body):
    assert outcome(body) == "failed"


def test_a_report_is_stored():
    verdict = judged(report())
    assert (verdict.outcome, verdict.reason, verdict.product) == ("stored", None, None)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "人机验证",
            "滑块验证",
            "安全验证",
            "访问被拦截",
            "请求存在威胁",
            "网站防火墙",
            "安全防护",
            "request blocked",
        ),
        *(
            "页面不存在",
            "找不到页面",
            "无法访问",
            "404",
            "__jsl_clearance",
            "$_ts=1",
            "wzwschallenge",
            "您的访问可能被记录",
        ),
    ],
)
@pytest.mark.parametrize("link", ['<a href="/">首页</a>', ""])
def test_a_report_that_speaks_of_such_things_is_stored(words, link):
    assert outcome(report(extra=f"<p>为加强网站管理，处理{words}等问题。</p>", link=link)) == "stored"


def test_a_report_of_one_line_with_an_attachment_is_stored_whatever_its_numbers():
    text = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>索引号：K10020030/2023-00404 电话：8404404</p>"
        '<p>附件：<a href="P020230119.pdf">年度报告</a></p></body></html>'
    )
    assert outcome(text) == "stored"


def test_a_firewall_runtime_in_the_head_of_a_real_page_does_not_block_it():
    head = RIVER[RIVER.index("<meta") : RIVER.index("</head>")]
    assert outcome(report(head), cookies="qWeRtYS=abc; path=/, acw_tc=1, __jsluid_h=2") == "stored"


@pytest.mark.parametrize("mark", ["<meta content='{qqqqAb1'>", "<script charset=x src='/aB/c.1f.js' r='m'></script>"])
def test_a_firewall_runtime_with_the_head_of_a_real_page_and_no_body_blocks_it(mark):
    head = (
        f"<title>{'某县统计局2021年政府信息公开工作年度报告' * 2}</title><meta name=PubDate content=2022-01-01>{mark}"
    )
    page = f"<html><head>{head}<script r=m></script></head><body></body></html>".encode()
    assert judge(200, {}, page, HERE).product == "RiverSecurity"


def test_a_page_built_by_script_behind_a_load_balancer_is_no_challenge():
    shell = "<html><head><title>目录</title></head><body><div id=app></div><script>window._CONFIG={SID:'1'}</script></body></html>"
    assert outcome(shell) == "stored"
    assert outcome(shell, cookies="acw_tc=0a1b2c; path=/; HttpOnly") == "stored"


@pytest.mark.parametrize(
    "mark", ["人机验证", "<script>$_ts=1</script>", "访问被拦截", "页面不存在 404", "__jsl_clearance"]
)
def test_a_large_page_is_no_challenge(mark):
    assert outcome(f"<html><body>{mark}<p>{TEXT * 20}</p></body></html>") == "stored"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n404",
        b"PK\x03\x04 __jsl_clearance",
        '{"articles":[],"msg":"人机验证 404 页面不存在"}'.encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 404",
    ],
)
def test_documents_and_data_are_stored_by_their_status_alone(body):
    assert outcome(body) == "stored"
    assert outcome(body, 404) == "missing"
    assert outcome(body, 500) == "failed"


@pytest.mark.parametrize("charset", ["gb18030", "utf-16"])
def test_pages_in_other_charsets_are_judged_by_their_text(charset):
    assert outcome("<html><body><p>页面不存在</p></body></html>".encode(charset)) == "missing"
    assert outcome(report().encode(charset)) == "stored"


def test_what_a_page_shows_is_its_text_without_scripts_styles_and_comments():
    text = "<title>甲</title><style>.a{}</style><script>var x='乙'</script><!-- 丙 > 丁 --><p>戊 &nbsp;己</p><script>庚"
    assert visible(text) == "甲戊己"


def test_pages_that_show_nothing_without_a_browser_are_known():
    assert scripts_alone(b"<html><body><div id=app></div><script src=/app.js></script></body></html>")
    assert not scripts_alone(report(extra="<script>1</script>").encode())
    assert not scripts_alone(b"<html><body><div id=app></div></body></html>")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body", [b"<p><script></script>" + b"<" * 50_000, b"<p>" + b"<script " * 10_000 + b"<a " * 10_000]
)
def test_a_page_of_brackets_does_not_hold_up_a_crawl(body):
    judge(200, {}, body, HERE)
    scripts_alone(body)


parts = st.sampled_from(
    [
        *("<meta http-equiv=refresh content='0;url=", "http://[", "//[x", "../", "'>", "<a href=", "<script", ">"),
        *(
            "</script>",
            "<!--",
            "<html>",
            "人机验证",
            "404",
            "访问被拦截",
            "$_ts=",
            "arg1='",
            "\x00",
            "<",
            "&nbsp;",
            " ",
        ),
    ]
)
bodies = st.binary(max_size=200) | st.lists(parts, max_size=12).map(lambda found: "".join(found).encode())


@given(st.integers(100, 599), bodies, st.sampled_from(["", "__jsl=1", "wzws=1", "acw_sc__v2=1", "C3VK=1", "a=b"]))
@settings(max_examples=400, deadline=None)
def test_any_answer_is_judged_and_bad_statuses_are_never_stored(status, body, cookies):
    verdict = judge(status, {"set-cookie": cookies}, body, HERE)
    assert verdict.outcome in ("stored", "missing", "blocked", "failed")
    assert bool(verdict.reason) is (verdict.outcome != "stored")
    assert verdict.outcome != "stored" or (status < 400 and body.strip())
    assert verdict.product is None or verdict.outcome == "blocked"
