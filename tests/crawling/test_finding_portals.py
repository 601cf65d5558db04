"""`nianbao portals detect, add, inspect, check --live` and crawls from home pages, against real servers."""

import json

import pytest
from support import run_nianbao

from crawler.portals import Portal, from_file
from crawler.replicas import static, trs
from crawler.replicas.site import Answer, Site, page, pages
from tests.crawling.test_command_line import years

HEAD = "name,title,division,level,family,index_url,params,render,note\n"


def plain(text):
    return page(f"<html><head><meta charset=utf-8><title>甲县</title></head><body>{text}</body></html>")


def hidden_site():
    """A site whose column nobody names on the way: through the offices to a page with links to reports."""
    inner = static.sites()[0]
    news = "".join(f'<a href="/news/{n}.html">会议新闻{n}</a>' for n in range(60))
    table = {
        "/": plain(f'{news}<a href="/jg/">机构设置</a><a href="/x/">专题</a><a href="mailto:a@b.c">信箱</a>'),
        "/jg/": plain('<a href="/jg/bg/">办公室</a><a href="/jg/gk/">公开内容</a>'),
        "/jg/gk/": plain('<a href="/zfxxgknb/list.html">历年报告（政府信息公开工作）</a>'),
    }
    shown = pages(table)

    def answer(asked):
        return shown(asked) if asked.path in table else inner.answer(asked)

    return Site("hidden", "甲县", "static", "/", answer, inner.reports)


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "archive"


