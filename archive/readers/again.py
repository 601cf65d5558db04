"""Second readings by the name of their module, whose library is imported when the first one gives reason to ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from archive.models import Document


def again(name: str, given: bytes | str) -> Callable[[], Document]:
    """What reads the same document again: `read` of the module `name` beside this one."""
    return partial(_read, name, given)


def _read(name: str, given: bytes | str) -> Document:
    document: Document = import_module(f"archive.readers.{name}").read(given)
    return document
