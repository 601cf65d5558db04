"""What goes wrong in a process of its own comes back as one sentence."""

import os
import signal

import pytest

from archive.errors import UnreadableDocument
from archive.isolated import call
from archive.readers.registry import read


def test_what_the_function_returns_comes_back():
    assert call(divmod, 7, 2) == (3, 1)


@pytest.mark.parametrize(
    ("function", "arguments", "options", "word"),
    [
        (signal.pause, (), {"seconds": 1}, "longer than 1 seconds"),
        (bytearray, (1 << 30,), {"memory": 500 << 20}, "more than 500 MB"),
        (read, (b"%PDF-1.4 broken",), {}, "PDF"),
        (int, ("x",), {}, "ValueError"),
        (os._exit, (7,), {}, "died"),
        (print, ("what a library says",), {}, None),
    ],
)
def test_what_goes_wrong_is_a_sentence(function, arguments, options, word):
    if word is None:
        assert call(function, *arguments, **options) is None
        return
    with pytest.raises(UnreadableDocument, match=word):
        call(function, *arguments, **options)