def test_reports_are_found_from_a_home_page_that_does_not_name_their_column(serve, archive):
    site = hidden_site()
    replicas, _ = serve(site)
    ran = run_nianbao("crawl", f"{replicas.served[0].address}/", "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == sorted(r.year for r in site.reports)
    assert not [v.path for v in replicas.served[0].visits if v.path.startswith("/news/")]


def test_a_column_that_only_the_map_of_the_site_names_is_found(serve, archive):
    inner = trs.sites()[0]
    xml = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
    leaves = "<url><loc>{}/news/1.html</loc></url><url><loc>{}/zwgk/zfxxgknb/202001/t20200120_4001.html</loc></url>"
    served = {}

    def answer(asked):
        here = f"http://{asked.headers['host']}"
        served.update(
            {
                "/": plain('<a href="/news/1.html">会议新闻</a>'),
                "/sitemap.xml": Answer(xml.format("sitemapindex", f"<loc>{here}/map1.xml</loc>").encode()),
                "/map1.xml": Answer(xml.format("urlset", leaves.format(here, here)).encode()),
            }
        )
        return served.get(asked.path) or inner.answer(asked)

    replicas, _ = serve(Site("mapped", "甲县", "trs", "/", answer, inner.reports))
    ran = run_nianbao("crawl", f"{replicas.served[0].address}/", "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == sorted(r.year for r in inner.reports)
    assert not [v.path for v in replicas.served[0].visits if v.path.startswith("/news/")]


@pytest.mark.parametrize("paths", [("/", "/zfxxgknb/list.html"), ("/zfxxgknb/list.html", "/")])
def test_addresses_of_one_site_in_one_crawl_count_each_other_s_pages(serve, archive, paths):
    site = hidden_site()
    replicas, _ = serve(site)
    ran = run_nianbao("crawl", *(replicas.served[0].address + path for path in paths), "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == sorted(r.year for r in site.reports)
    assert "2 of 2 portals" in ran.err


def test_a_home_page_is_not_in_error_by_a_row_that_had_asked_for_a_page_on_its_way(serve, archive):
    site = hidden_site()
    replicas, _ = serve(site)
    here = replicas.served[0].address
    ran = run_nianbao("crawl", f"{here}/jg/gk/", f"{here}/", "--archive", archive)
    assert [line.split()[1] for line in ran.err.splitlines() if "  error" in line] == [
        f"{here.removeprefix('http://').replace('.', '-').replace(':', '-')}-jg-gk:"
    ]
    assert years(archive) == sorted(r.year for r in site.reports)


def test_two_rows_of_one_address_share_how_it_ends(serve, tmp_path, archive):
    replicas, _ = serve(Site("closed", "甲", "static", "/", lambda _: Answer(b"no", 403)))
    rows = tmp_path / "rows.csv"
    here = f"{replicas.served[0].address}/nb/"
    rows.write_text(f"{HEAD}a,甲,,,trs,{here},,,\nb,乙,,,trs,{here},,,\n", encoding="utf-8")
    ran = run_nianbao("crawl", "--portals", rows, "--archive", archive)
    assert ran.code == 1
    assert [line.split()[:2] for line in ran.err.splitlines() if "status 403" in line] == [
        ["blocked", "a:"],
        ["blocked", "b:"],
    ]


def test_check_live_looks_at_each_row_of_one_site_by_itself(serve, tmp_path):
    replicas, _ = serve(hidden_site())
    here = replicas.served[0].address
    rows = tmp_path / "rows.csv"
    rows.write_text(f"{HEAD}a,甲,,,static,{here}/zfxxgknb/list.html,,,\nb,乙,,,static,{here}/,,,\n", encoding="utf-8")
    ran = run_nianbao("portals", "check", "--live", "--portals", rows)
    assert (ran.code, [line.split()[0] for line in ran.out.splitlines()]) == (0, ["works", "works"])


def test_reasons_and_figures_of_the_summary_are_in_plain_words(serve, archive):
    ran = run_nianbao("crawl", "http://127.0.0.1:1/", "--archive", archive, "--delay", "0")
    assert "the host refuses connections" in ran.err
    assert "Error" not in ran.err
    replicas, _ = serve(Site("closed", "甲", "static", "/", lambda _: Answer(b"no", 403)))
    ran = run_nianbao("crawl", f"{replicas.served[0].address}/", "--archive", archive)
    assert "status 403: refused" in ran.err


def test_the_summary_counts_what_was_asked_for_and_copies_of_a_report_apart(serve, archive):
    site = hidden_site()
    replicas, _ = serve(site, static.sites()[0])
    here, twin = (one.address for one in replicas.served)
    ran = run_nianbao("crawl", f"{here}/", "--budget", "4", "--archive", archive)
    assert f"{len(replicas.served[0].visits)} pages asked for" in ran.err
    dry = [run_nianbao("crawl", f"{here}/", "--dry-run", "--archive", archive) for _ in range(2)][1]
    assert "Nothing has changed" not in dry.err
    assert "missing" not in dry.err
    whole = run_nianbao("crawl", f"{here}/", f"{twin}/zfxxgknb/list.html", "--archive", archive)
    listed = json.loads(run_nianbao("reports", "--format", "json", "--archive", archive).out)
    assert f"{len(listed)} reports kept" in whole.err


def test_portals_given_by_address_bear_their_sites_names(serve, archive):
    inner = static.sites()[0]

    def named(title):
        shown = pages({"/": page(f'<title>{title}</title><a href="/zfxxgknb/list.html">政府信息公开年报</a>')})
        return Site(title, title, "static", "/", lambda a: shown(a) if a.path == "/" else inner.answer(a))

    replicas, _ = serve(named("首页-海盐县人民政府门户网站"), named("平潭县人民政府"))
    for _ in range(2):
        ran = run_nianbao("crawl", *(f"{one.address}/" for one in replicas.served), "--archive", archive)
        assert ran.code == 0, ran.err
        asked = run_nianbao(
            "query", "SELECT title, division, level FROM portal ORDER BY 2", "--format", "csv", "--archive", archive
        )
        assert asked.out.split() == [
            "title,division,level",
            "海盐县人民政府,330424,county",
            "平潭县人民政府,350128,county",
        ]


def endless(asked):
    """A site that has ever more likely links and no report."""
    links = "".join(f'<a href="{asked.path.rstrip("/")}/{n}/">公开目录{n}</a>' for n in range(9))
    return Answer(b"", 404) if asked.path.endswith((".txt", ".xml")) else plain(links)


def test_a_search_that_finds_nothing_ends_and_says_so(serve, archive):
    replicas, _ = serve(Site("endless", "甲", "static", "/", endless))
    ran = run_nianbao("crawl", f"{replicas.served[0].address}/", "--archive", archive)
    assert ran.code == 1
    assert "60 pages were searched" in ran.err
    assert len(replicas.served[0].visits) <= 63  # with the home page, robots.txt and the map


def test_detect_tells_family_column_and_row_and_fetches_no_report(serve):
    replicas, _ = serve(trs.sites()[0])
    here = replicas.served[0].address
    ran = run_nianbao("portals", "detect", f"{here}/", "--json")
    assert ran.code == 0, ran.err
    (told,) = json.loads(ran.out)
    assert told["family"] == "trs"
    assert "createPageHTML" in told["evidence"][0]
    assert [step["title"] for step in told["way"][1:]] == ["政府信息公开", "政府信息公开年报"]
    assert told["row"]["index_url"] == f"{here}/zwgk/zfxxgknb/"
    assert not [v.path for v in replicas.served[0].visits if "/t20" in v.path]


def narrative(column=""):
    """A report without a form, as there were until 2018, on a page that links nothing but its site and its column."""
    text = "<p>" + "本年度共主动公开政府信息一千二百三十四条，公众关注度较高的信息均按要求发布。" * 12 + "</p>"
    head = '<meta charset=utf-8><meta name="ArticleTitle" content="甲县统计局2015年政府信息公开工作年度报告">'
    return page(f'<html><head>{head}</head><body><a href="/">首页</a>{column}{text}</body></html>')


def test_a_report_s_own_address_leads_to_the_column_it_is_from(serve, tmp_path):
    site = trs.sites()[0]
    replicas, _ = serve(site)
    here = replicas.served[0].address
    home, column = (
        json.loads(run_nianbao("portals", "detect", f"{here}{path}", "--json").out)[0]
        for path in ("/", "/zwgk/zfxxgknb/")
    )
    report = home["example"]
    ran = run_nianbao("portals", "detect", report, "--json")
    assert ran.code == 0, ran.err
    (told,) = json.loads(ran.out)
    assert told["row"]["index_url"] == f"{here}/zwgk/zfxxgknb/"
    assert told["reports"] == column["reports"] > 1
    rows = tmp_path / "mine.csv"
    assert run_nianbao("portals", "add", report, "--portals", rows).code == 0
    assert [row.index_url for row in from_file(rows)] == [f"{here}/zwgk/zfxxgknb/"]


def test_a_report_without_a_list_above_it_is_no_column(serve, tmp_path):
    replicas, _ = serve(Site("alone", "甲", "static", "/", pages({"/x/y/1.html": narrative()})))
    rows = tmp_path / "mine.csv"
    ran = run_nianbao("portals", "add", f"{replicas.served[0].address}/x/y/1.html", "--portals", rows)
    assert (ran.code, rows.exists()) == (2, False)
    assert "a report's own page" in ran.err
    assert "no column" in ran.err
    assert len(replicas.served[0].visits) < 10


def test_a_crawl_of_a_report_s_address_keeps_it_and_says_that_its_list_was_not_looked_at(serve, archive):
    replicas, _ = serve(Site("alone", "甲", "static", "/", pages({"/x/y/1.html": narrative()})))
    ran = run_nianbao("crawl", f"{replicas.served[0].address}/x/y/1.html", "--archive", archive)
    assert ran.code == 0, ran.err
    assert years(archive) == [2015]
    assert "the list it is from was not looked at" in ran.err
    assert [v.path for v in replicas.served[0].visits if v.status == 200] == ["/robots.txt", "/x/y/1.html"]


def test_detect_by_address_alone_asks_nobody():
    address = "http://www.example.gov.cn/zwgk/nb/202301/t20230119_43.html"
    ran = run_nianbao(
        "portals", "detect", "--address-only", "--json", "-", stdin=f"{address}\nhttp://www.example.gov.cn/\n"
    )
    assert ran.code == 1
    assert [one["family"] for one in json.loads(ran.out)] == ["trs", None]


def test_add_writes_a_row_that_crawls(serve, tmp_path, archive):
    site = trs.sites()[0]
    replicas, _ = serve(site)
    rows = tmp_path / "mine.csv"
    rows.write_text("note,name,title,division,level,family,index_url,params,render\n,x,甲,,,trs,http://a.gov.cn/,,")
    here = replicas.served[0].address
    ran = run_nianbao("portals", "add", f"{here}/", "--portals", rows, "--name", "qy")
    assert ran.code == 0, ran.err
    assert [row.name for row in from_file(rows)] == ["x", "qy"]
    again = run_nianbao("portals", "add", f"{here}/zwgk/zfxxgknb/", "--portals", rows)
    assert (again.code, "already" in again.err) == (2, True)
    ran = run_nianbao("crawl", "qy", "--portals", rows, "--archive", archive)
    assert (ran.code, years(archive)) == (0, sorted(r.year for r in site.reports))


def test_add_adds_nothing_where_nothing_is_found(serve, tmp_path):
    replicas, _ = serve(Site("empty", "甲", "static", "/", pages({"/": plain("<p>建设中</p>")})))
    rows = tmp_path / "mine.csv"
    ran = run_nianbao("portals", "add", f"{replicas.served[0].address}/", "--portals", rows)
    assert (ran.code, rows.exists()) == (2, False)
    assert "no list of annual reports" in ran.err


@pytest.mark.parametrize(
    ("list_text", "arguments", "word"),
    [
        (None, ("127.0.0.1:1/",), "did you mean http://127.0.0.1:1/?"),
        ("name,title\n", ("http://127.0.0.1:1/",), "there is no column 'division'"),
        ("\x00\x01 nothing", ("http://127.0.0.1:1/",), "there is no column"),
        (None, ("http://127.0.0.1:1/", "--name", "Jia_xing"), "lower-case letters"),
        (None, ("http://127.0.0.1:1/", "http://127.0.0.1:2/", "--name", "a"), "give one URL"),
        (
            f"{HEAD}x,甲,,,trs,http://127.0.0.1:1/,,,\n",
            ("http://127.0.0.1:1/",),
            "has this column already, in the row 'x'",
        ),
        (f"{HEAD}x,甲,,,trs,http://127.0.0.1:1/,,,\n", ("http://127.0.0.1:2/", "--name", "x"), "a row 'x' already"),
    ],
)
def test_add_says_in_a_line_what_is_wrong_before_it_fetches(tmp_path, list_text, arguments, word):
    rows = tmp_path / "mine.csv"
    if list_text is not None:
        rows.write_text(list_text, encoding="utf-8")
    ran = run_nianbao("portals", "add", *arguments, "--portals", rows)
    assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, "")
    assert word in ran.err
    assert (rows.read_text("utf-8") if rows.exists() else None) == list_text


def test_add_takes_several_sites_and_prints_the_rows_it_writes(serve, tmp_path):
    replicas, _ = serve(trs.sites()[0], static.sites()[0])
    rows = tmp_path / "mine.csv"
    urls = [f"{one.address}/" for one in replicas.served]
    ran = run_nianbao("portals", "add", *urls, "--portals", rows, "--division", "海盐县", "--level", "county")
    assert ran.code == 0, ran.err
    made = from_file(rows)
    assert [(row.division, row.level) for row in made] == [("330424", "county")] * 2
    printed = [line.split()[1].split(",")[0] for line in ran.out.splitlines() if line.startswith("row ")]
    assert printed == [row.name for row in made]


def test_check_live_tells_rows_that_work_from_lost_ones_and_proposes_the_new_row(serve, tmp_path):
    replicas, _ = serve(trs.sites()[0])
    here = replicas.served[0].address
    rows = tmp_path / "rows.csv"
    report = json.loads(run_nianbao("portals", "detect", f"{here}/", "--json").out)[0]["example"]
    kept = 'a=b,,"kept, as known"'
    rows.write_text(
        f"{HEAD}good,甲,,,trs,{here}/zwgk/zfxxgknb/,,,\nmoved,海盐县,330424,county,static,{here}/old/nb/,{kept}\n"
        f"one,丙,,,trs,{report},,,\n",
        encoding="utf-8",
    )
    ran = run_nianbao("portals", "check", "--live", "--portals", rows)
    assert ran.code == 1, ran.err
    assert ran.err.count("3 portals to look at") == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("works    good (first page: 2 reports named), such as ")
    assert lines[1].startswith("lost     moved: ")
    column = f"{here}/zwgk/zfxxgknb/"
    row = f'moved,海盐县,330424,county,trs,{column},a=b,auto,"kept, as known"'
    assert lines[2].strip() == f"its reports are now at {column}; the row would be: {row}"
    assert lines[3].startswith("lost     one: the address is a report's own page")
    assert f"now at {column}; the row would be: one,丙,,,trs,{column},,auto," in lines[4]
    assert run_nianbao("portals", "check", "--live", "good", "--portals", rows).code == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nosuch",), "there is no portal 'nosuch'"),
        (("--live", "nosuch"), "there is no portal 'nosuch'"),
        (("--live", "--province", "浙江"), "no portal of the list is meant"),
    ],
)
def test_check_says_that_no_portal_is_meant(tmp_path, arguments, word):
    rows = tmp_path / "rows.csv"
    rows.write_text(f"{HEAD}good,甲,,,trs,http://127.0.0.1:1/,,,\n", encoding="utf-8")
    ran = run_nianbao("portals", "check", *arguments, "--portals", rows)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert word in ran.err


