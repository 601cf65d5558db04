"""Which hosts are the government's, and what a person is told of a list that names others."""

import csv

import pytest
from support import run_nianbao, write_portals

from crawler.doubting import doubts
from crawler.government import exceptions, is_governmental
from crawler.portals import Portal


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.cn/",
        "https://WWW.SZ.GOV.CN/nb/",
        "http://a.b.c.gov.cn:9311/x",
        "http://www.sz.gov.cn./",
        "http://jkq.kunming.cn/c/2021-01-30/4915856.shtml",
        "http://122.137.242.24:8080/pub/",
    ],
)
def test_government_hosts_are_told_by_name_and_by_the_list_of_others(url):
    assert is_governmental(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://dblyj.com/art/2025/1/17/art_1229850470_98226.html",
        "http://www.gov.cn.com/",
        "http://fakegov.cn/",
        "http://sz-gov.cn/",
        "http://user@example.com/.gov.cn",
        "http://www.gov.cn@example.com/",
        "http://kunming.cn/",
        "http://a.jkq.kunming.cn/",
        "http://122.137.242.24/",
        "http://122.137.242.25:8080/",
        "http://[::1]/",
    ],
)
def test_hosts_that_look_like_the_governments_are_not(url):
    assert not is_governmental(url)


def test_every_exception_has_its_reason():
    assert all(exceptions().values())


def rows(path, *urls):
    return write_portals(path, [Portal(f"p{n}", "甲", "static", url) for n, url in enumerate(urls, 1)])


def test_a_host_of_nobodys_is_doubted_by_list_row_and_column(tmp_path):
    path = rows(
        tmp_path / "mine.csv", "http://a.gov.cn/", "http://www.cas.cn/", "http://127.0.0.1:8000/", "http://localhost/"
    )
    (doubt,) = doubts(path)
    assert doubt.startswith(f"{path}, row 3, column index_url: www.cas.cn ")


def test_checking_a_list_of_ones_own_warns_and_goes_on(tmp_path):
    path = rows(tmp_path / "mine.csv", "http://www.cas.cn/", "http://10.1.2.3/")
    ran = run_nianbao("portals", "check", "--portals", path)
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[0].startswith(f"nianbao: warning: {path}, row 2, column index_url: www.cas.cn")
    assert ran.err.count("warning") == 1
    assert "2 portals, all rows valid" in ran.out


def test_a_row_that_is_wrong_is_still_an_error(tmp_path):
    path = rows(tmp_path / "mine.csv", "http://www.cas.cn/")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["bad", "乙", "", "", "nosuch", "http://a.gov.cn/", "", "", ""])
    ran = run_nianbao("portals", "check", "--portals", path)
    assert ran.code == 2
    assert "row 3, column family" in ran.err
