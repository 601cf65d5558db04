"""No page holds a crawl up: every pattern reads hostile text in time that grows as the text does."""

import importlib
import pkgutil
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import crawler
import spiders
from archive import dates
from crawler.attachments import attachments
from crawler.family import Page
from crawler.passages import sent_on
from crawler.scripted import written
from crawler.year_pages import report, years
from spiders import hanweb_jpage, ucap
from tests.lib import hostile

SIZES = [4_000, pytest.param(20_000, marks=pytest.mark.nightly)]
MANY = 300_000  # characters; a pattern that tries every pair of them takes ten minutes


def modules():
    for package in (crawler, spiders):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".replicas" not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)
    yield dates


def within(name, value):
    """The patterns a value is or holds."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from within(f"{name}[{key}]", inner)
            yield from within(f"{name}.key", key)
    elif isinstance(value, tuple | list | set | frozenset):
        for number, inner in enumerate(value):
            yield from within(f"{name}[{number}]", inner)


def strings(name, value):
    if isinstance(value, str):
        yield name, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from strings(f"{name}[{key}]", inner)


def tables():
    """What stands in the tables of TOML and may be a pattern."""
    for package in ("crawler", "spiders"):
        for file in Path(str(resources.files(package))).glob("*.toml"):
            for name, text in strings(file.name, tomllib.loads(file.read_text("utf-8"))):
                if any(sign in text for sign in "*+{"):
                    yield name, re.compile(text)


def patterns():
    found = {}
    for module in modules():
        for key, value in vars(module).items():
            for name, pattern in within(f"{module.__name__}.{key}", value):
                if isinstance(pattern.pattern, str):
                    found.setdefault(pattern, name)
    for name, pattern in tables():
        found.setdefault(pattern, name)
    return {name: pattern for pattern, name in found.items()}


PATTERNS = patterns()


def test_the_patterns_are_found():
    assert {"crawler.attachments._IN_SCRIPT", "spiders.longxun._LISTS", "archive.dates._TIME_OF_DAY"} <= set(PATTERNS)
    assert any(name.startswith("dialects.toml") for name in PATTERNS)
    assert len(PATTERNS) > 150


@pytest.mark.timeout(30)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_a_pattern_reads_repeats_of_what_it_looks_for_in_time_that_grows_as_they_do(pattern, size):
    for text in hostile.texts(pattern, size):
        assert sum(1 for _ in pattern.finditer(text)) <= len(text) + 1
        pattern.fullmatch(text)


def page(html):
    return Page("http://a.gov.cn/x/", html.encode())


HOSTILE = {
    "an endless word": (attachments, f"<body><script>k='{'a' * MANY}'</script>"),
    "blanks behind a year": (years, f"<select><option value='2023{' ' * MANY}x'>a</option></select>"),
    "an address of strokes": (written, f"<body><script>title='a';url='{'/' * MANY} x'</script>"),
    "blanks where to go": (sent_on, f"<meta http-equiv=refresh content='{' ' * 19_000}x'>"),
    "blanks in a record": (hanweb_jpage.listing, f"<record><![CDATA[a{' ' * MANY}]x</record>"),
    "quotes never closed": (hanweb_jpage.listing, "dataStore = [" + '\\"' * MANY + "]"),
    "list after list": (ucap.listing, f"<script>'{'list' * MANY}</script>"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("read", "html"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_is_read_to_its_end(read, html):
    found = read(page(html))
    assert not list(getattr(found, "entries", found))


@pytest.mark.timeout(60)
def test_blanks_in_the_name_of_an_agency_and_beside_a_date_are_read():
    name = f"统计局{' ' * MANY}x"
    assert report("http://a.gov.cn/", name, 2023).title == f"{name}2023年政府信息公开工作年度报告"
    assert dates.timed_date(f"2024-10-17{' ' * MANY}x") is None


@pytest.mark.parametrize(
    ("text", "year"), [("2023年度报告", 2023), (" 2022 年度 年报 ", 2022), ("2021", 2021), ("2021年第3期", None)]
)
def test_years_of_options_are_read_as_before(text, year):
    assert years(page(f"<select><option>{text}</option></select>")) == ([year] if year else [])


def test_records_are_read_with_and_without_their_end():
    text = "<record><![CDATA[<a href=1>甲</a>]]></record><record> <![CDATA[乙 </record><record>丙</record>"
    assert hanweb_jpage.fragments(text) == ["<a href=1>甲</a>", "乙", "丙"]
    assert hanweb_jpage.fragments(r"""dataStore = ["<a href=\"1\">甲<\/a>", '乙', "丙]""") == [
        '<a href="1">甲</a>',
        "乙",
    ]
