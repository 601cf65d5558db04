import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UnreadableDocument
from archive.markup import tree_of


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 300_000,
        "<div>" * 5_000 + "<div></div>" * 100_000,
        "<ul><li>" * 100_000,
        "<table><tr><td>" * 20_000,
        "<div " + " ".join(f"a{i}=1" for i in range(50_000)) + ">",
        "<p " + "/".join(f"a{i}" for i in range(50_000)) + ">",
    ],
    ids=["open", "deep and long", "lists", "tables", "attributes", "attributes by strokes"],
)
def test_markup_that_takes_for_ever_is_refused(text):
    with pytest.raises(UnreadableDocument):
        tree_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "<ul>" + "<li><a href='/a.html'>2020</a>" * 100_000 + "</ul>",
        "<p>x" * 100_000,
        "<table><tr><td>1</td></tr></table>" * 20_000,
        "<div><span>x</span></div>" * 100_000,
        f"<img src='data:image/png;base64,{'ab/c ' * 100_000}'>",
        "word " * 200_000,
    ],
    ids=["list", "paragraphs", "cells", "pairs", "picture", "prose"],
)
def test_large_pages_of_real_portals_are_not(text):
    assert tree_of(text).body is not None


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(alphabet="<>/divpul \"'=a", max_size=400))
def test_no_markup_makes_it_fail(text):
    assert tree_of(text) is not None