def test_inspect_shows_what_a_saved_page_is(tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(
        '<html><head><meta name="ColumnName" content="政府信息公开年报"></head><body><ul><li>'
        '<a href="t20230119_1.html" title="甲局2022年政府信息公开工作年度报告">甲局2022…</a><i>2023-01-19</i></li>'
        '<li><a href="2021/">2021年</a></li></ul><script>createPageHTML(2, 0, "index", "html")</script></body></html>',
        encoding="utf-8",
    )
    ran = run_nianbao("portals", "inspect", saved, "--url", "http://www.example.gov.cn/nb/", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert (told["family"], told["is_column"], told["answer"]) == ("trs", True, "stored")
    assert [(e["kind"], e["year"], e["date"]) for e in told["entries"]] == [
        ("report", 2022, "2023-01-19"),
        ("year", None, None),
    ]
    assert told["asks"] == [{"method": "GET", "url": "http://www.example.gov.cn/nb/index_1.html"}]
    plain_words = run_nianbao("portals", "inspect", saved, "--url", "http://www.example.gov.cn/nb/")
    assert "report          甲局2022年政府信息公开工作年度报告" in plain_words.out


def test_a_row_whose_column_is_not_known_is_told_by_its_pages():
    assert Portal("a", "甲", "trs", "http://a.gov.cn/").is_to_be_told
    assert Portal("a", "甲", "", "http://a.gov.cn/nb/").is_to_be_told
    assert not Portal("a", "甲", "trs", "http://a.gov.cn/nb/").is_to_be_told
    assert not Portal("a", "甲", "gkmlpt", "http://a.gov.cn/", params={"base": "http://a.gov.cn/x"}).is_to_be_told
