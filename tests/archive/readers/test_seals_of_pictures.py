"""Grey seals: what is printed under them stays, what is pale beside them too, and pages without seals as they are."""

import cv2
import numpy as np
import pytest

from archive.readers.ocr.seals import without_seals

UNIT = 2.0  # pixels a point
GREY, BLACK = 120, 230  # of 255


def page():
    """A row of black figures, and a pale rule across."""
    ink = np.zeros((700, 700), np.uint8)
    for x in range(100, 600, 60):
        cv2.putText(ink, "86", (x, 300), cv2.FONT_HERSHEY_SIMPLEX, 0.6, BLACK, 2)
    ink[340:342, 50:650] = GREY
    return ink


def stamped(ink):
    """The page with a ring and a disc over the figures; ink on ink stays black."""
    seal = np.zeros_like(ink)
    cv2.circle(seal, (330, 320), 110, GREY, 8)
    cv2.circle(seal, (330, 320), 30, GREY, -1)
    return np.maximum(ink, seal), seal


def test_what_is_printed_under_a_seal_stays():
    ink = page()
    under, seal = stamped(ink)
    clean, seals = without_seals(under, UNIT)
    assert (clean[ink == BLACK] > 180).all()
    alone = (seal > 0) & (cv2.dilate(ink, np.ones((7, 7), np.uint8)) == 0)
    assert (clean[alone] == 0).mean() > 0.99
    assert (seals[alone] > 0).mean() > 0.99


def test_a_rule_as_pale_as_a_seal_stays():
    under, seal = stamped(page())
    clean, _ = without_seals(under, UNIT)
    beside = cv2.dilate(seal, np.ones((15, 15), np.uint8))[341] == 0
    assert (clean[341, 50:650] > 0)[beside[50:650]].all()


@pytest.mark.parametrize("radius", [20, 250])
def test_what_is_no_seal_by_its_size_stays_as_it_is(radius):
    ink = page()
    cv2.circle(ink, (330, 320), radius, GREY, 8)
    clean, seals = without_seals(ink, UNIT)
    assert seals is None
    assert clean is ink
