"""How a page was laid on the glass is told by its letters, also where nearly all of them are written downwards."""

from random import Random

import numpy as np
import pytest

from archive.readers.ocr.turned import quarter_turns
from tests.archive import scans
from tests.archive.layouts import form_tables, unmerged


def narrow_labels(dpi):
    """The top of section three with its labels in a column so narrow that their letters stand below one another."""
    rows = unmerged(form_tables("t2021", scans.figures("t2021", Random(3)))[1])[:5]
    return scans.raster(scans.paper("", [rows], scans.Look(size=8.0)), dpi)[0]


@pytest.mark.parametrize(("dpi", "turns"), [(150, 0), (150, 1), pytest.param(200, 2, marks=pytest.mark.nightly)])
def test_labels_written_downwards_tell_how_a_page_lies(dpi, turns):
    page = narrow_labels(dpi).rotate(-90 * turns, expand=True)
    assert quarter_turns(np.asarray(page)) == turns
